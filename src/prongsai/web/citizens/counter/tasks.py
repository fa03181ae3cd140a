"""Draw charts and papers in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.web.citizens.counter.models import QueueReport, ServiceChart
from prongsai.web.citizens.counter.services import charting, reporting
from prongsai.web.platform import jobs


@jobs.kind(charting.JOB)
def chart(running: jobs.Running) -> Mapping[str, Any]:
    """Draw one."""
    rows = ServiceChart.objects.select_related("agency", "service")
    charting.draw(rows.get(agency=running.agency, pk=running.arguments["chart"]))
    return {}


@jobs.kind(reporting.JOB)
def report(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a paper of the queues."""
    rows = QueueReport.objects.select_related("agency")
    reporting.draw(rows.get(agency=running.agency, pk=running.arguments["report"]))
    return {}
