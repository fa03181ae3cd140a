"""Every row of a table file as it stands: files with our columns, not somebody's paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from python_calamine import CalamineError, CalamineWorkbook

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Row
from prongsai.core.text import Text
from prongsai.core.thai import repair, squeeze
from prongsai.readers.delimited import delimited_table
from prongsai.readers.extent import refuse_too_many_cells
from prongsai.readers.kinds import Kind, damaged, kind_of


def read_grid(data: bytes, name: str, *, as_typed: bool = False) -> tuple[Row, ...]:
    """The rows of a workbook's first sheet, or of a CSV; blank rows are left out.

    Shape:  cells are mended and single-spaced, unless they are wanted `as_typed`; the place is the
            row as the office program counts.
    Errors: UnreadableInput where the file is no table.
    """
    kind = kind_of(data, name)
    if kind is Kind.SPREADSHEET:
        rows = _sheet(data, name, _text if as_typed else _clean)
    elif kind in (Kind.DELIMITED, Kind.TEXT):
        rows = _delimited(data, name, _text if as_typed else _clean)
    else:
        raise UnreadableInput(
            Text("แฟ้มนี้ไม่ใช่ XLSX หรือ CSV", "this is neither XLSX nor CSV"),
            place=Place(name),
            next_step=Text("บันทึกเป็น XLSX หรือ CSV แล้วส่งใหม่", "save it as XLSX or CSV and send that"),
        )
    return tuple(row for row in rows if any(row.cells))


def _sheet(data: bytes, name: str, shaped: Callable[[object], str]) -> Iterator[Row]:
    refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        values = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error
    for number, row in enumerate(values, start=1):
        yield Row(tuple(map(shaped, row)), Place(name, row=number))


def _delimited(data: bytes, name: str, shaped: Callable[[object], str]) -> Iterator[Row]:
    for row in delimited_table(data, name).rows:
        yield Row(tuple(map(shaped, row.cells)), Place(name, row=row.place.line))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _clean(value: object) -> str:
    return squeeze(repair(_text(value)))
