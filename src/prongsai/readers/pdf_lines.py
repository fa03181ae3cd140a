"""Lines of a page of PDF: characters by their baseline, cut into spans at wide gaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.patterns import compiled
from prongsai.core.thai import repair

_WIDE_GAP = 1.6
_WORD_GAP = 0.13
_SAME_LINE = 0.45
_NUMBER_GAP = 0.5
_COLUMN = 3
_ALIGNED = 1.5
_TOUCHING = 0.08
_SOME_LETTERS = 8
_MARKS = frozenset(map(chr, (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F))))
_NUMBER = compiled(r"[+-]?\d{1,3}(?:\.\d{1,2})?%?")
_TONE = "\u0e48-\u0e4b"
_TWO_TONES = compiled(f"([{_TONE}])[{_TONE}]+")
# No word ends in a bare letter with a tone, but for "ให้", "ใหม่", "ใกล้" and the like.
_STRAY_TONE = compiled(f"(?<![เแโใไ][ก-ฮ])(?<![เแโใไ][ก-ฮ][ก-ฮ])(?<=[ก-ฮ])[{_TONE}](?![ก-\u0e4e])")
_ROBBED = compiled("(?<=ตัว)ชีวัด")
# Of the height of letters: what is above or below them all, and the least height of a line's.
_ABOVE, _BELOW, _LEAST = 0.3, 0.05, 0.8
# How many clusters back an echo may stand, and how much of it lies over the first.
_BACK, _OVER = 4, 0.5


class Glyph(Struct, frozen=True):
    """One character; `y` grows upwards and is the baseline."""

    text: str
    left: float
    right: float
    y: float
    size: float


Placed = tuple[Glyph, float, float]


class Span(Struct, frozen=True):
    """A run of characters on one line without a wide gap.

    `halves` are its text and the number behind it, where a gap parts them that is wider than a
    space and still not wide: only other lines can tell whether it parts two columns. `word` is
    where its first word ends, `gaps` how wide its spaces are.
    """

    text: str
    left: float
    right: float
    word: float
    gaps: tuple[float, ...] = ()
    halves: tuple[Span, Span] | None = None


class PdfLine(Struct, frozen=True):
    """A visual line, left to right; `height` tells of how many lines of the page it is made."""

    y: float
    size: float
    spans: tuple[Span, ...]
    left: float
    ends_in_space: bool
    height: int = 1

    @property
    def text(self) -> str:
        """What stands in the line."""
        return " ".join(span.text for span in self.spans)


def runs_on(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether a character stands in the same word as the last ones before it in the file."""
    if not at:
        return False
    glyph, last = glyphs[at], glyphs[at - 1]
    if last.text.isspace() or glyph.text.isspace():
        return False
    near = _TOUCHING * max(glyph.size, last.size)
    if abs(glyph.y - last.y) >= near:
        return False
    edge = last.right
    for other in glyphs[max(0, at - 3) : at - 1]:
        if other.right > edge and abs(other.y - last.y) < _TOUCHING:
            edge = other.right
    return abs(glyph.left - edge) < near


