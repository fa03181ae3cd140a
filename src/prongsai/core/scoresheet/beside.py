"""What the cells beside a score say against it: each must be understood, or be free text.

A column of remarks or of measures is written freely; there only a word that says by itself that
the numbers are none of the results counts. Everywhere else a word that nobody listed is a doubt.
"""

import re
from collections.abc import Sequence

from prongsai.core.dates import MONTHS, SHORT_MONTHS
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet import levels
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.columns import MEASURES, ColumnKind, SheetColumn
from prongsai.core.scoresheet.grid import HAS_DECIMAL, is_year
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.prints import Doubt
from prongsai.core.scoresheet.rows import parse_item
from prongsai.core.scoresheet.vocabulary import (
    PLACE,
    SAYS_NOTHING,
    SUSPECT,
    doubts_of,
    is_only_doubt,
    names_another,
)

_CLOSED = (ColumnKind.UNKNOWN, ColumnKind.LEVEL, ColumnKind.ELSE, ColumnKind.RANK)
_FREE = (ColumnKind.ASIDE, ColumnKind.REMARK)
_NAMING = (ColumnKind.LABEL, ColumnKind.UNKNOWN)
# Columns of asides that hold facts, and of who gave a score.
_FACTS = compiled(r"วันที่|date|อำเภอ|ตำบล|จังหวัด|ผู้รับผิดชอบ|ลิงก์|url|หลักฐาน|ระยะเวลา", 2)
_SCORED_BY = compiled(r"ผู้(?!รับผิดชอบ$|มีส่วน|บริหาร)|\S*โดย$|by$", 2)
_CODE = compiled(r"(?:[A-Z]{0,2}|[ก-๙]{1,3}\.?)\s?[0-9๐-๙/.-]{2,20}|[A-Z]{1,2}")
# How a score compares, when and out of how many: nothing of whose or of which year it is.
_VERDICT = any_of(
    r"(?:ไม่)?(?:บรรลุ|ผ่าน|ถึง)(?:เกณฑ์|เป้าหมาย)?|เพิ่มขึ้น|ลดลง|ดีขึ้น|คงที่|(?:คง|เท่า)เดิม|(?:สูง|ต่ำ)(?:กว่า|สุด)",
    r"อันดับ|ที่|จาก|แห่ง|คน|ครั้ง|บาท|ข้อ|ได้|คะแนน|เต็ม|หน้า|(?:ควร)?ปรับปรุง|ดี|มาก|อยู่ในระดับ|ร้อยละ|[\d๐-๙\W]",
    # As our own files say how a score adds up.
    "ตรงกัน|ต่างเพราะปัดเศษ|อธิบายได้ด้วยค่าก่อนปัด|ขัดแย้ง|ตรงเฉพาะผลรวม|ไม่ได้ตรวจ",
    "|".join(map(re.escape, (*MONTHS, *SHORT_MONTHS))),
)
_SCORED = compiled(r"คะแนน|ประกาศ|score", 2)
_SAYS = compiled(r"[^\W\d_]")
_NOTE_MARK = compiled(r"[^*]\*{1,3}$")
_SHORT_YEAR = compiled(r"[5-7๕-๗][0-9๐-๙]")
_OF_MARKS, _OF_AGENCIES = compiled(r"เต็ม|full", 2), compiled(r"แห่ง|จำนวนหน่วยงาน", 2)
_FULL = 100


