"""The paper of a register: every heading stays, and none says more than a person said."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from msgspec.structs import replace
from tests.core.papers.conftest import AGENCY
from tests.core.registers.conftest import SPENDING

from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import Chart, Heading, Numbered, Paragraph, Signature, Table
from prongsai.core.papers.office import Office
from prongsai.core.papers.register_paper import Material, open_headings, register_paper
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot, slots_of
from prongsai.core.registers.public import public_rows
from prongsai.core.registers.reading import read_register, shipped_register
from prongsai.core.registers.rows import Row, read_row
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import Context, Names
from prongsai.documents.drawn import drawn_as
from prongsai.documents.tables_workbook import tables_of, to_xlsx

PAPERS = """\
papers:
- key: year
  title: {th: "รายงานการเบิกจ่าย ปีงบประมาณ {year}", en: "Spending of {year}"}
  period: year
  headings:
  - {key: rows, title: {th: รายการ, en: rows}, shows: rows, columns: [paid_on, unit, what, planned, paid, share, state]}
  - {key: big, title: {th: รายการใหญ่, en: big}, shows: rows, columns: [what], when: {field: way, is: [tender]}}
  - {key: months, title: {th: รายเดือน, en: months}, shows: roll-up, roll_up: by-month, chart: true}
  - {key: reported, title: {th: การรายงาน, en: reports}, shows: months}
  - {key: note, title: {th: ที่มา, en: source}, shows: text, text: {th: จากทะเบียน, en: of the register}}
  - {key: problems, title: {th: ปัญหา อุปสรรค และข้อเสนอแนะ, en: problems}, shows: said, gathers: problem}
- key: half
  title: {th: "รายงาน {period}", en: "Report of {period}"}
  period: first-half
  headings:
  - {key: rows, title: {th: รายการ, en: rows}, shows: rows}
  - {key: months, title: {th: รายเดือน, en: months}, shows: roll-up, roll_up: by-month}
  - {key: problems, title: {th: ปัญหา อุปสรรค และข้อเสนอแนะ, en: problems}, shows: said}
- key: quarter
  title: {th: "{period}", en: "{period}"}
  period: quarter
  headings:
  - {key: rows, title: {th: รายการ, en: rows}, shows: rows}
