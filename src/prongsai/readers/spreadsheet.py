"""Workbooks (xlsx, xls, ods): each sheet cut at its blank rows, titles apart from tables."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Block, Extract, TableRow
from prongsai.core.rounding import half_up
from prongsai.core.thai import shorten
from prongsai.readers.delimited import cut_at_blanks
from prongsai.readers.extent import MAX_CELLS, refuse_too_many_cells
from prongsai.readers.kinds import damaged, too_many_cells
from prongsai.readers.shown_cells import SheetNotes, notes_of
from prongsai.readers.unseen import Unseen

_TYPED_DECIMALS = 4
_QUOTED = 60
_NOTHING_NOTED = SheetNotes()


def read_spreadsheet(data: bytes, name: str) -> Extract:
    """Every visible sheet in order; every place is sheet and row."""
    unpacked = refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        blocks: list[Block] = []
        findings, unseen = Findings(), Unseen()
        notes = notes_of(data, unpacked)
        for number, sheet in enumerate(workbook.sheets_metadata):
            place = Place(name, sheet=sheet.name)
            if sheet.visible is not SheetVisibleEnum.Visible:
                unseen.sheet(place)
                continue
            noted = notes[number] if number < len(notes) else _NOTHING_NOTED
            for at, text in noted.asides:
                unseen.aside(text, replace(place, row=at[0] + 1, column=at[1] + 1) if at else place)
            rows = _rows(workbook.get_sheet_by_index(number), place, noted, unseen)
            _tell_formulas(rows, place, noted, findings)
            _tell_errors(place, noted, findings)
            shown = _shown_rows(rows, noted, unseen)
            _tell_apart(shown, unseen)
            blocks += cut_at_blanks(shown)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error
    all_findings = (*findings.items, *unseen.findings())
    return Extract(tuple(blocks), all_findings, asides=tuple(unseen.asides))


def _rows(sheet: CalamineSheet, place: Place, noted: SheetNotes, unseen: Unseen) -> list[TableRow]:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise too_many_cells(place, sheet=True)
    values = sheet.to_python(skip_empty_area=False)
    # Most cells are texts: asking each what it is costs as much as to read them.
    grid = [[value if type(value) is str else _text(value) for value in row] for row in values]
    for at, text in _show(grid, values, noted):
        unseen.hide(text, replace(place, row=at[0] + 1, column=at[1] + 1))
    _blank(grid, ((at, unseen.strike) for at in sorted(noted.struck)), place)
    _blank(grid, ((at, unseen.hide) for at in sorted(noted.white)), place)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill(grid, top, left, bottom, right)
    columns = sorted(at for at in noted.hidden_columns if at < sheet.total_width)
    if columns:
        shown = (number for number in range(len(grid)) if number not in noted.hidden_rows)
        _blank(grid, (((row, at), unseen.hide) for row in shown for at in columns), place)
    return [
        TableRow(tuple(cells), replace(place, row=number))
        for number, cells in enumerate(grid, start=1)
    ]


def _show(
    grid: list[list[str]], values: Sequence[Sequence[object]], noted: SheetNotes
) -> Iterator[tuple[tuple[int, int], str]]:
    """Write cells as they show; those of which a format shows nothing are told.

    A formula never computed shows nothing; a raised mark of a note is no part of a number.
    """
    for (row, column), text in noted.unmarked.items():
        grid[row][column] = text
    for (row, column), shown in noted.formats.items():
        value = values[row][column] if row < len(values) and column < len(values[row]) else None
        if isinstance(value, float):
            plain, grid[row][column] = grid[row][column], shown.text_of(value, grid[row][column])
            if not grid[row][column]:
                yield (row, column), plain
    for row, column in noted.formulas:
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = ""


def _blank(
    grid: list[list[str]],
    cells: Iterable[tuple[tuple[int, int], Callable[[str, Place], None]]],
    place: Place,
) -> None:
    """Empty cells that are not to be read; each is told as what it is."""
    for (row, column), tell in cells:
        if row < len(grid) and column < len(grid[row]):
            tell(grid[row][column], replace(place, row=row + 1, column=column + 1))
            grid[row][column] = ""


def _shown_rows(rows: list[TableRow], noted: SheetNotes, unseen: Unseen) -> list[TableRow]:
    """The rows that are not hidden."""
    for number in sorted(noted.hidden_rows):
        if number < len(rows):
            unseen.hide(" | ".join(filter(None, rows[number].cells)), rows[number].place)
    return [row for number, row in enumerate(rows) if number not in noted.hidden_rows]


def _tell_apart(rows: Sequence[TableRow], unseen: Unseen) -> None:
    """Words that stand in a column of their own, blank ones beside it, are of the whole sheet."""
    columns = [[], *zip(*(row.cells for row in rows), strict=True), []]
    is_blank = [not any(column) for column in columns]
    for at in range(3, len(columns) - 1):
        is_apart = is_blank[at - 1] and is_blank[at + 1] and not is_blank[at]
        if is_apart and not any(cell.replace(".", "").isdecimal() for cell in columns[at]):
            for row, text in zip(rows, columns[at], strict=True):
                unseen.aside(text, replace(row.place, column=at))


def _tell_formulas(
    rows: Sequence[TableRow], place: Place, noted: SheetNotes, findings: Findings
) -> None:
    """Name the cells whose formula no program has computed: they read as blank.

    Shape:  a last row of nothing but such cells is not among `rows`.
    """
    places = []
    for (number, column), formula in sorted(noted.formulas.items()):
        is_there = number < len(rows)
        row = rows[number] if is_there else TableRow((), replace(place, row=number + 1))
        label = next((cell for cell in row.cells if cell.strip()), "")
        quote = f"{shorten(label, _QUOTED)} · ={shorten(formula, _QUOTED)}"
        places.append(row.place_of(column, quote))
    if places:
        findings.warning("readers/formulas_without_values", *places, count=len(places))


def _tell_errors(place: Place, noted: SheetNotes, findings: Findings) -> None:
    """Name the cells that show an error: they read as blank."""
    places = [
        replace(place, row=row + 1, column=column + 1, quote=text)
        for (row, column), text in sorted(noted.errors.items())
    ]
    if places:
        findings.warning("readers/error_cells", *places, count=len(places))


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
