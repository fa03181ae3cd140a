"""Dates as Thai papers write them, Buddhist era, and as people type them.

Source: the forms seen in five municipal documents; each has a row in tests/core/test_dates.py.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, squeeze

_ERA = 543  # Buddhist years are ahead of the Common Era by
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_OF = {
    **{name: number for number, name in enumerate(MONTHS, start=1)},
    **{name: number for number, name in enumerate(SHORT_MONTHS, start=1)},
    **{name.rstrip("."): number for number, name in enumerate(SHORT_MONTHS, start=1)},
    **{name.replace(".", ""): number for number, name in enumerate(SHORT_MONTHS, start=1)},
    **{name.replace(".", "") + ".": number for number, name in enumerate(SHORT_MONTHS, start=1)},
}
# Longest first: "มี.ค" stands inside "มี.ค.".
_MONTH = "|".join(re.escape(name) for name in sorted(_MONTH_OF, key=len, reverse=True))
_DAY_IN_WORDS = compiled(
    rf"(?:วันที่\s*)?(\d{{1,2}})\s*(?:เดือน\s*)?({_MONTH})\s*(?:พ\.?\s?ศ\.?\s*)?(\d{{4}}|\d{{2}})"
)
_MONTH_IN_WORDS = compiled(rf"(?:เดือน\s*)?({_MONTH})\s*(?:พ\.?\s?ศ\.?\s*)?(\d{{4}}|\d{{2}})")
_DAY_IN_NUMBERS = compiled(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4}|\d{2})")
_ISO = compiled(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_FIRST_BUDDHIST = 2400  # no year of a paper of ours, in either era, lies around it


class Span(Struct, frozen=True):
    """The days a written date stands for: one day, or a whole month."""

    first: date
    last: date


def buddhist_year(day: date) -> int:
    """The calendar year of a day, Buddhist era.

    >>> buddhist_year(date(2026, 1, 1))
    2569
    """
    return day.year + _ERA


def common_era(year: int) -> int:
    """The Common-Era year of a year of the Buddhist era.

    >>> common_era(2569)
    2026
    """
    return year - _ERA


def common_era_as_typed(year: int) -> int:
    """The Common-Era year of a year as typed in four digits, in either era.

    >>> common_era_as_typed(2569), common_era_as_typed(2026)
    (2026, 2026)
    """
    return common_era(year) if year >= _FIRST_BUDDHIST else year


def buddhist_as_typed(year: int) -> int:
    """The Buddhist year of a year as typed in four digits, in either era.

    >>> buddhist_as_typed(2569), buddhist_as_typed(2026)
    (2569, 2569)
    """
    return common_era_as_typed(year) + _ERA


def short_date(day: date) -> str:
    """A date as a signature prints it.

    >>> short_date(date(2023, 3, 14))
    '14 มี.ค. 2566'
    """
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {buddhist_year(day)}"


def calendar_text(day: date) -> str:
    """A day as the calendar of a framework's file writes it.

    >>> calendar_text(date(2023, 3, 14))
    '2566-03-14'
    """
    return f"{buddhist_year(day):04d}-{day.month:02d}-{day.day:02d}"


def read_calendar_text(text: object) -> date | None:
    """The day that the calendar of a framework's file writes; None where it is none.

    >>> read_calendar_text("2566-03-14")
    datetime.date(2023, 3, 14)
    """
    year, _, rest = str(text or "").partition("-")
    try:
        return date.fromisoformat(f"{common_era(int(year)):04d}-{rest}")
    except ValueError:
        return None


def in_words(day: date) -> Text:
    """A day in both languages: as papers write it, and as programs do."""
    return Text(long_date(day), day.isoformat())


def long_date(day: date) -> str:
    """A date as a memo writes it.

    >>> long_date(date(2025, 4, 18))
    '18 เมษายน 2568'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {buddhist_year(day)}"


