"""What a document claims about its own scores in sentences: counts, extremes, changes, ranks.

A claim is read only where the sentence names whose score it speaks of; it is no score itself, but
is held against the scores (prongsai.core.analysis.claims).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from prongsai.core.extract import Paragraph
from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.sights import years_of_results
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.model import Claim, Counted, Said, Statement
from prongsai.core.scoresheet.numbers import joined
from prongsai.core.scoresheet.sentences.mentions import INSTRUMENT, Mentions
from prongsai.core.scoresheet.sentences.speech import Speech, speech_of
from prongsai.core.thai import arabic_digits, around, repair, squeeze

_BELOW = r"(?:น้อยกว่า|ต่ำกว่า|ไม่ถึง)\s*(?:ร้อยละ\s*)?85(?:\.00?)?\s*(?:คะแนน)?"
_THINGS = r"(ประเด็น|ข้อ(?:คำถาม)?|คำถาม|ตัวชี้วัด)"
_COUNT_AFTER = compiled(rf"{_BELOW}\s*(?:อยู่|มี)?\s*(?:จำนวน)?\s*(\d{{1,2}})\s*{_THINGS}")
_COUNT_BEFORE = compiled(
    rf"(\d{{1,2}})\s*{_THINGS}\s*(?:จาก\s*\d{{1,2}}\s*\S{{0,8}}?)?\s*ที่(?:มี|ได้)\S{{0,12}}?คะแนน\s*{_BELOW}"
)
_COUNT_ZERO = compiled(rf"คะแนน\s*0(?:\.00)?\s*(?:คะแนน)?\s*(?:จำนวน)?\s*(\d{{1,2}})\s*{_THINGS}")

_LIMIT = r"เกณฑ์(?:เป้าหมาย|การประเมิน|ที่กำหนด|มาตรฐาน|ขั้นต่ำ)*"
_MARK = r"(?:\s*\(?\s*(?:ร้อยละ|ที่)?\s*(?P<mark>\d{2}(?:\.\d{1,2})?)\s*(?:คะแนน)?\s*(?:ขึ้นไป)?\s*\)?)?"
_REACHES = rf"(?P<not>ไม่)?(?:ผ่าน|ถึง|บรรลุ|เป็นไปตาม){_LIMIT}{_MARK}"
_COUNT_REACHING = compiled(
    rf"{_REACHES}\s*(?:จำนวน)?\s*(?P<count>\d{{1,2}})\s*(?P<things>แบบวัด|เครื่องมือ|ตัวชี้วัด)"
)
_REACHING = compiled(_REACHES)
_BESIDE_LIMIT = compiled(rf"(?P<way>สูง|มาก|ต่ำ|น้อย)กว่า{_LIMIT}{_MARK}")
_COUNT_FOLLOWS = compiled(r"\s*(?:จำนวน)?\s*\d{1,2}\s*(?:แบบวัด|เครื่องมือ|ตัวชี้วัด|ข้อ|ประเด็น)")
# "15 ข้อ (IIT 1 ข้อ EIT 12 ข้อ …)": the count is of all instruments, told apart behind it.
_APART_FOLLOWS = compiled(
    r"\s*[(:]?\s*(?:ใน|จาก|คือ|ได้แก่)?\s*(?:แบบวัด)?\s*(?:IIT|EIT|OIT)\s*(?:จำนวน)?\s*\d"
)
_LIST_FOLLOWS = compiled(r"\s*(?:คือ|ได้แก่)")

_EXTREME = r"(?P<extreme>สูงสุด|สูงที่สุด|มากที่สุด|ต่ำสุด|ต่ำที่สุด|น้อยที่สุด)"
_OF_OTHERS = (
    r"(?!\s*(?:\d+\s*)?(?:อันดับ|ลำดับ|ประเด็น|ข้อ|ตัวชี้วัด|จำนวน)"
    r"|\s*(?:ใน|ของ)(?:ระดับ)?(?:จังหวัด|อำเภอ|ประเทศ|ภาค|กลุ่ม|อปท|หน่วยงาน|เขต))"
)
_OWN_EXTREME = compiled(rf"(?:ได้|มี)(?:ผล)?คะแนน(?:เฉลี่ย)?{_EXTREME}{_OF_OTHERS}")
_WHOSE_EXTREME = compiled(
    rf"(?:ตัวชี้วัด|แบบวัด|เครื่องมือ)(?:การประเมิน)?ที่?\s*(?:ได้|มี)(?:ผล)?คะแนน(?:เฉลี่ย)?{_EXTREME}"
    rf"{_OF_OTHERS}\s*(?:คือ|ได้แก่|เป็น)"
)
_MOVE = r"(?P<move>เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง)"
_SINCE = (
    r"(?:(?:จาก|กว่า)(?:เดิม)?(?:ใน)?\s*(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<since>25\d\d))?"
)
# "เพิ่มขึ้นจากปี 2565 ซึ่งได้ 84.20 คะแนน": what follows is no difference.
_LEAD = r"\s*(?:จำนวน|เท่ากับ|คิดเป็น|รวม|อยู่|อีก|ร้อยละ|เฉลี่ย|:|=|\()*\s*(?:ร้อยละ)?\s*"
_CHANGED = compiled(
    rf"{_MOVE}\s*{_SINCE}(?:(?P<lead>{_LEAD})(?P<points>\d{{1,2}}\.\d{{1,2}})\s*คะแนน)?"
)
_RANKED = compiled(
    r"อันดับ(?:ที่)?\s*(?P<rank>\d{1,2})\s*(?:ของ|จาก|ใน)(?:ทั้งหมด)?\s*(?:ทั้ง)?\s*(?:\d{1,2}\s*)?(?:ตัวชี้วัด|แบบวัด)"
)
_SHARE = compiled(r"ร้อยละ|%|เปอร์เซ็นต์|เฉลี่ย")
_STOPS = compiled(r"โดย|ส่วน|ซึ่ง|แต่|ขณะที่|อย่างไรก็|ทั้งนี้|และตัวชี้วัดที่|\n|[ๆก-๙]\s{2,}")
_UNNAMED = compiled(r"(?:ตัวชี้วัด|แบบวัด|เครื่องมือ|ข้อ|ประเด็น|หน่วยงาน)ที่[^ ]{0,20}$")
_REACH = 70
_NEXT = 40


class ClaimReader:
    """Reads claims for one year's names."""

    def __init__(
        self, mentions: Mentions, is_own: Callable[[str], bool | None], *, in_ita: bool
    ) -> None:
        """`is_own` tells the agency's own name; `in_ita`: the document speaks of nothing else."""
        self._mentions = mentions
        self._is_own = is_own
        self._in_ita = in_ita

    def counts(
        self, paragraph: Paragraph, year: int | None, instrument: str | None
    ) -> Iterator[Claim]:
        """Counts a paragraph states of what is below 85, at 0 or reaches the limit."""
        text = squeeze(arabic_digits(repair(paragraph.text)))
        years = years_of_results(text)
        instruments = [(match.start(), match[1]) for match in INSTRUMENT.finditer(text)]
        for pattern, zero in ((_COUNT_AFTER, False), (_COUNT_BEFORE, False), (_COUNT_ZERO, True)):
            for found in pattern.finditer(text):
                spoken = bisect_left(instruments, (found.end(), ""))
                indicators = found[2] == "ตัวชี้วัด"
                counted = (
                    Counted.ITEMS_AT_ZERO
                    if zero
                    else Counted.INDICATORS_BELOW_TARGET
                    if indicators
                    else Counted.ITEMS_BELOW_TARGET
                )
                part = instruments[spoken - 1][1] if spoken else instrument
                if indicators or _APART_FOLLOWS.match(text, found.end()):
                    part = None
                yield _count(paragraph, text, found, counted, part, int(found[1]), years, year)
        for found in _COUNT_REACHING.finditer(text):
            indicators = found["things"] == "ตัวชี้วัด"
            counted = {
                (True, True): Counted.INDICATORS_BELOW_TARGET,
                (True, False): Counted.INDICATORS_AT_TARGET,
                (False, True): Counted.INSTRUMENTS_BELOW_TARGET,
                (False, False): Counted.INSTRUMENTS_AT_TARGET,
            }[indicators, bool(found["not"])]
            yield _count(paragraph, text, found, counted, None, int(found["count"]), years, year)

    def statements(
        self, paragraph: Paragraph, year: int | None, topic: Topic
    ) -> Iterator[Statement]:
        """What a paragraph says of named scores beside their figures."""
        text = arabic_digits(joined(repair(paragraph.text)))
        found = sorted(
            ((match, read) for pattern, read in _READERS for match in pattern.finditer(text)),
            key=lambda one: one[0].start(),
        )
        if not found:
            return
        mentions = self._mentions.of(text)
        speech = speech_of(text, mentions, topic, self._is_own, in_ita=self._in_ita)
        for match, read in found:
            speech.pass_to(match.start())
            if not speech.is_of_agency:
                continue
            whose = _Whose(text, self._mentions, speech, match)
            for said, code, amount, since in read(match, whose):
                quote = around(text, match.start(), match.end())
                place = paragraph.place_at(match.start(), quote)
                yield Statement(said, code, speech.year or year, amount, since, place)


