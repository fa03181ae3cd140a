"""Departments, universities, courts and other bodies that news tell results of.

A local government is known by the word that its name begins with, and asked of elsewhere
(`whose`). Of all other bodies a document's own is the one that was given, or the only one whose
scores it tells: no other of its kind was named before, and no local government at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from prongsai.core.patterns import compiled
from prongsai.core.thai import repair, skeleton

_KIND = (
    r"มหาวิทยาลัย|วิทยาลัย|สถาบัน(?!อุดมศึกษา)|ธนาคาร|ศาล|กองทัพ|กองทุน|องค์การ(?!บริหารส่วน|มหาชน)|โรงพยาบาล|คณะกรรมการ|กรม(?!ธรรม์|หรือ|ต่าง)|สำนักงาน|สำนัก"
    r"|การ(?:ไฟฟ้า|ประปา|ท่าเรือ|ท่าอากาศยาน|ท่องเที่ยว|รถไฟ|กีฬา|เคหะ|ยาง|นิคม|ทางพิเศษ)|สถานีตำรวจ|บริษัท|ราชวิทยาลัย"
)
_ENDS = (
    r"(?=[^ก-ฺเ-๎]|$|ได้|มี(?:ผล|ค่า|คะแนน|ระดับ)|ซึ่ง|ผ่าน|คว้า|รับ(?:รางวัล|ผล|การ|คะแนน)|เข้า(?:รับ|ร่วม)|ทำคะแนน|จัดอยู่|อยู่(?:ใน|ที่)|ประจำปี"
    r"|ประกาศ|ขอ(?:แสดง|ประกาศ|แจ้ง)|เป็น(?:หน่วย|อันดับ)|ที่(?:ได้|มี|ผ่าน|เข้า)|โดย|พบว่า|คะแนน|ติดอันดับ|ก้าว)"
)
# "มทร.พระนคร", "สพฐ.", "ม.อ."; the months, laws and places of dates and addresses are none.
_SHORT = (
    r"(?<![ก-ฮะ-ฺเ-๎.])(?!(?:พ\.ศ|ค\.ศ|พ\.ร|ป\.ป\.ช|ปปช|[ก-ฮ]{1,2}\.[คพย]|จ\.|อ\.|ต\.|น\.|ดร\.|ผศ|รศ|ศ\.|นพ|พล|พ\.ต|ร\.ต|ส่วน))"
    r"(?:[ก-ฮ]{2,6}\.|(?:[ก-ฮ]{1,3}\.){2,5})"
)
# Only these initials are followed by a name of their own.
_OF_MANY = r"(?:มทร|มรภ|สพป|สพม|สสจ|สสอ|รพ|รร|สภ)\.\s?[ก-ฺเ-๎]{2,30}?"
_NAME = compiled(rf"(?:{_KIND})[ก-ฺเ-๎]{{0,70}}?{_ENDS}|(?<![ก-ฮ.]){_OF_MANY}{_ENDS}|{_SHORT}")
_PUBLIC = r"(?:\s*\(\s*องค์การมหาชน\s*\))?"
_ALSO_CALLED = compiled(
    rf"{_PUBLIC}\s*(?:\(\s*|หรือ\s*)((?:[ก-ฮ]{{1,6}}\.){{1,6}}[ก-ฮ]{{0,4}}|[A-Z][A-Za-z]{{1,6}})\s*\)?(?![ก-ฮA-Za-z])"
)
# "MEA หรือการไฟฟ้า…".
_CALLED_BEFORE = compiled(r"(?<![A-Za-z])([A-Z]{2,6})\s*หรือ\s*\Z")
# Who runs the assessment, who stands above all agencies, and words that name none.
_NOBODYS = compiled(
    rf"(?:สำนักงาน|คณะกรรมการ)*\s?(?:การ)?ป้องกัน(?:และปราบปราม)?การทุจริต.*|สำนักนายก.*|สำนักประเมินคุณธรรม.*|ป\.[ปช]\.ช\.?|{_KIND}"
    r"|(?:สธ|มท|ศธ|กห|คค|ทส|พณ|ยธ|รง|วธ|อก|อว|พม|กษ|กก|ดศ|ดอ|พน|นร|กค|กต|ครม)\."
)
_A_KIND = compiled(_KIND)
_OF_LOCAL_GOVERNMENT = compiled(r"เทศบาล|องค์การบริหารส่วน|อบต\.|อบจ\.|ทต\.|ทม\.|ทน\.")
_LATIN = compiled(r"(?<![A-Za-z])[A-Z][A-Za-z]{1,6}(?![A-Za-z])")
_SCORE = compiled(r"(?<![\d.])\d{2,3}\.\d{1,2}(?!\d)")
_CUT_WORD = compiled(r"^\S*\s")
_REACH = 160
_SHORTEST = 4
# "สำนักงานศาลปกครอง" is the court's own; "สำนักงานสาขาของกรม…" and "…เขต 5" are parts of a body.
_BEFORE = frozenset({"", *map(skeleton, ("สำนักงาน", "มหาวิทยาลัย", "สถาบัน", "กรม", "องค์การ"))})
_A_BRANCH = compiled("|".join(map(skeleton, ("เขต", "สาขา", "ประจำ", "ภาค", "จังหวัด", "วิทยาเขต"))))
_LONGEST_TEXT = 300_000
_LETTERS = compiled(r"[ก-ฮ]")


class Bodies:
    """The bodies that a document names, and which of them is its own."""

    def __init__(self, texts: Iterable[str], agency: str | None) -> None:
        """`texts` are the document's; `agency` is the one that the caller named, if any."""
        self._texts = texts
        self._agency = agency

    def marked(self, text: str, mark: str) -> str:
        """The text with a mark where it names the document's own body."""
        if not self._own:
            return text
        text = _ALSO_CALLED.sub(lambda one: mark if skeleton(one[1]) in self._own else one[0], text)
        text = _NAME.sub(lambda one: mark if self._is_own(one[0]) else one[0], text)
        return _LATIN.sub(lambda one: mark if skeleton(one[0]) in self._own else one[0], text)

    @cached_property
    def _text(self) -> str:
        return repair("\n".join(self._texts))[:_LONGEST_TEXT]

    @cached_property
    def _own(self) -> frozenset[str]:
        """The own body's names as they are compared; none where it is not certain whose it is."""
        if _OF_LOCAL_GOVERNMENT.search(self._agency or self._text):
            return frozenset()
        first = self._agency or self._whose_scores()
        if first is None:
            return frozenset()
        own = {skeleton(first)}
        for name, end in _named(self._text):
            if self._are_one(name, first):
                own.add(skeleton(name))
                also = _ALSO_CALLED.match(self._text, end)
                before = _CALLED_BEFORE.search(self._text, 0, end - len(name))
                own |= {skeleton(one[1]) for one in (also, before) if one}
        return frozenset(own)

    def _is_own(self, name: str) -> bool:
        return skeleton(name) in self._own

    def _whose_scores(self) -> str | None:
        """The only body that is named in what leads to a score; None where there are several."""
        scored: list[str] = []
        end = 0
        for score in _SCORE.finditer(self._text):
            since = max(end, score.start() - _REACH)
            lead = self._text[since : score.start()]
            lead = lead if since == end else _CUT_WORD.sub("", lead)
            end = score.end()
            scored += [name for name, _ in _named(lead)]
        # The longest: what others are compared with.
        own = max(scored, key=len, default=None)
        if own is None or not all(self._are_one(name, own) for name in scored):
            return None
        before = (name for name, _ in _named(self._text) if _kind(name) == _kind(own))
        return own if self._are_one(next(before, own), own) else None

    def _are_one(self, name: str, other: str) -> bool:
        """Whether two names are of one body, as they look or as the document says."""
        return _are_one(name, other) or any(
            self._also_called(one, another) for one, another in ((name, other), (other, name))
        )

    def _also_called(self, name: str, short: str) -> bool:
        pattern = rf"{re.escape(name)}{_PUBLIC}\s*(?:\(\s*|หรือ\s*){re.escape(short)}"
        return re.search(pattern, self._text) is not None


