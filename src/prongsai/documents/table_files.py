"""A table of words and figures as CSV or as a workbook, safe to open in a spreadsheet program.

A cell that begins like a formula is text, whoever wrote it.
Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from prongsai.documents.workbook import new_workbook

_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠|")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?")
_WIDEST = 60
_BOM = "\ufeff"


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file as UTF-8 with a mark that spreadsheet programs know it by."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_harmless(cell) for cell in headings])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (_BOM + target.getvalue()).encode()


def _harmless(cell: str) -> str:
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
