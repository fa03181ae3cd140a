"""Draw reports in a worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from prongsai.web.disclosure.statistics import services
from prongsai.web.disclosure.statistics.models import QuarterPaper
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.periodic import periodic_task


@periodic_task(timedelta(minutes=10))
def begin() -> None:
    """Note since when readings are counted."""
    services.begin(today())


@periodic_task(timedelta(hours=12))
def keep() -> None:
    """Sum old days, remove rare words."""
    services.sum_old_days(today())


@jobs.kind(services.JOB)
def quarter(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the report of a quarter."""
    rows = QuarterPaper.objects.select_related("agency")
    services.draw(rows.get(agency=running.agency, pk=running.arguments["paper"]))
    return {}