def _kind(name: str) -> str:
    """The word for its kind that a name begins with; "" of one in initials."""
    found = _A_KIND.match(name)
    return found[0] if found else ""


def _named(text: str) -> Iterator[tuple[str, int]]:
    """The bodies that a text names, with where each name ends."""
    for found in _NAME.finditer(text):
        if not _NOBODYS.fullmatch(found[0]):
            yield found[0], found.end()


def _are_one(name: str, other: str) -> bool:
    """Whether two names are of one body: one holds the other, or is its initials."""
    short, long = sorted((skeleton(name), skeleton(other)), key=len)
    before, held, behind = long.partition(short)
    is_held = bool(held) and len(short) >= _SHORTEST
    if short == long or (is_held and before in _BEFORE and not _A_BRANCH.match(behind)):
        return True
    return _is_initials(name, other) or _is_initials(other, name)


def _is_initials(short: str, name: str) -> bool:
    """Whether a short name may be another's: its letters stand there in their order.

    >>> _is_initials("มทร.พระนคร", "มหาวิทยาลัยเทคโนโลยีราชมงคลพระนคร")
    True
    >>> _is_initials("มทร.พระนคร", "มหาวิทยาลัยเทคโนโลยีราชมงคลอีสาน")
    False
    """
    dotted, _, rest = short.rpartition(".")
    letters = "".join(_LETTERS.findall(dotted))
    if not letters or "." in name or not name.endswith(rest):
        return False
    pattern = ".*?".join(map(re.escape, letters))
    return re.match(rf"(?:สำนักงาน|สำนัก)?(?:คณะ)?{pattern}", name) is not None