def notice_date(day: date) -> str:
    """A date as an order or announcement writes it, after "ณ วันที่".

    >>> notice_date(date(2025, 4, 18))
    '18 เมษายน พ.ศ. 2568'
    """
    return f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {buddhist_year(day)}"


def month_and_year(day: date) -> str:
    """The month of a date.

    >>> month_and_year(date(2025, 4, 18))
    'เมษายน 2568'
    """
    return f"{MONTHS[day.month - 1]} {buddhist_year(day)}"


def last_of_month(day: date) -> date:
    somewhere_next = day.replace(day=28) + timedelta(days=4)
    return somewhere_next.replace(day=1) - timedelta(days=1)


@lru_cache(maxsize=1024)  # a plan says the same few days in every row
def read_date(text: str) -> Span | None:
    """The day or month that a text names and nothing else; None where it is no such date.

    Two-digit years are Buddhist; four-digit years from 2400 on are, others are Common Era.

    >>> read_date("๓๐ ก.ย. ๖๘")
    Span(first=datetime.date(2025, 9, 30), last=datetime.date(2025, 9, 30))
    >>> read_date("มีนาคม 2566").last
    datetime.date(2023, 3, 31)
    """
    plain = squeeze(arabic_digits(text))
    if match := _ISO.fullmatch(plain):
        return _day(_year(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_IN_WORDS.fullmatch(plain):
        return _day(_year(match[3]), _MONTH_OF[match[2]], int(match[1]))
    if match := _DAY_IN_NUMBERS.fullmatch(plain):
        return _day(_year(match[3]), int(match[2]), int(match[1]))
    if match := _MONTH_IN_WORDS.fullmatch(plain):
        month = _day(_year(match[2]), _MONTH_OF[match[1]], 1)
        return month and Span(month.first, last_of_month(month.first))
    return None


def month_label(month: int) -> Text:
    return Text(MONTHS[month - 1], ENGLISH_MONTHS[month - 1])


def short_month(month: int) -> Text:
    return Text(SHORT_MONTHS[month - 1], ENGLISH_MONTHS[month - 1][:3])


def is_day(text: str) -> bool:
    """Whether a text names one day and nothing else.

    >>> is_day("๓๐ ก.ย. ๖๘"), is_day("มีนาคม 2566"), is_day("14 มีนาคม 2566 และให้จัดซื้อ")
    (True, False, False)
    """
    span = read_date(text)
    return span is not None and span.first == span.last


def dates_in(text: str) -> tuple[tuple[int, int, Span], ...]:
    """Every day or month that a text names, with where it begins and ends, in reading order.

    Years of two digits count only where the month is a word, so that "1.2.34" is no date.

    >>> [span.first.isoformat() for _, _, span in dates_in("ประชุม ๕ ม.ค. ๖๖ และ มี.ค. 2566")]
    ['2023-01-05', '2023-03-01']
    """
    plain = arabic_digits(text)
    dates: list[tuple[int, int, Span]] = []
    for pattern in (_DAY_IN_WORDS, _DAY_IN_NUMBERS, _MONTH_IN_WORDS):
        for match in pattern.finditer(plain):
            first, last = match.span()
            is_taken = any(first < end and start < last for start, end, _ in dates)
            if is_taken or plain[last : last + 1].isdigit() or plain[first - 1 : first].isdigit():
                continue
            if pattern is _DAY_IN_NUMBERS and len(match[3]) == 2:  # noqa: PLR2004 - a short year
                continue
            span = read_date(match[0])
            if span is not None:
                dates.append((first, last, span))
    return tuple(sorted(dates, key=lambda placed: placed[0]))


def _year(digits: str) -> int:
    """The Common-Era year of two or four typed digits."""
    number = int(digits) if len(digits) > 2 else 2500 + int(digits)  # noqa: PLR2004 - "68" is 2568
    return common_era_as_typed(number)


def _day(year: int, month: int, day: int) -> Span | None:
    try:
        whole_day = date(year, month, day)
    except ValueError:
        return None
    return Span(whole_day, whole_day)
