"""The derived font: draws as Sarabun does, and every glyph stands for whole letters."""

import importlib.util
import itertools
import sys
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from prongsai.core.errors import ProngsaiError
from prongsai.documents.typesetting import font as font_module
from prongsai.documents.typesetting.breaks import set_breaks
from prongsai.documents.typesetting.finish import _drawings, _letters, letters_by_drawing
from prongsai.documents.typesetting.font import FAMILY, FONT_FOLDER, STYLES, MissingFont, fonts

ROOT = Path(__file__).resolve().parents[3]
SARABUN = ROOT / "frontend/node_modules/@expo-google-fonts/sarabun"
CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
VOWELS = list("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e4d")
TONES = list("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
ENDINGS = [
    "",
    *VOWELS,
    *TONES,
    "\u0e33",
    *(f"{tone}\u0e33" for tone in TONES[:4]),
    *(vowel + tone for vowel in VOWELS[:7] for tone in TONES),
]
CLUSTERS = [consonant + ending for consonant, ending in itertools.product(CONSONANTS, ENDINGS)]
# Tones are set at one height, and anchors of the bold letters that were a hair off.
HIGHEST_MOVE = 46
# ฝ้ำ and ฝ๊ำ in bold; all else moves no unit sideways.
WIDEST_MOVE = 22
# The box of a missing letter, the three joiners, and parts of Vietnamese letters no rule makes.
NAMELESS = 16


@pytest.fixture(params=STYLES)
def style(request):
    return request.param


@pytest.fixture
def source(style):
    weight = {"Regular": "400Regular", "Bold": "700Bold"}[style]
    file = SARABUN / weight / f"Sarabun_{weight}.ttf"
    if not file.is_file():
        pytest.skip("needs the Sarabun font: run make setup")
    return file


@pytest.fixture(scope="module")
def deriving():
    specification = importlib.util.spec_from_file_location(
        "derive_font", ROOT / "scripts/derive_font.py"
    )
    module = importlib.util.module_from_spec(specification)
    sys.modules["derive_font"] = module
    specification.loader.exec_module(module)
    return module


class _Shaper:
    def __init__(self, file):
        self._font = uharfbuzz.Font(uharfbuzz.Face(file.read_bytes()))
        self._glyphs = TTFont(file).getGlyphSet()
        self._boxes = {}

    def glyphs(self, text):
        """Name, width and place of every glyph."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer)
        return [
            (
                self._font.get_glyph_name(info.codepoint),
                place.x_advance,
                place.x_offset,
                place.y_offset,
            )
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def drawn(self, text):
        """Width of a text and the box around all it draws."""
        place, boxes = 0, []
        for name, advance, right, up in self.glyphs(text):
            if name not in self._boxes:
                pen = BoundsPen(self._glyphs)
                self._glyphs[name].draw(pen)
                self._boxes[name] = pen.bounds
            if box := self._boxes[name]:
                left, low, far, high = box
                boxes.append((place + right + left, up + low, place + right + far, up + high))
            place += advance
        left, low, far, high = zip(*boxes, strict=True)
        return place, (min(left), min(low), max(far), max(high))


def test_it_draws_what_sarabun_draws(style, source):
    ours, theirs = _Shaper(fonts()[style]), _Shaper(source)
    for cluster in CLUSTERS:
        (our_width, our_box), (their_width, their_box) = ours.drawn(cluster), theirs.drawn(cluster)
        assert abs(our_width - their_width) <= 1, cluster
        moved = [abs(one - other) for one, other in zip(our_box, their_box, strict=True)]
        assert max(moved[0], moved[2]) <= WIDEST_MOVE, cluster
        assert max(moved[1], moved[3]) <= HIGHEST_MOVE, cluster


def test_joiners_change_no_glyph_and_no_place(style):
    shaper = _Shaper(fonts()[style])
    for cluster in CLUSTERS:
        word = f"ป{cluster}น"
        assert shaper.glyphs(set_breaks(word)) == shaper.glyphs(word), word
    for text in ("12", "A", "ก", "–"):
        assert shaper.glyphs(f"{text}\u2060\u200b\u034f") == shaper.glyphs(text)


def test_no_mark_starts_right_of_its_letter(style):
    shaper = _Shaper(fonts()[style])
    for cluster in CLUSTERS:
        assert all(advance or right <= 0 for _, advance, right, _ in shaper.glyphs(cluster)), (
            cluster
        )


def test_every_thai_glyph_stands_for_letters_that_no_other_drawing_has(style):
    with TTFont(fonts()[style]) as font:
        letters = dict(_letters(font))
        nameless = [name for name in font.getGlyphOrder() if name not in letters]
        drawings = list(_drawings(font))
    assert len(nameless) == NAMELESS
    assert not any(name.startswith("uni0E") for name in nameless)
    known = letters_by_drawing(style)
    for name, drawing in drawings:
        if "\u0e01" <= letters.get(name, " ") <= "\u0e5b":
            assert known[drawing] == letters[name], name


def test_clusters_are_named_as_they_are_typed(style):
    shaper = _Shaper(fonts()[style])
    with TTFont(fonts()[style]) as font:
        letters = dict(_letters(font))
    for cluster in CLUSTERS:
        assert "".join(letters[glyph[0]] for glyph in shaper.glyphs(cluster)) == cluster


@pytest.mark.long
def test_the_same_source_gives_the_same_font(style, source, deriving, tmp_path):
    deriving.main(source.parents[1], tmp_path)
    made = tmp_path / fonts()[style].name
    assert made.read_bytes() == fonts()[style].read_bytes()


def test_family_and_licence(style):
    with TTFont(fonts()[style]) as font:
        names = font["name"]
        assert names.getDebugName(1) == FAMILY
        assert names.getDebugName(6) == f"ProngsaiSarabun-{style}"
        assert "Sarabun Project Authors" in names.getDebugName(0)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT_FOLDER / "OFL.txt").read_text("utf-8")


def test_a_missing_font_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(font_module, "FONT_FOLDER", tmp_path)
    with pytest.raises(MissingFont) as caught:
        fonts()
    assert isinstance(caught.value, ProngsaiError)
    assert "make setup" in caught.value.next_step.th
    assert "make setup" in caught.value.next_step.en
    assert "ProngsaiSarabun-Bold.ttf" in caught.value.message.th
