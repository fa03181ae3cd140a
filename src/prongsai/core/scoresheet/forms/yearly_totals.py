"""Tables of totals by year: a row per year, or a column per year beside agencies' names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from prongsai.core import fiscal
from prongsai.core.extract import Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.result_words import strange_words
from prongsai.core.scoresheet.around.topics import Topic, topic_of
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.tables.columns import Column, Role, column_of

_HEADING = "คะแนนรวม ITA"
_JUST_A_YEAR = compiled(r"(?:ปี|ปีงบประมาณ|พ\.?\s?ศ\.?|\s)*(?:[2๒][5๕6๖]\d{2}|\d{2})")
# A caption of a part, of many, or of what is not yet is none of the agency's totals.
_OF_ANOTHER = compiled(
    r"(?i:IIT|EIT|OIT)|ตัวชี้วัด|แบบวัด|แบบตรวจ|เครื่องมือ|รายข้อ|เฉลี่ย|จังหวัด|ประเทศ|อำเภอ|อปท|เป้า|แผน|คาด|ร่าง"
    r"|พยากรณ์|(?<!งบ)(?<!งบ )ประมาณ|ผู้ตอบ|ความพึงพอใจ"
)
_OF_A_PLACE = compiled(
    r"(?:ของ)?\s?(?:อปท\.?|องค์กรปกครองส่วนท้องถิ่น|หน่วยงาน)?\s?(?:ใน)?(?:เขต)?(?:พื้นที่)?\s?(?<!เฉลี่ย)(?<!ภาพรวม)(?:อำเภอ|จังหวัด)[ก-๎]{2,30}"
    r"|(?:ของ)\s?(?:อปท\.?|องค์กรปกครองส่วนท้องถิ่น)(?![ก-๎])"
)
_AN_INSTRUMENT = compiled(
    r"(?:แบบ(?:วัด|ตรวจ|สำรวจ)?|เครื่องมือ)?\s?\(?(?<![A-Za-z])(?i:(IIT|EIT|OIT))(?![A-Za-z])\)?"
)
_THE_WHOLE = compiled(r"(?<![A-Za-z])(?i:ITA)(?![A-Za-z])|ภาพรวม|คะแนนรวม")
_A_PLAIN_SCORE = compiled(
    r"(?:ผล)?(?:การประเมิน)?(?:ค่า)?(?:คะแนน)(?:ที่ได้(?:รับ)?|ประเมิน|การประเมิน|รวม|เฉลี่ย|ในภาพรวม|ภาพรวม)*"
)
_MOST_ROWS = 40
_LEAST_YEARS = 2
# A year far behind the others is one to come.
_WIDEST_GAP = 3
_BESIDE = (Role.RATING, Role.RANK, Role.REMARK)
# Between two years, and no score whatever it holds.
_CHANGE = compiled(
    r"(?:ผล)?(?:การ)?(?:เปรียบเทียบ)?\s?(?:เพิ่ม|ลด|เปลี่ยน|ผลต่าง|ส่วนต่าง|\+|/|ขึ้น|ลง|แปลง|[-\s()])+"
)


def with_totals_headed(table: Table, around: Circumstances) -> Table:
    """The table with its scores headed as totals, where its caption is of the ITA's results."""
    caption = around.last_told_above(table)
    is_told = around.topic is Topic.ITA_RESULTS and len(table.rows) <= _MOST_ROWS
    heading = heading_below(caption) if is_told else ""
    # Where a row is picked by its agency the caption may be of all of a place.
    of_many = heading_below(_OF_A_PLACE.sub(" ", caption)) if is_told and around.agency else ""
    if not heading and not of_many:
        return table
    for number, row in enumerate(table.rows):
        cells = told_cells(row)
        columns = [column_of(cell, around.names) for cell in cells]
        is_whole = _HEADING in (heading, of_many)
        if is_whole and (found := _years_across(cells, columns)):
            return reworded(table, {(number, n): text for n, text in found.items()})
        if not heading:
            continue
        if not any(column.role is Role.YEAR for column in columns):
            continue
        if heading != _HEADING and any(column.role is Role.RATING for column in columns):
            return table  # an instrument has no level of its own
        score = _score_column(columns)
        year = next(n for n, column in enumerate(columns) if column.role is Role.YEAR)
        if score is None or not _are_years(table.rows[number + 1 :], year, score):
            return table
        return reworded(table, {(number, score): heading})
    return table


def heading_below(caption: str) -> str:
    """What the numbers of years below a caption of the agency's own results are.

    Shape:  the whole's, or the one instrument's that it names alone; "" for parts and for many.
    """
    plain = NAMED_AGENCY.sub(" ", caption)
    named = {found[1].upper() for found in _AN_INSTRUMENT.finditer(plain)}
    if len(named) == 1 and not _THE_WHOLE.search(plain):
        plain = _AN_INSTRUMENT.sub(" ITA ", plain)
    elif named:
        return ""
    if topic_of(plain) is not Topic.ITA_RESULTS or _OF_ANOTHER.search(plain):
        return ""
    return f"คะแนน {named.pop()}" if named else _HEADING


def _years_across(cells: Sequence[str], columns: Sequence[Column]) -> dict[int, str]:
    """The headings of agencies' totals, where the columns beside their names are years alone."""
    agencies = [n for n, one in enumerate(columns) if one.role is Role.AGENCY]
    years = [n for n, cell in enumerate(cells) if _JUST_A_YEAR.fullmatch(cell)]
    rest = [one for n, one in enumerate(columns) if n not in (*agencies, *years)]
    if (
        len(agencies) != 1
        or len(years) < _LEAST_YEARS
        or any(one.role not in _BESIDE for one in rest)
    ):
        return {}
    return {n: f"{_HEADING} {columns[n].year}" for n in years if columns[n].year}


def _score_column(columns: Sequence[Column]) -> int | None:
    """The only column of scores beside the years, where nothing but levels and ranks is there."""
    scores = [n for n, one in enumerate(columns) if _A_PLAIN_SCORE.fullmatch(one.heading)]
    years = [n for n, one in enumerate(columns) if one.role is Role.YEAR]
    rest = [one for n, one in enumerate(columns) if n not in (*scores, *years)]
    if len(scores) != 1 or len(years) != 1 or strange_words(columns[scores[0]].heading):
        return None
    beside = (one.role in _BESIDE or _CHANGE.fullmatch(one.heading) for one in rest)
    return scores[0] if all(beside) else None


def _are_years(rows: Sequence[Row], year: int, score: int) -> bool:
    """Whether each row is a year of its own with a score of decimals."""
    seen: set[int] = set()
    for row in rows:
        cells = told_cells(row)
        if not any(cells):
            continue
        if max(year, score) >= len(cells) or not _JUST_A_YEAR.fullmatch(cells[year]):
            return False
        named = fiscal.years_in(cells[year])
        number = printed_number(cells[score])
        if len(named) != 1 or number is None or "." not in number.published:
            return False
        seen.add(named[0][1])
    filled = sum(any(told_cells(row)) for row in rows)
    near = all(then - now <= _WIDEST_GAP for now, then in pairwise(sorted(seen)))
    return near and len(seen) == filled >= _LEAST_YEARS
