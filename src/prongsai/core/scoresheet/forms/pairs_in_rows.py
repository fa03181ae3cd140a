"""Rows of several names with a score each: "IIT | 88.40 | EIT | 84.07"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.forms.circumstances import Circumstances, told_cells
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.tables.columns import heading_row, tells_scores

_LEAST_PAIRS = 2
_MOST_CELLS = 12
_MOST_ROWS = 60


def with_pairs_in_rows(table: Table, around: Circumstances) -> Table:
    """The table with each such pair in a row of its own, at its own columns.

    Shape:  only where no heading tells what the columns hold, and each name is one of the
            assessment's; a row of instruments over two columns each goes, it names the pairs below.
    """
    if around.topic not in (Topic.ITA, Topic.ITA_RESULTS) or len(table.rows) > _MOST_ROWS:
        return table
    if not 2 * _LEAST_PAIRS <= table.width <= _MOST_CELLS:
        return table
    told = [told_cells(row) for row in table.rows]
    if any(_heads_scores(cells, around.names) for cells in told):
        return table
    apart = {n: parts for n, row in enumerate(table.rows) if (parts := _apart(row, around.names))}
    if not apart:
        return table
    rows: list[Row] = []
    for number, row in enumerate(table.rows):
        if number not in apart and _are_shared_heads(told[number], around.names):
            continue
        rows += apart.get(number, [row])
    return replace(table, rows=tuple(rows))


def _heads_scores(cells: Sequence[str], names: Names) -> bool:
    columns = heading_row(cells, names) or ()
    return not _are_shared_heads(cells, names) and any(map(tells_scores, columns))


def _apart(row: Row, names: Names) -> list[Row]:
    """A row for each pair of a name and its score; none where anything else stands among them."""
    cells = told_cells(row)
    rows: list[Row] = []
    codes: set[str] = set()
    for column in range(0, len(cells) - 1, 2):
        name, number = cells[column], cells[column + 1]
        if not name and not number:
            continue
        code = None if printed_number(name) else names.node_of(name)
        if code is None or code in codes or printed_number(number) is None:
            return []
        codes.add(code)
        alone = [""] * len(cells)
        alone[column], alone[column + 1] = row.cells[column], row.cells[column + 1]
        rows.append(replace(row, cells=tuple(alone)))
    return rows if len(rows) >= _LEAST_PAIRS and len(cells) % 2 == 0 else []


def _are_shared_heads(heads: Sequence[str], names: Names) -> bool:
    """Whether heads stand over two columns each, and name an instrument each."""
    pairs = list(zip(heads[::2], heads[1::2], strict=False))
    codes = {names.instrument_of(head) for head, _ in pairs} - {None}
    same = all(one == other for one, other in pairs)
    return same and len(pairs) >= _LEAST_PAIRS and len(codes) == len(pairs)
