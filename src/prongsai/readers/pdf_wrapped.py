"""Rows of tables without rules whose labels take several lines.

A label of three lines stands beside one number, which may stand at its first line, its last, or in
its middle, even between two lines. Read line by line such a row falls apart, so the lines of each
cell are put together before anything else is read, where their places leave no doubt.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.patterns import compiled
from prongsai.readers.pdf_flow import begins_anew, first_word, in_one_cell
from prongsai.readers.pdf_lines import PdfLine, Span, in_line

_SCORE = compiled(r"[+-]?[0-9๐-๙]{1,3}(?:[.,][0-9๐-๙]{1,2})?\s?%?")
_NAMED = compiled(r"[ก-ฮA-Za-z]{2}")
# In points how near the edges of a column are; in ways from line to line how far apart lines of
# one cell are, lines that follow each other, and how far a number may stand off its place.
_ALIGNED, _SAME_CELL, _NEXT_LINE, _OFF = 1.5, 1.06, 1.5, 0.3
_SEVERAL = 3

Stretch = tuple[float, float]


class _Cell(Struct, frozen=True):
    """The lines of one label, and the lines with the numbers that stand beside them."""

    labels: tuple[PdfLine, ...]
    numbers: tuple[PdfLine, ...]


class _Table(Struct, frozen=True):
    """Lines with names in one column and numbers in the next; `scores` is the first of those."""

    lines: tuple[PdfLine, ...]
    names: Stretch
    scores: Stretch

    @property
    def labels(self) -> list[PdfLine]:
        """What stands in the column of names, line by line, but for the numbers of the rows."""
        own = (_within(line, self.names) for line in self.lines)
        return [line for line in own if line and not _SCORE.fullmatch(line.text)]

    @property
    def numbers(self) -> list[PdfLine]:
        """The lines that hold a number of the first column."""
        return [line for line in self.lines if any(self._is_score(span) for span in line.spans)]

    def is_of_other_row(self, line: PdfLine) -> bool:
        """Whether a line has numbers of further columns alone, as of a cell over several rows."""
        return any(
            span.left > self.scores[0] and _SCORE.fullmatch(span.text) for span in line.spans
        ) and not any(self._is_score(span) for span in line.spans)

    def _is_score(self, span: Span) -> bool:
        left, right = self.scores
        is_there = left - _ALIGNED <= span.left and span.right <= right + _ALIGNED
        return is_there and _SCORE.fullmatch(span.text) is not None


def with_whole_cells(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines, those of one row of a table without rules as one line."""
    whole: list[PdfLine] = []
    for part in _parts(lines):
        table = _table(part)
        cells = _cells(table) if table else None
        whole += _rows(table, cells) if table and cells else part
    return whole


def _parts(lines: Sequence[PdfLine]) -> Iterator[list[PdfLine]]:
    """Stretches of lines that may be one table: no running text between them."""
    part: list[PdfLine] = []
    columns = _number_columns(lines)
    for line in lines:
        if any(_crosses(span, column) for span in line.spans for column in columns):
            yield [*part, line]
            part = []
        else:
            part.append(line)
    yield part


def _crosses(span: Span, column: Stretch) -> bool:
    """Whether a text runs over a column of numbers; a long word may run into it."""
    return span.left < column[0] - _ALIGNED and span.right > column[1] + _ALIGNED


def _number_columns(lines: Sequence[PdfLine]) -> list[Stretch]:
    """Where several lines have a number below each other."""
    spans = [span for line in lines for span in line.spans if _SCORE.fullmatch(span.text)]
    columns: list[list[Span]] = []
    for span in spans:
        home = next((own for own in columns if in_line(own[-1], span)), None)
        if home is None:
            columns.append([span])
        else:
            home.append(span)
    return sorted(
        (min(span.left for span in own), max(span.right for span in own))
        for own in columns
        if len(own) >= _SEVERAL
    )


def _table(lines: Sequence[PdfLine]) -> _Table | None:
    """The lines as a table; None where no names stand beside several numbers."""
    for column in _number_columns(lines):
        names = _names(lines, column[0])
        if names is not None:
            return _Table(tuple(lines), names, column)
    return None


def _names(lines: Sequence[PdfLine], edge: float) -> Stretch | None:
    """The column of names to the left of an edge: the one with most letters."""
    stretches: list[list[float]] = []
    spans = [span for line in lines for span in line.spans if span.right <= edge + _ALIGNED]
    for span in sorted(spans, key=lambda span: span.left):
        if stretches and span.left < stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], span.right)
        else:
            stretches.append([span.left, span.right])

    def letters(stretch: Sequence[float]) -> int:
        own = [span for span in spans if stretch[0] <= span.left <= stretch[1]]
        return sum(len(span.text) for span in own if _NAMED.search(span.text))

    if not stretches or not any(map(letters, stretches)):
        return None
    left, right = max(stretches, key=letters)
    return left, right


