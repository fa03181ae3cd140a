"""What of the counts may leave the agency: who knows all the rules works out no small number."""

from collections import defaultdict
from datetime import date
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.model import Outcome
from prongsai.core.desk.published import (
    FEWEST,
    beside_published,
    complaints_of,
    halves_of,
    hidden,
    last_day,
    parts_of,
)
from prongsai.core.desk.reading import shipped
from prongsai.core.desk.statistics import CaseFacts, first_day, place_of

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


@pytest.mark.parametrize(("parts", "most"), [(2, 40), (3, 30), (4, 20), (5, 14)])
def test_who_knows_the_rule_and_the_whole_works_out_no_withheld_number(parts, most):
    alike = defaultdict(list)
    for counts in product(range(most + 1), repeat=parts):
        if sum(counts) <= most:
            held = hidden(counts)
            shown = tuple(None if at in held else one for at, one in enumerate(counts))
            alike[sum(counts), shown].append(counts)
    told = [
        (shown, at)
        for (_, shown), possible in alike.items()
        for at, one in enumerate(shown)
        if one is None and len({counts[at] for counts in possible}) < 2
    ]
    assert not told


@given(COUNTS)
def test_no_small_number_is_shown_and_zero_is_where_nothing_is_withheld(counts):
    held = hidden(counts)
    assert all(one == 0 or one >= FEWEST for at, one in enumerate(counts) if at not in held)
    if all(one == 0 or one >= FEWEST for one in counts):
        assert not held


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([0, 5, 9], [0, 5, 9]),
        ([0, 2, 7, 9], [0, None, None, 9]),
        ([3, 3, 0], [None, None, 0]),
        ([1, 1, 0], [None, None, None]),  # the zero would tell that both are one
        ([4, 4, 9], [None, None, None]),  # two that are as many as may be are four each
        ([4, 7, 7, 20], [None, None, None, 20]),  # which of two alike would tell
        ([3], [None]),
    ],
)
def test_what_is_shown(counts, shown):
    told = parts_of({str(at): one for at, one in enumerate(counts)})
    assert [part.count for part in told] == shown


def facts(day, kind="complaint", **more):
    return CaseFacts(kind, day, date(2026, 12, 31), **more)


def test_the_paper_of_the_year_shows_the_first_half_as_that_of_six_months_did():
    cases = [facts(date(2025, 10, 3), class_key="lights") for _ in range(6)]
    cases += [facts(date(2025, 11, 3), "question")] * 7
    later = [facts(date(2026, 4, 3), class_key="lights")] * 2
    on = date(2026, 4, 30)
    (half,) = halves_of(shipped(), cases, 2569, 6, on)
    whole = halves_of(shipped(), [*cases, *later], 2569, 12, on)
    assert whole[0] == half
    assert [one.received for one in whole] == [13, 2]
    kinds = {part.key: part.count for part in whole[1].kinds}
    assert kinds["complaint"] is None
    assert not whole[1].classes  # a kind whose number is withheld is not told apart either
    (classes,) = half.classes
    assert {part.key: part.count for part in classes.parts}["lights"] == 6


def test_a_case_is_told_by_month_outcome_and_time_alike():
    cases = [
        facts(date(2025, 12, 31), answered_on=date(2026, 1, 5), outcome=Outcome.DONE)
        for _ in range(5)
    ]
    cases += [facts(date(2026, 3, 31)) for _ in range(8)]
    cases += [facts(date(2026, 4, 1)), facts(date(2025, 9, 30)), facts(date(2026, 1, 1), "gone")]
    (half,) = halves_of(shipped(), cases, 2569, 6, date(2027, 1, 1))
    assert half.received == 13
    assert [part.count for part in half.months] == [0, 0, 5, 0, 0, 8]
    outcomes = {part.key: part.count for part in half.outcomes}
    assert (outcomes["open"], outcomes["done"], outcomes["explained"]) == (8, 5, 0)
    assert [part.count for part in half.times] == [5, 8]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_a_restricted_kind_is_in_no_whole_and_told_for_itself(count, shown):
    usual = [facts(date(2025, 10, 3))] * 9
    (without,) = halves_of(shipped(), usual, 2569, 6, date(2026, 4, 1))
    hidden = [facts(date(2025, 10, 3), "work-assignment")] * count
    (half,) = halves_of(shipped(), [*usual, *hidden], 2569, 6, date(2026, 4, 1))
    assert {part.key: part.count for part in half.apart}["work-assignment"] == shown
    assert msgspec.structs.replace(half, apart=()) == msgspec.structs.replace(without, apart=())
    assert not {part.key for part in half.apart} & {part.key for part in half.kinds}


