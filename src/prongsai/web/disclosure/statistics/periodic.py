"""What a worker does by itself for the figures."""

from __future__ import annotations

from datetime import timedelta

from prongsai.web.disclosure.statistics.services import keeping
from prongsai.web.platform.clock import today
from prongsai.web.platform.periodic import periodic_task


@periodic_task(timedelta(minutes=10))
def begin() -> None:
    """Note since when readings are counted."""
    keeping.begin(today())


@periodic_task(timedelta(hours=12))
def keep() -> None:
    """Sum old days, remove rare words."""
    keeping.keep(today())
