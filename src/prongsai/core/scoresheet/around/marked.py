"""Numbers with a mark whose note says that they are no results: "2566*", "* ค่าประมาณการ"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, repair, squeeze

_NOTE = compiled(
    r"^\s*(?:หมายเหตุ\s*:?\s*)?(?:เครื่องหมาย\s*)?[“\"(]?(\*{1,4}|[†‡§#])[”\")]?\s*[:=–-]?[^\n]{0,40}?"
    r"(?:ประมาณการ|คาดการณ์|คาดว่า|คาดหวัง|เป้าหมาย|จำลอง|พยากรณ์|ไม่เป็นทางการ|เบื้องต้น|ประเมินตนเอง|ตัวอย่าง|สมมุติ"
    r"|ยังไม่(?:ประกาศ|เป็นทางการ|รับรอง)|estimate|forecast|provisional|target|preliminary)"
)
_MARKS = "*†‡§#"
_DIGIT = compiled(r"\d")

Told = Callable[[str, Place], None]


def without_marked(blocks: Sequence[Block], tell: Told) -> list[Block]:
    """The blocks with empty places where numbers carry such a mark; each is told.

    Shape: as many blocks, rows, cells and lines as before.
    """
    marks = {mark for line in _lines(blocks) if (mark := _mark_of(line))}
    if not marks:
        return list(blocks)
    return [
        _table(block, marks, tell) if isinstance(block, Table) else _text(block, marks, tell)
        for block in blocks
    ]


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        else:
            yield from (_line_of(row) for row in block.rows)


def _line_of(row: Row) -> str:
    return " ".join(cell for cell in dict.fromkeys(row.cells) if cell)


def _mark_of(line: str) -> str | None:
    note = _NOTE.match(squeeze(repair(line))) if any(one in line for one in _MARKS) else None
    return note[1] if note else None


def _is_marked(text: str, marks: set[str]) -> bool:
    stripped = text.rstrip(" )")
    run = stripped[len(stripped.rstrip(stripped[-1:])) :] if stripped else ""
    return run in marks and bool(_DIGIT.search(text) or len(text) > len(run))


def _text(block: Paragraph, marks: set[str], tell: Told) -> Paragraph:
    lines = block.text.split("\n")
    for number, line in enumerate(lines):
        if _mark_of(line) or not any(_is_marked(word, marks) for word in line.split()):
            continue
        if _DIGIT.search(line):
            start = sum(len(before) + 1 for before in lines[:number])
            tell(squeeze(line), block.place_at(start, squeeze(line)))
            lines[number] = ""
    return replace(block, text="\n".join(lines))


def _table(table: Table, marks: set[str], tell: Told) -> Table:
    rows: list[Row] = []
    columns: set[int] = set()
    for row in table.rows:
        cells = ["" if column in columns else cell for column, cell in enumerate(row.cells)]
        marked = [column for column, cell in enumerate(cells) if _is_marked(cell, marks)]
        if marked and not _mark_of(_line_of(row)):
            tell(cells[marked[0]], row.place_of(marked[0], squeeze(cells[marked[0]])))
            gone = set(marked)
            if not any(map(_is_plain_number, cells)):
                columns |= gone  # a heading: what stands below it is marked
            elif not all(_is_plain_number(cells[column]) for column in marked):
                gone = set(range(len(cells)))  # a year or a name: the row is
            cells = ["" if column in gone else cell for column, cell in enumerate(cells)]
        rows.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(rows))


def _is_plain_number(cell: str) -> bool:
    """Whether a cell is a number, marked or not, and no year."""
    plain = squeeze(arabic_digits(cell)).strip(" *†‡§#%()")
    return plain.replace(".", "", 1).isdigit() and not fiscal.years_in(plain)
