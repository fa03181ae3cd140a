"""Typed rows whose last columns no longer fitted: they stand at the left edge of the next line.

"1. การปฏิบัติหน้าที่   80.79" and below it "88.43" are one row of two years. Where row after row is
broken so, columns by their places would put numbers below the wrong heading: the rows are laid out
anew by what they hold, the numbers to the right, or become plain lines.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.patterns import compiled
from prongsai.readers.pdf_lines import PdfLine, Span

_VALUE = compiled(
    r"[+-]?[0-9๐-๙]{1,3}(?:[.,][0-9๐-๙]{1,2})?\s?%?|[A-F]{1,2}|-|ผ่าน(?:ดี(?:เยี่ยม)?)?|ต้องปรับปรุง(?:โดยด่วน)?"
)
_NUMBER = compiled(r"[+-]?[0-9๐-๙]{1,3}(?:[.,][0-9๐-๙]{1,2})?\s?%?")
_HEADING = compiled(
    r"(?:ปี|พ\.ศ\.|งบประมาณ|\s)*(?:25|๒๕)[0-9๐-๙]{2}|คะแนน(?:ที่ได้)?|ระดับ|ผลต่าง|น้ำหนัก|เพิ่ม/ลด|คะแนนเต็ม"
)
# In heights of a letter how near the left edge a broken-off cell begins; of the usual way how far
# below its row it stands; how many rows must be broken.
_AT_EDGE, _NEXT, _SEVERAL = 0.6, 1.2, 3
_COLUMNS_APART = 1000.0


class _Row(Struct):
    """The cells of a typed row, and the lines that they stood in."""

    lines: list[PdfLine]

    @property
    def spans(self) -> list[Span]:
        """The cells from left to right; a number close behind its name is one of its own."""
        first, *rest = self.lines
        last = first.spans[-1]
        own = [*first.spans[:-1], *(last.halves or (last,))] if rest else list(first.spans)
        return own + [span for line in rest for span in line.spans]

    @property
    def is_broken_between_numbers(self) -> bool:
        """Whether one number ends its first line, and another begins the next."""
        last = self.lines[0].spans[-1]
        ends = (last.halves or (last,))[-1], self.lines[-1].spans[0]
        return all(_NUMBER.fullmatch(span.text) for span in ends)

    @property
    def values(self) -> int:
        """How many cells at its end are values."""
        count = 0
        for span in reversed(self.spans):
            if not _VALUE.fullmatch(span.text):
                break
            count += 1
        return min(count, len(self.spans) - 1)


def with_rows_rewrapped(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines, rows that were broken as one line each; mostly the lines as they are."""
    ways = sorted(above.y - line.y for above, line in pairwise(lines) if above.y > line.y)
    if not ways:
        return list(lines)
    left = min(line.spans[0].left for line in lines)
    rows = _rows(lines, left, _NEXT * ways[0])
    broken = [at for at, row in enumerate(rows) if len(row.lines) > 1]
    numbered = [at for at in broken if rows[at].is_broken_between_numbers]
    if len(numbered) < _SEVERAL:
        return list(lines)
    first, last = _reach(rows, broken)
    rewrapped = [line for row in rows[:first] for line in row.lines]
    rewrapped += _laid_out(rows[first:last]) or [_plain(row) for row in rows[first:last]]
    return rewrapped + [line for row in rows[last:] for line in row.lines]


def _rows(lines: Sequence[PdfLine], left: float, way: float) -> list[_Row]:
    """Lines with the broken-off cells below them."""
    rows: list[_Row] = []
    for line in lines:
        above = rows[-1].lines[-1] if rows else None
        is_rest = (
            above is not None
            and len(rows[-1].lines) == 1
            and (len(above.spans) > 1 or above.spans[0].halves is not None)
            and 0 < above.y - line.y <= way
            and line.spans[0].left - left <= _AT_EDGE * line.size
            and all(
                _VALUE.fullmatch(span.text) or _HEADING.fullmatch(span.text) for span in line.spans
            )
        )
        if is_rest:
            rows[-1].lines.append(line)
        else:
            rows.append(_Row([line]))
    return rows


def _reach(rows: Sequence[_Row], broken: Sequence[int]) -> tuple[int, int]:
    """Where the table with the broken rows begins and ends: rows of several cells around them."""
    first, last = broken[0], broken[-1] + 1
    while first and len(rows[first - 1].spans) > 1:
        first -= 1
    while last < len(rows) and len(rows[last].spans) > 1:
        last += 1
    return first, last


def _laid_out(rows: Sequence[_Row]) -> list[PdfLine] | None:
    """The rows with one place for each column; None where they do not have the same values."""
    bodies = [row for row in rows if row.values]
    counts = {row.values for row in bodies}
    heads = [row for row in rows if not row.values]
    is_headed = not heads or (len(heads) == 1 and heads[0] is rows[0])
    if len(counts) != 1 or not is_headed:
        return None
    count = counts.pop()
    names = max(len(row.spans) for row in rows) - count
    if heads and len(heads[0].spans) != names + count:
        return None
    return [_in_columns(row, names, count) for row in rows]


def _in_columns(row: _Row, names: int, count: int) -> PdfLine:
    """A row whose cells stand in columns, the last of its names beside its values."""
    spans = row.spans
    first = names + count - len(spans)
    moved = tuple(_moved(span, (first + at) * _COLUMNS_APART) for at, span in enumerate(spans))
    return replace(row.lines[0], spans=moved, left=moved[0].left, height=len(row.lines))


def _moved(span: Span, left: float) -> Span:
    across = left - span.left
    return Span(
        span.text, left, left + min(span.right - span.left, _COLUMNS_APART / 2), span.word + across
    )


def _plain(row: _Row) -> PdfLine:
    """A row as a line of text: the numbers, of which nothing says whose they are, and the names."""
    count = row.values
    spans = [*row.spans[len(row.spans) - count :], *row.spans[: len(row.spans) - count]]
    left, right = min(span.left for span in spans), max(span.right for span in spans)
    whole = Span(" ".join(span.text for span in spans), left, right, left)
    return replace(row.lines[0], spans=(whole,), height=len(row.lines))
