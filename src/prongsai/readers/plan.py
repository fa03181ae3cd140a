"""A measures plan from XLSX, XLS, ODS, CSV, YAML or JSON."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from prongsai.core.dates import common_era_as_typed, long_date
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Row
from prongsai.core.measures.data import load_plan
from prongsai.core.measures.grid import Grid
from prongsai.core.measures.sheet import PlanReading, parse_plan
from prongsai.core.text import Text
from prongsai.readers.delimited import delimited_table
from prongsai.readers.extent import MAX_CELLS, refuse_too_many_cells
from prongsai.readers.kinds import Kind, damaged, kind_of, too_deep, too_many_cells
from prongsai.readers.plain import decode

_TEXT_ENDINGS = (".yaml", ".yml", ".json")
_SEND = Text(
    "ส่งเป็น XLSX, XLS, ODS, CSV หรือ YAML ถ้าแผนอยู่ใน Word หรือ PDF ให้คัดลอกตารางลง Excel ก่อน",
    "send XLSX, XLS, ODS, CSV or YAML; copy the table of a Word or PDF plan into Excel first",
)


def read_plan(data: bytes, name: str) -> PlanReading:
    """Read the plan in a file; `name` is the file's own name.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    if kind is Kind.SPREADSHEET:
        return parse_plan(grids(data, name))
    if kind is Kind.DELIMITED:
        table = delimited_table(data, name)
        return parse_plan([Grid(table.rows, table.place)])
    if kind in (Kind.TEXT, Kind.JSON) and name.lower().endswith(_TEXT_ENDINGS):
        try:
            return load_plan(decode(data), name)
        except RecursionError as error:
            raise too_deep(name) from error
    raise UnreadableInput(
        Text("แผนมาตรการอ่านจากแฟ้มชนิดนี้ไม่ได้", "a plan cannot be read from a file of this kind"),
        place=Place(name),
        next_step=_SEND,
    )


def grids(data: bytes, name: str) -> list[Grid]:
    """The sheets of a workbook as cells of text, days as a paper writes them.

    Errors: UnreadableInput for a damaged file or one with too many cells.
    """
    refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _grid(workbook.get_sheet_by_index(number), Place(name, sheet=title))
            for number, title in enumerate(workbook.sheet_names)
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error


def _grid(sheet: CalamineSheet, place: Place) -> Grid:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(place, sheet=True)
    cells = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    under: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row, column in _area(cells, top, left, bottom, right):
            covered += 1
            if covered > MAX_CELLS:
                raise too_many_cells(place, sheet=True)
            cells[row][column] = cells[top][left]
            if column > left:
                beside.add((row, column))
            elif row > top:
                under.add((row, column))
    rows = (
        Row(tuple(texts), replace(place, row=number)) for number, texts in enumerate(cells, start=1)
    )
    return Grid(tuple(rows), place, frozenset(under), frozenset(beside))


def _area(
    cells: list[list[str]], top: int, left: int, bottom: int, right: int
) -> Iterator[tuple[int, int]]:
    """The places of a merged cell that lie in the sheet."""
    if top < len(cells) and left < len(cells[top]):
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                yield row, column


def _text(value: object) -> str:
    """A cell as it was typed: a date in Thai words, a number with the fewest digits."""
    if isinstance(value, datetime):
        return typed_day(value.date())
    if isinstance(value, date):
        return typed_day(value)
    if isinstance(value, (time, timedelta, bool)):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def typed_day(day: date) -> str:
    """Somebody who types 30/9/2569 into Excel has typed a Buddhist year."""
    # 29 February of a Buddhist leap year need not exist in the Common Era's count.
    try:
        return long_date(day.replace(year=common_era_as_typed(day.year)))
    except ValueError:
        return f"{day.day}/{day.month}/{day.year}"
