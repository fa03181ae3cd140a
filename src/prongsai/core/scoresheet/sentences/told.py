"""The numbers of one text, and what of them was told so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import (
    Figure,
    Origin,
)
from prongsai.core.scoresheet.sentences.speech import Speech
from prongsai.core.thai import arabic_digits, around

DIGIT = "[0-9๐-๙]"
REACH = 160
# "IIT ได้ 95.83", "การใช้อำนาจ (90.71)": what may stand between a thing and its decimal.
_BESIDE_THING = compiled(
    r"[\s”\"]*(?:(?:ได้(?:รับ)?|มี)?(?:ค่า)?(?:คะแนน)?(?:เฉลี่ย|(?:ต่ำ|สูง)(?:ที่)?สุด)?\s*(?:ร้อยละ|เท่ากับ|อยู่ที่|คือ|(?:คิด)?เป็น|[:=]|ได้)?)\s*"
    r"(?:ร้อยละ)?\s*\(?"
)
_TWO_PLACES = compiled(rf"(?:{DIGIT}{{2}}|100|๑๐๐)\.{DIGIT}{{2}}")
_OF_YEAR = r"(?:ปี|งบประมาณ|พ\.\s?ศ\.|[ \t])*([2๒][5๕]\d\d)(?!\d)"
_YEAR_BEHIND = compiled(
    rf"[ \t]*(?:คะแนน|%)?[ \t]*(?:(?:ใน|เมื่อ|ของ|สำหรับ)\s?{_OF_YEAR}|\(\s*{_OF_YEAR}\s*\))"
)
# "จาก 86.24 ในปี 2566 เป็น 93.69 ในปี 2567", "จาก 92.43 (ปี 2567) เป็น 94.64".
_THEN = rf"(?:(?:ใน|เมื่อ)\s?{_OF_YEAR}|\(\s*(?:ใน)?{_OF_YEAR}\s*\))"
_FROM_TO = compiled(
    rf"{DIGIT}{{1,3}}\.{DIGIT}{{1,2}}\s*(?:คะแนน)?\s*{_THEN}\s*(?:มา)?เป็น\s*(?:ร้อยละ|คะแนน)?\s*"
    rf"({DIGIT}{{1,3}}\.{DIGIT}{{1,2}})(?!{DIGIT})(?:\s*(?:คะแนน)?\s*{_THEN})?"
)
_FROM = compiled(r"\s*(?:เพิ่ม|สูง|ลด|ต่ำ)?(?:ขึ้น|ลง)?\s*จาก\s*(?:ร้อยละ|คะแนน)?\s*")
_OTHER_UNIT = compiled(r"\s*(?:ล้าน|บาท|ครั้ง|วัน|ของ(?!คะแนนเต็ม))")
# "ปี 2566 ซึ่งได้ 89.66", "ITA ปี 2567 เทศบาล… คือ 90.22".
_YEAR_AND_SCORE = compiled(
    rf"(?:25|๒๕){DIGIT}{{2}}\s*(?:ซึ่ง|ที่)?(?:ได้|เท่ากับ|อยู่ที่|[:=])\s*(?:ร้อยละ|คะแนน)?\s*$"
    rf"|(?:คะแนน|ประเมิน)\s*ITA\s[^\n0-9๐-๙]{{0,20}}(?:25|๒๕){DIGIT}{{2}}[^\n0-9๐-๙]{{0,60}}(?:คือ|เท่ากับ|อยู่ที่|=)\s*(?:ร้อยละ)?\s*$"
    rf"|(?<![A-Za-z])ITA\s[^\n0-9๐-๙]{{0,20}}(?:25|๒๕){DIGIT}{{2}}\s[^\n0-9๐-๙]{{0,40}}=\s*$"
)
# "การใช้อำนาจ ปี 2564 ได้ 86.04 ปี 2565 ได้ ".
_YEARS_OF_IT = compiled(
    rf"(?:[ \t]*(?:ในปี|ปี|พ\.ศ\.|[ \t])*(?:25|๒๕){DIGIT}{{2}}[ \t]*(?:ได้|เท่ากับ|อยู่ที่|[:=])[ \t]*"
    rf"(?:{DIGIT}{{1,3}}\.{DIGIT}{{1,2}}[ \t]*(?:คะแนน)?[ \t]*[,/]?)?)+"
)
# "ปี 2567 … 91.20 จากปีที่แล้วร้อยละ 89.40": behind this year's score that of the year before.
_FROM_THE_YEAR_BEFORE = compiled(
    r"\s*(?:คะแนน|%)?\s*[,(]?\s*จาก(?:ผล)?(?:คะแนน)?(?:ใน)?\s?ปี(?:งบประมาณ)?\s?(?:ที่แล้ว|ก่อน(?:หน้า)?)"
    r"\s*(?:(?:ที่|ซึ่ง)\s?(?:ได้|มี|อยู่ที่))?\s*(?:ร้อยละ|คะแนน)?\s*"
)
_LEAST_BEFORE = 50
_LEAST_WHOLE = 20
_LIST_ENDS = compiled(r"ได้|คะแนน|ผล|\n|.{60}")


class Told(Struct):
    """One text as its numbers are read, with the value that was read last."""

    paragraph: Paragraph
    text: str
    speech: Speech
    given_year: int | None
    complaints: Complaints
    last_value: Decimal = Decimal(-1)
    last: tuple[Figure, int] | None = None  # the figure that was read last, and where it ends
    announced: int | None = None  # the year whose result the paragraph above announces
    barred_end: int = -1
    asked: tuple[str, int] = ("", 0)  # the words before the last score that were not understood

    def before(self, number: re.Match[str]) -> str:
        """What stands before a number, as far as it can matter."""
        return self.text[max(0, number.start() - REACH) : number.start()]

    def place(self, number: re.Match[str]) -> Place:
        """Where a number stands, with its words."""
        quote = around(self.text, number.start(), number.end())
        return self.paragraph.place_at(number.start(), quote)

    def year_behind(self, number: re.Match[str]) -> int | None:
        """The year that stands right behind a number and tells whose it is, if any."""
        found = _YEAR_BEHIND.match(self.text, number.end())
        return int(arabic_digits(found[1] or found[2])) if found else None

    def is_too_low(self, number: re.Match[str], code: str | None) -> bool:
        """Whether nobody's whole instrument or total is so low: the text speaks of its items.

        Shape:  "ตัวชี้วัดที่ 1 คะแนน" of a torn heading is told, 0 is not.
        """
        value = Decimal(number[1])
        if code is None or is_item(code) or (value and ("." in number[1] or value >= _LEAST_WHOLE)):
            return False
        if value:
            self.unattributed(number)
        return True

    def from_to(
        self, numbers: Sequence[re.Match[str]], first: int
    ) -> tuple[list[re.Match[str]], list[tuple[str, int | None]]] | None:
        """Two numbers with whose they are, of "IIT จาก … ในปี 2566 เป็น … ในปี 2567".

        Shape:  without a year behind it the second is of the year that the text speaks of.
        """
        subject = self.speech.subject
        found = _FROM_TO.match(self.text, numbers[first].start())
        if subject is None or found is None:
            return None
        if not _FROM.fullmatch(self.text, subject.end, numbers[first].start()):
            return None
        code = self.speech.whose(numbers[first].start())
        year_then, year_later = found[1] or found[2], found[4] or found[5]
        then = int(arabic_digits(year_then))
        later = int(arabic_digits(year_later)) if year_later else self.speech.year
        last = next(one for one in numbers[first:] if one.start() == found.start(3))
        if code is None or later is None or then >= later:
            return None
        return [numbers[first], last], [(code, then), (code, later)]

    def of_the_year_before(self, number: re.Match[str]) -> Figure | None:
        """The score of the year before, right behind that of a year which the text names."""
        if self.last is None or not self.speech.is_of_agency:
            return None
        figure, end = self.last
        is_such = (
            figure.year is not None
            and figure.year == self.speech.year
            and Decimal(number[1]) >= _LEAST_BEFORE
            and _TWO_PLACES.fullmatch(number[1])
            and _FROM_THE_YEAR_BEFORE.fullmatch(self.text, end, number.start())
        )
        return (
            self.figure(number, figure.code, figure.year - 1) if is_such and figure.year else None
        )

    def unattributed(self, number: re.Match[str]) -> None:
        """Tell that it is not certain whose a number is."""
        self.complaints.unattributed(self.place(number))

    def figure(
        self, number: re.Match[str], code: str, year: int | None, name: str | None = None
    ) -> Figure:
        """A number as the score of a code."""
        self.last_value = Decimal(number[1])
        self.speech.use()
        place = self.place(number)
        spoken = year or self.given_year
        figure = Figure(code, spoken, number[1], self.last_value, Origin.PROSE, place, name)
        self.last = figure, number.end()
        return figure

    def in_order(
        self, row: Sequence[re.Match[str]], whose: Sequence[tuple[str, int | None]]
    ) -> Iterator[Figure]:
        """The numbers of a row with whose they are; all told where that is not certain."""
        for number in row if not whose else ():
            self.unattributed(number)
        for number, (code, year) in zip(row, whose, strict=False):
            value = Decimal(number[1])
            if code and value <= 100:  # noqa: PLR2004
                yield self.figure(number, code, year)

    def is_beside_a_thing(self, number: re.Match[str]) -> bool:
        """Whether a decimal stands right behind what it is the score of."""
        subject = self.speech.subject
        if subject is None or not self.speech.in_ita or not subject.end <= number.start():
            return False
        word = self.text[subject.start : subject.end]
        if is_item(subject.code) or (subject.code == TOTAL and word != "ITA"):
            return False
        if not _BESIDE_THING.fullmatch(self.text, subject.end, number.start()):
            return False
        if self.goes_on_from_barred(number):
            self.barred_end = number.end()
            return False
        certain = subject.code in INSTRUMENTS or _TWO_PLACES.fullmatch(number[1])
        return bool(certain) and not _OTHER_UNIT.match(self.text, number.end())

    def goes_on_from_barred(self, number: re.Match[str]) -> bool:
        """Whether a list goes on whose number before was no score: "ผู้ตอบ IIT 85.20 EIT 90.10"."""
        between = self.text[self.barred_end : number.start()]
        return self.barred_end >= 0 and not _LIST_ENDS.search(between)

    def goes_on_asked(self, number: re.Match[str]) -> str:
        """What was asked of the score before, where the same line goes on to this one."""
        words, end = self.asked
        return "" if "\n" in self.text[end : number.start()] else words

    def is_of_a_year(self, number: re.Match[str]) -> bool:
        """Whether a decimal is the whole result of the year that is named right before."""
        if not _TWO_PLACES.fullmatch(number[1]) or not self.speech.in_ita:
            return False
        subject = self.speech.subject
        if subject is None:
            return False
        if subject.code != TOTAL:
            return bool(_YEARS_OF_IT.fullmatch(self.text, subject.end, number.start()))
        before = self.before(number)
        return bool(_YEAR_AND_SCORE.search(before)) or self.speech.tells_a_year(number.start())


def is_item(code: str) -> bool:
    """Whether a code is an item's."""
    return level_of(code) is Level.ITEM
