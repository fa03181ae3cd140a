"""By which day a case is to be answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from prongsai.core.desk.model import Days, Due, Step

_SATURDAY = 5


def due_on(received: date, due: Due, days_off: Collection[date] = ()) -> date:
    """The last day on which an answer is in time; the day it came does not count.

    Shape:  `days_off` are the days on which the agency is closed beside Saturdays and Sundays; a
            last day that is one of either is moved to the next that is none.
    """
    day = received
    if due.days is Days.ALL:
        day += timedelta(days=due.within)
        while is_off(day, days_off):
            day += timedelta(days=1)
        return day
    return working_days_after(day, due.within, days_off)


def working_days_after(day: date, count: int, days_off: Collection[date] = ()) -> date:
    """The day that is so many working days later."""
    left = count
    while left:
        day += timedelta(days=1)
        left -= not is_off(day, days_off)
    return day


def reached(
    last_day: date, steps: Sequence[Step], on: date, days_off: Collection[date] = ()
) -> tuple[Step, ...]:
    """The steps of an escalation whose day has come, in their order; () where none has.

    Shape:  `last_day` is that of the case; a step begins with the day that is its number of working
            days later.
    """
    return tuple(step for step in steps if working_days_after(last_day, step.after, days_off) <= on)


def is_off(day: date, days_off: Collection[date]) -> bool:
    """Whether the agency is closed on a day."""
    return day.weekday() >= _SATURDAY or day in days_off
