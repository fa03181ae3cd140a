"""Reports of other systems: made-up files, for no export of those systems was at hand.

They stand for what such reports are known to have: title lines, headings in two rows, a column for
each month, the plan as a line above its rows, two things in one cell, totals.
"""

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from tests.core.registers.test_cases import UNITS, context_of
from tests.core.registers.test_importing import csv

from prongsai.core.errors import Severity
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.importing import Options, import_sheets
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.reshaping.layout import parted, value_above
from prongsai.core.registers.sheet import sheets_data, sheets_of
from prongsai.core.registers.values import Context, Names
from prongsai.core.text import same
from prongsai.readers.sheets import read_sheets

LINES = Names.from_words([("A1", "A1 วัสดุสำนักงาน"), ("A2", "A2 น้ำมันเชื้อเพลิง")])
SPENT = Context(2569, UNITS, None, {"budget-lines": LINES})
TITLES = (("รายงานการเบิกจ่าย (ตัวอย่าง)",), ("ปีงบประมาณ พ.ศ. 2569",))
HEAD = ("รหัสรายการ", "หน่วยงาน", "ต.ค. 68", "พฤศจิกายน 2568", "Dec", "รวม")
BY_MONTH = (
    ("A1 วัสดุสำนักงาน", "กองคลัง", "๑,๐๐๐.๕๐", "-", "200", "1,200.50"),
    ("A2 น้ำมันเชื้อเพลิง", "สำนักปลัด", "", "50.25", "0", "50.25"),
    ("รวมทั้งสิ้น", "", "1,000.50", "50.25", "200", "1,250.75"),
)


def taken(key, data, name="f.csv", context=None, **options):
    register = shipped_register(key)
    # As the site does it: read in one process, kept as data, taken in another.
    sheets = sheets_of(sheets_data(read_sheets(data, name)))
    return import_sheets(register, sheets, context or context_of(register), Options(**options))


def told(found, severity=Severity.ERROR):
    return [
        one.code.removeprefix("register_") for one in found.findings if one.severity is severity
    ]


def test_a_column_for_each_month_becomes_a_row_for_each():
    found = taken("spending", csv(*TITLES, HEAD, *BY_MONTH), context=SPENT)
    assert told(found) == []
    rows = [
        (one.values["line"], one.values["month"].month if hasattr(one.values["month"], "month")
         else one.values["month"], one.values["spent"])
        for one in found.rows
    ]  # fmt: skip
    assert [(line, spent) for line, _, spent in rows] == [
        ("A1", Decimal("1000.50")), ("A1", Decimal(200)),
        ("A2", Decimal("50.25")), ("A2", Decimal(0)),
    ]  # fmt: skip
    assert len({month for _, month, _ in rows}) == 3, "a dash and a blank are no rows"
    assert "months_across" in told(found, Severity.NOTE), "what was laid out anew is told"


