"""A row "เฉลี่ย" right below the instruments or indicators: the total, where it is their mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from prongsai.core.extract import Table
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
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
    found = [_part(cells, around.names) for cells in rows]
    words: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(rows):
        label = next((at for at, cell in enumerate(cells) if _A_MEAN.fullmatch(cell)), None)
        parts = _parts_above(found[:number])
        if label is None or not parts:
            continue
        weights = _weights(around.names, [found[part] for part in parts])
        means = _means(cells, [rows[part] for part in parts])
        if means and all(_fits(*mean, weights) for mean in means.values()):
            words[number, label] = _LABEL
            continue
        for column in means:
            quote = f"{cells[label]} · {cells[column]}"
            place = table.rows[number].place_of(column, quote)
            around.complaints.unattributed(place)
    return reworded(table, words)


def _parts_above(found: Sequence[str | None]) -> list[int]:
    """The rows right above that are of all instruments, or of all indicators; else none."""
    last = len(found)
    first = next((at for at in range(last - 1, -1, -1) if found[at] is None), -1) + 1
    codes = found[first:last]
    if set(codes[-_PARTS:]) == set(INSTRUMENTS):
        return list(range(last - _PARTS, last))
    are_indicators = {level_of(code) for code in codes if code} == {Level.INDICATOR}
    return list(range(first, last)) if are_indicators and len(set(codes)) == len(codes) else []


def _part(cells: Sequence[str], names: Names) -> str | None:
    """The instrument or indicator that a row is of, if it is of one alone."""
    for finds in (names.instrument_of, names.node_of):
        told = {finds(cell) for cell in cells if cell and not printed_number(cell)} - {None}
        if len(told) == 1:
            return told.pop()
    return None


def _weights(names: Names, order: Sequence[str | None]) -> list[Fraction]:
    """The year's weights in the order of the rows; none where they are not all known."""
    tree = names.framework.tree
    known = dict(tree[TOTAL].children or ())
    if not set(order) <= set(known):
        known = {
            code: share * weight
            for instrument, share in known.items()
            for code, weight in tree[instrument].children or ()
        }
    return [known[code] for code in order if code] if set(order) == set(known) else []


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
        if mean and mean.value is not None and decimals and len(values) == len(parts):
            found[column] = mean.value, values
    return found


def _fits(mean: Decimal, parts: Sequence[Decimal], weights: Sequence[Fraction]) -> bool:
    """Whether a mean is the parts' by the weights of the year, as it is rounded."""
    if len(weights) != len(parts) or not min(parts) <= mean <= max(parts):
        return False
    exact = sum(
        (Fraction(part) * weight for part, weight in zip(parts, weights, strict=True)), Fraction(0)
    )
    return abs(exact - Fraction(mean)) <= _ROUNDED
