"""Pictures for the demo's evidence: plain drawings that say that they are none of real work."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

import prongsai.documents
from demo_agency.reading import read_data

_WIDTH, _HEIGHT = 1200, 900
_FLOOR = 640
_PAPER, _INK = "#f4f1ea", "#35424d"
_PEOPLE = ("#7a9e7e", "#a0708c", "#5f86b0", "#c08a4e", "#6d7f8c")
_FONT = Path(prongsai.documents.__file__).parent / "fonts" / "ProngsaiSarabun-Bold.ttf"


def drawing(scene: str, words: str) -> bytes:
    """A JPEG of a scene of `drawings.yaml`, with some words on it and the word ภาพตัวอย่าง."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, _FLOOR, _WIDTH, _HEIGHT), fill="#ddd5c6")
    for shape in _scenes()[scene]:
        _draw(pen, **shape)
    pen.rectangle((0, _HEIGHT - 130, _WIDTH, _HEIGHT), fill=_INK)
    pen.text((40, _HEIGHT - 112), words, font=_font(40), fill="white")
    pen.text((40, _HEIGHT - 58), "ภาพตัวอย่าง วาดโดยโปรแกรม", font=_font(30), fill="#ffd98a")
    pen.text((_WIDTH - 400, 30), "ภาพตัวอย่าง", font=_font(64), fill="#c9bfae")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, do: str, at: tuple[int, ...], **more: Any) -> None:
    """Draw a shape of the pen's, or people in a row."""
    if do == "people":
        left, count, apart = at
        for number in range(count):
            middle, colour = left + apart * number, _PEOPLE[number % len(_PEOPLE)]
            pen.ellipse((middle - 52, 400, middle + 52, 504), fill="#e6c3a0")
            pen.rounded_rectangle((middle - 80, 500, middle + 80, 740), 50, fill=colour)
    elif do == "text":
        pen.text((at[0], at[1]), more["words"], font=_font(more["size"]), fill=more["fill"])
    else:
        getattr(pen, do)(at, **more)


@lru_cache(maxsize=1)
def _scenes() -> dict[str, list[dict[str, Any]]]:
    return read_data("drawings.yaml", dict[str, list[dict[str, Any]]])


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)
