"""Headings that tell by the words around them what other tables print: a year, whose, which.

"ปีก่อน | ปีนี้" below a caption of two years, the own agency's short name beside its neighbours',
units beside their mean, results before and after an appeal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prongsai.core import fiscal
from prongsai.core.extract import Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.around.whose import is_same_agency
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.tables.columns import Role, column_of

_HEADINGS_WITHIN = 6
_MOST_CELLS = 60
_LONGEST = 40
_SCORE = "คะแนน"
_A_SCORE = r"(?:ผล)?(?:การประเมิน)?(?:คะแนน)?(?:ITA)?(?:ที่ได้)?(?:ของ)?\s?"
LAST_YEAR = compiled(_A_SCORE + r"ปี(?:งบประมาณ)?(?:ก่อน(?:หน้า)?|ที่แล้ว|ที่ผ่านมา)")
_THIS_YEAR = compiled(_A_SCORE + r"ปี(?:งบประมาณ)?(?:นี้|ปัจจุบัน)")
_OF_A_YEAR = r"(?:ปี|ประจำปี|งบประมาณ|พ\.?\s?ศ\.?|\s)*"
_TWO_YEARS = compiled(
    rf"(25[5-9]\d|26[0-4]\d)\s*(?:กับ|และ|เทียบกับ|เปรียบเทียบกับ|ถึง|[-–—,/])\s*{_OF_A_YEAR}(25[5-9]\d|26[0-4]\d)"
)
_OURS = compiled(r"(?:คะแนน)?(?:เทศบาล|หน่วยงาน|องค์กร|อบต\.?|อบจ\.?)?ของเรา")
_KINDS = ("ทต.", "ทม.", "ทน.", "อบต.", "อบจ.")
_SHORTEST_NAME = 3
_PLAIN_SCORE = compiled(r"(?:ผล)?คะแนน(?:ที่ได้|เฉลี่ย)?|ร้อยละ")
_UNIT = compiled(r"(?:คะแนน)?\s?(?:สำนัก|กอง|ฝ่าย|หน่วยตรวจสอบภายใน|ส่วน(?!ต่าง|เบี่ยงเบน))[ก-๎ ()]*")
_MEAN = compiled(r"(?:คะแนน|ค่า)?(?:เฉลี่ย|ภาพรวม|รวม)(?:ทั้งหน่วยงาน|ของหน่วยงาน|หน่วยงาน)?")
_LEAST_UNITS = 2
_APPEAL = r"(?:การ)?(?:ยื่น|พิจารณา)?(?:คำ)?อุทธรณ์"
_BEFORE_APPEAL = compiled(_A_SCORE + "ก่อน" + _APPEAL)
_AFTER_APPEAL = compiled(_A_SCORE + "หลัง" + _APPEAL)

# "ตัวชี้วัด ITA" heads the names of rows; the assessment's name in it is no total.
_NAMES_OF_ROWS = compiled(
    r"(ตัวชี้วัด|แบบวัด|เครื่องมือ|ด้าน|รายการ|หัวข้อ|ประเด็น)((?:การ)?ประเมิน)?\s*[(]?(?i:ITA)[)]?"
)
_NAMES_OF_A_PART = compiled(
    r"(?:ตัวชี้วัด(?:ย่อย)?|หัวข้อ|ประเด็น|รายการ)?\s?(?:ของ|ใน|ตาม)?\s?(?:แบบวัด|แบบตรวจ|เครื่องมือ)?\s*[(]?(?:IIT|EIT|OIT)[)]?"
)
_NAMES = "ตัวชี้วัด"
_SHORT_FOR_YEAR = compiled(r"ปีงบฯ?(?=\s*(?:พ\.?\s?ศ\.?)?\s*\d)")

# Without one of these no heading is put in other words; most tables have none.
_TELLING = compiled(
    r"ก่อน|นี้|แล้ว|ผ่านมา|ปัจจุบัน|เรา|สำนัก|กอง|ฝ่าย|ส่วน|หน่วย|อุทธรณ์|ปีงบ|(?i:ITA)|IIT|EIT|OIT"
)

Words = Mapping[int, str]


def in_usual_headings(table: Table, around: Circumstances) -> Table:
    """The table with its headings in the words that are usual, where they are sure."""
    words: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        cells = told_cells(row)
        if len(cells) > _MOST_CELLS or not _may_be_headings(cells):
            continue
        if not (around.agency or _TELLING.search(" ".join(cells))):
            continue
        found: Words = (
            _years(cells, table, around)
            or _own(cells, around)
            or _mean_of_units(cells, table.rows[number + 1 :], around)
            or _after_appeal(row, cells, around)
        )
        words |= {(number, column): text for column, text in found.items()}
        for column, cell in enumerate(cells):
            if _NAMES_OF_A_PART.fullmatch(cell) and _heads_names(table, number, column, cells):
                words[number, column] = _NAMES
            if _SHORT_FOR_YEAR.search(cell):
                words[number, column] = _SHORT_FOR_YEAR.sub("ปีงบประมาณ", cell)
        if named := _NAMES_OF_ROWS.fullmatch(cells[0]):
            words[number, 0] = named[1]
    return reworded(table, words)


def _may_be_headings(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    plain = all(len(cell) <= _LONGEST and not printed_number(cell) for cell in filled)
    return plain and len(set(filled)) > 1


def _heads_names(table: Table, number: int, column: int, cells: Sequence[str]) -> bool:
    """Whether words and no number stand below a heading, right beside one of scores."""
    beside = cells[column + 1] if column + 1 < len(cells) else ""
    rows = table.rows[number + 1 :]
    told = [row.cells[column].strip() for row in rows if column < len(row.cells)]
    filled = [cell for cell in told if cell]
    return bool(_PLAIN_SCORE.fullmatch(beside) and filled) and not any(map(printed_number, filled))


def _only(fits: Sequence[bool]) -> int | None:
    """The one place that fits; None for none and for several."""
    found = [number for number, fit in enumerate(fits) if fit]
    return found[0] if len(found) == 1 else None


def _years(cells: Sequence[str], table: Table, around: Circumstances) -> Words:
    """Last year's and this year's columns, where the caption names two years in a row alone."""
    last = _only([bool(LAST_YEAR.fullmatch(cell)) for cell in cells])
    this = _only([bool(_THIS_YEAR.fullmatch(cell)) for cell in cells])
    if last is None or this is None or around.topic is not Topic.ITA_RESULTS:
        return {}
    caption = around.told_above(table)
    named = sorted({year for _, year in fiscal.years_in(caption)})
    if not _TWO_YEARS.search(caption) or len(named) != 2 or named[1] - named[0] != 1:  # noqa: PLR2004
        return {}
    return {last: f"ปี {named[0]}", this: f"ปี {named[1]}"}


def _own(cells: Sequence[str], around: Circumstances) -> Words:
    """The own agency's column, headed "ของเรา" or by its bare name, beside columns of others."""
    if (
        around.topic is not Topic.ITA_RESULTS
        or column_of(cells[0], around.names).role != Role.LABEL
    ):
        return {}
    own = _only([bool(_OURS.fullmatch(cell.replace(" ", ""))) for cell in cells])
    if own is None:
        own = _only([_is_bare_name(cell, around.agency) for cell in cells])
    return {own: _SCORE} if own else {}


