"""Sheets of codes and scores, as `prongsai template` makes them: no other form fits them."""

from __future__ import annotations

from collections.abc import Iterable

from prongsai.core.extract import Block, Table
from prongsai.core.ids import parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.numbers import printed_number

_CODES = frozenset({"code", "รหัส"})
_SCORES = frozenset({"score", "คะแนน", "คะแนนที่ประกาศ"})
_BESIDE = frozenset({"year", "ปี", "ปีงบประมาณ", "name", "รายการ", "ชื่อ", "level", "ระดับ"})
_OF_REMARKS = ("แบบวัด", "ข้อเสนอแนะ")
# A row of means is a form of its own, whatever stands beside it.
_A_MEAN = "เฉลี่ย"
_LONGEST_MEAN = 20
_TELLS_A_NUMBER = compiled(r"(?<!\d)(?!(?:25[5-9]|26[0-4])\d(?!\d))\d")


def is_typed(table: Table) -> bool:
    """Whether a table is a code and one score a row, under headings that say just that.

    Shape:  or the remarks that stand on the second page of such a sheet.
    """
    heading, *rows = (row.cells for row in table.rows)
    told = [cell.strip().lower() for cell in heading]
    if len(told) == len(_OF_REMARKS) and all(map(str.startswith, told, _OF_REMARKS)):
        return not any(printed_number(cell) for cells in rows for cell in cells)
    codes = [number for number, cell in enumerate(told) if cell in _CODES]
    scores = sum(cell in _SCORES for cell in told)
    if len(codes) != 1 or scores != 1 or not set(told) <= _CODES | _SCORES | _BESIDE:
        return False
    return all(_is_coded(cells, codes[0]) for cells in rows)


def _is_coded(cells: tuple[str, ...], column: int) -> bool:
    if any(_A_MEAN in cell and len(cell) <= _LONGEST_MEAN for cell in cells):
        return False
    return column < len(cells) and parse_code(cells[column]) is not None


def are_typed(blocks: Iterable[Block]) -> bool:
    """Whether blocks are such tables alone, below titles that tell no number but a year."""
    return all(
        is_typed(block) if isinstance(block, Table) else not _TELLS_A_NUMBER.search(block.text)
        for block in blocks
    )
