"""The rows of a table file, one reader for every door: what was typed, shown, changed or lost."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from prongsai.core.dates import common_era_as_typed, long_date
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Extract, Table
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import Damage
from prongsai.core.registers.sheet import Cell, Sheet
from prongsai.readers.delimited import delimited_rows
from prongsai.readers.extent import MAX_CELLS, refuse_too_many_cells
from prongsai.readers.kinds import FileKind, damaged, kind_of, too_many_cells
from prongsai.readers.shown_cells import SheetNotes, notes_of

_WHOLE = 1e15
# Who opens 6.81001E+11 in a spreadsheet and saves it has noughts where digits were.
_LONG, _NOUGHTS = 1e11, 1e5
_EXCEL_OF_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
# Days as text of which a spreadsheet that puts the month first makes none.
_NO_MONTH_FIRST = compiled(r"(?:1[3-9]|2\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-]\d{2,4}")
_A_ROW, _MONTHS = 3, 12
_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠|")
_QUOTED_FORMULA = compiled(r"=\"((?:[^\"]|\"\")*)\"")


def read_sheets(
    data: bytes, name: str, *, documents: bool = False, hidden: bool = False
) -> tuple[Sheet, ...]:
    """The visible sheets of a file, in order; `name` is the file's own name.

    Shape:  with `documents` also each table of a page, a Word or a PDF file; with `hidden` also
            the sheets that nobody sees.
    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    if _EXCEL_OF_2003 in data[:2000] and kind is not FileKind.SPREADSHEET:
        raise UnreadableInput("readers/excel_2003_xml", place=Place(name))
    if kind is FileKind.SPREADSHEET:
        return _workbook(data, name, hidden=hidden)
    if kind in (FileKind.DELIMITED, FileKind.TEXT):
        rows = [row for row in delimited_rows(data, name) if any(map(str.strip, row.cells))]
        cells = tuple(tuple(map(_unguarded, row.cells)) for row in rows)
        return (Sheet(cells, Place(name), lines=tuple(row.place.line or 0 for row in rows)),)
    if documents:
        return _document(data, name)
    raise UnreadableInput("readers/rows_file_kind_unknown", place=Place(name))


def _document(data: bytes, name: str) -> tuple[Sheet, ...]:
    from prongsai.readers.extracts import read_extract  # noqa: PLC0415 - it loads every other reader

    extract = read_extract(data, name)
    sheets: list[Sheet] = []
    above: list[str] = []
    for block in extract.blocks if isinstance(extract, Extract) else ():
        if isinstance(block, Table):
            rows = tuple(row.cells for row in block.rows)
            sheets.append(Sheet(rows, block.place, block.under, above=" ".join(above)))
            above = []
        else:
            above.append(block.text)
    return tuple(sheets)


def _workbook(data: bytes, name: str, *, hidden: bool) -> tuple[Sheet, ...]:
    unpacked = refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        notes = notes_of(data, unpacked)
        return tuple(
            _sheet(
                workbook.get_sheet_by_index(number),
                Place(name, sheet=sheet.name),
                notes[number] if number < len(notes) else SheetNotes(is_known=False),
            )
            for number, sheet in enumerate(workbook.sheets_metadata)
            if hidden or sheet.visible is SheetVisibleEnum.Visible
        )
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error


def _sheet(sheet: CalamineSheet, place: Place, noted: SheetNotes) -> Sheet:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(place, sheet=True)
    cells: list[list[str]] = []
    displayed: dict[Cell, str] = {}
    changed: dict[Cell, str] = {}
    days: dict[Cell, date] = {}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        # What is text already is as it was typed: most rows of answers are.
        if set(map(type, row)) == {str}:
            cells.append(cast("list[str]", row))
            continue
        cells.append(list(map(typed_text, row)))
        for column, value in enumerate(row):
            if isinstance(value, date):
                days[number, column] = value
            if not isinstance(value, str | bool):
                _note(value, (number, column), cells, noted, displayed, changed)
    for (number, column), text in {**dict.fromkeys(noted.formulas, ""), **noted.errors}.items():
        # Calamine sees nothing in either, and leaves off rows and columns at the end of nothing.
        if text:
            cells += [[] for _ in range(number + 1 - len(cells))]
            cells[number] += [""] * (column + 1 - len(cells[number]))
        if number < len(cells) and column < len(cells[number]):
            cells[number][column] = text
    _doubt_days(days, cells, changed)
    under, beside = _merged(sheet, cells, place, (displayed, changed))
    return Sheet(
        tuple(map(tuple, cells)), place, under, beside, dict(noted.formulas),
        frozenset(noted.hidden_rows), frozenset(noted.hidden_columns), frozenset(noted.struck),
        displayed=displayed, damaged=changed,
    )  # fmt: skip


