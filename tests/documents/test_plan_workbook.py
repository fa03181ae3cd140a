"""The plan as a workbook: all text to be seen, safe to open, the same plan when read back."""

import io
import runpy
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from msgspec.structs import replace

from prongsai.core.measures.columns import MEASURE_COLUMNS, POINT_COLUMNS
from prongsai.core.measures.model import NO_BUDGET, Measure, Plan, WeakPoint
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.readers.plan import read_plan

ONE = Measure(
    "M01",
    "1",
    "แจ้งแผนการใช้จ่ายงบประมาณ",
    group="งบประมาณ",
    steps=("สรุปแผน", "แจ้งในที่ประชุม"),
    unit="กองคลัง",
    due="กันยายน 2569",
    evidence=("รายงาน",),
    budget=NO_BUDGET,
    items=("i7",),
    remarks=(1,),
    other=(("หมายเหตุ", "ด่วน"),),
)
POINTS = (
    WeakPoint("การรับรู้แผน", item="i7", score=Decimal("81.60"), guideline="สื่อสาร"),
    WeakPoint("ควรเผยแพร่รายงาน", remark=1, reason="อยู่ระหว่างดำเนินการ"),
)
PLAN = Plan("เทศบาลตำบลตัวอย่าง", 2569, 2568, (ONE,), POINTS, approved="25 กันยายน 2568")
FIRST = 9
RANDOM_PLANS = Path(__file__).resolve().parents[1] / "core/measures/random_plans.py"
PLANS = runpy.run_path(str(RANDOM_PLANS))["PLANS"]


def opened(plan, own_columns=()):
    return openpyxl.load_workbook(io.BytesIO(plan_workbook(plan, own_columns)))


def read_back(plan, own_columns=()):
    return read_plan(plan_workbook(plan, own_columns), "plan.xlsx")


def texts(sheet, row):
    return [cell.value for cell in sheet[row]]


def test_headings_are_thai_and_stand_below_the_title():
    book = opened(PLAN)
    assert book.sheetnames == ["แผนมาตรการ", "จุดอ่อนและข้อเสนอแนะ", "วิธีใช้"]
    sheet = book["แผนมาตรการ"]
    assert "2569" in sheet["A1"].value
    assert (sheet["A2"].value, sheet["D2"].value) == ("หน่วยงาน", "เทศบาลตำบลตัวอย่าง")
    headings = [column.heading for column in MEASURE_COLUMNS]
    assert texts(sheet, FIRST - 1) == [*headings, "หมายเหตุ"]
    points = book["จุดอ่อนและข้อเสนอแนะ"]
    assert texts(points, 3) == [column.heading for column in POINT_COLUMNS]
    assert texts(points, 4)[:5] == ["i7", "การรับรู้แผน", "81.60", "สื่อสาร", "1"]


def test_it_prints_on_a4_across_with_its_heading_on_every_page():
    sheet = opened(PLAN)["แผนมาตรการ"]
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in [(1, 0), (None, 0)]
    assert sheet.print_title_rows == f"${FIRST - 1}:${FIRST - 1}"
    assert sheet.freeze_panes == f"E{FIRST}"
    assert not sheet.merged_cells.ranges


def test_the_font_is_that_of_official_papers():
    sheet = opened(PLAN)["แผนมาตรการ"]
    assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("TH SarabunPSK", 16)
    cell = sheet.cell(FIRST, 4)
    assert (cell.font.name, cell.font.size, cell.alignment.wrap_text) == ("TH SarabunPSK", 14, True)


def test_units_in_use_are_offered_and_others_accepted():
    book = opened(PLAN)
    rules = {
        str(rule.sqref).split(":")[0]: rule
        for rule in book["แผนมาตรการ"].data_validations.dataValidation
    }
    unit = rules[f"F{FIRST}"]
    assert unit.type == "list"
    assert not unit.showErrorMessage
    column, row = unit.formula1.split("!")[1].split(":")[0].strip("$").split("$")
    assert book["วิธีใช้"][f"{column}{row}"].value == "กองคลัง"
    assert NO_BUDGET in rules[f"M{FIRST}"].prompt


