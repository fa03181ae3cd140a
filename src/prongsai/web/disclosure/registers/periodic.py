"""What a worker does by itself: files of rows that nobody took are forgotten."""

from __future__ import annotations

from datetime import timedelta

from prongsai.web.disclosure.registers.services import taking
from prongsai.web.platform.periodic import periodic_task


@periodic_task(timedelta(hours=1))
def sweep() -> None:
    """What was read a week ago and still waits for a yes."""
    taking.sweep()
