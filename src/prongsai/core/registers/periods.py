"""Months as people type them, and the months, quarters and halves in which something is owed."""

from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from msgspec import Struct

from prongsai.core.dates import (
    ENGLISH_MONTHS,
    MONTHS,
    SHORT_MONTHS,
    buddhist_as_typed,
    buddhist_year,
    common_era,
    last_of_month,
    month_label,
    read_date,
)
from prongsai.core.errors import Wrong
from prongsai.core.fiscal import MONTHS_OF_YEAR, first_of_month, place_in_year, year_of
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.registers.rules import Every
from prongsai.core.text import Text, perhaps
from prongsai.core.thai import arabic_digits, shorten, squeeze

_IN_A_YEAR = 12
# How many months each of them has.
_LENGTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
_SHORT_YEAR = 100
_QUOTED = 40


def _bare(text: str) -> str:
    return text.replace(".", "").replace(" ", "").lower()


_MONTH_OF = {
    _bare(name): number
    for names in (
        MONTHS,
        SHORT_MONTHS,
        ENGLISH_MONTHS,
        tuple(month[:3] for month in ENGLISH_MONTHS),
    )
    for number, name in enumerate(names, start=1)
} | {"sept": 9}
_LEAD = compiled(r"^(?:ประจำ|รอบ|ใน)*เดือน\s*(?:ที่\s*)?")
_NAMED = compiled(r"([^\d\s/'-][^\d/'-]*?)\s*[-/']?\s*(?:พ\.?\s?ศ\.?\s*)?(\d{4}|\d{2})?")
_NUMBERED = compiled(r"(\d{1,2})\s*[/-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = compiled(r"(\d{4})\s*[/-]\s*(\d{1,2})")
_ALONE = compiled(r"\d{1,2}")
_ENGLISH_DAY = compiled(r"(\d{1,2})[\s/-]*([A-Za-z]{3,9})\.?,?[\s/-]*(\d{4}|\d{2})")


class WrittenMonth(Struct, frozen=True):
    """A month as somebody typed it; `year` is the Buddhist calendar year, None where none stood."""

    month: int
    year: int | None = None

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year that the typed year makes it one of."""
        return None if self.year is None else self.year + (self.month >= MONTHS_OF_YEAR[0])


@lru_cache(maxsize=2048)
def read_month(text: str) -> WrittenMonth:
    """A month in any spelling: ต.ค., ตค, ตุลาคม 2568, Oct, October 2025, 10, 10/2568, a day in it.

    Errors: Wrong, with the name that is near it.

    >>> read_month("ต.ค. ๖๘"), read_month("Oct"), read_month("10/2025")
    (WrittenMonth(month=10, year=2568), WrittenMonth(month=10, year=None), WrittenMonth(month=10, year=2568))
    """  # noqa: E501 - the example
    plain = _LEAD.sub("", squeeze(arabic_digits(text)))
    month = _named(plain) or _numbered(plain)
    if month is None:
        day = read_day(plain)
        month = None if day is None else WrittenMonth(day.month, buddhist_year(day))
    if month is None:
        raise _no_month(text, plain)
    return month


def _named(plain: str) -> WrittenMonth | None:
    match = _NAMED.fullmatch(plain)
    month = _MONTH_OF.get(_bare(match[1])) if match else None
    if match is None or month is None:
        return None
    return WrittenMonth(month, _year(match[2]) if match[2] else None)


def _numbered(plain: str) -> WrittenMonth | None:
    if _ALONE.fullmatch(plain) and 1 <= int(plain) <= _IN_A_YEAR:
        return WrittenMonth(int(plain))
    if match := _YEAR_FIRST.fullmatch(plain):
        year, month = _year(match[1]), int(match[2])
    elif match := _NUMBERED.fullmatch(plain):
        year, month = _year(match[2]), int(match[1])
    else:
        return None
    return WrittenMonth(month, year) if 1 <= month <= _IN_A_YEAR else None


def _year(digits: str) -> int:
    number = int(digits)
    return 2500 + number if number < _SHORT_YEAR else buddhist_as_typed(number)


def _no_month(text: str, plain: str) -> Wrong:
    words = plain.rstrip("0123456789 ")
    near = get_close_matches(words, [*MONTHS, *ENGLISH_MONTHS], 1, 0.75)
    meant = perhaps(next(iter(near), ""))
    return Wrong("registers/month_not_understood", written=shorten(text, _QUOTED), near=meant)


@lru_cache(maxsize=4096)
def read_day(text: str) -> date | None:
    """The day that a text names; None where it is none.

    >>> read_day("3 Oct 2025") == read_day("๓ ต.ค. ๖๘") == read_day("3/10/2568")
    True
    """
    span = read_date(text)
    if span is not None:
        return span.first if span.first == span.last else None
    match = _ENGLISH_DAY.fullmatch(squeeze(arabic_digits(text)))
    month = _MONTH_OF.get(match[2].lower()) if match else None
    if match is None or month is None:
        return None
    try:
        return date(common_era(_year(match[3])), month, int(match[1]))
    except ValueError:
        return None


class Slot(Struct, frozen=True, order=True):
    """A month, quarter, half or the whole of a fiscal year, counted from its beginning."""

    year: int
    every: Every
    number: int

    @property
    def first(self) -> date:
        return first_of_month(self.year, self.months[0])

    @property
    def last(self) -> date:
        return last_of_month(first_of_month(self.year, self.months[-1]))

    @property
    def months(self) -> tuple[int, ...]:
        length = _LENGTHS[self.every]
        return MONTHS_OF_YEAR[(self.number - 1) * length :][:length]

    @property
    def label(self) -> Text:
        """Its name, with the year."""
        if self.every is Every.MONTH:
            name = month_label(self.months[0])
            return Text(f"{name.th} {buddhist_year(self.first)}", f"{name.en} {self.first.year}")
        return read_words(f"registers/slot.{self.every}", number=self.number, year=self.year)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def slots_of(year: int, every: Every) -> tuple[Slot, ...]:
    """All months, quarters or halves of a fiscal year, in order.

    >>> [slot.label.th for slot in slots_of(2569, Every.HALF)]
    ['ครึ่งปีที่ 1 ปีงบประมาณ 2569', 'ครึ่งปีที่ 2 ปีงบประมาณ 2569']
    """
    return tuple(
        Slot(year, every, number) for number in range(1, _IN_A_YEAR // _LENGTHS[every] + 1)
    )


def slot_of(day: date, every: Every) -> Slot:
    """The month, quarter or half a day lies in."""
    return Slot(year_of(day), every, place_in_year(day.month) // _LENGTHS[every] + 1)
