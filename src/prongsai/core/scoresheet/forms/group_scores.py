"""An instrument's score in a column beside its indicators', as a merged cell has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.scoresheet.forms.circumstances import Circumstances, told_cells
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.numbers import printed_number

_HEADING = "คะแนน"
_ROUNDED = Fraction(1, 100)
_MOST_ROWS, _MOST_CELLS = 100, 20
_SEVERAL = 2

Cells = Sequence[Sequence[str]]


class _Group(Struct, frozen=True):
    """An instrument with the rows of its indicators, and the column of their names."""

    code: str
    rows: Mapping[int, str]
    label: int

    def lines(self) -> range:
        """The rows from the group's first to its last, with what stands between."""
        return range(min(self.rows), max(self.rows) + 1)


def with_groups_apart(table: Table, around: Circumstances) -> Table:
    """The table with each instrument's score on a row of its own, where it surely is one.

    It is where a column has one number for all indicators of each instrument, and that number is
    their mean by the year's weights.
    """
    if len(table.rows) > _MOST_ROWS or not _SEVERAL < table.width <= _MOST_CELLS:
        return table
    cells = [(*told_cells(row), *[""] * (table.width - len(row.cells))) for row in table.rows]
    groups = _groups(cells, around.names)
    if len(groups) < _SEVERAL:
        return table
    scores = next(
        (column for column in range(table.width) if _are_scores(cells, groups, column)), None
    )
    if scores is None:
        return table
    for column in range(scores + 1, table.width):
        held = [_one_number(cells, group, column) for group in groups]
        if all(
            number is not None and _fits(number, cells, group, scores, around.names)
            for number, group in zip(held, groups, strict=True)
        ):
            return _apart(table, cells, groups, (scores, column), around.names)
    return table


def _groups(cells: Cells, names: Names) -> list[_Group]:
    """The indicators of each instrument in the table; none where one stands there twice."""
    found: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            code = names.node_of(cell) if cell and not printed_number(cell) else None
            if code is None or level_of(code) is not Level.INDICATOR:
                continue
            if code in found and found[code][0] != number:
                return []
            found.setdefault(code, (number, column))
    groups: list[_Group] = []
    for instrument in INSTRUMENTS:
        parts = [code for code, _ in names.framework.tree[instrument].children or ()]
        rows = {found[code][0]: code for code in parts if code in found}
        if len(rows) < len(parts) or len(parts) < _SEVERAL:
            return []
        groups.append(_Group(instrument, rows, found[parts[0]][1]))
    return groups


def _value(cell: str) -> Decimal | None:
    number = printed_number(cell)
    return Decimal(number.value) if number and number.value is not None else None


def _are_scores(cells: Cells, groups: Sequence[_Group], column: int) -> bool:
    """Whether each indicator has a number in a column, and not each group the same."""
    held = [{_value(cells[row][column]) for row in group.rows} for group in groups]
    return not any(None in values for values in held) and any(len(values) > 1 for values in held)


def _one_number(cells: Cells, group: _Group, column: int) -> Decimal | None:
    """The only number that a column has for a group; None where it has none or several."""
    values = {_value(cells[row][column]) for row in group.lines()} - {None}
    return values.pop() if len(values) == 1 else None


def _fits(number: Decimal, cells: Cells, group: _Group, scores: int, names: Names) -> bool:
    """Whether a number is the mean of a group's scores, as it is rounded."""
    weights = dict(names.framework.tree[group.code].children or ())
    mean = sum(
        (
            Fraction(_value(cells[row][scores]) or 0) * weights[code]
            for row, code in group.rows.items()
        ),
        Fraction(0),
    )
    return abs(mean - Fraction(number)) <= _ROUNDED


def _apart(
    table: Table, cells: Cells, groups: Sequence[_Group], columns: tuple[int, int], names: Names
) -> Table:
    _, of_group = columns
    weights = set(_weight_columns(cells, groups, of_group, names))
    first = min(min(group.rows) for group in groups)
    inside = {row: group for group in groups for row in group.lines()}
    ends = {max(group.rows): group for group in groups}
    total = _total(cells, groups, of_group, names)
    rows: list[Row] = []
    for number, row in enumerate(table.rows):
        held = list(cells[number])
        if number < first:
            held = _headed(held, columns)
        elif number in inside:
            held = ["" if at in {of_group, *weights} else cell for at, cell in enumerate(held)]
        elif total is not None and total[0] == number:
            held = [cell if not printed_number(cell) else "" for cell in held]
            held[of_group] = cells[number][total[1]]
        rows.append(replace(row, cells=tuple(held)))
        if number in ends:
            rows.append(_row_of(table, cells, ends[number], of_group))
    return replace(table, rows=tuple(rows))


def _weight_columns(
    cells: Cells, groups: Sequence[_Group], of_group: int, names: Names
) -> Iterator[int]:
    """Columns with each instrument's weight, or with its score by that weight."""
    weights = dict(names.framework.tree[TOTAL].children or ())
    if {group.code for group in groups} - set(weights):
        return
    scores = [_one_number(cells, group, of_group) for group in groups]
    shares = [100 * weights[group.code] for group in groups]
    parts = [
        Fraction(score or 0) * share / 100 for score, share in zip(scores, shares, strict=True)
    ]
    for column in range(len(cells[0])):
        held = [_one_number(cells, group, column) for group in groups]
        if any(_are_near(held, wanted) for wanted in (shares, parts)):
            yield column


def _are_near(held: Sequence[Decimal | None], wanted: Sequence[Fraction]) -> bool:
    return all(
        number is not None and abs(Fraction(number) - exact) <= _ROUNDED
        for number, exact in zip(held, wanted, strict=True)
    )


def _headed(held: list[str], columns: tuple[int, int]) -> list[str]:
    """A heading row that heads both columns as scores; a title stays as it is."""
    if len({cell for cell in held if cell}) > 1 and not any(map(printed_number, held)):
        return [_HEADING if at in columns and cell else cell for at, cell in enumerate(held)]
    return held


def _row_of(table: Table, cells: Cells, group: _Group, column: int) -> Row:
    """A group's own row, at the place where its number stands."""
    at = next(row for row in group.lines() if cells[row][column])
    held = [""] * table.width
    held[group.label], held[column] = group.code, cells[at][column]
    return Row(tuple(held), table.rows[at].place)


def _total(
    cells: Cells, groups: Sequence[_Group], of_group: int, names: Names
) -> tuple[int, int] | None:
    """Row and column of the total, where it is the only number of its row and their mean."""
    weights = dict(names.framework.tree[TOTAL].children or ())
    parts = {group.code: _one_number(cells, group, of_group) for group in groups}
    if set(parts) != set(weights):
        return None
    mean = sum(
        (Fraction(parts[code] or 0) * weight for code, weight in weights.items()), Fraction(0)
    )
    for number, column in _numbers_below(cells, max(max(group.rows) for group in groups)):
        if abs(mean - Fraction(_value(cells[number][column]) or 0)) <= _ROUNDED:
            return number, column
    return None


def _numbers_below(cells: Cells, last: int) -> Iterator[tuple[int, int]]:
    """Rows of a total below the last indicator that hold one number."""
    for number in range(last + 1, len(cells)):
        held = [column for column, cell in enumerate(cells[number]) if _value(cell) is not None]
        labels = [cell for cell in cells[number] if is_total_label(cell)]
        if len(held) == 1 and labels:
            yield number, held[0]
