"""The words that claims are told in: limits, changes, and what bars a claim altogether.

A claim that is read wrongly accuses somebody: a form of words that is not known says nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Said

THINGS = r"(?:ตัวชี้วัด|แบบวัด|เครื่องมือ(?:การประเมิน)?|ประเด็น|ข้อคำถาม|ข้อ(?!มูล)|คำถาม)"
NUMBER_ENDS = r"(?![\d.]*\d)"
DECIMAL = rf"\d{{1,3}}\.\d{{1,2}}{NUMBER_ENDS}"
_YEAR = r"(?:ปี)?\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*"
_AGO = r"ปี(?:งบประมาณ)?\s*(?:ก่อน(?:หน้า)?|ที่\s?(?:ผ่านมา|แล้ว|ล่วงมาแล้ว))(?:นี้)?"

# A limit is a whole number of a score's size; with decimals it is somebody's score.
_MARK = (
    rf"(?P<mark>(?:100|[4-9]\d)(?:\.00?)?){NUMBER_ENDS}(?!\s*(?:คะแนน)?\s*(?:[-–—]|ถึง)\s*\d)"
    rf"(?!\s*{THINGS})(?:\s*(?:คะแนน|%))?(?:\s*ขึ้นไป)?"
)
_LIMIT = (
    r"เกณฑ์(?:การประเมิน(?:ผล)?|การผ่าน|มาตรฐาน|ที่กำหนด(?:ไว้)?|ที่\s?ป\.ป\.ช\.\s?กำหนด(?:ไว้)?"
    r"|ของ(?:สำนักงาน\s?)?ป\.ป\.ช\.)*"
)
# Limits that may be anybody's: held only against the number that they give.
_OWN_LIMIT = (
    r"(?P<own>(?:เป้าหมาย|ขั้นต่ำ|การประเมิน"
    r"|ที่(?:หน่วยงาน|เทศบาล|อบต\.|ได้)?\s?(?:ตั้ง|วาง|กำหนด)(?:เป้า)?(?:ไว้)?)+)?"
)
_TO_MARK = r"\s*\(?\s*(?:ตั้งแต่|คือ|ที่|ไว้|ร้อยละ|:|=|\s)*"
_DISTANCE = rf"\s*(?:อยู่|ถึง|จำนวน|\s)*(?P<by>[0-3]?\d(?:\.\d{{1,2}})?){NUMBER_ENDS}\s*คะแนน"
_WITH_MARK = rf"{_TO_MARK}{_MARK}(?:\s*\))?"
_WITH_SCORE = rf"{_TO_MARK}{DECIMAL}(?:\s*คะแนน)?(?:\s*\))?"
_OF_LIMIT = rf"{_LIMIT}{_OWN_LIMIT}(?:{_WITH_MARK}|{_WITH_SCORE})?"
_BARE_MARK = _MARK.replace("<mark>", "<bare>")
_FAR = _DISTANCE.replace("<by>", "<far>")
_NOT = r"(?P<not>(?:ไม่|มิ)(?:ได้|สามารถ|อาจ)?\s?)?"
REACHES = compiled(rf"{_NOT}(?:ผ่าน|ถึง|บรรลุ|เป็นไปตาม){_OF_LIMIT}")
# "ผ่าน 85 ทั้ง 3 แบบวัด", without a word for the limit.
REACHES_MARK = compiled(
    rf"{_NOT}ผ่าน\s*(?:ที่|ร้อยละ|คะแนน|\s)*{_MARK}"
    r"(?!\s*(?:คน|ราย|ชุด|แห่ง|หน่วย|โครงการ|ฉบับ|เรื่อง|ครั้ง|วัน|เดือน|ชั่วโมง|หลักสูตร|ของ))"
)
BESIDE_LIMIT = compiled(
    rf"(?<!ไม่)(?P<way>สูง|มาก|ต่ำ|น้อย)กว่า(?:{_LIMIT}{_OWN_LIMIT}(?:{_WITH_MARK})?(?:{_DISTANCE})?"
    rf"|\s*(?:ร้อยละ\s*)?{_BARE_MARK}(?:{_FAR})?)"
)
SHORT_OF = compiled(rf"ไม่ถึง\s*(?:ร้อยละ\s*)?{_MARK}")
AND_MORE = compiled(
    rf"(?:ตั้งแต่\s*)?(?:ร้อยละ\s*)?(?<![\d.–—-])(?P<mark>100|[4-9]\d)(?:\.00?)?{NUMBER_ENDS}\s*(?:คะแนน)?\s*ขึ้นไป"
)
AT_ZERO = compiled(r"คะแนน\s*0(?:\.00?)?(?![\d.])\s*(?:คะแนน)?(?!\s*ขึ้นไป)")
# What may stand right behind a limit; other letters make another limit of it.
_GOES_ON = compiled(
    r"(?!\s*(?:(?:ใน|ของ|ตาม|เป็น)?ระดับ|(?:ค่า)?เฉลี่ย|[A-F]{1,2}(?![A-Za-z])|ดี|หรือ|ได้(?!แก่|คะแนน)|\?|ไหม|[–—-]\s*\d"
    r"|ของ(?!แบบ|ปี|IIT|EIT|OIT)|ตาม))(?=\s|$|\d|[),.;:/”\"]|จำนวน|ทุก|ทั้ง|ครบ|และ|แต่|โดย|ซึ่ง|ใน|คือ|ได้แก่|มี|อยู่|เพียง"
    r"|เป็น|จึง|แล้ว|ดังนี้|ของ|ส่วน|ขณะ|เท่านั้น|ประจำ|เช่นกัน|เช่นเดียว|สูง|ต่ำ)"
)

_MOVE = (
    r"(?P<not>(?:ไม่|มิ)(?:ได้)?\s?)?(?:ปรับตัว|เพิ่ม(?=สูงขึ้น)|ลด(?=ต่ำลง))?"
    r"(?P<move>เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง|คงที่|คงเดิม|เท่าเดิม)"
)
_ADVERB = r"\s*(?:เล็กน้อย|อย่าง(?:มาก|ชัดเจน|เห็นได้ชัด)|พอสมควร|เป็นอย่างมาก)?"
_SINCE = (
    r"\s*(?:เมื่อ)?\s*(?:เปรียบเทียบกับ|เทียบกับ|เทียบจาก|เท่ากับ|จาก|กว่า)\s*(?:ผลการประเมิน|ผลคะแนน|คะแนน)?(?:ของ|ใน)?\s*"
    rf"(?:{_YEAR}(?P<since>25\d\d)|(?P<ago>{_AGO})|(?P<before>เดิม))"
)
_LEAD = r"(?P<lead>[ \t]*(?:(?:จำนวน|เท่ากับ|คิดเป็น|รวม|ถึง|อยู่|อีก|ร้อยละ|ประมาณ|ราว|เฉลี่ย|เกือบ|กว่า)\s*)*)"
_POINTS = rf"{_LEAD}(?P<points>[0-3]?\d(?:\.\d{{1,2}})?){NUMBER_ENDS}\s*(?P<unit>คะแนน|%|เปอร์เซ็นต์)?"
_ENDS = (
    rf"\s*จาก(?:เดิม)?\s*(?:ที่)?(?:ได้)?\s*(?P<first>{DECIMAL})\s*(?:คะแนน)?\s*"
    rf"(?:\(?\s*(?:ใน|เมื่อ|ของ)?\s*{_YEAR}(?P<first_year>25\d\d)\s*\)?)?\s*(?:เป็น|เหลือ|มาเป็น|มาอยู่ที่)\s*(?P<last>{DECIMAL})"
    rf"(?:\s*(?:คะแนน)?\s*(?:ใน|เมื่อ|ของ)\s*{_YEAR}(?P<last_year>25\d\d))?"
)
_THEN = _SINCE.replace("<since>", "<later>").replace("<ago>", "<long_ago>")
_THEN = _THEN.replace("<before>", "<formerly>")
MOVED = compiled(rf"{_MOVE}{_ADVERB}(?:{_ENDS}|(?:{_SINCE}{_ADVERB})?(?:{_POINTS})?(?:{_THEN})?)")
# "สูงกว่าปีที่แล้ว 10.82 คะแนน".
ABOVE_BEFORE = compiled(
    rf"(?P<way>สูง|มาก|ต่ำ|น้อย)กว่า(?:ผลคะแนน|คะแนน)?(?:ของ|ใน)?\s*(?:ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<since>25\d\d)|(?P<ago>{_AGO}))(?:{_POINTS})?"
)
_OTHER_UNIT = compiled(
    r"\s*(?:คน|ราย|ชุด|ครั้ง|เรื่อง|บาท|ฉบับ|แห่ง|เท่า(?!กับ)|หน่วยงาน|อันดับ|ลำดับ|ระดับ|มากที่สุด|น้อยที่สุด|สูงสุด"
    r"|(?:ไม่)?เกิน|(?:มาก|น้อย|สูง|ต่ำ)?กว่า|(?:เมื่อ)?(?:เปรียบ)?เทียบ|ใน(?:ระดับ|กลุ่ม|บาง|ช่วง)|บาง|ใน(?:อนาคต|รอบ)|หรือ(?!\s*(?:คิดเป็น)?(?:ร้อยละ|\d))|\?|และลดลง|และเพิ่มขึ้น|สลับ)"
)
_ROUGHLY = compiled(r"ประมาณ|ราว|เฉลี่ย|เกือบ|กว่า")

_BELOW_WAYS = ("ต่ำ", "น้อย")
_STAYS = ("คงที่", "คงเดิม", "เท่าเดิม")
_OTHER_YEAR = compiled(
    r"\s*(?:(?:ภาย)?ใน)?(?:ปี(?:งบประมาณ)?\s*(?:ถัดไป|หน้า|ต่อ\s?ๆ?\s?ไป|ต่อไป)|อนาคต|ครั้งต่อไป|รอบต่อไป)"
)


class Predicate(Struct, frozen=True):
    """What is said of scores: that they reach a limit, or moved; whose is told around it.

    Shape:  `is_denied` where it says "not": of all of several that could mean some; `amount` is the
            mark or the points; `since` 0 says the year before.
    """

    said: Said
    start: int
    end: int
    amount: Decimal | None = None
    since: int | None = None
    by: Decimal | None = None
    is_denied: bool = False
    is_move: bool = False
    is_zero: bool = False
    is_share: bool = False
    says_score: bool = False
    ends: tuple[Decimal, Decimal] | None = None
    year: int | None = None


def predicates(text: str) -> list[Predicate]:
    """All limits and changes a text speaks of, in order, none inside another."""
    found = [(match, read) for pattern, read in _READ for match in pattern.finditer(text)]
    found.sort(key=lambda one: (one[0].start(), -one[0].end()))
    kept: list[Predicate] = []
    end = 0
    for match, read in found:
        if match.start() < end:
            continue  # also inside one that is not understood
        end = match.end()
        one = read(match)
        if one is not None and not _OTHER_YEAR.match(text, one.end):
            kept.append(one)
    return kept


def _reaches(match: re.Match[str]) -> Predicate | None:
    is_own = match["own"] and match["own"] != "การประเมิน"
    if (is_own and match["mark"] is None) or not _GOES_ON.match(match.string, match.end()):
        return None
    said = Said.BELOW_TARGET if match["not"] else Said.AT_TARGET
    return Predicate(
        said, match.start(), match.end(), _number(match["mark"]), is_denied=bool(match["not"])
    )


def _reaches_mark(match: re.Match[str]) -> Predicate | None:
    if not _GOES_ON.match(match.string, match.end()):
        return None
    said = Said.BELOW_TARGET if match["not"] else Said.AT_TARGET
    return Predicate(
        said, match.start(), match.end(), _number(match["mark"]), is_denied=bool(match["not"])
    )


def _beside(match: re.Match[str]) -> Predicate | None:
    bare = match["bare"]
    is_own = match["own"] and match["own"] != "การประเมิน"
    if (is_own and match["mark"] is None) or not _GOES_ON.match(match.string, match.end()):
        return None
    is_told = bare or match["mark"] or match["by"]
    if not is_told and _NUMBER_FOLLOWS.match(match.string, match.end()):
        return None
    said = Said.BELOW_TARGET if match["way"] in _BELOW_WAYS else Said.AT_TARGET
    amount, by = _number(bare or match["mark"]), _number(match["by"] or match["far"])
    return Predicate(said, match.start(), match.end(), amount, by=by, says_score=bare is not None)


_NUMBER_FOLLOWS = compiled(r"\s*[(]?\s*\d")


def _short_of(match: re.Match[str]) -> Predicate | None:
    return Predicate(
        Said.BELOW_TARGET, match.start(), match.end(), _number(match["mark"]), is_denied=True
    )


def _and_more(match: re.Match[str]) -> Predicate | None:
    return Predicate(Said.AT_TARGET, match.start(), match.end(), _number(match["mark"]))


def _at_zero(match: re.Match[str]) -> Predicate | None:
    return Predicate(Said.LOWEST, match.start(), match.end(), Decimal(0), is_zero=True)


def _moved(match: re.Match[str]) -> Predicate | None:
    is_thing = _THING_FOLLOWS.match(match.string, match.end()) is not None
    if match["points"] is not None and match["unit"] is None and is_thing:
        return _counted_move(match)
    if _OTHER_UNIT.match(match.string, match.end()):
        return None
    ends = (Decimal(match["first"]), Decimal(match["last"])) if match["first"] else None
    return _change(match, _way_moved(match), _since(match), ends)


_THING_FOLLOWS = compiled(rf"\s*{THINGS}")


def _counted_move(match: re.Match[str]) -> Predicate:
    """A move that a count follows: "เพิ่มขึ้น 7 ตัวชี้วัด"; it ends before the number."""
    return Predicate(
        _way_moved(match), match.start(), match.start("lead"), since=_since(match), is_move=True
    )


def _way_moved(match: re.Match[str]) -> Said:
    if match["move"] in _STAYS:
        return Said.SAME
    is_fall = match["move"] in ("ลดลง", "ต่ำลง")
    if match["not"]:
        return Said.NOT_FALLEN if is_fall else Said.NOT_RISEN
    return Said.FELL if is_fall else Said.ROSE


def _since(match: re.Match[str]) -> int | None:
    told = match["since"] or match["later"] or match["first_year"]
    if told:
        return int(told)
    return 0 if match["ago"] or match["long_ago"] else None


def _above_before(match: re.Match[str]) -> Predicate | None:
    if _OTHER_UNIT.match(match.string, match.end()):
        return None
    said = Said.FELL if match["way"] in _BELOW_WAYS else Said.ROSE
    return _change(match, said, int(match["since"]) if match["since"] else 0, None)


def _change(
    match: re.Match[str], said: Said, since: int | None, ends: tuple[Decimal, Decimal] | None
) -> Predicate | None:
    is_rough = match["points"] is None or _ROUGHLY.search(match["lead"]) is not None
    # "ไม่เพิ่มขึ้น 5 คะแนน" denies the number, not the rise.
    if said not in (Said.ROSE, Said.FELL) and match["points"] is not None:
        return None
    is_points = match["unit"] == "คะแนน" and "ร้อยละ" not in match["lead"]
    groups = match.groupdict()
    return Predicate(
        said,
        match.start(),
        match.end(),
        None if is_rough else Decimal(match["points"]),
        since,
        is_denied=said in (Said.NOT_RISEN, Said.NOT_FALLEN),
        is_move=True,
        is_share=not is_points,
        says_score=match["unit"] == "คะแนน" or ends is not None,
        ends=ends,
        year=int(groups["last_year"]) if groups.get("last_year") else None,
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


_READ = (
    (REACHES, _reaches),
    (REACHES_MARK, _reaches_mark),
    (BESIDE_LIMIT, _beside),
    (SHORT_OF, _short_of),
    (AND_MORE, _and_more),
    (AT_ZERO, _at_zero),
    (MOVED, _moved),
    (ABOVE_BEFORE, _above_before),
)
