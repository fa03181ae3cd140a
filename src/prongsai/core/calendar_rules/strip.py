"""The year on one strip: October to September, a column a day, events packed into rows."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from prongsai.core import fiscal

OF_A_MONTH = 31  # columns; in a shorter month the last day moves to the last column
COLUMNS = 12 * OF_A_MONTH
_NARROWEST = 2 * OF_A_MONTH  # columns that the name of an event needs


class Bar(Struct, frozen=True):
    """The bar of an event, wide enough for its name, and the event's days within it.

    Units:  `column` from 1, `width` in columns, `row` from 1; `first` and `last` are the columns of
            its days; `place` among what was given.
    """

    place: int
    column: int
    width: int
    row: int
    first: int
    last: int


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
        begun = column_of(year, max(first, fiscal.start(year)))
        ended = column_of(year, min(last, fiscal.end(year)))
        column, end = _wide_enough(begun, ended)
        row = next((at for at, taken in enumerate(ends, 1) if taken < column), len(ends) + 1)
        if row > most_rows:
            left_over += 1
            continue
        if row > len(ends):
            ends.append(0)
        ends[row - 1] = end
        bars.append(Bar(place, column, end - column + 1, row, begun, ended))
    return tuple(bars), left_over


def _wide_enough(first: int, last: int) -> tuple[int, int]:
    """Widen the columns of an event's days until its name can be read."""
    column = first
    if first == last:
        column = min(first, last - _NARROWEST + 1)
    column = max(1, min(column, COLUMNS - _NARROWEST + 1))
    return column, max(last, column + _NARROWEST - 1)


def column_of(year: int, day: date) -> int:
    """The column of a fiscal year's day, from 1."""
    start = fiscal.start(year)
    months = (day.year - start.year) * 12 + day.month - start.month
    is_last = (day + timedelta(days=1)).day == 1
    return months * OF_A_MONTH + (OF_A_MONTH if is_last else day.day)
