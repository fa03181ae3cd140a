"""The year on one strip: October to September, six columns a month, events packed into rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from prongsai.core import fiscal

_OF_A_MONTH = 6
_DAYS = 5  # of a column; the last of a month has what is left
COLUMNS = 12 * _OF_A_MONTH
_NARROWEST = 12  # columns, so that a name can be read


class Bar(Struct, frozen=True):
    """Where an event lies.

    Units:  `column` from 1, `width` in columns, `row` from 1; `place` among what was given.
    """

    place: int
    column: int
    width: int
    row: int


def laid_out(
    year: int, spans: Iterable[tuple[date, date]], most_rows: int
) -> tuple[tuple[Bar, ...], int]:
    """The bars of all spans that touch the year, in their order, and how many found no row.

    What is too short for its name is drawn wider: a day to its left, for what is due then is
    worked on before; more days to their right.
    """
    ends: list[int] = []  # the last column taken in each row
    bars, left_over = [], 0
    for place, (first, last) in enumerate(spans):
        if last < fiscal.start(year) or first > fiscal.end(year):
            continue
        column, end = _columns(year, first, last)
        row = next((at for at, taken in enumerate(ends, 1) if taken < column), len(ends) + 1)
        if row > most_rows:
            left_over += 1
            continue
        if row > len(ends):
            ends.append(0)
        ends[row - 1] = end
        bars.append(Bar(place, column, end - column + 1, row))
    return tuple(bars), left_over


def _columns(year: int, first: date, last: date) -> tuple[int, int]:
    begun = _column(year, max(first, fiscal.start(year)))
    end = _column(year, min(last, fiscal.end(year)))
    if first == last:
        begun = min(begun, end - _NARROWEST + 1)
    else:
        begun = min(begun, COLUMNS - _NARROWEST + 1)
    begun = max(1, begun)
    return begun, max(end, begun + _NARROWEST - 1)


def _column(year: int, day: date) -> int:
    """The column of a fiscal year's day, from 1."""
    start = fiscal.start(year)
    months = (day.year - start.year) * 12 + day.month - start.month
    return months * _OF_A_MONTH + min((day.day - 1) // _DAYS, _OF_A_MONTH - 1) + 1