"""  # noqa: E501 - as people write it
OFFICE = Office(AGENCY, date(2026, 10, 5))
CONTEXT = Context(2569, units=Names.from_words([("finance", "กองคลัง"), ("works", "กองช่าง")]))


@pytest.fixture(scope="module")
def register():
    found, findings = read_register("spending", SPENDING + PAPERS, "spending.yaml")
    assert findings == ()
    return found


def row(register, day, what, paid, **more):
    typed = {"paid_on": day, "unit": "กองคลัง", "what": what, "paid": paid, "problem": "ไม่มี", **more}
    reading = read_row(register, typed, CONTEXT)
    assert reading.faults == ()
    return reading.row


@pytest.fixture
def material(register):
    rows = (
        row(register, "9 เม.ย. 69", "รถ", "80", planned="100", way="ประกวดราคา"),
        row(register, "3 ต.ค. 68", "กระดาษ", "1,000.50", planned="500"),
    )
    on = date(2026, 10, 1)
    return Material(register, register.paper("year"), 2569, rows, CONTEXT, on)


def of(document, kind):
    return [block for block in document.blocks() if isinstance(block, kind)]


def cells(table):
    return [[" ".join(cell.lines) for cell in row] for row in table.rows]


def under(document, title):
    """The blocks between a heading and the next one."""
    blocks = list(document.blocks())
    start = next(at for at, b in enumerate(blocks) if isinstance(b, Heading) and b.text == title)
    found = []
    for block in blocks[start + 1 :]:
        if isinstance(block, Heading):
            break
        found.append(block)
    return found


def test_every_heading_stands_in_order_and_the_title_is_filled(material):
    made = register_paper(OFFICE, material)
    assert [block.text for block in of(made, Heading)] == [
        "รายการ", "รายการใหญ่", "รายเดือน", "การรายงาน", "ที่มา", "ปัญหา อุปสรรค และข้อเสนอแนะ",
    ]  # fmt: skip
    assert made.title == "รายงานการเบิกจ่าย ปีงบประมาณ 2569"
    assert made.kind == "register-spending-year"
    empty = register_paper(OFFICE, replace(material, rows=()))
    assert [b.text for b in of(empty, Heading)] == [b.text for b in of(made, Heading)]


def test_rows_stand_by_their_day_with_what_they_come_to(material):
    table = under(register_paper(OFFICE, material), "รายการ")[0]
    assert cells(table) == [
        ["1", "3 ต.ค. 2568", "กองคลัง", "กระดาษ", "500.00", "1,000.50", "200.10", "ขอเบิก"],
        ["2", "9 เม.ย. 2569", "กองคลัง", "รถ", "100.00", "80.00", "80.00", "ขอเบิก"],
        ["รวม", "", "", "", "600.00", "1,080.50", "", ""],
    ]
    (big,) = (cells(b) for b in under(register_paper(OFFICE, material), "รายการใหญ่"))
    assert big == [["1", "รถ"]]


def test_rows_of_one_day_stand_by_their_names_whose_numbers_count(register, material):
    told = [
        row(register, "3 ต.ค. 68", what, "5") for what in ("หมวด 10", "หมวด ๒", "กระดาษ", "หมวด 1")
    ]
    for rows in (told, told[::-1]):
        table = under(register_paper(OFFICE, replace(material, rows=tuple(rows))), "รายการ")[0]
        assert [line[3] for line in cells(table)[:-1]] == ["กระดาษ", "หมวด 1", "หมวด ๒", "หมวด 10"]


def last_of(material):
    """What stays on one page with the hand that signs."""
    (section,) = register_paper(OFFICE, material).sections
    return [type(block).__name__ for block in section.blocks[-1].blocks]


def test_executives_stand_by_side_and_order_in_paper_and_public_table():
    """Whoever was entered first, and however a post is spelled; what has no place stands last."""
    register, names = (
        shipped_register("executives"),
        ["นายก", "รองนายก", "ประธานสภา", "ปลัด", "กองคลัง"],
    )
    sides = ["political", "political", "council", "permanent", "permanent"]
    places = [Decimal(1), Decimal(2), Decimal(1), Decimal(2), None]
    values = [
        {"side": side, "post": name} | ({"place": place} if place else {})
        for side, name, place in zip(sides, names, places, strict=True)
    ]
    rows = tuple(Row(one) for one in reversed(values))
    made = Material(register, register.paper("list"), 2569, rows, CONTEXT, date(2026, 1, 15))
    assert [row.values["post"] for row in made.told_rows] == names
    shown = public_rows(register, rows, CONTEXT, {})
    place = [column.name for column in shown.columns].index("post")
    assert [row[place] for row in shown.rows] == names


def test_tables_are_counted_one_after_the_other():
    """A heading without rows takes no number."""
    register = shipped_register("personnel-criteria")
    row = Row({"title": "หลักเกณฑ์ (ตัวอย่าง)", "subject": "appraisal"})
    made = Material(register, register.papers[0], 2569, (row,), CONTEXT, date(2026, 1, 15))
    captions = [one.caption for one in of(register_paper(OFFICE, made), Table)]
    assert [caption.split()[1] for caption in captions] == ["1", "2"]


def test_the_hand_signs_no_empty_page(register, material):
    missing = ["Heading", "Paragraph", "Note", "Signature"]
    assert last_of(material) == missing
    told = replace(material, on=date(2025, 10, 1))
    assert last_of(told) == ["Heading", "Paragraph", "Signature"]
    long = replace(told, said={"problems": "งบประมาณไม่พอ " * 100})
    assert last_of(long) == ["Signature"], "a long text may begin on the page before"
    lines = replace(told, said={"problems": "\n".join(f"เรื่องที่ {one}" for one in range(9))})
    assert last_of(lines) == ["Numbered", "Signature"]


def test_the_post_that_keeps_the_register_signs(material):
    hands = [of(register_paper(OFFICE, one), Signature) for one in (
        material, replace(material, keeper="ผู้อำนวยการกองคลัง"))]  # fmt: skip
    assert [hand.position for (hand,) in hands] == [
        AGENCY.positions.officer, "ผู้อำนวยการกองคลัง",
    ]  # fmt: skip


def test_a_number_whose_sum_means_nothing_is_not_added():
    """Three who bid here and two there are not five."""
    register = shipped_register("procurement-winners")
    assert not register.field("bidders").can_be_added
    assert register.field("agreed").can_be_added


def test_planned_against_actual_as_table_and_chart(material):
    table, chart = under(register_paper(OFFICE, material), "รายเดือน")
    assert cells(table)[0] == ["ตุลาคม 2568", "1", "500.00", "1,000.50", "-500.50", "200.10"]
    assert cells(table)[1] == ["พฤศจิกายน 2568", "0", "–", "–", "–", "–"]
    assert cells(table)[-1] == ["รวม", "2", "600.00", "1,080.50", "-480.50", "180.08"]
    assert isinstance(chart, Chart)
    assert [(r.label, r.values) for r in chart.rows] == [
        ("ตุลาคม 2568", (Decimal("200.10"),)), ("เมษายน 2569", (Decimal("80.00"),)),
    ]  # fmt: skip
    assert "200.10" in chart.alternative


def test_a_month_that_nobody_spoke_of_is_marked_in_its_table_and_told_at_the_end(material):
    nils = tuple(Nil(slot) for slot in slots_of(2569, Every.MONTH)[1:11] if slot.number != 7)
    told = replace(material, nils=nils)
    (table,) = (b for b in under(register_paper(OFFICE, told), "การรายงาน") if isinstance(b, Table))
    assert [column.heading for column in table.columns][1:3] == ["ต.ค. 68", "พ.ย. 68"]
    assert cells(table) == [[AGENCY.name, "1", *["ไม่มี"] * 5, "1", *["ไม่มี"] * 4, "ขาด"]]
    assert [cell.filled for cell in table.rows[0]].count(True) == 1
    assert any("กันยายน 2569" in text for text in register_paper(OFFICE, told).strings())
    assert [one.code for one in open_headings(told)] == ["register_period_missing"]
    whole = replace(told, nils=(*nils, Nil(slots_of(2569, Every.MONTH)[11])))
    assert open_headings(whole) == ()


def problems(material):
    blocks = under(register_paper(OFFICE, material), "ปัญหา อุปสรรค และข้อเสนอแนะ")
    return [b.text for b in blocks if isinstance(b, (Paragraph, Numbered))]


def test_nothing_is_said_only_where_a_person_said_so(register, material):
    assert problems(material) == ["ไม่มี"]
    one = row(register, "3 ต.ค. 68", "ก", "5")
    silent = replace(material, rows=(one, row(register, "3 ต.ค. 68", "ข", "5", problem="")))
    assert problems(silent) == ["ยังไม่ได้ระบุ"]
    assert "register_not_said" in [one.code for one in open_headings(silent)]
    assert problems(replace(silent, said={"problems": "ไม่มี"})) == ["ไม่มี"]
    assert problems(replace(silent, said={"problems": "งบน้อย\nเสนอเพิ่ม"})) == ["งบน้อย", "เสนอเพิ่ม"]
    assert problems(replace(silent, rows=())) == ["ยังไม่ได้ระบุ"]


def test_what_rows_tell_of_problems_stands_beside_what_was_written(register, material):
    told = replace(
        material,
        rows=(*material.rows, row(register, "4 ต.ค. 68", "หมึก", "5", problem="ส่งช้า")),
        said={"problems": "ไม่มี"},
    )
    assert problems(told) == ["หมึก: ส่งช้า"]


def test_a_half_year_has_its_own_rows_and_months(register, material):
    half = replace(material, paper=register.paper("half"))
    made = register_paper(OFFICE, half)
    assert made.title == "รายงาน ครึ่งปีที่ 1 ปีงบประมาณ 2569"
    assert [r[1] for r in cells(under(made, "รายการ")[0])] == ["กระดาษ"]
    assert len(cells(under(made, "รายเดือน")[0])) == 6 + 1
    assert {slot.every for slot in (half.slot,)} == {Every.HALF}


def test_half_a_year_of_a_whole_plan_names_what_begins_in_the_other_half(register, material):
    half, whole = register.paper("half"), replace(register.paper("half"), whole=True)
    rows = (row(register, "2 พ.ย. 2568", "ก่อน", "1"), row(register, "2 พ.ค. 2569", "หลัง", "2"))
    told = {
        paper.whole: register_paper(OFFICE, replace(material, paper=paper, rows=rows, number=1))
        for paper in (half, whole)
    }
    named = {key: cells(of(document, Table)[0]) for key, document in told.items()}
    assert not any("หลัง" in line for line in named[False])
    assert any("หลัง" in line for line in named[True])
    assert any("ก่อน" in line for line in named[True])
    months = cells(of(told[True], Table)[1])
    assert any("พฤษภาคม" in " ".join(line) for line in months)


def test_a_quarter_without_rows_says_whether_that_was_said(register, material):
    quarter = replace(material, paper=register.paper("quarter"), number=2)
    assert next(b.text for b in under(register_paper(OFFICE, quarter), "รายการ")) == (
        "ยังไม่มีรายการที่บันทึกไว้"
    )
    nils = tuple(Nil(Slot(2569, Every.MONTH, number)) for number in (4, 5, 6))
    said = replace(quarter, nils=nils)
    assert next(b.text for b in under(register_paper(OFFICE, said), "รายการ")) == "ไม่มีรายการ"


def test_where_units_owe_each_stands_with_its_name(material):
    text = (
        (SPENDING + PAPERS)
        .replace("by: agency}", "by: unit}")
        .replace("every: month", "every: half")
    )
    register, _ = read_register("spending", text, "spending.yaml")
    told = replace(
        material, register=register, paper=register.paper("year"), units=("finance", "works")
    )
    table = under(register_paper(OFFICE, told), "การรายงาน")[0]
    assert cells(table) == [["กองคลัง", "1", "1"], ["กองช่าง", "ขาด", "ขาด"]]
    assert "กองช่าง" in open_headings(told)[-1].message.th


def test_what_is_missing_is_told_unit_by_unit_and_from_the_first_month_to_the_last(material):
    text = (SPENDING + PAPERS).replace("by: agency}", "by: unit}")
    register, _ = read_register("spending", text, "spending.yaml")
    told = replace(
        material, register=register, paper=register.paper("year"), units=("finance", "works"),
        nils=(Nil(Slot(2569, Every.MONTH, 3), "works"),),
    )  # fmt: skip
    assert open_headings(told)[-1].message.th == (
        "ยังไม่มีข้อมูลของ กองคลัง (พฤศจิกายน 2568 ถึง มีนาคม 2569, พฤษภาคม 2569 ถึง กันยายน 2569), "
        "กองช่าง (ตุลาคม 2568, พฤศจิกายน 2568, มกราคม 2569 ถึง กันยายน 2569)"
    )


@pytest.mark.parametrize("form", ["docx", "html"])
def test_it_is_drawn_like_every_paper(material, form):
    made = printed(register_paper(OFFICE, material), Digits.THAI_IN_PROSE)
    assert drawn_as(form, made, Digits.THAI_IN_PROSE)


def test_its_tables_are_a_workbook(material):
    made = register_paper(OFFICE, material)
    assert len(tables_of(made)) == 4
    assert to_xlsx(made).startswith(b"PK")


def sheet_of_rows(document):
    """The lines of the sheet of rows, from its headings."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(document)))
    sheet = next(book[name] for name in book.sheetnames if "รายการ" in name)
    return [[cell or "" for cell in line] for line in sheet.iter_rows(min_row=3, values_only=True)]


