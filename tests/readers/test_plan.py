"""Plans in files as officers keep them: merged, dated, in other programs' formats, or no plan."""

import io
import json
import re
import zipfile
from datetime import date, datetime, time
from itertools import chain

import docx
import openpyxl
import pytest
import xlsxwriter

from prongsai.core.errors import UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.measures.data import dump_plan
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.measures.naming import with_items
from prongsai.core.thai import skeleton
from prongsai.readers.plan import read_plan

HEAD = ("ลำดับ", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "กำหนดแล้วเสร็จ", "งบประมาณ")
PLAN = Plan("เทศบาล", 2569, 2568, (Measure("M01", "1", "ประกาศแผน", unit="กองคลัง"),), ())


def workbook(rows, *, merged=(), hidden=False):
    """The bytes of a sheet; `merged` are ranges as Excel writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "แผน"
    for row in rows:
        sheet.append(row)
    for span in merged:
        sheet.merge_cells(span)
    if hidden:
        book.create_sheet("อื่น")
        sheet.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def measures(rows, **how):
    return read_plan(workbook(rows, **how), "plan.xlsx").plan.measures


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (date(2026, 9, 30), "30 กันยายน 2569"),
        (datetime(2026, 9, 30, 8, 30), "30 กันยายน 2569"),  # noqa: DTZ001 - Excel knows no zone
        (datetime(2569, 9, 30), "30 กันยายน 2569"),  # noqa: DTZ001
        (datetime(2568, 2, 29), "29/2/2568"),  # noqa: DTZ001
        ("ก.ย. 69", "ก.ย. 69"),
        (2569, "2569"),
        (1.25, "1.25"),
        (True, "True"),
        (time(8, 30), "08:30:00"),
    ],
)
def test_dates_and_numbers_are_what_was_typed(typed, read):
    (one,) = measures([HEAD, (1, "ก", "ข", "ค", typed, 5000)])
    assert (one.number, one.due, one.budget) == ("1", read, "5000")


def test_a_merged_unit_group_and_heading():
    rows = [
        ("แผนมาตรการ ปีงบประมาณ 2569",),
        HEAD,
        ("ด้านงบประมาณ",),
        (1, "ก", "1. ร่าง\n2. ประกาศ", "กองคลัง", "ก.ย. 69"),
        (2, "ข", "ร่าง", None, "มี.ค. 69"),
        (None, None, "ประกาศ", None, None),
    ]
    first, second = measures(rows, merged=["A1:F1", "A3:F3", "D4:D6", "A5:A6", "B5:B6"])
    assert (first.unit, second.unit) == ("กองคลัง", "กองคลัง")
    assert first.group == second.group == "ด้านงบประมาณ"
    assert (first.steps, second.steps) == (("ร่าง", "ประกาศ"), ("ร่าง", "ประกาศ"))
    assert second.place.row == 5


def test_a_heading_merged_over_two_follow_ups():
    rows = [
        ("มาตรการ", "ผู้รับผิดชอบ", "การติดตามผล", None),
        (None, None, "6 เดือน", "12 เดือน"),
        ("ก", "ข", "ร่าง", "เสร็จ"),
    ]
    (one,) = measures(rows, merged=["A1:A2", "B1:B2", "C1:D1"])
    assert (one.title, one.at_six_months, one.at_twelve_months) == ("ก", "ร่าง", "เสร็จ")


def test_a_hidden_sheet_is_read_too():
    (one,) = measures([HEAD, (1, "ก", "ข", "ค", "ก.ย. 69")], hidden=True)
    assert one.title == "ก"


def test_two_hundred_measures_over_split_rows():
    rows = [HEAD]
    for number in range(1, 201):
        rows += [
            (number, f"มาตรการ {number}", "ร่าง", "กอง" * 100, "ก.ย. 69"),
            (None, None, "ประกาศ"),
        ]
    found = measures(rows)
    assert len(found) == 200
    assert {one.steps for one in found} == {("ร่าง", "ประกาศ")}
    assert [one.number for one in found] == [str(number) for number in range(1, 201)]


def test_a_csv_with_thai_bytes():
    text = "ลำดับ,มาตรการ,ผู้รับผิดชอบ\n1,ประกาศแผน,กองคลัง\n"
    for encoding in ("utf-8-sig", "cp874"):
        (one,) = read_plan(text.encode(encoding), "plan.csv").plan.measures
        assert (one.title, one.unit) == ("ประกาศแผน", "กองคลัง")


@pytest.mark.parametrize("name", ["plan.yaml", "plan.yml", "PLAN.YAML"])
def test_yaml(name):
    reading = read_plan(dump_plan(PLAN).encode(), name)
    assert reading.plan == PLAN
    assert reading.plan.measures[0].place.file == name


def without_plan():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write(0, 0, "คะแนน")
    return target.getvalue()


def damaged():
    data = workbook([HEAD, (1, "ก", "ข", "ค")])
    return data[: len(data) // 2]


def far_cell():
    """A workbook whose last cell stands at the end of the sheet."""
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "ไกล"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def merged_to_the_end():
    """A sheet that is small, merged again and again over all of it."""
    data = workbook([[str(n) for n in range(200)]] * 200)
    spans = "".join('<mergeCell ref="A1:GR200"/>' for _ in range(100))
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                end = b"</sheetData>"
                text = text.replace(end, end + f"<mergeCells>{spans}</mergeCells>".encode())
            made.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "plan.xlsx"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "plan.xlsx"),
        (b"%PDF-1.7 plan", "plan.pdf"),
        ("มาตรการ".encode(), "plan.txt"),
        ("มาตรการ".encode(), "plan.yaml"),
        (b"a,b\n1,2\n", "plan.csv"),
        (without_plan(), "plan.xlsx"),
        (damaged(), "plan.xlsx"),
        (far_cell(), "plan.xlsx"),
        (merged_to_the_end(), "plan.xlsx"),
        (("[" * 100_000).encode(), "plan.yaml"),
    ],
    ids=[
        "empty",
        "picture",
        "pdf",
        "text",
        "no yaml",
        "csv",
        "no plan",
        "cut",
        "far",
        "merged",
        "deep",
    ],
)
@pytest.mark.few(3)
def test_what_is_no_plan_is_refused_with_what_to_send(data, name):
    with pytest.raises(UnreadableInput) as refused:
        read_plan(data, name)
    assert refused.value.next_step is not None
    assert refused.value.place.file == name


def test_a_budget_merged_over_measures_is_told_and_words_for_none_are_each_ones():
    rows = [HEAD, (1, "ก", "ข", "ค", "ก.ย. 69", 5000), (2, "จ", "ฉ", "ช", "ก.ย. 69", None)]
    with pytest.raises(UnreadableInput) as caught:
        measures(rows, merged=["F2:F3"])
    assert "งบประมาณ" in caught.value.message.th
    assert [one.budget for one in measures(rows)] == ["5000", ""]
    rows[1] = (*rows[1][:5], "ไม่ใช้งบประมาณ")
    assert [one.budget for one in measures(rows, merged=["F2:F3"])] == ["ไม่ใช้งบประมาณ"] * 2
    # A measure of two rows has one budget.
    rows = [HEAD, (1, "ก", "ข", "ค", "ก.ย. 69", 5000), (None, None, "ฉ", None, None, None)]
    assert [one.budget for one in measures(rows, merged=["F2:F3", "A2:A3", "B2:B3"])] == ["5000"]


def test_a_due_day_of_the_last_century_is_told():
    row = (1, "ก", "ข", "ค", date(1968, 9, 30), 5000)
    with pytest.raises(UnreadableInput, match="last century"):
        measures([HEAD, row])
    assert measures([HEAD, (*row[:4], date(2025, 9, 30), 5000)])[0].due == "30 กันยายน 2568"


@pytest.mark.parametrize(("number", "count"), [(0, 26), (1, 8), (2, 4), (3, 8), (4, 3)])
def test_the_plan_of_a_whole_document(shared, number, count):
    """Tables parted by pages, in tabs, pipes and tags, or no table but numbered lines."""
    told = json.loads((shared / f"golden/00{number}.json").read_text("utf-8"))["measures"]
    path = shared / f"mission/seeds/00{number}.txt"
    found = read_plan(path.read_bytes(), path.name).plan.measures
    assert len(found) == len(told) == count
    for asked, one in zip(told, found, strict=True):
        assert skeleton(one.unit) == skeleton(asked["responsible_unit_th"] or "")
        time = asked.get("period_th") or asked.get("due_th") or ""
        assert skeleton(one.period or one.due) == skeleton(time)
        # "ตลอดปี" names no year: what its reader assumed is nobody's word.
        span, due = asked.get("period_norm") or {}, asked.get("due_norm") or {}
        first, last = span.get("from_ce"), span.get("to_ce") or due.get("last_day_ce")
        assert (one.starts and one.starts.first.isoformat()) == first
        assert (one.ends and one.ends.last.isoformat()) == last
        # 003 names its measures in the first line of their steps, below one title for four.
        if number != 3:
            assert skeleton(one.title).startswith(skeleton(asked["text_th"])[:25])


def test_measures_of_a_whole_document_name_their_items(shared):
    """Document 000 writes no codes; of what its titles name, four are certain, the others near."""
    plan = read_plan((shared / "mission/seeds/000.txt").read_bytes(), "000.txt").plan
    measures, candidates = with_items(plan.measures, Catalogue().of_plan(2564))
    assert [code for one in measures for code in one.items] == ["o35", "o37", "o38", "o43"]
    near = "i7 i20 e12 e14 o18 o26 o29 o31 o34 o39 o40 o42"
    assert " ".join(one.code for one in candidates) == near


def test_results_in_tables_of_their_own_stand_beside_their_measures(shared):
    """Six of document 001 bear a number and a name of the plan; of two that do not, one is told."""
    told = json.loads((shared / "golden/001.json").read_text("utf-8"))["measures"]
    reading = read_plan((shared / "mission/seeds/001.txt").read_bytes(), "001.txt")
    heading = "ความสำเร็จของการดำเนินการ"
    found = [dict(one.other).get(heading, "") for one in reading.plan.measures]
    for text, asked in zip(found[:6], told, strict=False):
        assert all(skeleton(one)[:40] in skeleton(text) for one in asked["outcome"])
    assert found[6:] == ["", ""]
    assert reading.own_columns == (heading,)
    codes = [one.code for one in reading.findings]
    assert codes.count("result_not_placed") == 2


def test_a_result_of_another_name_or_of_a_number_that_stands_twice_is_nobodys():
    plan = ["มาตรการ\tวิธีการ\tผู้รับผิดชอบ", "๑. ลดขั้นตอนบริการ\tก\tข", "๒. ติดป้ายบอกทาง\tก\tข"]
    results = ["มาตรการ\tวิธีการ\tผลลัพธ์", "๑. ลดขั้นตอนบริการ\t\tเร็วขึ้น", "๒. อบรมบุคลากร\t\tรู้มากขึ้น"]
    reading = of_text(*plan, "", "ผลการดำเนินการตามมาตรการ", *results)
    assert [one.other for one in reading.plan.measures] == [(("ผลลัพธ์", "เร็วขึ้น"),), ()]
    (finding,) = (each for each in reading.findings if each.code == "result_not_placed")
    assert finding.places[0].line == 8
    twice = of_text(*plan, "๑. ลดขั้นตอนบริการ\tก\tข", "", "ผลการดำเนินการตามมาตรการ", *results)
    assert not any(one.other for one in twice.plan.measures)


def test_a_short_row_of_results_is_read_as_far_as_it_goes():
    document = docx.Document()
    for rows in (
        [("มาตรการ", "วิธีการ", "ผู้รับผิดชอบ"), ("๑. ลดขั้นตอนบริการ", "ก", "ข")],
        [("ผลลัพธ์", "ผลการดำเนินงาน", "มาตรการ"), ("ดี", "เร็วขึ้น", "๑. ลดขั้นตอนบริการ"), ("ดี", "", "")],
    ):
        document.add_paragraph("ผลการดำเนินการตามมาตรการ")
        table = document.add_table(len(rows), 3)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    table.rows[2]._tr.remove(table.rows[2]._tr.tc_lst[2])
    document.save(file := io.BytesIO())
    (measure,) = read_plan(file.getvalue(), "แผน.docx").plan.measures
    assert measure.other == (("ผลลัพธ์", "ดี"), ("ผลการดำเนินงาน", "เร็วขึ้น"))


def test_what_a_plan_itself_says_of_success_is_read_once():
    reading = of_text(
        "ลำดับ\tมาตรการ\tขั้นตอน\tระยะเวลา\tตัวชี้วัดความสำเร็จ", "1\tทำป้าย\tก\tต.ค. 2565\tมีป้าย"
    )
    assert [one.other for one in reading.plan.measures] == [(("ตัวชี้วัดความสำเร็จ", "มีป้าย"),)]
    assert {one.code for one in reading.findings} == {"not_told", "year_from_months"}


HEADS = "มาตรการ\tวิธีการดำเนินการ\tผู้รับผิดชอบ\tระยะเวลา\tผลการดำเนินการ"


def of_text(*lines):
    return read_plan("\n".join(lines).encode(), "แผน.txt")


def test_a_table_goes_on_over_pages_and_another_table_does_not():
    reading = of_text(
        "มาตรการส่งเสริมความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2569", HEADS,
        "๑. ประกาศขั้นตอน\tเขียน\tกองคลัง\tม.ค. 69\tประกาศแล้ว", "", "\tติด\t\t\t",
        "๒. แจ้งงบ\tแจ้ง\tกองช่าง\tก.พ. 69\t", "", "ตารางรายชื่อผู้เข้าประชุมในวันนั้น",
        "ก\tข\tค\tง\tจ", "ฉ\tช\tซ\tฌ\tญ",
    )  # fmt: skip
    assert reading.plan.fiscal_year == 2569
    assert [(one.number, one.title, one.unit) for one in reading.plan.measures] == [
        ("๑", "ประกาศขั้นตอน", "กองคลัง"), ("๒", "แจ้งงบ", "กองช่าง"),
    ]  # fmt: skip
    assert reading.plan.measures[0].steps == ("เขียน", "ติด")
    assert reading.plan.measures[0].other == (("ผลการดำเนินการ", "ประกาศแล้ว"),)


def test_numbered_lines_are_measures_only_below_a_heading_of_measures():
    reading = of_text("**๑. มาตรการของปี**", "๑.๑ ลดขั้นตอน", "ข้อความ", "๑.๒ ติดป้าย", "๒.๑ อื่น")
    assert [one.title for one in reading.plan.measures] == ["ลดขั้นตอน", "ติดป้าย"]
    assert [one.code for one in reading.findings] == ["measures_from_list", *["not_told"] * 3]
    assert [one.place.line for one in reading.plan.measures] == [2, 4]
    with pytest.raises(UnreadableInput):
        of_text("**๑. รายชื่อ**", "๑.๑ ลดขั้นตอน", "๑.๒ ติดป้าย")


def test_a_numbered_line_of_a_later_chapter_is_no_measure_and_digits_may_be_mixed():
    reading = of_text(
        "๑. มาตรการของปี", "1.1 ลดขั้นตอน", "๑.๒ ติดป้าย", "๑. ข้อเสนอแนะ", "๑.๑ ควรเพิ่มงบ", "1.2 ควรอบรม"
    )
    assert [one.title for one in reading.plan.measures] == ["ลดขั้นตอน", "ติดป้าย"]


@pytest.mark.parametrize("year", [2568, 2569])
def test_a_list_is_of_the_year_of_the_titles_above_it(year):
    reading = of_text(
        f"มาตรการส่งเสริมความโปร่งใส ประจำปี {year}", "1. มาตรการของปี", "1.1 ทบทวนมาตรการประจำปี 2569",
        "1.2 ติดป้าย", "มาตรการอื่น ประจำปี 2570",
    )  # fmt: skip
    assert (reading.plan.fiscal_year, len(reading.plan.measures)) == (year, 2)
    assert reading.plan.measures[0].place.line == 3


ITEMS = "ลำดับ ที่\tประเด็น/ตัวชี้วัด/หัวข้อ\tดำเนินการ แล้ว\tแนวทางการดำเนินการ\tหน่วยงาน ผู้รับผิดชอบ\tหมายเหตุ"
LISTED = ("**ผลตามมาตรการ ประจำปี ๒๕๖๔**", "**๑. มาตรการของปี**", "๑.๑ ลดขั้นตอน", "")


def test_the_table_of_items_becomes_points_with_all_its_columns_and_a_title_gives_a_list_its_year():
    reading = of_text(
        *LISTED, ITEMS, "1\tข้อ O2 ข้อมูลผู้บริหาร\t✓\tบันทึกลงเว็บไซต์\tสำนัก ปลัด\tผู้รับผิดชอบ-1", "",
        ITEMS, "2\tข้อ O25 - 28 นโยบาย\t\tประกาศ\tกองคลัง\t", "3\tข้อ ๐๖ กฎหมาย\t\tรวบรวม\t\t", "",
        "4\tข้อ O8 Q&A\t\tตอบคำถาม\t\t", "", "5\tอบรม\tO9\tO10\tก\tข",
    )  # fmt: skip
    assert reading.plan.fiscal_year == 2564
    first, second, third = reading.plan.points
    assert (first.item, first.name, first.place.line) == ("o2", "ข้อมูลผู้บริหาร", 6)
    assert first.guideline == (
        "บันทึกลงเว็บไซต์\nดำเนินการ แล้ว: ✓\nหน่วยงาน ผู้รับผิดชอบ: สำนัก ปลัด\nหมายเหตุ: ผู้รับผิดชอบ-1"
    )
    assert [(one.item, one.name, one.guideline) for one in (second, third)] == [
        ("o6", "กฎหมาย", "รวบรวม"), ("o8", "Q&A", "ตอบคำถาม"),
    ]  # fmt: skip
    (unread,) = (one for one in reading.findings if one.code == "row_not_read")
    assert (unread.places[0].line, "O25" in unread.places[0].quote) == (9, True)


def test_points_with_scores_are_read_by_their_codes_and_tables_without_codes_are_not():
    plan = ("", HEADS, "๑. แจ้งงบ\tแจ้ง\tกองช่าง\tก.พ. 69\t")
    scored = (
        "ข้อ\tประเด็นการประเมิน\tคะแนน\tแนวทางการพัฒนา", "๐12\tรายงานผล\t0\tทำให้ครบ", "",
        "ลำดับที่\tข้อความ\tคะแนน\tแนวทางการพัฒนา", "30\ti7 ท่านรู้แผน\t84.94\tประชาสัมพันธ์",
        "31\ti7 ซ้ำ\t1\tก", "",
        "ประเด็น\tแนวทางการพัฒนา\tแนวทางสู่การปฏิบัติ", "IIT ภายใน\tแจ้ง\tประชุม",
    )  # fmt: skip
    reading = of_text(*scored, *plan)
    assert [(str(one.score), one.item, one.name) for one in reading.plan.points] == [
        ("0", "o12", "รายงานผล"), ("84.94", "i7", "ท่านรู้แผน"),
    ]  # fmt: skip
    assert [one.places[0].line for one in reading.findings if one.code == "row_not_read"] == [6]
    assert not of_text("ข้อ\tประเด็น\tคะแนน", "o1\tโครงสร้าง\t100", *plan).plan.points


@pytest.mark.parametrize(
    ("row", "points"),
    [
        ("012\tรายงานผล\tทำ", [("o12", "รายงานผล", "ทำ")]),
        ("ข้อ 01\tโครงสร้าง\tทำ", [("o1", "โครงสร้าง", "ทำ")]),
        ("01\tโครงสร้าง\tทำ", []),  # a running number
        ("01\tข้อ o5 ข่าว\tทำ", [("o5", "ข่าว", "ทำ")]),
        ("1\to12/รายงานผล\tทำ", [("o12", "รายงานผล", "ทำ")]),
        ("1\tO1, O2 โครงสร้าง\tทำ", []),
        ("1\ti5/i6 ท่านรู้\tทำ", []),
        ("1\tข้อ o1 และ o2\tทำ", []),
        ("o1", [("o1", "", "")]),  # shorter than the head
    ],
)
def test_a_row_is_of_one_item_by_a_code_that_is_no_number_of_a_row(row, points):
    plan = ("", HEADS, "๑. แจ้งงบ\tแจ้ง\tกองช่าง\tก.พ. 69\t")
    table = ("| ข้อ | ประเด็น | แนวทาง |", "|---|---|---|", "| o9 | ก | ข |")
    cells = f"| {' | '.join(row.split(chr(9)))} |"
    reading = read_plan("\n".join([*table, cells, *plan]).encode(), "แผน.md")
    assert [(p.item, p.name, p.guideline) for p in reading.plan.points[1:]] == points


def test_what_no_column_says_is_left_empty_and_told_with_its_places():
    rows = ("๑. แจ้งงบ\tแจ้ง\tกองช่าง\tก.พ.-มี.ค. 69\t", "๒. ติดป้าย\tติด\t\tตลอดปี\t")
    reading = of_text(HEADS, *rows)
    assert reading.plan.fiscal_year == 2569
    told = {one.message.en: one.places for one in reading.findings if one.code == "not_told"}
    assert [len(places) for places in told.values()] == [1, 1]
    assert [" 1 measure;" in words for words in told] == [True, False]
    assert next(iter(told.values()))[0].quote == "๒ ติดป้าย"
    two_years = of_text(HEADS, *rows, "๓. อบรม\tอบรม\tกองช่าง\tต.ค. 69\t")
    assert two_years.plan.fiscal_year == 0
    title = "มาตรการส่งเสริมความโปร่งใส ประจำปี ๒๕๖๖"
    later = of_text(title, HEADS, *rows, "การนำมาตรการไปปฏิบัติ ประจำปี ๒๕๖๗", "มาตรการ ประจำปี ๒๕๖๕")
    assert later.plan.fiscal_year == 2566
    (finding,) = (one for one in later.findings if one.code == "title_of_later_year")
    assert finding.places[0].line == 5


@pytest.mark.parametrize(
    ("number", "year", "points", "told"),
    [
        (0, 2565, 0, [26]),
        (1, 2562, 0, [8, 8]),
        (2, 2564, 37, [4, 4, 4]),
        (3, 2566, 15, [8]),
        (4, 2568, 0, [3]),
    ],
)
def test_items_years_and_gaps_of_a_whole_document(shared, number, year, points, told):
    reading = read_plan((shared / f"mission/seeds/00{number}.txt").read_bytes(), f"00{number}.txt")
    assert (reading.plan.fiscal_year, len(reading.plan.points)) == (year, points)
    gaps = [one for one in reading.findings if one.code == "not_told"]
    assert [int(re.search(r"\d+", one.message.en)[0]) for one in gaps] == told
    assert all(place.line and place.quote for one in gaps for place in one.places)
    golden = json.loads((shared / f"golden/00{number}.json").read_text("utf-8"))
    codes = [one.item for one in reading.plan.points]
    if number == 2:
        listed = golden["oit_status"]
        assert codes == [row["code"] for row in listed]
        for row, point in zip(listed, reading.plan.points, strict=True):
            assert skeleton(row["responsible_unit_th"]) in skeleton(point.guideline)
            assert all(name in point.guideline for name in row["responsible_person_placeholders"])
    elif points:
        assert codes == list(chain(*golden["items_below_target"]["published"].values()))
