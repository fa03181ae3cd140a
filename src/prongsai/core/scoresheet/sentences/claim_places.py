"""What a text says of a score among others: the highest, the third, higher than another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import ALL, Said
from prongsai.core.scoresheet.sentences.clauses import Clauses, Subject

_THINGS = r"(?P<things>ตัวชี้วัด|แบบวัด|เครื่องมือ)(?:การประเมิน)?"
_EXTREME = r"(?P<extreme>สูงสุด|สูงที่สุด|มากที่สุด|มากสุด|ต่ำสุด|ต่ำที่สุด|น้อยที่สุด|น้อยสุด)"
_SCOPE = (
    r"(?:\s*(?:ใน|ของ|จาก)(?:กลุ่ม)?\s*(?:แบบวัด|แบบ|ตัวชี้วัด(?:ใน|ของ)?(?:แบบวัด)?)?\s*(?P<part>IIT|EIT|OIT)(?![A-Za-z])"
    r"|\s*(?P<all>(?:ใน|ของ|จาก)(?:บรรดา|จำนวน)?\s*(?:ทั้งหมด\s*)?(?:แบบวัด|เครื่องมือ|ตัวชี้วัด)?(?:ทั้ง|ทั้งหมด|ทุก)?\s*(?P<count>\d{1,2})\s*(?:ตัวชี้วัด|แบบวัด|เครื่องมือ)(?:ทั้งหมด)?"
    r"|(?:ใน|ของ|จาก)(?:บรรดา)?(?:แบบวัด|เครื่องมือ|ตัวชี้วัด)ทั้งหมด|จากทั้งหมด|ในทุก(?:แบบวัด|เครื่องมือ|ตัวชี้วัด)))?"
)
_TOP = r"(?:\s*(?P<top>[2-9])\s*(?:อันดับ|ลำดับ|ตัวชี้วัด)(?:แรก|สุดท้าย)?)?"
_IN_YEAR = r"(?:\s*(?:ใน|ประจำ|ของ)?\s*ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>25\d\d))?"
_TO = r"\s*(?:คือ|ได้แก่|เป็น|:)"
WHICH_EXTREME = compiled(
    rf"(?:{_THINGS}(?:ใน|ของ)?(?:แบบวัด)?\s*(?P<of>IIT|EIT|OIT)?\s*ที่\s*)?(?:ได้|มี)?(?:รับ)?(?:ผล)?(?P<score>คะแนน)?(?:เฉลี่ย)?"
    rf"\s*{_EXTREME}{_TOP}{_SCOPE}{_IN_YEAR}(?={_TO})"
)
OWN_EXTREME = compiled(
    rf"(?:คะแนน|อยู่ใน(?:ระดับ|ลำดับ))(?:เฉลี่ย)?\s*(?:ที่)?{_EXTREME}{_SCOPE}{_IN_YEAR}"
)
# What else may be the highest: of years, of agencies, of what goes on to be named.
_OF_OTHER_THINGS = compiled(
    rf"\s*(?:\d*\s*(?:อันดับ|ลำดับ)|ใน|ของ|ตั้งแต่|เท่าที่|เป็นประวัติ|ต่อเนื่อง|จาก(?!การ)|{_TO}|ด้าน|เรื่อง|เมื่อ|ระดับ|และ(?:ต่ำ|น้อย|สูง|มาก)|[ก-ฮเ-ไ])"
)
_FINE_AFTER = compiled(
    r"\s*(?:และ(?!ต่ำ|น้อย|สูง|มาก)|แต่|รองลงมา|โดย|ซึ่ง|ส่วน|เท่ากับ|ร้อยละ|อยู่ที่|ได้|คิดเป็น|\(|$|\n|\d|เช่นกัน|ตามด้วย|จึง|คือ\s*(?:ร้อยละ)?\s*\d)"
)
MOST_MOVED = compiled(
    rf"(?:{_THINGS}(?:ใน|ของ)?(?:แบบวัด)?\s*(?P<of>IIT|EIT|OIT)?\s*ที่\s*)?(?:ได้|มี)?(?P<score>คะแนน)?\s*(?P<move>เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง)"
    r"(?:\s*จากปี\s*(?:งบประมาณ)?\s*(?:(?:พ\.?\s?ศ\.?)?\s*(?P<since>25\d\d)|(?:ก่อน(?:หน้า)?|ที่\s?(?:แล้ว|ผ่านมา))))?\s*(?:มากที่สุด|สูงสุด|สูงที่สุด|มากสุด)"
    rf"(?P<to>(?={_TO}))?(?!\s*\d*\s*(?:อันดับ|ลำดับ|ใน(?!แบบ)|ของ(?:จังหวัด|ประเทศ|อำเภอ)))"
)
RANKED = compiled(
    r"(?P<low>ต่ำ|น้อย)?(?P<high>สูง|มาก)?(?:เป็น|อยู่|จัดอยู่|อยู่ใน|จัดอยู่ใน|อยู่ที่)?(?:ใน)?\s*(?P<word>อันดับ|ลำดับ)\s*"
    rf"(?:ที่\s*(?P<rank>\d{{1,2}})|(?P<first>แรก)|(?P<bare>\d{{1,2}}))(?![\d.]){_SCOPE}"
)
_RANK_OF_OTHERS = compiled(
    r"[ก-ฮเ-ไ]|\s*(?:ใน|ของ|จาก|แรก|ระดับ|รอง|ร่วม|ที่|สุดท้าย|ต้อง|ควร|กลุ่ม|จังหวัด|ประเทศ|อำเภอ)"
)
_WORD_FOLLOWS = compiled(r"\s*[ก-ฮเ-ไ]")
BESIDE = compiled(
    r"(?P<way>สูง|มาก|ต่ำ|น้อย)กว่า\s*(?:คะแนน)?(?:ของ)?(?=(?:แบบวัด|แบบ|ตัวชี้วัด|เครื่องมือ|\s)*(?:\S))"
)
_RIVAL_BY = compiled(r"\s*(?:อยู่|ถึง|จำนวน|\s)*(?P<by>[0-6]?\d(?:\.\d{1,2})?)(?![\d.]*\d)\s*คะแนน")
_RIVAL_GOES_ON = compiled(r"\s*(?:ของ|ใน|ปี|ที่|เมื่อ|ระดับ|[(]?\s*ปี)")
_UNLIKE = compiled(r"(?:ข้อ|ประเด็น|คำถาม|หน่วยงาน|กอง|เทศบาล|อบต\.|เรื่อง|ระดับ|จังหวัด)[^\s]{0,20}\s*$")
_PART_FOLLOWS = compiled(r"\s*(?:ของ|ใน)?\s*(?:แบบวัด)?\s*(IIT|EIT|OIT)")
_EXTREME_BEFORE = compiled(r"(?:สูงสุด|สูงที่สุด|ต่ำสุด|ต่ำที่สุด|มากที่สุด|น้อยที่สุด)[^\n]{0,90}และ\s*$")
_LOW = ("ต่ำ", "น้อย")
_FALLS = ("ลดลง", "ต่ำลง")
_LEVELS = {"ตัวชี้วัด": Level.INDICATOR, "แบบวัด": Level.INSTRUMENT, "เครื่องมือ": Level.INSTRUMENT}
_WHOLE = {Level.INDICATOR: 10, Level.INSTRUMENT: 3}
_OF_PART = {"IIT": 5, "EIT": 3, "OIT": 2}
_PART_OF = {
    str(number): part
    for part, own in zip(INSTRUMENTS, (range(1, 6), range(6, 9), range(9, 11)), strict=True)
    for number in own
}


class Placed(Struct, frozen=True):
    """One thing that is told of a score among others."""

    said: Said
    code: str
    start: int
    end: int
    amount: Decimal | None = None
    among: str | None = None
    rival: str | None = None
    by: Decimal | None = None
    since: int | None = None
    year: int | None = None


ReadPlace = Callable[[re.Match[str], Clauses], Iterator[Placed]]


def which_extreme(match: re.Match[str], clauses: Clauses) -> Iterator[Placed]:
    """What follows "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ"; of the first so many each is among so many."""
    text, start = match.string, clauses.start_of(match.start())
    if match["things"] is None and _UNLIKE.search(text, start, match.start()):
        return
    is_of_scores = match["things"] or match["score"]
    if not is_of_scores and not _EXTREME_BEFORE.search(text, start, match.start()):
        return
    level = _LEVELS.get(match["things"] or "")
    listed = [
        one.code
        for one in clauses.listed(match.end())
        if (level or level_of(one.code)) is level_of(one.code) and level_of(one.code) in _WHOLE
    ]
    among = match["part"] or match["of"] or (ALL if _is_all(match) else None)
    if match["top"]:
        listed = listed if len(listed) == int(match["top"]) else []
        among = among or (ALL if len({_part_of(code) for code in listed}) > 1 else None)
    else:
        listed = listed[:1]
    for code in listed:
        amount = Decimal(match["top"]) if match["top"] else None
        yield Placed(
            _extreme(match), code, match.start(), match.end(), amount, among, year=_year(match)
        )


def own_extreme(match: re.Match[str], clauses: Clauses) -> Iterator[Placed]:
    """What stands before "ได้คะแนนต่ำสุด"."""
    text = match.string
    if match["all"] and not _is_all(match):
        return
    if not _FINE_AFTER.match(text, match.end()) and _OF_OTHER_THINGS.match(text, match.end()):
        return
    subject = _one_subject(match, clauses)
    among = match["part"] or (ALL if match["all"] else None)
    if subject is not None and among != subject.code:
        yield Placed(
            _extreme(match),
            subject.code,
            subject.start,
            match.end(),
            None,
            among,
            year=_year(match),
        )


def _extreme(match: re.Match[str]) -> Said:
    return Said.LOWEST if match["extreme"].startswith(_LOW) else Said.HIGHEST


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _one_subject(match: re.Match[str], clauses: Clauses) -> Subject | None:
    """The one instrument or indicator named right before; None for several."""
    subject = clauses.subject(match.start())
    if subject is None or level_of(subject.code) not in _WHOLE:
        return None
    return subject if len(clauses.together(subject)) == 1 else None


def most_moved(match: re.Match[str], clauses: Clauses) -> Iterator[Placed]:
    """What follows "ตัวชี้วัดที่เพิ่มขึ้นมากที่สุด คือ", or stands before "เพิ่มขึ้นมากที่สุด"."""
    said = Said.FELL_MOST if match["move"] in _FALLS else Said.ROSE_MOST
    since = int(match["since"]) if match["since"] else None
    if match["to"] is not None:
        if match["things"] is None:
            return
        level = _LEVELS[match["things"]]
        code = next((one.code for one in clauses.listed(match.end())), None)
        if code is not None and level_of(code) is level:
            yield Placed(said, code, match.start(), match.end(), None, match["of"], since=since)
        return
    subject = _one_subject(match, clauses)
    if subject is not None and match["things"] is None and subject.is_score:
        yield Placed(said, subject.code, subject.start, match.end(), since=since)


def ranked(match: re.Match[str], clauses: Clauses) -> Iterator[Placed]:
    """What stands before "อยู่ในอันดับที่ 4 จาก 10 ตัวชี้วัด"."""
    text = match.string
    subject = _one_subject(match, clauses)
    if subject is None or _goes_on(match):
        return
    says_score = "คะแนน" in text[subject.end : match.start()]
    # "ลำดับที่ 3 ของแบบวัด": where it stands in a list.
    is_rank = match["word"] == "อันดับ" and (match["part"] or match["all"])
    among = _scope_of(match, subject)
    if among == "" or not (is_rank or says_score):
        return
    rank = Decimal(match["rank"] or match["bare"] or 1)
    said = Said.RANK_FROM_BELOW if match["low"] else Said.RANK
    yield Placed(said, subject.code, subject.start, match.end(), rank, among)


def _scope_of(match: re.Match[str], subject: Subject) -> str | None:
    """What a rank counts; "" where that is not certain."""
    part, level = _part_of(subject.code), level_of(subject.code)
    if match["part"]:
        return match["part"] if match["part"] == part else ""
    if match["count"] is None or level is None:
        return ALL if match["all"] else None
    number, named = int(match["count"]), _PART_FOLLOWS.match(match.string, match.end())
    if number == _WHOLE[level]:
        return "" if named else ALL
    is_its_own = (
        part is not None and number == _OF_PART[part] and (named is None or named[1] == part)
    )
    return part if is_its_own else ""


def _goes_on(match: re.Match[str]) -> bool:
    """Whether a rank goes on to tell among whom it is, where that is nobody that counts here."""
    text, end = match.string, match.end()
    if match["count"] and _PART_FOLLOWS.match(text, end):
        return False
    is_scoped = match["part"] or match["all"]
    is_word = not is_scoped and _WORD_FOLLOWS.match(text, end)
    return bool(is_word or _RANK_OF_OTHERS.match(text, end))


def beside(match: re.Match[str], clauses: Clauses) -> Iterator[Placed]:
    """Two scores of one level: "แบบวัด EIT สูงกว่าแบบวัด IIT"."""
    rival, subject = clauses.named_at(match.end()), _one_subject(match, clauses)
    if rival is None or subject is None or not subject.is_score or rival.code == subject.code:
        return
    text = match.string
    if level_of(rival.code) is not level_of(subject.code) or _RIVAL_GOES_ON.match(text, rival.end):
        return
    by = _RIVAL_BY.match(text, rival.end)
    yield Placed(
        Said.LOWER if match["way"] in _LOW else Said.HIGHER,
        subject.code,
        subject.start,
        by.end() if by else rival.end,
        rival=rival.code,
        by=Decimal(by["by"]) if by else None,
    )


def _is_all(match: re.Match[str]) -> bool:
    """Whether the words name the whole of a level: all ten indicators, all three instruments."""
    if match["all"] is None:
        return False
    if match["count"] is None:
        return True
    wanted = 10 if "ตัวชี้วัด" in match["all"] else 3
    return int(match["count"]) == wanted


def _part_of(code: str) -> str | None:
    return _PART_OF.get(code)


def places(text: str) -> Iterator[tuple[re.Match[str], ReadPlace]]:
    """Everything in a text that may tell a place, with what reads it.

    Shape:  looked for around the word that each must hold: tried at every letter, patterns that may
            begin with many words cost more than all else.
    """
    for pattern, word, read in _READ:
        end, at = 0, text.find(word)
        while at >= 0:
            found = pattern.search(text, max(end, at - _BEFORE), at + _BEHIND)
            if found is None or found.start() > at:
                end = at + len(word)
            else:
                end = max(found.end(), at + len(word))
                yield found, read
            at = text.find(word, end)


_BEFORE = 90
_BEHIND = 200
_READ: tuple[tuple[re.Pattern[str], str, ReadPlace], ...] = (
    (MOST_MOVED, "สุด", most_moved),
    (WHICH_EXTREME, "สุด", which_extreme),
    (OWN_EXTREME, "สุด", own_extreme),
    (RANKED, "ดับ", ranked),
    (BESIDE, "กว่า", beside),
)
