"""Evidence that stands only until a day: plans with a term, and what stands in for another."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from prongsai.core.fiscal import end
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.models import Piece


def ending_pieces(agency: Agency, year: int, until: date) -> tuple[tuple[Piece, date], ...]:
    """The pieces of a year that end by a day, each with its last day, the first to end first.

    Shape:  a plan that holds beyond the fiscal year ends none of it.
    """
    rows = Piece.objects.filter(agency=agency, fiscal_year=year, removed_at=None).filter(
        Q(stands_in_until__lte=until) | Q(valid_until__lte=min(until, end(year)))
    )
    found = [(row, day) for row in rows.prefetch_related("items") if (day := _last(row, year))]
    return tuple(sorted(found, key=lambda pair: (pair[1], pair[0].title)))


def _last(piece: Piece, year: int) -> date | None:
    term = piece.valid_until
    days = (piece.stands_in_until, term if term and term < end(year) else None)
    return min((day for day in days if day is not None), default=None)