def _note(
    value: object,
    at: Cell,
    cells: Sequence[list[str]],
    noted: SheetNotes,
    displayed: dict[Cell, str],
    changed: dict[Cell, str],
) -> None:
    """What a number or day shows, and whether it is still the one that was typed."""
    row, column = at
    plain = cells[row][column]
    if isinstance(value, date):
        changed[at] = Damage.DATE
        if isinstance(value, datetime) and value.time() != time.min:
            displayed[at] = f"{plain} {value:%H:%M:%S}"
    if isinstance(value, timedelta):  # hours of a duration, or a figure under such a format
        changed[at] = Damage.FORMAT
    if not isinstance(value, int | float):
        return
    form = noted.formats.get(at)
    shown = noted.shown.get(at) or (form.displayed(float(value), plain) if form else plain)
    if form.is_percent if form else noted.shown.get(at, "").endswith("%"):
        # As the cell shows it, with all its places.
        cells[row][column] = f"{(Decimal(format(value, '.15g')) * 100).normalize():f}%"
    if _has_lost_digits(value) or (form and form.is_power):
        changed[at] = Damage.DIGITS
    elif shown is None or not noted.is_known:
        changed[at] = Damage.FORMAT
    elif shown != cells[row][column]:
        displayed[at] = shown


def _doubt_days(
    days: Mapping[Cell, date], cells: Sequence[Sequence[str]], changed: dict[Cell, str]
) -> None:
    """Doubt the days of a column where a spreadsheet took the month first, as far as it could.

    Shape:  it left 13/10/2568 as text and made 10 December of 12/10/2568.
    """
    columns = {column for _, column in days}
    late = {column for (_, column), day in days.items() if day.day > _MONTHS}
    for column in columns - late:
        if any(
            column < len(row)
            and _NO_MONTH_FIRST.fullmatch(row[column].strip())
            and sum(map(bool, map(str.strip, row))) >= _A_ROW
            for row in cells
        ):
            changed.update((at, Damage.SWAPPED) for at in days if at[1] == column)


def _has_lost_digits(value: float) -> bool:
    return abs(value) >= _WHOLE or (abs(value) >= _LONG and not value % _NOUGHTS)


def _merged(
    sheet: CalamineSheet,
    cells: list[list[str]],
    place: Place,
    known: Sequence[dict[Cell, str]],
) -> tuple[frozenset[Cell], frozenset[Cell]]:
    """The cells that a merged one covers from above, and from the left; each gets its text.

    Shape:  `known` is what else is known of cells, which they get too.
    """
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
            for column in range(left, min(last_column + 1, len(cells[row]))):
                cells[row][column] = cells[top][left]
                for texts in known:
                    if (top, left) in texts:
                        texts[row, column] = texts[top, left]
                if column > left:
                    beside.add((row, column))
                elif row > top:
                    under.add((row, column))
    return frozenset(under), frozenset(beside)


def _unguarded(text: str) -> str:
    """A cell as text: without the signs by which a CSV keeps it from being anything else."""
    if text[:1] == "'" and text[1:].startswith(_BEGINS_A_FORMULA):
        return text[1:]
    quoted = _QUOTED_FORMULA.fullmatch(text.strip()) if text.lstrip()[:1] == "=" else None
    return quoted[1].replace('""', '"') if quoted else text


def typed_text(value: object) -> str:
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


def typed_day(day: date) -> str:
    """Somebody who types 30/9/2569 into Excel has typed a Buddhist year."""
    # 29 February of a Buddhist leap year need not exist in the Common Era's count.
    try:
        return long_date(day.replace(year=common_era_as_typed(day.year)))
    except ValueError:
        return f"{day.day}/{day.month}/{day.year}"
