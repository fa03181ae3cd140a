"""Half-up rounding, and the intervals that printed figures stand for."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prongsai.core.rounding import (
    ANY_SCORE,
    Interval,
    decimal_places,
    fraction_text,
    half_up,
    round_up,
)

PLACES = st.integers(0, 4)
SCORES = st.fractions(0, 100, max_denominator=10_000)
DECIMALS = st.decimals(0, 100, places=6)
SHARES = st.fractions(0, 1, max_denominator=100)


@given(DECIMALS, PLACES)
@example(Decimal("85.265"), 2)
@example(Decimal("84.995"), 2)
@example(Decimal("0.005"), 2)
@example(Decimal("99.9949"), 2)
def test_half_up_is_what_decimal_calls_half_up(value, places):
    step = Decimal(1).scaleb(-places)
    assert half_up(Fraction(value), places) == value.quantize(step, ROUND_HALF_UP)
    assert round_up(Fraction(value), places) == value.quantize(step, ROUND_CEILING)


@given(SCORES, PLACES)
def test_half_up_is_the_nearest_and_of_two_the_upper(value, places):
    half = Fraction(1, 2 * 10**places)
    assert -half < Fraction(half_up(value, places)) - value <= half


@given(SCORES, PLACES)
def test_rounding_up_gives_the_least_number_not_below(value, places):
    gap = Fraction(round_up(value, places)) - value
    assert 0 <= gap < Fraction(1, 10**places)


@pytest.mark.parametrize(("value", "text"), [(Fraction(85), "85.00"), (Fraction(1, 3), "0.33")])
def test_a_rounded_figure_is_written_with_all_its_places(value, text):
    assert str(half_up(value)) == text


def test_a_figure_is_rounded_up_to_two_places_unless_others_are_asked():
    assert str(round_up(Fraction(1, 3))) == "0.34"
    assert str(round_up(Fraction(1, 3), 1)) == "0.4"


@pytest.mark.parametrize(
    ("text", "places"),
    [("100", 0), ("59.5", 1), ("85.00", 2), ("0.125", 3), ("1E+2", 0), ("NaN", 0)],
)
def test_the_places_of_a_number_are_those_it_is_written_with(text, places):
    assert decimal_places(Decimal(text)) == places


def test_a_fraction_is_written_as_a_quotient():
    assert fraction_text(Fraction(15174, 165)) == "5058/55"
    assert fraction_text(Fraction(85)) == "85/1"
    assert fraction_text(None) is None


@given(SCORES, PLACES)
@example(Fraction(0), 2)
@example(Fraction(100), 2)
@example(Fraction(19_999, 200), 2)
def test_a_value_lies_in_the_interval_of_the_figure_it_rounds_to(value, places):
    printed = Fraction(half_up(value, places))
    assert Interval.of_published(printed, places).meets(Interval.point(value))


@given(st.integers(0, 10_000), st.integers(-6, 6), st.integers(0, 100))
def test_a_value_that_rounds_to_another_figure_lies_outside(hundredths, distance, more):
    printed = Fraction(hundredths, 100)
    value = printed + Fraction(distance, 1_000) + Fraction(more, 100_000)
    if 0 <= value <= 100 and half_up(value) != half_up(printed):
        assert not Interval.of_published(printed, 2).meets(Interval.point(value))


@given(SCORES, SCORES, SHARES, SHARES)
def test_a_sum_of_values_lies_in_the_sum_of_their_intervals(one, other, share, rest):
    spans = [
        Interval.of_published(Fraction(half_up(value)), 2).times(part)
        for value, part in ((one, share), (other, rest))
    ]
    total = spans[0] + spans[1]
    assert total.low <= one * share + other * rest <= total.high
    difference = spans[0] - spans[1]
    assert difference.low <= one * share - other * rest <= difference.high


@given(SCORES, PLACES, PLACES)
def test_two_prints_of_one_value_meet(value, places, more):
    prints = [
        Interval.of_published(Fraction(half_up(value, digits)), digits) for digits in (places, more)
    ]
    assert prints[0].meets(prints[1])


@given(st.integers(0, 9_999), st.integers(1, 10_000))
def test_two_different_prints_of_one_length_do_not_meet(hundredths, more):
    one, other = Fraction(hundredths, 100), Fraction(hundredths + more, 100)
    assert not Interval.of_published(one, 2).meets(Interval.of_published(other, 2))
    assert not Interval.of_published(other, 2).meets(Interval.of_published(one, 2))


@given(SCORES, st.fractions(0, 1, max_denominator=100))
def test_an_interval_has_its_lower_end_and_not_its_upper(low, length):
    span = Interval(low, low + length + 1)
    assert span.meets(Interval.point(span.low))
    assert not span.meets(Interval.point(span.high))
    assert not Interval.point(span.high).meets(span)


@pytest.mark.parametrize("span", [Interval.of_published(Fraction(100), 0), ANY_SCORE])
def test_nothing_is_over_100(span):
    assert span.meets(Interval.point(Fraction(100)))
    assert not span.meets(Interval.point(Fraction(100_001, 1_000)))


@pytest.mark.parametrize("span", [Interval.of_published(Fraction(0), 0), ANY_SCORE])
def test_nothing_is_below_0(span):
    assert span.meets(Interval.point(Fraction(0)))
    assert not span.meets(Interval.point(Fraction(-1, 1_000)))


def test_what_is_printed_lies_between_0_and_100():
    whole = (Decimal("0.00"), Decimal("100.00"))
    assert ANY_SCORE.prints() == Interval(Fraction(-2), Fraction(102)).prints() == whole


@given(SCORES, SCORES)
def test_meeting_goes_both_ways(one, other):
    first, second = Interval.of_published(one, 1), Interval.of_published(other, 2)
    assert first.meets(second) == second.meets(first)
    assert first.meets(first)


@given(SCORES)
def test_a_known_value_meets_itself_and_no_other(value):
    point = Interval.point(value)
    assert point.meets(point)
    assert not point.meets(Interval.point(value + 1))
    assert not Interval.point(value + 1).meets(point)


@given(SCORES, SCORES, SCORES, SCORES)
def test_sums_and_differences_lie_in_their_intervals_and_reach_both_their_ends(a, b, c, d):
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    sums = {x + y for x in (a, b) for y in (c, d)}
    assert one + other == Interval(min(sums), max(sums))
    differences = {x - y for x in (a, b) for y in (c, d)}
    assert one - other == Interval(min(differences), max(differences))


@given(SCORES, SCORES, SHARES)
def test_a_share_of_an_interval_reaches_both_its_ends(a, b, share):
    span = Interval(min(a, b), max(a, b)).times(share)
    assert span == Interval(min(a * share, b * share), max(a * share, b * share))


def test_an_interval_is_a_value_that_nobody_changes():
    with pytest.raises(AttributeError):
        ANY_SCORE.high = Fraction(50)
