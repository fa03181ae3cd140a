"""What looks like a person's name: counted on sentences made up before the rule, and after it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.person_names import person_names
from prongsai.core.yaml_data.documents import parse

SETS = Path(__file__).parents[1] / "cases/names"
# Names found, of how many; sentences without a name that are told, of how many.
TOLD = {"first": (37, 37, 0, 40), "second": (27, 30, 0, 34), "third": (17, 21, 2, 20)}


def overlaps(text, name):
    start = text.index(name)
    return any(one.start < start + len(name) and start < one.end for one in person_names(text))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("MR. SOMMAT TUAYANG ยื่นคำขอ", True), ("mr.Sommat ยื่นคำขอ", True), ("MRS.SOMMAT", True),
        ("นส.สมมติ ตัวอย่าง ขอ", True), ("ดช.สมมติ ตัวอย่าง", True), ("ดญ. สมมติ ตัวอย่าง", True),
        ("ที่ดินตาม นส.3ก", False), ("น.ส.3 ก. เลขที่ 5", False), ("MS Word", False), ("DR site", False),
        ("MR. ยื่น", False), ("the mr. and", False),
    ],
)  # fmt: skip
def test_titles_as_they_are_shortened_and_typed_in_capitals(text, is_told):
    assert bool(person_names(text)) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("งานพัสดุ มิถุนายน 2566 รอบ 6 เดือน", False), ("มิถุนายน สมมติ", False),
        ("มิถุนายน นายสมมติ ตัวอย่าง", True), ("สายตรงนายกการจัดเวทีประชาคม", False),
        ("นายการัณย์ ตัวอย่าง", True), ("ตำบลหนองทราย อำเภอตัวอย่าง จังหวัดตัวอย่าง", False),
        ("คำขอราย สมมติ ตัวอย่าง", True),
    ],
)  # fmt: skip
def test_words_of_papers_of_municipalities_are_no_titles(text, is_told):
    """As they stand in documents 000, 003 and 004."""
    assert bool(person_names(text)) is is_told


@pytest.mark.parametrize("name", TOLD)
def test_as_many_are_found_as_the_page_says(name):
    path = SETS / f"{name}-set.yaml"
    read = parse(path.read_text(encoding="utf-8"), path.name).data
    named = [overlaps(one["text"], word) for one in read["with"] for word in one["named"]]
    false = [text for text in read["without"] if person_names(text)]
    assert (sum(named), len(named), len(false), len(read["without"])) == TOLD[name], false


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ให้นายดำ ตัวอย่าง และนางแดง ผ่อนชำระ", ["นายดำ ตัวอย่าง", "นางแดง ผ่อนชำระ"]),
        ("นายกเทศมนตรีและนายช่างตรวจแล้ว คุณสมบัติครบ", []),
        ("", []),
    ],
)
def test_what_is_quoted(text, words):
    assert [one.words for one in person_names(text)] == words


@given(st.text(alphabet="นายางสวคุณดร.ลุงป้า พระมหผู้ขอืช:ก\u0e3a Mr", max_size=300))
def test_whatever_stands_there_hits_follow_each_other_inside_the_text(text):
    last = 0
    for one in person_names(text):
        assert last <= one.start < one.end <= len(text)
        last = one.end


def test_a_long_text_without_an_end_is_read():
    for text in ("นาย" * 3000, "ก" * 9000, "ผู้" * 3000 + "คือ", "คุณนาย " * 2000, "เจ้าของ" * 1500):
        person_names(text)
