"""Indicators by their bare number in a column of their own, often beside their instrument's.

"IIT | 4 | 81.25" below "แบบวัด | ตัวชี้วัดที่ | คะแนน" is the score of indicator 4, never IIT's.
"""

from __future__ import annotations

from msgspec.structs import replace

from prongsai.core.extract import Table
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.thai import arabic_digits

_HEADING = compiled(
    r"(?:ตัวชี้วัด|ตชว\.?)\s?(?:ที่|ข้อที่|ลำดับที่|หมายเลข)?|(?i:indicator\s?(?:no\.?|number|code)?)"
)
_SAYS_NUMBER = compiled(r"ที่|หมายเลข|(?i:no|number|code)")
_NUMBER = compiled(r"(?:[1-9]|10)\.?")
_MOST_TITLES, _MOST_COLUMNS, _MOST_ROWS = 6, 60, 2_000


def with_indicator_numbers(table: Table, around: Circumstances) -> Table:
    """The table with "ตัวชี้วัดที่ 4" for the number, below a heading that says what it counts."""
    if table.width > _MOST_COLUMNS or len(table.rows) > _MOST_ROWS:
        return table
    rows = [told_cells(row) for row in table.rows]
    for number, cells in enumerate(rows[:_MOST_TITLES]):
        columns = [n for n, cell in enumerate(cells) if _HEADING.fullmatch(cell)]
        if len(columns) == 1:
            return _named(table, rows, number, columns[0], around)
    return table


def _named(
    table: Table, rows: list[tuple[str, ...]], heading: int, column: int, around: Circumstances
) -> Table:
    below = {n: rows[n] for n in range(heading + 1, len(rows)) if len(rows[n]) > column}
    numbers = {n: arabic_digits(cells[column]) for n, cells in below.items() if cells[column]}
    # "ตัวชี้วัด | คะแนน", "1 | 81.50" may be ranks, unless the instrument stands beside.
    is_said = _SAYS_NUMBER.search(rows[heading][column]) is not None
    of_ita = (is_said and around.topic in (Topic.ITA, Topic.ITA_RESULTS)) or all(
        any(cell in INSTRUMENTS for cell in below[n]) for n in numbers
    )
    if not of_ita or not numbers or not all(map(_NUMBER.fullmatch, numbers.values())):
        return table
    tree = around.names.framework.tree
    codes = {n: one.rstrip(".") for n, one in numbers.items()}
    if not all(code in tree for code in codes.values()):
        return table
    named = {(n, column): f"ตัวชี้วัดที่ {code} {tree[code].name.th}" for n, code in codes.items()}
    # The instrument beside it is whose part it is, and no name of the score.
    bare = {
        (n, at): ""
        for n in numbers
        for at, cell in enumerate(below[n][:column])
        if cell in INSTRUMENTS
    }
    held = reworded(table, named | bare)
    rows_held = list(held.rows)
    cells = (*rows_held[heading].cells[:column], "รายการ", *rows_held[heading].cells[column + 1 :])
    rows_held[heading] = replace(rows_held[heading], cells=cells)
    return replace(held, rows=tuple(rows_held))
