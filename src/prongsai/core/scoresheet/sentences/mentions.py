"""Whose score a number in a sentence is: what the text mentions before it, in order.

A number belongs to the last thing mentioned that has no number yet, as long as the sentence still
speaks of this agency's results of this assessment: not of a goal, a mean, another agency or LPA.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, Level, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.part_names import PartNames
from prongsai.core.scoresheet.around.sights import years_of_results
from prongsai.core.scoresheet.around.whose import NAME_STOPS, NAMED_AGENCY, other_bodies
from prongsai.core.thai import arabic_digits

ITEM_SPOKEN = compiled(
    r"(?:ข้อ\s*|(?<![A-Za-z0-9]))([ieIE][0-9๐-๙]{1,2}|(?<=ข้อ )[oO๐0][0-9๐-๙]{1,2})(?![0-9๐-๙A-Za-z])"
)
INSTRUMENT = compiled(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])")
_NUMBERED = compiled(
    r"(?:ตัวชี้วัด\s*(?:ย่อย)?|ตชว\.?)\s*(?:ที่)?\s*([0-9๐-๙]{1,2}(?:\s?\.\s?[0-9๐-๙])?)(?![0-9๐-๙]|\.[0-9๐-๙]|\s*(?:ตัวชี้วัด|ประเด็น|ข้อ|ด้าน))"
)
_KIND_OF_PART = compiled(r"^แบบ(?:วัด|ตรวจ|สำรวจ)?")
_WHOLE = compiled(
    r"คะแนนรวม|ภาพรวม|คะแนนเฉลี่ยรวม|(?<=[\s|·,/•;])รวม(?=\s*[:=]?\s*[0-9๐-๙]{1,3}\.[0-9๐-๙])"
)
_RESULT = compiled(
    r"คะแนนการประเมิน|คะแนนประเมิน|คะแนนดังกล่าว|ผลประเมิน(?!ระดับ)|ผลคะแนน|ผลการประเมิน|การประเมินผล|(?<![A-Za-z])ITA(?![A-Za-z])"
    # "อยู่ในระดับ A (89.46 คะแนน)": a level has its score in brackets; "ส่วนใหญ่อยู่ในระดับ" has many.
    r"|(?:(?<=เทศบาล)|(?<=อบต\.)|(?<=ประเมิน)|(?<=เกณฑ์)|(?<=ITA)|(?<=นี้)|(?<=ผล)|(?<=[\s0-9๐-๙]))(?:อยู่(?:ใน)?|ใน|ได้(?:รับ)?)\s?ระดับ\s?[“\"]?(?:AA|[A-F]|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน)[”\"]?"
    r"(?=\s*\(\s*(?:100|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2}\s*คะแนน\s*\))"
)
_ITA = compiled(r"(?<![A-Za-z])(?i:ITA|IIT|EIT|OIT)(?![A-Za-z])|คุณธรรมและความโปร่งใส")
_OF_THE_ITA = (
    r"(?:ประกาศเกียรติคุณ|เชิดชูเกียรติ|เกียรติคุณ|เกียรติยศ|\s){0,3}[“\"(]?\s?(?:สำหรับ|จาก)?(?:ผล)?(?:การ)?(?:ประเมิน)?\s?"
    r"(?:ITA(?![A-Za-z])|(?<=ประเมิน)คุณธรรมและความโปร่งใส)"
)
OTHER_ASSESSMENT = compiled(
    r"(?<![A-Za-z])(?:LPA|KPI|PMQA|O-?NET|GPP)(?![A-Za-z])|ความพึงพอใจ|Core\s?Team|ประสิทธิภาพขององค์กรปกครอง|คำรับรอง(?:การ)?ปฏิบัติ"
    rf"|รางวัล(?!{_OF_THE_ITA})|(?:แบบ|การ)ทดสอบ|อบรม|คุณภาพการให้บริการ|ตรวจประเมิน|การปฏิบัติราชการ(?:ประจำ|ของพนักงาน)|ผลสัมฤทธิ์ทางการเรียน|ธรรมาภิบาลของ"
    r"|ผลสำรวจความเชื่อมั่น|ความเชื่อมั่น(?=ต่อ)|ความรู้ความเข้าใจ(?=\s?(?:เรื่อง|เกี่ยวกับ|ใน)\s?(?:แบบวัด|การประเมิน|ITA))"
)
# Whose mean or goal it is, when it is not the agency's own score.
_OTHERS = compiled(
    r"เฉลี่ย(?:ของ)?\s?(?:ระดับ)?(?:ประเทศ|(?<!ส่วน)จังหวัด|อำเภอ|ภาค)[ก-ฺเ-๎]{0,30}?\s?(?:ได้|มี)(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?"
    r"|(?<!แห่ง)ประเทศ|(?<!ว่าการ)(?<!สูงสุดใน)กระทรวง|เฉลี่ย(?:ของ)?\s?(?:อปท\.?|หน่วยงาน|เทศบาล|อบต\.?)\s?(?:ใน)?(?:อำเภอ|จังหวัด|ภาค|กลุ่ม|ทุก|ทั้ง)|(?:ระดับ|เฉลี่ย|ราย)\S{0,12}(?:(?<!ส่วน)จังหวัด|อำเภอ|ภาค|กลุ่ม)|(?:ของ|ทั้ง)(?:จังหวัด|อำเภอ)|หน่วยงานทั้งหมด|ทุกหน่วยงาน"
    r"|อปท\.?\s*(?:ทั้ง|อื่น)|หน่วยงานอื่น|หน่วยงาน\s[กขคงA-D]\.?\s(?:ได้|มี|จะ)(?:คะแนน)?|ค่ากลาง|(?<!ในฐานะ)(?<!เป็น)หน่วยงานที่(?:ได้|มี(?!พัฒนาการ))\S{0,12}|องค์กรปกครองส่วนท้องถิ่น(?:ทั้ง|ที่|อื่น|ทั่ว)"
    r"|สูงสุดของ(?:กลุ่ม|อปท)|(?<!ส่วน)จังหวัด(?:[ก-ฺเ-๎]{2,30}?)??\s?(?:ได้|มี)(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?"
    # "สำนักปลัดได้วิเคราะห์คะแนน" tells who did something, not whose score it is.
    r"|(?:กอง|ฝ่าย|แผนก|สำนักปลัด|สำนักงานปลัด)(?:(?!ได้|มี)[ก-ฺเ-๎]){0,24}\s?(?:ได้|มี)(?!\s?(?:วิเคราะห์|ศึกษา|รวบรวม|สรุป|จัดทำ|ตรวจสอบ|พิจารณา|ดำเนินการ|เสนอ|แจ้ง|รายงาน|นำ))"
    r"(?:รับ)?(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?"
)
_GOAL = compiled(
    r"แผนปฏิบัติการ|ตั้งเป้า|น่าจะ(?:ได้|มี|อยู่)|(?<!เกณฑ์)(?<!กว่า)(?<!ถึง)(?<!ตาม)(?<!บรรลุ)(?<!ผ่าน)เป้าหมาย|คาดว่า|คาดหวัง|มุ่งสู่|มุ่งหวัง|เพื่อให้ได้|ให้ได้คะแนน|จะต้อง(?:ได้|มี)|ควรได้|ต้องมีผล"
    r"|ประเมินตนเอง|จำลอง|ผลเบื้องต้น|ก่อน(?:การ)?(?:ยื่น)?อุทธรณ์|น้ำหนัก(?=\s*(?:IIT|EIT|OIT|คือ|:))|จะได้|ข้อที่(?:เผยแพร่|มี|ไม่|ครบ)|ให้คะแนน|(?<!จะ)ต้องได้|ไม่(?:ต่ำ|น้อย)กว่า"
    r"|คาด(?=\s*(?:ITA|IIT|EIT|OIT|คะแนน|ผล|การณ์))|อยาก(?:จะ)?(?:ได้|มี)(?:รับ)?(?:ผล)?(?:คะแนน)?|อยาก(?:จะ)?ให้\s?(?:ได้|มี|คะแนน|ผล|ITA|IIT|EIT|OIT|ถึง|ขึ้น|เป็น)"
    r"|กำหนดให้(?=\s*(?:ได้|มีคะแนน|คะแนน|แบบวัด|ตัวชี้วัด|ผลคะแนน|ITA|IIT|EIT|OIT))"
    r"|ตัวชี้วัด\s*(?:ความสำเร็จ)?\s*:?\s*(?:ผล)?คะแนน\s*ITA"
)
# "หากพิจารณารายตัวชี้วัด": what follows is a result after all.
_SUPPOSED = compiled(
    r"(?:ถ้า|(?:^|\s|และ|แต่|ซึ่ง|ว่า|โดย|นี้)หาก)"
    r"(?!\s?(?:จะ)?(?:ท่าน|พิจารณา|เปรียบเทียบ|เทียบ|ดู|แยก|จำแนก|วิเคราะห์|มอง|แบ่ง|นำ))"
)
_OWN_AGAIN = compiled(
    r"(?<!จะ)(?<!ให้)(?<!ต้อง)(?<!ควร)(?<!ซึ่ง)ได้\n?คะแนน|(?<!จะ)(?<!ให้)(?<!ต้อง)(?<!ควร)(?<!ซึ่ง)มีคะแนน(?!เฉลี่ย)|(?:เทศบาล|องค์การบริหารส่วน)[ก-ฺเ-๎]{2,40}?\s?มีคะแนนเฉลี่ย|มีผลคะแนน|พบว่า|ผลคะแนน"
    r"|ผลการประเมิน(?!.{0,12}(?:ผ่าน|ไม่น้อย))|(?:ของ|โดย)หน่วยงาน|(?<!ให้)(?:เทศบาล|อบต\.?|หน่วยงาน)\s?(?:ได้|มี|ของเรา)|ปีฐาน"
)
# After these nothing said before counts any more.
_BOUNDARY = compiled(
    r"\n\s*\n|(?<=[ๆก-๙])\s{2,}(?=[ก-ฮ])|\n\s*(?:[-•●▪*❖]|\(?[0-9๐-๙]{1,2}[.)])\s(?!\s*ปี\s*[2๒][5๕][0-9๐-๙]{2}\s*(?:ได้|=|:))"
)
# A line that ends with a score ends what was said of others; the next may be about ourselves.
# One that tells the next year goes on with the same.
_NEXT_LINE = compiled(
    r"(?<=คะแนน)\s*\n(?!\s*(?:โดย|และ|ส่วน|ซึ่ง|จาก|ที่)|[\s•*-]*(?:ใน|ปี|งบประมาณ|พ\.\s?ศ\.|\s)*(?:25|๒๕)[0-9๐-๙]{2}\s)"
)
# Where a prize of the assessment was named, "รางวัล" alone is that one.
_PRIZE_OF_THE_ITA = compiled(rf"รางวัล{_OF_THE_ITA}|(?<![A-Za-z])ITA\s+Awards?", re.IGNORECASE)
_NO_OTHER_PRIZE = compiled(r"\s*(?:ประเภท|ใน|จาก|ที่|ดังกล่าว|อันดับ|ลำดับ|นี้|ระดับ|ซึ่ง|ให้|[\s,.)”\"]|$)")
_INSIDE_A_WORD = "(?<!ปฏิบัติ)(?<!มาตร)(?<!กรรม)(?<!โครง)"
_RANK_BEFORE = compiled(r"(?:อันดับ|ลำดับ)\s?(?:ที่)?\s*[0-9๐-๙]{1,4}\s*\Z")
_SCORE_NEXT = compiled(r"\s*(?:ด้วย|โดย|ได้(?:รับ)?|มี)?\s?(?:ผล)?คะแนน(?:รวม)?(?!เฉลี่ย|สูง|ต่ำ)")
_RANK_REACH = 24
_NAME_FOLLOWS = 12
_NEXT_TO = 3


class Kind(Enum):
    """What a mention is."""

    SUBJECT = "subject"
    WHOLE = "whole"
    RESULT = "result"
    OTHERS = "others"
    GOAL = "goal"
    SUPPOSED = "supposed"
    OWN_AGAIN = "own_again"
    ITA = "ita"
    OTHER_ASSESSMENT = "other_assessment"
    AGENCY = "agency"
    NEXT_LINE = "next_line"
    YEAR = "year"
    BOUNDARY = "boundary"


class Mention(Struct, frozen=True):
    """One thing a text mentions; `code` of a subject, `name` of an agency."""

    start: int
    end: int
    kind: Kind
    code: str = ""
    name: str = ""
    by_number: bool = False


_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_WHOLE, Kind.WHOLE),
    (_RESULT, Kind.RESULT),
    (_ITA, Kind.ITA),
    (OTHER_ASSESSMENT, Kind.OTHER_ASSESSMENT),
    (_OTHERS, Kind.OTHERS),
    (_GOAL, Kind.GOAL),
    (_SUPPOSED, Kind.SUPPOSED),
    (_OWN_AGAIN, Kind.OWN_AGAIN),
    (_NEXT_LINE, Kind.NEXT_LINE),
    (_BOUNDARY, Kind.BOUNDARY),
)
_ORDER = {kind: number for number, kind in enumerate(Kind)}


class Mentions:
    """Finds what texts mention, for one year's names."""

    def __init__(self, framework: Framework) -> None:
        """`framework` gives the indicators by name and number."""
        self._tree = framework.tree
        self._last: tuple[str, list[Mention]] = ("", [])
        spoken = {
            node.name.th: code
            for code, node in framework.tree.items()
            if node.level is Level.INDICATOR
        }
        indicators = dict(spoken)
        for part in framework.instruments:
            # "การเปิดเผยข้อมูลสาธารณะ" is the instrument, with "แบบวัด" or without.
            spoken |= {part.name.th: part.code, _KIND_OF_PART.sub("", part.name.th): part.code}
            for indicator in part.indicators:
                indicators |= dict.fromkeys(indicator.other_names, indicator.code)
        spoken |= indicators
        self.parts = PartNames(indicators)
        self._indicators = {_letters(name): code for name, code in spoken.items()}
        ordered = sorted(spoken, key=len, reverse=True)
        # A name may wrap over lines; Thai has no spaces inside one.
        patterns = (r"\s?".join(map(re.escape, _letters(name))) for name in ordered)
        # "แผนปฏิบัติการป้องกันการทุจริต" and "มาตรการ…" begin with other words than the indicator's.
        self._names = compiled(f"{_INSIDE_A_WORD}(?:{'|'.join(patterns)})")

    def of(self, text: str) -> list[Mention]:
        """Everything a text mentions, in order; a number beside its name is one mention."""
        if text != self._last[0]:  # a paragraph is read for its scores, then for its claims
            self._last = text, self._found(text)
        return self._last[1]

    def _found(self, text: str) -> list[Mention]:
        found = [
            Mention(match.start(), match.end(), kind)
            for pattern, kind in _KINDS
            for match in pattern.finditer(text)
        ]
        found += [
            Mention(match.start(), match.end(), Kind.AGENCY, name=match[0].strip())
            for match in (*NAMED_AGENCY.finditer(text), *other_bodies(text))
        ]
        found += [
            Mention(start, start + 4, Kind.YEAR, code=str(year))
            for start, year in years_of_results(text)
        ]
        found = [one for one in _outside_names(found, text) if not _is_of_a_rank(one, text)]
        found = _without_prizes_again(found, text)
        found += self.subjects(text)
        # "หน่วยงานที่ได้คะแนนสูงสุด": the words that tell a result are inside those of others.
        turned = {
            position
            for one in found
            if one.kind is Kind.OTHERS or one.kind is Kind.GOAL
            for position in range(one.start, one.end)
        }
        found = [one for one in found if one.kind is not Kind.OWN_AGAIN or one.start not in turned]
        return sorted(found, key=lambda one: (one.start, _ORDER[one.kind]))

    def tells_other_indicators(self, text: str, code: str) -> bool:
        """Whether a text gives a number to an indicator beside the one of that code."""
        return any(
            one.code != code
            and level_of(one.code) is Level.INDICATOR
            and self.parts.has_number(text, one.end)
            for one in self.subjects(text)
        )

    def subjects(self, text: str) -> list[Mention]:
        """Items, instruments and indicators a text names, in order."""
        found = [
            Mention(match.start(), match.end(), Kind.SUBJECT, code)
            for match in ITEM_SPOKEN.finditer(text)
            if (code := parse_code(match[1]))
        ]
        found += [
            Mention(match.start(), match.end(), Kind.SUBJECT, match[1])
            for match in INSTRUMENT.finditer(text)
        ]
        named = [
            Mention(match.start(), match.end(), Kind.SUBJECT, self._indicators[_letters(match[0])])
            for match in self._names.finditer(text)
        ]
        named += [
            Mention(start, end, Kind.SUBJECT, code)
            for start, end, code in self.parts.before_numbers(text)
        ]
        numbered = [
            Mention(match.start(), match.end(), Kind.SUBJECT, code, by_number=True)
            for match in _NUMBERED.finditer(text)
            if (code := arabic_digits(match[1]).replace(" ", "")) in self._tree
        ]
        # "i8 การใช้งบประมาณคำนึงถึง…" names the item, not the indicator it begins like.
        items = sorted(one.end for one in found if one.code not in INSTRUMENTS)
        named = [one for one in named if not _any_in(items, one.start - _NEXT_TO, one.start)]
        # Papers number indicators by rank too: the name beside a number outweighs it.
        indicators = sorted(one.start for one in named if one.code not in INSTRUMENTS)
        counted = [
            one for one in numbered if not _any_in(indicators, one.end, one.end + _NAME_FOLLOWS)
        ]
        ends = sorted(one.end for one in counted)
        found += [one for one in named if not _any_in(ends, one.start - _NAME_FOLLOWS, one.start)]
        found += counted
        return sorted(found, key=lambda one: one.start)


