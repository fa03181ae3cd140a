"""The days of a monthly series: a day of the month, or its n-th weekday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import last_of_month

LAST = 5
_DAYS_OF_WEEK = 7
_SATURDAY = 5


class Rule(Struct, frozen=True):
    """Which day of each month.

    Shape:  `day` is 1 to 31 (the month's last where it is shorter), or 0 where `nth` (1 to 4, 5 for
            the last) and `weekday` (Monday 0) say it.
    """

    day: int = 0
    nth: int = 0
    weekday: int = 0


def days_of(year: int, rule: Rule, first: date, last: date) -> tuple[date, ...]:
    """The days of a series that lie in a fiscal year and from `first` to `last`.

    >>> days_of(2566, Rule(day=31), date(2023, 2, 1), date(2023, 3, 31))
    (datetime.date(2023, 2, 28), datetime.date(2023, 3, 31))
    >>> days_of(2566, Rule(nth=1, weekday=0), date(2023, 3, 1), date(2023, 3, 31))
    (datetime.date(2023, 3, 6),)
    """
    return tuple(
        day for day in (_day(month, rule) for month in _months(year)) if first <= day <= last
    )


def is_weekend(day: date) -> bool:
    """Whether nobody works on a day of the week."""
    return day.weekday() >= _SATURDAY


def _months(year: int) -> Iterator[date]:
    month = fiscal.start(year)
    while month <= fiscal.end(year):
        yield month
        month = last_of_month(month) + timedelta(days=1)


def _day(month: date, rule: Rule) -> date:
    last = last_of_month(month)
    if rule.day:
        return month.replace(day=min(rule.day, last.day))
    if rule.nth == LAST:
        return last - timedelta(days=(last.weekday() - rule.weekday) % _DAYS_OF_WEEK)
    ahead = (rule.weekday - month.weekday()) % _DAYS_OF_WEEK
    return month + timedelta(days=ahead + _DAYS_OF_WEEK * (rule.nth - 1))
