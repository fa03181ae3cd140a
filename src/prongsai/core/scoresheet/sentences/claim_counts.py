"""How many a text says reach a limit or moved: "7 ตัวชี้วัด", "ทุกแบบวัด", "ไม่มีตัวชี้วัดใด"."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Counted, Said
from prongsai.core.scoresheet.sentences.claim_words import THINGS, Predicate
from prongsai.core.scoresheet.sentences.clauses import Clauses

_ABOVE = 2000
SIZES = {None: 10, "IIT": 5, "EIT": 3, "OIT": 2}
_IN_PART = r"(?:[ \t]*(?:ใน|ของ)[ \t]*(?:แบบวัด|แบบ)?\s*(?P<part>IIT|EIT|OIT)(?![A-Za-z]))?"
# "… 75 คะแนน มีเพียง 3 ตัวชี้วัดเท่านั้นที่…": counted of what follows.
_NOT_OF_THE_NEXT = (
    r"(?!\s*(?:เท่านั้น|นี้)?\s*(?:ที่|ล้วน|ต่าง|ได้(?!แก่)|มี|ผ่าน|ไม่|สูง|ต่ำ|เพิ่ม|ลด|คะแนน)"
    r"|[ \t]*(?:ของ|ใน)(?!ปี))"
)
_NUMBER_BEHIND = compiled(
    rf"\s*(?:(?:มี|อยู่|จำนวน|ทั้งสิ้น|ทั้งหมด|รวม|เพียง|ได้|แล้ว|คือ|\(|:)\s*)*(?P<number>\d{{1,2}})\s*(?P<things>{THINGS}){_IN_PART}"
    rf"{_NOT_OF_THE_NEXT}"
)
# "… จำนวน 9 ตัวชี้วัด" at a line's end, where the next line has a count of its own.
_NUMBER_OF_ITS_LINE = compiled(
    rf"\s*(?:(?:มี|อยู่|เป็น|รวม|คือ|\(|:)\s*)*จำนวน\s*(?P<number>\d{{1,2}})\s*(?P<things>{THINGS}){_IN_PART}"
    rf"(?=[ \t]*\)?[ \t]*\n\s*[-–•*]?[ \t]*(?:โดย|และ|แต่|ส่วน)?(?:มี|ไม่|ผ่าน|สูง|ต่ำ|เพิ่ม|ลด|ได้)"
    rf"[^\n]{{0,60}}?\d{{1,2}}\s*(?:{THINGS}))"
)
_ALL_BEHIND = compiled(
    rf"\s*(?:ใน|ครบ)?(?:ทุก|ทั้ง\s*(?P<number>\d{{1,2}}))\s*(?P<things>{THINGS}){_IN_PART}"
    rf"{_NOT_OF_THE_NEXT}"
)
_VERB = r"\s*(?:ล้วน|ต่าง)?\s*(?:ที่)?\s*(?:ได้|มี)?(?:รับ)?(?:ผล)?(?:คะแนน)?(?:เฉลี่ย)?\s*"
_NUMBER_BEFORE = compiled(
    rf"(?:^|[\s(]|มี|เพียง|จำนวน|พบว่า|พบ|โดย|และ|ส่วน|อีก|ทั้งสิ้น|รวม)(?P<number>\d{{1,2}})\s*(?P<things>{THINGS}){_IN_PART}"
    rf"(?:\s*จาก(?:ทั้งหมด|ทั้งสิ้น)?\s*(?:จำนวน)?\s*\d{{1,2}}\s*(?:{THINGS})?)?\s*(?:เท่านั้น)?\s*ที่{_VERB}$"
)
_ALL_BEFORE = compiled(
    rf"(?:(?P<every>ทุก)|ทั้ง\s*(?P<number>\d{{1,2}})\s*)(?P<things>{THINGS}){_IN_PART}{_VERB}$"
)
# "ตัวชี้วัดทุกตัว", "ตัวชี้วัดในแบบวัด IIT ทุกตัว": said of every one behind the thing.
_EVERY_BEFORE = compiled(
    rf"(?P<things>{THINGS}){_IN_PART}\s*ทุก(?:ตัว(?:ชี้วัด)?|แบบ(?!วัด)|ข้อ(?!มูล|คำถาม)){_VERB}$"
)
_NONE_BEFORE = compiled(
    rf"(?P<none>ไม่(?:มี|พบ|ปรากฏ))\s*(?P<things>{THINGS})(?:ใด|ไหน)(?:เลย)?{_IN_PART}{_VERB}$"
)
_SOME_ONLY = compiled(
    r"(?:เกือบ|แทบ|ไม่ใช่|มิใช่|ไม่|ให้|บาง|กว่า|น้อย|ราว|ประมาณ|ถึง|อันดับ|ลำดับ|ที่|ข้อ|ปี|ระดับ|–|-)\s*$"
)
_HEAD_BEFORE = compiled(
    rf"(?:^|[\s(:]|พบว่า|มี|โดย|และ|แต่|ส่วน|จำนวน|ผล|เพียง|รวม)(?:จำนวน)?(?:(?P<things>{THINGS})"
    rf"(?:\s*(?:ใน|ของ)\s*(?:แบบวัด|แบบ)?\s*(?:IIT|EIT|OIT))?\s*(?:ที่)?)?{_VERB}$"
)
_PART_BEFORE = compiled(
    rf"(?:{THINGS})\s*(?:ใน|ของ)\s*(?:แบบวัด|แบบ)?\s*(IIT|EIT|OIT)\s*(?:ที่)?{_VERB}$"
)
# Only some of them, or what there once were.
_OF_SOME = compiled(
    r"ในจำนวน|ดังกล่าว|เหล่านี้|ข้างต้น|ระหว่าง|ช่วง|ยังคง|ซ้ำ|ต่อเนื่อง|ติดต่อกัน|ลดจำนวน|เพิ่มจำนวน|เหลือ|จากเดิม|ด้าน|ย่อย|และ(?:ผ่าน|ไม่ผ่าน|เพิ่ม|ลด|สูง|ต่ำ)"
    r"|[-–—]\s*\d{2}(?:\.\d+)?\s*(?:คะแนน)?\s*$"
)
_GOES_ON = compiled(
    r"\s*(?:เหลือ|ลดลง|เพิ่มขึ้น|เป็น\s*\d|จากเดิม|หรือ|ที่(?!เหลือ)|แต่|และ(?:ต่ำ|สูง|ไม่ผ่าน|ผ่าน|เพิ่ม|ลด)(?!.{0,30}\d)|[-–—]\s*\d|ขึ้นไป"
    r"|ต่อ|(?:ใน)?ระดับ|ใน(?!แบบ|ปี|\s?(?:IIT|EIT|OIT)))|[^\n]{0,12}เหลือ\s*\d"
)
# "15 ข้อ (IIT 1 ข้อ EIT 12 ข้อ …)": the count is of all instruments, told apart behind it.
_APART_FOLLOWS = compiled(
    r"\s*[(:]?\s*(?:ใน|จาก|คือ|ได้แก่)?\s*(?:แบบวัด)?\s*(?:IIT|EIT|OIT)\s*(?:จำนวน)?\s*\d"
)


class Count(Struct, frozen=True):
    """How many are told, of what, in which part; `end` is where the count ends."""

    counted: Counted
    number: int
    part: str | None
    perhaps: tuple[str, ...]
    start: int
    end: int
    is_every: bool = False


class _Part(Struct, frozen=True):
    """The instrument a count is of, None for all; or those that it may be of."""

    code: str | None
    perhaps: tuple[str, ...] = ()


class _Quantity(Struct, frozen=True):
    number: int | None
    level: Level
    part: str | None
    start: int
    end: int
    is_all: bool = False
    is_none: bool = False


def count_of(
    text: str, one: Predicate, before: Predicate | None, clauses: Clauses, section: str | None
) -> Count | None:
    """The count that a predicate is told of; None where it is told of none, or not surely.

    Shape:  `before` is the predicate before it, `section` the instrument in sight.
    """
    quantity = _quantity(text, one, clauses)
    if quantity is None or not _is_whole(text, one, before, clauses, quantity):
        return None
    if quantity.is_all and one.is_denied:
        return None  # "ไม่ผ่านทุกตัวชี้วัด": not one, or not all
    counted = _counted(one, quantity.level)
    if counted is None:
        return None
    part = _part(text, one, clauses, quantity, section)
    if part is None:
        return None
    number = 0 if quantity.is_none else quantity.number
    is_every = number is None
    if number is None:
        is_instrument = quantity.level is Level.INSTRUMENT
        number = len(INSTRUMENTS) if is_instrument else SIZES[part.code]
    start, end = min(quantity.start, one.start), max(quantity.end, one.end)
    return Count(counted, number, part.code, part.perhaps, start, end, is_every)


def _quantity(text: str, one: Predicate, clauses: Clauses) -> _Quantity | None:
    """How many are told before or behind a predicate; None for none, or where both are."""
    behind, before = _behind(text, one), _before(text, one, clauses)
    if behind is not None and before is not None:
        return None
    return behind or before


def _behind(text: str, one: Predicate) -> _Quantity | None:
    found = _NUMBER_BEHIND.match(text, one.end) or _NUMBER_OF_ITS_LINE.match(text, one.end)
    every = None if found else _ALL_BEHIND.match(text, one.end)
    told = found or every
    if told is None:
        return None
    number = int(told["number"]) if told["number"] else None
    level, is_all = _level(told["things"]), every is not None
    return _Quantity(number, level, told["part"], one.start, told.end(), is_all=is_all)


def _before(text: str, one: Predicate, clauses: Clauses) -> _Quantity | None:
    start = clauses.start_of(one.start)
    before = text[start : one.start]
    for pattern in (_NONE_BEFORE, _ALL_BEFORE, _EVERY_BEFORE, _NUMBER_BEFORE):
        found = pattern.search(before)
        if found is None or _SOME_ONLY.search(before[: found.start()]):
            continue
        groups = found.groupdict()
        number = int(groups["number"]) if groups.get("number") else None
        return _Quantity(
            number,
            _level(found["things"]),
            found["part"],
            start + found.start(),
            one.end,
            is_all=pattern in (_ALL_BEFORE, _EVERY_BEFORE),
            is_none=pattern is _NONE_BEFORE,
        )
    return None


def _is_whole(
    text: str, one: Predicate, before: Predicate | None, clauses: Clauses, quantity: _Quantity
) -> bool:
    """Whether the count is of all things of its kind, as they are now."""
    start = clauses.start_of(quantity.start)
    if before is not None and before.start >= start and _same_count(text, before, one):
        return False
    is_of_some = any(
        _OF_SOME.search(part)
        for part in (text[start : quantity.start], text[quantity.start : one.start])
    )
    if is_of_some or _GOES_ON.match(text, quantity.end):
        return False
    is_headed = quantity.start < one.start or quantity.level is Level.ITEM
    return is_headed or _has_head(text[start : one.start], one, clauses, quantity)


def _has_head(left: str, one: Predicate, clauses: Clauses, quantity: _Quantity) -> bool:
    """Whether the words before a predicate name what is counted, or stand for all of it."""
    head = _HEAD_BEFORE.search(left)
    if head is not None:
        return head["things"] is None or _level(head["things"]) is quantity.level
    return clauses.subject(one.start) is not None


_COUNT_BETWEEN = compiled(rf"\d\s*{THINGS}")


def _same_count(text: str, before: Predicate, one: Predicate) -> bool:
    """Whether two predicates tell one count: "เพิ่มขึ้นแต่ไม่ผ่านเกณฑ์ 1 ตัวชี้วัด"."""
    return _COUNT_BETWEEN.search(text, before.end, one.start) is None


def _part(
    text: str, one: Predicate, clauses: Clauses, quantity: _Quantity, section: str | None
) -> _Part | None:
    """The instrument a count is of, or may be of; None where that is not certain enough."""
    if quantity.level is Level.INSTRUMENT:
        return None if quantity.part else _Part(None)
    if quantity.level is Level.ITEM:
        return _Part(_part_of_items(text, one, clauses, quantity, section))
    start = clauses.start_of(quantity.start)
    named = _PART_BEFORE.search(text[start : quantity.start])
    if quantity.part or named:
        return _Part(quantity.part or (named[1] if named else None))
    subject = clauses.subject(quantity.start)
    if subject is not None and level_of(subject.code) is not Level.TOTAL:
        is_one = subject.code in INSTRUMENTS and len(clauses.together(subject)) == 1
        return _Part(subject.code) if is_one else None
    line = text.rfind("\n", 0, quantity.start) + 1
    here = clauses.instruments(line, quantity.start)
    if len(here) == len(INSTRUMENTS):
        return _Part(None)  # where all are named it is of all
    above = clauses.instruments(max(0, quantity.start - _ABOVE), quantity.start)
    known = [one for one in INSTRUMENTS if one == section or one in above]
    return _Part(None, tuple(known)) if len(here) <= 1 else None


def _part_of_items(
    text: str, one: Predicate, clauses: Clauses, quantity: _Quantity, section: str | None
) -> str | None:
    """The instrument whose items are counted; None where they are of several, or nobody knows."""
    if quantity.part:
        return quantity.part
    if _APART_FOLLOWS.match(text, quantity.end):
        return None
    line = text.rfind("\n", 0, one.start) + 1
    named = clauses.instruments(line, one.start) or clauses.instruments(max(0, line - _ABOVE), line)
    if not named:
        return section
    return named[0] if len(named) == 1 else None


def _level(things: str) -> Level:
    if things == "ตัวชี้วัด":
        return Level.INDICATOR
    return Level.INSTRUMENT if things.startswith(("แบบวัด", "เครื่องมือ")) else Level.ITEM


def _counted(one: Predicate, level: Level) -> Counted | None:
    if one.is_zero:
        return Counted.ITEMS_AT_ZERO if level is Level.ITEM else None
    return _COUNTED.get((level, one.said))


_COUNTED = {
    (Level.ITEM, Said.BELOW_TARGET): Counted.ITEMS_BELOW_TARGET,
    (Level.INDICATOR, Said.BELOW_TARGET): Counted.INDICATORS_BELOW_TARGET,
    (Level.INDICATOR, Said.AT_TARGET): Counted.INDICATORS_AT_TARGET,
    (Level.INDICATOR, Said.ROSE): Counted.INDICATORS_RISEN,
    (Level.INDICATOR, Said.FELL): Counted.INDICATORS_FALLEN,
    (Level.INSTRUMENT, Said.BELOW_TARGET): Counted.INSTRUMENTS_BELOW_TARGET,
    (Level.INSTRUMENT, Said.AT_TARGET): Counted.INSTRUMENTS_AT_TARGET,
    (Level.INSTRUMENT, Said.ROSE): Counted.INSTRUMENTS_RISEN,
    (Level.INSTRUMENT, Said.FELL): Counted.INSTRUMENTS_FALLEN,
}
