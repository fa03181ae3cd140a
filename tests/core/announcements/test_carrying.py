"""Measures of a plan as clauses: in full, taken in anew, as a list where they are many."""

from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.announcements.content import RowKind, TextRow
from prongsai.core.announcements.drafting import MOST_CLAUSES, Carried, carrying, has_steps

OWN = (
    TextRow(RowKind.HEADING, "ขอบเขต"), TextRow(RowKind.ITEM, "ใช้กับทุกคน"),
    TextRow(RowKind.HEADING, "การรายงาน"), TextRow(RowKind.ITEM, "ปีละสองครั้ง"),
)  # fmt: skip
TWO = (
    Carried(
        "มาตรการตรวจสอบการใช้ดุลพินิจ", ("จัดทำคู่มือ", "ประกาศหลักเกณฑ์"), "ทุกส่วนราชการ", "ปีงบประมาณ 2568"
    ),
    Carried("มาตรการเผยแพร่ข้อมูลต่อสาธารณะ"),
)


def texts(rows):
    return [row.text for row in rows]


def test_each_measure_is_a_part_with_its_steps_as_in_document_004():
    made = carrying(OWN, TWO)
    assert texts(made) == [
        "ขอบเขต", "ใช้กับทุกคน",
        "มาตรการที่ 1 มาตรการตรวจสอบการใช้ดุลพินิจ", "จัดทำคู่มือ", "ประกาศหลักเกณฑ์",
        "ผู้รับผิดชอบ ทุกส่วนราชการ ระยะเวลา ปีงบประมาณ 2568",
        "มาตรการที่ 2 มาตรการเผยแพร่ข้อมูลต่อสาธารณะ",
        "การรายงาน", "ปีละสองครั้ง",
    ]  # fmt: skip
    kinds = [row.kind for row in made[2:6]]
    assert kinds == [RowKind.HEADING, RowKind.ITEM, RowKind.ITEM, RowKind.TEXT]


def test_taken_in_again_they_replace_what_was_taken_in_where_it_stands():
    moved = (*OWN[2:], *carrying(OWN, TWO)[2:7], *OWN[:2])
    made = carrying(moved, TWO[1:])
    assert texts(made) == [
        "การรายงาน", "ปีละสองครั้ง", "มาตรการที่ 1 มาตรการเผยแพร่ข้อมูลต่อสาธารณะ",
        "ขอบเขต", "ใช้กับทุกคน",
    ]  # fmt: skip


def test_what_a_drafter_calls_a_measure_is_theirs():
    own = (TextRow(RowKind.HEADING, "มาตรการที่ใช้กับทุกส่วนราชการ"), TextRow(RowKind.ITEM, "ของเรา"))
    assert "ของเรา" in texts(carrying(own, TWO))


def test_many_measures_are_a_list_of_what_who_and_when():
    many = [Carried(f"เรื่อง {number}", ("ก", "ข"), "กองคลัง", "ทั้งปี") for number in range(45)]
    assert not has_steps(many)
    made = carrying(OWN, many)
    assert made[2] == TextRow(RowKind.HEADING, "รายการมาตรการ")
    assert made[3] == TextRow(RowKind.ITEM, "เรื่อง 0 ผู้รับผิดชอบ กองคลัง ระยะเวลา ทั้งปี")
    assert len(made) == len(OWN) + 46
    assert carrying(made, TWO) == carrying(OWN, TWO)


@given(st.lists(st.sampled_from(OWN), max_size=6), st.integers(0, 60))
def test_nothing_of_the_drafter_is_lost_and_twice_is_as_once(rows, count):
    measures = [Carried(f"เรื่อง {number}", ("ก",)) for number in range(count)]
    made = carrying(rows, measures)
    assert carrying(made, measures) == made
    kept = [row for row in made if row in OWN]
    assert sorted(texts(kept)) == sorted(texts(rows))
    assert count == 0 or has_steps(measures) == (count * 3 <= MOST_CLAUSES)
