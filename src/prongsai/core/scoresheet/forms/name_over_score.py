"""Cells that hold a name with its score below, beside rows of its parts: "IIT⏎90.61"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.extract import Row, Table
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.scoresheet.around.result_words import strange_words
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.forms.tile_words import is_number, label_of
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.tables.columns import Column, Role, heading_row, is_agency_name

_WHOLES = (*INSTRUMENTS, TOTAL)
_LONGEST = 120
_MOST_CELLS = 60
_TWO = 2


class _Held(Struct, frozen=True):
    """A cell with nothing but a name and its score."""

    row: int
    column: int
    code: str
    name: str
    score: str


def with_names_and_scores_joined(table: Table, around: Circumstances) -> Table:
    """The table with each such cell as one line, where its heading says no more than a name.

    Shape:  else they are told: rows of years or of agencies say whose a score is, cells do not.
    """
    if table.width > _MOST_CELLS:
        return table
    held = [one for at, row in enumerate(table.rows) for one in _in_row(at, row, around.names)]
    if not held:
        return table
    scores = {code: {one.score for one in held if one.code == code} for code in _WHOLES}
    headings = _headings(table, {one.row for one in held}, around.names)
    words: dict[tuple[int, int], str] = {}
    for one in held:
        row = table.rows[one.row]
        clear = len(scores[one.code]) == 1 and not any(map(_says_whose, row.cells))
        if clear and _heads_names(headings[one.row], one.column):
            words[one.row, one.column] = f"{one.name}: {one.score}"
        elif around.topic in (Topic.ITA, Topic.ITA_RESULTS):
            place = row.place_of(one.column, f"{one.name} · {one.score}")
            around.complaints.unread(one.code, place)
    return reworded(table, words)


def _in_row(at: int, row: Row, names: Names) -> Iterator[_Held]:
    for column, cell in enumerate(row.cells):
        if len(cell) > _LONGEST or "\n" not in cell:
            continue
        said = [line.strip() for line in cell.split("\n") if line.strip()]
        if len(said) == _TWO and is_number(said[1]) and "." in said[1]:
            code = label_of(said[0], names)
            if code in _WHOLES:
                yield _Held(at, column, code, said[0], said[1])


def _headings(table: Table, appointment: Collection[int], names: Names) -> list[Sequence[Column]]:
    """For each row the headings that stand above it."""
    above: Sequence[Column] = ()
    found: list[Sequence[Column]] = []
    for at, row in enumerate(table.rows):
        if at not in appointment:
            above = heading_row(told_cells(row), names) or above
        found.append(above)
    return found


def _says_whose(cell: str) -> bool:
    """Whether a cell of the row is an agency or a year."""
    return is_agency_name(cell) or bool(fiscal.years_in(cell))


def _heads_names(headings: Sequence[Column], column: int) -> bool:
    """Whether a column is headed by names alone: no goals, no year, no scores."""
    if column >= len(headings) or not headings[column].heading:
        return True
    heading = headings[column]
    return heading.role is Role.LABEL and not strange_words(heading.heading)
