"""What any file holds, as blocks of text and tables: bytes in, `Extract` out.

Rows may be typed with commas or semicolons into something that is no CSV file: the product's own
`code,score` list saved from an office program as TXT, DOCX, PDF or in one column of a workbook is
still a table. A delimiter is believed where line after line has as many, and never where it may be
the decimal comma of a number.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.readers.kinds import FileKind, kind_of, refuse_long_text
from prongsai.readers.legibility import refuse_illegible

# Dotted names, so that reading a CSV file loads no PDF library.
_TEXTS = (FileKind.HTML, FileKind.JSON, FileKind.DELIMITED, FileKind.TEXT)
READERS = {
    FileKind.PDF: "prongsai.readers.pdf:read_pdf",
    FileKind.SPREADSHEET: "prongsai.readers.spreadsheet:read_spreadsheet",
    FileKind.WORD: "prongsai.readers.word:read_word",
    FileKind.HTML: "prongsai.readers.web:read_web",
    FileKind.JSON: "prongsai.readers.scores_json:read_json",
    FileKind.DELIMITED: "prongsai.readers.delimited:read_delimited",
    FileKind.TEXT: "prongsai.readers.plain:read_text",
}
_DELIMITERS = ";,"
_FEWEST_LINES = 3
# Fewer lines only as "คะแนนรวม,81.45,A": a name, a score and words, which no sentence is.
_FEWEST_CELLS = 3
_SCORE = compiled(r"\s*\d{1,3}\.\d{1,2}\s*(?:%|คะแนน)?\s*")
_NUMBER = compiled(r"\s*\d{1,3}(?:(?:,\d{3})+\.\d\d|[.,]\d{1,4})?\s*%?\s*")
_DIGIT = compiled(r"\d")
# "IIT 92,10" and "1,85": the comma may belong to the number.
_MAYBE_DECIMAL = compiled(r"(?:^|[^\w.,])\d{1,3},\d{1,2}(?![\d.,])")


def read_extract(data: bytes, name: str) -> Extract | ScoreSheet:
    """The blocks of a file, or the sheet itself where the file is one of ours.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    if kind in _TEXTS:
        refuse_long_text(data, name)
    module, _, function = READERS[kind].partition(":")
    reader: Callable[[bytes, str], Extract | ScoreSheet] = getattr(import_module(module), function)
    read = reader(data, name)
    if not isinstance(read, Extract):
        return read
    return with_typed_tables(refuse_illegible(read, name))


class _Line(Struct, frozen=True):
    """A line of a block that may be a row; `block` counts the blocks of the document."""

    text: str
    place: Place
    block: int


def with_typed_tables(extract: Extract) -> Extract:
    """The document with its delimited lines as tables."""
    if not any(mark in line.text for line in _lines(extract.blocks) for mark in _DELIMITERS):
        return extract
    blocks: list[Block] = []
    held: list[Paragraph] = []
    for block in extract.blocks:
        typed = _as_paragraphs(block)
        if typed is None:
            blocks += [*_divided(held), block]
            held = []
        else:
            held += typed
    return replace(extract, blocks=(*blocks, *_divided(held)))


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    for number, block in enumerate(blocks):
        for paragraph in _as_paragraphs(block) or ():
            place = paragraph.place
            for text in paragraph.text.split("\n"):
                yield _Line(text, place, number)
                place = place if place.line is None else replace(place, line=place.line + 1)


def _as_paragraphs(block: Block) -> list[Paragraph] | None:
    """A block as lines: a paragraph, or a table of one column; None for a real table."""
    if isinstance(block, Paragraph):
        return [block]
    if block.width > 1:
        return None
    return [Paragraph(row.cells[0], row.place_of(0)) for row in block.rows if row.cells]


def _divided(paragraphs: list[Paragraph]) -> Iterator[Block]:
    """Paragraphs with the runs of delimited lines among them as tables."""
    lines = list(_lines(paragraphs))
    start = 0
    kept = 0
    while start < len(lines):
        end, delimiter = _run(lines, start)
        if not delimiter:
            start = end
            continue
        yield from _paragraphs_beside_rows(paragraphs, lines[kept:start])
        yield _table(lines[start:end], delimiter)
        start = kept = end
    yield from _paragraphs_beside_rows(paragraphs, lines[kept:])


def _paragraphs_beside_rows(paragraphs: list[Paragraph], lines: list[_Line]) -> Iterator[Paragraph]:
    """The lines that are no rows, joined as their paragraphs had them."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].block == lines[start].block:
            end += 1
        text = "\n".join(line.text for line in lines[start:end])
        whole = paragraphs[lines[start].block]
        yield whole if text == whole.text else Paragraph(text, lines[start].place)
        start = end


def _run(lines: list[_Line], start: int) -> tuple[int, str]:
    """Where the rows that begin at a line end, and what delimits them; "" for lines of prose."""
    furthest = start + 1
    for delimiter in _DELIMITERS:
        width = len(_cells(lines[start].text, delimiter))
        end = start
        while width > 1 and end < len(lines) and len(_cells(lines[end].text, delimiter)) == width:
            end += 1
        rows = lines[start:end]
        are_rows = _are_rows if len(rows) >= _FEWEST_LINES else _are_few_rows
        if width > 1 and are_rows(rows, delimiter):
            return end, delimiter
        furthest = max(furthest, end)
    return furthest, ""


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line; a delimiter within quotes divides none."""
    if '"' in line:
        with suppress(csv.Error):  # a quote without end, or a line too long for a cell
            return next(csv.reader([line], delimiter=delimiter, strict=True))
    return line.split(delimiter)


def _are_rows(lines: list[_Line], delimiter: str) -> bool:
    """Whether most lines have a number as a cell of its own, and none may be a decimal comma."""
    has_heading = not _DIGIT.search(lines[0].text)
    body = lines[1:] if has_heading else lines
    unproven = delimiter == "," and not has_heading
    if unproven and any(_MAYBE_DECIMAL.search(line.text) for line in body):
        return False
    # "50.01;IIT": the number may stand first, where it cannot be the start of one.
    first = 0 if delimiter == ";" else 1
    numbers = sum(
        any(map(_NUMBER.fullmatch, _cells(line.text, delimiter)[first:])) for line in body
    )
    return numbers * 3 >= len(body) * 2


def _are_few_rows(lines: list[_Line], delimiter: str) -> bool:
    """Whether each line, below at most one of headings, is a name, its score and only words."""
    rows = [_cells(line.text, delimiter) for line in lines]
    body = rows if _DIGIT.search(lines[0].text) else rows[1:]
    return bool(body) and all(
        len(cells) >= _FEWEST_CELLS
        and _SCORE.fullmatch(cells[1])
        and not any(_DIGIT.search(cell) for cell in (cells[0], *cells[2:]))
        for cells in body
    )


def _table(lines: list[_Line], delimiter: str) -> Table:
    rows = tuple(TableRow(tuple(_cells(line.text, delimiter)), line.place) for line in lines)
    return Table(rows, lines[0].place)
