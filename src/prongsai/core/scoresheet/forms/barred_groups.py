"""Groups of rows inside a table whose title says that they are no results of this agency.

"เป้าหมาย" in a row of its own, with the instruments and numbers in the rows below it: the columns
are headed "คะแนน" there too, and only the title says whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from prongsai.core.extract import Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic, topic_of
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY, is_same_agency
from prongsai.core.scoresheet.forms.circumstances import Circumstances, told_cells
from prongsai.core.scoresheet.forms.heading_words import LAST_YEAR
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.tables.columns import heading_row
from prongsai.core.thai import arabic_digits

_LONGEST = 80
_BARRED = (Topic.NEVER_OWN, Topic.ITA_BUT_NO_RESULTS)
# "เป้าหมาย ร้อยละ 85 ขึ้นไป" tells a limit; what stands below it may be the results.
_TELLS_A_NUMBER = compiled(r"(?<!\d)(?!(?:25[5-9]|26[0-4])\d(?!\d))\d")


def without_barred_groups(table: Table, around: Circumstances) -> Table:
    """The table without rows below such titles; each title is told, with what stands below it.

    Shape:  a title governs to the next one, or to a heading of columns. One above all columns is a
            title of the table, which its topic tells.
    """
    barred = dict(_below_barred(table, around))
    if not barred:
        return table
    for number, title in barred.items():
        row = table.rows[number]
        if any(map(printed_number, told_cells(row))):
            quote = " ".join(dict.fromkeys(cell for cell in told_cells(row) if cell))
            around.complaints.strange_heading(title, replace(row.place, quote=quote))
    rows = (row for number, row in enumerate(table.rows) if number not in barred)
    return replace(table, rows=tuple(rows))


def _below_barred(table: Table, around: Circumstances) -> Iterator[tuple[int, str]]:
    """The rows below titles that bar them, by number, each with its title."""
    title, has_columns, above = "", False, around.caption
    for number, row in enumerate(table.rows):
        cells = told_cells(row)
        filled = {cell for cell in cells if cell}
        if len(filled) > 1:
            has_columns = True
            title = "" if heading_row(cells, around.names) else title
        elif filled and has_columns and not around.names.node_of(text := filled.pop()):
            title = text if _bars(text, _own_name(above, around.agency)) else ""
        above += "" if has_columns else "\n".join(["", *filled])
        if title:
            yield number, title


def _own_name(above: str, asked_for: str | None) -> str | None:
    """The agency whose table it is, as far as its caller or what stands above names one alone."""
    named = {one[0].strip() for one in NAMED_AGENCY.finditer(above)}
    return asked_for or (named.pop() if len(named) == 1 else None)


def _bars(title: str, own: str | None) -> bool:
    """Whether a title says that what stands below it is a goal, a mean, another's or of a year."""
    plain = arabic_digits(title)
    if len(plain) > _LONGEST or _TELLS_A_NUMBER.search(plain):
        return False
    if topic_of(plain) in _BARRED:
        return True
    named = NAMED_AGENCY.search(plain)
    if named and own and not is_same_agency(named[0], own):
        return True
    return LAST_YEAR.fullmatch(plain) is not None
