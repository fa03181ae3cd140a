"""Pages with two columns of running text: the second is read below the first.

A sentence that ends a column goes on at the top of the next, so both are laid into one column
before lines are joined. A table has no such columns: the lines of its cells end where they like.
Pages with ruled tables are left as they are.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.readers.pdf_flow import is_running_text
from prongsai.readers.pdf_lines import Glyph, PdfLine, lines_of
from prongsai.readers.ruling import Segment, find_grids

# In heights of a letter how wide the way between columns is; how many lines the first has.
_BETWEEN, _LINES = 0.5, 6
# How many lines a title above a column may have, and how much wider it is, in heights of a letter.
_TITLE, _WIDER = 8, 4
# Of a letter's height how much the title's differs.
_OTHER_SIZE = 0.1
_FEW_LINES = 2


class PagePart(Struct, frozen=True):
    """A stretch of a page that is read as a page of its own, with its left and right edge.

    `lines` are those of all its letters where they are known.
    """

    glyphs: list[Glyph]
    segments: list[Segment]
    edges: tuple[float, float]
    lines: list[PdfLine] | None = None


class _Band(Struct, frozen=True):
    """Where two columns stand: from `top` to `bottom`, the way between them from `left` on."""

    top: float
    bottom: float
    left: float
    right: float


def in_one_column(
    glyphs: list[Glyph], segments: list[Segment], edges: tuple[float, float]
) -> list[PagePart]:
    """The page in parts from top to bottom, two columns as one; mostly the page as it is."""
    if find_grids(segments):
        return [PagePart(glyphs, segments, edges)]
    lines = lines_of(glyphs)
    band = _band(lines) if len(lines) >= _LINES else None
    if band is None:
        return _with_a_lone_column(glyphs, segments, edges, lines)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    middle = (band.left + band.right) / 2
    ruled = _cut_segments(segments, band, middle)
    above, first, second, below = _cut(glyphs, band, middle)
    # The second column's top goes where the next line of the first would stand.
    left = min(glyph.left for glyph in first), min(glyph.left for glyph in second)
    ends = min(glyph.y for glyph in first), max(glyph.y for glyph in second)
    across, down = left[0] - left[1], ends[0] - _pitch(lines, size) - ends[1]
    moved = [_moved(glyph, across, down) for glyph in second]
    strokes = [_moved_stroke(stroke, across, down) for stroke in ruled[2]]
    right = max(glyph.right for glyph in (*first, *moved))
    parts = [
        PagePart(above, ruled[0], edges),
        PagePart([*first, *moved], [*ruled[1], *strokes], (left[0], right)),
        PagePart(below, ruled[3], edges),
    ]
    return [part for part in parts if any(not glyph.text.isspace() for glyph in part.glyphs)]


def _with_a_lone_column(
    glyphs: list[Glyph], segments: list[Segment], edges: tuple[float, float], lines: list[PdfLine]
) -> list[PagePart]:
    """A page whose text ended before its second column: below its title the first stands alone."""
    for count in range(1, min(_TITLE, len(lines) - _LINES)):
        title, text = lines[:count], lines[count:]
        size = text[0].size
        edge = max(line.spans[-1].right for line in text)
        is_wider = max(line.spans[-1].right for line in title) - edge > _WIDER * size
        # The last line of a title is shorter too.
        is_set_off = abs(title[-1].size - size) > _OTHER_SIZE * size
        if is_wider and is_set_off and is_running_text([line.spans for line in text], size):
            middle = (title[-1].y + text[0].y) / 2
            parts = [
                [glyph for glyph in glyphs if (glyph.y > middle) is is_title]
                for is_title in (True, False)
            ]
            cut = [
                [
                    segment
                    for segment in segments
                    if ((segment.at if not segment.upright else segment.low) > middle) is is_title
                ]
                for is_title in (True, False)
            ]
            left = min(line.spans[0].left for line in text)
            return [PagePart(parts[0], cut[0], edges), PagePart(parts[1], cut[1], (left, edge))]
    return [PagePart(glyphs, segments, edges, lines)]


def _band(lines: Sequence[PdfLine]) -> _Band | None:
    """The longest stretch of lines that leave a way between two columns of text."""
    first = min(line.spans[0].left for line in lines)
    last = max(line.spans[-1].right for line in lines)
    best: tuple[int, _Band] | None = None
    for middle in (first + (last - first) * share / 20 for share in range(7, 14)):
        for run in _runs(lines, middle):
            band = _as_columns(run, middle)
            if band and (best is None or len(run) > best[0]):
                best = len(run), band
    return best[1] if best else None


def _runs(lines: Sequence[PdfLine], middle: float) -> Iterator[list[PdfLine]]:
    """Lines after each other that nothing joins across a place."""
    run: list[PdfLine] = []
    for line in lines:
        if any(span.left < middle < span.right for span in line.spans):
            yield run
            run = []
        else:
            run.append(line)
    yield run


def _as_columns(lines: Sequence[PdfLine], middle: float) -> _Band | None:
    """The band of some lines, if what stands on either side of a place is running text."""
    rows = [[span for span in line.spans if span.right <= middle] for line in lines]
    others = [[span for span in line.spans if span.left >= middle] for line in lines]
    sides = [list(filter(None, rows)), list(filter(None, others))]
    if len(sides[0]) < _LINES or len(sides[1]) < _FEW_LINES:
        return None
    size = sorted(line.size for line in lines)[len(lines) // 2]
    left, right = sides
    edge, begin = max(row[-1].right for row in left), min(row[0].left for row in right)
    if begin - edge < _BETWEEN * size or not all(is_running_text(side, size) for side in sides):
        return None
    return _Band(lines[0].y, lines[-1].y, edge, begin)


def _pitch(lines: Sequence[PdfLine], size: float) -> float:
    """The usual way from line to line."""
    ways = sorted(above.y - other.y for above, other in pairwise(lines))
    near = [way for way in ways if way > size / 2]
    return near[len(near) // 4] if near else size


def _cut(glyphs: Sequence[Glyph], band: _Band, middle: float) -> tuple[list[Glyph], ...]:
    """Letters above the band, in its first column, in its second, and below."""
    parts: tuple[list[Glyph], ...] = ([], [], [], [])
    for glyph in glyphs:
        is_right = (glyph.left + glyph.right) / 2 > middle
        parts[_place(glyph.y, is_right=is_right, band=band)].append(glyph)
    return parts


def _cut_segments(
    segments: Sequence[Segment], band: _Band, middle: float
) -> tuple[list[Segment], ...]:
    parts: tuple[list[Segment], ...] = ([], [], [], [])
    for stroke in segments:
        centre = (stroke.low + stroke.high) / 2
        x, y = (stroke.at, centre) if stroke.upright else (centre, stroke.at)
        parts[_place(y, is_right=x > middle, band=band)].append(stroke)
    return parts


def _place(y: float, *, is_right: bool, band: _Band) -> int:
    if y > band.top + 1:
        return 0
    if y < band.bottom - 1:
        return 3
    return 2 if is_right else 1


def _moved(glyph: Glyph, across: float, down: float) -> Glyph:
    return replace(glyph, left=glyph.left + across, right=glyph.right + across, y=glyph.y + down)


def _moved_stroke(stroke: Segment, across: float, down: float) -> Segment:
    at, along = (across, down) if stroke.upright else (down, across)
    return replace(stroke, at=stroke.at + at, low=stroke.low + along, high=stroke.high + along)
