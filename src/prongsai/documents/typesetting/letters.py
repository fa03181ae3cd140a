"""Which letters a glyph of the papers' font stands for, by its drawing.

The subset of the font in a PDF has neither names nor code points. Outline and width together are
the key: in the derived font no two glyphs that stand for different Thai letters share it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from prongsai.documents.typesetting.font import fonts

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Drawing = tuple[tuple[tuple[int, int], ...], int]

_JOINERS = frozenset({"uni2060", "uni200B", "uni034F"})
_SARA_AM = frozenset({"uni0E32.am", "uni0E33.seq", "uni0E33.nseq"})
_NIKHAHIT_WITH_TONE = re.compile(r"uni0E4D(0E4[89AB])")
_THAI = re.compile("[\u0e01-\u0e5b]")
# Signs that are drawn alike: the one people type wins.
_TYPED = " -–—−"
_SINGLE, _LIGATURE = 1, 4


@lru_cache(maxsize=2)
def letters_by_drawing(style: str) -> dict[Drawing, str]:
    """What every glyph of the font stands for."""
    font = _open(fonts()[style].read_bytes())
    letters = dict(_letters(font))
    found: dict[Drawing, str] = {}
    for name, drawing in _drawings(font):
        if name in letters:
            both = (letters[name], found.get(drawing, letters[name]))
            found[drawing] = min(both, key=lambda letter: (letter not in _TYPED, letter))
    return found


def drawings_of(subset: bytes) -> list[Drawing]:
    """The drawing of each glyph of an embedded font, by its number."""
    return [drawing for _, drawing in _drawings(_open(subset))]


def _open(data: bytes) -> TTFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, only for papers

    return TTFont(io.BytesIO(data))


def _drawings(font: TTFont) -> Iterator[tuple[str, Drawing]]:
    table, widths = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        glyph = table[name]
        points = glyph.getCoordinates(table)[0] if glyph.numberOfContours else ()
        yield name, (tuple(map(tuple, points)), widths[name][0])


def _letters(font: TTFont) -> Iterator[tuple[str, str]]:
    """Letters of each glyph name: by code point, or by the rule that makes it from others."""
    typed: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if name not in _JOINERS:
            typed.setdefault(name, chr(code))
    replaced, joined = _substitutions(font)
    for name in font.getGlyphOrder():
        with_tone = _NIKHAHIT_WITH_TONE.match(name)
        parts = [typed.get(part, "") for part in joined.get(name, ())]
        if name in _SARA_AM:
            yield name, "\u0e33"
        elif with_tone:  # the aa that follows stands for sara am
            yield name, chr(int(with_tone[1], 16))
        elif parts and all(parts) and not _THAI.match(typed.get(name, " ")):
            yield name, "".join(parts)  # fi
        else:
            # "uni0E31.narrow", or the yo ying without its tail
            sources = (name, name.partition(".")[0], replaced.get(name, ""))
            letter = next((typed[source] for source in sources if source in typed), None)
            if letter:
                yield name, letter


def _substitutions(font: TTFont) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What each made glyph is made from: one glyph, or the parts of a ligature."""
    replaced: dict[str, str] = {}
    joined: dict[str, list[str]] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for rule in lookup.SubTable:
            content = getattr(rule, "ExtSubTable", rule)
            if content.LookupType == _SINGLE:
                for source, made in content.mapping.items():
                    replaced.setdefault(made, source)
            elif content.LookupType == _LIGATURE:
                for first, ligatures in content.ligatures.items():
                    for ligature in ligatures:
                        joined.setdefault(ligature.LigGlyph, [first, *ligature.Component])
    return replaced, joined