def test_the_form_of_procurement_has_its_sixteen_columns_also_where_nothing_was_bought(catalogue):
    register = shipped_register("procurement-winners")
    typed = {
        "month": "ตุลาคม", "item": "จ้างซ่อมถนน", "unit": "กองคลัง", "budget": "500",
        "method": "เฉพาะเจาะจง", "winner": "ร้านหนึ่ง", "agreed": "400", "reason": "ราคาต่ำสุด",
    }  # fmt: skip
    context = Context(2568, units=CONTEXT.units)
    rows = tuple(
        read_row(register, {**typed, "number": number}, context).row
        for number in ("1/2568", "2/2568")
    )
    on = date(2025, 4, 1)
    half = Material(register, register.paper("half"), 2568, rows, context, on)
    made = register_paper(OFFICE, half)
    heads, first, *_, total = sheet_of_rows(made)
    asked = [one.text.th for one in catalogue.elements(2568)["o12"] if one.kind == "required"]
    assert len(heads) == len(asked) == 16
    for heading, element in zip(heads[1:7], asked[1:7], strict=True):
        assert heading == element
    same = [2568, AGENCY.name, "อำเภอทดลอง", "จังหวัดสมมุติ", "กระทรวงมหาดไทย", "องค์กรปกครองส่วนท้องถิ่น"]
    assert first[:8] == [1, *same, "จ้างซ่อมถนน"]
    assert (total[0], set(total[1:7])) == ("รวม", {""})
    assert len(under(made, "รายการ")[1].columns) == 10
    assert "กระทรวง กระทรวงมหาดไทย" in "".join(made.strings())
    empty = register_paper(OFFICE, replace(half, rows=()))
    assert sheet_of_rows(empty)[0] == heads
    assert sheet_of_rows(empty)[1][:8] == ["–", *same, "ยังไม่มีรายการที่บันทึกไว้"]
    nils = tuple(Nil(slot) for slot in slots_of(2568, Every.MONTH))
    told = register_paper(OFFICE, replace(half, rows=(), nils=nils))
    assert sheet_of_rows(told)[1][7] == "ไม่มีรายการ"
    other = Office(replace(AGENCY, name="สำนักงานตัวอย่าง"), OFFICE.made_on)
    assert sheet_of_rows(register_paper(other, half))[1][5:7] == ["", ""]


def test_a_month_from_before_rows_were_kept_is_neither_missing_nor_silent(material):
    told = replace(material, since=date(2026, 1, 1))
    (table,) = (b for b in under(register_paper(OFFICE, told), "การรายงาน") if isinstance(b, Table))
    assert cells(table)[0][1:5] == ["1", "×", "×", "ขาด"]
    texts = register_paper(OFFICE, told).strings()
    lines = [text for text in texts if "ไม่ได้เก็บในระบบ" in text]
    assert any("พฤศจิกายน 2568, ธันวาคม 2568" in line for line in lines)
    assert any(line.startswith('"×"') for line in lines)
    assert "พฤศจิกายน" not in open_headings(told)[-1].message.th
    assert "ไม่ได้เก็บ" not in "".join(register_paper(OFFICE, material).strings())
