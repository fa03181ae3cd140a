"""A row "เฉลี่ย" right below the three instruments: the total, where it is their weighted mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from prongsai.core.extract import Table
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import printed_number

_A_MEAN = compiled(r"(?:คะแนน|ค่า)?เฉลี่ย(?:ทั้งหมด)?")
_LABEL = "คะแนนรวมเฉลี่ย"
_ROUNDED = Fraction(1, 100)
_MOST_ROWS = 500
_MOST_CELLS = 30
_PARTS = len(INSTRUMENTS)


def with_mean_named(table: Table, around: Circumstances) -> Table:
    """The table with its row of means called a total, where it is; else the means are told."""
    if len(table.rows) > _MOST_ROWS or table.width > _MOST_CELLS:
        return table
    rows = [told_cells(row) for row in table.rows]
    if not any(_A_MEAN.fullmatch(cell) for cells in rows for cell in cells):
        return table
    found = [_instrument(cells, around.names) for cells in rows]
    words: dict[tuple[int, int], str] = {}
    for number in range(_PARTS, len(rows)):
        label = next((n for n, cell in enumerate(rows[number]) if _A_MEAN.fullmatch(cell)), None)
        parts = range(number - _PARTS, number)
        if label is None or {found[part] for part in parts} != set(INSTRUMENTS):
            continue
        means = _means(rows[number], [rows[part] for part in parts])
        weights = _weights(around.names, [found[part] for part in parts])
        if means and all(_fits(*mean, weights) for mean in means.values()):
            words[number, label] = _LABEL
            continue
        for column in means:
            quote = f"{rows[number][label]} · {rows[number][column]}"
            place = table.rows[number].place_of(column, quote)
            around.complaints.unattributed(place)
    return reworded(table, words)


def _instrument(cells: Sequence[str], names: Names) -> str | None:
    told = {names.instrument_of(cell) for cell in cells if cell} - {None}
    return told.pop() if len(told) == 1 else None


def _weights(names: Names, order: Sequence[str | None]) -> list[Fraction]:
    """The year's weights in the order of the rows; none where they are not known."""
    known = dict(names.framework.tree[TOTAL].children or ())
    return [known[code] for code in order if code in known]


def _means(
    cells: Sequence[str], parts: Sequence[Sequence[str]]
) -> dict[int, tuple[Decimal, list[Decimal]]]:
    """By column the mean with its three parts, where those have decimals."""
    found: dict[int, tuple[Decimal, list[Decimal]]] = {}
    for column, cell in enumerate(cells):
        mean = printed_number(cell)
        below = [printed_number(part[column]) for part in parts if column < len(part)]
        values = [one.value for one in below if one and one.value is not None]
        decimals = any(one and "." in one.published for one in (mean, *below))
        if mean and mean.value is not None and decimals and len(values) == _PARTS:
            found[column] = mean.value, values
    return found


def _fits(mean: Decimal, parts: Sequence[Decimal], weights: Sequence[Fraction]) -> bool:
    """Whether a mean is the parts' by the weights of the year, as it is rounded."""
    if len(weights) != _PARTS or not min(parts) <= mean <= max(parts):
        return False
    exact = sum(
        (Fraction(part) * weight for part, weight in zip(parts, weights, strict=True)), Fraction(0)
    )
    return abs(exact - Fraction(mean)) <= _ROUNDED