def test_what_looks_like_a_formula_is_text():
    wild = replace(ONE, title="=SUM(A1:A9)", unit="+กอง", period="-", due="@ก.ย.")
    plan = replace(PLAN, measures=(wild,))
    sheet = opened(plan)["แผนมาตรการ"]
    for column in (4, 6, 7, 9):
        cell = sheet.cell(FIRST, column)
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert read_back(plan).plan == plan


@given(PLANS)
@pytest.mark.long
def test_what_is_written_is_read_back(plan):
    reading = read_back(plan)
    assert reading.plan == plan


def test_empty_columns_of_ones_own_are_written():
    reading = read_back(PLAN, ("ผลการดำเนินการ", "หมายเหตุ"))
    assert reading.own_columns == ("ผลการดำเนินการ", "หมายเหตุ")
    assert reading.plan == PLAN
    assert not reading.findings


@pytest.mark.parametrize(
    "text",
    ["ก" * 9000, "การรายงานผล ตามแผน " * 500, "ที่\n" * 900, "ก\n\n\nข" * 400, "(ต่อ)" * 900],
    ids=["letters", "words", "lines", "blank lines", "marks"],
)
@pytest.mark.few(3)
def test_a_text_of_pages_goes_on_in_the_next_row(text):
    text = text.strip()
    point = replace(POINTS[0], name=text, reason=text)
    other = replace(ONE, key="M02", number="2")
    long = replace(ONE, title=text, unit=text, steps=(text, "ข"), other=(("หมายเหตุ", text),))
    plan = replace(PLAN, measures=(long, other), points=(point, POINTS[1]))
    sheet = opened(plan)["แผนมาตรการ"]
    rows = range(FIRST, sheet.max_row + 1)
    assert all(0 < sheet.row_dimensions[row].height <= 409 for row in rows)
    keys = [sheet.cell(row, 1).value for row in rows]
    assert set(keys) == {"M01", "M02"}
    assert keys == sorted(keys)
    assert keys.count("M01") > 5
    reading = read_back(plan)
    assert reading.plan == plan
    assert not reading.findings


def test_rows_are_as_tall_as_their_text():
    """Estimated: 46 letters of a step to a line, marks apart; each line 21 points."""
    heights = {}
    for letters in (20, 200, 600):
        plan = replace(PLAN, measures=(replace(ONE, steps=("ที่" * letters,)),))
        heights[letters] = opened(plan)["แผนมาตรการ"].row_dimensions[FIRST].height
    assert heights[20] >= 21
    assert heights[200] >= 21 * 200 / 46
    assert heights[600] >= 21 * 600 / 46
    assert heights[600] < 21 * 600 / 30


def test_continued_rows_find_their_measure_when_the_officer_sorts():
    long = replace(ONE, steps=tuple("ก" * 700 for _ in range(4)))
    plan = replace(PLAN, measures=(long, replace(ONE, key="M02", number="2")))
    book = opened(plan)
    sheet = book["แผนมาตรการ"]
    last = texts(sheet, sheet.max_row)
    assert last[0] == "M02"
    sheet.delete_rows(sheet.max_row)
    sheet.insert_rows(FIRST + 1)
    for column, text in enumerate(last, start=1):
        sheet.cell(FIRST + 1, column).value = text
    target = io.BytesIO()
    book.save(target)
    assert read_plan(target.getvalue(), "plan.xlsx").plan == plan


@pytest.mark.long
def test_two_hundred_measures_with_names_of_three_hundred_letters():
    many = tuple(
        replace(ONE, key=f"M{n}", number=str(n), unit="กอง" * 100, steps=("ก" * 3000, "ข"))
        for n in range(200)
    )
    plan = replace(PLAN, measures=many)
    assert read_back(plan).plan == plan


def test_an_empty_plan_is_written_and_read():
    empty = Plan("", 0, 0, (), ())
    assert read_back(empty).plan == empty


def test_the_same_plan_gives_the_same_bytes():
    assert plan_workbook(PLAN) == plan_workbook(PLAN)
