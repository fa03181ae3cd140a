"""What the columns of a printed table mean, from their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.numbers import PrintedNumber, printed_number
from prongsai.core.thai import repair, squeeze


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    RANK = "rank"
    LABEL = "label"
    SCORE = "score"
    YEAR_SCORE = "year_score"
    NODE_SCORE = "node_score"
    YEAR = "year"
    AGENCY = "agency"
    RATING = "rating"
    REMARK = "remark"
    NOT_A_SCORE = "not_a_score"
    OTHER = "other"


class Column(Struct, frozen=True):
    """A column's role; `year`, `code` and `level` where its heading names one.

    Shape:  `is_strange` where the heading says more of its numbers than that they are scores.
    """

    role: Role
    heading: str = ""
    year: int | None = None
    code: str | None = None
    level: Level | None = None
    earlier_year: int | None = None
    is_strange: bool = False


# Numbers under these headings are never scores, whatever else the heading says.
_NOT_A_SCORE = compiled(
    r"น้ำหนัก|ร่าง|ต้นแบบ|ตั้งไว้|ตั้งเป้า|คาด(?:การณ์|ว่า|หวัง|หมาย)|ประมาณการ|พยากรณ์|ขั้นต่ำ|^แผน(?:\s|ปี|$)|ตัวอย่าง"
    r"|เฉลี่ย(?:อบต|เทศบาล|อปท|ของ)|เต็ม|เป้าหมาย|เกณฑ์|ประเทศ|(?<!ส่วน)จังหวัด|อำเภอ|ภูมิภาค"
    r"|(?<!ส่วน)เสีย|ผลต่าง|ส่วนต่าง|ต่าง|เพิ่ม|ลด|เปลี่ยน|จำนวน|ลำดับที่ได้|ค่ากลาง|สูงสุด|ต่ำสุด"
    r"|\((?:คน|บาท|หน้า|ครั้ง|แห่ง|ราย|ชุด|โครงการ|ฉบับ|วัน)\)|^(?:คน|บาท|หน้า(?:ที่)?|ครั้ง|แห่ง|ราย|ชุด|ฉบับ)$|ผู้ตอบ|^งบประมาณ(?!\s*(?:พ\.?\s?ศ|[0-9๐-๙]))|เบิกจ่าย|ความสำเร็จ"
    r"|ความก้าวหน้า|คืบหน้า|แล้วเสร็จ|ส่วนเบี่ยงเบน"
    # Only Latin letters have two cases; to look for them everywhere costs the start of a command.
    r"|(?i:draft|forecast|expected|minimum|weight|full|target|national|province|diff|gap|change|count|n\s*="
    r"|S\.?D\.?$|respondents?|progress|pages?$)"
)
# "คะแนนที่ได้ (เต็ม 100)" heads scores.
_OUT_OF_100 = compiled(r"(?<=[ก-๙])\s*\(\s*(?:คะแนน)?เต็ม\s*(?:100|๑๐๐)\s*(?:คะแนน)?\s*\)")
_COUNTED = compiled(r"จำนวน|คน|ผู้ตอบ|count|respondents?|ราย|ชุด|บาท", re.IGNORECASE)
_ANSWERED = compiled(r"(?:ผู้)?(?:ที่)?(?:ตอบ|กรอก|ทำ)(?:แล้ว|กลับ|แบบ(?:วัด|สอบถาม)?(?:แล้ว)?|จริง)?")
_COUNTS_AGENCIES = compiled(r"(?:แห่ง|หน่วยงาน|อปท)")
_YEARS = compiled(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*[2๒][5๕][0-9๐-๙]{2}")
_MEAN = compiled(r"(?:คะแนน|ค่า)?\s?(?:เฉลี่ย|รวม)+(?:\s?ถ่วงน้ำหนัก)?|average|mean", re.IGNORECASE)
_PERCENT = compiled(r"\(?(?:คิดเป็น)?(?:ร้อยละ|%|เปอร์เซ็นต์|percent)\)?", re.IGNORECASE)
# "รอผล" stands where a score will be; it is no heading of a column.
_STILL_TO_COME = compiled(r"รอ(?:ผล|ประกาศ|การ|คะแนน)|ยังไม่(?:ประกาศ|มีผล|ทราบ)")
_REMARK = compiled(
    r"ข้อเสนอแนะ|ความเห็น|ประเด็นที่ต้องแก้ไข|ข้อสังเกต|ข้อบกพร่อง|remark|comment", re.IGNORECASE
)
_AGENCIES = compiled(r"^(?:ชื่อ)?(?:หน่วยงาน|อปท\.?|agency)(?:ที่ประเมิน)?$", re.IGNORECASE)
_AGENCY = compiled(r"(?:เทศบาล(?:นคร|เมือง|ตำบล)|องค์การบริหารส่วน|อบต\.?|อบจ\.?|ทต\.?|ทม\.?)\s*\S{2,}")
_OWN_PLAN = compiled(r"จุดอ่อน|แนวทาง|มาตรการ|การดำเนินการ")
_CODE = compiled(r"^(?:ข้อ|ข้อที่|รหัส.*|code|item|รหัสข้อ|เลขข้อ|ตัวชี้วัดข้อ|หมายเลขข้อ)$", re.IGNORECASE)
_RANK = compiled(r"^(?:อันดับ|ลำดับ|ที่|no\.?|#|rank|order)(?:ที่)?$", re.IGNORECASE)
_YEAR = compiled(
    r"^(?:ปี|ปีงบประมาณ|พ\.?ศ\.?|year|fiscal.?year|ปีที่ประเมิน)(?:\s*\(?พ\.?ศ\.?\)?)?$", re.IGNORECASE
)
_SCORE_OF_ITA = compiled(r"(?:ผล)?คะแนน(?:ที่ได้|ผล)?(?:การประเมิน)?\s?(?i:ITA)")
_RATING = compiled(r"ระดับ|rating|grade|เกรด|ผลการประเมิน\s*\(?ระดับ", re.IGNORECASE)
# A row, or a cell before its value, that gives the agency's level: "ระดับ", "ผลการประเมิน".
LEVEL_LABEL = compiled(
    r"(?:ระดับ(?:ผล)?(?:การประเมิน|คะแนน)?(?:ita|ที่ได้|รวม)?|ผลการประเมิน(?:ระดับ|ภาพรวม|ita)?|เกรด|rating|grade|level)",
    re.IGNORECASE,
)
_SCORE = compiled(r"คะแนน|score", re.IGNORECASE)
_RESULT = compiled(
    r"^(?:ที่)?ได้(?:รับ)?$|ผล(?:ปัจจุบัน|ล่าสุด)|^ค่า$|ผลการตรวจ|ผลการประเมิน|ผลประเมิน|ร้อยละ|ค่าที่ได้|ผลที่ได้|ผล$|^value$|result",
    re.IGNORECASE,
)
_LABEL = compiled(
    r"ตัวชี้วัด|ประเด็น|รายการ|ข้อความ|คำถาม|หัวข้อ|องค์ประกอบ|แบบวัด|เครื่องมือ|รายละเอียด|ชื่อ|ด้าน|ข้อมูล"
    r"|indicator|name|item|question|instrument|หน่วยงาน|agency|รายชื่อ|^(?:ประเภท|ชนิด|type|kind|part)$",
    re.IGNORECASE,
)
_LEVEL_WORDS = (
    ("ตัวชี้วัดย่อย", Level.SUB_INDICATOR),
    ("ตัวชี้วัด", Level.INDICATOR),
    ("แบบวัด", Level.INSTRUMENT),
    ("เครื่องมือ", Level.INSTRUMENT),
    ("รายข้อ", Level.ITEM),
)
# In this order: "ระดับคะแนน" is a rating, "คะแนนรายตัวชี้วัด" a score, "ผลรายตัวชี้วัด" a label.
_BY_WORD = (
    (_RATING, Role.RATING),
    (_SCORE, Role.SCORE),
    (_LABEL, Role.LABEL),
    (_RESULT, Role.SCORE),
)


def column_of(heading: str, names: Names) -> Column:
    """The role of one column from its heading; OTHER where the heading says nothing known."""
    text = _OUT_OF_100.sub(" ", squeeze(repair(heading))).strip(" *_:")
    if not text or len(text) > _LONGEST_HEADING or _CARRIES_SCORE.search(text):
        return Column(Role.OTHER, text)
    if _STILL_TO_COME.match(text):
        return Column(Role.OTHER, text)
    years = fiscal.years_in(text)
    return (
        _by_form(text, has_year=bool(years))
        or _of_something_else(text, years[0][1] if len(years) == 1 else None)
        or _by_meaning(text, [year for _, year in years], names)
    )


def _of_something_else(text: str, year: int | None) -> Column | None:
    """A column of limits, means of others, or one agency's among many."""
    is_elses = _NOT_A_SCORE.search(text) or is_agency_name(text)
    return Column(Role.NOT_A_SCORE, text, year=year) if is_elses else None


