"""Draw the statistics papers in a worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from prongsai.core.desk.model import KEPT_AFTER_ANSWER
from prongsai.web.citizens.desk.models import DeskReport
from prongsai.web.citizens.desk.services import news, reports
from prongsai.web.citizens.desk.services.escalating import escalate_all
from prongsai.web.citizens.desk.services.receiving import forget_contacts
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.periodic import periodic_task


@periodic_task(timedelta(hours=1))
def escalate() -> None:
    """Send on what nobody answered in time."""
    escalate_all()


@periodic_task(timedelta(minutes=1))
def tell() -> None:
    """Tell those who asked for it that there is news of their case."""
    news.send_all()


@periodic_task(timedelta(hours=12))
def forget() -> None:
    """Delete who brought cases that were answered long ago."""
    forget_contacts(today(), KEPT_AFTER_ANSWER)


@jobs.kind(reports.JOB)
def report(running: jobs.Running) -> Mapping[str, Any]:
    rows = DeskReport.objects.select_related("agency")
    reports.draw(rows.get(agency=running.agency, pk=running.arguments["report"]))
    return {}
