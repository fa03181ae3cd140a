"""Thai text as people type it: every repair has its example, and sound Thai stays as it is."""

import re
from unicodedata import category

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prongsai.core import thai
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.thai import (
    arabic_digits,
    around,
    printed,
    repair,
    shorten,
    skeleton,
    squeeze,
    thai_digits,
)

NAMES = sorted(
    {node.name.th for year in Catalogue().all() for node in year.tree.values()}
    | {"แหล่งน้ำและค่าน้ำ", "งานซ้ำซ้อน"}
)
TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e3a\u0e47"
PRIVATE_TONES = dict(zip(map(ord, TONES), "\uf70a\uf70b\uf70c\uf70d\uf70e", strict=True))

DAMAGES = {
    "sara am that lost its ring": lambda text: text.replace("\u0e33", " \u0e32"),
    "sara am with a space before it": lambda text: text.replace("\u0e33", " \u0e33"),
    "sara am in two characters": lambda text: text.replace("\u0e33", "\u0e4d\u0e32"),
    "sara am before its tone": lambda text: re.sub(f"([{TONES}])\u0e33", "\u0e33\\1", text),
    "sara am twice in part": lambda text: text.replace("\u0e33", "\u0e33\u0e32"),
    "sara ae as two sara e": lambda text: text.replace("แ", "เเ"),
    "a space before every tone": lambda text: re.sub(f"([{TONES}])", r" \1", text),
    "a line break before every mark": lambda text: re.sub(f"([{ABOVE_OR_BELOW}])", "\n\\1", text),
    "the tone before the vowel": lambda text: re.sub(
        f"([{ABOVE_OR_BELOW}])([{TONES}])", r"\2\1", text
    ),
    "every tone twice": lambda text: re.sub(f"([{TONES}])", r"\1\1", text),
    "zero-width spaces": "\u200b".join,
    "soft hyphens": lambda text: re.sub("(?<=[ก-๛])(?=[ก-๛])", "\u00ad", text),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "glyphs of an old font": lambda text: text.translate(PRIVATE_TONES),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_repair_restores_every_name_of_every_year(damage):
    damaged = {name: damage(name) for name in NAMES}
    assert damaged.keys() != set(damaged.values())  # the damage does something
    assert {name: repair(text) for name, text in damaged.items()} == {name: name for name in NAMES}


def test_repair_restores_thai_that_was_read_as_latin():
    names = [name for name in NAMES if sum("ก" <= letter <= "๛" for letter in name) >= 5]
    assert names
    assert [repair(name.encode("cp874").decode("latin-1")) for name in names] == names


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("ด˚าเนินการ", "ดำเนินการ"),
        ("สํานักงาน", "สำนักงาน"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("ประจ าป ี", "ประจำปี"),
        ("ผู\uf70bบริหาร", "ผู้บริหาร"),
        ("¡ÒÃ»ÃÐàÁÔ¹\nCafé", "การประเมิน\nCafé"),
        ("พ.ศ.\u00a02565", "พ.ศ. 2565"),
        ("¡ÒÃ»ÃÐàÁÔ¹ “ITA”", "การประเมิน “ITA”"),
    ],
)
def test_a_fault_seen_in_a_document_is_mended(damaged, mended):
    assert repair(damaged) == mended


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Café résumé",
        "คำนำ ·················· 1",
        "อำเภอท่าม่วง จังหวัดกาญจนบุรี",
        "ข้อ 1\nข้อ 2",
        "ต่าง ๆ ภายในหน่วยงาน",
        "ปัญหา อุปสรรค และข้อเสนอแนะ",
        "น้ำ ทำ ซ้ำ ค่ำ",
        "สถานที่ที่ให้บริการ",
    ],
)
def test_sound_text_stays_as_it_is(text):
    assert repair(text) == text


@given(
    st.one_of(
        st.text(st.sampled_from("กขทดาำิีึืุูั่้๊๋์็ํ เแ\u00a0 \t\nAๆ\u200bÄ"), max_size=12),
        st.sampled_from(NAMES).flatmap(
            lambda name: st.integers(0, len(name)).map(lambda at: name[:at] + " " + name[at:])
        ),
    )
)
def test_what_looks_sound_at_first_needs_no_repair(text):
    mended = text
    for pattern, replacement in thai._REPAIRS:
        mended = pattern.sub(replacement, mended)
    assert mended == text or any(fault.search(text) for fault in thai._MAY_BE_BROKEN)


@given(st.text(st.characters(max_codepoint=0xFEFF)))  # below the full-width forms
def test_digits_go_to_thai_and_back(text):
    assert arabic_digits(thai_digits(text)) == arabic_digits(text)
    assert thai_digits(arabic_digits(text)) == thai_digits(text)