def _by_form(text: str, *, has_year: bool) -> Column | None:
    """Columns of remarks, codes, ranks and years, known by their whole heading."""
    bare = text.replace(" ", "")
    if _REMARK.search(text) and not has_year and not _OWN_PLAN.search(text):
        return Column(Role.REMARK, text)
    forms = ((_CODE, Role.CODE), (_RANK, Role.RANK), (_YEAR, Role.YEAR), (_AGENCIES, Role.AGENCY))
    for pattern, role in forms:
        if pattern.search(bare):
            return Column(role, text)
    return None


def _by_meaning(text: str, years: Sequence[int], names: Names) -> Column:
    """Columns of a year's scores, of one scored thing's, or of scores, labels and levels."""
    if years and _RATING.search(text) and not _SCORE.search(text):
        return Column(Role.RATING, text, year=years[-1])
    if years and len(text) <= _LONGEST_YEAR_HEADING:
        pair = years[0] if len(years) == 2 and "/" in text else None  # noqa: PLR2004 - "65 / 66"
        return Column(Role.YEAR_SCORE, text, year=years[-1], earlier_year=pair)
    if code := _node_heading(text, names):
        return Column(Role.NODE_SCORE, text, code=code)
    outside = _IN_BRACKETS.sub("", text) or text
    for pattern, role in _BY_WORD:
        if pattern.search(outside):
            return Column(role, text, level=_level_named(text) if role is Role.SCORE else None)
    return Column(Role.OTHER, text)


