"""How wide a text is in the papers' font."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import cast

from prongsai.documents.typesetting.font import fonts

_SARA_AA, _SARA_AM = 0x0E32, 0x0E33
_DRAWN_NOT_AT_ALL = (0x2060, 0x200B, 0x034F)


def text_width(text: str, size_points: float, bold: bool = False) -> float:  # noqa: FBT001, FBT002
    """Width in points of one unbroken line: base letters count, marks stand over them.

    Kerning is left out; it narrows Latin by a hundredth and Thai not at all.
    """
    width, unknown = _advances("Bold" if bold else "Regular")
    return sum(width.get(ord(letter), unknown) for letter in text) * size_points


@lru_cache(maxsize=2)
def _advances(style: str) -> tuple[dict[int, float], float]:
    """Advance of each code point in em, and that of a letter the font does not have."""
    return _read_advances(fonts()[style])


def _read_advances(file: Path) -> tuple[dict[int, float], float]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, only for papers

    with TTFont(file, lazy=True) as font:
        units = cast("int", font["head"].unitsPerEm)
        metrics: dict[str, tuple[int, int]] = font["hmtx"].metrics
        names: dict[int, str] = font.getBestCmap()
        unknown = metrics[".notdef"][0] / units
    width = {code: metrics[name][0] / units for code, name in names.items()}
    for code in width:
        if unicodedata.category(chr(code)) == "Mn" or code in _DRAWN_NOT_AT_ALL:
            width[code] = 0.0
    # The nikhahit of sara am stands over the letter before.
    width[_SARA_AM] = width[_SARA_AA]
    return width, unknown
