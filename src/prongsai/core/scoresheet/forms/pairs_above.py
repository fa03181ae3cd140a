"""Filled-in forms: "หน่วยงาน | เทศบาลตำบล…" and "ปีงบประมาณ | 2567" as rows above the scores.

Such a row heads no columns: the agency is the table's title, the year that of its scores.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.forms.circumstances import Circumstances, told_cells
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.tables.columns import Role, heading_row
from prongsai.core.thai import arabic_digits

_YEAR = compiled(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s?(?:\(?พ\.?\s?ศ\.?\)?)?\s?(?:ที่ประเมิน)?\s?:?")
_A_YEAR = compiled(r"(?:พ\.?\s?ศ\.?\s?)?(25[5-9]\d|26[0-4]\d)")
_AGENCY = compiled(r"(?:ชื่อ)?(?:หน่วยงาน|อปท\.?|องค์กร|เทศบาล|อบต\.?)(?:ที่(?:รับการ)?ประเมิน)?\s?:?")
_OTHER = compiled(r"(?:จังหวัด|อำเภอ|ตำบล|ประเภท(?:หน่วยงาน)?|ผู้(?:รายงาน|จัดทำ)|วันที่(?:รายงาน)?)\s?:?")
_NAMES = "รายการ"
_TITLES_WITHIN = 4
_MOST_PAIRS = 8


def with_pairs_as_titles(table: Table, around: Circumstances) -> Table:
    """The table with such rows above its scores as its titles, and its year in their heading."""
    first = next((n for n, row in enumerate(table.rows) if len(_filled(row)) > 1), 0)
    if first >= _TITLES_WITHIN:
        return table
    titles: dict[str, Row] = {}
    years: dict[str, Row] = {}
    last = first
    for row in table.rows[first : first + _MOST_PAIRS]:
        pairs = _pairs(_filled(row))
        if not pairs:
            break
        last += 1
        for key, value in pairs:
            if year := _year(key, value):
                years[year] = row
            elif _AGENCY.fullmatch(key):
                titles[value] = replace(row, cells=(value, *[""] * (len(row.cells) - 1)))
    if len(titles) > 1 or len(years) > 1 or not (titles or years):
        return table
    while last < len(table.rows) and not _filled(table.rows[last]):
        last += 1
    below = table.rows[last:]
    for year, row in years.items():
        below = _headed(row, below, year, around.names)
    return replace(table, rows=(*table.rows[:first], *titles.values(), *below))


def _headed(pairs: Row, rows: Sequence[Row], year: str, names: Names) -> tuple[Row, ...]:
    """The rows with the year in their headings of scores, or above their only numbers."""
    cells = told_cells(rows[0]) if rows else ()
    columns = heading_row(cells, names) if cells else None
    if columns:
        told = (
            f"{cell} ปี {year}" if column.role is Role.SCORE else cell
            for cell, column in zip(cells, columns, strict=True)
        )
        return (replace(rows[0], cells=tuple(told)), *rows[1:])
    width = len(pairs.cells)
    held = {n for row in rows for n, cell in enumerate(row.cells) if printed_number(cell)}
    if len(held) != 1 or not 0 < min(held) < width:
        return (replace(pairs, cells=(f"ปี {year}", *[""] * (width - 1))), *rows)
    heading = [""] * width
    heading[0], heading[min(held)] = _NAMES, f"ปี {year}"
    return (replace(pairs, cells=tuple(heading)), *rows)


def _filled(row: Row) -> list[str]:
    return [cell for cell in dict.fromkeys(told_cells(row)) if cell]


def _pairs(cells: Sequence[str]) -> list[tuple[str, str]]:
    """The names of a row with their values; none where anything else stands there."""
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    known = all(
        _year(key, value)
        or (_AGENCY.fullmatch(key) and NAMED_AGENCY.fullmatch(value))
        or _OTHER.fullmatch(key)
        for key, value in pairs
    )
    return pairs if known and len(cells) % 2 == 0 else []


def _year(key: str, value: str) -> str | None:
    found = _A_YEAR.fullmatch(arabic_digits(value))
    return found[1] if found and key and _YEAR.fullmatch(key) else None
