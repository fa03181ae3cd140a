"""A text layer that holds no text is told as unreadable, never as a file without scores."""

import io

import pikepdf
import pytest

from prongsai.core.errors import UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.legibility import is_legible
from prongsai.readers.scores import read_scores

SOUND = "ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ปีงบประมาณ พ.ศ. 2566 ของเทศบาลตำบลสุขสมมุติ " * 3
PRIVATE = "".join(chr(0xE100 + ord(letter) % 200) for letter in SOUND)
SYMBOLS = "°“√ª√–‡¡‘π§ÿ≥∏√√¡·≈–§«“¡‚ª√Ëß„ „π°“√¥”‡π‘πß“π¢ÕßÀπà«¬ß“π¿“§√—∞" * 3


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        SOUND.replace("\u0e33", "\u0e4d\u0e32"),
        SOUND.replace("ประ", "ประ\ufffd"),
        "Integrity and Transparency Assessment, fiscal year 2023: the total is 88.53 of 100. " * 2,
        "IIT 88.12 | EIT 79.40 | OIT 93.44 " * 5,
        "☑ ผ่าน ▲ 1.20 ● ร้อยละ 88.5 ≥ 85 → คะแนนรวม " * 4,
        "",
    ],
)
def test_what_people_write_is_legible(text):
    assert is_legible(text)


@pytest.mark.parametrize(
    "text",
    [
        PRIVATE,
        SYMBOLS,
        "\x01\x02\x03\x04 88.53 \x05\x06" * 20,
        "่ิ้ี็ ์ั ุู เ แ โ ๊๋" * 20,
        "FRQWDFW GRFXPHQW VFRUHV WKH WRWDO RI DOO " * 4,
        "ผลการ\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdประเ\ufffd\ufffd\ufffd\ufffd" * 10,
    ],
)
def test_what_no_font_or_encoding_tells_is_not(text):
    assert not is_legible(text)


@pytest.mark.parametrize("text", [PRIVATE, SYMBOLS])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv"])
def test_an_illegible_file_is_refused_with_what_to_do(read, text, name):
    with pytest.raises(UnreadableInput) as refused:
        read(f"{text}\n81.45\n", name)
    assert "not known" in refused.value.message.en
    assert refused.value.next_step is not None


PAGE = """#set text(font: "Sarabun")
ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลสุขสมมุติ

แบบวัด IIT ได้ 88.12 คะแนน แบบวัด EIT ได้ 79.40 คะแนน แบบวัด OIT ได้ 93.44 คะแนน คะแนนรวม 87.63 คะแนน
"""


def without_maps(data, pages):
    """The PDF whose fonts no longer tell which letters their glyphs are, on those pages."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for number in pages:
            fonts = document.pages[number].Resources.Font
            for name in list(fonts.keys()):
                broken = document.make_indirect(pikepdf.Dictionary(fonts[name]))
                if "/ToUnicode" in broken:
                    del broken["/ToUnicode"]
                fonts[name] = broken
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def test_a_pdf_whose_fonts_map_to_nothing_is_refused(read, typst_pdf):
    sound = typst_pdf(PAGE)
    assert read(sound, "a.pdf").sheet.of_year(2566)["IIT"].published == "88.12"
    with pytest.raises(UnreadableInput):
        read(without_maps(sound, [0]), "a.pdf")


@pytest.mark.parametrize("glyphs", ["\uf081\uf082.\uf083", "(cid:28)(cid:22).(cid:1)", "□□.□□"])
def test_glyphs_among_readable_words_are_told_with_their_place(glyphs):
    text = f"ผลการประเมิน ITA ปี 2566\nIIT 90.10\nคะแนนรวม {glyphs}"
    reading = read_scores(text.encode(), "a.txt", Catalogue())
    (found,) = [one for one in reading.findings if one.code == "letters_not_readable"]
    assert glyphs in found.places[0].quote
    assert [one.code for one in (*reading.sheet.figures, *reading.candidates)] == ["IIT"]


def test_a_bullet_of_a_symbol_font_is_no_glyph_to_tell():
    text = "ผลการประเมิน ITA ปี 2566\n\uf0b7 IIT 90.10\n\uf0b7 EIT 91.10"
    codes = {one.code for one in read_scores(text.encode(), "a.txt", Catalogue()).findings}
    assert "letters_not_readable" not in codes


def test_letters_that_only_count_things_are_no_broken_font():
    assert is_legible("\n".join(f"Q{number} {number * 3}" for number in range(1, 91)))
    assert is_legible(",".join(f"h{number}" for number in range(300)))


def test_words_without_vowels_beside_such_letters_are_a_broken_font():
    words = "Tgrqtv qh vjg cuuguuogpv ".translate(str.maketrans("aeiouy", "xxxxxx")) * 9
    assert not is_legible(words + " ".join(f"Q{number}" for number in range(20)))
