"""Line breaks: none inside a word, none that loses or adds a letter, none beyond a column."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.documents.typesetting.breaks import plain, set_breaks, text_width, units

NAMES = frozenset({"บ้านส้อง", "เวียงสระ"})
BREAK = "\u200b"
WIDTHS = """#set page(width: auto, height: auto, margin: 5mm)
#set text(size: 12pt)
#for width in range(26, 161, step: 3) {
  block(width: width * 1mm, sys.inputs.text)
  pagebreak(weak: true)
}"""
COLUMN = """#set page(width: 700pt, height: auto, margin: 0pt)
#set text(size: 12pt, overhang: false) // else a full stop hangs into the margin, as it may
#set par(justify: true)
#for text in json(bytes(sys.inputs.texts)) {
  block(width: float(sys.inputs.width) * 1pt, text)
  pagebreak(weak: true)
}"""
ADDRESSES = (
    "https://www.bansong.example.go.th/ita/2566/o12-annual_report.final-version.pdf?page=12&lang=th",
    "integrity-office.very-long-name@municipality.example.go.th",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)
WIDE = (
    *ADDRESSES,
    "กขคงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ" * 8,
    "น้ำ" * 100,
    "(ผู้อำนวยการสำนักปลัดเทศบาลตำบลบ้านส้องอำเภอเวียงสระจังหวัดสุราษฎร์ธานี)",
    "วันที่ 18 เมษายน พ.ศ. 2568 เวลา 09.30 น. จำนวน 1,250,000.50 บาท",
    "IIT/EIT/OIT:ความพึงพอใจ/ความโปร่งใส/ประสิทธิภาพ/ประสิทธิผล",
    "." * 300,
)
# Words, marks and signs as they come, and what may never be torn or doubled.
THAI = st.text(
    st.sampled_from(
        "กขงจดตทนบปพมยรลวสหอฤฯๆะาำเแโใไๅ" + "\u0e31\u0e34\u0e35\u0e38\u0e47\u0e48\u0e49\u0e4c"
    )
    | st.sampled_from("012๓๔ .,/-()–"),
    max_size=60,
)


def _allowed(words):
    """Places of a text, spaces not counted, where a line may end."""
    places, place = set(), 0
    for word in words:
        for part in word.split("|"):
            place += len(part.replace(" ", ""))
            places.add(place)
    return places


def _bare(text):
    return re.sub(r"\s", "", plain(text))


def _line_ends(pdf, text):
    """For every line of every page: how many letters of the text stand before its end."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        read, place = page.get_textpage().get_text_range(), 0
        assert _bare(read) == text
        for line in read.splitlines():
            place += len(_bare(line))
            yield place
    document.close()


def test_hard_words_in_one_run_have_units_where_a_line_may_end(hard_words):
    for word in hard_words:
        place, allowed = 0, _allowed([word])
        for unit in units(word.replace("|", ""), NAMES):
            place += len(unit.replace(" ", ""))
            assert place in allowed, (word, units(word.replace("|", ""), NAMES))


@pytest.mark.long
def test_no_hard_word_is_broken_at_any_width(hard_words, finished):
    words = [word.replace("|", "") for word in hard_words]
    text = BREAK.join(set_breaks(word, NAMES) for word in words)
    ends = list(_line_ends(finished(WIDTHS, {"text": text}), _bare("".join(words))))
    assert len(ends) > 1000
    assert not set(ends) - _allowed(hard_words)


@pytest.mark.long
def test_typst_alone_breaks_hard_words(hard_words, finished):
    words = [word.replace("|", "") for word in hard_words]
    pdf = finished(WIDTHS, {"text": BREAK.join(words)})
    wrong = [
        end for end in _line_ends(pdf, _bare("".join(words))) if end not in _allowed(hard_words)
    ]
    assert len(wrong) > 100


@pytest.mark.parametrize("name", ["บ้านส้อง", "ทุ่งคลีโคกช้าง", "นาดี", "สระแก้ว", "แม่ฮ่องสอน", "กุฉินารายณ์"])
def test_names_of_a_case_are_never_broken(name):
    for phrase in (f"เทศบาลตำบล{name}และประชาชน", f"ชาว{name}ได้รับบริการ", f"ณ{name}นั้น"):
        assert any(name in unit for unit in units(phrase, frozenset({name}))), units(phrase)


def test_a_name_of_several_words_keeps_each():
    assert units("ที่ว่าการอำเภอบ้านส้อง", frozenset({"อำเภอ บ้านส้อง"}))[-1] == "บ้านส้อง"


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("พ.ศ. 2566", "พ.ศ._2566"),
        ("ข้อ ๑๒ และ", "ข้อ_๑๒ และ"),
        ("85.00 คะแนน", "85.00_คะแนน"),
        ("18 เมษายน 2568", "18_เมษายน_2568"),
        ("1 ต.ค. 2565", "1_ต.ค._2565"),
        ("ต่าง ๆ ของ", "ต่าง_ๆ ของ"),
        ("ของ 3 ที่", "ของ 3 ที่"),
    ],
)
def test_numbers_stay_with_their_word(text, tied):
    shown = set_breaks(text).replace("\u00a0", "_")
    assert plain(shown) == tied


