"""A table of years that was pasted one cell a line: "ปี 2564", "ปี 2565", a name, its two scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.fiscal import years_in
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.forms.tile_words import is_number

_YEAR = compiled(r"(?:ปี|งบประมาณ|พ\.\s?ศ\.|\s)*(?:25|๒๕)[0-9๐-๙]{2}\s*")
_ORDINAL = compiled(r"\s*[0-9๐-๙]{1,2}\s*[.)]?\s*")
_LEAST_YEARS = 2
_LEAST_ROWS = 2
_LONGEST_NAME = 120


class _Line(Struct, frozen=True):
    """One line of a document's paragraphs."""

    text: str
    place: Place


def with_torn_columns(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the tables made whole whose every row has one number for each year.

    Shape:  lines below years that fit no such table become a column of cells: whose year a number
            of theirs is, nobody knows.
    """
    kept: list[Block] = []
    for is_text, run in groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
        held = list(run)
        kept += _mended([one for one in held if isinstance(one, Paragraph)]) if is_text else held
    return tuple(kept)


def _mended(paragraphs: Sequence[Paragraph]) -> Sequence[Block]:
    lines = [line for one in paragraphs for line in _lines(one)]
    first, count = _years(lines)
    if count < _LEAST_YEARS:
        return paragraphs
    rows, end = _rows(lines, first + count, count)
    if len(rows) < _LEAST_ROWS:
        rows, end = _cells(lines, first)
        table = Table(tuple(rows), lines[first].place)
        return [*_texts(lines[:first]), table, *_mended(_texts(lines[end:]))]
    heads = tuple(line.text.strip() for line in lines[first : first + count])
    table = Table((Row(("", *heads), lines[first].place), *rows), lines[first].place)
    return [*_texts(lines[:first]), table, *_mended(_texts(lines[end:]))]


def _lines(paragraph: Paragraph) -> list[_Line]:
    texts = paragraph.text.split("\n")
    found = [_Line(text, paragraph.place_of_line(number)) for number, text in enumerate(texts)]
    return [*found, _Line("", paragraph.place)]


def _years(lines: Sequence[_Line]) -> tuple[int, int]:
    """Where the first run of lines begins that hold a year each, and how many they are."""
    first = count = 0
    for number, line in enumerate(lines):
        if not line.text.strip():
            continue
        if _YEAR.fullmatch(line.text) and years_in(line.text):
            first = first if count else number
            count = number - first + 1
        elif count >= _LEAST_YEARS:
            break
        else:
            count = 0
    return first, count


def _rows(lines: Sequence[_Line], start: int, count: int) -> tuple[list[Row], int]:
    """The rows from a line on, each a name with its numbers, and the line behind the last."""
    told = [(at, line) for at, line in enumerate(lines) if at >= start and line.text.strip()]
    rows: list[Row] = []
    place = 0
    while True:
        if place < len(told) and _ORDINAL.fullmatch(told[place][1].text):
            place += 1
        row = told[place : place + count + 1]
        if len(row) <= count:
            break
        name, *numbers = (line.text.strip() for _, line in row)
        fits = not is_number(name) and len(name) <= _LONGEST_NAME and all(map(is_number, numbers))
        behind = told[place + count + 1][1].text if place + count + 1 < len(told) else ""
        if not fits or (is_number(behind) and not _ORDINAL.fullmatch(behind)):
            break
        rows.append(Row((name, *numbers), row[0][1].place))
        start = row[-1][0] + 1
        place += count + 1
    return rows, start


def _cells(lines: Sequence[_Line], start: int) -> tuple[list[Row], int]:
    """A row for each short line from one on, and the line behind the last."""
    end = start
    while end < len(lines) and len(lines[end].text) <= _LONGEST_NAME:
        end += 1
    told = (line for line in lines[start:end] if line.text.strip())
    return [Row((line.text.strip(),), line.place) for line in told], end


def _texts(lines: Sequence[_Line]) -> list[Paragraph]:
    """Lines as paragraphs again: those between two empty ones are one."""
    found = []
    for is_empty, run in groupby(lines, key=lambda line: not line.text.strip()):
        held = list(run)
        if not is_empty:
            found.append(Paragraph("\n".join(line.text for line in held), held[0].place))
    return found