def _any_in(places: list[int], first: int, last: int) -> bool:
    """Whether one of sorted places lies between two, both included."""
    number = bisect_left(places, first)
    return number < len(places) and places[number] <= last


def _is_of_a_rank(one: Mention, text: str) -> bool:
    """Whether others are named only as whom somebody's rank is among: "อันดับที่ 12 ของจังหวัด"."""
    if one.kind is not Kind.OTHERS or not _SCORE_NEXT.match(text, one.end):
        return False
    return _RANK_BEFORE.search(text, max(0, one.start - _RANK_REACH), one.start) is not None


def _without_prizes_again(found: list[Mention], text: str) -> list[Mention]:
    """The mentions but for a bare "รางวัล" behind the name of the assessment's prize."""
    named = _PRIZE_OF_THE_ITA.search(text)
    if named is None:
        return found
    return [
        one
        for one in found
        if one.kind is not Kind.OTHER_ASSESSMENT
        or one.start < named.start()
        or text[one.start : one.end] != "รางวัล"
        or not _NO_OTHER_PRIZE.match(text, one.end)
    ]


def _outside_names(found: list[Mention], text: str) -> list[Mention]:
    """The mentions that are no part of an agency's name: "กองทูล", "ส่วนจังหวัดสมมติ"."""
    inside = {
        place
        for one in found
        if one.kind is Kind.AGENCY
        if (end := NAME_STOPS.search(text, one.start, one.end))
        for place in range(one.start + 1, end.start())
    }
    return [one for one in found if one.start not in inside]


def _letters(name: str) -> str:
    return re.sub(r"\s", "", name)
