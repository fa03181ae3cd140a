"""Which fiscal year the tables and sentences of a document are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.extract import Block, Paragraph, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.whose import without_names
from prongsai.core.thai import arabic_digits, repair, squeeze

_CAPTION_REACH = 25
_ENOUGH_PAGES = 3
_LONG = 200
_NEAR = 40
_SHORT = 80
_DIGITS = compiled(r"\d+")
_SCORE = compiled(r"\d{2}\.\d")
_A_YEAR = compiled(r"(?<!\d)(?:25[5-9]\d|26[0-4]\d|๒[๕๖]\d\d)(?!\d)")
_SCORES = compiled(r"(?<![\d.,])\d{2}\.\d{1,2}(?!\d)")
_TOTAL_ROW = compiled(r"\s*(?:\d{1,2}[.)]?\s+)?(?:คะแนน|ผล)?(?:รวม|ภาพรวม|เฉลี่ย|ITA)")
_INTRODUCES = compiled(r"(?:ดังนี้|ดังต่อไปนี้|ต่อไปนี้|:)\s*$")
_MONTH = compiled(
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|(?:ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\.\s?[คพยก]\.|/)\s*(?:พ\.?\s?ศ\.?\s*)?$"
)
# The years of laws, schools, editions and wishes are of no assessment.
_OF_ANOTHER_THING = compiled(
    r"(?:พ\.?\s?ร\.?\s?[บปกฎ]|พระราช|ปีการศึกษา|แก้ไข(?:ครั้ง)?|อัปเดต|อัพเดท|ปรับปรุงข้อมูล|©|เริ่ม(?:ต้น|ขึ้น|ใช้|ดำเนิน)?|ก่อตั้ง|จัดตั้ง|ครั้งแรก|(?i:copyright)|เทศบัญญัติ|ข้อบัญญัติ|ยุทธศาสตร์ชาติ)"
    r"(?:(?!ผล|คะแนน|ITA)[^\d\n]){0,50}$"
)
# The second line of a title: "ประจำปีงบประมาณ พ.ศ. 2567".
_YEAR_ALONE = compiled(
    r"[(]?(?:ประจำ|ใน)?\s?(?:ปี)?\s?(?:งบประมาณ)?\s?(?:พ\.?\s?ศ\.?)?\s?(?:25[5-9]\d|26[0-4]\d)[)]?"
)
_DATE_FOLLOWS = compiled(r"-\d\d|\s*(?:ทุกหน่วยงาน|ต้อง)")
# "คะแนนปีก่อน": of a year that is not told.
RELATIVE_YEAR = compiled(
    r"(?<!กว่า)(?<!กับ)(?:ผล|คะแนน)(?:(?!กว่า|เทียบ|เพิ่ม|ลด)[^\d\n]){0,30}ปี(?:ที่\s?ผ่านมา|ก่อน(?!หน้า)|ที่\s?แล้ว|ล่าสุด)"
)
_UNTOLD = -2
# "2563–2565" tells of no single year.
_RANGE = compiled(r"\d{4}\s*(?:[-–—/]|ถึง)\s*(?:พ\.?\s?ศ\.?\s*)?\d{4}")
_RANGE_BEFORE = compiled(r"\d{4}\s*(?:[-–—/]|ถึง)\s*(?:พ\.?\s?ศ\.?\s*)?$")
_RESULT_OF = compiled(
    r"ผล(?:คะแนน|การประเมิน|ประเมิน|การวิเคราะห์การประเมิน|ITA)|คะแนน|ITA\s*ปี|การประเมินผล|ตารางแสดง"
)
_NAMES_RESULTS = compiled(r"ผล(?:คะแนน|การประเมิน|ประเมิน)|คะแนน")
_TOTAL_IS_TOLD, _OF_THOSE = 3, 3
_PLAN_OF = compiled(r"มาตรการ|แผน|แนวทาง|ขับเคลื่อน|คู่มือ")
# "แนวทางยกระดับคะแนน ITA ปี 2568" tells of no results of 2568, "จากผลการประเมินปี 2567" of those.
_RAISING = compiled(
    r"(?<!ผลการ)(?:ยกระดับ|เพิ่ม|พัฒนา|ปรับปรุง|รักษา)(?:ค่า)?(?:ผล)?(?:คะแนน|การประเมิน|ประเมิน)"
)
_FROM_RESULTS_OF = compiled(
    r"(?<!เทียบ)จากผล(?:การ)?(?:คะแนน|ประเมิน|วิเคราะห์)*\s*(?:ITA)?\s*(?:ของ|ใน|ประจำ)?(?:ปี|พ\.?ศ\.|งบประมาณ|\s)+$"
)
_SCORE_FOLLOWS = compiled(
    r"[^0-9]{0,90}?(?:ได้คะแนน|มีคะแนน|คะแนนรวม|ผลคะแนน|ได้\s*ระดับ|ได้\s*[0-9]|คะแนน)"
)
_TOTAL_FOLLOWS = compiled(
    r"[^0-9]{0,90}?(?:ได้คะแนน|มีคะแนน|คะแนนรวม|ภาพรวม)[^0-9]{0,20}[0-9]{2}\.[0-9]"
)
COMPARED_WITH = compiled(
    r"(?:จาก|กว่า|เทียบกับ|เพิ่มขึ้น|ลดลง|เป้าหมาย|(?:กว่า|กับ|จาก)\s?เมื่อ|ก่อนหน้า)\s*(?:ใน)?(?:ปี|พ\.ศ\.|งบประมาณ|\s)*$"
)
# A menu of a web site: "หน้าหลัก | ITA 2565 | ITA 2566 | ITA 2567".
_MENU = compiled(
    r"^[^\n]{0,400}\|[^\n|]{0,60}25[5-9]\d\s*\|[^\n|]{0,60}25[5-9]\d[^\n|]{0,60}(?:\||$)",
    re.MULTILINE,
)
_IN_BRACKETS = compiled(r"\(\s*(?:ใน)?(?:ปี|พ\.ศ\.|งบประมาณ|\s)*$")


class YearInSight(Struct, frozen=True):
    """The year that holds at a block: from a sentence about results, or only from a title.

    Shape: `weight` is above 0 for results, 0 for a title, below for the title of a plan.
    """

    year: int | None
    weight: int = 0

    @property
    def is_untold(self) -> bool:
        """Whether results are told as of another year than the one named, as "last year's"."""
        return self.weight == _UNTOLD

    @property
    def about_results(self) -> bool:
        """Whether the year was named with results, not only in a title."""
        return self.weight > 0


class _Passing(Struct, frozen=True):
    """A sentence that tells another year's total below a caption: "ปี 2565 ได้คะแนนรวม 89.00"."""

    caption: YearInSight
    sentence: str

    def tells_of_another(self, table: Table) -> bool:
        """Whether a table has a total and none of the sentence's scores: the caption governs it."""
        told = set(_SCORES.findall(arabic_digits(self.sentence)))
        rows = [arabic_digits(" ".join(row.cells)) for row in table.rows]
        has_total = any(_TOTAL_ROW.match(row) and _SCORES.search(row) for row in rows)
        return has_total and not told & {number for row in rows for number in _SCORES.findall(row)}


