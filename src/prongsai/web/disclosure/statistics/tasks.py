"""Draw reports in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.web.disclosure.statistics.models import QuarterPaper
from prongsai.web.disclosure.statistics.services import reporting
from prongsai.web.platform import jobs


@jobs.kind(reporting.JOB)
def quarter(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the report of a quarter."""
    rows = QuarterPaper.objects.select_related("agency")
    reporting.draw(rows.get(agency=running.agency, pk=running.arguments["paper"]))
    return {}
