"""The one reader of rows: each harm is told with its cell, and its harmless twin is taken."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from docx import Document
from tests.hostile_tables import LINE, NUMBER, SUM, TABLES, WORDS, written

from prongsai.core.bills.statement import read_statement
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet, sheets_data, sheets_of
from prongsai.readers.sheets import read_sheets

HEAD = ("เลขที่", "รายการ", "จำนวนเงิน")
TITLES = dict(enumerate(HEAD))
COLUMNS = {NUMBER: 0, WORDS: 1, SUM: 2}


def faults(table, *, harm):
    """What the reader tells of all rows, and the sheet, both after a journey between processes."""
    data, name = written(table, HEAD, (), harm=harm)
    (sheet,) = sheets_of(sheets_data(read_sheets(data, name)))
    rows = range(1, len(sheet.rows))
    return sheet, [
        one for row in rows for one in row_faults(sheet, row, TITLES, texts=(0, 1), headed=TITLES)
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_a_harm_is_told_with_its_cell_and_its_twin_is_taken(table):
    sheet, none = faults(table, harm=False)
    assert none == []
    if table.shows:
        assert sheet.text(len(sheet.rows) - 1, COLUMNS[table.harms]) == table.shows
    is_quote = "quote" in table.name and "commas" not in table.name  # one without its fellow
    if is_quote or table.name == "a broken letter":
        with pytest.raises(UnreadableInput) as refused:
            faults(table, harm=True)
        assert refused.value.place.line
        return
    _, (fault,) = faults(table, harm=True)
    (place,) = fault.places
    assert place.row or place.line
    if table.harms != LINE:
        assert place.column == COLUMNS[table.harms] + 1
        assert HEAD[place.column - 1] in fault.message.th
    assert fault.next_step


def test_there_are_at_least_sixty_kinds_of_each():
    assert len({one.name for one in TABLES}) == len(TABLES) >= 60


def _days(*cells):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        form = book.add_format({"num_format": "d/m/yyyy"})
        for row, cell in enumerate(cells):
            sheet.write_row(row, 1, ["ก", "ข"])
            if isinstance(cell, date):
                sheet.write_datetime(row, 0, cell, form)
            else:
                sheet.write_string(row, 0, cell)
    (sheet,) = read_sheets(target.getvalue(), "f.xlsx")
    faults = (row_faults(sheet, row, {0: "วัน"}, texts=(), dates=(0,)) for row in range(len(cells)))
    return [one.places[0].row for found in faults for one in found]


def test_days_of_a_spreadsheet_that_puts_the_month_first_are_doubted():
    assert _days(date(2568, 12, 10), "13/10/2568", date(2568, 1, 2)) == [1, 3]
    # A day behind the twelfth shows that the day came first, and no text that nothing was swapped.
    assert _days(date(2568, 12, 10), "13/10/2568", date(2568, 1, 20)) == []
    assert _days(date(2568, 12, 10), "12/10/2568", "13 ต.ค. 2568") == []


@pytest.mark.parametrize(("kind", "faults"), [("", 1), (' t="str"', 0)])
def test_a_formula_that_came_to_no_text_was_worked_out(kind, faults):
    target, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["ก", "ข"])
        sheet.write_formula(1, 0, '=IF(1=1,"",2)', None, "")
        sheet.write_string(1, 1, "x")
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="A2">', f'r="A2"{kind}>'.encode()))
    (sheet,) = read_sheets(changed.getvalue(), "f.xlsx")
    assert len(list(row_faults(sheet, 1, {0: "ก", 1: "ข"}))) == faults


@pytest.mark.parametrize("mark", ";\t|,")
def test_the_delimiter_is_known_below_the_address_of_a_bank(mark):
    above = "".join(f"ข้อความที่ {number}\n" for number in range(25))
    data = f"{above}ก{mark}ข{mark}ค\n1{mark}2{mark}3\n".encode()
    (sheet,) = read_sheets(data, "f.csv")
    assert sheet.rows[-1] == ("1", "2", "3")


@pytest.mark.parametrize("cells", ["12,345", "x,345", "12,3456"])
def test_empty_cells_behind_heading_and_lines_alike_are_fine(cells):
    """A spreadsheet writes its empty columns in every line, also of the heading."""
    (sheet,) = read_sheets(f"ก,ข,,\n{cells},,\n".encode(), "f.csv")
    assert not list(row_faults(sheet, 1, {0: "ก", 1: "ข"}, headed={0, 1}))
    (sheet,) = read_sheets(f"ก,ข\n{cells},,\n".encode(), "f.csv")
    assert len(list(row_faults(sheet, 1, {0: "ก", 1: "ข"}, headed={0, 1}))) == (cells == "12,345")


def test_a_file_of_excel_2003_says_how_to_send_it():
    data = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    with pytest.raises(UnreadableInput) as caught:
        read_sheets(data, "bank.xls")
    assert ".xlsx" in caught.value.next_step.th


def _page(*cells):
    rows = "".join(f"<tr>{cell}</tr>" for cell in cells)
    return f"<html><body><table>{rows}</table></body></html>".encode(), "f.html"


def _word(*, merged):
    document, file = Document(), io.BytesIO()
    table = document.add_table(3, 2)
    for row, cells in enumerate((("ก", "ข"), ("1", "5"), ("2", "" if merged else "5"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    if merged:
        table.cell(1, 1).merge(table.cell(2, 1)).text = "5"
    document.save(file)
    return file.getvalue(), "f.docx"


HEADS, ONE, TWO = "<td>ก</td><td>ข</td>", "<td>1</td><td>5</td>", "<td>2</td><td>5</td>"


@pytest.mark.parametrize(
    ("merged", "plain"),
    [
        (
            _page(HEADS, "<td>1</td><td rowspan=2>5</td>", "<td>2</td>"),
            _page(HEADS, ONE, TWO),
        ),
        (
            _page("<td></td><td> </td>", HEADS, "<td>1</td><td rowspan=9>5</td>", "<td>2</td>"),
            _page("<td></td><td> </td>", HEADS, ONE, TWO),
        ),
        (_word(merged=True), _word(merged=False)),
    ],
    ids=["page", "page with a blank row", "word"],
)
def test_what_is_merged_downwards_in_a_document_stands_once(merged, plain):
    (sheet,) = sheets_of(sheets_data(read_sheets(*merged, documents=True)))
    assert sheet.rows[1:] == (("1", "5"), ("2", "5"))
    assert (sheet.own(1, 1), sheet.own(2, 1)) == ("5", "")
    (sheet,) = read_sheets(*plain, documents=True)
    assert (sheet.own(1, 1), sheet.own(2, 1)) == ("5", "5")


def test_a_sum_merged_over_two_lines_of_a_page_is_one_sum():
    head = "<td>วันที่</td><td>เงินเข้า</td>"
    first = '<td>1/1/2569</td><td rowspan="2">5</td>'
    for second, sums in (("<td>2/1/2569</td>", [5]), ("<td>2/1/2569</td><td>5</td>", [5, 5])):
        span = first if len(sums) == 1 else first.replace(' rowspan="2"', "")
        sheets = read_sheets(*_page(head, span, second), documents=True)
        assert [one.amount for one in read_statement(sheets, "f", date(2026, 1, 31)).lines] == sums


@pytest.mark.parametrize(("end", "line"), [("\n", 3), ("\r\n", 3), ("\r", 3)])
@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
def test_a_broken_letter_is_told_with_its_line(end, line, mark):
    good = end.join(("วันที่,ชื่อ", "1/1/2569,สมมุติ", "2/1/2569,ตัวอย่าง", "")).encode(mark)
    assert len(read_sheets(good, "f.csv")[0].rows) == 3
    broken = good.replace("ตัว".encode(), "ตัว".encode()[:-1])
    with pytest.raises(UnreadableInput) as caught:
        read_sheets(broken, "f.csv")
    assert caught.value.place.line == line
    # Thai of Windows is no UTF-8 at all.
    old = good.decode(mark).encode("cp874")
    assert read_sheets(old, "f.csv")[0].rows[2][1] == "ตัวอย่าง"


def test_a_day_that_a_spreadsheet_put_into_the_last_century_is_told():
    """1/10/68 typed into Excel is 1968; one who means 2511 types it as text."""
    assert _days(date(1968, 10, 1), date(2025, 10, 1), date(2568, 10, 1)) == [1]
    assert _days("1/10/68", "1 ตุลาคม 2511") == []


def test_of_a_hidden_column_one_place_says_enough():
    sheet = Sheet((("ก",), ("1",), ("2",)), Place("f"), hidden_columns=frozenset({0}))
    faults = [one for row in (1, 2) for one in row_faults(sheet, row, {0: "ก"})]
    with pytest.raises(UnreadableInput) as caught:
        refuse_damaged(faults)
    assert caught.value.message.th.count("ถูกซ่อน") == 1
    assert len(caught.value.findings) == 2
