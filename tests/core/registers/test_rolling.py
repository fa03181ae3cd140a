"""Roll-ups: exact sums, everything that can be there, planned against actual."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.registers.conftest import SPENDING

from prongsai.core.registers.papers import RollUp
from prongsai.core.registers.reading import read_register
from prongsai.core.registers.rolling import Others, roll_up_of
from prongsai.core.registers.rows import Row, read_row, row_key
from prongsai.core.registers.values import Context
from prongsai.core.text import Text

IN_2569 = Context(2569)


def row(register, day, what, paid, **more):
    typed = {"paid_on": day, "unit": "กองคลัง", "what": what, "paid": paid, **more}
    reading = read_row(register, typed, IN_2569)
    assert reading.faults == ()
    return reading.row


@pytest.fixture
def rows(spending):
    return [
        row(spending, "3 ต.ค. 68", "ก", "0.10", planned="10", way="เฉพาะเจาะจง"),
        row(spending, "9 ต.ค. 68", "ข", "0.20", planned="20", way="ประกวดราคา"),
        row(spending, "9 ธ.ค. 68", "ค", "(5)", unit="กองช่าง", way="เฉพาะเจาะจง"),
        row(spending, "9 ก.ย. 69", "ง", "100", unit="กองช่าง"),
    ]


def test_months_stand_in_the_order_of_the_year_also_without_rows(spending, rows):
    found = roll_up_of(spending, spending.roll_up("by-month"), rows, 2569)
    assert [line.labels[0].th for line in found.lines][:3] == [
        "ตุลาคม 2568", "พฤศจิกายน 2568", "ธันวาคม 2568",
    ]  # fmt: skip
    assert len(found.lines) == 12
    october, november, december = found.lines[:3]
    assert (october.count, october.sums["paid"]) == (2, Decimal("0.30"))
    assert (october.planned, october.actual) == (30, Decimal("0.30"))
    assert (october.difference, october.percent) == (Decimal("29.70"), Decimal("1.00"))
    assert (november.count, november.sums["paid"], november.percent) == (0, None, None)
    assert (december.sums["paid"], december.planned, december.percent) == (-5, None, None)
    assert (found.total.count, found.total.sums["paid"]) == (4, Decimal("95.30"))
    assert found.headings[0].th == "เดือน"


def test_by_two_things_only_what_there_is_and_what_was_not_said_last(spending, rows):
    found = roll_up_of(spending, spending.roll_up("by-way"), rows, 2569)
    assert [(*(label.th for label in line.labels), line.count) for line in found.lines] == [
        ("เฉพาะเจาะจง", "กองคลัง", 1),
        ("เฉพาะเจาะจง", "กองช่าง", 1),
        ("ประกวดราคา", "กองคลัง", 1),
        ("ไม่ได้ระบุ", "กองช่าง", 1),
    ]
    assert found.total.sums["paid"] == Decimal("95.30")


def test_only_rows_of_which_the_condition_holds_and_every_state(spending, rows):
    found = roll_up_of(spending, spending.roll_up("by-state"), rows, 2569)
    assert [(line.labels[0].th, line.count) for line in found.lines] == [
        ("ขอเบิก", 2), ("จ่ายแล้ว", 0),
    ]  # fmt: skip


def test_what_is_computed_is_added_too(spending, rows):
    found = roll_up_of(spending, spending.roll_up("by-unit"), rows, 2569)
    by_unit = {line.labels[0].th: line.sums for line in found.lines}
    assert by_unit["กองคลัง"] == {"paid": Decimal("0.30"), "left": Decimal("29.70")}
    assert by_unit["กองช่าง"] == {"paid": 95, "left": None}


@pytest.mark.parametrize(("by", "count"), [("quarter", 4), ("half", 2)])
def test_by_quarter_and_by_half(spending, rows, by, count):
    roll_up = RollUp(key="x", title=Text("x", "x"), by=(by,), sums=("paid",))
    found = roll_up_of(spending, roll_up, rows, 2569)
    assert [line.count for line in found.lines] == ([3, 0, 0, 1] if count == 4 else [3, 1])
    assert sum(line.count for line in found.lines) == found.total.count == 4


DONE = SPENDING.replace("spending}", "done}").replace(
    "- {name: reason,",
    "- {name: line, kind: reference, register: spending, title: {th: ข, en: b}}\n- {name: reason,",
)  # fmt: skip
DONE = DONE.replace(
    "roll_ups:\n",
    "roll_ups:\n- {key: by-line, title: {th: ก, en: a}, by: [line], sums: [paid],"
    " planned: line.planned, actual: paid}\n- {key: by-line-unit, title: {th: ก, en: a},"
    " by: [line.unit], planned: line.planned, actual: paid}\n",
)


def test_the_plan_of_another_register_counts_once_for_each_of_its_lines(spending, rows):
    done, findings = read_register("done", DONE, "done.yaml")
    assert findings == ()
    first, second = (row_key(spending, one) for one in rows[:2])
    others = {"spending": Others(spending, tuple(rows))}
    paid = [
        Row({**row(done, "3 ต.ค. 68", name, amount).values, "line": line})
        for name, amount, line in (("จ", "4", first), ("ฉ", "1.50", first), ("ช", "2", "lost"))
    ]
    found = roll_up_of(done, done.roll_up("by-line"), paid, 2569, others=others)
    by_line = {line.labels[0].th: line for line in found.lines}
    assert (by_line["ก"].count, by_line["ก"].planned, by_line["ก"].actual) == (
        2,
        10,
        Decimal("5.50"),
    )
    assert by_line["ก"].percent == Decimal("55.00")
    # A line of the plan of which nothing was paid stands with nothing; what names no line stands.
    assert (by_line["ข"].count, by_line["ข"].planned, by_line["ข"].actual) == (0, 20, 0)
    assert by_line["lost"].planned is None
    assert second in {row_key(spending, one) for one in rows}
    assert (found.total.planned, found.total.actual) == (30, Decimal("7.50"))
    by_unit = roll_up_of(done, done.roll_up("by-line-unit"), paid, 2569, others=others)
    assert by_unit.headings[0].th == "กอง"
    assert {line.labels[0].th: line.planned for line in by_unit.lines}["กองคลัง"] == 30


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), max_size=30))
def test_a_sum_is_exact_whatever_is_added(amounts):
    register, _ = read_register("spending", SPENDING, "spending.yaml")
    rows = [Row({"paid": amount, "unit": "ก"}) for amount in amounts]
    found = roll_up_of(register, register.roll_up("by-unit"), rows, 2569)
    assert (found.total.sums["paid"] or 0) == sum(amounts)
