"""Which cells of a row hold scores, and numbers that stand inside labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from prongsai.core import fiscal
from prongsai.core.extract import Table
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.names import is_total_label
from prongsai.core.scoresheet.numbers import PrintedNumber, no_score, number_at_end, printed_number
from prongsai.core.scoresheet.tables.columns import Column, Role
from prongsai.core.scoresheet.tables.subjects import MEASURING, Subject, is_item_code
from prongsai.core.thai import squeeze

_INTRODUCED = compiled(r"(?:[(=:]|ได้)\s*$")
_HEADS_A_GROUP = compiled(
    r"[^\d:]{0,60}(?<![A-Za-z])(?:IIT|EIT|OIT)\)?\s*[-–—]?\s*(?:(?:ผล)?คะแนน(?:เฉลี่ย|รวม|ที่ได้|แบบวัด)*|ร้อยละ|เฉลี่ย)\s*"
)
_WHOLE, _TAIL = compiled(r"[0-9๐-๙]{1,3}\.?"), compiled(r"\.?[0-9๐-๙]{1,2}")
_ANY_DIGIT = compiled(r"\d")
_LONGEST_NEW_HEADING = 30
_FULL_MARKS = compiled(r"(?:คะแนน)?เต็ม|full", re.IGNORECASE)
_HUNDRED = 100
_PLACE = compiled(r"(?:(?:จังหวัด|อำเภอ|ตำบล|จ\.|อ\.|ต\.)\s?[ก-๙]{2,30}\s*)+")
_WEIGHTED = compiled(r"ถ่วงน้ำหนัก|weighted", re.IGNORECASE)


def embedded(label: str, *, is_alone: bool = False) -> PrintedNumber | None:
    """The score at the end of a label: "… 81.67 คะแนน", "… (81.67)", "… ได้ 81.67 จาก 100".

    Shape:  `is_alone` where the label is all that its row holds: "IIT คะแนน 81.67" heads a group.
    """
    end = number_at_end(label)
    if end is None or end.number is None:
        return None
    before = label[: label.rfind(end.number.published)]
    told = end.unit == "คะแนน" or (
        (_INTRODUCED.search(before) or (is_alone and _HEADS_A_GROUP.fullmatch(before)))
        and set(".,") & set(end.number.published)
    )
    return end.number if told else None


def full_marks(cells: Sequence[str], columns: Sequence[Column]) -> Decimal | None:
    """The marks other than 100 that a column of full marks says a row's score is out of."""
    full = [
        number.value
        for cell, column in zip(cells, columns, strict=True)
        if column.role is Role.NOT_A_SCORE
        and _FULL_MARKS.search(column.heading)
        and (number := printed_number(cell))
        and number.value is not None
    ]
    return None if not full or _HUNDRED in full else full[0]


def begins_anew(table: Table) -> bool:
    """Whether a table opens with headings of its own, though none that is known."""
    cells = [squeeze(cell) for cell in table.rows[0].cells] if table.rows else []
    told = all(cells) and len(set(cells)) == len(cells) > 1
    return told and not any(_ANY_DIGIT.search(c) or len(c) > _LONGEST_NEW_HEADING for c in cells)


def heads_no_scores(columns: Sequence[Column]) -> bool:
    """Whether a row of words heads goals, counts or shares, beside names that nobody knows.

    Shape:  "จังหวัดสาธิต" beside an agency's name is its address, and heads nothing.
    """
    told = {one.heading: one.role for one in columns if not is_a_place(one.heading)}
    told.pop("", None)
    named = any(map(NAMED_AGENCY.search, told))
    known = {Role.NOT_A_SCORE, Role.OTHER, Role.LABEL}
    return len(told) > 1 and Role.NOT_A_SCORE in {*told.values()} <= known and not named


def is_a_place(cell: str) -> bool:
    """Whether a cell is nothing but an address: "อำเภอเมือง จังหวัดสาธิต"."""
    return bool(_PLACE.fullmatch(cell))


def year_of_row(cells: Sequence[str], columns: Sequence[Column]) -> int | None:
    """The year that a row gives itself in a column of years."""
    for cell, column in zip(cells, columns, strict=True):
        if column.role is Role.YEAR:
            named = {year for _, year in fiscal.years_in(cell)}
            if len(named) == 1:
                return named.pop()
    return None


def dated(subject: Subject, year: int | None) -> tuple[int | None, bool]:
    """The year of a figure whose label names one itself, and whether the two agree.

    An item's name may hold the year of what is published; a total's or an instrument's is its own.
    """
    if level_of(subject.code) not in (Level.TOTAL, Level.INSTRUMENT):
        return year, True
    named = {one for _, one in fiscal.years_in(subject.name)}
    if year is None and len(named) == 1:
        return named.pop(), True
    return year, named <= {year}


def weighted_totals(
    cells: Sequence[str],
    columns: Sequence[Column],
    numbers: Sequence[tuple[int, PrintedNumber | None]],
) -> list[tuple[int, PrintedNumber]]:
    """The total below each year's column of weighted scores, in a row that has no other score."""
    if any(number and columns[index].role in MEASURING for index, number in numbers):
        return []
    if not any(is_total_label(cell) for cell in cells):
        return []
    below = [
        (index, number)
        for index, number in numbers
        if number and _WEIGHTED.search(columns[index].heading)
    ]
    years = {columns[index].year for index, _ in below}
    return below if len(years) == len(below) and (len(below) == 1 or None not in years) else []


def is_torn(cells: Sequence[str], columns: Sequence[Column], column: int) -> bool:
    """Whether a score may go on in the next cell, which nothing heads: "78 | 07"."""
    after = column + 1
    return (
        after < len(cells)
        and columns[column].role in MEASURING
        and not columns[after].heading
        and bool(_WHOLE.fullmatch(cells[column]) and _TAIL.fullmatch(cells[after]))
    )


def score_columns(
    cells: Sequence[str], columns: Sequence[Column]
) -> list[tuple[int, PrintedNumber]]:
    """The cells that hold scores: under score headings, else the last number of the row."""
    numbers = [
        (
            index,
            printed_number(cell) or (no_score(cell) if column.role in MEASURING else None),
        )
        for index, (cell, column) in enumerate(zip(cells, columns, strict=True))
    ]
    if totals := weighted_totals(cells, columns, numbers):
        return totals
    found = [
        (index, number)
        for index, number in numbers
        if number is not None
        and (columns[index].role in MEASURING or not is_item_code(cells[index]))
    ]
    named = [pair for pair in found if columns[pair[0]].role in MEASURING]
    if any(column.role in MEASURING for column in columns):
        return named
    if any(column.role is not Role.OTHER for column in columns):
        return []
    # Without a heading one number alone is a score; an integer in front is a rank.
    first = [pair for pair in found if pair[0] > 0 or "." in pair[1].published]
    return first if len(first) == 1 else []
