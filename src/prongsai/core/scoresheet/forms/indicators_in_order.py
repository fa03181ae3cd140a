"""Indicators told by their place: short names in the framework's order, numbers as headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from prongsai.core.extract import Table
from prongsai.core.framework.model import Node
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.tables.agencies import JUST_A_YEAR
from prongsai.core.thai import arabic_digits, skeleton

_ENOUGH_ROWS = 8
_MOST_ROWS = 60
_MOST_CELLS = 30
_LONGEST_LABEL = 40
_SHORTEST_PART = 3
_A_NUMBER = compiled(r"(?:ตัวชี้วัด|ตชว\.?)?\s?(?:ที่)?\s?([1-9]|10)")
_HEADINGS_WITHIN = 6
_OF_INDICATORS = compiled(r"ตัวชี้วัด\s?(?:ที่)?|ตัวชี้วัดที่|ตชว\.?")
_A_ROW_OF_SCORES = compiled(r"(?:ผล)?(?:คะแนน)(?:ที่ได้)?(?:รวม)?|ผลการประเมิน|คะแนน\s?ITA")


class _Labelled(Struct, frozen=True):
    """The label of a row with numbers: its row and column from 0, and its indicator."""

    row: int
    column: int
    code: str | None


def with_indicators_named(table: Table, around: Circumstances) -> Table:
    """The table with its indicators' full names, where their order says which each is."""
    if around.topic not in (Topic.ITA, Topic.ITA_RESULTS) or len(table.rows) > _MOST_ROWS:
        return table
    told = _with_numbers_below_instruments(table, around.names)
    told = _with_names_in_full(told, around.names)
    return _with_rows_named(_with_numbers_named(told, around.names), around.names)


def _indicators(names: Names) -> list[str]:
    tree = names.framework.tree
    return [code for code in tree if level_of(code) is Level.INDICATOR]


def _with_names_in_full(table: Table, names: Names) -> Table:
    full = {code: names.framework.tree[code].name.th for code in _indicators(names)}
    keys = {code: skeleton(name) for code, name in full.items()}
    rows = [_labelled(number, told_cells(row), keys) for number, row in enumerate(table.rows)]
    run = _longest_run(rows)
    codes = [one.code for one in run if one.code]
    in_order = codes == [code for code in full if code in codes]
    if len(codes) < _ENOUGH_ROWS or not in_order or len({one.column for one in run}) > 1:
        return table
    return reworded(table, {(one.row, one.column): full[one.code] for one in run if one.code})


def _labelled(number: int, cells: Sequence[str], keys: dict[str, str]) -> _Labelled | None:
    """The first words of a row that has a number behind them; a number before is its own."""
    column = next((n for n, cell in enumerate(cells) if cell and not printed_number(cell)), None)
    if column is None or len(cells) > _MOST_CELLS:
        return None
    if not any(printed_number(cell) for cell in cells[column + 1 :]):
        return None
    label = cells[column]
    codes = [code for code, key in keys.items() if _is_short_for(label, key)]
    code = codes[0] if len(codes) == 1 else None
    if code and any(arabic_digits(cell).strip(" .)") != code for cell in cells[:column] if cell):
        code = None
    return _Labelled(number, column, code)


def _is_short_for(label: str, key: str) -> bool:
    """Whether a label is a piece of a name, or two pieces in its order."""
    short = skeleton(label)
    if len(label) > _LONGEST_LABEL or len(short) < _SHORTEST_PART:
        return False
    if short in key:
        return True
    for cut in range(_SHORTEST_PART, len(short) - _SHORTEST_PART + 1):
        start = key.find(short[:cut])
        if start >= 0 and key.find(short[cut:], start + cut) >= 0:
            return True
    return False


def _longest_run(rows: Sequence[_Labelled | None]) -> list[_Labelled]:
    """The longest run of rows that each name one indicator."""
    longest: list[_Labelled] = []
    run: list[_Labelled] = []
    for one in rows:
        if one is None or one.code is None:
            run = []
            continue
        run = [*run, one]
        longest = max(longest, run, key=len)
    return longest


