"""The sheets of a workbook or CSV file as a register takes them: every cell as it was typed."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.registers.sheet import Cell, Sheet
from prongsai.core.text import Text
from prongsai.readers.delimited import delimited_table
from prongsai.readers.extent import MAX_CELLS, refuse_too_many_cells
from prongsai.readers.kinds import Kind, damaged, kind_of, too_many_cells
from prongsai.readers.plan import typed_day
from prongsai.readers.shown_cells import SheetNotes, notes_of

_SEND = Text(
    "ส่งเป็น XLSX, XLS, ODS หรือ CSV ถ้าเป็น Word หรือ PDF ให้คัดลอกตารางลง Excel ก่อน",
    "send XLSX, XLS, ODS or CSV; copy the table of a Word or PDF file into Excel first",
)
_NOTHING_NOTED = SheetNotes()
_WHOLE = 1e15
_TEXT = {str}
_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠|")


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The visible sheets of a file, in order; `name` is the file's own name.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    if kind is Kind.SPREADSHEET:
        return _workbook(data, name)
    if kind in (Kind.DELIMITED, Kind.TEXT):
        table = delimited_table(data, name)
        rows = tuple(tuple(map(_unguarded, row.cells)) for row in table.rows)
        lines = tuple(row.place.line or 0 for row in table.rows)
        return (Sheet(rows, Place(name), lines=lines),)
    raise UnreadableInput(
        Text("ทะเบียนอ่านจากแฟ้มชนิดนี้ไม่ได้", "rows cannot be read from a file of this kind"),
        place=Place(name),
        next_step=_SEND,
    )


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    unpacked = refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        notes = notes_of(data, unpacked)
        return tuple(
            _sheet(
                workbook.get_sheet_by_index(number),
                Place(name, sheet=sheet.name),
                notes[number] if number < len(notes) else _NOTHING_NOTED,
            )
            for number, sheet in enumerate(workbook.sheets_metadata)
            if sheet.visible is SheetVisibleEnum.Visible
        )
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error


def _sheet(sheet: CalamineSheet, place: Place, noted: SheetNotes) -> Sheet:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(place, sheet=True)
    # What is text already is as it was typed: most rows of answers are.
    cells: list[list[str]] = [
        cast("list[str]", row) if set(map(type, row)) == _TEXT else list(map(_text, row))
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for (row, column), form in noted.formats.items():
        if form.is_percent and row < len(cells) and column < len(cells[row]):
            cells[row][column] = _percent(cells[row][column])
    for row, column in noted.formulas:
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = ""
    under, beside = _merged(sheet, cells, place)
    return Sheet(
        tuple(map(tuple, cells)),
        place,
        under,
        beside,
        dict(noted.formulas),
        frozenset(noted.hidden_rows),
        frozenset(noted.hidden_columns),
        frozenset(noted.struck),
    )


def _merged(
    sheet: CalamineSheet, cells: list[list[str]], place: Place
) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """The cells that a merged one covers from above, and from the left; each gets its text."""
    under: set[Cell] = set()
    beside: set[Cell] = set()
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(cells) or left >= len(cells[top]):
            continue
        last_row, last_column = min(bottom, len(cells) - 1), min(right, len(cells[top]) - 1)
        covered += (last_row - top + 1) * (last_column - left + 1)
        if covered > MAX_CELLS:
            raise too_many_cells(place, sheet=True)
        for row in range(top, last_row + 1):
            for column in range(left, last_column + 1):
                cells[row][column] = cells[top][left]
                if column > left:
                    beside.add((row, column))
                elif row > top:
                    under.add((row, column))
    return frozenset(under), frozenset(beside)


def _unguarded(text: str) -> str:
    """A cell without the apostrophe by which our own CSV keeps a text from being a formula."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_BEGINS_A_FORMULA) else text


def _percent(text: str) -> str:
    """What a cell with a format of percent shows, with all its places."""
    try:
        value = Decimal(text) * 100
    except ArithmeticError:
        return text
    return f"{value.normalize():f}%"


def _text(value: object) -> str:
    """A cell as it was typed: a date in Thai words, a number without the dust of its arithmetic."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _WHOLE:
            return str(int(value))
        return format(value, ".15g")
    if isinstance(value, datetime):
        return typed_day(value.date())
    return typed_day(value) if isinstance(value, date) else str(value)
