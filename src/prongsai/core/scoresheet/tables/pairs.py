"""Cells that give a score of two years: "88.20 / 91.35", "90.11 (ปี 66 = 84.70)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.numbers import PrintedNumber, printed_number
from prongsai.core.scoresheet.tables.columns import Column, Role, printed_pair
from prongsai.core.thai import arabic_digits

_NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
_EARLIER = (
    rf"({_NUMBER})\s*(?:คะแนน|%)?\s*[(\[]\s*((?:ผล|คะแนน)?\s?(?:ปี|พ\.?\s?ศ\.?)[^\d()]{{0,20}}(?:25\d\d|\d\d)|25\d\d)"
    rf"\s*(?:[=:]|ได้|คือ)?\s*({_NUMBER})\s*(?:คะแนน|%)?\s*[)\]]"
)
_WITH_EARLIER = compiled(_EARLIER)
# By how much it moved, or what a year had that is not named: the score stands before it.
_WITH_CHANGE = compiled(
    rf"({_NUMBER})\s*(?:คะแนน|%)?\s*[(\[]\s*(?:[-−–+▲▼△▽↑↓]|เพิ่ม(?:ขึ้น)?|สูงขึ้น|ดีขึ้น|ลด(?:ลง)?|ต่ำลง|\s)+{_NUMBER}\s*(?:คะแนน|%)?\s*[)\]]"
)
_WITH_YEAR_BEFORE = compiled(
    rf"({_NUMBER})\s*(?:คะแนน|%)?\s*[(\[]\s*(?:ผล|คะแนน)?(?:ของ)?ปี(?:งบประมาณ)?\s?(?:ก่อน(?:หน้า)?|ที่\s?แล้ว|ที่\s?ผ่านมา)"
    rf"\s*(?:[=:]|ได้|คือ)?\s*({_NUMBER})\s*(?:คะแนน|%)?\s*[)\]]"
)
_LINE_WITH_EARLIER = compiled(rf"([^\d(]{{2,90}}?)[\s:=.]*{_EARLIER}")
_LONGEST = 60
# A short year farther from the year of the table may be any number.
_YEARS_BACK = 3


class Pair(Struct, frozen=True):
    """The scores of a cell with their years, the earlier first; None where a year is not sure.

    Shape:  `untold` is another score of the cell, of a year that it does not name.
    """

    column: int
    scores: tuple[tuple[PrintedNumber, int | None], ...] | None
    untold: str = ""


def pairs_in(cells: Sequence[str], columns: Sequence[Column], year: int | None) -> Iterator[Pair]:
    """The cells of a row that give two years' scores; `year` is the row's own."""
    for number, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        both = printed_pair(cell) if column.earlier_year else None
        if both and column.earlier_year and column.year:
            yield Pair(number, ((both[0], column.earlier_year), (both[1], column.year)))
        elif column.role in (Role.SCORE, Role.YEAR_SCORE) and len(cell) <= _LONGEST:
            plain = arabic_digits(cell)
            own = column.year or year
            if found := _WITH_EARLIER.fullmatch(plain):
                yield Pair(number, _told(cell, found.span(1), found.span(3), found[2], own))
            elif aside := _WITH_CHANGE.fullmatch(plain) or _WITH_YEAR_BEFORE.fullmatch(plain):
                score = printed_number(cell[slice(*aside.span(1))])
                untold = aside[2] if aside.re.groups > 1 else ""
                yield Pair(number, ((score, own),) if score else None, untold)


class LineOfTwo(Struct, frozen=True):
    """A line with a score and, in brackets, that of an earlier year: both, the line's own first."""

    label: str
    scores: tuple[tuple[PrintedNumber, int], ...]


def line_of_two(line: str, year: int | None) -> LineOfTwo | None:
    """What a line "IIT 81.45 (ปี 2566: 75.62)" tells; None where a year is not sure.

    Shape:  `line` is single-spaced; `year` is the one in sight.
    """
    if year is None or not line.endswith((")", "]")):
        return None
    found = _LINE_WITH_EARLIER.fullmatch(arabic_digits(line))
    if found is None:
        return None
    told = _told(line, found.span(2), found.span(4), found[3], year)
    if told is None:
        return None
    scores = [(number, of) for number, of in reversed(told) if of is not None]
    return LineOfTwo(line[: found.end(1)].rstrip(" :=."), tuple(scores))


def holds_two(cell: str) -> bool:
    """Whether a cell gives a score with what it was before, or by how much it moved."""
    plain = arabic_digits(cell)
    forms = (_WITH_EARLIER, _WITH_CHANGE, _WITH_YEAR_BEFORE)
    return len(cell) <= _LONGEST and any(form.fullmatch(plain) for form in forms)


def _told(
    cell: str, now: tuple[int, int], then: tuple[int, int], year_text: str, year: int | None
) -> tuple[tuple[PrintedNumber, int | None], ...] | None:
    named = [one for _, one in fiscal.years_in(year_text)]
    first, second = printed_number(cell[slice(*then)]), printed_number(cell[slice(*now)])
    if len(named) != 1 or year is None or not 0 < year - named[0] <= _YEARS_BACK:
        return None
    return ((first, named[0]), (second, year)) if first and second else None
