"""What a claim speaks of: its subject, its year, what it lists; and what bars it.

Each is taken only from words that are known; whatever else stands there, nothing is claimed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from enum import Enum

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.sights import COMPARED_WITH
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.sentences.mentions import Kind, Mention
from prongsai.core.scoresheet.sentences.speech import Speech
from prongsai.core.thai import arabic_digits

# A wish, a condition, a doubt, a denial, what once was: nothing said of the result.
_BARS = compiled(
    r"ควร|(?<!ถูก)ต้อง|เพื่อ|(?<!ญ)หาก|ถ้า|กรณี|มุ่ง|ตั้งเป้า|(?<!เกณฑ์)(?<!ตาม)(?<!กว่า)(?<!ถึง)(?<!บรรลุ)(?<!ผ่าน)(?<!กว่าค่า)เป้าหมาย|คาด|หวัง|ประสงค์|อยาก|พยายาม"
    r"|อาจ|น่าจะ|(?<!เสีย)เสี่ยง|สมมติ|แนวทาง|มาตรการ|ข้อเสนอ|เสนอ|ยกระดับ|ผลักดัน|เร่ง|แผน|โครงการ|ถือว่า|หมายถึง|หมายความ|นิยาม"
    r"|จะ(?!เห็น|พบ)|(?<!ทำ)(?<!ผล)(?<!เหตุ)ให้(?!บริการ|ความ|ข้อมูล)|ไม่ใช่|มิใช่|ใช่ว่า|ไม่จริง|คลาดเคลื่อน|ไม่ถูกต้อง|เข้าใจ(?:ว่า|ผิด)|ระบุว่า|แจ้งว่า|อ้าง"
    r"|เคย|เดิมที|ร่าง|เบื้องต้น|รอบแรก|ก่อน(?:การ)?อุทธรณ์|ประเมินตนเอง|ไตรมาส|แนวโน้ม|กำหนดว่า|กำหนดให้|ยกเว้น|เว้นแต่|นอกจาก|ไม่รวม|แม้|คำถามว่า|ว่ามี"
    r"|ไม่มี|ไม่พบ|ไม่ปรากฏ|หรือไม่|วัตถุประสงค์|ความสำเร็จ|(?<![A-Za-z])KPI"
)
_OF_OTHERS = compiled(
    r"(?<!ส่วน)จังหวัด|อำเภอ|ประเทศ|อปท|หน่วยงานอื่น|หน่วยงานที่|หน่วยงานใน|เทศบาลอื่น|เทศบาลใน|พนักงาน|บุคลากร|ลูกจ้าง|กอง|ฝ่าย|สำนักปลัด|โรงเรียน"
    r"|ข้อคำถาม|คำถามที่|(?<!หัว)ข้อที่|ประเด็นที่|ประเด็นย่อย|ตัวชี้วัดย่อย|หัวข้อ|ผู้ตอบ|ผู้เข้าร่วม|กลุ่มตัวอย่าง|งานที่|ร้อยละของ|น้ำหนัก|ความพึงพอใจ"
)
_RESETS = compiled(r"พบว่า|ปรากฏว่า|เห็นว่า|เห็นได้ว่า|\n\s*\n|\n\s*(?:[-•●▪*❖]|\(?\d{1,2}[.)])\s")
_CLAUSE_STARTS = compiled(
    r"\n|ส่วน(?!ราชการ|ตำบล|จังหวัด|ได้|เสีย|ร่วม)|แต่(?!ละ)|ขณะที่|ทั้งนี้|อย่างไรก็|พบว่า|เห็นว่า|[ๆก-๙]\s{2,}|;"
)
_BETWEEN = compiled(
    r"(?:[\s“”\"'(),:=]|(?:ที่|ซึ่ง|โดย|และ|แต่)?(?:ได้(?:รับ)?|มี|ยังคง|ยัง|ก็|นั้น|ต่าง|ทั้งหมด|อยู่ที่|เท่ากับ|ร้อยละ)"
    r"|(?:มี|ได้)?(?:ผล)?คะแนน(?:เฉลี่ย|รวม|การประเมิน|ประเมิน)?|ผลการประเมิน"
    r"|\d{1,3}(?:\.\d{1,2})?(?![\d.])\s*(?:คะแนน|%)?|(?:อยู่)?(?:ใน)?ระดับ(?:ผลการประเมิน)?\s*[“\"]?(?:[A-F]{1,2}|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุง)"
    r"|(?:ของ)?(?:หน่วยงาน|เทศบาลฯ|เทศบาล(?!ตำบล|เมือง|นคร|อื่น|ใน|ที่))|(?:ใน|ของ|ประจำ)?ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*25\d\d|IIT|EIT|OIT|เมื่อ)*(?:ซึ่ง|ที่|และ|แต่|โดย)?\s*"
)
_HEAD = compiled(
    r"(?:ผลการประเมิน|ผล|คะแนน|เฉลี่ย|ของ|ใน|ด้าน|แบบวัด|แบบตรวจ|แบบ|เครื่องมือ|ตัวชี้วัด(?:ที่\s*\d{1,2}\.?)?|[\s(“\":])*$"
)
_NO_SUBJECT = compiled(
    r"(?:ผู้ตอบ|ผู้รับ|จำนวน|คำถาม|ข้อ|ประเด็น|น้ำหนัก|งบประมาณ|อัตรา|สัดส่วน|ค่าเฉลี่ย|หัวข้อ|ความพึงพอใจ|การตอบ|เกณฑ์|กว่า|เทียบกับ|เท่ากับ"
    r"|ต่างจาก|กิจกรรม|ด้วย|ตาม|เกี่ยวกับ|เรื่อง|ต่อ|เนื้อหา|หรือ)$"
)
# "7 ตัวชี้วัด การใช้งบประมาณ…", "90.52 คะแนน การ…": words that belong to the number before them.
_SURELY_A_SCORE = compiled(
    r"(?:ตัวชี้วัดที่\s*\d{1,2}\.?|แบบวัด|แบบตรวจ|เครื่องมือ)[\s(“\":]*$|ตัวชี้วัด[(“\"]*$"
    r"|(?<!\d)(?<!\d )(?:ตัวชี้วัด|คะแนน|คะแนนของ)[\s(“\":]*$"
)
_LISTED_BETWEEN = compiled(
    r"[)”\"\s]*(?:\(?\s*(?:ได้)?(?:คะแนน)?\s*(?:ร้อยละ|เท่ากับ|=)?\s*\d{1,3}(?:\.\d{1,2})?\s*(?:คะแนน|%)?\s*\)?)?[\s,/]*(?:และ|กับ)?"
    r"\s*(?:\d{1,2}[.)]\s*)?(?:แบบวัด|แบบตรวจ|แบบ|เครื่องมือ|ด้าน|ตัวชี้วัด(?:ที่\s*\d{1,2}\.?)?)?[\s(“\"]*"
)
_LIST_ENDS = compiled(
    r"[)”\"]*\s*(?:\(?\s*(?:ได้)?(?:คะแนน)?\s*(?:ร้อยละ|เท่ากับ|=)?\s*\d{1,3}(?:\.\d{1,2})?"
    r"\s*(?:คะแนน|%)?\s*\)?)?[ \t]*(?:$|\n|[.;]|ตามลำดับ|ซึ่ง|โดย)"
)
_LONGEST_LIST = 40
_TO_LIST = compiled(
    r"\s*(?:\(?(?:จำนวน|มี)?\s*\d{1,2}\s*(?:ตัวชี้วัด|แบบวัด|เครื่องมือ)\)?)?\s*(?:มีเพียง|มี)?\s*(?:คือ|ได้แก่|ประกอบด้วย|เป็น|:)\s*:?[\s“\"(]*"
)
# Letters behind a name that begin a new word; others go on with the name.
_NAME_ENDS = compiled(
    r"(?=$|[^ก-ฺเ-๎A-Za-z]|และ|ได้|มี|กับ|ซึ่ง|ที่|โดย|ไม่|ผ่าน|เพิ่ม|ลด|สูง|ต่ำ|เป็น|อยู่|คง|ยัง|ใน|น้อย|มาก|ถึง|ต่าง|ตาม|แต่)"
)
_SAYS_MORE = compiled(
    r"[)”\"\s]*(?:ที่)?(?:ยัง)?(?:ได้|มี)?(?:ผล)?(?:คะแนน)?\s*(?:ไม่|ยัง|ผ่าน|เพิ่ม|ลด|สูง|ต่ำ|มาก|น้อย|เป็น|ถึง|คง|ควร|ต้อง)"
)
_YEAR_FOLLOWS = compiled(
    r"[ \t]*\(?[ \t]*(?:ใน|ของ|ประจำ|เมื่อ)\s*ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*(25\d\d)"
    r"(?!\s*(?:เป็น|ได้|มี|ลด|เพิ่ม|แบบ|ตัว|คะแนน))"
)
_LAST_YEAR = compiled(r"ปี(?:งบประมาณ)?\s*(?:ก่อน(?:หน้า)?|ที่\s?(?:ผ่านมา|แล้ว)|ถัดไป|หน้า|ล่าสุด)")
# "เท่ากับปี 2564", "ต่ำกว่าแบบวัด OIT ของปี 2564": the year of what is compared with.
_COMPARED = compiled(
    r"(?:(?:เทียบกับ|จาก|กว่า|เท่ากับ)|กว่า[^\n]{0,30}(?:ของ|ใน))\s*(?:ผลการประเมิน|คะแนน)?\s*(?:ใน|ของ)?\s*"
    r"(?:ปี|งบประมาณ|พ\.\s?ศ\.|\s)*$"
)
_WHOLE = compiled(
    r"คะแนนรวม|คะแนนภาพรวม|ภาพรวม|คะแนนเฉลี่ยรวม|คะแนน\s?ITA(?![A-Za-z])|ผลการประเมิน\s?ITA(?![A-Za-z])"
)
_BODY = compiled(r"(?:เทศบาล|องค์การบริหารส่วน|อบต\.|อบจ\.|ทต\.|ทม\.|ทน\.)")
_JOINED = compiled(r"และ|กับ|[,/]")
_DIGIT = compiled(r"\d")
# "… 85 คะแนน ยกเว้นแบบวัด EIT", "… นั้นไม่เป็นความจริง".
_TAKES_BACK = compiled(
    r"[^\n]{0,60}(?:ไม่เป็นความจริง|คลาดเคลื่อน|ไม่ถูกต้อง|ผิดพลาด|ใช่หรือ|หรือไม่|ใช่ไหม|\?|ยกเว้น|เว้นแต่|นอกจาก|ไม่รวม)"
)
_HEADS_WISHES = compiled(
    r"(?!.*(?:ผลการ(?:ประเมิน|วิเคราะห์)|วิเคราะห์)).*(?:วัตถุประสงค์|เป้าหมาย|เป้าประสงค์|คาดว่า|คาดหวัง|ข้อเสนอ|แนวทาง|มาตรการ|แผน|ความสำเร็จ"
    r"|KPI|เกณฑ์การ|หลักเกณฑ์|นิยาม|นโยบาย|ถัดไป|ผลผลิต|ผลลัพธ์)"
)
_NO_HEADING = compiled(r"^\s*(?:[-•●▪*❖]|\(?\d{1,2}[.)])|\d{2}\.\d|คะแนน$|เกณฑ์")
_LINES_ABOVE = 12
_LONGEST_HEADING = 60
_YEAR = compiled(r"25\d\d")
_FAR = 120
_LEFT = 160
_WISH_LINE_BEFORE = 40
_SHORTEST_NAME = 8


class Unsure(Enum):
    """That a year is told, but not which."""

    YEAR = "year"


class Subject(Struct, frozen=True):
    """Whose score a claim speaks of; `is_score` where words say that it is no ordinary noun."""

    code: str
    start: int
    end: int
    is_score: bool


class Clauses:
    """One text with its mentions; answers for places in it, in rising order."""

    def __init__(
        self,
        text: str,
        mentions: list[Mention],
        speech: Speech,
        is_own: Callable[[str], bool | None],
        year: int | None,
        heading: str,
    ) -> None:
        """`year` is in sight where the text names none; `heading` stands above the text."""
        self._heading = heading
        self.text, self._speech, self._is_own, self._sight = text, speech, is_own, year
        self._subjects = [one for one in mentions if one.kind is Kind.SUBJECT]
        self._starts = [one.start for one in self._subjects]
        self._years = [one for one in mentions if one.kind is Kind.YEAR]
        self._year_starts = [one.start for one in self._years]

    def start_of(self, position: int) -> int:
        """Where the clause that a place is in begins."""
        return _after_last(_CLAUSE_STARTS, self.text, max(0, position - _LEFT), position)

    def allows(self, position: int) -> bool:
        """Whether what is said at a place is said of this agency's result, and meant so."""
        self._speech.pass_to(position)
        if not (self._speech.is_of_agency and self._speech.is_own_result(position)):
            return False
        start = _after_last(_RESETS, self.text, max(0, position - _LEFT), position)
        line = self.text.rfind("\n", start, position)
        start = max(start, line - _WISH_LINE_BEFORE) if line >= 0 else start
        window = self.text[start:position]
        if _BARS.search(window) or self._is_wished_above(position):
            return False
        return not self._is_anothers(position)

    def takes_back(self, position: int) -> bool:
        """Whether words behind a place doubt, deny or except what was said."""
        return _TAKES_BACK.match(self.text, position) is not None

    def _is_wished_above(self, position: int) -> bool:
        """Whether the heading above is one of goals, rules or measures."""
        end = self.text.rfind("\n", 0, position)
        for _ in range(_LINES_ABOVE):
            if end < 0:
                return _HEADS_WISHES.match(self._heading) is not None
            start = self.text.rfind("\n", 0, end) + 1
            line = self.text[start:end].strip()
            end = start - 1
            if not line:
                continue
            # A longer line may end with what opens a list: "… โดยมีวัตถุประสงค์ ดังนี้".
            if _HEADS_WISHES.match(line[-_LONGEST_HEADING:]):
                return True
            if len(line) <= _LONGEST_HEADING and not _NO_HEADING.search(line):
                return False
        return False

    def _is_anothers(self, position: int) -> bool:
        start = self.start_of(position)
        clause = self.text[start:position]
        own = clause
        for body in NAMED_AGENCY.finditer(clause):
            own = own.replace(body[0], "")
        if _OF_OTHERS.search(own):
            return True
        named = (start + one.start() for one in _BODY.finditer(clause))
        return any(not self._is_own_body(one, position) for one in named)

    def _is_own_body(self, start: int, position: int) -> bool:
        """Whether the agency named from a place on is our own; "เทศบาล" alone is."""
        words = self.text[start:position].split()
        name = words[0] if words else ""
        if NAMED_AGENCY.match(name) is None and "." not in name:
            return True
        return self._own_ends(name) is not None

    def _own_ends(self, words: str) -> int | None:
        """Where our own agency's name ends that some words begin with; None for any other's."""
        for end in range(len(words), _SHORTEST_NAME, -1):
            name = words[:end].strip()
            if (
                _NAME_ENDS.match(words, end)
                and NAMED_AGENCY.fullmatch(name)
                and self._is_own(name) is True
            ):
                return end
        return None

    def subject(self, position: int) -> Subject | None:
        """The score named right before a place, with nothing unknown between."""
        start = self.start_of(position)
        named = self._last_named(start, position)
        whole = _last(_WHOLE, self.text, start, position)
        if whole is not None and (named is None or whole.start() > named.start):
            if named is not None or not self._joins(whole.end(), position):
                return None
            return Subject(TOTAL, whole.start(), whole.end(), is_score=True)
        if named is None:
            return self._whole_agency(start, position)
        if not self._joins(named.end, position) or not _NAME_ENDS.match(self.text, named.end):
            return None
        return self._headed(named, start, position)

    def _joins(self, start: int, end: int) -> bool:
        return end - start <= _FAR and _BETWEEN.fullmatch(self.text, start, end) is not None

    def _headed(self, named: Mention, start: int, position: int) -> Subject | None:
        """A named score, unless the words before say that something else of it is meant."""
        before = self.text[start : named.start]
        head = _HEAD.search(before)
        if _NO_SUBJECT.search(before[: head.start()] if head else before):
            return None
        is_code = named.code in INSTRUMENTS and named.end - named.start == len(named.code)
        is_score = (
            is_code
            or named.by_number
            or _SURELY_A_SCORE.search(before) is not None
            or "คะแนน" in self.text[named.end : position]
        )
        return Subject(named.code, named.start, named.end, is_score)

    def _whole_agency(self, start: int, position: int) -> Subject | None:
        """The total, where our own agency is named right before: "เทศบาลตำบล… ผ่านเกณฑ์"."""
        body = _last(_BODY, self.text, start, position)
        if body is None:
            return None
        words = self.text[body.start() : position]
        # The longest that is our own: "ตัวอย่างได้คะแนน" is, to the reader of agencies.
        end = self._own_ends(words)
        while end is not None and not self._joins(body.start() + end, position):
            end = self._own_ends(words[: end - 1])
        if end is None:
            return None
        return Subject(TOTAL, body.start(), body.start() + end, is_score=True)

    def together(self, subject: Subject) -> list[str]:
        """The subjects that are listed up to and with one: "IIT และ OIT"."""
        number = bisect_left(self._starts, subject.start)
        codes = [subject.code]
        first = subject.start
        while number and first - self._subjects[number - 1].end <= _WISH_LINE_BEFORE:
            number -= 1
            one = self._subjects[number]
            between = self.text[one.end : first]
            is_same = one.code == codes[-1]
            if not _LISTED_BETWEEN.fullmatch(between) or "\n" in between or _DIGIT.search(between):
                break
            if not (is_same or _JOINED.search(between)):
                break  # "… มีเพียงแบบวัด EIT แบบวัด IIT เพิ่มขึ้น": the one before ends a sentence
            codes.append(one.code)
            first = one.start
        start = self.start_of(first)
        before = self.text[start:first]
        head = _HEAD.search(before)
        if _NO_SUBJECT.search(before[: head.start()] if head else before):
            return []
        levels = {level_of(code) for code in codes}
        return list(dict.fromkeys(codes)) if len(levels) == 1 else codes[:1]

    def listed(self, position: int) -> list[Subject]:
        """The scores that are listed from a place on: "ได้แก่ IIT และ OIT"."""
        opened = _TO_LIST.match(self.text, position)
        return self._listed_from(opened.end()) if opened else []

    def named_at(self, position: int) -> Subject | None:
        """The score named right from a place on."""
        found = self._listed_from(position)
        return found[0] if found else None

    def _listed_from(self, position: int) -> list[Subject]:
        """A list's scores; of those that only a space joins none that a sentence may begin with."""
        found: list[Subject] = []
        firm, end = 1, position
        for one in self._subjects[bisect_left(self._starts, position) :][:_LONGEST_LIST]:
            if found and one.start < end:
                continue
            gap = _LISTED_BETWEEN.fullmatch(self.text, end, one.start)
            if gap is None or not _NAME_ENDS.match(self.text, one.end):
                break
            if found and _SAYS_MORE.match(self.text, one.end):
                return found[:firm]  # the next sentence begins with it
            if not found or found[-1].code != one.code:
                found.append(Subject(one.code, one.start, one.end, is_score=True))
            firm = len(found) if len(found) == 1 or _JOINED.search(gap[0]) else firm
            end = one.end
        return found if _LIST_ENDS.match(self.text, end) else found[:firm]

    def year(self, start: int, end: int, inside: int | None = None) -> int | Unsure | None:
        """The year a claim from `start` to `end` is about; None where none is known.

        Shape: `inside` is a year that the claim itself names.
        """
        clause = self.start_of(start)
        if _LAST_YEAR.search(self.text, clause, start) and not COMPARED_WITH.search(
            self.text[clause : _search_start(_LAST_YEAR, self.text, clause, start)]
        ):
            return Unsure.YEAR
        own = {int(one.code) for one in self._plain_years(clause, start)}
        own |= {inside} if inside else set()
        behind = _YEAR_FOLLOWS.match(self.text, end)
        if behind:
            own.add(int(behind[1]))
        if len(own) > 1:
            return Unsure.YEAR
        if own:
            return own.pop()
        self._speech.pass_to(start)
        years = self._speech.years
        if years and (self._speech.year_is_compared or self._is_compared(years[-1], 0)):
            years = years[:-1]
        if years:
            return int(years[-1].code)
        headed = _YEAR.findall(arabic_digits(self._heading))
        # "ผลการประเมินปี 2564" right above, and 2565 in sight from a title.
        return Unsure.YEAR if headed and str(self._sight) not in headed else self._sight

    def _plain_years(self, start: int, end: int) -> list[Mention]:
        """The years named between two places that are not what is compared with."""
        first, last = (bisect_left(self._year_starts, place) for place in (start, end))
        return [one for one in self._years[first:last] if not self._is_compared(one, start)]

    def _is_compared(self, year: Mention, start: int) -> bool:
        before = self.text[max(start, year.start - _FAR) : year.start]
        return bool(COMPARED_WITH.search(before) or _COMPARED.search(before))

    def compared_year(self, start: int) -> int | None:
        """The one year that is compared with before a place of the clause."""
        clause = self.start_of(start)
        first, last = (bisect_left(self._year_starts, place) for place in (clause, start))
        plain = self._plain_years(clause, start)
        found = {int(one.code) for one in self._years[first:last] if one not in plain}
        return found.pop() if len(found) == 1 else None

    def instruments(self, start: int, end: int) -> list[str]:
        """The instruments named between two places, each once."""
        first, last = (bisect_left(self._starts, place) for place in (start, end))
        named = (one.code for one in self._subjects[first:last])
        return list(dict.fromkeys(code for code in named if level_of(code) is Level.INSTRUMENT))

    def _last_named(self, start: int, position: int) -> Mention | None:
        number = bisect_left(self._starts, position)
        if not number:
            return None
        one = self._subjects[number - 1]
        return one if one.start >= start and one.end <= position else None


def _after_last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = _last(pattern, text, start, end)
    return found.end() if found else start


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    last = None
    for found in pattern.finditer(text, start, end):
        last = found
    return last


def _search_start(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.search(text, start, end)
    return found.start() if found else end
