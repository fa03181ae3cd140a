"""Scores beside their weights and the products of both: "82.85 | 30 | 24.86".

Whatever the three columns are called, their numbers say for certain which are which: in every row
one number is the product of the other two. The score is the one that is no weight, and the total
of the products is the total of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from msgspec import Struct

from prongsai.core.extract import Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.result_words import strange_words
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.names import is_total_label
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.thai import squeeze

_SCORE = "คะแนน"
# What is no word of results, and says no more of a score than that no weight is in it.
_UNWEIGHTED = compiled(
    r"ดิบ|(?:ก่อน|ยังไม่(?:ได้)?|ไม่)\s?(?:คูณ|ถ่วง)(?:ค่า)?(?:\s?น้ำหนัก)?|[(]?เต็ม\s?(?:100|๑๐๐)(?:\s?คะแนน)?[)]?"
)
_WEIGHT = compiled(r"(?:ค่า)?(?:ถ่วง)?\s?น้ำหนัก|(?i:weights?)")
_WEIGHTED = compiled(
    r"ถ่วง(?:ค่า)?\s?น้ำหนัก|(?:คูณ|[x×*X])\s?(?:ค่า)?น้ำหนัก|(?:ผลคูณ|หลังถ่วง|(?i:weighted))"
)
_FULL, _LEAST_ROWS, _MOST_ROWS, _MOST_COLUMNS, _HEADINGS_WITHIN = 100, 3, 60, 12, 4
_ROUNDED = Decimal("0.006")

Values = Sequence[Mapping[int, Decimal]]


class _Columns(Struct, frozen=True):
    """Columns from 0: of scores, of weights, of their products."""

    score: int
    weight: int
    product: int


def with_weights_beside(table: Table, around: Circumstances) -> Table:
    """The table with its scores headed as such, and its total where it adds up, below them."""
    if around.topic not in (Topic.ITA, Topic.ITA_RESULTS):
        return table
    if len(table.rows) > _MOST_ROWS or table.width > _MOST_COLUMNS:
        return table
    for number, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        headings = told_cells(row)
        if any(map(printed_number, headings)) or not any(map(_WEIGHT.search, headings)):
            continue
        below = [_values(told_cells(one)) for one in table.rows[number + 1 :]]
        found = list(_weighted(headings, below))
        if len(found) == 1:
            plain = squeeze(_UNWEIGHTED.sub(" ", headings[found[0].score]))
            words = {(number, found[0].score): plain or _SCORE}
            return reworded(table, words | _total(table, number + 1, below, found[0]))
    return table


def _values(cells: Sequence[str]) -> dict[int, Decimal]:
    """The numbers of a row by their column."""
    numbers = ((column, printed_number(cell)) for column, cell in enumerate(cells))
    return {column: one.value for column, one in numbers if one and one.value is not None}


def _weighted(headings: Sequence[str], below: Values) -> Iterator[_Columns]:
    """The columns that multiply in every row that has all three, and are headed so."""
    for score, weight, product in permutations(range(len(headings)), 3):
        plain = _UNWEIGHTED.sub(" ", headings[score])
        if not headings[score]:
            continue
        is_headed = _WEIGHT.search(headings[weight]) and not _WEIGHTED.search(headings[weight])
        if strange_words(plain) or not is_headed or not _WEIGHTED.search(headings[product]):
            continue
        rows = [row for row in below if {score, weight, product} <= row.keys()]
        full = {row[weight] for row in rows} - {Decimal(_FULL)}
        multiplied = [
            abs(row[score] * row[weight] / _FULL - row[product]) <= _ROUNDED for row in rows
        ]
        if len(rows) >= _LEAST_ROWS and full and all(multiplied):
            yield _Columns(score, weight, product)


def _total(
    table: Table, first: int, below: Values, columns: _Columns
) -> dict[tuple[int, int], str]:
    """The sum of the products in the row of the total, as the score that it is."""
    parts = [row[columns.product] for row in below if {*_three(columns)} <= row.keys()]
    told = [
        number
        for number, row in enumerate(below)
        if columns.product in row
        and columns.score not in row
        and any(map(is_total_label, told_cells(table.rows[first + number])))
    ]
    if len(told) != 1:
        return {}
    total = below[told[0]][columns.product]
    if abs(sum(parts) - total) > len(parts) * _ROUNDED + _ROUNDED:
        return {}
    at = first + told[0]
    printed = told_cells(table.rows[at])[columns.product]
    return {(at, columns.score): printed, (at, columns.product): ""}


def _three(columns: _Columns) -> tuple[int, int, int]:
    return columns.score, columns.weight, columns.product
