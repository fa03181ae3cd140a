"""Draw papers of registers in a worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.services import making, saving
from prongsai.web.platform import jobs
from prongsai.web.platform.periodic import periodic_task


@periodic_task(timedelta(hours=1))
def sweep() -> None:
    """What was read a week ago and still waits for a yes."""
    making.sweep()


@jobs.kind(saving.JOB)
def paper(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a paper, and make it evidence where that was asked with it."""
    rows = RegisterPaper.objects.select_related("agency")
    row = rows.get(agency=running.agency, pk=running.arguments["paper"])
    if row.drawn_at is None:
        saving.draw(row)
    if (year := running.arguments.get("evidence_of")) is not None:
        saving.use_drawn(row, running.job.by, year)
    return {}
