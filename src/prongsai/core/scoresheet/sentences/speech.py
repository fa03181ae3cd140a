"""What a text speaks of at a place: whose result, of which year, a goal or ours."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.sights import COMPARED_WITH
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.sentences.mentions import Kind, Mention
from prongsai.core.thai import arabic_digits

# "แบบทดสอบความรู้เรื่อง ITA": the assessment is only what the other one is about.
_ONLY_ABOUT = compiled(
    r"[^0-9๐-๙\n]{0,40}(?:เรื่อง|เกี่ยวกับ|ต่อ|ด้าน|ด้วย|ความรู้|สำหรับ|ตาม)(?:การประเมิน|แบบวัด|\s|[(“\"])*"
)
_AND = compiled(r"\s*(?:และ|,|กับ|หรือ|/)\s*(?:ตัวชี้วัด(?:ที่)?|แบบวัด|แบบ)?\s*[“\"(]?\s*")
# "(ปี 2564 88.20)": a year that holds inside its brackets alone.
_BRACKET_BEFORE = compiled(r"\(\s*(?:ใน)?(?:ปี|พ\.\s?ศ\.|งบประมาณ|ได้|\s)*$")
_SCORE_IN_BRACKET = compiled(r"\s*(?:ได้|คะแนน|เท่ากับ|คือ|[:=])*\s*[0-9๐-๙]{1,3}\.[0-9๐-๙]")
_WHICH_GOT = compiled(r"\s*(?:ซึ่ง|ที่)\s?(?:ได้(?:รับ)?|มี)?\s?")
# "การใช้งบประมาณอย่างคุ้มค่า" names an item, not the indicator that it begins like.
_GOES_ON_AS_ANOTHER = compiled(
    r"(?!ของ(?:หน่วยงาน|เทศบาล|อบต|องค์การ|เจ้าหน้าที่|เรา|ราชการ)|ใน(?:ปี|การดำเนิน|หน่วย|ระดับ|ภาพ|อันดับ)|ได้|มี|อยู่|เป็น|คือ|ที่(?:ได้|มี|อยู่|ควร|ต้อง)|และ|กับ|ซึ่ง|ปี|ตาม|จาก|โดย|ร้อยละ|เท่ากับ|คะแนน|ผล|สูง|ต่ำ|เพิ่ม|ลด|ดี|ผ่าน"
    r"|ไม่|ก็|จึง|นั้น|นี้|ต่อ?สาธารณะ|สาธารณะ|ภาครัฐ|ด้วย|ยัง|ส่วน|หรือ|รวม|เฉลี่ย|ครับ|ค่ะ|ตก|ขึ้น|พบว่า|ว่า|แต่|อีก|ต้อง|ควร|จะ|ถึง|ของ?\s|ฯ|ๆ)[ก-ฮเ-ไ]"
)
_BRACKET = compiled(r"[()\n]")
_BEHIND_A_NUMBER = compiled(
    r"\d{1,3}\.\d{1,2}[ \t]*(?:คะแนน|%)?[ \t]*"
    r"(ใน|เมื่อ|ของ|สำหรับ|\()\s?(?:ปี|งบประมาณ|พ\.\s?ศ\.|[ \t])*$"
)
# "ปีที่แล้ว คือปี 2565": told by the way, for one number.
_LAST_YEAR_WAS = compiled(
    r"ปี(?:ที่แล้ว|ก่อน(?:หน้า)?|ที่ผ่านมา)\s*(?:คือ|[(,])?\s*(?:ใน)?(?:ปี|งบประมาณ|พ\.\s?ศ\.|\s)*$"
)
_SAID_SOMETHING = compiled(r"[0-9๐-๙]|คะแนน|เกณฑ์")
_NEAR = 60
_SUPPOSED_REACH = 160
# Two years, or two things, that one list names: "ปี 2566 และปี 2567", "IIT, EIT และ OIT".
_YEARS_JOINED = compiled(r"(?:[ \t]*(?:,|และ|กับ|/)\s*|[ \t]+)(?:ใน)?(?:ปี|งบประมาณ|พ\.\s?ศ\.|\s)*")
_THINGS_JOINED = compiled(
    r"[)”\"]?\s*(,|และ|กับ|/)?\s*(?:(?:ผล)?การประเมิน|ตัวชี้วัด(?:ที่)?|แบบวัด|แบบ|ด้าน)?\s*[“\"(]?\s*"
)
# A line that tells one year's score alone, and the words of a caption under which it is the total.
_YEAR_THEN = (
    r"[\s•*-]*(?:\d{1,2}[.)]\s)?(?:ใน)?(?:ปี|งบประมาณ|พ\.\s?ศ\.?|\s)*25[0-9]{2}\s*"
    r"(?:ได้(?:รับ)?|มี|ผล|คะแนน(?:รวม)?|เท่ากับ|อยู่ที่|ร้อยละ|[:=]|\s)*"
)
_TELLS_A_YEAR = compiled(_YEAR_THEN)
_A_YEARS_LINE = compiled(_YEAR_THEN + r"[0-9]{1,3}\.[0-9]{1,2}(?![0-9]).{0,40}")
_OF_ALL = compiled(
    r"(?:ผล|คะแนน|การ|ประเมิน|รวม|ITA|คุณธรรมและความโปร่งใส|ในการดำเนินงาน|ของ|หน่วยงาน|ภาครัฐ|ย้อนหลัง"
    r"|ระหว่าง|ประจำ|ปี|งบประมาณ|พ\.ศ\.|ตั้งแต่|ถึง|เปรียบเทียบ|สรุป|ข้อมูล|ที่ผ่านมา|\d|[\s().:–-])*"
)
_NAMED_ANEW = 25
_LONGEST_YEAR = 160


class Speech(Struct):
    """What holds at a place of a text, as its mentions are passed one by one."""

    text: str
    mentions: list[Mention]
    is_own: Callable[[str], bool | None]
    in_ita: bool
    begins_in_ita: bool = False
    is_elsewhere: bool = False
    subject: Mention | None = None
    waiting: list[Mention] = field(default_factory=list)
    is_goal: bool = False
    begins_with_goals: bool = False
    told_goal: bool = False
    is_others: bool = False
    is_others_agency: bool = False
    other_agency: str = ""
    years: list[Mention] = field(default_factory=list)
    year_is_new: bool = False
    year_is_compared: bool = False
    years_listed: list[Mention] = field(default_factory=list)
    things_listed: list[Mention] = field(default_factory=list)
    supposed_to: int = -1
    since: int = 0  # where what is said now begins
    other: Mention | None = None
    is_about: bool = False
    _next: int = 0
    _bracket_ends: int = -1
    _outside: tuple[bool, bool, bool] = (False, False, False)

    def pass_to(self, position: int) -> None:
        """Take in every mention that ends before a position."""
        while self._next < len(self.mentions) and self.mentions[self._next].end <= position:
            one = self.mentions[self._next]
            self._leave_bracket(one.start)
            self._enter_bracket(one)
            self._take(one)
            self._next += 1
        self._leave_bracket(position)

    def _enter_bracket(self, one: Mention) -> None:
        """Of "(เป้าหมาย 95 คะแนน)" nothing holds beyond the bracket."""
        if one.kind not in (Kind.GOAL, Kind.OTHERS) or self._bracket_ends >= 0:
            return
        line = self.text.rfind("\n", 0, one.start)
        opened = self.text.rfind("(", max(line, one.start - _NEAR, 0), one.start)
        closed = self.text.find(")", one.end, one.end + _NEAR)
        if opened >= 0 and closed >= 0 and not _BRACKET.search(self.text, opened + 1, closed):
            self._bracket_ends = closed
            self._outside = self.is_goal, self.told_goal, self.is_others

    def _leave_bracket(self, position: int) -> None:
        if 0 <= self._bracket_ends < position:
            self.is_goal, self.told_goal, self.is_others = self._outside
            self._bracket_ends = -1

    def whose(self, position: int) -> str | None:
        """The code of whom the number at a position is.

        Shape: None where that is not certain, or it is not this agency's.
        """
        if not self.is_own_result(position) or self.subject is None:
            return None
        rivals = [one for one in self.waiting if one.code != self.subject.code]
        if rivals and _AND.fullmatch(self.text, rivals[-1].end, self.subject.start):
            return None
        level = level_of(self.subject.code)
        unsure = level is Level.TOTAL or self.subject.by_number or self.is_elsewhere
        if (unsure and not self.in_ita) or self._is_far(position) or self._is_named_anew(position):
            return None
        return self.subject.code

    def named_to(self, position: int) -> int:
        """Where the name ends of what a number at a position is said of."""
        return self.subject.end if self.subject else position

    def is_own_result(self, position: int) -> bool:
        """Whether a number at a position may be this agency's: no goal, no "if", no others'."""
        is_anothers = self.is_others or self.is_others_agency
        return not (self.is_goal or is_anothers or position < self.supposed_to)

    def in_order(self, position: int, count: int) -> list[tuple[str, int | None]] | None:
        """Whose each of `count` numbers in a row is, where years or things are listed before.

        Shape: None where nothing is listed; empty where it is not certain; the code of a thing
               that is no part of this assessment is "".
        """
        years = list(dict.fromkeys(int(one.code) for one in self.years_listed))
        things = list(dict.fromkeys(one.code for one in self.things_listed))
        if len(years) < 2 and (len(things) < 2 or (count == 1 and "" not in things)):  # noqa: PLR2004
            return None
        if min(len(years), len(things)) > 1 or not self.is_own_result(position):
            return []
        if len(things) > 1:
            return [(code, self.year) for code in things] if len(things) == count else []
        code = self.whose(position) if self.is_waiting or self.year_is_new else None
        return [(code, year) for year in years] if code and len(years) == count else []

    def tells_a_year(self, position: int) -> bool:
        """Whether a line tells a year's score alone, below a caption of the whole result."""
        start = self.text.rfind("\n", 0, position) + 1
        if self.subject is None or self.subject.name != Kind.RESULT.value or not self.in_ita:
            return False
        if position - start > _LONGEST_YEAR:  # what tells a year alone is short
            return False
        caption = self.text.rfind("\n", 0, self.subject.start) + 1
        title, *lines = self.text[caption:start].split("\n")
        agencies = (one for one in self.mentions if caption <= one.start < start)
        for one in agencies:
            if one.kind is Kind.AGENCY:
                title = title.replace(one.name, "")
        return (
            caption < start
            and _TELLS_A_YEAR.fullmatch(arabic_digits(self.text[start:position])) is not None
            and _OF_ALL.fullmatch(arabic_digits(title)) is not None
            and all(_A_YEARS_LINE.fullmatch(arabic_digits(line)) for line in lines if line.strip())
        )

    def _is_named_anew(self, position: int) -> bool:
        """Whether the number is that of something whose name goes on, or is not known."""
        if self.subject is None or level_of(self.subject.code) is Level.ITEM:
            return False
        is_indicator = level_of(self.subject.code) in (Level.INDICATOR, Level.SUB_INDICATOR)
        if is_indicator and _GOES_ON_AS_ANOTHER.match(self.text, self.subject.end):
            return not self.subject.by_number
        between = self.text[self.subject.end : position].rstrip()
        return between.endswith("(") and len(between) > _NAMED_ANEW

    def _is_far(self, position: int) -> bool:
        """Whether a word such as "ผลการประเมิน" stands in an earlier line, as in a title."""
        line = self.text.rfind("\n", self.subject.end if self.subject else 0, position)
        by_result = self.subject is not None and self.subject.name == Kind.RESULT.value
        is_far = by_result and line >= 0 and position - line > _NEAR // 4
        return is_far and not self.tells_a_year(position)

    def use(self) -> None:
        """The subject has its number."""
        self.waiting, self.year_is_new = [], False
        self.things_listed = []
        self._forget_compared_year()

    @property
    def year(self) -> int | None:
        """The year of results spoken of last."""
        return int(self.years[-1].code) if self.years else None

    @property
    def is_of_agency(self) -> bool:
        """Whether the text still speaks of this agency's results of this assessment."""
        return self.in_ita and not (self.is_goal or self.is_others or self.is_others_agency)

    @property
    def is_waiting(self) -> bool:
        """Whether the subject has no number yet."""
        return bool(self.waiting)

    def _take(self, one: Mention) -> None:
        kind = one.kind
        self._take_listed(one)
        if kind is Kind.SUBJECT:
            self._take_subject(one)
        elif kind is Kind.WHOLE or kind is Kind.RESULT:
            self._take_whole(one)
        elif kind is Kind.GOAL:
            self._take_goal(one)
        elif kind is Kind.YEAR:
            self._take_year(one)
        elif kind is Kind.SUPPOSED:
            self.supposed_to = one.end + _SUPPOSED_REACH
        else:
            self._turn(one)

    def _take_listed(self, one: Mention) -> None:
        """Keep the years, or the things, that the list named last holds."""
        kind, word = one.kind, self.text[one.start : one.end]
        if kind is Kind.YEAR:
            listed = self.years_listed
            digits = 4 if word.isdigit() else 2
            joined = listed and _YEARS_JOINED.fullmatch(self.text, listed[-1].end, one.start)
            self.years_listed = [
                *(listed if joined else ()), replace(one, end=one.start + digits)
            ]  # fmt: skip
        elif kind is Kind.WHOLE and all(held.code for held in self.things_listed):
            self.things_listed = []
        elif (is_other := kind is Kind.OTHER_ASSESSMENT) or word == "ITA" or kind is Kind.SUBJECT:
            if kind is Kind.ITA or (is_other and not word.isascii()):
                return
            code = "" if is_other else one.code or TOTAL
            listed = self.things_listed
            joined = listed and _THINGS_JOINED.fullmatch(self.text, listed[-1].end, one.start)
            if joined and not joined[1] and {code, listed[-1].code} & {"", TOTAL}:
                joined = None  # "ITA IIT 90.11": of the whole, then of a part
            self.things_listed = [*(listed if joined else ()), replace(one, code=code)]

    def _turn(self, one: Mention) -> None:
        """A word that turns the sentence to others, to another assessment, or back to us."""
        kind = one.kind
        if kind is Kind.OTHERS:
            self.is_others = True
        elif kind is Kind.ITA:
            self.in_ita = self.in_ita or not self._is_only_about(one)
        elif kind is Kind.AGENCY:
            self.is_others_agency = self.is_own(one.name) is False
            self.other_agency = one.name
        elif kind is Kind.OTHER_ASSESSMENT:
            self.in_ita, self.subject, self.waiting = False, None, []
            self.other = one
        else:
            self.is_goal = self.begins_with_goals and kind is not Kind.OWN_AGAIN
            self.is_others = self.told_goal = False
            if kind is not Kind.OWN_AGAIN:
                self.is_others_agency = False
            if kind is not Kind.OWN_AGAIN or self.text[one.start : one.end] == "พบว่า":
                self.supposed_to = -1
            if kind is Kind.BOUNDARY:
                self.since = one.end
                self.subject, self.waiting, self.in_ita = None, [], self.begins_in_ita

    def _is_only_about(self, one: Mention) -> bool:
        """Whether the assessment is named only as what another one is about."""
        other = self.other
        if other is None:
            return False
        between = self.text[other.end : one.start]
        is_beside = not between.strip() and not self.text[other.start : other.end].isascii()
        goes_on = self.is_about and self.text[one.start : one.end] in INSTRUMENTS
        self.is_about = (
            is_beside
            or (goes_on and "\n" not in between)
            or _ONLY_ABOUT.fullmatch(between) is not None
        )
        return self.is_about

    def leave_compared_year(self) -> None:
        """Its difference was told: what follows is of the year before it."""
        if self.year_is_compared and len(self.years) > 1:
            self._forget_compared_year()

    def _forget_compared_year(self, subject: Mention | None = None) -> None:
        """A year that only tells what is compared with holds for one number, and no new subject.

        Shape: but for the subject of "ปี 2565 ซึ่งได้คะแนนรวม …".
        """
        if (
            subject
            and self.years
            and _WHICH_GOT.fullmatch(self.text, self.years[-1].end, subject.start)
        ):
            return
        if self.year_is_compared and self.years:
            self.years.pop()
        self.year_is_compared = False

    def _take_subject(self, one: Mention) -> None:
        self._forget_compared_year(one)
        self.subject = one
        self.waiting.append(one)

    def _take_year(self, one: Mention) -> None:
        if self.is_behind_a_number(one):
            self.year_is_new = True  # that number's; the next may be of another
            return
        # Below a caption of goals the year may open a sentence that tells a result after all.
        if not (self.told_goal or self.is_others or self.is_others_agency):
            self._forget_compared_year()
            self.years.append(one)
            self.year_is_new = True
            before = self.text[max(0, one.start - _NEAR // 2) : one.start]
            in_brackets = _BRACKET_BEFORE.search(before) and _SCORE_IN_BRACKET.match(
                self.text, one.end
            )
            aside = in_brackets or _LAST_YEAR_WAS.search(before)
            self.year_is_compared = bool(COMPARED_WITH.search(before) or aside)

    def is_behind_a_number(self, year: Mention) -> bool:
        """Whether a year tells of the number right before it: "86.24 คะแนน ในปี 2566"."""
        line = self.text[max(0, year.start - _NEAR) : year.start]
        found = _BEHIND_A_NUMBER.search(line)
        # "(ปี 2567 ได้ 91.43)" opens what is said of another number.
        return found is not None and (
            found[1] != "(" or self.text[year.start + 4 : year.start + 8].lstrip()[:1] == ")"
        )

    def _take_goal(self, one: Mention) -> None:
        """From here it speaks of a goal; the year right before is the goal's."""
        self.is_goal = self.told_goal = True
        if self.years and one.start - self.years[-1].end <= _NEAR // 2:
            self.years.pop()

    def _take_whole(self, one: Mention) -> None:
        """A word for the whole result: the total's, unless a thing without a number is named."""
        named = [held for held in self.waiting if held.name != Kind.RESULT.value]
        if named and (one.kind is Kind.RESULT or self._is_of_its_own(one)):
            return
        self._forget_compared_year(one)
        self.subject = Mention(one.start, one.end, Kind.SUBJECT, TOTAL, one.kind.value)
        self.waiting = [self.subject]

    def _is_of_its_own(self, one: Mention) -> bool:
        """Whether "คะแนนรวม" is that of the one instrument or indicator named just before."""
        last = self.waiting[-1]
        between = self.text[last.end : one.start]
        # A line that told something of the one before is done with it.
        is_done = "\n" in between and _SAID_SOMETHING.search(between) is not None
        if level_of(last.code) is Level.ITEM or len(between) > _NEAR or is_done:
            return False
        listed = {held.code for held in self.waiting if held.code in INSTRUMENTS}
        return len(listed) < 2 and "ภาพรวม" not in self.text[one.start : one.end]  # noqa: PLR2004


_DECIMAL = compiled(r"\d\.\d")


def speech_of(
    text: str,
    mentions: list[Mention],
    topic: Topic,
    is_own: Callable[[str], bool | None],
    *,
    in_ita: bool,
) -> Speech:
    """The speech of a text at its beginning.

    Shape: `topic` is that of the caption above; `in_ita` says that the document speaks of nothing
           but this assessment.
    """
    kinds = {one.kind for one in mentions}
    speaks = Kind.ITA in kinds and Kind.OTHER_ASSESSMENT not in kinds
    if speaks and topic is Topic.SOMETHING_ELSE:
        # Below "ผลการประเมิน LPA" the ITA may be a detail behind that one's own total.
        named = next(one.start for one in mentions if one.kind is Kind.ITA)
        speaks = _DECIMAL.search(text, 0, named) is None
    begins = in_ita or speaks or topic in (Topic.ITA, Topic.ITA_RESULTS)
    of_goals = topic in (Topic.ITA_BUT_NO_RESULTS, Topic.NEVER_OWN)
    return Speech(
        text,
        mentions,
        is_own,
        in_ita=begins,
        begins_in_ita=begins,
        is_elsewhere=topic is Topic.SOMETHING_ELSE,
        is_goal=of_goals,
        begins_with_goals=of_goals,
    )
