"""Columns that stand so close that a reader took them for one: "100.00 O15 รายงานผล…"."""

from __future__ import annotations

import re

from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.patterns import compiled

_SCORE_THEN_ITEM = compiled(
    r"(\d{1,3}(?:\.\d{1,3})?)\s+([ieoIEO๐]\s?\d{1,2}[.\s]\s*\S.*)", re.DOTALL
)
_HEADINGS = compiled(r"(คะแนน(?:ที่ได้)?|score)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_ENOUGH_ROWS = 2


def unglue(table: Table) -> Table:
    """The table with each glued column as two, where several rows say so."""
    for column in range(table.width - 1, -1, -1):
        found = [row for row in table.rows if _parts(row, column)]
        if len(found) >= _ENOUGH_ROWS:
            rows = tuple(_with_two(row, column) for row in table.rows)
            table = replace(table, rows=rows)
    return table


def _parts(row: Row, column: int) -> tuple[str, str] | None:
    cell = row.cells[column].strip() if column < len(row.cells) else ""
    found = _SCORE_THEN_ITEM.fullmatch(cell)
    return (found[1], found[2]) if found else None


def _with_two(row: Row, column: int) -> Row:
    """The row with the cell in two; a heading of both is parted too, anything else stays left."""
    cell = row.cells[column] if column < len(row.cells) else ""
    heading = _HEADINGS.fullmatch(cell.strip())
    first, second = _parts(row, column) or ((heading[1], heading[2]) if heading else (cell, ""))
    return replace(row, cells=(*row.cells[:column], first, second, *row.cells[column + 1 :]))