_LONGEST_YEAR_HEADING = 60
_LONGEST_HEADING = 90
_LONGEST_OF_NAMES = 40
_JUST_A_YEAR = compiled(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s?(?:พ\.?\s?ศ\.?)?\s?[2๒][5๕][0-9๐-๙]{2}")
_AROUND_A_LABEL = compiled(r"[\s*_:()]")
_IN_BRACKETS = compiled(r"\([^)]*\)")
_CARRIES_SCORE = compiled(r"(?<!\d)\d{1,3}(?:\.\d+)?\s*คะแนน\s*$|^\d{2,3}\.\d{1,2}(?!\d)")


def _level_named(heading: str) -> Level | None:
    """The level a score heading speaks of: "คะแนนรวมแบบวัด", "คะแนนรายข้อ"."""
    return next((level for word, level in _LEVEL_WORDS if word in heading), None)


def _node_heading(text: str, names: Names) -> str | None:
    """A heading that is itself a scored thing: IIT, an indicator, the total."""
    code = parse_code(text)
    if code and level_of(code) is Level.ITEM:
        return code
    if is_total_label(text) and re.search("รวม|total|overall|ITA", text, re.IGNORECASE):
        return TOTAL
    return names.node_of(text)


def heading_row(cells: Sequence[str], names: Names) -> tuple[Column, ...] | None:
    """The columns of a row that is a heading; None where the row is data.

    A heading row has no number alone in a cell (years aside), no single code, and two cells of
    known meaning.
    """
    if sum(_is_row_code(cell) for cell in cells) == 1:
        return None
    if any(
        printed_number(cell) and column_of(cell, names).role is not Role.YEAR_SCORE
        for cell in cells
    ):
        return None
    columns = _with_names_first(tuple(column_of(cell, names) for cell in cells))
    known = {
        (column.role, column.year, column.code, column.heading)
        for column in columns
        if column.role is not Role.OTHER
    }
    strong = {Role.SCORE, Role.YEAR_SCORE, Role.REMARK, Role.CODE, Role.YEAR}
    columns = _with_agencies_across(_with_dated_parts(columns, names))
    columns = _with_mean(_without_shares_of_counts(_of_agencies(_with_labels(columns))))
    columns = _with_scores_of_indicators(columns)
    nodes = {column.code for column in columns if column.role is Role.NODE_SCORE}
    if (
        len(nodes) > 1
        or _are_total_and_level(columns)
        or any(column.role is Role.AGENCY for column in columns)
    ):
        strong.add(Role.NODE_SCORE)
    agencies = len({cell for cell in cells if is_agency_name(cell)})
    plain = {Role.LABEL, Role.NOT_A_SCORE}
    roles = {column.role for column in columns}
    telling = bool(roles & strong) or plain <= roles or agencies > 1
    return columns if telling and len(known) >= 2 else None  # noqa: PLR2004


def _with_scores_of_indicators(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The only column of scores is each row's own, where the rows are headed as indicators.

    "ตัวชี้วัด | คะแนน ITA": no row is an agency, so none has the total there but the total's own.
    """
    headed = any(
        column.role in (Role.LABEL, Role.CODE) and "ตัวชี้วัด" in column.heading for column in columns
    )
    scores = [n for n, column in enumerate(columns) if column.role in _SCORED]
    only = columns[scores[0]] if len(scores) == 1 else None
    if not headed or only is None or any(column.role is Role.AGENCY for column in columns):
        return columns
    if only.role is not Role.NODE_SCORE or not _SCORE_OF_ITA.fullmatch(only.heading):
        return columns
    return tuple(
        replace(one, role=Role.SCORE, code=None) if one is only else one for one in columns
    )


def _with_names_first(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Whatever heads the first column heads names, where all others are known and hold scores."""
    first, others = columns[0], [one for one in columns[1:] if one.heading]
    holds = any(one.role in (Role.SCORE, Role.YEAR_SCORE) for one in others)
    # Above names that nothing heads stands a year alone; a title says more.
    is_year = bool(others) and all(_JUST_A_YEAR.fullmatch(one.heading) for one in others)
    is_unknown = bool(first.heading or is_year) and len(first.heading) <= _LONGEST_OF_NAMES
    if not (is_unknown and holds and first.role is Role.OTHER):
        return columns
    if any(one.role is Role.OTHER for one in others):
        return columns
    return (replace(first, role=Role.LABEL), *columns[1:])


def _are_total_and_level(columns: Sequence[Column]) -> bool:
    """Whether a row heads the total, its level and nothing else."""
    told = [column for column in columns if column.heading]
    levels = [one for one in told if LEVEL_LABEL.fullmatch(letters(one.heading))]
    return bool(levels) and all(one in levels or one.code == TOTAL for one in told)


def letters(cell: str) -> str:
    """A label without spaces and what stands around it."""
    return _AROUND_A_LABEL.sub("", cell)


def _with_dated_parts(columns: tuple[Column, ...], names: Names) -> tuple[Column, ...]:
    """Columns "IIT 2568", "EIT 2568" beside each other hold those parts of their years."""
    dated = {
        number: code
        for number, column in enumerate(columns)
        if column.role is Role.YEAR_SCORE and column.earlier_year is None
        if (code := _node_heading(_YEARS.sub("", column.heading).strip(" ()"), names))
    }
    if len({*INSTRUMENTS} & {*dated.values()}) <= 1:
        return columns
    return tuple(
        Column(Role.NODE_SCORE, column.heading, year=column.year, code=dated[number])
        if number in dated
        else column
        for number, column in enumerate(columns)
    )


def _with_agencies_across(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Where the other headings are agencies, "หน่วยงาน" heads what the rows are of."""
    across = sum(is_agency_name(column.heading) for column in columns[1:])
    if columns[0].role is not Role.AGENCY or across + 1 < len(columns) or not across:
        return columns
    return (Column(Role.LABEL, columns[0].heading), *columns[1:])


def _of_agencies(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Where each row is an agency, a column "คะแนน ITA 2567" holds their totals."""
    roles = {column.role for column in columns}
    parts = {column.code for column in columns if column.role is Role.NODE_SCORE}
    if Role.AGENCY not in roles or roles & {Role.CODE, Role.LABEL} or parts - {*INSTRUMENTS}:
        return columns
    return tuple(
        Column(Role.NODE_SCORE, c.heading, year=c.year, code=TOTAL)
        if c.role in _SCORED and is_total_label(_YEARS.sub("", c.heading))
        else c
        for c in columns
    )


def _with_mean(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Beside the three instruments a column "เฉลี่ย" holds the agency's total."""
    if not set(INSTRUMENTS) <= {column.code for column in columns}:
        return columns
    return tuple(
        Column(Role.NODE_SCORE, c.heading, code=TOTAL)
        if c.code is None and _MEAN.fullmatch(c.heading)
        else c
        for c in columns
    )


def _without_shares_of_counts(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column "ร้อยละ" beside columns that count people or pieces is a share of those."""
    counted = [
        c.heading
        for c in columns
        if (c.role is Role.NOT_A_SCORE and _COUNTED.search(c.heading))
        or _ANSWERED.fullmatch(c.heading)
    ]
    if any(map(_COUNTS_AGENCIES.search, counted)):
        return tuple(  # means of as many agencies
            Column(Role.NOT_A_SCORE, c.heading, is_strange=True)
            if c.role is Role.SCORE and _MEAN.search(c.heading)
            else c
            for c in columns
        )
    return tuple(
        Column(Role.NOT_A_SCORE, c.heading)
        if counted and c.role is Role.SCORE and _PERCENT.fullmatch(c.heading)
        else c
        for c in columns
    )


def _with_labels(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A single heading like an indicator's name, beside a score column, heads a label column.

    So does a title with a year at the left of the only scores.
    """
    no_scores = (Role.OTHER, Role.NOT_A_SCORE, Role.RANK)
    first, others = columns[0], [c for c in columns[1:] if c.role not in no_scores]
    if first.role is Role.YEAR_SCORE and len(others) == 1 and others[0].role is Role.SCORE:
        return (Column(Role.LABEL, first.heading), *columns[1:])
    likened = [column for column in columns if column.role is Role.NODE_SCORE]
    if len(likened) != 1 or not any(column.role is Role.SCORE for column in columns):
        return columns
    if level_of(likened[0].code or "") in (Level.TOTAL, Level.INSTRUMENT):
        return columns
    return tuple(Column(Role.LABEL, c.heading) if c is likened[0] else c for c in columns)


def tells_scores(column: Column) -> bool:
    """Whether a column's heading says that it holds scores; a year alone does not."""
    if column.role is Role.YEAR_SCORE:
        return bool(_SCORE.search(column.heading) or _RESULT.search(column.heading))
    return column.role in _SCORED


def _is_row_code(cell: str) -> bool:
    """Whether a cell is a code that rows have: an item's, an indicator's, a sub-indicator's."""
    code = parse_code(cell) if cell else None
    return code is not None and level_of(code) not in (Level.TOTAL, Level.INSTRUMENT)


def is_agency_name(heading: str) -> bool:
    """Whether a heading is the name of one agency, as in a table with a column per agency."""
    return bool(_AGENCY.match(heading.strip()))


def printed_pair(cell: str) -> tuple[PrintedNumber, PrintedNumber] | None:
    """Two scores in one cell, the earlier year's first: "88.20 / 91.35"."""
    first, slash, second = cell.partition("/")
    pair = printed_number(first), printed_number(second)
    return (pair[0], pair[1]) if slash and pair[0] and pair[1] else None


def merge_headings(upper: Sequence[str], lower: Sequence[str], names: Names) -> tuple[str, ...]:
    """Two heading rows as one: the lower cell specifies the upper.

    Under a heading merged over several columns a name of its own is a part, never the whole.
    """
    width = max(len(upper), len(lower))
    first = [*upper, *[""] * (width - len(upper))]
    for column in range(1, min(width, len(lower))):
        # A year over several columns may stand over the first of them alone.
        if not first[column] and lower[column] and fiscal.years_in(first[column - 1]):
            first[column] = first[column - 1]
    second = [*lower, *[""] * (width - len(lower))]
    return tuple(
        low
        if not up or up == low or (low and names.node_of(low)) or _is_a_part(up, low, first, names)
        else squeeze(f"{up} {low}")
        for up, low in zip(first, second, strict=True)
    )


def _is_a_part(up: str, low: str, upper: Sequence[str], names: Names) -> bool:
    merged = bool(low) and upper.count(up) > 1 and names.instrument_of(up) is not None
    return merged and column_of(low, names).role is Role.OTHER


_SCORED = (Role.SCORE, Role.YEAR_SCORE, Role.NODE_SCORE)
