"""The table of states as agencies keep it: what each row means, and what is not taken."""

from collections import Counter

import pytest

from prongsai.core.disclosure.model import ItemState
from prongsai.core.disclosure.status_table import read_status_table
from prongsai.core.framework.catalogue import Catalogue

HEAD = "ลำดับ ที่\tประเด็น\tยังไม่ ดำเนินการ\tอยู่ระหว่าง ดำเนินการ\tดำเนินการ แล้ว\tเอกสาร\tหน่วยงาน\tหมายเหตุ"


@pytest.fixture(scope="module")
def year():
    return Catalogue().get(2566, draft=True)


@pytest.fixture(scope="module")
def document_002(shared):
    return (shared / "mission/seeds/002.txt").read_text(encoding="utf-8")


def rows(text, year):
    found = read_status_table(text, year)
    assert found.faults == ()
    return {row.code: row.state for row in found.rows}


def faults(text, year):
    found = read_status_table(text, year)
    assert found.rows == ()
    return [fault.message.th for fault in found.faults]


def test_document_002_is_read_whole(document_002):
    found = read_status_table(document_002, Catalogue().get(2564, draft=True))
    assert found.faults == ()
    assert Counter(row.state for row in found.rows) == {
        ItemState.DONE: 29,
        ItemState.IN_PROGRESS: 8,
    }
    one = next(row for row in found.rows if row.code == "o18")
    assert one.owner == "กองคลัง"
    assert one.documents.startswith("1. แผนการใช้จ่ายงบประมาณ")


def test_names_count_where_codes_of_another_year_are_written(document_002, year):
    found = read_status_table(document_002, year)
    written = {row.code: row.written for row in found.rows if row.written}
    assert written["o36"] == "o39"  # แผนปฏิบัติการป้องกันการทุจริต
    assert [fault.text.split()[2] for fault in found.faults] == ["O32", "O34", "O35", "O38"]


@pytest.mark.parametrize("tick", ["✓", "✔", "/", "√", "x", "☑", "\uf0fc", "ดำเนินการแล้ว"])
def test_ticks_are_known(tick, year):
    assert rows(f"{HEAD}\n1\tข้อ O1 โครงสร้าง\t\t-\t{tick}", year) == {"o1": ItemState.DONE}


def test_each_column_is_a_state(year):
    table = [HEAD, "1\tO1\t✓\t\t", "2\to2\t☐\t✓\t☐", "3\tข้อ ๐๓\t\t\t✓ ส่งแล้ว"]
    assert rows("\n".join(table), year) == {
        "o1": ItemState.NOT_STARTED, "o2": ItemState.IN_PROGRESS, "o3": ItemState.HANDED_IN,
    }  # fmt: skip


def test_one_column_of_words(year):
    table = "ข้อ\tชื่อข้อ\tสถานะ\no1\tโครงสร้าง\tทำแล้ว\no2\tข้อมูลผู้บริหาร\tin progress"
    assert rows(table, year) == {"o1": ItemState.DONE, "o2": ItemState.IN_PROGRESS}


def test_without_headings_the_words_tell_it(year):
    assert rows("o1\tทำแล้ว\no2\tกำลังทำ", year) == {
        "o1": ItemState.DONE,
        "o2": ItemState.IN_PROGRESS,
    }


def test_items_handled_together(year):
    assert rows(f"{HEAD}\n1\tข้อ O25 - 28 การร้องเรียน\t\t✓\t", year) == {
        f"o{number}": ItemState.IN_PROGRESS for number in range(25, 29)
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1\tO1\t\t\t", "ไม่มีเครื่องหมาย"),
        ("1\tO1\t✓\t\t✓", "หลายช่อง"),
        ("1\tO1\t\t?\t", "ไม่รู้จักเครื่องหมาย “?”"),
        ("1\tO1\t\t\tไม่ได้ทำ", "ไม่รู้จักเครื่องหมาย “ไม่ได้ทำ”"),
        ("1\tO77\t✓\t\t", "ปีนี้ไม่มีข้อ o77"),
        ("1\tO1 ปลากระป๋องลดราคา\t✓\t\t", "ไม่ใช่ชื่อข้อ o1"),
        ("1\tO28-25\t✓\t\t", "จากข้อหลังมาข้อหน้า"),
        ("1\tโครงสร้าง\t✓\t\t", "ไม่มีรหัสข้อ"),
    ],
)
def test_what_cannot_be_known_is_told_and_not_taken(line, said, year):
    (told,) = faults(f"{HEAD}\n{line}", year)
    assert said in told


def test_two_states_of_one_item_are_told_and_none_is_taken(year):
    (told,) = faults("o1\tทำแล้ว\no1\tกำลังทำ", year)
    assert "หลายสถานะ" in told
    assert rows("o1\tทำแล้ว\no1\tทำแล้ว", year) == {"o1": ItemState.DONE}


def test_prose_around_the_table_is_no_row(year):
    text = f"ข้อ ๐๒ ข้อมูลผู้บริหาร\n{HEAD}\n1\tO1\t✓\t\t\nข้อ o9 ทำแล้ว"
    assert rows(text, year) == {"o1": ItemState.NOT_STARTED}
