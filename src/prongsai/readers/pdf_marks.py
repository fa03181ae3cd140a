"""Marks of letters as PDF writers set them down: away from their letter, or told twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from prongsai.core.patterns import compiled
from prongsai.core.thai import repair
from prongsai.readers.pdf_lines import Glyph

_TONE = "\u0e48-\u0e4b"
_TWO_TONES = compiled(f"([{_TONE}])[{_TONE}]+")
# No word ends in a bare letter with a tone, but for "ให้", "ใหม่", "ใกล้" and the like.
_STRAY_TONE = compiled(f"(?<![เแโใไ][ก-ฮ])(?<![เแโใไ][ก-ฮ][ก-ฮ])(?<=[ก-ฮ])[{_TONE}](?![ก-\u0e4e])")
_ROBBED = compiled("(?<=ตัว)ชีวัด")
_MARK = compiled("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
# Of the height of letters: what is above or below them all, and the least height of a line's.
_ABOVE, _BELOW, _LEAST = 0.3, 0.05, 0.8
# How many clusters back an echo may stand, and how much of it lies over the first.
_BACK, _OVER = 4, 0.5

Placed = tuple[Glyph, float, float]


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
        if cluster and not _MARK.match(letter[0].text):
            yield cluster
            cluster = []
        cluster.append(letter)
    if cluster:
        yield cluster


def _lies_over(cluster: Sequence[Placed], other: Sequence[Placed]) -> bool:
    """Whether the same letter with the same marks stands at the same place."""
    if [glyph.text for glyph, _, _ in cluster] != [glyph.text for glyph, _, _ in other]:
        return False
    (first, _, _), (last, _, _) = cluster[0], cluster[-1]
    (before, _, _), (end, _, _) = other[0], other[-1]
    shared = min(last.right, end.right) - max(first.left, before.left)
    return abs(first.y - before.y) < 1 and shared > _OVER * (last.right - first.left)
