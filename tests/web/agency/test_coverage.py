"""Gaps and overlaps, compared with counting day by day."""

import random
from datetime import date, timedelta

import pytest

from prongsai.web.agency.position_rules import CoverageFault, Period, coverage_findings

DAY = date(2026, 1, 1)
UNTIL = DAY + timedelta(days=40)


def on(number):
    return DAY + timedelta(days=number)


def period(first, last, who="ก", **rest):
    return Period(who, on(first), None if last is None else on(last), **rest)


def told(*periods):
    return [
        (finding.kind.value, (finding.first - DAY).days, finding.last and (finding.last - DAY).days)
        for finding in coverage_findings(periods, until=UNTIL)
    ]


@pytest.mark.long
def test_one_holder_without_end_leaves_nothing_to_notice():
    assert told(period(0, None)) == []
    assert told() == []


def test_days_that_touch_are_no_gap():
    assert told(period(0, 9), period(10, None, "ข")) == []
    assert told(period(0, 9), period(11, None, "ข")) == [("gap", 10, 10)]


def test_an_acting_officer_fills_a_gap_and_may_overlap_the_holder():
    assert told(period(0, 9), period(10, 40, "ข", is_acting=True)) == []
    assert told(period(0, None), period(10, 20, "ข", is_acting=True)) == []


def test_two_holders_or_two_who_act_at_once_are_told():
    assert told(period(0, None), period(30, None, "ข")) == [("overlap", 30, None)]
    both = (period(5, 9, "ข", is_acting=True), period(9, 12, "ค", is_acting=True))
    assert told(period(0, None), *both) == [("overlap", 9, 9)]


def test_a_position_that_fell_vacant_is_a_gap_without_end():
    assert told(period(0, 9)) == [("gap", 10, None)]
    assert told(period(0, 60)) == []


@pytest.mark.parametrize("seed", range(150))
def test_gaps_are_the_days_that_counting_finds(seed):
    chance = random.Random(seed)  # noqa: S311 - a test needs no secrets
    periods = []
    for number in range(chance.randint(1, 6)):
        first = chance.randint(0, 35)
        last = None if chance.random() < 0.15 else first + chance.randint(0, 12)
        periods.append(period(first, last, str(number), is_acting=last is not None and number % 2))
    held = {
        number
        for number in range(41)
        for one in periods
        if one.first <= on(number) and (one.last is None or one.last >= on(number))
    }
    begun = min((one.first - DAY).days for one in periods)
    missing = {number for number in range(begun, 41) if number not in held}
    found = set()
    for finding in coverage_findings(periods, until=UNTIL):
        if finding.kind is CoverageFault.GAP:
            last = 40 if finding.last is None else (finding.last - DAY).days
            found |= set(range((finding.first - DAY).days, last + 1))
    assert found == missing