class _Whose:
    """Whose score a claim speaks of: what is named before it, or what it goes on to name."""

    def __init__(self, text: str, mentions: Mentions, speech: Speech, match: re.Match[str]) -> None:
        self._text, self._mentions, self._speech, self._match = text, mentions, speech, match

    def before(self) -> str | None:
        """The subject named right before; None where another clause stands between."""
        subject = self._speech.subject
        if subject is None:
            return None
        between = self._text[subject.end : self._match.start()]
        # "มีตัวชี้วัดที่ไม่ผ่าน…": it speaks of some that it does not name.
        far = len(between) > _REACH or _STOPS.search(between) or _UNNAMED.search(between)
        return None if far else subject.code

    def after(self) -> list[str]:
        """The subjects that a clause lists from here on."""
        rest = self._text[self._match.end() : self._match.end() + 4 * _REACH]
        stop = _STOPS.search(rest)
        rest = rest[: stop.start()] if stop else rest
        named = self._mentions.subjects(rest)
        if not named or named[0].start > _NEXT:
            return []
        return list(dict.fromkeys(one.code for one in named))


_Read = Iterator[tuple[Said, str, Decimal | None, int | None]]


def _own_extreme(match: re.Match[str], whose: _Whose) -> _Read:
    code = whose.before()
    if code is not None and level_of(code) in (Level.INSTRUMENT, Level.INDICATOR):
        yield _extreme(match), code, None, None