def test_a_no_break_space_of_the_writer_stays():
    assert "\u00a0" in set_breaks("นาย\u00a0ก")


def test_prefixes_are_tied_but_the_noun_prefix_only_to_a_short_word():
    assert units("ผู้สูงอายุ") == ["ผู้สูงอายุ"]
    assert units("การปฏิบัติหน้าที่") == ["การ", "ปฏิบัติหน้าที่"]
    assert units("การใช้งาน") == ["การใช้งาน"]


@given(THAI)
def test_nothing_is_lost_or_added(text):
    shown = set_breaks(text)
    normal = plain(text)
    assert plain(shown) == normal
    assert "".join(units(text)) == normal
    assert set_breaks(shown) == shown


@given(THAI, st.floats(0.3, 30))
def test_no_break_parts_a_mark_from_its_letter(text, widest):
    torn = re.compile("[\u200b\u2060][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
    shown = set_breaks(text, widest=widest)
    assert plain(shown) == plain(text)
    assert not torn.search(shown)


def test_text_without_thai_is_left_alone():
    assert set_breaks("Integrity 2566-10, p. 3") == "Integrity 2566-10, p. 3"
    assert set_breaks("") == ""
    assert units("") == []


@pytest.mark.parametrize("width", [30, 55, 100, 200, 450])
@pytest.mark.parametrize("bold", [False, True])
def test_nothing_goes_beyond_its_column(width, bold, finished):
    texts = [set_breaks(text, NAMES, widest=width / 12, bold=bold) for text in WIDE]
    weight = '#set text(weight: "bold")\n' if bold else ""
    inputs = {"texts": json.dumps(texts), "width": str(width)}
    for text, furthest in zip(WIDE, _furthest(finished(weight + COLUMN, inputs)), strict=True):
        assert furthest <= width + 1, text


def test_addresses_go_beyond_a_column_unless_its_width_is_told(finished):
    inputs = {"texts": json.dumps([set_breaks(text) for text in WIDE]), "width": "55"}
    assert sum(furthest > 56 for furthest in _furthest(finished(COLUMN, inputs))) > 3


def _furthest(pdf):
    """How far to the right each page reaches; a space at the end of a line may hang out."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        letters = range(text.count_chars())
        seen = (index for index in letters if text.get_text_range(index, 1).strip())
        yield max(text.get_charbox(index)[2] for index in seen)
    document.close()


def test_a_broken_address_is_read_without_joiners(finished, pdf_readers):
    texts = [set_breaks(text, widest=100 / 12) for text in ADDRESSES]
    pages = pdf_readers["pdfium"](finished(COLUMN, {"texts": json.dumps(texts), "width": "100"}))
    for address, page in zip(ADDRESSES, pages, strict=True):
        # pdfium reports a hyphen at the end of a line as a sign of its own.
        assert page.replace("\ufffe\n", "-").replace("\ufffe", "-").replace("\n", "") == address
        assert len(page.splitlines()) > 3


def test_addresses_break_after_their_signs():
    shown = set_breaks(ADDRESSES[0], widest=6)
    parts = shown.split(BREAK)
    assert parts[:4] == ["https://", "www.", "bansong.", "example."]
    assert all(text_width(part, 1) <= 6 for part in parts)


def test_widths_count_letters_and_not_their_marks():
    assert text_width("ที่", 12) == text_width("ท", 12) > 0
    assert text_width("น้ำ", 12) == text_width("นา", 12)
    assert text_width(set_breaks("กระทรวง"), 12) == text_width("กระทรวง", 12)
    assert text_width("ก", 24) == pytest.approx(2 * text_width("ก", 12))
    assert text_width("กข", 12, bold=True) > text_width("กข", 12)


def test_widths_are_those_of_the_page(finished):
    words = ["กระทรวงมหาดไทย", "เทศบัญญัติ", "ผู้อำนวยการ", "2566"]
    source = "#set page(width: auto, height: auto, margin: 0pt)\n#set text(size: 20pt)\n"
    document = pypdfium2.PdfDocument(finished(source + "#pagebreak()\n".join(words)))
    for word, page in zip(words, document, strict=True):
        assert page.get_width() == pytest.approx(text_width(word, 20), abs=0.1)
    document.close()


def test_a_long_run_without_spaces_is_quick_and_whole():
    text = "มากกว่า" * 3000
    assert plain(set_breaks(text)) == text


def test_threads_agree(hard_words):
    words = [word.replace("|", "") for word in hard_words]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(set_breaks, words * 3))
    assert together == [set_breaks(word) for word in words] * 3


def test_the_word_list_is_loaded_late_and_leaves_the_home_folder_alone(tmp_path):
    program = (
        "import sys\n"
        "from prongsai.documents.typesetting.breaks import units\n"
        "assert not {'pythainlp', 'fontTools'} & set(sys.modules)\n"
        "print(len(units('กระทรวงมหาดไทย')))\n"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHAINLP")
    } | {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"
    assert not list(tmp_path.iterdir())