def test_digits_are_changed_and_nothing_else():
    assert arabic_digits("ข้อ ๑๒.๓๔๕ 67๘๙๐") == "ข้อ 12.345 67890"
    assert arabic_digits("\uff19\uff13\uff0e\uff15\uff15\uff05") == "93.55%"  # full width
    assert thai_digits("ข้อ 12.345 67890") == "ข้อ ๑๒.๓๔๕ ๖๗๘๙๐"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("การ เปิดเผยข้อมูล", "การเปิดเผยขอมูล"),
        ("E-Service", "e service"),
        ("ข้อ ๑๒", "ข้อ 12"),
        ("“ทำ” (ตามแผน)", "ทำ ตามแผน"),
        ("ดำเนินการ", "ด าเนินการ"),
        ("ดำเนินการ", "ดาเนินการ"),
    ],
)
def test_a_skeleton_is_the_same_for_texts_that_mean_the_same(one, other):
    assert skeleton(one) == skeleton(other)


def test_the_skeletons_of_the_names_of_a_year_tell_them_apart():
    for year in Catalogue().all():
        names = {node.name.th for node in year.tree.values()}
        assert len({skeleton(name) for name in names}) == len(names)


# Unicode's Default_Ignorable_Code_Point, and what is drawn as nothing besides.
IGNORABLE = [
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]  # fmt: skip
BLANK = "\u2800\ufffc\U00013441\U00013442\U00016fe4\U0001d159"
PRINTS_NOTHING = {chr(code) for first, last in IGNORABLE for code in range(first, last + 1)}
PRINTS_NOTHING |= set(BLANK) | {
    letter for letter in map(chr, range(0x110000)) if category(letter) in ("Cf", "Cc")
}


def test_what_prints_nothing_is_neither_kept_nor_compared():
    """Each such code point there is, before, in and after a name, and instead of one."""
    left = {
        hex(ord(letter))
        for letter in PRINTS_NOTHING
        if not letter.isspace()
        for there in (f"{letter}นายกเทศ", f"นายก{letter}เทศ", f"นายกเทศ{letter}{letter}")
        if printed(there) != "นายกเทศ" or skeleton(there) != skeleton("นายกเทศ") or printed(letter)
    }
    assert not left
    blanks = {letter for letter in PRINTS_NOTHING if letter.isspace()}
    assert {printed(f"นายก{letter}เทศ") for letter in blanks} == {"นายก เทศ"}


@pytest.mark.parametrize("letter", [*map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)])])
def test_every_thai_letter_and_mark_is_kept(letter):
    assert printed(f"ก{letter}ข") == f"ก{letter}ข"


def test_what_is_printed_stays_as_it_is():
    for name in [*NAMES, "Café 1/2569 (ฉบับแก้ไข) – ๑๒", "ປະເທດ", "ကခ်"]:
        assert printed(name) == squeeze(name)
        assert skeleton(printed(name)) == skeleton(name)


@pytest.mark.parametrize(
    ("text", "letters", "cut"),
    [
        ("ปลัดเทศบาล", 4, "ปลัด…"),
        ("ปลัดเทศบาล", 9, "ปลัดเทศบาล"),
        ("ปลัด เทศบาล", 4, "ปลัด…"),
        ("ท่วมทุ่ง", 1, "ท่…"),
        ("ดำเนินการ", 1, "ดำ…"),
        ("", 0, ""),
    ],
)
def test_a_long_text_is_cut_and_a_short_one_is_not(text, letters, cut):
    assert shorten(text, letters) == cut


@given(st.sampled_from(NAMES), st.integers(0, 60))
def test_a_text_is_never_cut_between_a_letter_and_its_marks(name, letters):
    cut = shorten(name, letters)
    assume(cut != name)
    kept = cut.removesuffix("…")
    rest = name.removeprefix(kept)
    assert (kept + rest, cut[-1]) == (name, "…")
    assert category(rest[0]) != "Mn"
    assert rest[0] != "\u0e33"
    assert sum(category(letter) != "Mn" for letter in kept) <= letters + kept.count("\u0e33")


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [(0, 5, "ข้อ 1"), (6, 12, "ข้อ 1 คะแนน"), (13, 18, "…คะแนน 85.00"), (13, 15, "…คะแนน 85")],
)
def test_what_stands_around_a_place_begins_with_a_whole_word(start, end, shown):
    assert around("ข้อ 1 คะแนน  85.00 จากเต็ม", start, end, letters=9) == shown


@given(st.sampled_from(NAMES), st.data())
def test_what_stands_around_a_place_holds_the_place_and_not_much_more(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    shown = around(name, start, end, letters=10)
    assert shown.endswith(squeeze(name[start:end]))
    assert len(shown) <= 1 + 10 + end - start
    assert shown.startswith("…") == (start > 10)


@given(st.text())
def test_squeezed_text_has_single_spaces_only_inside(text):
    squeezed = squeeze(text)
    assert squeezed.split(" ") == (text.split() or [""])
