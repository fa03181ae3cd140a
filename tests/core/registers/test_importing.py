"""Files of rows: what agencies really have, taken whole or not at all, everything wrong at once."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from tests.core.registers.conftest import SPENDING

from prongsai.core.errors import Severity, UnreadableInput
from prongsai.core.registers.importing import Options, import_sheets, matchings_of
from prongsai.core.registers.kept import merged, merging
from prongsai.core.registers.matching import How
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.reading import read_register
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import Context, Names
from prongsai.documents.register_workbook import register_csv, register_workbook
from prongsai.readers.sheets import read_sheets

IN_2569 = Context(2569)
HEAD = ["ลำดับ", "วันที่", "กอง", "รายการ", "วิธี", "แผน", "เบิกจ่าย (บาท)"]
ROWS = [
    ["1", "3 ต.ค. 2568", "กองคลัง", "กระดาษ", "เฉพาะเจาะจง", "1,000", "900.50"],
    ["2", "๙/๑๑/๒๕๖๘", "กองช่าง", "หมึก", "ตกลงราคา", "500", "(20)"],
    ["3", "2026-01-05", "กองคลัง", "รถ", "", "", "99.50"],
]


def csv(*rows):
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    return text.encode("utf-8-sig")


def workbook(*rows, name="ข้อมูล", then=lambda *_: None):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                sheet.write(number, column, cell)
    then(book, sheet)
    book.close()
    return target.getvalue()


def taken(register, data, name="f.csv", context=IN_2569, **options):
    return import_sheets(register, read_sheets(data, name), context, Options(**options))


def told(imported, *severities):
    wanted = severities or (Severity.ERROR,)
    return [
        one.code.removeprefix("register_") for one in imported.findings if one.severity in wanted
    ]


FOREIGN = ["Seq", "When", "Office", "Goods", "Baht"]


def headings_of(register, data, name="f.csv"):
    found = matchings_of(register, read_sheets(data, name), Options())
    return [heading for _, matching in found for heading in matching.passed_over]


def test_of_headings_that_nobody_knows_the_likely_line_is_offered(spending):
    title = ["Report of the year 2569"]
    row = ["1", "3 ต.ค. 2568", "กองคลัง", "กระดาษ", "900.50"]
    data = csv(title, FOREIGN, row)
    assert headings_of(spending, data) == FOREIGN
    assert headings_of(spending, workbook(title, FOREIGN, row), "f.xlsx") == FOREIGN
    assert told(taken(spending, data)) == ["no_table"], "it is offered, not taken"
    # A letter and a page of words have no line above figures.
    assert headings_of(spending, csv(["เรียน ผู้อำนวยการ"], ["ด้วยมีเรื่อง", "ขอแจ้ง"])) == []


def test_one_heading_that_somebody_said_finds_the_line(spending):
    data = csv(["Report"], FOREIGN, ["1", "3 ต.ค. 2568", "กองคลัง", "กระดาษ", "900.50"])
    lacking = taken(spending, data, given={"paid": "Baht"})
    assert set(told(lacking)) == {"no_column"}
    whole = {"paid_on": "When", "unit": "Office", "what": "Goods", "paid": "Baht"}
    found = taken(spending, data, given=whole, defaults={"way": "เฉพาะเจาะจง"})
    assert found.is_sound, told(found)
    assert found.rows[0].values["paid"] == Decimal("900.50")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_as_people_have_it_is_taken(spending, form):
    data = csv(HEAD, *ROWS) if form == "csv" else workbook(HEAD, *ROWS)
    found = taken(spending, data, f"f.{form}")
    assert found.is_sound
    assert [row.values["paid"] for row in found.rows] == [Decimal("900.50"), -20, Decimal("99.50")]
    assert found.rows[1].values["paid_on"] == date(2025, 11, 9)
    assert found.rows[1].values["way"] == "agreed"
    ((_, matching),) = found.matchings
    assert {one.field: one.heading for one in matching.matches}["paid"] == "เบิกจ่าย (บาท)"
    assert matching.passed_over == ()
    assert "planned" in found.fields
    assert found.places[0].quote


def test_numbers_and_days_of_a_workbook_are_those_that_were_typed(spending):
    def days(book, sheet):
        form = book.add_format({"num_format": "d mmm yyyy"})
        sheet.write_datetime(1, 1, datetime(2025, 10, 3), form)  # noqa: DTZ001 - a day
        sheet.write_datetime(2, 1, datetime(2568, 10, 4), form)  # noqa: DTZ001 - typed in Buddhist years
        sheet.write_number(1, 6, 0.1 + 0.2)

    found = taken(spending, workbook(HEAD, ROWS[0], ROWS[1], then=days), "f.xlsx")
    assert [row.values["paid_on"] for row in found.rows] == [date(2025, 10, 3), date(2025, 10, 4)]
    assert found.rows[0].values["paid"] == Decimal("0.30")


def test_everything_that_is_wrong_is_told_with_its_cell_and_nothing_is_taken(spending):
    rows = [list(row) for row in ROWS]
    rows[0][1], rows[1][4], rows[2][6] = "ต้นเดือน", "จับสลาก", "มาก"
    rows[2][3] = ""
    found = taken(spending, workbook(HEAD, *rows), "f.xlsx")
    assert not found.is_sound
    assert told(found) == ["value", "value", "value", "missing"]
    places = [one.places[0] for one in found.findings]
    assert [(place.row, place.column) for place in places] == [(2, 2), (3, 5), (4, 7), (4, 4)]
    assert [place.quote for place in places] == ["ต้นเดือน", "จับสลาก", "มาก", None]
    assert all(one.next_step for one in found.findings)
    assert "เฉพาะเจาะจง" in found.findings[1].message.th


def test_what_is_wrong_alike_in_many_rows_is_told_once(spending):
    rows = [
        [*row[:3], f"ของ {number}", "จับสลาก", *row[5:]] for number in range(50) for row in ROWS[:1]
    ]
    found = taken(spending, csv(HEAD, *rows))
    (finding,) = [one for one in found.findings if one.severity is Severity.ERROR]
    assert "50 แห่ง" in finding.message.th
    assert len(finding.places) == 20


def test_a_heading_in_two_lines_with_merged_cells(spending):
    def merge(book, sheet):
        form = book.add_format()
        for column, text in enumerate(["วันที่", "กอง", "รายการ"]):
            sheet.merge_range(2, column, 3, column, text, form)
        sheet.merge_range(2, 3, 2, 4, "เงิน", form)
        sheet.write(3, 3, "งบประมาณ")
        sheet.write(3, 4, "เบิกจ่าย")
        sheet.merge_range(4, 1, 5, 1, "กองคลัง", form)

    rows = [
        ["รายงานการเบิกจ่าย"],
        [],
        [],
        [],
        ["3 ต.ค. 68", "", "ก", 10, 5],
        ["4 ต.ค. 68", "", "ข", 10, 6],
    ]
    found = taken(spending, workbook(*rows, then=merge), "f.xlsx")
    assert found.is_sound, found.findings
    assert [row.values["planned"] for row in found.rows] == [10, 10]
    assert [row.values["unit"] for row in found.rows] == ["กองคลัง", "กองคลัง"]


def test_a_heading_in_two_lines_of_a_text_file(spending):
    rows = [["วันที่", "กอง", "รายการ", "เงิน", ""], ["", "", "", "แผน", "เบิกจ่าย"],
            ["3 ต.ค. 68", "กองคลัง", "ก", "10", "5"]]  # fmt: skip
    found = taken(spending, csv(*rows))
    assert found.is_sound, found.findings
    assert (found.rows[0].values["planned"], found.rows[0].values["paid"]) == (10, 5)


def test_a_sum_merged_over_rows_is_refused_and_another_text_fills_them(spending):
    row = ["1", "3 ต.ค. 2568", "กองคลัง", "กระดาษ", "", "", "5"]

    def merge(column, text):
        return lambda _, sheet: sheet.merge_range(1, column, 2, column, text)

    other = [*row[:3], "หมึก", *row[4:]]
    good = workbook(HEAD, row, other, then=merge(2, "กองคลัง"))
    assert told(taken(spending, good, "f.xlsx")) == []
    bad = workbook(HEAD, row, other, then=merge(6, "5"))
    assert told(taken(spending, bad, "f.xlsx")) == ["merged_sum"]


def test_a_day_of_the_sixties_by_a_spreadsheet_is_asked_about(spending):
    def on(year):
        def day(book, sheet):
            form = book.add_format({"num_format": "d/m/yy"})
            sheet.write_datetime(1, 7, datetime(year, 10, 30), form)  # noqa: DTZ001

        data = workbook([*HEAD, "แล้วเสร็จ"], ROWS[0], then=day)
        return told(taken(spending, data, "f.xlsx"), Severity.WARNING)

    assert "short_year" in on(1968)
    assert "short_year" not in on(2568) + on(1987)


def test_a_formula_that_no_program_worked_out_is_told_and_not_taken_for_nothing(spending):
    def formula(_, sheet):
        sheet.write_formula(1, 6, "=F2-99.5", None, "")

    found = taken(spending, workbook(HEAD, ROWS[0], ROWS[1], then=formula), "f.xlsx")
    assert "table_formula_without_value" in told(found)
    computed = workbook(
        HEAD, ROWS[0], then=lambda _, sheet: sheet.write_formula(1, 6, "=F2-99.5", None, 900.5)
    )
    found = taken(spending, computed, "f.xlsx")
    assert found.is_sound
    assert found.rows[0].values["paid"] == Decimal("900.50")


TOTAL = ["", "รวมทั้งสิ้น", "", "", "", "1,500", "980.00"]


@pytest.mark.parametrize(
    "label", ["รวม", "รวมทั้งสิ้น", "ยอดรวม 3 รายการ", "รวมเป็นเงิน", "Total", "รวมเดือนตุลาคม"]
)
def test_a_row_of_totals_is_checked_and_is_no_row(spending, label):
    total = ["", label, *TOTAL[2:]]
    found = taken(spending, csv(HEAD, *ROWS, total))
    assert found.is_sound, found.findings
    assert (len(found.rows), found.totals) == (3, 1)


def test_totals_that_do_not_add_up_are_told_with_both_figures(spending):
    found = taken(spending, csv(HEAD, *ROWS, [*TOTAL[:6], "981.00"]))
    assert told(found) == ["total_differs"]
    (finding,) = found.findings
    assert "981.00" in finding.message.th
    assert "980.00" in finding.message.th
    assert (finding.places[0].line, finding.places[0].column) == (5, 7)


def test_sums_of_parts_and_of_all_are_both_right(spending):
    part = ["", "รวม", "", "", "", "1,500", "880.50"]
    last = ["", "รวม", "", "", "", "", "99.50"]
    found = taken(spending, csv(HEAD, *ROWS[:2], part, ROWS[2], last, TOTAL))
    assert found.is_sound, found.findings
    assert found.totals == 3


def test_a_row_whose_words_only_begin_as_a_total_is_a_row(spending):
    row = ["4", "5 ม.ค. 69", "กองคลัง", "รวมพลังต้านทุจริต", "", "10", "5"]
    found = taken(spending, csv(HEAD, *ROWS, row))
    assert found.is_sound
    assert found.rows[3].values["what"] == "รวมพลังต้านทุจริต"


def test_of_sums_over_rows_that_cannot_be_read_nothing_is_said(spending):
    rows = [[*ROWS[0][:6], "เก้าร้อย"], *ROWS[1:]]
    assert told(taken(spending, csv(HEAD, *rows, TOTAL))) == ["value"]


def test_two_years_in_one_file_are_told_and_one_of_them_can_be_taken(spending):
    former = ["4", "30 ก.ย. 2568", "กองคลัง", "ของปีก่อน", "", "", "1"]
    data = csv(HEAD, *ROWS, former)
    found = taken(spending, data)
    assert "years" in told(found)
    message = next(one for one in found.findings if one.code == "register_years").message
    assert "ปี 2569 3 แถว, ปี 2568 1 แถว" in message.th
    found = taken(spending, data, only_year=True)
    assert found.is_sound
    assert len(found.rows) == 3
    assert told(found, Severity.NOTE) == ["other_years_left"]


def test_a_column_of_the_fiscal_year_counts_too(spending):
    rows = [[*row, year] for row, year in zip(ROWS, ("2569", "๒๕๖๙", "2568"), strict=True)]
    found = taken(spending, csv([*HEAD, "ปีงบประมาณ"], *rows))
    assert "years" in told(found)
    assert taken(spending, csv([*HEAD, "ปีงบประมาณ"], *rows), only_year=True).is_sound


MONTHLY = SPENDING.replace("{name: paid_on, kind: date", "{name: paid_on, kind: month")


@pytest.fixture(scope="module")
def monthly():
    return read_register("monthly", MONTHLY, "monthly.yaml")[0]


def test_months_in_three_spellings(monthly):
    rows = [
        [*row[:1], month, *row[2:]]
        for row, month in zip(ROWS, ("ต.ค.", "October", "ตุลาคม 2568"), strict=True)
    ]
    found = taken(monthly, csv(HEAD, *rows))
    assert found.is_sound
    assert {row.values["paid_on"] for row in found.rows} == {10}


@pytest.mark.parametrize("place", ["above", "name"])
def test_the_month_stands_above_the_table_or_in_the_name_of_the_sheet(monthly, place):
    rows = [[row[0], *row[2:]] for row in (HEAD, *ROWS)]
    above = (
        [["สรุปผลการจัดซื้อจัดจ้างในรอบเดือน ตุลาคม 2568"], ["วันที่ 5 พฤศจิกายน 2568"]]
        if place == "above"
        else []
    )
    found = taken(monthly, workbook(*above, *rows, name="ข้อมูล" if above else "ต.ค. 68"), "f.xlsx")
    assert found.is_sound, found.findings
    assert {row.values["paid_on"] for row in found.rows} == {10}
    ((_, matching),) = found.matchings
    assert [one.how for one in matching.matches if one.field == "paid_on"] == [How.TITLE]


def test_that_there_was_nothing_in_a_month_is_an_entry_of_its_own(monthly):
    rows = [
        ["1", "ต.ค.", "กองคลัง", "กระดาษ", "", "", "5"],
        ["2", "พ.ย.", "", "ไม่มีการจัดซื้อจัดจ้าง", "", "", "-"],
        ["3", "ธ.ค.", "กองคลัง", "ไม่มีรายการ", "", "", "0.00"],
    ]
    found = taken(monthly, csv(HEAD, *rows))
    assert found.is_sound, found.findings
    assert len(found.rows) == 1
    assert found.nils == tuple(Nil(Slot(2569, Every.MONTH, number)) for number in (2, 3))
    rows[1][1] = ""
    assert told(taken(monthly, csv(HEAD, *rows))) == ["nil"]


def test_lines_that_are_no_rows_are_passed_over_and_told(spending):
    rows = [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"], *ROWS[:2], HEAD, ROWS[2],
            ["หมายเหตุ ข้อมูล ณ วันที่ 5"], ["ลงชื่อ ......", "", "", "ผู้รายงาน"]]  # fmt: skip
    found = taken(spending, csv(HEAD, *rows))
    assert found.is_sound, found.findings
    assert len(found.rows) == 3
    assert told(found, Severity.NOTE) == ["line_passed_over"]


def test_a_column_that_lacks_is_told_with_what_is_near_and_can_be_given(spending):
    head = ["วันที่", "กอง", "รายการที่ซื้อ", "จ่ายจริง", "เบิกจ่ายย"]
    data = csv(head, ["3 ต.ค. 68", "กองคลัง", "ก", "5", "7"])
    found = taken(spending, data)
    assert told(found) == ["no_column", "no_column"]
    assert any("เบิกจ่าย" in one.message.th for one in found.findings if "not_taken" in one.code)
    found = taken(spending, data, given={"what": "รายการที่ซื้อ", "paid": "D"})
    assert found.is_sound, found.findings
    assert found.rows[0].values["paid"] == 5
    ((_, matching),) = found.matchings
    assert {one.how for one in matching.matches if one.field in ("what", "paid")} == {How.GIVEN}
    remembered = {one.field: one.heading for one in matching.matches if one.column is not None}
    again = taken(spending, data, given=remembered)
    assert again.rows == found.rows
    assert told(taken(spending, data, given={"whatever": "ก"})) == ["given"]


def test_what_no_column_tells_can_be_said_for_all_rows(spending):
    head = ["วันที่", "รายการ", "เบิกจ่าย"]
    data = csv(head, ["3 ต.ค. 68", "ก", "5"])
    assert told(taken(spending, data)) == ["no_column"]
    found = taken(spending, data, defaults={"unit": "กองคลัง"})
    assert found.is_sound
    assert found.rows[0].values["unit"] == "กองคลัง"


def test_a_former_name_of_a_field_is_a_heading_too(spending):
    found = taken(
        spending, csv(["วันที่", "กอง", "item", "เบิกจ่าย"], ["3 ต.ค. 68", "กองคลัง", "ก", "5"])
    )
    assert found.is_sound
    assert found.rows[0].values["what"] == "ก"


def test_a_file_without_the_table_says_what_is_needed(spending):
    found = taken(spending, csv(["ชื่อ", "อายุ"], ["ก", "5"]))
    assert told(found) == ["no_table"]
    assert "วันที่จ่าย" in found.findings[-1].next_step.th


def test_a_sheet_beside_the_table_is_passed_over_and_told(spending):
    def other(book, _):
        sheet = book.add_worksheet("สรุป")
        sheet.write_row(0, 0, ["วิธี", "เบิกจ่าย"])
        sheet.write_row(1, 0, ["เฉพาะเจาะจง", 980])

    found = taken(spending, workbook(HEAD, *ROWS, then=other), "f.xlsx")
    assert found.is_sound
    assert len(found.rows) == 3
    assert told(found, Severity.NOTE) == ["sheet_passed_over"]


@pytest.mark.parametrize("what", ["row", "column"])
def test_what_is_hidden_is_asked_about_and_not_taken_silently(spending, what):
    def hide(_, sheet):
        if what == "row":
            sheet.set_row(2, None, None, {"hidden": True})
        else:
            sheet.set_column(6, 6, None, None, {"hidden": True})

    found = taken(spending, workbook(HEAD, *ROWS, then=hide), "f.xlsx")
    assert told(found) == ["table_hidden"]


def test_a_percentage_is_what_the_cell_shows():
    text = SPENDING.replace(
        "- {name: due_on",
        "- {name: part, kind: percent, title: {th: สัดส่วน, en: part}}\n- {name: due_on",
    )
    register, findings = read_register("spending", text, "spending.yaml")
    assert findings == ()

    def percent(book, sheet):
        sheet.write(0, 7, "สัดส่วน")
        sheet.write_number(1, 7, 0.4555, book.add_format({"num_format": "0%"}))

    found = taken(register, workbook(HEAD, ROWS[0], then=percent), "f.xlsx")
    assert found.rows[0].values["part"] == Decimal("45.55")


def test_what_the_file_works_out_otherwise_is_told(spending):
    head, rows = [*HEAD, "คงเหลือ"], [[*ROWS[0], "99.50"], [*ROWS[1], "500"]]
    found = taken(spending, csv(head, *rows))
    assert found.is_sound
    assert told(found, Severity.WARNING) == ["computed_differs"]


def test_states_are_read_by_their_titles(spending):
    head = [*HEAD, "สถานะ"]
    found = taken(spending, csv(head, [*ROWS[0], "จ่ายแล้ว"], [*ROWS[1], ""]))
    assert [row.state for row in found.rows] == ["paid", "asked"]
    assert told(taken(spending, csv(head, [*ROWS[0], "หาย"]))) == ["state"]


def test_the_same_file_twice_changes_nothing_and_what_differs_is_told(spending):
    first = taken(spending, csv(HEAD, *ROWS))
    again = merging(spending, first.rows, taken(spending, csv(HEAD, *ROWS)).rows, first.fields)
    assert again.changes_nothing
    assert (again.same, again.absent) == (3, ())
    kept = first.rows
    other = taken(
        spending, csv(HEAD, [*ROWS[0][:6], "901"], ["4", *ROWS[1][1:3], "ใหม่", *ROWS[1][4:]])
    )
    found = merging(spending, kept, other.rows, other.fields)
    assert [change.fields for change in found.changed] == [("paid",)]
    assert (len(found.new), found.absent) == (1, (1, 2))
    result = merged(kept, other.rows, found)
    assert [row.values["what"] for row in result] == ["กระดาษ", "หมึก", "รถ", "ใหม่"]
    assert result[0].values["paid"] == 901


def test_what_a_file_does_not_tell_stays_as_it_is(spending):
    full = taken(spending, csv([*HEAD, "เหตุผล", "สถานะ"], [*ROWS[0], "เพราะ", "จ่ายแล้ว"]))
    part = taken(spending, csv(HEAD, [*ROWS[0][:6], "5"]))
    found = merging(spending, full.rows, part.rows, part.fields)
    (row,) = merged(full.rows, part.rows, found)
    assert (row.values["reason"], row.state, row.values["paid"]) == ("เพราะ", "paid", 5)


def test_rows_that_nothing_tells_apart_are_counted(spending):
    text = SPENDING.replace("identified_by: [paid_on, what]\n", "")
    register, _ = read_register("spending", text, "spending.yaml")
    twice = taken(register, csv(HEAD, ROWS[0], ROWS[0]))
    assert twice.is_sound
    assert len(twice.rows) == 2
    assert merging(register, twice.rows, twice.rows).changes_nothing
    once_more = taken(register, csv(HEAD, ROWS[0], ROWS[0], ROWS[0]))
    assert merging(register, twice.rows, once_more.rows).new == (2,)


def test_rows_alike_in_what_identifies_them_are_refused_with_both_places(spending):
    found = taken(spending, csv(HEAD, ROWS[0], [*ROWS[0][:6], "1"]))
    (finding,) = [one for one in found.findings if one.severity is Severity.ERROR]
    assert finding.code == "register_twice"
    assert [place.line for place in finding.places] == [3, 2]


UNITS = Names.from_words([("finance", "กองคลัง"), ("works", "กองช่าง")])


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_file_is_taken_in_as_it_went_out(spending, form):
    context = Context(2569, units=UNITS)
    head = [*HEAD, "เหตุผล", "สถานะ"]
    rows = [[*ROWS[0], "บรรทัดหนึ่ง", "จ่ายแล้ว"], [*ROWS[1], "=1+1", "ขอเบิก"], [*ROWS[2], "-", ""]]
    first = taken(spending, csv(head, *rows), context=context)
    assert first.is_sound, first.findings
    nils = (Nil(Slot(2569, Every.MONTH, 4)), Nil(Slot(2569, Every.MONTH, 6)))
    if form == "xlsx":
        data = register_workbook(spending, context, first.rows, nils)
    else:
        data, nils = register_csv(spending, first.rows, context), ()
    again = taken(spending, data, f"f.{form}", context=context)
    assert again.is_sound, again.findings
    assert again.rows == first.rows
    assert told(again, Severity.NOTE) == []
    assert again.nils == nils
    assert first.rows[0].values["unit"] == "finance"


def test_the_empty_file_is_taken_in_as_nothing(spending):
    found = taken(spending, register_workbook(spending, IN_2569), "f.xlsx")
    assert (found.is_sound, found.rows, found.nils) == (True, (), ())


def test_a_file_of_another_kind_is_refused_with_what_to_send():
    with pytest.raises(UnreadableInput) as refused:
        read_sheets(b"%PDF-1.4 nothing", "f.pdf")
    assert "XLSX" in refused.value.next_step.en
    with pytest.raises(UnreadableInput):
        read_sheets(b"PK\x03\x04nothing", "f.xlsx")


def test_percent_is_no_money_unless_the_field_is_called_so(spending):
    head = ["วันที่", "กอง", "รายการ", "เบิกจ่าย (ร้อยละ)", "เบิกจ่าย (บาท)"]
    found = taken(spending, csv(head, ["3 ต.ค. 68", "กองคลัง", "กระดาษ", "90", "900.50"]))
    assert (found.is_sound, found.rows[0].values["paid"]) == (True, Decimal("900.50"))
    alone = csv(head[:4], ["3 ต.ค. 68", "กองคลัง", "กระดาษ", "90"])
    assert told(taken(spending, alone)) == ["no_column"]
    assert told(taken(spending, alone, given={"paid": head[3]})) == ["percent_counted"]
    text = SPENDING.replace("{th: เบิกจ่าย, en: paid}", "{th: ภาษี 7%, en: paid}")
    taxed, _ = read_register("taxed", text, "taxed.yaml")
    head = ["วันที่", "กอง", "รายการ", "ภาษี 7%"]
    assert taken(taxed, csv(head, ["3 ต.ค. 68", "กองคลัง", "กระดาษ", "70"])).is_sound
