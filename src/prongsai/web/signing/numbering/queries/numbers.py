"""The number that a paper has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from prongsai.web.agency.models import Agency
from prongsai.web.signing.numbering.models import NumberRow


def row_of(agency: Agency, series: str, subject: UUID) -> NumberRow | None:
    """The number of a paper that stands; None where the register has given none."""
    return NumberRow.objects.filter(
        agency=agency, series=series, subject=subject, voided_at=None
    ).first()


def number_of(agency: Agency, series: str, subject: UUID) -> str:
    """The number of a paper as printed, with Arabic digits; "" where it has none."""
    row = row_of(agency, series, subject)
    return row.text if row else ""


def numbers_of(agency: Agency, series: str, subjects: Iterable[UUID]) -> Mapping[UUID, str]:
    """The numbers of many papers at once, by paper; those without one are left out."""
    rows = NumberRow.objects.filter(
        agency=agency, series=series, subject__in=list(subjects), voided_at=None
    )
    return {row.subject: row.text for row in rows if row.subject}
