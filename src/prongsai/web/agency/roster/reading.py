"""Read the rows of the file: the first sheet of a workbook, or a CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Row
from prongsai.core.text import Text
from prongsai.web.agency.roster.columns import Column, column_of
from prongsai.web.platform.sandbox import read_grid

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
        rows = read_grid(data, name)
    except UnreadableInput as error:
        raise _refused(name, error.message) from error
    return _with_headings(rows, name)


def _with_headings(rows: Sequence[Row], name: str) -> Reading:
    for place, row in enumerate(rows[:_LOOKED_FOR_HEADINGS]):
        columns = [column_of(cell) for cell in row.cells]
        if {Column.LOGIN, Column.UNIT, Column.KIND} & set(columns):
            lines = tuple(_lines(rows[place + 1 :], columns))
            if len(lines) > MAX_ROWS:
                raise _refused(
                    name,
                    Text(
                        f"มี {len(lines)} แถว เกิน {MAX_ROWS}", f"{len(lines)} rows, over {MAX_ROWS}"
                    ),
                )
            return Reading(lines, tuple(_unknown(row.cells, columns)))
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


def _lines(rows: Sequence[Row], columns: Sequence[Column | None]) -> Iterator[Line]:
    for row in rows:
        told = {
            column: cell
            for column, cell in zip(columns, row.cells, strict=False)
            if column is not None and cell
        }
        if told:
            yield Line(row.place.row or 0, told)


def _refused(name: str, message: Text) -> UnreadableInput:
    return UnreadableInput(message, place=Place(name), next_step=_SEND)
