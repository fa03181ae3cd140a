"""The tables of a paper as a workbook: every figure where it stood, numbers as numbers."""

import io
from pathlib import Path

import openpyxl
import pytest

from prongsai.cli.case import read_case
from prongsai.core.papers.document import (
    Document,
    Form,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Section,
    Table,
)
from prongsai.core.papers.kinds import KINDS, paper
from prongsai.documents.tables_workbook import tables_of, to_xlsx

EXAMPLE = Path(__file__).parents[2] / "examples" / "ban-song"


@pytest.fixture(scope="module")
def booklet():
    return paper("booklet", read_case(EXAMPLE, frameworks=None, draft=False).case)


def test_every_captioned_table_has_a_sheet_with_all_its_rows(booklet):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(booklet)))
    tables = tables_of(booklet)
    assert len(book.sheetnames) == len(tables) > 10
    for sheet, table in zip(book.worksheets, tables, strict=True):
        assert sheet["A1"].value == table.caption
        assert sheet.max_row == 3 + len(table.rows)


def test_scores_are_numbers(booklet):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(booklet)))
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {81.03, 90.52, -17.16} <= {one for one in values if isinstance(one, float)}


def test_what_looks_like_a_formula_stays_text(booklet):
    table = Table("t", (PaperColumn("a"),), (RowGroup("", ((PaperCell(("=1+1",)),),)),))
    made = Document("x", "x", "x", booklet.made_on, (Section(Form.CHAPTER, (table,)),))
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).active["A4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_same_paper_makes_the_same_bytes(booklet):
    assert to_xlsx(booklet) == to_xlsx(booklet)


def test_a_paper_without_tables_stands_in_words_on_one_sheet():
    memo = paper("memo", read_case(EXAMPLE, frameworks=None, draft=False).case)
    assert tables_of(memo) == ()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(to_xlsx(memo))).worksheets
    written = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    spoken = [block.text for block in memo.blocks() if isinstance(block, Paragraph)]
    assert set(spoken) <= set(written)
    assert set(KINDS) >= {"memo", "booklet"}
