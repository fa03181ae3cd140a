"""Pictures for the demo's evidence: plain drawings that say that they are none of real work."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import prongsai.documents

_WIDTH, _HEIGHT = 1200, 900
_FLOOR = 640
_PAPER, _INK, _WOOD, _BLUE = "#f4f1ea", "#35424d", "#b98b5e", "#3f6f92"
_PEOPLE = ("#7a9e7e", "#a0708c", "#5f86b0", "#c08a4e", "#6d7f8c")
_FONT = Path(prongsai.documents.__file__).parent / "fonts" / "ProngsaiSarabun-Bold.ttf"
MEETING, COUNTER, BOARD, SCREEN = "meeting", "counter", "board", "screen"
HOLE, MENDED, TREE, MAP = "hole", "mended", "tree", "map"


def drawing(scene: str, words: str) -> bytes:
    """A JPEG of a scene with some words on it and the word ภาพตัวอย่าง.

    Shape:  `scene` is one of those above.
    """
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, _FLOOR, _WIDTH, _HEIGHT), fill="#ddd5c6")
    _SCENES[scene](pen)
    pen.rectangle((0, _HEIGHT - 130, _WIDTH, _HEIGHT), fill=_INK)
    pen.text((40, _HEIGHT - 112), words, font=_font(40), fill="white")
    pen.text((40, _HEIGHT - 58), "ภาพตัวอย่าง วาดโดยโปรแกรม", font=_font(30), fill="#ffd98a")
    pen.text((_WIDTH - 400, 30), "ภาพตัวอย่าง", font=_font(64), fill="#c9bfae")
    told = io.BytesIO()
    picture.save(told, "JPEG", quality=80)
    return told.getvalue()


def _meeting(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((330, 120, 870, 400), fill="white", outline=_INK, width=6)
    for line in range(4):
        pen.rectangle((380, 170 + 52 * line, 820 - 60 * line, 190 + 52 * line), fill=_BLUE)
    _people(pen, 150, 5, 230)
    pen.rounded_rectangle((90, 610, 1110, 740), 40, fill=_WOOD)


def _counter(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((120, 130, 520, 300), fill=_INK)
    pen.text((170, 165), "คิวที่ 12", font=_font(80), fill="#ffd98a")
    _people(pen, 640, 3, 190)
    pen.rectangle((60, 520, 620, 740), fill=_WOOD)
    pen.rectangle((40, 490, 640, 530), fill="#8f6740")


def _board(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((220, 110, 980, 620), fill="white", outline=_WOOD, width=18)
    for row in range(5):
        top = 170 + 86 * row
        pen.ellipse((270, top, 320, top + 50), fill=_BLUE)
        pen.rectangle((350, top + 14, 880 - 50 * (row % 3), top + 36), fill="#9aa7b1")
    pen.rectangle((570, 620, 630, 740), fill=_WOOD)


def _screen(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((200, 90, 1000, 620), 24, fill=_INK)
    pen.rectangle((230, 120, 970, 590), fill="white")
    pen.rectangle((230, 120, 970, 190), fill=_BLUE)
    for column in range(3):
        left = 270 + 230 * column
        pen.rectangle((left, 240, left + 190, 380), fill="#d9e2e8")
        pen.rectangle((left, 410, left + 190, 430), fill="#9aa7b1")
        pen.rectangle((left, 450, left + 130, 470), fill="#9aa7b1")
    pen.rectangle((520, 620, 680, 740), fill="#59656e")


def _hole(pen: ImageDraw.ImageDraw) -> None:
    _road(pen)
    pen.ellipse((470, 520, 800, 650), fill="#2b2a28", outline="#8a8378", width=10)


def _mended(pen: ImageDraw.ImageDraw) -> None:
    _road(pen)
    pen.rounded_rectangle((440, 500, 830, 670), 20, fill="#3d3f42")


def _road(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(((420, 330), (780, 330), (1150, 770), (50, 770)), fill="#6b6e72")
    for top in (350, 430, 690):
        pen.rectangle((590, top, 610, top + 50), fill="#e9e5da")
    _tree(pen, 170, 330)
    _tree(pen, 1020, 330)


def _branches(pen: ImageDraw.ImageDraw) -> None:
    for left in (120, 1060):
        pen.rectangle((left, 120, left + 20, 740), fill=_INK)
    pen.line((130, 210, 1070, 240), fill=_INK, width=6)
    _tree(pen, 560, 170)


def _tree(pen: ImageDraw.ImageDraw, middle: int, top: int) -> None:
    pen.rectangle((middle - 18, top + 120, middle + 18, top + 330), fill=_WOOD)
    pen.ellipse((middle - 130, top - 60, middle + 130, top + 180), fill=_PEOPLE[0])


def _area(pen: ImageDraw.ImageDraw) -> None:
    """A town that is none: a river, three roads, a market, a school, an office."""
    pen.rectangle((0, 0, _WIDTH, _HEIGHT), fill="#eef1e6")
    pen.line((0, 700, 380, 560, 760, 640, 1200, 470), fill="#9cc3da", width=70)
    for road in ((80, 0, 520, 770), (0, 260, 1200, 180), (900, 0, 760, 770)):
        pen.line(road, fill="white", width=34)
        pen.line(road, fill="#c9c2b2", width=4)
    places = (("สำนักงานตัวอย่าง", 300, 330), ("ตลาดตัวอย่าง", 880, 320), ("โรงเรียนตัวอย่าง", 560, 70))
    for name, left, top in places:
        pen.rectangle((left, top, left + 60, top + 60), fill=_BLUE)
        pen.text((left + 75, top + 8), name, font=_font(32), fill=_INK)


def _people(pen: ImageDraw.ImageDraw, left: int, count: int, apart: int) -> None:
    for number in range(count):
        middle, colour = left + apart * number, _PEOPLE[number % len(_PEOPLE)]
        pen.ellipse((middle - 52, 400, middle + 52, 504), fill="#e6c3a0")
        pen.rounded_rectangle((middle - 80, 500, middle + 80, 740), 50, fill=colour)


_SCENES = {
    MEETING: _meeting, COUNTER: _counter, BOARD: _board, SCREEN: _screen, HOLE: _hole,
    MENDED: _mended, TREE: _branches, MAP: _area,
}  # fmt: skip


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)
