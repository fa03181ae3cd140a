"""The periods of which figures are shown: the last twelve weeks, or a quarter."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR, Quarter, quarter_of

_WEEKS = 12
_QUARTERS = 5  # the one that is under way, and a year before it
_TYPED = re.compile(r"(25[5-9][0-9]|26[0-4][0-9])-([1-4])")


class Period(Struct, frozen=True):
    """Some days, both ends among them; `key` as an address has it, "" for the weeks."""

    key: str
    title: str
    short: str
    first: date
    last: date


def weeks(on: date) -> Period:
    """The twelve weeks that end with this one."""
    monday = on - timedelta(days=on.weekday())
    first = monday - timedelta(weeks=_WEEKS - 1)
    title = _("12 สัปดาห์ล่าสุด")
    return Period("", title, title, first, on)


def of_quarter(quarter: Quarter) -> Period:
    """A quarter of a fiscal year."""
    told = {"number": quarter.number, "year": quarter.year}
    title = _("ไตรมาสที่ %(number)s ปีงบประมาณ %(year)s") % told
    short = _("ไตรมาส %(number)s/%(year)s") % told
    return Period(f"{quarter.year}-{quarter.number}", title, short, quarter.first, quarter.last)


def offered(on: date) -> tuple[Period, ...]:
    """The weeks, then the quarters, the newest first."""
    quarters = [quarter_of(on)]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].before)
    return (weeks(on), *map(of_quarter, quarters))


def quarter_typed(text: str) -> Quarter | None:
    """The quarter that an address names; None where it names none."""
    found = _TYPED.fullmatch(text)
    if found is None or not FIRST_YEAR < int(found[1]) <= LAST_YEAR:
        return None
    return Quarter(int(found[1]), int(found[2]))


def period_of(typed: str, on: date) -> Period:
    """The period that an address names; the weeks where it names none."""
    quarter = quarter_typed(typed)
    return of_quarter(quarter) if quarter else weeks(on)