def _past(
    passing: _Passing | None, block: Block, held: YearInSight
) -> tuple[YearInSight, _Passing | None]:
    """The year that holds at a block below a passing sentence, which ends at the next table."""
    if passing is None or not isinstance(block, Table):
        return held, passing
    return (passing.caption if passing.tells_of_another(block) else held), None


def years_in_sight(blocks: Sequence[Block]) -> list[YearInSight]:
    """For each block the year its nearest caption above speaks of."""
    sights: list[YearInSight] = []
    held, age = YearInSight(None), 0
    heads = running_heads(blocks)
    sheet: str | None = None
    passing: _Passing | None = None
    alone = _only_year_alone(blocks)
    for number, block in enumerate(blocks):
        age += 1
        held, passing = _past(passing, block, held)
        if block.place.sheet != sheet:
            sheet = block.place.sheet
            named = year_evidence(sheet or "")  # "ITA 2566": years are often kept a sheet each
            held, age = (YearInSight(*named), 0) if named else (held, age)
        for text in (
            ()
            if number in heads
            else _captions(block, blocks[number - 1 : number] if number == alone else ())
        ):
            if _is_relative(text) and not years_of_results(text):
                held, age = YearInSight(held.year, _UNTOLD), 0
            evidence = year_evidence(text)
            if evidence is None:
                continue
            found = YearInSight(*evidence)
            # A title about plans does not displace a fresh caption about results, nor does a
            # sentence with scores of its own, unless it tells its year more surely.
            fresh = held.about_results and age <= _CAPTION_REACH
            if _tells_scores(text) and fresh:
                displaces = found.weight > held.weight
            else:
                displaces = found.about_results or not fresh
            if displaces:
                is_passing = fresh and _SCORE.search(text) and found.year != held.year
                passing = _Passing(held, text) if is_passing else None
                held, age = found, 0
        sights.append(held)
    return _filled(sights, held)


def _only_year_alone(blocks: Sequence[Block]) -> int | None:
    """The number of the only paragraph that is a year alone; None for years above their scores."""
    alone = (
        number
        for number, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        and len(block.text) <= _SHORT
        and _YEAR_ALONE.fullmatch(squeeze(arabic_digits(repair(block.text))))
    )
    first = next(alone, None)
    return first if next(alone, None) is None else None


def _filled(sights: Sequence[YearInSight], held: YearInSight) -> list[YearInSight]:
    """The sights, those before the first year with that one."""
    if all(sight.weight < 0 or sight.year is None for sight in sights):
        # A plan of a year answers the results of another, mostly of the year before.
        return [YearInSight(None)] * len(sights)
    sights = [YearInSight(None, _UNTOLD) if one.weight == _UNTOLD else one for one in sights]
    first = next((sight for sight in sights if sight.year is not None), held)
    return [sight if sight.year is not None or sight.is_untold else first for sight in sights]


