"""Lines that were spread from margin to margin, whose wide spaces part no columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from prongsai.core.patterns import compiled
from prongsai.readers.pdf_flow import TextColumn, first_word
from prongsai.readers.pdf_lines import PdfLine, Span

# In heights of a letter: how far from the margin a full line ends, a usual space, and how much
# the spaces of a line differ; in points how near edges of a column are.
_AT_MARGIN, _USUAL_SPACE, _EVEN, _ALIGNED = 0.5, 0.2, 0.15, 1.5
_SEVERAL = 4
_A_WORD = compiled(r"[ก-ฮ][ก-๎]{3}|[A-Za-z]{4}")
_A_UNIT = compiled(r"\s*(?:คะแนน|หน่วยงาน|แห่ง|บาท|ล้าน|ปี|คน|ราย)")
_A_CELL = compiled(r"[(]?[0-9๐-๙.,]+\s?%?[)]?|[A-F]{1,2}|-")


def spread_lines_whole(lines: Sequence[PdfLine], column: TextColumn | None) -> list[PdfLine]:
    """The lines, each that was spread to fill its column as one span."""
    if column is None:
        return list(lines)
    around = zip((None, *lines[:-1]), lines, (*lines[1:], None), strict=True)
    starts = [span.left for line in lines for span in line.spans[1:]]
    return [
        replace(line, spans=(_whole(line),))
        if following is not None
        and _is_spread(above, line, following, column)
        and not (column.is_text and _begins_where_others_do(line, starts))
        else line
        for above, line, following in around
    ]


def _begins_where_others_do(line: PdfLine, starts: Sequence[float]) -> bool:
    """Whether something in a line begins where a second column of the page does."""
    return any(
        sum(abs(span.left - start) <= _ALIGNED for start in starts) >= _SEVERAL
        for span in line.spans[1:]
    )


def _is_spread(
    above: PdfLine | None, line: PdfLine, following: PdfLine, column: TextColumn
) -> bool:
    """Whether a line has the marks of one that was spread: even spaces, no more than needed.

    Shape: the next word of the text would have had no room but for the spaces that grew.
    """
    size, spans = line.size, line.spans
    if len(spans) == 1 or not column.goes_on(line, following):
        return False
    if abs(column.right - spans[-1].right) > _AT_MARGIN * size or not _A_WORD.search(line.text):
        return False
    gaps = [*_between(spans), *(gap for span in spans for gap in span.gaps)]
    grown = sum(gap - _USUAL_SPACE * size for gap in gaps)
    is_uneven = grown >= first_word(following) or max(gaps) - min(gaps) > _EVEN * size
    # Some writers stretch a line of a narrow column as far as it takes, and only where it may be.
    is_of_text = column.is_text and abs(line.left - column.left) <= _AT_MARGIN * size
    if is_uneven and (not is_of_text or _A_CELL.fullmatch(spans[-1].text)):
        return False
    # The last of a sentence's line may be a number too, but not line after line.
    near = [other for other in (above, following) if other]
    is_row = any(len(other.spans) > 1 for other in near) and not _A_UNIT.match(following.text)
    if len(gaps) == 1 and _A_CELL.fullmatch(spans[-1].text) and is_row:
        return False
    return not any(_share_a_column(line, other) for other in near)


def _between(spans: Sequence[Span]) -> Iterator[float]:
    return (after.left - before.right for before, after in pairwise(spans))


def _share_a_column(line: PdfLine, other: PdfLine) -> bool:
    """Whether two lines have something that begins at the same place behind a gap."""
    return any(
        abs(span.left - another.left) <= _ALIGNED
        for span in line.spans[1:]
        for another in other.spans[1:]
    )


def _whole(line: PdfLine) -> Span:
    first, last = line.spans[0], line.spans[-1]
    word = first.word if first.gaps else first.right
    gaps = tuple(_between(line.spans)) + tuple(gap for span in line.spans for gap in span.gaps)
    return Span(line.text, first.left, last.right, word, gaps)