def lines_of(glyphs: list[Glyph]) -> list[PdfLine]:
    """Characters grouped by baseline, top to bottom."""
    if not glyphs:
        return []
    groups: list[list[int]] = []
    first: Glyph | None = None
    for index in sorted(range(len(glyphs)), key=lambda index: -glyphs[index].y):
        glyph = glyphs[index]
        if first and abs(first.y - glyph.y) <= _SAME_LINE * min(glyph.size, first.size):
            groups[-1].append(index)
        else:
            groups.append([index])
            first = glyph
    lines: list[PdfLine] = []
    for numbers in groups:
        group = [glyphs[index] for index in numbers]
        spans = _spans([glyphs[index] for index in sorted(numbers)])
        if spans:
            # A letter that shares its glyph with a mark has but half its height.
            sizes = sorted(glyph.size for glyph in group if glyph.text not in _MARKS)
            size = sizes[len(sizes) * 3 // 4] if sizes else group[0].size
            lines.append(PdfLine(group[0].y, size, spans, *_spaces_around(group)))
    return lines


def _spaces_around(glyphs: list[Glyph]) -> tuple[float, bool]:
    """Where a line begins, with the space that may have been left there, and if it ends in one.

    More spaces than one at a line's beginning were typed to indent it.
    """
    ordered = sorted(glyphs, key=lambda glyph: glyph.left)
    first = next(index for index, glyph in enumerate(ordered) if not glyph.text.isspace())
    return ordered[0 if first == 1 else first].left, ordered[-1].text.isspace()


def _spans(glyphs: list[Glyph]) -> tuple[Span, ...]:
    """Runs in file order, cut at wide gaps and jumps, then put from left to right."""
    runs: list[list[Glyph]] = []
    spaces: list[Glyph] = []
    ends: list[float] = []  # of the letters of a run
    for glyph in glyphs:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        gap = glyph.left - max(ends[-3:]) if ends else 0.0
        if not ends or gap > _WIDE_GAP * glyph.size * 0.6 or gap < -2.5 * glyph.size:
            runs.append([])
            ends = []
        runs[-1].append(glyph)
        ends.append(glyph.right)
    return tuple(sorted((_span(run, spaces) for run in runs), key=lambda span: span.left))


def _span(run: list[Glyph], spaces: list[Glyph]) -> Span:
    start = _number_behind_gap(run)
    halves = (_span(run[:start], spaces), _span(run[start:], spaces)) if start else None
    left, right = min(glyph.left for glyph in run), max(glyph.right for glyph in run)
    text, gaps = _run_text(run, spaces)
    word = gaps[0][0] if gaps else right
    return Span(text, left, right, word, tuple(width for _, width in gaps), halves)


def _number_behind_gap(run: list[Glyph]) -> int:
    """Where the number begins that ends a run behind a gap wider than a space; 0 for nowhere."""
    for start in range(len(run) - 1, 0, -1):
        glyph = run[start]
        if not (glyph.text.isdigit() or glyph.text in ".%"):
            break
        gap = glyph.left - max(other.right for other in run[max(0, start - 3) : start])
        if gap > _WORD_GAP * glyph.size:
            text = "".join(other.text for other in run[start:])
            return start if _NUMBER.fullmatch(text) else 0
    return 0


def with_close_numbers(lines: list[PdfLine]) -> list[PdfLine]:
    """Numbers close behind a full cell stand alone where other lines have a number in line.

    A gap that may be a space parts them only where several other lines have one.
    """
    alone = [span for line in lines for span in _numbers_alone(line)]
    behind = [
        span.halves[1]
        for line in lines
        for span in line.spans
        if span.halves and _are_parted(span.halves, line)
    ]

    def parted(span: Span, line: PdfLine) -> tuple[Span, ...]:
        if span.halves is None:
            return (span,)
        number = span.halves[1]
        others = sum(in_line(number, other) for other in alone)
        if others and _are_parted(span.halves, line):
            return span.halves
        others += sum(in_line(number, other) for other in behind if other is not number)
        return span.halves if others >= _COLUMN else (span,)

    return [
        replace(line, spans=tuple(part for span in line.spans for part in parted(span, line)))
        for line in lines
    ]


def _numbers_alone(line: PdfLine) -> Iterator[Span]:
    """Numbers behind a wide gap, or of a line that holds nothing else."""
    are_numbers = [_NUMBER.fullmatch(span.text) is not None for span in line.spans]
    first = 0 if all(are_numbers) else 1
    yield from (line.spans[at] for at in range(first, len(are_numbers)) if are_numbers[at])


def _are_parted(halves: tuple[Span, Span], line: PdfLine) -> bool:
    """Whether a gap that is wider than a space stands between a name and its number."""
    name, number = halves
    return number.left - name.right > _NUMBER_GAP * line.size


def in_line(span: Span, other: Span) -> bool:
    """Whether two numbers have the same left edge, right edge or middle."""
    left, right = span.left - other.left, span.right - other.right
    return min(abs(left), abs(right), abs(left + right) / 2) <= _ALIGNED


def _run_text(run: list[Glyph], spaces: list[Glyph]) -> tuple[str, list[tuple[float, float]]]:
    """A run's text with a space where the file has one or the gap is as wide as one.

    Shape: of each space, where it begins and how wide it is.
    """
    text = run[0].text
    typed = [(space.left + space.right) / 2 for space in spaces]
    edges = list(_edges(run))
    spread = _spread(run, edges)
    gaps: list[tuple[float, float]] = []
    for (before, after), edge in zip(pairwise(run), edges, strict=True):
        gap = after.left - edge
        if before.text == "\u0e33" and gap < after.size:
            text += after.text  # the width of a sara am drawn in two pieces is not to be trusted
            continue
        if gap > spread + _WORD_GAP * after.size or (
            gap > 0.05 * after.size
            and any(edge - 0.5 <= middle <= after.left + 0.5 for middle in typed)
        ):
            gaps.append((edge, gap))
            text += " "
        text += after.text
    return text, gaps


def _edges(run: Sequence[Glyph]) -> Iterator[float]:
    """Where each letter but the last ends; one with a mark no earlier than without."""
    edge = run[0].right
    for glyph in run[:-1]:
        edge = max(edge, glyph.right) if glyph.text in _MARKS else glyph.right
        yield edge


def _spread(run: Sequence[Glyph], edges: Sequence[float]) -> float:
    """How far the letters of a run stand apart that was spread to fill its line."""
    letters = zip(run[1:], edges, strict=True)
    gaps = sorted(after.left - edge for after, edge in letters if after.text not in _MARKS)
    return max(0.0, gaps[len(gaps) // 2]) if len(gaps) >= _SOME_LETTERS else 0.0


def with_marks_in_place(text: str) -> str:
    """A PDF's text mended, without tones that stand behind their word.

    >>> with_marks_in_place("ตัวชีวัดย่อย้"), with_marks_in_place("ให้ใหม่ใกล้ที่")
    ('ตัวชี้วัดย่อย', 'ให้ใหม่ใกล้ที่')
    """
    plain = _STRAY_TONE.sub("", _TWO_TONES.sub(r"\1", repair(text)))
    return _ROBBED.sub("ชี้วัด", plain)


def without_echoes(placed: Sequence[Placed]) -> list[Glyph]:
    """Drop letters that only name a mark's glyph a second time.

    Some writers give the glyph of a tone or vowel the text of its whole cluster ("น่" for the
    tone alone). Such a letter lies where no letter can: above the letters, below the line, or over
    the cluster itself.
    """
    heights = sorted(glyph.size for glyph, _, _ in placed)
    height = heights[len(heights) // 2]
    kept: list[Glyph] = []
    last: deque[list[Placed]] = deque(maxlen=_BACK)
    echo: Glyph | None = None
    for cluster in _clusters(placed):
        if len(cluster) > 1 and any(_lies_over(cluster, other) for other in last):
            continue
        last.append(cluster)
        for glyph, bottom, top in cluster:
            is_off = bottom - glyph.y > _ABOVE * height or top - glyph.y < _BELOW * height
            is_near = echo and abs(glyph.y - echo.y) < 1 and glyph.left <= echo.right + 1
            if is_off and (is_near or "ก" <= glyph.text <= "ฮ"):
                echo = glyph
                continue
            echo = None
            least = _LEAST * height
            kept.append(replace(glyph, size=least) if glyph.size < least else glyph)
    return kept


def _clusters(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Letters with the marks that follow them."""
    cluster: list[Placed] = []
    for letter in placed:
        if cluster and letter[0].text not in _MARKS:
            yield cluster
            cluster = []
        cluster.append(letter)
    if cluster:
        yield cluster


def _lies_over(cluster: Sequence[Placed], other: Sequence[Placed]) -> bool:
    """Whether the same letter with the same marks stands at the same place."""
    (first, _, _), (last, _, _) = cluster[0], cluster[-1]
    (before, _, _), (end, _, _) = other[0], other[-1]
    if first.text != before.text or (
        [glyph.text for glyph, _, _ in cluster] != [glyph.text for glyph, _, _ in other]
    ):
        return False
    shared = min(last.right, end.right) - max(first.left, before.left)
    return abs(first.y - before.y) < 1 and shared > _OVER * (last.right - first.left)
