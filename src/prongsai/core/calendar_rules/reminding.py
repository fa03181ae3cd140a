"""When somebody is reminded of a last day.

Source: data/calendar/reminders.yaml.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from msgspec import Struct

from prongsai.core.calendar_rules.default import read_yaml


class Rules(Struct, frozen=True):
    """The rules of reminding.

    Units:  `before` days before the last day, largest first; `every` days; `from_hour` of the day.
    """

    before: tuple[int, ...]
    every: int
    most: int
    from_hour: int


@lru_cache(maxsize=1)
def shipped() -> Rules:
    """The rules that come with the program."""
    return read(read_yaml("reminders.yaml"))


def read(data: Mapping[str, Any]) -> Rules:
    """The rules of a YAML file's content."""
    overdue = data["overdue"]
    return Rules(
        tuple(sorted(data["before"], reverse=True)),
        overdue["every"],
        overdue["most"],
        data["from_hour"],
    )


def rule_on(rules: Rules, last_day: date, today: date, *, asks: bool = True) -> str:
    """The name of the rule that holds on a day; "" for none.

    The tightest rule that has been reached holds: after days on which nothing ran, one reminder is
    made and not one for each day that was missed.

    >>> rule_on(shipped(), date(2026, 3, 31), date(2026, 3, 20))
    '14'
    >>> rule_on(shipped(), date(2026, 3, 31), date(2026, 4, 9))
    'late-2'
    """
    left = (last_day - today).days
    if left >= 0:
        reached = [days for days in rules.before if left <= days]
        return str(min(reached)) if reached else ""
    if not asks:
        return ""
    week = (-left - 1) // rules.every + 1
    return f"late-{week}" if week <= rules.most else ""
