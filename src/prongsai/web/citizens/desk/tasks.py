"""Draw the statistics papers in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.web.citizens.desk.models import DeskReport
from prongsai.web.citizens.desk.services import reporting
from prongsai.web.platform import jobs


@jobs.kind(reporting.JOB)
def report(running: jobs.Running) -> Mapping[str, Any]:
    """Draw one."""
    rows = DeskReport.objects.select_related("agency")
    reporting.draw(rows.get(agency=running.agency, pk=running.arguments["report"]))
    return {}
