"""Columns without lines between them that a reader took for one: "30 90.11 27.03"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.extract import Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.forms.circumstances import told_cells
from prongsai.core.scoresheet.numbers import printed_number

_WEIGHT, _SCORE, _WEIGHTED = (
    compiled(r"(?:ค่า)?น้ำหนัก"),
    compiled(r"(?:ผล)?คะแนน(?:ที่ได้|เฉลี่ย)?"),
    compiled(r"(?:คะแนน)?ถ่วงน้ำหนัก"),
)
_A_YEAR = compiled(
    r"(?:(?:ผล)?คะแนน(?:ที่ได้)?\s?)?(?:ปี\s?(?:งบประมาณ)?\s?)?(?:พ\.?\s?ศ\.?\s?)?(?:25[5-9]\d|26[0-4]\d|๒๕[๕-๙][๐-๙])"
)
_SCORED = compiled(r"[0-9๐-๙]{2,3}\.[0-9๐-๙]{1,2}")
_HEADINGS = (_WEIGHT, _SCORE, _WEIGHTED)
_ROUNDED = 2  # hundredths
_FULL = 100
_LEAST_ROWS = 3
_MOST_ROWS = 200
_HEADINGS_WITHIN = 4


def apart(table: Table) -> Table:
    """The table with weights, scores and weighted scores, or years, in columns of their own.

    Only where each row has all three and they multiply, or as many scores as years stand in the
    heading; so no number can be taken for another.
    """
    if len(table.rows) > _MOST_ROWS:
        return table
    table = _with_years_apart(table)
    for number, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        for column, cell in enumerate(told_cells(row)):
            headings = _three(cell)
            if all(one.fullmatch(two) for one, two in zip(_HEADINGS, headings, strict=False)) and (
                headings and _multiply(table.rows[number + 1 :], column)
            ):
                parted = [
                    _parted(one, column, blank=place < number)
                    for place, one in enumerate(table.rows)
                ]
                return replace(table, rows=tuple(parted))
    return table


def _with_years_apart(table: Table) -> Table:
    """The table with each year of "ปี 2566 ปี 2567" and the scores below it in its own column."""
    for number, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        for column, cell in enumerate(told_cells(row)):
            years = _years(cell)
            below = [told_cells(one)[column : column + 1] for one in table.rows[number + 1 :]]
            filled = [one[0].split() for one in below if one and one[0]]
            if not years or len(filled) < _LEAST_ROWS:
                continue
            if all(len(one) == len(years) and all(map(_SCORED.fullmatch, one)) for one in filled):
                rows = [
                    _spread(
                        one,
                        column,
                        years if at == number else None,
                        len(years),
                        is_below=at > number,
                    )
                    for at, one in enumerate(table.rows)
                ]
                return replace(table, rows=tuple(rows))
    return table


def _years(cell: str) -> list[str]:
    """The headings of several years in one cell; none where anything else stands there."""
    found = [one[0] for one in _A_YEAR.finditer(cell)]
    plain = _A_YEAR.sub("", cell).strip()
    named = {year for one in found for _, year in fiscal.years_in(one)}
    return found if not plain and len(named) == len(found) > 1 else []


def _spread(row: Row, column: int, words: list[str] | None, width: int, *, is_below: bool) -> Row:
    """The row with one cell as `width` many; what stands above the heading stays in the first."""
    cell = row.cells[column] if column < len(row.cells) else ""
    told = words or (cell.split() if is_below and cell.strip() else [cell, *[""] * (width - 1)])
    return replace(row, cells=(*row.cells[:column], *told, *row.cells[column + 1 :]))


def _three(cell: str) -> list[str]:
    """The words of a cell, where they are three."""
    words = cell.split()
    return words if len(words) == len(_HEADINGS) else []


def _multiply(rows: Sequence[Row], column: int) -> bool:
    """Whether below the headings stands nothing but weight, score and their product."""
    cells = [row.cells[column] if column < len(row.cells) else "" for row in rows]
    filled = [_three(cell) for cell in cells if cell.strip()]
    return len(filled) >= _LEAST_ROWS and all(map(_is_product, filled))


def _is_product(words: Sequence[str]) -> bool:
    numbers = [printed_number(word) for word in words]
    values = [one.value for one in numbers if one and one.value is not None]
    if len(values) != len(_HEADINGS):
        return False
    weight, score, weighted = values
    return abs(weight * score - weighted * _FULL) <= _ROUNDED


def _parted(row: Row, column: int, *, blank: bool) -> Row:
    """The row with that cell as three; a title above the headings stays in the first."""
    cell = row.cells[column] if column < len(row.cells) else ""
    words = ([] if blank else _three(cell)) or [cell, "", ""]
    return replace(row, cells=(*row.cells[:column], *words, *row.cells[column + 1 :]))