def _within(line: PdfLine, stretch: Stretch) -> PdfLine | None:
    """What of a line stands in a column."""
    spans = tuple(span for span in line.spans if stretch[0] <= span.left <= stretch[1])
    return replace(line, spans=spans, left=spans[0].left) if spans else None


def _cells(table: _Table) -> list[_Cell] | None:
    """The table's cells, one number beside each name; None where that cannot be told for sure."""
    labels = table.labels
    ways = sorted(above.y - line.y for above, line in pairwise(labels))
    if not ways:
        return None
    pitch = ways[0]
    width = table.names[1] - table.names[0]

    def by_distance(above: PdfLine, line: PdfLine) -> bool:
        return above.y - line.y <= _SAME_CELL * pitch

    def by_room(above: PdfLine, line: PdfLine) -> bool:
        room = width - (above.spans[-1].right - above.spans[0].left)
        is_next = above.y - line.y <= _NEXT_LINE * pitch
        is_new = begins_anew(line.spans[0].text, above.spans[-1].text)
        return is_next and room < first_word(line) and not is_new

    for belong in (by_distance, by_room):
        cells = [_Cell(tuple(own), ()) for own in _together(labels, belong)]
        numbered = _with_numbers(cells, table.numbers, _OFF * pitch)
        if numbered is not None:
            return numbered
    return None


def _together(
    lines: Sequence[PdfLine], belong: Callable[[PdfLine, PdfLine], bool]
) -> list[list[PdfLine]]:
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        if belong(above, line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _with_numbers(
    cells: Sequence[_Cell], numbers: Sequence[PdfLine], off: float
) -> list[_Cell] | None:
    """The cells with their numbers, if each number stands beside just one, at the same place."""
    homes: list[list[PdfLine]] = [[] for _ in cells]
    for number in numbers:
        beside = [
            own
            for cell, own in zip(cells, homes, strict=True)
            if cell.labels[-1].y - off <= number.y <= cell.labels[0].y + off
        ]
        if len(beside) != 1 or beside[0]:
            return None
        beside[0].append(number)
    numbered = [_Cell(cell.labels, tuple(own)) for cell, own in zip(cells, homes, strict=True)]
    places = {"first", "middle", "last"}
    for cell in numbered:
        places &= set(_places(cell, off))
    return numbered if places else None


def _places(cell: _Cell, off: float) -> Iterator[str]:
    """Where a cell's number may have been set: by its first line, its last, or in its middle."""
    top, bottom = cell.labels[0].y, cell.labels[-1].y
    for place, at in (("first", top), ("middle", (top + bottom) / 2), ("last", bottom)):
        if not cell.numbers or abs(cell.numbers[0].y - at) <= off:
            yield place


def _rows(table: _Table, cells: Sequence[_Cell]) -> list[PdfLine]:
    """The table's lines with those of each cell as one."""
    rows: list[PdfLine] = []
    rest = list(table.lines)
    for number, cell in enumerate(cells):
        following = cells[number + 1].labels[0].y if number + 1 < len(cells) else None
        end = cell.labels[-1].y
        edge = (end + following) / 2 if following is not None else end
        above = [line for line in rest if line.y > cell.labels[0].y + _OFF * cell.labels[0].size]
        own = [line for line in rest if line not in above and line.y >= edge]
        rest = [line for line in rest if line not in above and line not in own]
        if cell.numbers and any(line not in own for line in cell.numbers):
            return list(table.lines)
        others = [line for line in own if cell.numbers and table.is_of_other_row(line)]
        own = [line for line in own if line not in others]
        rows += above
        rows += [line for line in others if line.y > cell.numbers[0].y]
        rows += [_row(own, cell, table.names)] if cell.numbers and len(own) > 1 else own
        rows += [line for line in others if line.y <= cell.numbers[0].y]
    return [*rows, *rest]


def _row(lines: Sequence[PdfLine], cell: _Cell, names: Stretch) -> PdfLine:
    """The lines of one row as one, what stands in one column together."""
    columns: list[Stretch] = []
    # A long word of a name may run into the next column.
    spans = sorted((span for line in lines for span in line.spans), key=lambda span: span.left)
    for span in spans:
        right = min(span.right, names[1]) if names[0] <= span.left <= names[1] else span.right
        if columns and span.left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((span.left, right))
    joined = tuple(_as_one(lines, column) for column in columns)
    return PdfLine(
        y=cell.numbers[0].y,
        size=lines[0].size,
        spans=joined,
        left=joined[0].left,
        ends_in_space=False,
        height=sum(line.height for line in lines),
    )


def _as_one(lines: Sequence[PdfLine], column: Stretch) -> Span:
    own = [part for line in lines if (part := _within(line, column))]
    own.sort(key=lambda part: _SCORE.fullmatch(part.text) is None)
    text = in_one_cell(own, column[1] - column[0] + own[0].size)
    return Span(text, column[0], column[1], own[0].spans[0].word)