def _is_bare_name(heading: str, agency: str | None) -> bool:
    """Whether a heading is an agency's name without the word for its kind."""
    if not agency or len(heading) < _SHORTEST_NAME:
        return False
    return any(is_same_agency(kind + heading, agency) for kind in _KINDS)


def _mean_of_units(cells: Sequence[str], below: Sequence[Row], around: Circumstances) -> Words:
    """The column of the mean beside columns of the agency's units, and of nothing else."""
    units = [bool(_UNIT.fullmatch(cell)) for cell in cells]
    mean = _only([bool(_MEAN.fullmatch(cell.replace(" ", ""))) for cell in cells])
    if around.topic is not Topic.ITA_RESULTS or mean is None or sum(units) < _LEAST_UNITS:
        return {}
    rest = [c for n, c in enumerate(cells) if not units[n] and n != mean and c]
    labels = (Role.LABEL, Role.CODE, Role.RANK)
    named = all(column_of(cell, around.names).role in labels for cell in rest)
    own = [column for column, is_unit in enumerate(units) if is_unit]
    sums = "เฉลี่ย" not in cells[mean] and any(_is_over(row, own, mean) for row in below)
    return {mean: _SCORE} if rest and named and not sums else {}


def _is_over(row: Row, units: Sequence[int], mean: int) -> bool:
    """Whether a row's "รวม" is more than any unit's number, as their sum is."""
    cells = told_cells(row)
    if mean >= len(cells):
        return False
    numbers = [printed_number(cells[column]) for column in units]
    values = [one.value for one in numbers if one and one.value is not None]
    whole = printed_number(cells[mean])
    return bool(values and whole and (whole.value is None or whole.value > max(values)))


def _after_appeal(row: Row, cells: Sequence[str], around: Circumstances) -> Words:
    """The scores after an appeal are the results; those before it are told."""
    after = _only([bool(_AFTER_APPEAL.fullmatch(cell)) for cell in cells])
    if after is None:
        return {}
    for column, cell in enumerate(cells):
        if _BEFORE_APPEAL.fullmatch(cell):
            around.complaints.strange_heading(cell, row.place_of(column, cell))
    return {after: _SCORE}