def _whose_extreme(match: re.Match[str], whose: _Whose) -> _Read:
    for code in whose.after()[:1]:
        yield _extreme(match), code, None, None


def _extreme(match: re.Match[str]) -> Said:
    return Said.LOWEST if match["extreme"].startswith(("ต่ำ", "น้อย")) else Said.HIGHEST


def _reaching(match: re.Match[str], whose: _Whose) -> _Read:
    yield from _against_limit(match, whose, is_below=bool(match["not"]))


def _beside_limit(match: re.Match[str], whose: _Whose) -> _Read:
    yield from _against_limit(match, whose, is_below=match["way"] in ("ต่ำ", "น้อย"))


def _against_limit(match: re.Match[str], whose: _Whose, *, is_below: bool) -> _Read:
    if _COUNT_FOLLOWS.match(match.string, match.end()):
        return
    said = Said.BELOW_TARGET if is_below else Said.AT_TARGET
    before = whose.before()
    listed = _LIST_FOLLOWS.match(match.string, match.end())
    for code in whose.after() if listed else [before] if before else []:
        yield said, code, Decimal(match["mark"]) if match["mark"] else None, None


def _changed(match: re.Match[str], whose: _Whose) -> _Read:
    code = whose.before()
    if code is None or (match["points"] is None and match["since"] is None):
        return
    if match["points"] is not None and _SHARE.search(match["lead"]):
        return
    said = Said.FELL if match["move"] in ("ลดลง", "ต่ำลง") else Said.ROSE
    points = Decimal(match["points"]) if match["points"] else None
    yield said, code, points, int(match["since"]) if match["since"] else None


def _ranked(match: re.Match[str], whose: _Whose) -> _Read:
    code = whose.before()
    if code is not None and code != TOTAL:
        yield Said.RANK, code, Decimal(match["rank"]), None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Whose], _Read]], ...] = (
    (_OWN_EXTREME, _own_extreme),
    (_WHOSE_EXTREME, _whose_extreme),
    (_REACHING, _reaching),
    (_BESIDE_LIMIT, _beside_limit),
    (_CHANGED, _changed),
    (_RANKED, _ranked),
)


def _count(
    paragraph: Paragraph, text: str, found: re.Match[str], counted: Counted, part: str | None,
    number: int, years: Sequence[tuple[int, int]], year: int | None,
) -> Claim:  # fmt: skip
    spoken = [one for start, one in years if start < found.start()]
    quote = around(text, found.start(), found.end())
    place = paragraph.place_at(0, quote)
    return Claim(counted, part, number, spoken[-1] if spoken else year, place)
