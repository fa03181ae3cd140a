"""Read the rows of the file: the first sheet of a workbook, or a CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.core.text import Text
from prongsai.core.thai import repair, squeeze
from prongsai.web.agency.roster.columns import Column, column_of
from prongsai.web.platform.sandbox import read_rows

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
_LOOKED_FOR_HEADINGS = 10
_SEND = Text(
    "ใช้แฟ้มแบบที่ดาวน์โหลดจากหน้านี้ หรือ CSV ที่มีหัวตารางเดียวกัน",
    "use the template of this page, or a CSV with the same headings",
)


class Line(Struct, frozen=True):
    """One row of the file, counted from 1 as the office program shows it."""

    number: int
    cells: Mapping[Column, str]


class Reading(Struct, frozen=True):
    """The rows, and the headings that mean nothing here."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]


def read_roster(data: bytes, name: str) -> Reading:
    """The rows of a roster, read in a child process.

    Errors: UnreadableInput where the file is no table, too large, or its headings are not there.
    """
    if len(data) > MAX_BYTES:
        raise _refused(
            name,
            Text(f"แฟ้มใหญ่เกิน {MAX_BYTES // 10**6} MB", f"over {MAX_BYTES // 10**6} MB"),
        )
    try:
        sheet = read_rows(data, name)[0]
    except UnreadableInput as error:
        raise _refused(name, error.message) from error
    return _with_headings(sheet, name)


def _with_headings(sheet: Sheet, name: str) -> Reading:
    filled = [row for row, cells in enumerate(sheet.rows) if any(map(str.strip, cells))]
    for place, row in enumerate(filled[:_LOOKED_FOR_HEADINGS]):
        cells = [_shown(sheet, row, column) for column in range(len(sheet.rows[row]))]
        columns = [column_of(cell) for cell in cells]
        if {Column.LOGIN, Column.UNIT, Column.KIND} & set(columns):
            _refuse_damaged(sheet, filled[place + 1 :], cells, columns)
            lines = tuple(_lines(sheet, filled[place + 1 :], columns))
            if len(lines) > MAX_ROWS:
                raise _refused(
                    name,
                    Text(
                        f"มี {len(lines)} แถว เกิน {MAX_ROWS}", f"{len(lines)} rows, over {MAX_ROWS}"
                    ),
                )
            return Reading(lines, tuple(_unknown(cells, columns)))
    raise _refused(
        name,
        Text(
            f"ไม่พบหัวตาราง เช่น “{Column.LOGIN.heading}” หรือ “{Column.UNIT.heading}”",
            f"there is no heading such as “{Column.LOGIN.label.en}” or “{Column.UNIT.label.en}”",
        ),
    )


def _unknown(cells: Sequence[str], columns: Sequence[Column | None]) -> Iterator[str]:
    for cell, column in zip(cells, columns, strict=True):
        if column is None and cell:
            yield cell


def _refuse_damaged(
    sheet: Sheet, rows: Sequence[int], cells: Sequence[str], columns: Sequence[Column | None]
) -> None:
    """Refuse a file in which a cell is not certain.

    Errors: UnreadableInput, with its place.
    """
    headed = {place for place, cell in enumerate(cells) if cell}
    titles = {place: one.heading for place, one in enumerate(columns) if one is not None}
    dates = {place for place, one in enumerate(columns) if one in (Column.FIRST, Column.LAST)}
    faults = (row_faults(sheet, row, titles, dates=dates, headed=headed) for row in rows)
    refuse_damaged(list(chain.from_iterable(faults)))


def _lines(sheet: Sheet, rows: Sequence[int], columns: Sequence[Column | None]) -> Iterator[Line]:
    for row in rows:
        told = {
            column: cell
            for place, column in enumerate(columns)
            if column is not None and (cell := _shown(sheet, row, place))
        }
        if told:
            place = sheet.place_of(row)
            yield Line(place.row or place.line or 0, told)


def _shown(sheet: Sheet, row: int, column: int) -> str:
    return squeeze(repair(sheet.text(row, column)))


def _refused(name: str, message: Text) -> UnreadableInput:
    return UnreadableInput(message, place=Place(name), next_step=_SEND)