@given(st.integers(0, 11), st.integers(2560, 2580))
def test_a_month_is_where_its_days_are(place, year):
    assert place_of(first_day(year, place)) == place_of(last_day(year, place)) == place


def month(**ends):
    return MonthCounts({Class.POWER: {End(end): count for end, count in ends.items()}})


def test_complaints_show_what_the_item_asks_and_withhold_what_is_small():
    entered = {place: MonthCounts() for place in range(12)}
    (none,) = complaints_of(entered, 6)
    assert (none.received, none.done, none.open) == (0, 0, 0)
    assert all(part.count == 0 for part in (*none.months, *none.classes, *none.outcomes))
    entered[2] = month(open=1, unfounded=1)
    (half,) = complaints_of(entered, 6)
    assert (half.received, half.done, half.open) == (2, 1, 1)
    assert all(part.count is None for part in (*half.months, *half.classes, *half.outcomes))
    first, second = complaints_of(entered, 12)
    assert first == half
    assert second == none or second.received == 0


def test_a_month_that_was_not_entered_is_never_counted_as_nought():
    with pytest.raises(KeyError):
        complaints_of({0: MonthCounts()}, 6)


def test_counts_are_added_by_class_and_end_and_keep_only_what_is_there():
    both = month(open=2) + MonthCounts({Class.OTHER: {End.OPEN: 1}}) + MonthCounts()
    assert (both.total, both.of_end(End.OPEN), both.of_class(Class.POWER)) == (3, 3, 2)
    assert both.kept == {Class.POWER: {End.OPEN: 2}, Class.OTHER: {End.OPEN: 1}}


def counts_of(half, name):
    """The counts of a way of telling cases apart; of classes those of all kinds."""
    parts = getattr(half, name)
    return [part.count for one in parts for part in getattr(one, "parts", (one,))]


@pytest.mark.parametrize(("late", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_case_that_came_late_is_not_the_difference_of_two_editions(late, is_told):
    kinds = [kind for kind in shipped() if kind.classes][:1]
    facts = CaseFacts(kinds[0].key, date(2022, 10, 5), date(2022, 11, 5))
    (first,) = halves_of(kinds, [facts] * 20, 2566, 6, date(2023, 4, 1))
    (newer,) = halves_of(kinds, [facts] * (20 + late), 2566, 6, date(2023, 4, 1))
    told = beside_published(newer, [first])
    assert told.received == 20 + late
    assert told.outcomes == newer.outcomes
    for name in ("months", "kinds", "classes", "times"):
        expected = counts_of(newer, name) if is_told else [None] * len(counts_of(newer, name))
        assert counts_of(told, name) == expected
    assert beside_published(newer, []) == newer


def test_of_one_that_was_put_to_another_class_the_classes_alone_are_withheld():
    entered = {place: MonthCounts() for place in range(6)}
    before = entered | {0: MonthCounts({Class.POWER: {End.OPEN: 9}, Class.BRIBES: {End.OPEN: 8}})}
    after = entered | {0: MonthCounts({Class.POWER: {End.OPEN: 8}, Class.BRIBES: {End.OPEN: 9}})}
    (first,), (newer,) = complaints_of(before, 6), complaints_of(after, 6)
    told = beside_published(newer, [first])
    assert set(counts_of(told, "classes")) == {None}
    assert (told.months, told.outcomes, told.received) == (newer.months, newer.outcomes, 17)
    assert beside_published(newer, [newer]) == newer
