"""The one reader of rows: each harm is told with its cell, and its harmless twin is taken."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from tests.hostile_tables import LINE, NUMBER, SUM, TABLES, WORDS, written

from prongsai.core.errors import UnreadableInput
from prongsai.core.registers.damage import row_faults
from prongsai.core.registers.sheet_data import sheets_data, sheets_of
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
    if "quote" in table.name and "commas" not in table.name:  # one without its fellow
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
