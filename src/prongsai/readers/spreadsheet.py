"""Workbooks (xlsx, xls, ods): each sheet cut at its blank rows, titles apart from tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

from msgspec.structs import replace
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Block, Extract, Row
from prongsai.core.rounding import half_up
from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.readers.cutting import cut_at_blanks
from prongsai.readers.extent import MAX_CELLS, refuse_too_many_cells
from prongsai.readers.kinds import damaged, too_many_cells
from prongsai.readers.shown_cells import SheetNotes, notes_of, percent_shown

_TYPED_DECIMALS = 4
_QUOTED = 60
_NOTHING_NOTED = SheetNotes({}, {})


def read_spreadsheet(data: bytes, name: str) -> Extract:
    """Every visible sheet in order; every place is sheet and row."""
    refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        blocks: list[Block] = []
        findings = Findings()
        notes = notes_of(data)
        for number, sheet in enumerate(workbook.sheets_metadata):
            if sheet.visible is SheetVisibleEnum.Visible:
                noted = notes[number] if number < len(notes) else _NOTHING_NOTED
                rows = _rows(workbook.get_sheet_by_index(number), name, sheet.name, noted)
                _tell_formulas(rows, noted, findings)
                blocks += cut_at_blanks(rows)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error
    return Extract(tuple(blocks), tuple(findings.items))


def _rows(sheet: CalamineSheet, name: str, title: str, noted: SheetNotes) -> list[Row]:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(Place(name, sheet=title), sheet=True)
    values = sheet.to_python(skip_empty_area=False)
    grid = [[_text(value) for value in row] for row in values]
    for (row, column), decimals in noted.percents.items():
        value = values[row][column] if row < len(values) and column < len(values[row]) else None
        if isinstance(value, float):
            grid[row][column] = percent_shown(value, decimals)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill(grid, top, left, bottom, right)
    place = Place(name, sheet=title)
    return [
        Row(tuple(cells), replace(place, row=number)) for number, cells in enumerate(grid, start=1)
    ]


def _tell_formulas(rows: Sequence[Row], noted: SheetNotes, findings: Findings) -> None:
    """Name the cells whose formula no program has computed: they read as blank."""
    places = [
        rows[row].place_of(column, _of_row(rows[row], formula))
        for (row, column), formula in sorted(noted.formulas.items())
        if row < len(rows)
    ]
    if places:
        findings.warning(
            "formulas_without_values",
            Text(
                f"{len(places)} ช่องมีสูตรที่ยังไม่ได้คำนวณ จึงไม่มีคะแนนให้อ่าน",
                f"{len(places)} cells hold formulas never computed; no score stands there",
            ),
            *places,
            next_step=Text(
                "เปิดแฟ้มในโปรแกรมตารางคำนวณ บันทึก แล้วส่งใหม่",
                "open the file in a spreadsheet program, save it and send that",
            ),
        )


def _of_row(row: Row, formula: str) -> str:
    """What a row is about, and a formula in it."""
    label = next((cell for cell in row.cells if cell.strip()), "")
    return f"{shorten(label, _QUOTED)} · ={shorten(formula, _QUOTED)}"


def _fill(grid: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """A merged cell stands in every place it covers."""
    if top >= len(grid) or left >= len(grid[top]):
        return
    value = grid[top][left]
    for row in grid[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = value


def _number(value: float) -> str:
    """A number as the sheet shows it: the result of a formula has two decimals there."""
    if value.is_integer():
        return str(int(value))
    written = repr(value)
    if "e" in written:
        return written
    decimals = len(written.partition(".")[2])
    return written if decimals <= _TYPED_DECIMALS else str(half_up(Fraction(written)))


def _text(value: object) -> str:
    """A cell as text; a number with the fewest digits that mean the same number."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    return str(value)
