"""Photos that a report on its way prints: they stay as they were signed."""

from __future__ import annotations

from uuid import UUID

from prongsai.web.agency.models import Agency
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.signing.evidence.kinds import printing
from prongsai.web.year.reports.models import Report
from prongsai.web.year.reports.queries.states import publication_of


@printing
def prints(agency: Agency, evidence: UUID) -> bool:
    """Whether a report that was submitted and is not published yet prints a photo."""
    rows = Report.objects.filter(agency=agency, values__isnull=False)
    return any(_shows(row, str(evidence)) and _is_on_its_way(agency, row) for row in rows)


def _shows(row: Report, evidence: str) -> bool:
    told = (row.values or {}).get("rows", ())
    return any(photo["id"] == evidence for one in told for photo in one["photos"])


def _is_on_its_way(agency: Agency, row: Report) -> bool:
    state = state_of(agency, row.kind, row.pk)
    if state is None:
        return False
    return state.is_open or (state.is_signed and publication_of(agency, row) is None)
