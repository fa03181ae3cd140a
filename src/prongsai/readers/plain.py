"""Text files: bytes to text, and text with tables made of tabs, pipes or wide gaps."""

from __future__ import annotations

import re

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Paragraph, Row, Table
from prongsai.core.patterns import compiled

_TAG = compiled(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>")
_BREAKING = {"p", "br", "li", "div", "tr", "ul", "ol"}
_EMPHASIS = compiled(r"\*\*|(?m:^#{1,6}\s+)")
_RULE = compiled(r"[\s:|-]*")
_WIDE_GAP = compiled(r"(?<=\S)(?: {2,}|\u3000+)(?=\S)")
_NUMBER = compiled(r"\d{1,3}(?:\.\d+)?%?")
_CELLS_OF_A_GAP_TABLE = 3


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes to text: byte-order mark, declared name, strict UTF-8, then the Thai Windows page."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if declared and declared.lower() in ("windows-874", "tis-620", "iso-8859-11", "cp874"):
        return data.decode("cp874", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")


def strip_markup(text: str) -> str:
    """HTML and Markdown leftovers out of a text, their breaks kept as spaces."""
    if "<" in text:
        text = _TAG.sub(lambda tag: " " if tag[2].lower() in _BREAKING else "", text)
    if "&" in text:
        import html  # noqa: PLC0415 - text without entities should not wait for it

        text = html.unescape(text)
    return _EMPHASIS.sub("", text)


def read_text(data: bytes, name: str) -> Extract:
    """Paragraphs and tables of a text file; every place is a line."""
    return Extract(tuple(blocks_of(decode(data), name)))


def blocks_of(text: str, name: str) -> list[Block]:
    """Group lines: rows with rows, sentences with sentences, a blank line between."""
    gathered = _Gathered(name)
    for number, line in enumerate(text.splitlines(), start=1):
        is_rule = "--" in line and bool(_RULE.fullmatch(line))
        if not line.strip(" \u00a0\r\f") or (is_rule and not gathered.rows):
            gathered.close()
        elif not is_rule:
            gathered.take(number, line)
    gathered.close()
    return gathered.blocks


class _Gathered:
    """The lines of the block being read, and the blocks before it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.rows: list[Row] = []
        self.lines: list[str] = []
        self.first_line = 0

    def take(self, number: int, line: str) -> None:
        cells = _cells(line, in_table=bool(self.rows))
        if (cells is None and self.rows) or (cells is not None and self.lines):
            self.close()
        if cells is not None:
            place = Place(self.name, line=number)
            self.rows.append(Row(tuple(strip_markup(cell) for cell in cells), place))
            return
        if not self.lines:
            self.first_line = number
        self.lines.append(line)

    def close(self) -> None:
        if self.rows:
            self.blocks.append(Table(tuple(self.rows), self.rows[0].place))
        joined = strip_markup("\n".join(self.lines))
        if joined.strip():
            self.blocks.append(Paragraph(joined, Place(self.name, line=self.first_line)))
        self.rows, self.lines = [], []


def _cells(line: str, *, in_table: bool) -> list[str] | None:
    """The cells of a line that is a table row; None for a sentence.

    A tab before a sentence is an indent, unless rows stand above it.
    """
    if "\t" in line.lstrip() or (line.startswith("\t") and (in_table or _TAG.search(line))):
        return line.rstrip("\r\n").split("\t")
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") > 1:
        return [cell.strip() for cell in stripped.strip("|").split("|")]
    parts = _WIDE_GAP.split(stripped)
    spaced = len(parts) >= _CELLS_OF_A_GAP_TABLE
    has_score = any(_NUMBER.fullmatch(part) for part in parts)
    return parts if spaced and (has_score or re.search(" {3,}", stripped)) else None
