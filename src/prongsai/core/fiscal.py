"""Fiscal years, Buddhist era: year 2569 runs from 1 October 2568 to 30 September 2569."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from msgspec import Struct

from prongsai.core.dates import buddhist_as_typed, buddhist_year, common_era, last_of_month
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

FIRST_YEAR, LAST_YEAR = 2550, 2649
_FIRST_MONTH = 10
MONTHS_OF_YEAR = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
_YEAR = compiled(r"(?<!\d)(25[5-9]\d|26[0-4]\d)(?!\d)")
_DIGITS = compiled(r"\d+")
_MAY_BE = compiled("[2๒２][056๐๕๖０５６][0-9๐-๙０-９]{2}|ปี|ศ|งปม|FY|ITA")  # most texts have no year
# "แผน ITA 2567.pdf" names a file to download.
_FILE_NAME = compiled(r"[^\s|]{0,200}?\.(?:pdf|docx?|xlsx?|zip|jpe?g|png|html?)\b", re.IGNORECASE)
# Years of the Common Era, where words or a cell of their own say that they are years.
_COMMON_ERA = compiled(
    r"(?:ค\.?\s?ศ\.?|ปี(?:งบ(?:ประมาณ)?)?|(?<![a-z])(?:fiscal\s+years?|years?|fy|ita))\s*(?:of\s+|\(?ค\.?\s?ศ\.?\s*)?(20[12]\d)(?!\d)"
    r"|^\s*(20[12]\d)\s*$|(?<![\d/-])(20[12]\d)(?=\s+(?:ITA\b|Integrity\s+(?:and|&)\s+Transparency))"
    r"|\bITA\s+(?:Awards?|results?|scores?)(?:\s+overview)?\s+(?:of\s+)?(20[12]\d)(?!\d)",
    re.IGNORECASE,
)
_SHORT_YEAR = compiled(
    r"(?:ปี(?:งบ(?:ประมาณ|ฯ)?)?|พ\.?\s?ศ\.?|งปม\.?|(?<![A-Za-z])FY)\s*(?:พ\.?\s?ศ\.?\s*)?'?([5-9]\d)(?![\d.,]?\d)"
    r"|\bITA\s?'?([5-7]\d)(?!\d|[.,]\d|\s?(?:คะแนน|%))"
)


def year_of(day: date) -> int:
    """The fiscal year a day lies in.

    >>> year_of(date(2026, 9, 30)), year_of(date(2026, 10, 1))
    (2569, 2570)
    """
    return buddhist_year(day) + (day.month >= _FIRST_MONTH)


def start(fiscal_year: int) -> date:
    return first_of_month(fiscal_year, _FIRST_MONTH)


def first_of_month(fiscal_year: int, month: int) -> date:
    """The first day of a month of a fiscal year, whose October lies in the calendar year before.

    >>> first_of_month(2569, 10), first_of_month(2569, 9)
    (datetime.date(2025, 10, 1), datetime.date(2026, 9, 1))
    """
    return date(common_era(fiscal_year) - (month >= _FIRST_MONTH), month, 1)


def first_days(fiscal_year: int) -> tuple[date, ...]:
    """The first day of each month of a fiscal year."""
    return tuple(first_of_month(fiscal_year, month) for month in MONTHS_OF_YEAR)


def place_in_year(month: int) -> int:
    """Where a month stands in a fiscal year: October is 0."""
    return (month - _FIRST_MONTH) % 12


def end(fiscal_year: int) -> date:
    """The last day of a fiscal year."""
    return date(common_era(fiscal_year), 9, 30)


def half_year(fiscal_year: int) -> date:
    """The last day of a fiscal year's first six months, when the first report is due."""
    return date(common_era(fiscal_year), 3, 31)


class Quarter(Struct, frozen=True, order=True):
    """A quarter of a fiscal year: the first is October to December.

    >>> Quarter(2569, 2).first, Quarter(2569, 2).last
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    """

    year: int
    number: int

    @property
    def first(self) -> date:
        return first_of_month(self.year, MONTHS_OF_YEAR[3 * (self.number - 1)])

    @property
    def last(self) -> date:
        first = self.first
        return last_of_month(first.replace(month=first.month + 2))

    @property
    def before(self) -> Quarter:
        if self.number > 1:
            return Quarter(self.year, self.number - 1)
        return Quarter(self.year - 1, 4)


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in.

    >>> quarter_of(date(2025, 10, 1)), quarter_of(date(2026, 9, 30))
    (Quarter(year=2569, number=1), Quarter(year=2569, number=4))
    """
    return Quarter(year_of(day), place_in_year(day.month) // 3 + 1)


@lru_cache(maxsize=4096)
def years_in(text: str) -> tuple[tuple[int, int], ...]:
    """Every fiscal year of a text, in the Buddhist era, with its position.

    Shape:  years of two digits after "ปี" and those of the Common Era are among them.

    Years in the names of files are left out.

    >>> years_in("ปีงบประมาณ พ.ศ. ๒๕๖๘ และปี 65")
    ((16, 2568), (27, 2565))
    >>> years_in("ปี ค.ศ. 2023"), years_in("fiscal year 2023"), years_in("2,023 คน ตาม มอก. 2023")
    (((8, 2566),), ((12, 2566),), ())
    """
    if not _MAY_BE.search(text):
        return ()
    plain = arabic_digits(text)
    years = [(match.start(1), int(match[1])) for match in _YEAR.finditer(plain)]
    years += [
        (match.start(match.lastindex or 0), buddhist_as_typed(int(match[match.lastindex or 0])))
        for match in _COMMON_ERA.finditer(plain)
    ]
    years += [
        (match.start(match.lastindex or 0), 2500 + int(match[match.lastindex or 0]))
        for match in _SHORT_YEAR.finditer(plain)
    ]
    return tuple(sorted((at, year) for at, year in years if not _FILE_NAME.match(plain, at)))


def without_years(text: str) -> str:
    """A text with Arabic digits, the years of it blanked out.

    >>> without_years("ปี ๒๕๖๖ และปี 65-66")
    'ปี      และปี   -66'
    """
    plain = arabic_digits(text)
    for at, _ in years_in(plain):
        plain = plain[:at] + _DIGITS.sub(lambda match: " " * len(match[0]), plain[at:], count=1)
    return plain
