"""Draw papers of registers in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.services import reporting
from prongsai.web.platform import jobs


@jobs.kind(reporting.JOB)
def paper(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a paper."""
    rows = RegisterPaper.objects.select_related("agency")
    reporting.draw(rows.get(agency=running.agency, pk=running.arguments["paper"]))
    return {}
