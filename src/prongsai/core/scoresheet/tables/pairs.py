"""Cells that give a score of two years: "88.20 / 91.35", "90.11 (ปี 66 = 84.70)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.numbers import PrintedNumber, printed_number
from prongsai.core.scoresheet.tables.columns import Column, Role, printed_pair
from prongsai.core.thai import arabic_digits

_NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
_WITH_EARLIER = compiled(
    rf"({_NUMBER})\s*(?:คะแนน|%)?\s*[(\[]\s*((?:ผล|คะแนน)?\s?(?:ปี|พ\.?\s?ศ\.?)[^\d()]{{0,20}}(?:25\d\d|\d\d))"
    rf"\s*(?:[=:]|ได้|คือ)?\s*({_NUMBER})\s*(?:คะแนน|%)?\s*[)\]]"
)
_LONGEST = 60
# A short year farther from the year of the table may be any number.
_YEARS_BACK = 3


class Pair(Struct, frozen=True):
    """The scores of a cell with their years, the earlier first; None where a year is not sure."""

    column: int
    scores: tuple[tuple[PrintedNumber, int], ...] | None


def pairs_in(cells: Sequence[str], columns: Sequence[Column], year: int | None) -> Iterator[Pair]:
    """The cells of a row that give two years' scores; `year` is the row's own."""
    for number, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        both = printed_pair(cell) if column.earlier_year else None
        if both and column.earlier_year and column.year:
            yield Pair(number, ((both[0], column.earlier_year), (both[1], column.year)))
        elif column.role in (Role.SCORE, Role.YEAR_SCORE) and len(cell) <= _LONGEST:
            found = _WITH_EARLIER.fullmatch(arabic_digits(cell))
            if found:
                yield Pair(
                    number, _told(cell, found.span(1), found.span(3), found[2], column.year or year)
                )


def _told(
    cell: str, now: tuple[int, int], then: tuple[int, int], year_text: str, year: int | None
) -> tuple[tuple[PrintedNumber, int], ...] | None:
    named = [one for _, one in fiscal.years_in(year_text)]
    first, second = printed_number(cell[slice(*then)]), printed_number(cell[slice(*now)])
    if len(named) != 1 or year is None or not 0 < year - named[0] <= _YEARS_BACK:
        return None
    return ((first, named[0]), (second, year)) if first and second else None
