"""Tables as CSV and workbook: figures stay figures, nothing becomes a formula."""

import csv
import io

import openpyxl
import pytest

from prongsai.documents.tables_workbook import csv_table, xlsx_table

HOSTILE = ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", "|calc"]
HARMLESS = ["ข้อความ", "87.50", "-12.5", "+3", "0", "a=b", "o12", "1e5", ""]


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_begins_like_a_formula_is_text(cell):
    assert rows_of(csv_table([cell], [[cell]])) == [[f"'{cell}"], [f"'{cell}"]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_table("ชื่อ", ["ก"], [[cell]], sheet="ข")))
    assert book["ข"]["A4"].data_type == "s"


@pytest.mark.parametrize("cell", HARMLESS)
def test_all_else_stays_as_it_is(cell):
    assert rows_of(csv_table(["ก", "ข"], [[cell, "x"]]))[1] == [cell, "x"]


def test_a_figure_is_a_number_with_its_own_places():
    data = xlsx_table("ชื่อ", ["ก", "ข", "ค"], [["87.50", "100", "93.1"]], sheet="ข")
    page = openpyxl.load_workbook(io.BytesIO(data))["ข"]
    assert [(one.value, one.number_format) for one in page[4]] == [
        (87.5, "0.00"),
        (100, "0"),
        (93.1, "0.0"),
    ]
    assert page["A1"].value == "ชื่อ"


def test_the_same_table_gives_the_same_bytes():
    assert xlsx_table("ก", ["ข"], [["1"]], sheet="ค") == xlsx_table("ก", ["ข"], [["1"]], sheet="ค")
