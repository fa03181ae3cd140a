"""What the columns of a printed table hold, by their headings; all else is not known."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.ids import TOTAL, Level, level_of, parse_code
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.agencies import Own, is_a_name
from prongsai.core.scoresheet.names import Names, is_total_label, without
from prongsai.core.scoresheet.prints import Doubt
from prongsai.core.scoresheet.setting import result_years, tells_results
from prongsai.core.scoresheet.ticks import Marks, marks_of
from prongsai.core.scoresheet.vocabulary import SUSPECT, doubts_of
from prongsai.core.thai import mend_line, squeeze


class ColumnKind(StrEnum):
    """What a column holds."""

    CODE = "code"
    RANK = "rank"
    LABEL = "label"
    SCORE = "score"
    PART = "part"  # the score of one thing, whatever the row
    YEAR = "year"
    AGENCY = "agency"
    LEVEL = "level"
    REMARK = "remark"
    ASIDE = "aside"  # tells of the row: places, days, doers
    ELSE = "else"  # known to be no score
    UNKNOWN = "unknown"


MEASURES = (ColumnKind.SCORE, ColumnKind.PART)
_TOLD = (*MEASURES, ColumnKind.LEVEL)


class SheetColumn(Struct, frozen=True):
    """One column; `year` and `code` where its heading names one, `level` where it says "รายข้อ"."""

    kind: ColumnKind
    heading: str = ""
    year: int | None = None
    code: str | None = None
    level: Level | None = None
    marks: Marks = ()
    doubts: frozenset[Doubt] = frozenset()


NOBODYS = SheetColumn(ColumnKind.UNKNOWN, doubts=frozenset({Doubt.SCORE}))

_BY_FORM = (
    (ColumnKind.CODE, compiled(r"(?:ข้อ|ข้อที่|รหัส.*|code|item|เลขข้อ|ตัวชี้วัดข้อ|หมายเลขข้อ)", 2)),
    (ColumnKind.RANK, compiled(
        r"(?:อันดับ|ลำดับ)(?:ที่)?(?:ใน|ของ|ระดับ)[ก-๎]{2,20}(?:\(จาก[^()]*\))?"
        r"|(?:อันดับ|ลำดับ|ที่|no\.?|#|rank|order)(?:ที่)?", 2,
    )),
    (ColumnKind.YEAR, compiled(
        r"(?:(?:ประจำ)?ปี(?:งบประมาณ|ที่ประเมิน)?|พ\.?ศ\.?|(?:fiscal.?)?year)(?:\(?พ\.?ศ\.?\)?)?", 2
    )),
    (ColumnKind.ASIDE, any_of(
        r"จังหวัด|อำเภอ|ตำบล|วันที่.*|ผู้รับผิดชอบ(?!.*คะแนน).*|ลิงก์|หลักฐาน|date|url",
        r"(?:มาตรการ|โครงการ|กิจกรรม|แนวทาง|ระยะเวลา).*", flags=2,
    )),
    (ColumnKind.AGENCY, compiled(
        r"(?:ราย)?(?:ชื่อ)?(?:หน่วยงาน|อปท\.?|agency|โรงเรียน|สถานศึกษา|โรงพยาบาล|กรม|คณะ)(?:ที่ประเมิน)?",
        2,
    )),
)  # fmt: skip
_REMARK = compiled(
    r"(?<!จุดอ่อนหรือ)ข้อเสนอแนะ|ความเห็น|ประเด็นที่ต้องแก้ไข|ข้อสังเกต|ข้อบกพร่อง|remark|comment", 2
)
_LEVEL = compiled(r"^ระดับ|^ผล(?:การประเมิน)?\s*\(?ระดับ|rating|grade|เกรด", 2)
_LABEL = any_of(
    r"ตัวชี้วัด|ประเด็น|รายการ|ข้อความ|คำถาม|หัวข้อ|องค์ประกอบ|แบบวัด|เครื่องมือ",
    r"รายละเอียด|^ชื่อ|ด้าน|indicator|name|question|instrument|รายชื่อ",
    flags=2,
)
_SCORE = compiled(
    r"คะแนน|(?<![A-Za-z])ITA(?![A-Za-z])|score|ผล|ร้อยละ|^ได้|^ค่า|value|result|published|ที่ได้|%", 2
)
_ELSE = any_of(
    r"น้ำหนัก|เต็ม|เป้า|เกณฑ์|ต่าง|เพิ่ม|ลด|เปลี่ยน|จำนวน(?!คะแนน)|ผู้ตอบ|เบิกจ่าย|(?<!ปี)งบประมาณ$|บาท|count",
    r"ครั้ง(?!ที่|ล่าสุด)|(?<!ณ )วันที่|หน้า(?!ที่)|weight|full|target|diff|^น้อย|^มาก(?!กว่า)|ปานกลาง|change",
    r"^(?:เมื่อ)?(?:เทียบ|เปรียบเทียบ|จาก|ระหว่าง|ตั้งแต่)(?:กับ)?ปี",
    r"S\.?D|เบี่ยงเบน|สูงสุด|ต่ำสุด|gap|คืบหน้า|ความก้าวหน้า|ที่เสียไป|ทวนคำนวณ",
    flags=2,
)
# "คะแนนถ่วงน้ำหนัก" holds scores with their weights in them; "น้ำหนัก" holds weights.
_WEIGHTED = compiled(r"(?:คะแนน|ผล|score).*(?:น้ำหนัก|weighted)|ถ่วงน้ำหนัก|weighted", 2)
# By which rule a score was given makes none of it, nor that a limit stands beside its head.
_LIMIT = compiled(r"\([^()\d]*\d{1,3}\)|(?<!เป็นไป)ตาม(?:หลัก)?เกณฑ์")  # "คะแนน (เกณฑ์ผ่าน 85)"
_OF_A_PLACE = compiled(r"คะแนน(?:รวม|ที่ได้)?\s?(?:ของ)?(?:อำเภอ|จังหวัด)[ก-ฺเ-๎]{2,30}")
_OUT_OF_100 = compiled(r"\(?\s*(?:คะแนน)?เต็ม\s*(?:100|๑๐๐)\s*(?:คะแนน)?\s*\)?")
_LEVELS = (
    ("ตัวชี้วัดย่อย", Level.SUB_INDICATOR), ("ตัวชี้วัด", Level.INDICATOR), ("แบบวัด", Level.INSTRUMENT),
    ("เครื่องมือ", Level.INSTRUMENT), ("รายข้อ", Level.ITEM),
)  # fmt: skip
_YEAR_TEXT = compiled(
    r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*'?(?:[2๒][5๕])?[0-9๐-๙]{2}$"
)
_OF_ALL = compiled(r"รวม|total|overall|^ITA$", 2)
_ONLY_LABEL = compiled(r"^(?:ชื่อ)?(?:ตัวชี้วัด|แบบวัด|เครื่องมือ|ประเด็น|รายการ|หัวข้อ|ด้าน)(?!.*(?:คะแนน|\d))")
_COUNTS_PERSONS, _A_SHARE = compiled(r"จำนวน|\(คน\)|ราย\)"), compiled(r"ร้อยละ|%|percent", 2)
_LONGEST = 90


def column_of(heading: str, names: Names, own: Own) -> SheetColumn:
    """What a column with this heading holds."""
    text = _OUT_OF_100.sub(" ", mend_line(heading)).strip(" _:")
    text = text.strip("*") if text.startswith("*") else text  # "2566*" has a note
    marks = marks_of(squeeze(heading))
    if marks or not text or len(text) > _LONGEST:
        unmarked = ColumnKind.LABEL if text else ColumnKind.UNKNOWN
        return SheetColumn(ColumnKind.SCORE if marks else unmarked, text, marks=marks)
    years = {year for _, year in fiscal.years_in(text)}
    year = next(iter(years)) if len(years) == 1 else None
    plain = squeeze(own.without(text))
    if kind := _by_form(text, plain):
        return SheetColumn(kind, text, year=year)
    code = _part_of(_without_year(plain), names)
    if code is None and _ELSE.search(plain) and not _WEIGHTED.search(plain):
        kind = ColumnKind.ELSE if _ELSE.search(_LIMIT.sub(" ", plain)) else ColumnKind.UNKNOWN
        return SheetColumn(kind, text, year, doubts=frozenset({Doubt.WORDS}))
    others = own.others_in(text)
    if is_a_name(text) and not others:
        return SheetColumn(ColumnKind.SCORE, text)
    is_item = code is not None and level_of(code) is Level.ITEM
    words = without(plain, names.names_of(code)) if code else plain
    doubts = frozenset() if is_item else doubts_of(words, is_label=True)
    if _OF_A_PLACE.fullmatch(_without_year(words)):
        doubts = (doubts - {Doubt.MEAN}) | {Doubt.WHOSE}  # of a place by its name: ours, or whose?
    doubts |= {Doubt.WHOSE} if others else frozenset()
    doubts |= {Doubt.YEAR} if len(years) > 1 else frozenset()
    if _WEIGHTED.search(plain):
        code, doubts = None, frozenset({Doubt.WEIGHTED})
    if code is not None:
        return SheetColumn(ColumnKind.PART, text, year, code, doubts=doubts)
    is_dated = len(years) > 1 or bool(result_years(text))  # "31 มีนาคม 2566" heads no scores
    return _by_words(text, plain, year, doubts, is_dated=is_dated)


def _by_form(text: str, plain: str) -> ColumnKind | None:
    """What a column holds that its whole heading tells: a code, a rank, a level, remarks."""
    bare = text.replace(" ", "")
    for kind, form in _BY_FORM:
        if form.fullmatch(bare):
            return kind
    if _REMARK.search(text):
        return ColumnKind.REMARK
    if _ONLY_LABEL.search(text) and not doubts_of(plain):
        return ColumnKind.LABEL
    is_level = _LEVEL.search(text) and not doubts_of(plain) & SUSPECT  # "ระดับจังหวัด"
    return ColumnKind.LEVEL if is_level else None


def _by_words(
    text: str, plain: str, year: int | None, doubts: frozenset[Doubt], *, is_dated: bool
) -> SheetColumn:
    """A column of scores, of labels, or of nothing known."""
    says_scores = "คะแนน" in plain or is_dated
    if (_SCORE.search(plain) or is_dated) and (says_scores or not _LABEL.search(plain)):
        levels = (level for word, level in _LEVELS if word in text and "คะแนน" in text)
        return SheetColumn(ColumnKind.SCORE, text, year, level=next(levels, None), doubts=doubts)
    if _LABEL.search(text) or text == "หน่วยงาน":
        return SheetColumn(ColumnKind.LABEL, text, year=year)
    return SheetColumn(ColumnKind.UNKNOWN, text, year, doubts=doubts or frozenset({Doubt.SCORE}))


def _without_year(text: str) -> str:
    return squeeze(_YEAR_TEXT.sub("", text)).strip(" ()") if fiscal.years_in(text) else text


def _part_of(text: str, names: Names) -> str | None:
    """The one thing that a heading is the name of."""
    if not text:
        return None
    code = parse_code(text)
    if code and level_of(code) in (Level.ITEM, Level.INSTRUMENT, Level.TOTAL):
        return code
    if is_total_label(text):
        return TOTAL if _OF_ALL.search(text) else None
    return names.node_of(text)


def head_of(rows: Sequence[Sequence[str]], names: Names, own: Own) -> tuple[SheetColumn, ...]:
    """The columns of one or more head rows: what stands lower specifies what stands above it."""
    width = max(map(len, rows))
    even = [[*map(squeeze, row), *[""] * (width - len(row))] for row in rows]
    # A group's head over the middle of its columns is at the right of its first.
    first = next((at for at, cell in enumerate(even[0]) if at and cell), 0)
    lower = (column_of(even[-1][at], names, own).kind for at in range(1, first))
    is_open = len(even) > 1 and any(kind in MEASURES for kind in lower)
    rows = _spread(even)
    columns = []
    for number in range(width):
        cells = [*dict.fromkeys(row[number] for row in rows if row[number])]
        column = _joined(cells, names, own)
        more = {Doubt.YEAR, Doubt.SCORE} if is_open and column.kind in MEASURES else set()
        columns.append(replace(column, doubts=column.doubts | more))
    # Beside how many persons answered a share is of them.
    if any(_COUNTS_PERSONS.search(column.heading) for column in columns):
        for at, column in enumerate(columns):
            if _A_SHARE.fullmatch(column.heading):
                columns[at] = replace(column, doubts=column.doubts | {Doubt.SCORE})
    if len({column.year for column in columns if column.year}) > 1:
        for at, column in enumerate(columns):  # beside years "เฉลี่ย" and "รวม" are of them all
            if not column.year and {"เฉลี่ย", "รวม", "ภาพรวม"} & {*column.heading.split()}:
                columns[at] = replace(column, doubts=column.doubts | {Doubt.MEAN})
    return tuple(columns)


def _spread(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """Head rows in which a cell also heads the blank cells at its right, but in the last row."""
    for number, row in enumerate(rows[:-1]):
        for at in range(1, len(row)):
            if not row[at] and not any(above[at] for above in rows[:number]):
                row[at] = row[at - 1]
    return rows


def _joined(cells: Sequence[str], names: Names, own: Own) -> SheetColumn:
    """One column of several head cells; what is said above holds for what is below."""
    whole = column_of(" ".join(cells), names, own)
    if len(cells) <= 1:
        return whole
    above = [column_of(cell, names, own) for cell in cells[:-1]]
    lower = column_of(cells[-1], names, own)
    above_doubts = frozenset().union(*(column.doubts for column in above)) - {Doubt.SCORE}
    if ColumnKind.ELSE in {column.kind for column in (*above, lower)}:
        return SheetColumn(ColumnKind.ELSE, whole.heading, whole.year)
    if lower.kind is ColumnKind.PART and not lower.doubts:
        return SheetColumn(
            ColumnKind.PART, whole.heading, whole.year, lower.code, doubts=above_doubts
        )
    if lower.kind is ColumnKind.UNKNOWN or (whole.kind in MEASURES and not whole.doubts):
        return whole
    upper = column_of(" ".join(cells[:-1]), names, own)
    doubts = upper.doubts | lower.doubts
    if {upper.kind, lower.kind} <= {ColumnKind.PART, ColumnKind.SCORE}:
        code, year = lower.code or upper.code, lower.year or upper.year
        kind, level = ColumnKind.PART if code else ColumnKind.SCORE, lower.level or upper.level
        return SheetColumn(kind, whole.heading, year, code, level, lower.marks, doubts)
    # "ปีก่อน" or "LPA" above "คะแนน".
    return replace(
        lower, doubts=lower.doubts | (above_doubts if lower.kind in _TOLD else frozenset())
    )


def told_apart(columns: Sequence[SheetColumn]) -> frozenset[Doubt]:
    """The doubts of a caption that the columns settle: what it compares with has its own column."""
    words = " ".join(
        column.heading for column in columns if column.kind is ColumnKind.ELSE or column.doubts
    )
    has_own = any(
        column.kind is ColumnKind.SCORE and tells_results(column.heading) and not column.doubts
        for column in columns
    )
    doubts = doubts_of(words) & {Doubt.GOAL, Doubt.MEAN} if words and has_own else frozenset()
    if any(column.kind is ColumnKind.AGENCY or is_a_name(column.heading) for column in columns):
        doubts |= {Doubt.MEAN, Doubt.WHOSE}
    return doubts
