"""The levels that rows give: beside "ระดับ", in the level column of the total, in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prongsai.core.errors import Place
from prongsai.core.extract import Row
from prongsai.core.ids import TOTAL
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.tables.columns import LEVEL_LABEL, Column, Role, letters
from prongsai.core.scoresheet.tables.subjects import MEASURING

_IN_BRACKETS = compiled(r"\d\s*(?:คะแนน)?\s*\(\s*(?:ระดับ)?\s*([^()\d]{1,30}?)\s*\)$")
# A cell behind the total's score, and a line of its own among lines of scores.
_IN_A_CELL = compiled(r"ระดับ(?:ผล)?(?:การประเมิน)?\s*[:=]?\s*([^\d:=]{1,30})")
_ON_A_LINE = compiled(
    r"[-*•\s]*(?:\d{1,2}[.)]\s*)?(?:ระดับ(?:ผล)?(?:การประเมิน|คะแนน)?(?:\s?(?i:ITA))?(?:ที่ได้(?:รับ)?)?|ผล(?:การ)?(?:ประเมิน)?|สรุป(?:ผล)?(?:การประเมิน)?|เกรด|(?i:rating|grade|level))"
    r"(?:\s*[:=]|\s*[.…·]{2,}|(?<=[A-Za-z])\s{2,})[\s.…·]*(?:ระดับ\s*)?([^\d:=.…]{1,30}?)[\s.…·]*"
)
_LONGEST_LINE = 200


def level_on_line(line: str) -> str | None:
    """The word of a line that gives a level and nothing else.

    >>> level_on_line("ระดับผลการประเมิน ........ ผ่านดี"), level_on_line("ระดับ 5 : 90.11")
    ('ผ่านดี', None)
    """
    found = _ON_A_LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    return found[1] if found else None


def levels_in_row(
    row: Row,
    cells: Sequence[str],
    columns: Sequence[Column],
    year: int | None,
    *,
    of_total: bool,
) -> Iterator[tuple[str, int | None, Place]]:
    """Levels of a row "ระดับ", or of the level column in the row of the total."""
    found = set(level_cells(cells, columns))
    if of_total:
        found |= {n for n, column in enumerate(columns) if column.role is Role.RATING}
        bracketed = ((n, _IN_BRACKETS.search(cell)) for n, cell in enumerate(cells))
        for number, level in bracketed:
            if level and columns[number].role in MEASURING:
                yield level[1], columns[number].year or year, row.place_of(number, cells[number])
        beside = ((n, _IN_A_CELL.fullmatch(cell)) for n, cell in enumerate(cells))
        for number, level in beside:
            if level and columns[number].role is Role.OTHER:
                yield level[1], year, row.place_of(number, cells[number])
    for number in sorted(found):
        if cells[number]:
            place = row.place_of(number, cells[number])
            yield cells[number], columns[number].year or year, place


def level_cells(cells: Sequence[str], columns: Sequence[Column]) -> list[int]:
    """The cells beside a label "ระดับ" that may hold the agency's level.

    A target, a national mean and a single instrument have levels that are not the agency's.
    """
    labels = [
        n
        for n, cell in enumerate(cells)
        if len(cell) <= _LONGEST_LINE and LEVEL_LABEL.fullmatch(letters(cell))
    ]
    if not labels:
        return []
    measured = any(column.role in MEASURING for column in columns)
    return [
        number
        for number in range(labels[0] + 1, len(cells))
        if number not in labels and _may_hold_level(columns[number], measured=measured)
    ]


def _may_hold_level(column: Column, *, measured: bool) -> bool:
    if column.role is Role.NODE_SCORE:
        return column.code == TOTAL
    return (
        column.role in MEASURING
        or column.role is Role.RATING
        or (column.role is Role.OTHER and not measured)
    )
