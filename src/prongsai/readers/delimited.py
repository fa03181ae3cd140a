"""CSV and its kin: comma, semicolon, tab or pipe, whatever the office program wrote.

Rows are cut at the blank ones, those of a workbook too: each part is its own table, titles apart.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.readers.kinds import damaged
from prongsai.readers.plain import broken_line, decode

_DELIMITERS = ",;\t|"
_SAMPLE = 200
_HEADS = 60  # lines among which the heading is looked for


def read_delimited(data: bytes, name: str) -> Extract:
    """The blocks of a file, cut at blank rows; every place is a line."""
    return Extract(tuple(cut_at_blanks(delimited_rows(data, name, strict=False))))


def delimited_rows(data: bytes, name: str, *, strict: bool = True) -> list[TableRow]:
    """All rows of a file, each with the line on which it ends.

    Shape:  `strict` asks that quotes are closed, and doubled within a cell: else lines join, or
            letters are lost.
    Errors: UnreadableInput, with the line.
    """
    if strict and (line := broken_line(data)):
        raise UnreadableInput("readers/broken_utf8_byte", place=Place(name, line=line), line=line)
    text = decode(data)
    mark = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
    try:
        return [TableRow(tuple(cells), Place(name, line=reader.line_num)) for cells in reader]
    except csv.Error as error:
        if not strict:
            raise damaged(name) from error
        line = reader.line_num
        raise UnreadableInput(
            "readers/quotes_unbalanced", place=Place(name, line=line), line=line
        ) from error


def delimiter_of(text: str) -> str:
    r"""The mark by which most lines have as many cells as the heading.

    >>> delimiter_of('day;ship;cost\n1;"a, b, c, d";5\n2;"e, f, g, h";6\n')
    ';'
    """
    return max(_DELIMITERS, key=lambda mark: _fit(text, mark))


def _fit(text: str, mark: str) -> tuple[int, int]:
    """How many lines have the cells of a heading, and how many cells these are."""
    if mark not in text:
        return 0, 0
    widths: list[int] = []
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), _SAMPLE)
    # A cell without end is no line of this mark.
    with suppress(csv.Error):
        widths.extend(len(cells) for cells in rows if any(map(str.strip, cells)))
    alike = Counter(widths)
    return max(((alike[width], width) for width in widths[:_HEADS] if width > 1), default=(0, 0))


def cut_at_blanks(rows: Sequence[TableRow]) -> Iterator[Block]:
    """The blocks of a sheet: what stands below a blank row is another table."""
    for group in _groups(rows):
        yield from _group_blocks(group)


def _groups(rows: Sequence[TableRow]) -> Iterator[list[TableRow]]:
    held: list[TableRow] = []
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            held.append(row)
        elif held:
            yield held
            held = []
    if held:
        yield held


def _group_blocks(rows: list[TableRow]) -> Iterator[Block]:
    """Title rows (one text only) as paragraphs, the rest as a table."""
    start = 0
    while start < len(rows) and len({cell for cell in rows[start].cells if cell.strip()}) == 1:
        if _heads_numbers(rows, start):
            break
        at, text = next((at, cell) for at, cell in enumerate(rows[start].cells) if cell.strip())
        yield Paragraph(text, rows[start].place_of(at))
        start += 1
    if start < len(rows):
        yield Table(tuple(rows[start:]), rows[start].place)


def _heads_numbers(rows: Sequence[TableRow], number: int) -> bool:
    """Whether the only cell of a row stands over a column of numbers, and none over their names."""
    cells = rows[number].cells
    column = next((at for at, cell in enumerate(cells) if cell.strip()), 0)
    below = rows[number + 1].cells if number + 1 < len(rows) else ()
    if not column or column >= len(below) or sum(map(bool, cells)) > 1:
        return False
    return bool(below[0].strip()) and printed_number(below[column]) is not None
