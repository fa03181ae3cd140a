"""Tables beside each other in one: "ตัวชี้วัด | คะแนน | | ตัวชี้วัด | คะแนน", each with a title above.

What stands above one of them (a year, an agency, "เป้าหมาย") is of its scores alone; it is put into
their heading, where every word of it counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from prongsai.core import fiscal
from prongsai.core.extract import Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.result_words import strange_words
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.forms.tile_words import label_of
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.tables.columns import Column, Role, heading_row
from prongsai.core.scoresheet.tables.subjects import MEASURING
from prongsai.core.thai import squeeze

_NAME = compiled(r"(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])|\(\s*[\d.]*\s*(?:คะแนน|%|ต่อ)?\s*\)")
_HEADINGS_WITHIN = 6
_MOST_CELLS = 60
_LEAST = 2
_NAMING = (Role.CODE, Role.LABEL, Role.RANK)


def with_own_titles(table: Table, around: Circumstances) -> Table:
    """The table with the title of each of its parts in the headings of that part's scores."""
    if table.width > _MOST_CELLS:
        return table
    rows = [told_cells(row) for row in table.rows[:_HEADINGS_WITHIN]]
    for number, cells in enumerate(rows):
        columns = heading_row(cells, around.names)
        parts = _parts(columns or ())
        if columns is None or len(parts) < _LEAST:
            continue
        told = list(cells)
        for titles in (_titles(one, parts) for one in rows[:number]):
            for title, part in zip(titles, parts, strict=False):
                said = _more_than_a_name(title, around.names)
                for column in part if said else ():
                    if columns[column].role in MEASURING:
                        told[column] = f"{said} {told[column]}"
        return reworded(
            table, {(number, at): text for at, text in enumerate(told) if text != cells[at]}
        )
    return table


def _more_than_a_name(title: str, names: Names) -> str:
    """What a title says beside naming what its part is of: "IIT (89.93)" says no more."""
    rest = squeeze(_NAME.sub(" ", title))
    named = label_of(rest, names) is not None
    return "" if named or not (strange_words(rest) or fiscal.years_in(rest)) else rest


def _parts(columns: Sequence[Column]) -> list[range]:
    """The columns of each part: names, then scores, and again names."""
    starts: list[int] = []
    measured = True
    for number, column in enumerate(columns):
        if column.role in _NAMING and measured:
            starts.append(number)
            measured = False
        measured |= column.role in MEASURING
    if not measured:  # names behind the last scores belong to those
        starts = starts[:-1]
    ends = [*starts[1:], len(columns)][: len(starts)]
    return [range(start, end) for start, end in zip(starts, ends, strict=True)]


def _titles(cells: Sequence[str], parts: Sequence[range]) -> list[str]:
    """What a row says above each part; nothing where it is of all of them."""
    told = [" ".join(dict.fromkeys(cells[part.start : part.stop])).strip() for part in parts]
    return told if any(told[1:]) and len(set(told)) > 1 else []
