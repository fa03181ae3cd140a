"""The days of a monthly series, by hand."""

from datetime import date

import pytest

from prongsai.web.office.meetings.series import LAST, Rule, days_of, is_weekend

FIRST, END = date(2022, 10, 1), date(2023, 9, 30)


@pytest.mark.parametrize(
    ("rule", "day", "count"),
    [
        (Rule(day=5), date(2023, 2, 5), 12),
        (Rule(day=31), date(2023, 2, 28), 12),
        (Rule(nth=1, weekday=0), date(2023, 2, 6), 12),
        (Rule(nth=3, weekday=4), date(2023, 2, 17), 12),
        (Rule(nth=4, weekday=1), date(2023, 2, 28), 12),
        (Rule(nth=LAST, weekday=2), date(2023, 2, 22), 12),
    ],
)
def test_a_day_of_each_month(rule, day, count):
    days = days_of(2566, rule, FIRST, END)
    assert len(days) == count
    assert day in days
    assert days == tuple(sorted(days))
    assert len({(one.year, one.month) for one in days}) == count


def test_only_what_lies_between_two_days():
    days = days_of(2566, Rule(day=5), date(2023, 2, 6), date(2023, 4, 5))
    assert days == (date(2023, 3, 5), date(2023, 4, 5))
    assert days_of(2566, Rule(day=5), date(2024, 1, 1), END) == ()


def test_nobody_works_on_a_weekend():
    assert is_weekend(date(2023, 3, 5))
    assert not is_weekend(date(2023, 3, 6))