def _with_numbers_named(table: Table, names: Names) -> Table:
    """The numbers of all indicators in a heading row as their headings."""
    codes = _indicators(names)
    for number, row in enumerate(table.rows):
        cells = told_cells(row)
        if not cells or not _OF_INDICATORS.fullmatch(cells[0]):
            continue
        if [arabic_digits(cell) for cell in cells[1:] if cell] != codes:
            return table
        below = [told_cells(one) for one in table.rows[number + 1 :]]
        if not all(_tells_scores(one) for one in below if any(one)):
            return table
        headed = [column for column, cell in enumerate(cells) if column and cell]
        tree = names.framework.tree
        words = {
            (number, column): f"ตัวชี้วัดที่ {code} {tree[code].name.th}"
            for column, code in zip(headed, codes, strict=True)
        }
        return reworded(table, words)
    return table


def _with_numbers_below_instruments(table: Table, names: Names) -> Table:
    """The numbers of all indicators, each below the instrument that it is of, as their names."""
    tree = names.framework.tree
    codes = _indicators(names)
    for number, (above, row) in enumerate(pairwise(table.rows[:_HEADINGS_WITHIN]), start=1):
        upper, lower = told_cells(above), told_cells(row)
        told = {
            column: found[1]
            for column, cell in enumerate(lower)
            if (found := _A_NUMBER.fullmatch(arabic_digits(cell)))
        }
        if list(told.values()) != codes or len(upper) < len(lower):
            continue
        of = _spread([names.instrument_of(cell) for cell in upper], upper)
        if all(code in _children(tree, of[column]) for column, code in told.items()):
            words = {
                (number, column): f"ตัวชี้วัดที่ {code} {tree[code].name.th}"
                for column, code in told.items()
            }
            return reworded(table, words)
    return table


def _spread(found: Sequence[str | None], cells: Sequence[str]) -> list[str | None]:
    """What each column is below, where a merged cell may fill its first column alone."""
    spread: list[str | None] = []
    for code, cell in zip(found, cells, strict=True):
        spread.append(code if cell else spread[-1] if spread else None)
    return spread


def _children(tree: Mapping[str, Node], code: str | None) -> set[str]:
    """The parts of an instrument; none of nothing."""
    return {part for part, _ in (tree[code].children or ())} if code and code in tree else set()


def _with_rows_named(table: Table, names: Names) -> Table:
    """The numbers of all indicators below "ตัวชี้วัด", beside their scores, as their names."""
    heads = (n for n, row in enumerate(table.rows) if _heads_numbers(told_cells(row)))
    head = next(heads, None)
    codes = _indicators(names)
    if head is None:
        return table
    below = table.rows[head + 1 : head + 1 + len(codes)]
    told = [told_cells(row) for row in below]
    numbers = [arabic_digits(cells[0]).strip(" .)") for cells in told]
    scores = [printed_number(cells[1]) for cells in told if len(cells) > 1]
    if numbers != codes or not any(one and "." in one.published for one in scores):
        return table
    return reworded(table, {(head + 1 + n, 0): f"ตัวชี้วัดที่ {code}" for n, code in enumerate(codes)})


def _heads_numbers(cells: Sequence[str]) -> bool:
    """Whether a row heads indicators and, right beside them, scores."""
    is_of_both = len(cells) > 1 and bool(_OF_INDICATORS.fullmatch(cells[0]))
    return is_of_both and bool(_A_ROW_OF_SCORES.fullmatch(cells[1]))


def _tells_scores(cells: Sequence[str]) -> bool:
    """Whether a row is called scores, or just a year."""
    label = cells[0]
    return bool(_A_ROW_OF_SCORES.fullmatch(label) or JUST_A_YEAR.fullmatch(label))
