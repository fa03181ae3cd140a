"""Text files: bytes to text, and text with tables made of tabs, pipes or wide gaps."""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow
from prongsai.core.patterns import compiled

_TAG = compiled(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>")
_NOTE_MARK = compiled(r"<sup>[^<>]{1,3}</sup>", re.IGNORECASE)
_BREAKING = {"p", "br", "li", "div", "tr", "ul", "ol"}
_EMPHASIS = compiled(r"\*\*|(?m:^#{1,6}\s+)")
_RULE = compiled(r"[\s:|-]*")
_LEAST_YEARS = 2
_A_YEAR = compiled(r"(?:ปี|ปีงบประมาณ|พ\.ศ\.)?\s?(?:25|๒๕)[0-9๐-๙]{2}")
_NUMBER = compiled(r"\d{1,3}(?:\.\d+)?%?")
_CELLS_OF_A_GAP_TABLE, _HEADS = 3, 5
_THAI = compiled("[\u0e01-\u0e5b]")
_WIDE_GAP = compiled(r"(?<=\S)(?: {2,}|\u3000+)(?=\S)")
_NO_WIDTH = compiled("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_MOST_COLUMNS, _MOST_APART = 24, 3

# Where the cells of a line begin and end: as they are seen, for Thai marks take no room, and as
# programs count that set columns by letters.
_Span = tuple[int, int]
_Spans = tuple[tuple[_Span, ...], tuple[_Span, ...]]


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes to text: byte-order mark, declared name, strict UTF-8, then the Thai Windows page."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if bare := bare_utf16(data):
        return data.decode(bare, errors="replace")
    if declared and declared.lower() in ("windows-874", "tis-620", "iso-8859-11", "cp874"):
        return data.decode("cp874", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")


def bare_utf16(data: bytes) -> str | None:
    """The order of bytes of a UTF-16 text without its mark: each second one is NUL or Thai's."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = data[first:4096:2]
        if 0 in high and not len(data) % 2 and set(high) <= {0x00, 0x0E, 0x20}:
            return encoding
    return None


def broken_line(data: bytes) -> int | None:
    """The line of the first broken letter in a text that is UTF-8 but for few; None for others."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", errors="replace")
        if len(_THAI.findall(text)) > text.count("\ufffd"):
            before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            return before.count(b"\n") + 1
    return None


def strip_markup(text: str) -> str:
    """HTML and Markdown leftovers out of a text, their breaks kept as spaces."""
    if "<" in text:
        text = _NOTE_MARK.sub("", text)
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
    # A form feed ends a line of text and begins no line of the file.
    whole = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    parts = ((number, line) for number, row in whole for line in f"{row}\n".splitlines())
    for number, line in parts:
        is_rule = "--" in line and bool(_RULE.fullmatch(line))
        if is_rule and gathered.heads_a_table(line):
            gathered.head()
        elif not line.strip(" \u00a0\r\f") or (is_rule and not gathered.rows):
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
        self.rows: list[TableRow] = []
        self.lines: list[str] = []
        self.first_line = 0
        self.spans: list[_Spans] = []  # of the rows that wide gaps make
        self.has_edges = True

    def heads_a_table(self, rule: str) -> bool:
        """Whether a line of dashes and pipes stands below headings without pipes at their edges."""
        return "|" in rule and not self.rows and bool(self.lines) and "|" in self.lines[-1]

    def head(self) -> None:
        """The last line was the headings of a table."""
        number, line = self.first_line + len(self.lines) - 1, self.lines.pop()
        self.close()
        self.has_edges = False
        self._add(number, _piped(line))

    def take(self, number: int, line: str) -> None:
        if not self.has_edges and self.rows and "|" in line:
            self._add(number, _piped(line))
            return
        if self.by_gaps and self._goes_on(line):
            return
        cells = _cells(line, in_table=bool(self.rows))
        if cells is not None and self.lines:
            self._close_above(len(cells))
        elif cells is None and self.rows:
            self.close()
        if cells is not None:
            is_by_gaps = "\t" not in line and "|" not in line
            self._add(number, cells, _spans_of(line) if is_by_gaps else None)
            return
        if not self.lines:
            self.first_line = number
        self.lines.append(line)

    @property
    def by_gaps(self) -> bool:
        """Whether all rows were made by wide gaps."""
        return bool(self.rows) and len(self.spans) == len(self.rows)

    def _goes_on(self, line: str) -> bool:
        """Whether a line goes on with cells of the row above, below which it begins."""
        parts = _WIDE_GAP.split(line.strip())
        starts, above = (
            [start for start, _ in spans[0]] for spans in (_spans_of(line), self.spans[-1])
        )
        is_row = len(parts) >= _CELLS_OF_A_GAP_TABLE or any(map(str.isdigit, line))
        if is_row or len(parts) != len(starts) or not {*starts} <= {*above[1:]}:
            return False
        row = self.rows.pop()
        cells = [*row.cells]
        for part, start in zip(parts, starts, strict=True):
            cells[above.index(start)] += strip_markup(part)
        self.rows.append(replace(row, cells=tuple(cells)))
        return True

    def _close_above(self, width: int) -> None:
        """End the text above a table's first row, but for its last line of years: they head it."""
        years = [part for part in _WIDE_GAP.split(self.lines[-1].strip()) if part]
        if (
            len(years) != width - 1
            or len(years) < _LEAST_YEARS
            or not all(map(_A_YEAR.fullmatch, years))
        ):
            self.close()
            return
        number = self.first_line + len(self.lines) - 1
        line = self.lines.pop()
        self.close()
        self._add(number, years, _spans_of(line))

    def _add(self, number: int, cells: list[str], spans: _Spans | None = None) -> None:
        place = Place(self.name, line=number)
        self.rows.append(TableRow(tuple(strip_markup(cell) for cell in cells), place))
        if spans:
            self.spans.append(spans)

    def close(self) -> None:
        widest = max((len(row.cells) for row in self.rows), default=0)
        has_numbers = any(_NUMBER.fullmatch(cell) for row in self.rows for cell in row.cells)
        if self.by_gaps and widest < _HEADS and not has_numbers:
            # Sentences with wide gaps between their words, not a table or its head.
            self.lines = [" ".join(row.cells) for row in self.rows]
            self.first_line, self.rows = self.rows[0].place.line or 0, []
        if self.by_gaps:
            apart = _set_apart([row.cells for row in self.rows], self.spans)
            pairs = zip(self.rows, apart, strict=True)
            self.rows = [replace(row, cells=cells) for row, cells in pairs]
        if self.rows:
            self.blocks.append(Table(tuple(self.rows), self.rows[0].place))
        joined = strip_markup("\n".join(self.lines))
        if joined.strip():
            self.blocks.append(Paragraph(joined, Place(self.name, line=self.first_line)))
        self.rows, self.lines = [], []
        self.has_edges, self.spans = True, []


def _piped(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _cells(line: str, *, in_table: bool) -> list[str] | None:
    """The cells of a line that is a table row; None for a sentence.

    A tab before a sentence is an indent, unless rows stand above it.
    """
    if "\t" in line.lstrip() or (line.startswith("\t") and (in_table or _TAG.search(line))):
        return line.rstrip("\r\n").split("\t")
    stripped = line.strip()
    if stripped.count("|") > 1:
        return _piped(line)
    parts = _WIDE_GAP.split(stripped)
    spaced = len(parts) >= _CELLS_OF_A_GAP_TABLE
    has_score = any(_NUMBER.fullmatch(part) for part in parts)
    return parts if spaced and (has_score or re.search(" {3,}", stripped)) else None


def _spans_of(line: str) -> _Spans:
    """Where the cells of a line stand, by both measures."""
    seen, counted = _spans(_NO_WIDTH.sub("", line)), _spans(line)
    # Marks that stand alone in a torn text are seen as nothing.
    return (seen if len(seen) == len(counted) else counted), counted


def _spans(line: str) -> tuple[_Span, ...]:
    shown = line.rstrip()
    starts = [len(shown) - len(shown.lstrip()), *(gap.end() for gap in _WIDE_GAP.finditer(shown))]
    ends = [*(gap.start() for gap in _WIDE_GAP.finditer(shown)), len(shown)]
    return tuple(zip(starts, ends, strict=True))


def _set_apart(rows: Sequence[Sequence[str]], spans: Sequence[_Spans]) -> list[tuple[str, ...]]:
    """The rows with an empty cell where nothing stands in a column.

    Shape:  where the measures do not say the same, rows with numbers are longer than any head: of
            such rows no column is known.
    """
    lengths = {len(row) for row in rows}
    if max(lengths) > _MOST_COLUMNS:
        return [tuple(row) for row in rows]
    known = [places for several in zip(*spans, strict=True) if (places := _places(several))]
    widths = {max(map(max, places)) + 1 for places in known}
    firsts = [seen[0][0] for seen, _counted in spans]
    is_whole = len(lengths) == 1 and max(firsts) - min(firsts) <= _MOST_APART
    if is_whole or (len(lengths) == 1 and widths <= lengths):
        return [tuple(row) for row in rows]
    if not known or any(places != known[0] for places in known):
        blanks = [""] * (_MOST_COLUMNS + 1)
        return [(*row, *blanks) if any(map(_NUMBER.fullmatch, row)) else (*row,) for row in rows]
    return [_spread(row, at, max(widths)) for row, at in zip(rows, known[0], strict=True)]


def _places(rows: Iterable[tuple[_Span, ...]]) -> list[list[int]] | None:
    """The column of each cell; None where two cells of a row would share one."""
    rows = list(rows)
    columns: list[_Span] = []
    for start, end in sorted(span for row in rows for span in row):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    if len(columns) > _MOST_COLUMNS:
        return None
    places = [
        [next(at for at, (_, end) in enumerate(columns) if span[0] < end) for span in row]
        for row in rows
    ]
    return places if all(len({*row}) == len(row) for row in places) else None


def _spread(cells: Sequence[str], places: Sequence[int], width: int) -> tuple[str, ...]:
    spread = [""] * width
    for cell, place in zip(cells, places, strict=True):
        spread[place] = cell
    return tuple(spread)
