"""Draw reports of surveys in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.web.disclosure.surveys.models import SurveyReport
from prongsai.web.disclosure.surveys.services import reporting
from prongsai.web.platform import jobs


@jobs.kind(reporting.JOB)
def report(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a report."""
    rows = SurveyReport.objects.select_related("agency", "survey__agency")
    reporting.draw(rows.get(agency=running.agency, pk=running.arguments["report"]))
    return {}
