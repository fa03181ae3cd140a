"""Numbers of cases: counted in a year, or drawn where a count would tell what is nobody's."""

from __future__ import annotations

from secrets import randbelow
from uuid import UUID

from prongsai.web.citizens.desk.models import Case

# No agency brings so many matters in a year; numbers from here on are drawn.
FIRST_DRAWN = 1_000_000
_DRAWN = 9 * FIRST_DRAWN


def number_of(case: Case) -> str:
    """A case's number as people say it."""
    return f"{case.number}/{case.fiscal_year}"


def drawn_number(agency_id: UUID, year: int) -> int:
    """A number that nobody has in the year; the agency is held until it is kept.

    Shape:  seven digits. Restricted kinds take no part in the count: by its gaps whoever sees the
            other cases would know how many came, and between which days; and who brings two of
            them, how many came between.
    """
    while True:
        number = FIRST_DRAWN + randbelow(_DRAWN)
        if not Case.objects.filter(agency=agency_id, fiscal_year=year, number=number).exists():
            return number
