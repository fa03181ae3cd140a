"""Rows of a sheet cut at its blank ones: each part its own table, titles apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.scoresheet.numbers import printed_number


def cut_at_blanks(rows: Sequence[Row]) -> Iterator[Block]:
    """The blocks of a sheet: what stands below a blank row is another table."""
    for group in _groups(rows):
        yield from _group_blocks(group)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            held.append(row)
        elif held:
            yield held
            held = []
    if held:
        yield held


def _group_blocks(rows: list[Row]) -> Iterator[Block]:
    """Title rows (one text only) as paragraphs, the rest as a table."""
    start = 0
    while start < len(rows) and len({cell for cell in rows[start].cells if cell.strip()}) == 1:
        if _heads_numbers(rows, start):
            break
        text = next(cell for cell in rows[start].cells if cell.strip())
        yield Paragraph(text, rows[start].place)
        start += 1
    if start < len(rows):
        yield Table(tuple(rows[start:]), rows[start].place)


def _heads_numbers(rows: Sequence[Row], number: int) -> bool:
    """Whether the only cell of a row stands over a column of numbers, and none over their names."""
    cells = rows[number].cells
    column = next((at for at, cell in enumerate(cells) if cell.strip()), 0)
    below = rows[number + 1].cells if number + 1 < len(rows) else ()
    if not column or column >= len(below) or sum(map(bool, cells)) > 1:
        return False
    return bool(below[0].strip()) and printed_number(below[column]) is not None
