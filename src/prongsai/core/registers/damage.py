"""Cells that a spreadsheet changed, or under no heading: told by line and cell, never guessed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from prongsai.core.dates import read_date
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput, finding
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.registers.sheet import Cell, Sheet
from prongsai.core.text import listed
from prongsai.core.thai import shorten, squeeze

_QUOTED = 40
_TOLD = 5
# What spreadsheets show for a formula without a result, and for a column too narrow for its number.
_ERROR = compiled(
    r"#(?:DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!)|Err:\d{3}|#{3,}"
)
_POWER = compiled(r"[-+]?\d(?:[.,]\d+)?[eE][-+]\d{1,3}")
# A spreadsheet keeps fifteen digits; of three noughts behind them one text in a thousand is right.
_CUT = compiled(r"\d{15,}000")
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|(?:ม|มี|พ|ก|ส|ต|ธ)\.ค\.|ก\.พ\.|(?:เม|มิ|ก|พ)\.ย\.)"
)
_MONTH_AND_YEAR = compiled(rf"{_MONTH}-\d\d|\d\d?-{_MONTH}")
# Where a line has more cells than the heading, 1,234.50 became two of them.
_CUT_LEFT, _CUT_RIGHT = compiled(r"[-(]?\d{1,3}"), compiled(r"\d{3}(?:\.\d+)?\)?")
_CENTURY = 2000


class Damage(StrEnum):
    """What became of a cell that a spreadsheet took for something else.

    Shape:  of `DIGITS` some are lost, `DATE` was made of text, `FORMAT` shows what is not known;
            of `SWAPPED` the month may be the day.
    """

    DIGITS = "digits"
    DATE = "date"
    FORMAT = "format"
    SWAPPED = "swapped"


def row_faults(
    sheet: Sheet,
    row: int,
    titles: Mapping[int, str],
    *,
    texts: Collection[int] | None = None,
    dates: Collection[int] = (),
    headed: Collection[int] | None = None,
) -> Iterator[Finding]:
    """What no certain value can be taken from in a row of a table.

    Shape:  `titles` are the columns that are read, by their titles; `texts` those of them that hold
            text, None for all; in `dates` a day is no fault, unless a spreadsheet made it of a year
            of two digits; `headed` are the columns with a heading, None where that is not asked.
    """
    if row in sheet.hidden_rows:
        yield _fault("registers/table_hidden.row", sheet.place_of(row))
    if headed is not None:
        yield from _stray(sheet, row, headed)
    for column, title in titles.items():
        is_text = texts is None or column in texts
        fault = _cell_fault(sheet, (row, column), title, is_text=is_text, is_day=column in dates)
        if fault is not None:
            yield fault


def _cell_fault(
    sheet: Sheet, at: Cell, title: str, *, is_text: bool, is_day: bool
) -> Finding | None:
    text = squeeze(sheet.text(*at))
    if not text and at in sheet.formulas:
        return _fault("registers/table_formula_without_value", sheet.place_of(*at), title=title)
    if not text:
        return None
    place = sheet.place_of(*at, shorten(text, _QUOTED))
    if at[1] in sheet.hidden_columns:
        return _fault("registers/table_hidden.column", place, title=title)
    if at in sheet.struck:
        return _fault("registers/table_struck", place, title=title)
    if _ERROR.fullmatch(text):
        return _fault("registers/table_error_cell", place, title=title, text=text)
    return _change_fault(sheet, at, place, title, is_text=is_text, is_day=is_day)


def _change_fault(
    sheet: Sheet, at: Cell, place: Place, title: str, *, is_text: bool, is_day: bool
) -> Finding | None:
    """Tell what a spreadsheet made of a cell, where that matters in its column."""
    damage = damage_of(sheet, *at)
    is_date = damage is Damage.DATE and is_day
    if is_date and _is_short_year(sheet.cell(*at)):
        return _fault("registers/table_short_year", place, title=title)
    if damage is None or is_date or not (is_text or damage is Damage.SWAPPED):
        return None
    return _fault(f"registers/table_changed_{damage}", place, title=title)


def _is_short_year(text: str) -> bool:
    """Whether a spreadsheet made a day of the last century, as of 1/10/68."""
    day = read_date(text)
    return day is not None and day.first.year < _CENTURY


def damage_of(sheet: Sheet, row: int, column: int) -> Damage | None:
    """What a spreadsheet did to a text, as far as its file or the text shows it."""
    kept = sheet.damaged.get(sheet.origin(row, column))
    if kept:
        return Damage(kept)
    text = sheet.text(row, column).strip()
    if _POWER.fullmatch(text) or _CUT.fullmatch(text):
        return Damage.DIGITS
    return Damage.DATE if _MONTH_AND_YEAR.fullmatch(text) else None


def _stray(sheet: Sheet, row: int, headed: Collection[int]) -> Iterator[Finding]:
    """The first cell of a row that stands under no heading."""
    cells = sheet.rows[row]
    strange = (column for column in range(len(cells)) if column not in headed)
    column = next((number for number in strange if sheet.own(row, number).strip()), None)
    if column is None:
        column = _cut_at(sheet, row, 1 + max(headed, default=0))
    if column is None:
        return
    place = sheet.place_of(row, column, shorten(squeeze(cells[column]), _QUOTED))
    if sheet.lines is not None:
        # An empty cell at the end is no cell.
        count = max(at for at, cell in enumerate(cells, 1) if cell.strip() or column in headed)
        width = len(headed)
        yield _fault("registers/table_long_line", place, count=count, width=width)
        return
    yield _fault("registers/table_stray_cell", place)


def _cut_at(sheet: Sheet, row: int, width: int) -> int | None:
    """Where a number is cut by the delimiter in a line whose last cells are empty."""
    cells = sheet.rows[row]
    if sheet.lines is None or len(cells) <= width:
        return None
    pairs = enumerate(pairwise(map(str.strip, cells)))
    cut = (at for at, (left, right) in pairs
           if _CUT_LEFT.fullmatch(left) and _CUT_RIGHT.fullmatch(right))  # fmt: skip
    first_cut = next(cut, None)
    if first_cut is None:
        return None
    # Empty cells may stand behind the heading, too.
    above = min((len(line) for line in sheet.rows[:row] if len(line) >= width), default=width)
    return first_cut if len(cells) > above else None


def refuse_damaged(findings: Sequence[Finding]) -> None:
    """Take nothing of a table in which anything is not certain.

    Errors: UnreadableInput, with the first places in words and all findings.
    """
    if not findings:
        return
    # Of a hidden column one place says enough.
    once = {
        (finding.message.th, finding.code == "table_hidden" or finding.places): finding
        for finding in findings
    }
    words = []
    for fault in list(once.values())[:_TOLD]:
        where = replace(fault.places[0], file=None).text()
        words.append(listed((where, fault.message), ": "))
    if more := len(once) - len(words):
        words.append(read_words("registers/more_places", more=more))
    raise UnreadableInput(
        listed(words, "; "),
        place=Place(findings[0].places[0].file),
        next_step=findings[0].next_step,
        findings=findings,
    )


def _fault(key: str, place: Place, **values: Any) -> Finding:
    return finding(key, Severity.ERROR, place, **values)
