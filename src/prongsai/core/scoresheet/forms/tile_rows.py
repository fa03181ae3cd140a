"""Tiles in the rows of a table: a row of numbers with their names in the row below, or above."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.scoresheet.forms.tile_words import is_number, label_of
from prongsai.core.scoresheet.names import Names

_LEAST_PAIRS = 2
# One row of names with one of numbers below is a table like any other.
_LEAST_ROWS_BELOW_NAMES = 4


def with_tiles_in_rows(table: Table, names: Names) -> Table:
    """A table that is nothing but rows of numbers and of their names, as rows "name | number"."""
    if not any(map(_is_row_of_numbers, table.rows)):
        return table
    filled = [row for row in table.rows if any(row.cells)]
    are_titles = [_is_title(row, names) for row in filled]
    titles = [row for row, is_title in zip(filled, are_titles, strict=True) if is_title]
    rows = [row for row, is_title in zip(filled, are_titles, strict=True) if not is_title]
    names_first = bool(rows) and not _is_row_of_numbers(rows[0])
    all_above = not any(are_titles[len(titles) :])
    if names_first and (len(rows) < _LEAST_ROWS_BELOW_NAMES or not all_above):
        return table
    pairs = _all_pairs(rows, names, names_first=names_first)
    codes = {label_of(row.cells[0], names) for row in pairs}
    if len(pairs) < _LEAST_PAIRS or len(codes) < len(pairs):
        return table
    return replace(table, rows=(*titles, *pairs))


def _all_pairs(rows: Sequence[Row], names: Names, *, names_first: bool) -> list[Row]:
    """The rows "name | number" of all tiles; none where anything else stands among them."""
    pairs: list[Row] = []
    for first, second in zip(rows[::2], rows[1::2], strict=False):
        numbers, labels = (second, first) if names_first else (first, second)
        for column, (number, label) in enumerate(zip(numbers.cells, labels.cells, strict=False)):
            if not number and not label:
                continue
            if not is_number(number) or "." not in number or label_of(label, names) is None:
                return []
            pairs.append(Row((label, number), numbers.place_of(column)))
    return [] if len(rows) % 2 else pairs


def _is_row_of_numbers(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    return bool(filled) and all(map(is_number, filled))


def _is_title(row: Row, names: Names) -> bool:
    """A row of one text that neither is a number nor names a scored thing alone."""
    filled = [cell for cell in dict.fromkeys(row.cells) if cell.strip()]
    return len(filled) == 1 and not is_number(filled[0]) and label_of(filled[0], names) is None