class Beside:
    """Reads what stands beside scores, for one year's names and one agency."""

    def __init__(self, names: Names, own: Own) -> None:
        """`own` tells whose a name is."""
        self._names, self._own = names, own

    def against(
        self, cells: Sequence[str], columns: Sequence[SheetColumn], *, agency: str
    ) -> frozenset[Doubt]:
        """What any cell says against all numbers of a row: a goal, a draft, another's name."""
        is_item = any(map(parse_item, cells))
        doubts: set[Doubt] = set()
        for cell, column in zip(cells, columns, strict=True):
            doubts |= _of_number(cell, column)
            if _NOTE_MARK.search(cell):
                doubts.add(Doubt.WORDS)
            if not _SAYS.search(cell):
                continue
            doubts |= self._of_words(cell, column, is_item=is_item)
            place = column.heading + cell if column.kind is ColumnKind.ASIDE else ""
            if PLACE.fullmatch(place) and not (is_item or agency or self._own.is_own(place)):
                doubts.add(Doubt.WHOSE)
        return frozenset(doubts)

    def is_told(self, cells: Sequence[str], columns: Sequence[SheetColumn]) -> bool:
        """Whether a row without a score names what has none, or is understood."""
        pairs = [pair for pair in zip(cells, columns, strict=True) if _SAYS.search(pair[0])]
        if any(any(map(str.isdigit, cell)) and not _SAYS.search(cell) for cell in cells):
            # It measures something of its own, but where it speaks of other scores than are known.
            words = {cell for cell in cells if doubts_of(self._own.without(cell)) == {Doubt.WORDS}}
            pairs = [pair for pair in pairs if pair[0] in words and _SCORED.search(pair[0])]
        is_named = names_another(" ".join(cells)) >= 0 or any(
            levels.ALONE.fullmatch(cell) or self._names.node_of(cell) or parse_item(cell)
            for cell, _ in pairs
        )
        return is_named or all(
            HAS_DECIMAL.search(cell) or self._is_understood(cell, column) for cell, column in pairs
        )

    def _of_words(self, cell: str, column: SheetColumn, *, is_item: bool) -> frozenset[Doubt]:
        """What words say against their row; beside an item stand its name and unit."""
        is_closed = column.kind in _CLOSED or _FACTS.match(column.heading) is not None
        is_closed |= column.kind in MEASURES and bool(column.doubts)
        is_closed = (is_closed and not is_item) or _SCORED_BY.match(column.heading) is not None
        if is_closed and not self._is_understood(cell, column):
            return frozenset({Doubt.WHOSE if self._own.others_in(cell) else Doubt.WORDS})
        if is_closed or self._names.node_of(cell):
            return frozenset()
        against = is_only_doubt(self._own.without(cell)) & SUSPECT
        return frozenset({Doubt.WORDS}) if against and column.kind in _FREE else against

    def _is_understood(self, cell: str, column: SheetColumn) -> bool:
        """Whether a cell says nothing against the scores beside it, as "รอบแรก" would."""
        if _CODE.fullmatch(cell) and not doubts_of(cell) & SUSPECT:
            return True
        is_verdict = levels.ALONE.fullmatch(cell) or not _SAYS.search(_VERDICT.sub(" ", cell))
        is_name = bool(self._names.node_of(cell) or self._names.only_item_of(cell))
        if column.kind is ColumnKind.ASIDE:
            is_name |= bool(SAYS_NOTHING.match(cell) or PLACE.fullmatch(column.heading + cell))
        return bool(is_verdict) or is_name or not doubts_of(self._own.without(cell))


def _of_number(cell: str, column: SheetColumn) -> frozenset[Doubt]:
    """What a number that is no score says: full marks, a count of agencies, a year."""
    is_odd = column.kind is ColumnKind.YEAR and cell and not (is_year(cell) or is_year(f"ปี {cell}"))
    is_short = column.kind in _NAMING and _SHORT_YEAR.fullmatch(cell)
    doubts: set[Doubt] = {Doubt.YEAR} if is_odd or is_short else set()
    number = printed_number(cell)
    if number is None and column.kind in MEASURES and HAS_DECIMAL.search(cell):
        doubts.add(Doubt.SCORE)  # columns that came apart
    if number and number.value != _FULL and _OF_MARKS.search(column.heading):
        doubts.add(Doubt.WEIGHTED)
    if number and column.kind is not ColumnKind.RANK and _OF_AGENCIES.search(column.heading):
        doubts.add(Doubt.MEAN)
    return frozenset(doubts)
