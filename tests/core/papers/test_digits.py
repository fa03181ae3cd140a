"""Digits: Thai where the agency wants them, and addresses, codes and files as they are."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.papers.digits import Digits, printed, to_arabic, to_thai
from prongsai.core.papers.document import (
    Chart,
    ChartKind,
    ChartRow,
    Cover,
    Document,
    Form,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    Numbered,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Section,
    Table,
    TableStyle,
    Together,
)
from prongsai.core.papers.kinds import KINDS
from prongsai.core.thai import arabic_digits, thai_digits

THAI = set("๐๑๒๓๔๕๖๗๘๙")
ARABIC = set("0123456789")


@pytest.mark.parametrize(
    ("text", "thai"),
    [
        ("ปี 2568 ได้ 90.52 คะแนน", "ปี ๒๕๖๘ ได้ ๙๐.๕๒ คะแนน"),
        ("1 มีนาคม 2566", "๑ มีนาคม ๒๕๖๖"),
        ("12,500.00 บาท", "๑๒,๕๐๐.๐๐ บาท"),
        ("ตัวชี้วัด 9.1", "ตัวชี้วัด ๙.๑"),
        ("โทร 0 7700 0000", "โทร ๐ ๗๗๐๐ ๐๐๐๐"),
        ("ปี2568", "ปี๒๕๖๘"),
    ],
)
def test_numbers_in_thai_text_become_thai(text, thai):
    assert to_thai(text) == thai


@pytest.mark.parametrize(
    "kept",
    [
        "i27",
        "o12",
        "M07",
        "W3C",
        "ISO-9001",
        "ISO9001",
        "5G",
        "https://www.example.go.th/ita2568?p=1",
        "www.example2.go.th",
        "example.go.th/2568/o12",
        "office99@example.go.th",
        "scores-2565.csv",
        "2565.xlsx",
        "คะแนน2565.PDF",
    ],
)
@pytest.mark.parametrize("around", ["{}", "ข้อ {} ปี 2568", "({}) 2568", "{}, 12", "2568 {}"])
def test_addresses_codes_and_files_keep_their_digits(kept, around):
    assert to_thai(around.format(kept)) == thai_digits(around).format(kept)


def test_thai_letters_after_a_code_do_not_belong_to_it():
    assert to_thai("o12ปี2568") == "o12ปี๒๕๖๘"
    assert to_thai("ISO9001และ2568") == "ISO9001และ๒๕๖๘"


@given(st.text("0123456789ab.-@/:กี ๑", max_size=60))
def test_digits_go_to_thai_and_back(text):
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_thai(to_thai(text)) == to_thai(text)


@pytest.mark.parametrize("letters", ["a.", "1", "a-", "ก", "1.", "@", "a2"])
def test_a_long_word_takes_no_long_time(letters):
    text = letters * 20_000
    assert arabic_digits(to_thai(text)) == text


# A document

TABLE = Table(
    "ตารางที่ 1",
    (PaperColumn("ปี 2565"),),
    (RowGroup("ด้านที่ 1", ((PaperCell(("90.52", "o12")),),)),),
)
MEMBERS = replace(TABLE, caption="", style=TableStyle.PLAIN)
CHART = Chart(
    ChartKind.BARS,
    "แผนภูมิที่ 1",
    "คะแนน 90.52",
    ("2565",),
    (ChartRow("ปี 2565", (Decimal("90.52"),), "น้ำหนัก 30"),),
    Decimal(85),
    ("ผ่าน", "ต่ำกว่า 85", "เกณฑ์ 85"),
)
FIGURES = KeyFigures((KeyFigure("คะแนนปี 2565", "90.52"),), "สูงขึ้น 5.26 คะแนน")


def of(*blocks, **more):
    return Document(
        "booklet", "เล่ม 2566", "เทศบาล", date(2023, 1, 1), (Section(Form.CHAPTER, blocks),), **more
    )


def strings(digits, *blocks, **more):
    return list(printed(of(*blocks, **more), digits).strings())


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        (Digits.THAI, ["ตารางที่ ๑", "ปี ๒๕๖๕", "ด้านที่ ๑", "๙๐.๕๒", "o12"]),
        (Digits.THAI_IN_PROSE, ["ตารางที่ ๑", "ปี 2565", "ด้านที่ 1", "90.52", "o12"]),
        (Digits.ARABIC, ["ตารางที่ 1", "ปี 2565", "ด้านที่ 1", "90.52", "o12"]),
    ],
)
def test_the_inside_of_a_table_has_its_own_setting_and_its_caption_is_prose(digits, expected):
    assert strings(digits, TABLE) == expected


def test_a_list_of_members_is_prose():
    assert "๙๐.๕๒" in strings(Digits.THAI_IN_PROSE, MEMBERS)
    assert "90.52" in strings(Digits.THAI_IN_PROSE, TABLE)


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("ปี 2565"),
        Heading(2, "ปี 2565", "2.1"),
        Numbered("2.1", "ปี 2565"),
        Note("ปี 2565"),
        Cover("ปี 2565", "2566", "เทศบาล", "อำเภอ", "สำนัก"),
        Together((Paragraph("ปี 2565"),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_all_else_is_prose(block):
    thai = strings(Digits.THAI_IN_PROSE, block)
    assert "ปี ๒๕๖๕" in thai
    assert not ARABIC.intersection("".join(thai))
    assert not THAI.intersection("".join(strings(Digits.ARABIC, block)))


def test_the_words_of_a_chart_are_as_those_of_a_table():
    assert "๘๕" in " ".join(strings(Digits.THAI, CHART))
    mixed = strings(Digits.THAI_IN_PROSE, CHART)
    assert mixed[0] == "แผนภูมิที่ ๑"
    assert not THAI.intersection("".join(mixed[1:]))


def test_large_figures_are_as_in_a_table_and_the_sentence_beside_them_is_prose():
    found = strings(Digits.THAI_IN_PROSE, FIGURES)
    assert found == ["คะแนนปี 2565", "90.52", "สูงขึ้น ๕.๒๖ คะแนน"]


def test_what_stands_on_every_page_is_prose():
    found = strings(Digits.THAI_IN_PROSE, running_head="เล่ม 2566", footnote="หน้า 1", stamp="ร่าง 1")
    assert found == ["เล่ม ๒๕๖๖", "หน้า ๑", "ร่าง ๑"]


def test_what_is_no_printed_text_stays():
    document = of(CHART, TABLE, names=frozenset({"บ้านส้อง 2"}))
    changed = printed(document, Digits.THAI)
    assert (changed.kind, changed.names, changed.made_on) == (
        document.kind,
        document.names,
        document.made_on,
    )
    (chart, _) = changed.sections[0].blocks
    assert chart.rows[0].values == CHART.rows[0].values
    assert (chart.kind, chart.target, chart.alternative) == (
        CHART.kind,
        CHART.target,
        CHART.alternative,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_thai_throughout_leaves_arabic_digits_in_codes_and_files_alone(kind, ban_song_case):
    document = printed(KINDS[kind].build(ban_song_case), Digits.THAI)
    left = [text for text in document.strings() if ARABIC.intersection(text)]
    assert all(text == to_thai(text) for text in left)
    arabic = printed(KINDS[kind].build(ban_song_case), Digits.ARABIC)
    assert not any(THAI.intersection(text) for text in arabic.strings())


@pytest.mark.parametrize("digits", Digits)
def test_every_setting_has_its_label(digits):
    assert digits.label.th != digits.label.en
