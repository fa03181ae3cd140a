"""Scores and levels that a document states in sentences.

A number is a score only where the sentence says so ("… คะแนน") and says whose; thresholds, full
marks, growth and the means of other bodies are numbers about scores, not scores.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from prongsai.core.extract import Paragraph
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.claims import ClaimReader
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.mentions import ITEM_SPOKEN, Mentions, speech_of
from prongsai.core.scoresheet.model import (
    Figure,
    Origin,
    PublishedRating,
)
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import joined
from prongsai.core.scoresheet.sights import years_of_results
from prongsai.core.scoresheet.topics import Topic
from prongsai.core.thai import arabic_digits, around, repair, squeeze

_DIGIT = "[0-9๐-๙]"
_NUMBER = compiled(
    rf"(?<![0-9๐-๙.,/:])({_DIGIT}{{1,3}}(?:\.{_DIGIT}{{1,2}})?)(?![0-9๐-๙]|[.,/:]{_DIGIT})"
)
_BESIDE_CODE = compiled(
    rf"(?<![A-Za-z0-9])([ieoIEO๐])({_DIGIT}{{1,2}})\s*[:=]\s*({_DIGIT}{{1,3}}(?:\.{_DIGIT}{{1,2}})?)(?!{_DIGIT})"
)
_OIT_CODE = compiled(r"(?<![A-Za-z0-9])[oO0](\d{1,2})(?!\d)")
_AT_ZERO = compiled(
    r"(?:ได้|คะแนน)\s*0(?:\.00?)?\s*(?:คะแนน)?\s*(?:จำนวน|มี)?\s*(?P<count>\d{1,2})\s*(?:ข้อ|ประเด็น|รายการ)"
    r"\s*(?:ได้แก่|คือ|ประกอบด้วย|[:=(])\s*(?P<codes>(?:(?:ข้อ)?\s*[oO0]\d{1,2}[\s,/และ]*){1,43})"
)
# "IIT 95.83", "IIT = 96.13": a decimal right behind an instrument is its score.
_BESIDE_PART = compiled(
    r"(?:(?<![A-Za-z])(?:IIT|EIT|OIT)|(?:^|[\s|·,/•;])รวม)[ \t]*[:=]?[ \t]*\(?$"
)
_SCORE_WORD_AFTER = compiled(r"^\s*[)\]]?\s*คะแนน")
_SCORE_WORD_BEFORE = compiled(
    r"(?:คะแนน(?!ขึ้นไป|ลงมา)|ผลการประเมิน|ผลประเมิน|ITA)[^0-9๐-๙\n]{0,24}?(?:เท่ากับ|อยู่ที่|คือ|เป็น|ได้|:|=|ร้อยละ)\s*(?:ร้อยละ|คะแนน)?\s*$"
    r"|เต็ม\s*100\s*(?:คะแนน)?\s*ได้(?:คะแนน)?\s*$"
)
_DECIMAL_AFTER_SCORE_WORD = compiled(r"คะแนน[^0-9๐-๙\n]{0,24}$")
_CODE_BEFORE = compiled(r"[ieoIEO๐][0-9๐-๙]{1,2}\s*[:=]\s*$")
_LIST_NUMBER = compiled(r"^\s*[).]\s*[ก-ฮเ-ไ]")
# Right before the number: it is a limit, a full mark, a difference or a share.
_NOT_A_SCORE_BEFORE = compiled(
    r"(?:น้อยกว่า|ต่ำกว่า|สูงกว่า|มากกว่า|ไม่ถึง|เกินกว่า|เกิน|ตั้งแต่|เต็ม|เกณฑ์|เป้าหมาย|ผ่านเกณฑ์|เพิ่มขึ้น|ลดลง|สูงขึ้น"
    r"|ต่ำลง|ต่างกัน|แตกต่าง|ผลต่าง|ขาด|อีก|ระหว่าง|ถึง|น้ำหนัก|ไม่ผ่าน|(?<!ส่วน)เสีย|เกณฑ์\s{0,2}\S{0,3}\s{0,2}(?:ผ่าน|ประเมิน|มาตรฐาน)|เพิ่ม|ลด|[-–—+]|≥|<|>|≤|ขั้นต่ำ|ช่วง|จาก)"
    r"\s*(?:จำนวน|ร้อยละ|คะแนน|เป็น|ที่|คือ|[(:=]|อยู่ที่|ขั้นต่ำ|กำหนด|ไว้|กว่า)*\s*$"
    r"|(?:ปี|(?<!หน้า)(?<!นา้ )ที่)\s*$|=\s*\(\s*$"
    # "(80.00 × 30%) + (70.00 × 40%) = 79.00": a sum that somebody works out.
    rf"|[×xX*]\s*{_DIGIT}{{1,3}}(?:\.{_DIGIT}+)?\s*%?\s*\)\s*=\s*$"
    r"|(?:เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|เพิ่ม|ลด)[^\n]{0,60}?(?:จำนวน|คิดเป็น|เท่ากับ)\s*(?:ร้อยละ)?\s*$"
    r"|เป้าหมาย[^\n]{0,40}?(?:ไว้)?(?:ที่|เท่ากับ|คือ)\s*$|คะแนนเต็ม[^\n0-9๐-๙]{0,12}$"
    # "ระดับ 5 ได้ 95 คะแนน": what a step of a scale is worth; "ร้อยละผู้ตอบ IIT 98.5": who answered.
    rf"|ระดับ\s*(?:ที่\s*)?{_DIGIT}\s*(?:ได้|คือ|=|หมายถึง|ต้องได้)?\s*$"
    r"|(?:ผู้ตอบ|ตอบแบบ\S{0,6}|กลุ่มตัวอย่าง)[^\n0-9๐-๙]{0,24}$"
    # "88.53 คะแนน คิดเป็นร้อยละ …": a share of something, after a score that is complete.
    r"|(?<!ส่วน)เสีย\s?(?:คะแนน)?\s?(?:รวม)?\s?(?:ไป)?\s*$|เกณฑ์(?:(?!คะแนน|ได้)[^0-9๐-๙]){0,40}คือ\s*$"
    rf"|{_DIGIT}\s*คะแนน(?:(?!คะแนน)[^\n0-9๐-๙]){{0,60}}คิดเป็น\s*(?:ร้อยละ|สัดส่วน)?\s*$"
)
# Two figures of one thing are a question, not a choice.
_OLD_OR_NEW = compiled(
    r"(?:เก่า|เดิม|ใหม่|แก้(?:ไข)?เป็น|ก่อนแก้(?:ไข)?|หลังแก้(?:ไข)?|ปรับเป็น|ทบทวนเป็น)"
    r"\s*(?:ประกาศ(?:ไว้)?|ได้|อยู่ที่)?\s*(?:คือ|:|=|ที่)?\s*$"
)
_STATED_AT = compiled(r"(?:สูงถึง|อยู่ที่|เท่ากับ|จาก(?:การประเมิน|ผล)\S*)\s*(?:คะแนน)?\s*$")
_NOT_A_SCORE_AFTER = compiled(
    r"^[ ]*[)\]]?[ ]*(?:คะแนน)?[ ]*(?:ขึ้นไป|ลงมา|[-–—]\s*[0-9๐-๙]|ถึง\s*[0-9๐-๙]"
    r"|(?:จำนวน|อยู่|มี)?\s*[0-9๐-๙]{1,2}\s*(?:ประเด็น|ข้อ|คำถาม|ตัวชี้วัด))"
)
_COUNTED_AFTER = compiled(
    r"^[ ]*(?:ประเด็น|ข้อ|ตัวชี้วัด|แบบวัด|ปี|เดือน|วัน|คน|ราย|หน่วยงาน|บาท|โครงการ|ครั้ง"
    r"|ระดับ(?!\s*[“\"(]?\s*(?:[A-F]|ผ่าน|ต้อง)))"
)
_COUNTED_THINGS = compiled(r"(?:ประเด็น|ข้อ|คำถาม|ตัวชี้วัด)\S{0,30}$")
_WORKED_EXAMPLE = compiled(r"ตัวอย่างการ(?:คำนวณ|คิด)|วิธีการ?(?:คำนวณ|คิด)")
_LONGEST_TITLE = 120
_REACH = 160
_BESIDE_REACH = 40
# What introduces a level; "ยกระดับ" (to raise) does not.
_LEVEL_FOLLOWS = compiled(
    r"(?:(?<!ยก)ระดับ\s*(?:ผลการประเมิน|คะแนน|การประเมิน)?\s*(?:คือ|เป็น|:|อยู่ที่)?"
    r"|(?P<result>ผลการประเมิน\s*(?:คือ|:|อยู่ใน\s?เกณฑ์)?|อยู่ใน\s?เกณฑ์(?:\s?[:=]|\s?คือ)?)"
    r"|(?P<beside>[0-9๐-๙]\s*(?:คะแนน)?\s*(?=\()))\s*[“\"'‘(]?\s*"
)
_WORD_GOES_ON = compiled(r"[A-Za-zก-ฮะ-ฺเ-๎]")
_BAND_FOLLOWS = compiled(
    rf"[”\"'’)]?\s*[(=:]?\s*(?:ช่วง)?(?:คะแนน)?\s*{_DIGIT}{{1,3}}(?:\.{_DIGIT}+)?\s*(?:คะแนน)?\s*"
    rf"(?:[-–—]\s*{_DIGIT}|ถึง\s*{_DIGIT}|ขึ้นไป)"
)
# "ระดับผ่านดี 60 แห่ง": how many agencies have it.
_COUNTED_LEVEL = compiled(rf"[”\"'’)]?\s*(?:จำนวน)?\s*{_DIGIT}+\s*(?:แห่ง|หน่วยงาน|อปท)")
_BAND_BEFORE = compiled(
    rf"{_DIGIT}\s*(?:[-–—]|ถึง)\s*{_DIGIT}{{1,3}}(?:\.{_DIGIT}+)?\s*(?:คะแนน)?[^\n0-9๐-๙]{{0,20}}$"
)
# "ผลการประเมิน ผ่านเกณฑ์ 85": whether a limit is reached, no level.
_LIMIT_FOLLOWS = compiled(rf"\s*(?:เกณฑ์|ร้อยละ|{_DIGIT})")
_GOAL_BEFORE = compiled(
    r"(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|ตัวชี้วัดความสำเร็จ|เป้าหมาย|เพื่อให้|มุ่งสู่|มุ่งเน้น|ตั้งเป้า|คาดว่า)[^\n]{0,40}$"
)
_MEAN_OF_OTHERS = compiled(r"(?:เฉลี่ย|ค่ากลาง)[^\n]{0,60}(?:ประเทศ|จังหวัด|อำเภอ|ภาค|กลุ่ม)[^\n]{0,40}$")
_WHOLE_AGENCY = compiled(r"ผลการประเมิน|ภาพรวม|คะแนนรวม|หน่วยงาน")
_CLAUSE_END = compiled(r"[\n]\s*\n|(?<=[ๆก-๙])\s{2,}(?=[ก-ฮ])")


Levels = Callable[[int | None], Mapping[str, str]]


class _Years:
    """The result years of one text, found once; each number asks for the nearest before it."""

    def __init__(self, text: str) -> None:
        self._found = years_of_results(text)
        self._starts = [start for start, _ in self._found]

    def before(self, position: int) -> int | None:
        """The nearest result year before a position."""
        number = bisect_left(self._starts, position)
        return self._found[number - 1][1] if number else None


def _leading_level(text: str, words: Mapping[str, str]) -> str | None:
    """The level word a text opens with, whole: "ผ่านดี" is not "ผ่าน"."""
    fitting = [word for word in words if text.startswith(word)]
    word = max(fitting, key=len, default=None)
    return None if word is None or _WORD_GOES_ON.match(text, len(word)) else word


class ProseReader:
    """Reads sentences for one year's names."""

    def __init__(
        self,
        names: Names,
        complaints: Complaints,
        is_own: Callable[[str], bool | None],
        *,
        in_ita: bool,
    ) -> None:
        """`complaints` takes scores of nobody certain; `is_own` tells the agency's own name.

        Shape: `in_ita` says that the document speaks of nothing but this assessment.
        """
        self.names = names
        self.complaints = complaints
        self._is_own = is_own
        self._asks_whose = complaints.asks_whose
        self._in_ita = in_ita
        self._mentions = Mentions(names.framework)
        self.claims = ClaimReader(self._mentions, is_own, in_ita=in_ita)

    def _listed_at_zero(
        self, paragraph: Paragraph, text: str, year: int | None
    ) -> Iterator[Figure]:
        """Items that a sentence counts and lists as at 0: "ได้ 0 คะแนน จำนวน 3 ข้อ ได้แก่ O12 …"."""
        for found in _AT_ZERO.finditer(arabic_digits(text)):
            codes = [f"o{int(one[1])}" for one in _OIT_CODE.finditer(arabic_digits(found["codes"]))]
            known = [code for code in dict.fromkeys(codes) if code in self.names.framework.items]
            quote = around(text, found.start(), found.end())
            place = paragraph.place_at(found.start(), quote)
            if len(known) != int(found["count"]) or len(codes) != len(known):
                # A list that is not what it counts says nothing for certain.
                self.complaints.unattributed(place)
                continue
            for code in known:
                name = self.names.framework.items[code].name.th
                yield Figure(code, year, "0", Decimal(0), Origin.PROSE, place, name)

    def figures(
        self, paragraph: Paragraph, year: int | None, topic: Topic = Topic.UNKNOWN
    ) -> Iterator[Figure]:
        """Scores stated in a paragraph; `year` where the sentence names none.

        Shape: `topic` is what the caption above says that the text is about.
        """
        text = joined(repair(paragraph.text))
        if _WORKED_EXAMPLE.search(text, 0, _LONGEST_TITLE):
            return
        yield from self._beside_codes(paragraph, text, year)
        yield from self._listed_at_zero(paragraph, text, year)
        speech = speech_of(text, self._mentions.of(text), topic, self._is_own, in_ita=self._in_ita)
        last_value = Decimal(-1)
        for number in _NUMBER.finditer(text):
            before = text[max(0, number.start() - _REACH) : number.start()]
            after = text[number.end() : number.end() + _REACH]
            speech.pass_to(number.start())
            if _OLD_OR_NEW.search(before) and speech.is_of_agency:
                quote = around(text, number.start(), number.end())
                self.complaints.unattributed(paragraph.place_at(number.start(), quote))
            if not self._is_score(number[1], before, after):
                continue
            if speech.is_others_agency and self._asks_whose:
                quote = around(text, number.start(), number.end())
                self.complaints.of_another(paragraph.place_at(number.start(), quote))
            code, value = speech.whose(number.start()), Decimal(arabic_digits(number[1]))
            # Nobody's whole instrument is at 0; the sentence speaks of its items.
            if value > 100 or (value == 0 and code and not is_item(code)):  # noqa: PLR2004
                continue
            quote = around(text, number.start(), number.end())
            place = paragraph.place_at(number.start(), quote)
            is_new = speech.is_waiting or speech.year_is_new
            if code is None or not is_new:
                if value != last_value and speech.is_of_agency:
                    self.complaints.unattributed(place)
                continue
            last_value = value
            spoken_year = speech.year or year
            speech.use()
            name = _after_code(before) if is_item(code) else None
            yield Figure(code, spoken_year, number[1], value, Origin.PROSE, place, name)

    def _beside_codes(self, paragraph: Paragraph, text: str, year: int | None) -> Iterator[Figure]:
        """Items' codes with their score: "… (i7 : 84.94 คะแนน)"."""
        for found in _BESIDE_CODE.finditer(text):
            letter = "o" if found[1] in "oO๐" else found[1].lower()
            code = f"{letter}{int(arabic_digits(found[2]))}"
            before = text[max(0, found.start() - 300) : found.start()]
            lead = before.rsplit("\n", 1)[-1].rsplit(")", 1)[-1]
            value = Decimal(arabic_digits(found[3]))
            if value <= 100:  # noqa: PLR2004
                yield Figure(
                    code, year, found[3], value, Origin.PROSE,
                    paragraph.place_at(found.start(), squeeze(found[0])), squeeze(lead) or None,
                )  # fmt: skip

    @staticmethod
    def _is_score(number: str, before: str, after: str) -> bool:
        is_list_number = "." not in number and _LIST_NUMBER.match(after)
        if _NOT_A_SCORE_AFTER.match(after) or is_list_number:
            return False
        limits = _NOT_A_SCORE_BEFORE.search(before) and not _STATED_AT.search(before)
        counts = "." not in number and _COUNTED_AFTER.match(after)
        if limits or counts or _OLD_OR_NEW.search(before) or _CODE_BEFORE.search(before):
            return False
        if _COUNTED_THINGS.search(before[-36:]):
            return False
        if _SCORE_WORD_AFTER.match(after) or _SCORE_WORD_BEFORE.search(before):
            return True
        told = _DECIMAL_AFTER_SCORE_WORD.search(before) or _BESIDE_PART.search(before)
        return "." in number and told is not None

    def ratings(
        self, paragraph: Paragraph, year: int | None, levels: Levels
    ) -> Iterator[PublishedRating]:
        """Result levels a paragraph states: "อยู่ในระดับ B", "ระดับผลการประเมิน “A”".

        Shape: `levels` gives the codes of a year's level words.
        """
        text = repair(paragraph.text)
        years = _Years(text)
        for found in _LEVEL_FOLLOWS.finditer(text):
            spoken_year = years.before(found.start()) or year
            before = text[max(0, found.start() - _REACH) : found.start()]
            after = text[found.end() : found.end() + _REACH]
            words = levels(spoken_year)
            word = _leading_level(after, words)
            if word is None or not self._is_a_rating(before, after[len(word) :], found):
                continue
            place = paragraph.place_at(found.start(), squeeze(found[0] + word))
            yield PublishedRating(words[word], spoken_year, word, place)

    def _is_a_rating(self, before: str, after: str, found: re.Match[str]) -> bool:
        """Whether a level word is the agency's own: no band, no goal, no level of a part."""
        if (
            _COUNTED_LEVEL.match(after)
            or _BAND_FOLLOWS.match(after)
            or _BAND_BEFORE.search(before)
            or _GOAL_BEFORE.search(before)
        ):
            return False
        if found["result"] and _LIMIT_FOLLOWS.match(after):
            return False
        clause = _CLAUSE_END.split(before)[-1]
        if _MEAN_OF_OTHERS.search(clause):
            return False
        named = self._mentions.subjects(clause)
        if not named:
            return not found["beside"] or bool(_WHOLE_AGENCY.search(clause[-_BESIDE_REACH:]))
        last = named[-1]
        later = clause[last.end :] + (found[0] if level_of(last.code) is Level.INSTRUMENT else "")
        return bool(_WHOLE_AGENCY.search(later))


def _after_code(before: str) -> str:
    """What stands between the last spoken item code and the number: the item's name, if any."""
    spoken = list(ITEM_SPOKEN.finditer(before))
    return squeeze(before[spoken[-1].end() :].strip(" \"“”('")) if spoken else ""


def is_item(code: str) -> bool:
    """Whether a code is an item's."""
    return level_of(code) is Level.ITEM