def merged_workbook(*, wrong=None, hidden=None, formula=None):
    """Months below what they are of, the heading merged over two rows and over its columns."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("รายงาน")
    sheet.write(0, 0, "รายงานการเบิกจ่าย (ตัวอย่าง)")
    sheet.merge_range(2, 0, 3, 0, "รหัสรายการ")
    sheet.merge_range(2, 1, 3, 1, "หน่วยงาน")
    sheet.merge_range(2, 2, 2, 5, "จ่ายจริง")
    for column, word in enumerate(HEAD[2:], start=2):
        sheet.write(3, column, word)
    for number, row in enumerate(BY_MONTH, start=4):
        for column, cell in enumerate(row):
            text = (wrong or {}).get((number, column), cell)
            if text:
                sheet.write(number, column, text)
    if hidden is not None:
        sheet.set_column(hidden, hidden, None, None, {"hidden": True})
    if formula is not None:
        sheet.write_formula(*formula, "=1+1", None, "")
    book.close()
    return target.getvalue()


def test_headings_merged_over_two_rows():
    found = taken("spending", merged_workbook(), "f.xlsx", SPENT)
    assert told(found) == []
    assert [one.values["spent"] for one in found.rows] == [
        Decimal("1000.50"), Decimal(200), Decimal("50.25"), Decimal(0),
    ]  # fmt: skip
    assert [(one.row, one.column) for one in (place for place in found.places)] == [
        (5, None), (5, None), (6, None), (6, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "text", "place"),
    [
        ((4, 5), "1,300.50", (5, 6)),  # a line's own sum
        ((6, 2), "1,000.00", (7, 3)),  # the sum of a month
        ((6, 5), "9,999", (7, 6)),  # the sum of all
    ],
)
def test_a_sum_of_the_file_that_does_not_add_up_is_told_with_its_cell(cell, text, place):
    found = taken("spending", merged_workbook(wrong={cell: text}), "f.xlsx", SPENT)
    (one,) = [one for one in found.findings if one.severity is Severity.ERROR]
    assert one.code == "register_total_differs"
    assert (one.places[0].row, one.places[0].column) == place
    assert text.split(".")[0] in one.message.th
    assert not found.is_sound


def test_what_is_wrong_in_a_month_is_told_with_its_cell():
    found = taken("spending", merged_workbook(wrong={(5, 3): "ห้าสิบ"}), "f.xlsx", SPENT)
    (one,) = [one for one in found.findings if one.severity is Severity.ERROR]
    assert (one.places[0].row, one.places[0].column) == (6, 4)
    assert one.places[0].quote == "ห้าสิบ"


@pytest.mark.parametrize(
    ("how", "code"),
    [({"hidden": 4}, "table_hidden"), ({"formula": (5, 3)}, "table_formula_without_value")],
)
def test_months_that_nobody_sees_or_no_program_worked_out_are_not_taken(how, code):
    found = taken("spending", merged_workbook(**how), "f.xlsx", SPENT)
    assert code in told(found)
    assert not found.is_sound


def test_two_sets_of_months_are_refused_and_named_ones_told_apart():
    head = (*HEAD[:2], "ต.ค.", "พ.ย.", "ต.ค.", "พ.ย.")
    row = ("A1 วัสดุสำนักงาน", "กองคลัง", "1", "2", "3", "4")
    assert "months_twice" in told(taken("spending", csv(head, row), context=SPENT))


def test_another_year_in_a_column_is_told():
    head = (*HEAD[:2], "ต.ค. 68", "พ.ย. 69")
    found = taken("spending", csv(head, ("A1 วัสดุสำนักงาน", "กองคลัง", "1", "2")), context=SPENT)
    assert told(found) == ["years", "other_year"] or "years" in told(found)


def test_columns_of_months_of_which_nothing_is_said_what_they_hold():
    """Both amounts of a purchase lack: neither is guessed."""
    head = ("เลขที่สัญญา", "รายการ", "หน่วยงาน", "ต.ค.", "พ.ย.")
    row = ("1/2569", "กระดาษ (ตัวอย่าง)", "กองคลัง", "10", "20")
    assert "months_of_what" in told(taken("procurement-winners", csv(head, row)))


BUDGET = (
    ("งบประมาณรายจ่าย (ตัวอย่าง)", "", ""),
    ("หน่วยงาน: กองคลัง", "", ""),
    ("รหัสงบประมาณ", "รายการ", "งบประมาณ"),
    ("แผนงานบริหารงานทั่วไป", "", ""),
    ("A1", "วัสดุสำนักงาน", "30,000"),
    ("แผนงาน: การศึกษา", "", ""),
    ("A2", "อาหารกลางวัน", "20,000.25"),
    ("รวมทั้งสิ้น", "", "50,000.25"),
)


def test_the_plan_and_the_unit_as_lines_above_the_rows():
    found = taken("budget-lines", csv(*BUDGET))
    assert told(found) == []
    assert [(one.values["plan"], one.values["unit"]) for one in found.rows] == [
        ("แผนงานบริหารงานทั่วไป", "u1"), ("การศึกษา", "u1"),
    ]  # fmt: skip
    assert found.totals == 1
    assert told(found, Severity.NOTE).count("from_above") == 2


def test_a_total_below_such_lines_is_held_against_the_rows():
    wrong = csv(*BUDGET[:-1], ("รวมทั้งสิ้น", "", "50,000"))
    assert told(taken("budget-lines", wrong)) == ["total_differs"]


WINNERS = (
    ("สรุปผลการดำเนินการจัดซื้อจัดจ้าง (ตัวอย่าง)",),
    (
        "ลำดับที่", "งานที่จัดซื้อหรือจัดจ้าง", "หน่วยงาน", "วงเงินงบประมาณ", "วิธีการจัดหา",
        "ผู้ได้รับการคัดเลือกและราคาที่ตกลงซื้อหรือจ้าง", "เหตุผลที่คัดเลือกโดยสรุป",
        "เลขที่และวันที่ของสัญญาหรือข้อตกลง",
    ),
    (
        "1", "กระดาษ (ตัวอย่าง)", "กองคลัง", "20,000", "เฉพาะเจาะจง",
        "ร้านตัวอย่าง ราคา 18,500.50 บาท", "ราคาต่ำสุด", "12/2569 ลงวันที่ 3 ต.ค. 2568",
    ),
    (
        "2", "หมึก (ตัวอย่าง)", "กองช่าง", "9,000", "เฉพาะเจาะจง",
        "ร้านตัวอย่าง / ๘,๙๐๐", "ราคาต่ำสุด", "๑๓/๒๕๖๙ ลว. ๕/๑๑/๒๕๖๘",
    ),
)  # fmt: skip


def test_two_things_in_a_cell_are_parted_and_the_month_is_that_of_the_day():
    found = taken("procurement-winners", csv(*WINNERS))
    assert told(found) == []
    first, second = (one.values for one in found.rows)
    assert (first["winner"], first["agreed"]) == ("ร้านตัวอย่าง", Decimal("18500.50"))
    assert (second["winner"], second["agreed"]) == ("ร้านตัวอย่าง", Decimal(8900))
    assert (first["number"], first["agreed_on"]) == ("12/2569", date(2025, 10, 3))
    assert (second["number"], second["agreed_on"]) == ("13/2569", date(2025, 11, 5))
    assert (first["month"], second["month"]) == (10, 11)
    assert set(told(found, Severity.NOTE)) >= {"parted", "month_of_day"}


def test_the_month_is_not_read_from_the_day_of_the_inspection():
    head = [one.replace("เลขที่และวันที่ของ", "เลขที่") for one in WINNERS[1]]
    rows = (WINNERS[0], (*head, "วันที่ตรวจรับ"), (*WINNERS[2][:-1], "12/2569", "3 ต.ค. 2568"))
    assert "no_column" in told(taken("procurement-winners", csv(*rows)))


def test_a_cell_that_cannot_be_parted_is_told_and_no_price_is_invented():
    rows = [list(one) for one in WINNERS]
    rows[2][5] = "ร้านตัวอย่าง ตามใบเสนอราคา"
    found = taken("procurement-winners", csv(*rows))
    assert not found.is_sound
    assert "not_parted" in told(found, Severity.WARNING)


def test_a_title_that_names_the_month_counts_before_the_day():
    rows = [("สรุปผลการจัดซื้อจัดจ้าง ประจำเดือน พฤศจิกายน 2568",), *WINNERS[1:]]
    found = taken("procurement-winners", csv(*rows))
    assert [one.values["month"] for one in found.rows] == [11, 11]


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        ("money", "ร้านตัวอย่าง 1,500.-", ("ร้านตัวอย่าง", "1,500")),
        ("money", "ร้านตัวอย่าง (100.25 บาทถ้วน", ("ร้านตัวอย่าง (", "100.25")),
        ("money", "สัญญา 12/2569", ("สัญญา 12/2569", "")),
        ("money", "1,500", ("1,500", "")),
        ("money", "ร้านตัวอย่าง", ("ร้านตัวอย่าง", "")),
        ("date", "5/2569 ลงวันที่ 3 ต.ค. 2568", ("5/2569", "3 ต.ค. 2568")),
        ("date", "5/2569 ลงวันที่ 3 ต.ค. 2568 และแก้ไข", ("5/2569 ลงวันที่ 3 ต.ค. 2568 และแก้ไข", "")),
        ("date", "5/2569", ("5/2569", "")),
    ],
)
def test_how_a_cell_is_parted(kind, text, parts):
    assert parted(text, Field(name="x", kind=FieldKind(kind), title=same("x"))) == parts


@pytest.mark.parametrize(
    ("kind", "cells", "value"),
    [
        ("text", ["แผนงานการศึกษา"], "แผนงานการศึกษา"),
        ("text", ["แผนงาน : การศึกษา"], "การศึกษา"),
        ("text", ["แผนงาน", "การศึกษา"], "การศึกษา"),
        ("text", ["แผนงาน"], ""),
        ("text", ["แผนงานการศึกษา", "20,000"], ""),
        ("text", ["รวมแผนงานการศึกษา"], ""),
        ("unit", ["แผนงานคลัง"], ""),
        ("unit", ["แผนงาน กองคลัง"], "กองคลัง"),
    ],
)
def test_what_a_line_above_says(kind, cells, value):
    field = Field(name="x", kind=FieldKind(kind), title=same("แผนงาน"))
    assert value_above(field, dict(enumerate(cells))) == value
