"""Tables as files to sort and calculate with: a paper's as a workbook, and single ones."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from prongsai.core.papers.document import (
    Document,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Table,
    TableStyle,
)
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.thai import arabic_digits
from prongsai.documents.workbook import new_workbook

_FACE = {"font_name": "TH SarabunPSK", "font_size": 14, "valign": "top", "text_wrap": True}
_NUMBER = re.compile(r"[+−-]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?")
_LONGEST_NAME = 31
_WIDE, _NARROW = 48, 14
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def tables_of(document: Document) -> tuple[Table, ...]:
    """The tables that carry a caption; lists of members and the like are no tables of figures."""
    return tuple(
        block
        for block in document.blocks()
        if isinstance(block, Table) and block.caption and block.style is not TableStyle.PLAIN
    )


def to_xlsx(document: Document) -> bytes:
    """Every table with its caption, head and rows; group titles stand in a column of their own.

    Shape:  a paper without tables is told in words on one sheet: that there is nothing is a figure.
    """
    tables = tables_of(document) or (_in_words(document),)
    target = io.BytesIO()
    workbook = new_workbook(target)
    formats = {
        "head": workbook.add_format({**_FACE, "bold": True, "bottom": 1, "bg_color": "#E8F0F1"}),
        "text": workbook.add_format(_FACE),
        "title": workbook.add_format({**_FACE, "bold": True, "font_size": 16, "text_wrap": False}),
    }
    for number, table in enumerate(tables, start=1):
        plain = _FORBIDDEN.sub(" ", arabic_digits(table.caption))
        name = f"{number} {plain}"[:_LONGEST_NAME].strip().strip("'")
        sheet = workbook.add_worksheet(name)
        _write(sheet, table, formats)
        # What every page of the paper says of it stands on every sheet too.
        sheet.write_string(1, 0, f"{document.stamp} {document.footnote}".strip(), formats["text"])
    workbook.close()
    return target.getvalue()


def _in_words(document: Document) -> Table:
    """The sentences of a paper that has no table, a row each."""
    lines = [block.text for block in document.blocks() if isinstance(block, Paragraph)]
    return table_of_rows(
        document.title, (PaperColumn(document.title),), ((line,) for line in lines)
    )


def _with_constants(table: Table) -> Table:
    """The table with its constants as columns; a line of sums has none."""
    heads = tuple(PaperColumn(heading, 1.0) for heading, _ in table.constants)
    cells = tuple(PaperCell((text,)) for _, text in table.constants)
    blank = (PaperCell(()),) * len(cells)
    rows = ((*row[:1], *(blank if row[0].strong else cells), *row[1:]) for row in table.rows)
    groups = (RowGroup("", tuple(rows)),)
    return replace(table, columns=(*table.columns[:1], *heads, *table.columns[1:]), groups=groups)


def _write(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    table = _with_constants(table) if table.constants else table
    grouped = any(group.title for group in table.groups)
    heads = [_heading(table, place, column) for place, column in enumerate(table.columns)]
    sheet.write_string(0, 0, table.caption, formats["title"])
    for place, heading in enumerate([*heads, *([""] if grouped else [])]):
        sheet.write_string(2, place, heading, formats["head"])
        column = table.columns[place] if place < len(table.columns) else None
        sheet.set_column(place, place, _WIDE if column is None or column.width is None else _NARROW)
    row = 3
    for group in table.groups:
        for cells in group.rows:
            for place, cell in enumerate(cells):
                _write_cell(sheet, row, place, cell, formats["text"])
            if grouped:
                sheet.write_string(row, len(cells), group.title, formats["text"])
            row += 1
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)


def _heading(table: Table, place: int, column: PaperColumn) -> str:
    """A column's heading with the one that spans it."""
    above = next(
        (span.heading for span in table.spanning if span.first <= place < span.first + span.count),
        "",
    )
    return f"{above} {column.heading}".strip()


def _write_cell(sheet: Any, row: int, place: int, cell: PaperCell, form: Any) -> None:
    """Numbers as numbers, all else as text: what begins with = is no formula."""
    if cell.bar is not None and not cell.lines:
        sheet.write_number(row, place, float(cell.bar), form)
        return
    lines = cell.lines
    if cell.numbered:
        lines = tuple(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    text = "\n".join(lines)
    plain = arabic_digits(text)
    if _NUMBER.fullmatch(plain):
        sheet.write_number(row, place, float(plain.replace(",", "").replace("−", "-")), form)
    else:
        sheet.write_string(row, place, text, form)


_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠|")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?")
_WIDEST = 60


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file as UTF-8 with a mark that spreadsheet programs know it by."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in (headings, *rows))
    return target.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, after an apostrophe where a program would reckon with it."""
    if cell.startswith(_BEGINS_A_FORMULA) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def xlsx_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str
) -> bytes:
    """A workbook of one sheet: title, headings, rows; figures as numbers with their own places."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    base = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
    page = workbook.add_worksheet(sheet)
    page.write_string(0, 0, title, workbook.add_format({**base, "bold": True, "font_size": 20}))
    head = workbook.add_format({**base, "bold": True, "bg_color": "#DDE7EE", "border": 1})
    words = workbook.add_format({**base, "border": 1, "text_wrap": True})
    numbers = [
        workbook.add_format(
            {**base, "border": 1, "num_format": f"0.{'0' * places}" if places else "0"}
        )
        for places in range(7)
    ]
    for column, heading in enumerate(headings):
        page.write_string(2, column, heading, head)
    widths = [len(heading) for heading in headings]
    for number, row in enumerate(rows, start=3):
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], len(cell))
            places = len(cell.partition(".")[2])
            if _PLAIN_NUMBER.fullmatch(cell) and places < len(numbers):
                page.write_number(number, column, float(cell), numbers[places])
            else:
                page.write_string(number, column, cell, words)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(_WIDEST, width + 4))
    page.freeze_panes(3, 0)
    page.repeat_rows(2)
    page.fit_to_pages(1, 0)
    workbook.close()
    return target.getvalue()
