"""A plan as sheets: the same plan back, and whatever officers do to their tables."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.errors import Place, Severity, UnreadableInput
from prongsai.core.measures.cells import (
    items_of,
    items_text,
    list_of,
    list_text,
    remarks_of,
    remarks_text,
)
from prongsai.core.measures.columns import MEASURE_COLUMNS, MEASURES_SHEET, measure_field
from prongsai.core.measures.grid import Grid
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.measures.sheet import parse_plan, plan_tables

HEAD = ("ลำดับ", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "กำหนดแล้วเสร็จ")


def grid(rows, name="แผน", merged=()):
    """A sheet; `merged` are (top, left, bottom, right) from 0, as a spreadsheet has them."""
    width = max(map(len, rows))
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    under, beside = set(), set()
    for top, left, bottom, right in merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cells[row][column] = cells[top][left]
                if column > left:
                    beside.add((row, column))
                elif row > top:
                    under.add((row, column))
    place = Place("p.xlsx", sheet=name)
    return Grid(tuple(map(tuple, cells)), place, frozenset(under), frozenset(beside))


def read(*rows, merged=()):
    return parse_plan([grid(rows, merged=merged)])


def measures(*rows, merged=()):
    return read(*rows, merged=merged).plan.measures


def codes(reading):
    return [finding.code for finding in reading.findings]


def as_grids(plan, own_columns=()):
    return [
        grid(
            [
                [table.title],
                *[[label, "", "", value] for label, value in table.lines],
                [],
                [column.heading for column in table.columns],
                *table.rows,
            ],
            table.name,
        )
        for table in plan_tables(plan, own_columns)
    ]


@given(st.data())
def test_what_is_written_is_read_back(plans, data):
    plan = data.draw(plans)
    reading = parse_plan(as_grids(plan))
    assert reading.plan == plan
    assert not [f for f in reading.findings if f.severity is not Severity.NOTE]


@given(st.lists(st.text("1๒.) -ก\nข(", min_size=1, max_size=12).map(str.strip).filter(bool)))
def test_lists_survive_whatever_their_entries_count(entries):
    assert list_of(list_text(entries)) == tuple(entries)


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ("1. ก\n2. ข", ("ก", "ข")),
        ("๑) ก\n(๒) ข", ("ก", "ข")),
        ("1.ก 2.ข 3.ค", ("ก", "ข", "ค")),
        ("1. ก\n2. ข\n2. ค", ("ก", "ข", "ค")),
        ("4 . ก", ("ก",)),
        ("- ก\n- ยืม - คืน", ("ก", "ยืม - คืน")),
        ("• ก\n  ต่อ\n• ข", ("ก\nต่อ", "ข")),
        ("1. ก\n- ย่อย\n2. ข", ("ก\n- ย่อย", "ข")),
        ("ก\nข", ("ก", "ข")),
        ("รอบ 6 เดือน และ 12 เดือน", ("รอบ 6 เดือน และ 12 เดือน",)),
        ("พ.ศ. 2569 และ 2. ไม่ใช่ลำดับ", ("พ.ศ. 2569 และ 2. ไม่ใช่ลำดับ",)),
        ("", ()),
        ("\n \n", ()),
    ],
)
def test_steps_are_told_by_number_bullet_or_line(typed, entries):
    assert list_of(typed) == entries


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("i7, e3", ("i7", "e3")),
        ("ข้อ i7 และ o12", ("i7", "o12")),
        ("๐๑๒", ("o12",)),
        ("O2/o7", ("o2", "o7")),
        ("ข้อ ๐๓๙ - ๔๑", ("o39", "o40", "o41")),
        ("i7-i9", ("i7", "i8", "i9")),
        ("i7 - e3", ("i7", "e3")),
        ("i7 การรับรู้แผนการใช้จ่ายงบประมาณ\ne3", ("i7", "e3")),
        ("i7, i7", ("i7",)),
        ("ทุกข้อ", ("ทุกข้อ",)),
        ("ข้อ 7", ("ข้อ 7",)),
        ("-", ()),
    ],
)
def test_items_are_read_as_people_type_them(typed, items):
    assert items_of(typed) == items
    assert items_of(items_text(items)) == items


@pytest.mark.parametrize(
    ("typed", "numbers", "strange"),
    [
        ("1, 3", (1, 3), ()),
        ("ข้อเสนอแนะที่ ๒", (2,), ()),
        ("ข้อ 1 และ 2", (1, 2), ()),
        ("3 - 5", (3, 4, 5), ()),
        ("3 ถึง 5", (3, 4, 5), ()),
        ("ทั้งหมด", (), ("ทั้งหมด",)),
        ("0", (), ("0",)),
        ("–", (), ()),
    ],
)
def test_remarks_are_named_by_number(typed, numbers, strange):
    assert remarks_of(typed) == (numbers, strange)
    assert remarks_of(remarks_text(numbers)) == (numbers, ())


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ผู้รับผิดชอบ", "unit"),
        ("มาตรการ/กิจกรรม", "title"),
        ("ระยะเวลาการดำเนินการ", "period"),
        ("ขั้นตอนหรือวิธีการ", "steps"),
        ("งบประมาณ (บาท)", "budget"),
        ("1. มาตรการ", "title"),
        ("การติดตามผล รอบ ๖ เดือน", "at_six_months"),
        ("รายงานผล 12 เดือน", "at_twelve_months"),
        ("รอบ 6 เดือน และ 12 เดือน", "follow_up"),
        ("การกำกับ ติดตาม", "follow_up"),
        ("ผลลัพธ์", None),
        ("ระยะ 6 เดือน", None),
    ],
)
def test_headings_of_officers_are_known(heading, field):
    assert measure_field(heading) == field


def test_columns_in_another_order_and_of_ones_own():
    head = ("ผู้รับผิดชอบ", "หมายเหตุ", "มาตรการ", "ลำดับ", "วิธีการ", "หมายเหตุ")
    reading = read(head, ("กองคลัง", "ด่วน", "ประกาศแผน", "1", "1. ร่าง\n2. ปิดประกาศ", "ใหม่"))
    (one,) = reading.plan.measures
    assert (one.key, one.number, one.title, one.unit) == ("own-1", "1", "ประกาศแผน", "กองคลัง")
    assert one.steps == ("ร่าง", "ปิดประกาศ")
    assert one.other == (("หมายเหตุ", "ด่วน"), ("หมายเหตุ (2)", "ใหม่"))
    assert one.place == Place("p.xlsx", sheet="แผน", row=2)
    assert reading.own_columns == ("หมายเหตุ", "หมายเหตุ (2)")


def test_own_columns_come_back_also_while_they_are_empty():
    head = (*HEAD, "ผลการดำเนินการ")
    reading = read(head, ("1", "ก", "ข", "ค", "กันยายน 2569"))
    again = parse_plan(as_grids(reading.plan, reading.own_columns))
    assert again.own_columns == reading.own_columns == ("ผลการดำเนินการ",)
    assert again.plan == reading.plan


def test_a_column_without_heading_that_holds_text_is_kept():
    (one,) = measures((*HEAD, ""), ("1", "ก", "ข", "ค", "ก.ย. 69", "เพิ่มเติม"))
    assert one.other == (("คอลัมน์ที่ไม่มีชื่อ", "เพิ่มเติม"),)


def test_a_unit_merged_over_measures_is_the_unit_of_each():
    rows = [HEAD, ("1", "ก", "ร่าง", "กองคลัง", "ก.ย. 69"), ("2", "ข", "ร่าง", "", "มี.ค. 69")]
    found = measures(*rows, merged=[(1, 3, 2, 3)])
    assert [one.unit for one in found] == ["กองคลัง", "กองคลัง"]
    blank = measures(*rows)
    assert [one.unit for one in blank] == ["กองคลัง", ""]


def test_rows_split_over_lines_are_one_measure():
    (one,) = measures(
        HEAD,
        ("1", "ประกาศแผน", "1. ร่างประกาศ", "กองคลัง", "ก.ย. 69"),
        (),
        ("", "", "ให้ครบถ้วน\n2. ปิดประกาศ", "", ""),
        ("", "", "3. รายงาน", "สำนักปลัด", ""),
    )
    assert one.steps == ("ร่างประกาศ\nให้ครบถ้วน", "ปิดประกาศ", "รายงาน")
    assert one.unit == "กองคลัง\nสำนักปลัด"


def test_a_number_merged_over_its_steps_is_one_measure():
    rows = [HEAD, ("1", "ประกาศแผน", "ร่าง", "กองคลัง", "ก.ย. 69"), ("", "", "ปิดประกาศ", "", "")]
    (one,) = measures(*rows, merged=[(1, column, 2, column) for column in (0, 1, 3, 4)])
    assert one.steps == ("ร่าง", "ปิดประกาศ")


def test_a_row_without_title_with_its_own_unit_and_date_is_a_measure():
    reading = read(
        HEAD,
        ("1", "ประชาสัมพันธ์", "ลงเว็บไซต์", "กองคลัง", "มิ.ย. 69"),
        ("", "", "ทำสื่อ", "ทุกส่วนราชการ", "ก.ย. 69"),
    )
    assert [one.title for one in reading.plan.measures] == ["ประชาสัมพันธ์"] * 2
    assert [one.number for one in reading.plan.measures] == ["1", ""]
    assert [one.due for one in reading.plan.measures] == ["มิ.ย. 69", "ก.ย. 69"]
    assert codes(reading) == ["title_from_above"]
    merged = [(1, 0, 2, 0), (1, 1, 2, 1)]
    named = read(*grid_rows(reading), merged=merged)
    assert named.plan == reading.plan
    assert not named.findings


def test_a_number_in_a_title_is_that_of_its_first_measure_only():
    head = ("มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "กำหนดแล้วเสร็จ")
    rows = [
        head,
        ("1.1 ประชาสัมพันธ์", "ลงเว็บ", "กองคลัง", "มิ.ย. 69"),
        ("", "ทำสื่อ", "กองช่าง", "ก.ย. 69"),
    ]
    for merged in ([], [(1, 0, 2, 0)]):
        first, second = measures(*rows, merged=merged)
        assert (first.number, second.number) == ("1.1", "")
        assert first.title == second.title == "ประชาสัมพันธ์"


def grid_rows(reading):
    """The rows that reading came from, written again with the title once."""
    first, second = reading.plan.measures
    texts = [HEAD, ("1", first.title, first.steps[0], first.unit, first.due)]
    texts.append(("", "", second.steps[0], second.unit, second.due))
    return grid(texts).rows


def test_a_title_cut_by_the_page_goes_on_where_numbers_are():
    reading = read(
        HEAD,
        ("1", "เผยแพร่แผนการใช้จ่าย", "ร่าง", "กองคลัง", "ก.ย. 69"),
        ("", "งบประมาณ", "ปิดประกาศ", "", ""),
    )
    (one,) = reading.plan.measures
    assert one.title == "เผยแพร่แผนการใช้จ่าย งบประมาณ"
    assert one.steps == ("ร่าง", "ปิดประกาศ")
    assert codes(reading) == ["row_joined"]


def test_a_new_title_in_a_sheet_with_keys_is_a_measure_not_filled_in_yet():
    found = measures(
        ("รหัส", *HEAD), ("M01", "1", "ก", "ข", "ค", "ก.ย. 69"), ("", "", "มาตรการใหม่", "", "", "")
    )
    assert [(one.key, one.title) for one in found] == [("M01", "ก"), ("own-1", "มาตรการใหม่")]


def test_made_keys_pass_over_those_there_are():
    found = measures(("รหัส", *HEAD), ("own-1", "1", "ก"), ("", "2", "ข"), ("own-2", "3", "ค"))
    assert [one.key for one in found] == ["own-1", "own-3", "own-2"]


def test_the_heading_again_and_counted_columns_are_no_measures():
    found = measures(
        HEAD,
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("1", "ก", "ข", "ค", "ก.ย. 69"),
        HEAD,
        ("2", "ข", "ข", "ค", "ก.ย. 69"),
    )
    assert [one.number for one in found] == ["1", "2"]


def test_rows_of_one_text_are_groups():
    found = measures(
        HEAD,
        ("IIT", "", "", "", ""),
        ("1", "ก", "ข", "ค", "ก.ย. 69"),
        ("2", "ข", "ข", "ค", "ก.ย. 69"),
        ("ด้านการเปิดเผย", "", "", "", ""),
        ("1", "ค", "ข", "ค", "ก.ย. 69"),
        merged=[(1, 0, 1, 4), (4, 0, 4, 4)],
    )
    assert [one.group for one in found] == ["IIT", "IIT", "ด้านการเปิดเผย"]


def test_a_group_in_its_own_column_stands_over_the_heading():
    head = ("ด้าน", *HEAD)
    found = measures(head, ("EIT",), ("", "1", "ก", "ข", "ค"), ("OIT", "2", "ข", "ข", "ค"))
    assert [one.group for one in found] == ["EIT", "OIT"]


def test_numbers_stand_in_titles_where_they_have_no_column():
    head = ("มาตรการ/แนวทาง", "วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "การติดตามผล")
    found = measures(
        head,
        ("IIT",),
        ("๑. ประกาศ", "-ร่าง\n-ลงเว็บ", "กองคลัง", "ก.พ.-มี.ค.๖๕", "รอบ 6 เดือน และ 12 เดือน"),
        ("1.2 แจ้ง", "ทำสื่อ", "กองคลัง", "ตลอดปี", "สรุปผลให้ผู้บริหารทราบ"),
        ("3 การ", "ทำสื่อ", "กองคลัง", "ตลอดปี", "รายงานรอบ 6 เดือน"),
    )
    assert [(one.number, one.title) for one in found] == [
        ("๑", "ประกาศ"),
        ("1.2", "แจ้ง"),
        ("", "3 การ"),
    ]
    assert found[0].steps == ("ร่าง", "ลงเว็บ")
    both, late, early = found
    assert both.at_six_months == both.at_twelve_months == "รอบ 6 เดือน และ 12 เดือน"
    assert (late.at_six_months, late.at_twelve_months) == ("", "สรุปผลให้ผู้บริหารทราบ")
    assert (early.at_six_months, early.at_twelve_months) == ("รายงานรอบ 6 เดือน", "")


@pytest.mark.parametrize("merged", [[(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)], []])
def test_headings_in_two_lines_are_one(merged):
    (one,) = measures(
        ("มาตรการ", "ผู้รับผิดชอบ", "การติดตามผล", ""),
        ("", "", "รอบ 6 เดือน", "รอบ 12 เดือน"),
        ("ก", "ข", "ร่างแล้ว", "เสร็จแล้ว"),
        merged=merged,
    )
    assert (one.at_six_months, one.at_twelve_months) == ("ร่างแล้ว", "เสร็จแล้ว")


@pytest.mark.parametrize(
    "row",
    [
        ("รวมงบประมาณ", "", "", "", "5,000"),
        ("หมายเหตุ: แผนนี้ปรับได้", "", "", "", ""),
        ("", "(ลงชื่อ)..........", "", "", ""),
        ("", "", "", "ผู้อนุมัติแผน", ""),
    ],
)
def test_what_stands_below_the_table_is_told_and_no_measure(row):
    head = ("ลำดับ", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "งบประมาณ")
    reading = read(head, ("1", "ก", "ข", "ค", "5,000"), row)
    assert len(reading.plan.measures) == 1
    assert reading.plan.measures[0].steps == ("ข",)
    (note,) = reading.findings
    assert (note.code, note.places[0].row) == ("row_not_read", 3)


def test_nothing_after_a_signature_is_of_the_plan_until_the_heading_stands_again():
    reading = read(
        HEAD,
        ("1", "ก", "ข", "ค", "ก.ย. 69"),
        ("", "", "", "ลงชื่อ", ""),
        ("", "", "", "นายกเทศมนตรี", ""),
        HEAD,
        ("2", "ข", "ข", "ค", "ก.ย. 69"),
    )
    assert [one.title for one in reading.plan.measures] == ["ก", "ข"]
    assert codes(reading) == ["row_not_read", "row_not_read"]


def test_numbered_rows_that_are_not_filled_in_are_nothing():
    reading = read(HEAD, ("1", "ก", "ข", "ค", "ก.ย. 69"), ("2",), ("3",))
    assert len(reading.plan.measures) == 1
    assert not reading.findings


def test_the_lines_above_the_table_are_read_with_thai_digits_and_colons():
    plan = read(
        ("แผนมาตรการ",),
        ("หน่วยงาน", "", "เทศบาลตำบลตัวอย่าง"),
        ("แผนของปีงบประมาณ: พ.ศ. ๒๕๖๙",),
        ("จากผลคะแนนปีงบประมาณ", "2568"),
        ("คะแนนเป้าหมาย", "๙๐"),
        ("วันที่อนุมัติ", "๑๕ ต.ค. ๖๘"),
        HEAD,
        ("1", "ก", "ข", "ค", "ก.ย. 69"),
    ).plan
    assert (plan.agency, plan.fiscal_year, plan.score_year) == ("เทศบาลตำบลตัวอย่าง", 2569, 2568)
    assert (plan.target, plan.approved) == (Decimal(90), "๑๕ ต.ค. ๖๘")


def test_the_year_of_a_plan_without_such_lines_is_that_of_its_title():
    title = ("มาตรการ ประจำปีงบประมาณ พ.ศ.๒๕๖๙ จากผลการประเมินปี ๒๕๖๘",)
    reading = read(title, HEAD, ("1", "ก", "ข", "ค", "ก.ย. 69"))
    assert (reading.plan.fiscal_year, reading.plan.score_year) == (2569, 0)
    assert codes(reading) == ["year_from_title"]
    plain = read(("มาตรการของเรา",), HEAD, ("1", "ก", "ข", "ค", "ก.ย. 69"))
    assert plan_years(plain) == (0, 0)


def plan_years(reading):
    return reading.plan.fiscal_year, reading.plan.score_year


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("แผนของปีงบประมาณ", "ปีหน้า"), "unreadable_year"),
        (("แผนของปีงบประมาณ", "2568-2569"), "unreadable_year"),
        (("คะแนนเป้าหมาย", "สูงสุด"), "unreadable_target"),
        (("คะแนนเป้าหมาย", "101"), "unreadable_target"),
    ],
)
def test_a_line_that_cannot_be_read_is_an_error_with_its_row(line, code):
    reading = read(("แผน",), line, HEAD, ("1", "ก", "ข", "ค", "ก.ย. 69"))
    (fault,) = reading.findings
    assert (fault.code, fault.severity, fault.places[0].row) == (code, Severity.ERROR, 2)
    assert reading.plan.target == 85


def test_a_remark_that_is_no_number_is_an_error():
    head = (*HEAD, "ข้อเสนอแนะที่ตอบ")
    reading = read(head, ("1", "ก", "ข", "ค", "ก.ย. 69", "ทุกข้อ และ 2"))
    assert reading.plan.measures[0].remarks == (2,)
    assert codes(reading) == ["unreadable_remark_number"]
    assert "ทุกข้อ" in reading.findings[0].message.th


def test_a_column_of_remarks_in_words_is_an_officers_own():
    head = (*HEAD, "ข้อเสนอแนะ")
    (one,) = measures(head, ("1", "ก", "ข", "ค", "ก.ย. 69", "ควรมีงบประมาณเพิ่ม"))
    assert (one.remarks, one.other) == ((), (("ข้อเสนอแนะ", "ควรมีงบประมาณเพิ่ม"),))
    (numbered,) = measures(head, ("1", "ก", "ข", "ค", "ก.ย. 69", "2"))
    assert (numbered.remarks, numbered.other) == ((2,), ())


def test_the_heading_item_is_a_number_where_no_codes_stand_below():
    head = ("ข้อ", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ")
    assert [m.number for m in measures(head, ("1", "ก", "ข", "ค"), ("2", "ข", "ข", "ค"))] == [
        "1",
        "2",
    ]
    (linked,) = measures(head, ("i7", "ก", "ข", "ค"))
    assert (linked.number, linked.items) == ("", ("i7",))


def a_plan(*points):
    one = Measure("M01", "1", "ก", items=("i7",), remarks=(1,))
    return Plan("ท", 2569, 2568, (one,), points)


def edited(plan, row, column, text):
    """The sheets of a plan with one cell of the points changed; `row` counts points from 0."""
    tables = as_grids(plan)
    rows = [list(line) for line in tables[1].rows]
    rows[row + 3][column] = text
    return [tables[0], grid(rows, "จุดอ่อนและข้อเสนอแนะ")]


def test_the_measures_of_a_point_are_shown_and_not_read():
    plan = a_plan(WeakPoint("งบ", item="i7"), WeakPoint("รายงาน", remark=1))
    assert plan_tables(plan)[1].rows[0][4] == "1"
    reading = parse_plan(edited(plan, 0, 4, "1, 2"))
    assert reading.plan == plan
    assert codes(reading) == ["answers_are_computed"]
    assert "ข้อที่ตอบ" in reading.findings[0].next_step.th


@pytest.mark.parametrize(
    ("typed", "item", "remark"),
    [
        ("๐๑๒", "o12", None),
        ("ข้อ i7", "i7", None),
        ("ข้อเสนอแนะที่ ๓", None, 3),
        ("ทุกข้อ", "ทุกข้อ", None),
    ],
)
def test_points_are_named_by_code_or_number(typed, item, remark):
    plan = a_plan(WeakPoint("งบ", item="i7"))
    (point,) = parse_plan(edited(plan, 0, 0, typed)).plan.points
    assert (point.item, point.remark) == (item, remark)


def test_a_score_in_words_is_a_warning():
    plan = a_plan(WeakPoint("งบ", item="i7", score=Decimal("81.60")))
    reading = parse_plan(edited(plan, 0, 2, "แปดสิบ"))
    assert reading.plan.points[0].score is None
    assert codes(reading) == ["unreadable_score"]
    assert parse_plan(edited(plan, 0, 2, "๘๑.๖๐")).plan == plan
    assert parse_plan(edited(plan, 0, 2, "-")).findings == ()


def test_where_a_score_is_from_has_a_column_where_it_is_not_published():
    published = WeakPoint("งบ", item="i7", score=Decimal("81.60"))
    rehearsed = WeakPoint("งบ", item="i8", score=Decimal("70.10"), source="การซ้อม IIT")
    plain, both = a_plan(published), a_plan(published, rehearsed)
    assert "ที่มาของคะแนน" not in [one.heading for one in plan_tables(plain)[1].columns]
    assert "ที่มาของคะแนน" in [one.heading for one in plan_tables(both)[1].columns]
    assert parse_plan(as_grids(both)).plan == both


def test_other_sheets_are_told_and_ignored():
    plan = a_plan(WeakPoint("งบ", item="i7"))
    mine = grid([("โทรศัพท์", "12"), ("ก", "2")], "เบอร์โทร")
    reading = parse_plan([mine, *as_grids(plan), grid([("",)], "Sheet3")])
    assert reading.plan == plan
    assert codes(reading) == ["sheets_ignored"]
    assert "เบอร์โทร" in reading.findings[0].message.th
    assert "Sheet3" not in reading.findings[0].message.th


def test_measures_on_a_sheet_for_each_group_are_one_plan_unless_one_bears_our_name():
    rows = [HEAD, ("1", "ก", "ข", "ค", "ก.ย. 69")]
    groups = [grid(rows, "แผน IIT"), grid(rows, "แผน EIT")]
    assert len(parse_plan(groups).plan.measures) == 2
    assert len(parse_plan([*groups, grid(rows, MEASURES_SHEET)]).plan.measures) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [("ก", "ข")],
        [("มาตรการ", "หมายเหตุ", "ผล"), ("ก", "ข", "ค")],
        [("ผู้รับผิดชอบ", "ขั้นตอน", "ลำดับ"), ("ก", "ข", "ค")],
    ],
)
def test_a_file_without_a_table_of_measures_is_refused(rows):
    with pytest.raises(UnreadableInput) as refused:
        parse_plan([grid(rows)])
    assert "มาตรการ" in refused.value.next_step.th
    assert refused.value.place.file == "p.xlsx"


def test_no_sheet_at_all_is_refused():
    with pytest.raises(UnreadableInput):
        parse_plan([])


def test_two_hundred_measures_and_a_name_of_three_hundred_letters():
    one = Measure("M1", "1", "ก" * 400, steps=("ข" * 6000, "ค"), unit="กอง" * 100, due="ก.ย. 69")
    held = tuple(replace(one, key=f"M{n}", number=str(n)) for n in range(200))
    plan = Plan("ท", 2569, 2568, held, ())
    assert parse_plan(as_grids(plan)).plan == plan


def test_every_heading_we_write_is_the_field_it_says():
    assert [measure_field(column.heading) for column in MEASURE_COLUMNS] == [
        column.field for column in MEASURE_COLUMNS
    ]
