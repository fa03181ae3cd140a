"""Lines of a page of PDF: characters by their baseline, cut into spans at wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.patterns import compiled

_WIDE_GAP = 1.6
_WORD_GAP = 0.13
_SAME_LINE = 0.45
_NUMBER_GAP = 0.5
_ALIGNED = 1.5
_TOUCHING = 0.08
_NUMBER = compiled(r"\d{1,3}(?:\.\d{1,2})?%?")


class Glyph(Struct, frozen=True):
    """One character; `y` grows upwards and is the baseline."""

    text: str
    left: float
    right: float
    y: float
    size: float


class Span(Struct, frozen=True):
    """A run of characters on one line without a wide gap.

    `halves` are its text and the number behind it, where a gap parts them that is wider than a
    space and still not wide: only other lines can tell whether it parts two columns.
    """

    text: str
    left: float
    right: float
    halves: tuple[Span, Span] | None = None


class Line(Struct, frozen=True):
    """A visual line, left to right."""

    y: float
    size: float
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """What stands in the line."""
        return " ".join(span.text for span in self.spans)


def runs_on(before: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character stands in the same word as the last ones of the file."""
    if not before or before[-1].text.isspace() or glyph.text.isspace():
        return False
    edge = max(other.right for other in before if abs(other.y - before[-1].y) < _TOUCHING)
    near = _TOUCHING * max(glyph.size, before[-1].size)
    return abs(glyph.y - before[-1].y) < near and abs(glyph.left - edge) < near


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Characters grouped by baseline, top to bottom."""
    if not glyphs:
        return []
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if groups and abs(groups[-1][0].y - glyph.y) <= _SAME_LINE * min(
            glyph.size, groups[-1][0].size
        ):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    order = {id(glyph): index for index, glyph in enumerate(glyphs)}
    lines: list[Line] = []
    for group in groups:
        spans = _spans(sorted(group, key=lambda glyph: order[id(glyph)]))
        if spans:
            sizes = sorted(glyph.size for glyph in group)
            lines.append(Line(group[0].y, sizes[len(sizes) // 2], spans))
    return lines


def _spans(glyphs: list[Glyph]) -> tuple[Span, ...]:
    """Runs in file order, cut at wide gaps and jumps, then put from left to right."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        last = runs[-1][-1] if runs else None
        gap = glyph.left - max(other.right for other in runs[-1][-3:]) if last else 0.0
        if last is None or gap > _WIDE_GAP * glyph.size * 0.6 or gap < -2.5 * glyph.size:
            runs.append([glyph])
        else:
            runs[-1].append(glyph)
    spaces = [glyph for glyph in glyphs if glyph.text.isspace()]
    return tuple(sorted((_span(run, spaces) for run in runs), key=lambda span: span.left))


def _span(run: list[Glyph], spaces: list[Glyph]) -> Span:
    start = _number_behind_gap(run)
    halves = (_span(run[:start], spaces), _span(run[start:], spaces)) if start else None
    left, right = min(glyph.left for glyph in run), max(glyph.right for glyph in run)
    return Span(_run_text(run, spaces), left, right, halves)


def _number_behind_gap(run: list[Glyph]) -> int:
    """Where the number begins that ends a run behind a gap wider than a space; 0 for nowhere."""
    for start in range(len(run) - 1, 0, -1):
        glyph = run[start]
        if not (glyph.text.isdigit() or glyph.text in ".%"):
            break
        gap = glyph.left - max(other.right for other in run[max(0, start - 3) : start])
        if gap > _NUMBER_GAP * glyph.size:
            text = "".join(other.text for other in run[start:])
            return start if _NUMBER.fullmatch(text) else 0
    return 0


def with_close_numbers(lines: list[Line]) -> list[Line]:
    """Numbers close behind a full cell stand alone where other lines have a number in line."""
    numbers = [span for line in lines for span in line.spans[1:] if _NUMBER.fullmatch(span.text)]

    def parted(span: Span) -> tuple[Span, ...]:
        if span.halves and any(_in_line(span.halves[1], number) for number in numbers):
            return span.halves
        return (span,)

    return [
        replace(line, spans=tuple(part for span in line.spans for part in parted(span)))
        for line in lines
    ]


def _in_line(one: Span, other: Span) -> bool:
    """Whether two numbers have the same left edge, right edge or middle."""
    left, right = one.left - other.left, one.right - other.right
    return min(abs(left), abs(right), abs(left + right) / 2) <= _ALIGNED


def _run_text(run: list[Glyph], spaces: list[Glyph]) -> str:
    """A run's text; a space where the file has one or the gap is as wide as one."""
    text = run[0].text
    typed = [(space.left + space.right) / 2 for space in spaces]
    for before, after in pairwise(run):
        gap = after.left - before.right
        if before.text == "\u0e33" and gap < after.size:
            text += after.text  # the width of a sara am drawn in two pieces is not to be trusted
            continue
        spaced = any(before.right - 0.5 <= middle <= after.left + 0.5 for middle in typed)
        if gap > _WORD_GAP * after.size or (spaced and gap > 0.05 * after.size):
            text += " "
        text += after.text
    return text
