"""Names of indicators as sentences have them: without "การ", or behind their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import product

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

_OF_ACTS = "การ"
_OF_THE_STATE = "ของราชการ"
# What may stand between a name and its own number.
_TO_A_NUMBER = (
    r"[)”\"]?\s*(?:ซึ่ง|ที่)?(?:ได้(?:รับ)?|มี)?(?:ผล)?(?:การประเมิน)?(?:คะแนน)?\s*(?:เฉลี่ย|ค่า|(?:ต่ำ|สูง)(?:ที่)?สุด){0,2}\s*"
    r"(?:เท่ากับ|อยู่ที่|ร้อยละ|คิดเป็น|เป็น|คือ|[:=(]|\s){0,4}(?:ร้อยละ)?\s*[0-9๐-๙]"
)
_ITS_NUMBER = compiled(_TO_A_NUMBER)
_LINK = (
    r"[ \t]*(?:คะแนน|%)?[ \t]*(?P<link>(?:ใน|จาก|สำหรับ|คือ|ได้แก่|เป็นของ|เป็น|ของ)?[ \t]*"
    r"(?:ด้าน|ตัวชี้วัด(?:ด้าน)?|แบบวัด|แบบตรวจ|แบบ|เครื่องมือ)"
    r"|(?:ใน|คือ|ได้แก่)(?=[ \t]*[“\"(กคปใชอแIEO])|\()[ \t:“\"(]*"
)
_ENDS = compiled(r"[)”\"]*[ \t]*(?=$|\n|[,.;)]|และ|รองลงมา|(?:ส่วน|โดย|แต่|ขณะที่)(?!ละ|ราชการ|ได้เสีย))")
_BY_NUMBER = r"(?:ที่[ \t]*)(?P<number>[0-9๐-๙]{1,2})(?![0-9๐-๙.])[ \t:“\"(]*"
_NUMBER = compiled(r"[0-9๐-๙]{0,2}(?:\.[0-9๐-๙]{1,2})?(?![0-9๐-๙])")
_LONGEST_LIST = 40


class Behind(Enum):
    """What a name behind a number says of it."""

    ITS_NAME = "its name"
    PERHAPS_ITS_NAME = "perhaps its name"


class NamedBehind(Struct, frozen=True):
    """The part that is named behind a number, and whether the number is surely that part's."""

    code: str
    how: Behind


class PartNames:
    """Knows indicators and instruments by their short names and behind their numbers."""

    def __init__(self, spoken: Mapping[str, str]) -> None:
        """`spoken` are the full names of indicators with their codes."""
        short = {one: code for name, code in spoken.items() for one in shortened(name)}
        self._short = {one: code for one, code in short.items() if one not in spoken}
        self._codes = {_letters(one): code for one, code in {**spoken, **self._short}.items()}
        leads = rf"(?:(?<=ด้าน)|(?<=ตัวชี้วัด)|(?<=[\s(“\":,|])|^)(?:{_any_of(self._short)})"
        self._before = compiled(rf"{leads}(?={_TO_A_NUMBER})")
        every = _any_of(self._codes)
        self._behind = compiled(
            rf"{_LINK}(?:{_BY_NUMBER})?(?P<name>{every}|{'|'.join(INSTRUMENTS)})?"
        )

    def before_numbers(self, text: str) -> Iterable[tuple[int, int, str]]:
        """Short names that lead to a number, with where they stand and their codes."""
        for found in self._before.finditer(text):
            yield found.start(), found.end(), self._codes[_letters(found[0])]

    @staticmethod
    def has_number(text: str, end: int) -> bool:
        """Whether a name that ends at a place leads to a number of its own."""
        return _ITS_NUMBER.match(text, end) is not None

    def without_short(self, lead: str) -> str:
        """What leads to a number without the short name that it belongs to."""
        return self._before.sub(_kept_of_money, f"{lead}0")[: -len("0")]

    def behind(self, text: str, end: int) -> NamedBehind | None:
        """The part that is named right behind a number that ends at a place.

        Shape:  a name that leads to a number of its own is that number's, unless a list goes on
                that ends with a name.
        """
        found = self._named_at(text, end)
        if found is None:
            return None
        code, end = found
        is_its = _ENDS.match(text, end) is not None
        for _ in range(_LONGEST_LIST):
            number = _ITS_NUMBER.match(text, end)
            if number is None:
                return NamedBehind(code, Behind.ITS_NAME if is_its else Behind.PERHAPS_ITS_NAME)
            whole = _NUMBER.match(text, number.end())
            found = self._named_at(text, whole.end() if whole else number.end())
            if found is None:
                return None
            end, is_its = found[1], False
        return None

    def _named_at(self, text: str, end: int) -> tuple[str, int] | None:
        """The code of what is named from a place on, with where its name ends."""
        found = self._behind.match(text, end)
        if found is None or not (found["number"] or found["name"]):
            return None
        by_number = arabic_digits(found["number"] or "")
        by_name = self._codes.get(_letters(found["name"]), found["name"]) if found["name"] else ""
        agree = not (by_number and by_name) or by_number == by_name
        return (by_name or by_number, found.end()) if agree else None


def _kept_of_money(short: re.Match[str]) -> str:
    """Nothing but of "ใช้งบประมาณ 85.20%": that may be what was spent."""
    headed = short.string[: short.start()].endswith(("ด้าน", "ตัวชี้วัด"))
    return short[0] if "งบประมาณ" in short[0] and not headed else " "


def shortened(name: str) -> Iterable[str]:
    """The ways to leave "การ" out of a name, and to write of the state's property.

    >>> sorted(shortened("การป้องกันการทุจริต"))
    ['การป้องกันทุจริต', 'ป้องกันการทุจริต', 'ป้องกันทุจริต']
    """
    if name.endswith(_OF_THE_STATE):
        longer = name.removesuffix(_OF_THE_STATE) + "ของทางราชการ"
        yield longer
        yield from shortened(longer)
    parts = name.split(_OF_ACTS)
    for kept in product((_OF_ACTS, ""), repeat=len(parts) - 1):
        if not all(kept):
            yield parts[0] + "".join(a + b for a, b in zip(kept, parts[1:], strict=True))


def _any_of(names: Iterable[str]) -> str:
    """A pattern of names, the longer first; a name may wrap over lines."""
    ordered = sorted({_letters(name) for name in names}, key=len, reverse=True)
    return "|".join(r"\s?".join(map(re.escape, name)) for name in ordered)


def _letters(name: str) -> str:
    return re.sub(r"\s", "", name)
