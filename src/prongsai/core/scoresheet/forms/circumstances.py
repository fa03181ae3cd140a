"""What stands around a table, and its cells in other words."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.names import Names
from prongsai.core.thai import arabic_digits, repair, squeeze

_TITLE_ROWS = 4


class Circumstances(Struct, frozen=True):
    """A table's caption with what it makes the table be about, and for whom it is read."""

    caption: str
    topic: Topic
    names: Names
    complaints: Complaints
    agency: str | None = None

    def told_above(self, table: Table) -> str:
        """The caption of a table: its own title rows, else the paragraph above it."""
        return _plain(" ".join(_titles(table)) or self.caption)

    def last_told_above(self, table: Table) -> str:
        """The last line of a table's caption, which alone is surely about nothing else."""
        told = _titles(table) or [line for line in self.caption.split("\n") if line.strip()]
        return _plain(told[-1]) if told else ""


def _titles(table: Table) -> list[str]:
    rows = ({cell for cell in row.cells if cell.strip()} for row in table.rows[:_TITLE_ROWS])
    return [cell for filled in rows if len(filled) == 1 for cell in filled]


def _plain(text: str) -> str:
    return squeeze(arabic_digits(repair(text)))


def told_cells(row: Row) -> tuple[str, ...]:
    """A row's cells as they are compared: repaired, with single spaces."""
    return tuple(squeeze(repair(cell)) for cell in row.cells)


def reworded(table: Table, cells: Mapping[tuple[int, int], str]) -> Table:
    """The table with other words in some cells, by row and column from 0."""
    if not cells:
        return table
    rows = list(table.rows)
    for (number, column), text in cells.items():
        held = rows[number].cells
        rows[number] = replace(rows[number], cells=(*held[:column], text, *held[column + 1 :]))
    return replace(table, rows=tuple(rows))