def running_heads(blocks: Sequence[Block]) -> frozenset[int]:
    """The numbers of blocks that repeat at the edge of pages: heads and feet caption nothing."""
    edges = {
        number
        for number, block in enumerate(blocks)
        if block.place.page is not None
        and (
            number in (0, len(blocks) - 1)
            or block.place.page != blocks[number - 1].place.page
            or block.place.page != blocks[number + 1].place.page
        )
    }
    pages: dict[str, set[int]] = {}
    for number in edges:
        pages.setdefault(_without_digits(blocks[number]), set()).add(number)
    repeated = (same for text, same in pages.items() if text and len(same) >= _ENOUGH_PAGES)
    return frozenset(number for same in repeated for number in same)


def _without_digits(block: Block) -> str:
    texts = [block.text] if isinstance(block, Paragraph) else list(block.rows[0].cells)
    return squeeze(_DIGITS.sub("", " ".join(texts))) if len(" ".join(texts)) < _LONG else ""


def _tells_scores(text: str) -> bool:
    """A sentence with scores of its own is no caption of what follows, unless it says so."""
    return bool(_SCORE.search(text)) and not _INTRODUCES.search(text)


def _captions(block: Block, above: Sequence[Block]) -> Iterator[str]:
    """The texts of a block that may say its year: a paragraph, or a table's title rows.

    Shape:  `above` is the block above it where its text is the only line of the document that is
            a year alone: the end of a title.
    """
    if isinstance(block, Paragraph):
        title = above[0].text if above and isinstance(above[0], Paragraph) else ""
        is_title = title and len(title) <= _LONG and not _SCORE.search(title)
        yield f"{title} {block.text}" if is_title and not _A_YEAR.search(title) else block.text
        return
    for row in (*block.rows[:6], *block.rows[6:][-3:]):
        filled = [cell for cell in dict.fromkeys(row.cells) if cell.strip()]
        if len(filled) <= 2:  # noqa: PLR2004 - a title row, or "ปีงบประมาณ | 2565"
            yield " ".join(filled)


def years_of_results(text: str) -> tuple[tuple[int, int], ...]:
    """The years a text names that are not part of a date: position and year."""
    plain = arabic_digits(text)
    return tuple(
        (position, year)
        for position, year in fiscal.years_in(plain)
        if not _MONTH.search(plain[max(0, position - 30) : position])
        and not _OF_ANOTHER_THING.search(plain[max(0, position - 70) : position])
        and not _DATE_FOLLOWS.match(plain, position + 4)
        and not _RANGE.match(plain, position)
        and not _RANGE_BEFORE.search(plain[max(0, position - 12) : position])
    )


def year_evidence(text: str) -> tuple[int, int] | None:
    """The year a text speaks of, and how surely it tells that year's results.

    Shape: the second is 0 where it does not, -1 where the year is that of a plan.
    """
    # A place may be called "แผนดี"; whose the results are is asked elsewhere.
    told = without_names(_MENU.sub("", arabic_digits(repair(text))))
    plain = squeeze(told)
    years = years_of_results(plain)
    if _SCORE.search(plain):
        # "ได้ 90.27 คะแนน เมื่อเทียบกับปี 2566 ซึ่งได้ 84.10" says nothing of what follows.
        years = tuple(
            one for one in years if not COMPARED_WITH.search(plain, max(0, one[0] - _SHORT), one[0])
        )
    if not years:
        return None
    ends = [0, *(position + 4 for position, _ in years)]
    weighed = [
        (_weight(plain, ends[number], position), _near_results(plain, position), -number, year)
        for number, (position, year) in enumerate(years)
    ]
    weight, _, order, year = max(weighed)
    before = plain[: years[-order][0]]
    if weight < _TOTAL_IS_TOLD and _is_relative(text):
        return year, _UNTOLD
    tells_results = _RESULT_OF.search(before) and not _RAISING.search(before)
    if weight <= 0 and _PLAN_OF.search(before) and not tells_results:
        return year, -1
    return year, max(weight, 0)


def _is_relative(text: str) -> bool:
    """Whether a line begins with results of a year that it does not name."""
    return any(RELATIVE_YEAR.search(line[:_SHORT]) for line in repair(text).split("\n"))


def _near_results(text: str, position: int) -> bool:
    """Whether the results of the assessment are named right before a year."""
    return _NAMES_RESULTS.search(text, max(0, position - _NEAR), position) is not None


def _weight(text: str, start: int, position: int) -> int:
    """How surely the year at `position` is the one whose results a text tells.

    Shape:  `start` is where the year before it ends: what stands before that is not its own.
    """
    before, after = text[start:position], text[position + 4 : position + 4 + _LONG]
    of_another = RELATIVE_YEAR.search(after)
    after = after[: of_another.start()] if of_another else after
    weight = _OF_THOSE if _FROM_RESULTS_OF.search(before) else 0
    spoken = _RESULT_OF.search(before)
    if spoken and not _PLAN_OF.search(before[spoken.end() :]) and not _RAISING.search(before):
        weight += 2
    if _TOTAL_FOLLOWS.match(after):
        weight += 3
    elif _SCORE_FOLLOWS.match(after):
        weight += 2
    if COMPARED_WITH.search(before) or _IN_BRACKETS.search(before):
        weight -= 4
    return weight
