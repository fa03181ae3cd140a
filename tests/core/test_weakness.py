"""Weak, middling and best items: the lists that a published report prints come out."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.analysis.trend import worth
from prongsai.core.analysis.weakness import find_weak
from prongsai.core.ids import Level, instrument_of_item

SURVEY = [f"i{n}" for n in range(1, 31)] + [f"e{n}" for n in range(1, 16)]
SHEETS = st.fixed_dictionaries({code: st.integers(0, 100).map(str) for code in SURVEY})


def by_instrument(items):
    """The codes of a list, apart by instrument; equal scores in any order."""
    parts = {}
    for item in items:
        parts.setdefault(item.instrument, set()).add(item.code)
    return parts


@pytest.fixture(scope="session")
def published_lists(worked_case):
    return worked_case("2565/lists-ban-song.yaml")["expect"]


@pytest.mark.parametrize("name", ["below_target", "keep_improving", "at_zero"])
def test_the_lists_of_document_003_come_out(name, ban_song, published_lists):
    found = getattr(find_weak(ban_song), name)
    printed = {part: set(codes) for part, codes in published_lists[name].items()}
    assert by_instrument(found) == printed


@pytest.mark.parametrize("name", ["below_target", "keep_improving"])
def test_the_lists_of_document_003_come_in_its_order(name, ban_song, published_lists):
    rank = {item.code: item.rank for item in getattr(find_weak(ban_song), name)}
    for codes in published_lists[name].values():
        assert [rank[code] for code in codes] == sorted(rank[code] for code in codes)


def test_the_best_and_the_indicators_below_target_of_document_003_come_out(
    ban_song, published_lists
):
    weak = find_weak(ban_song)
    assert [item.code for item in weak.best] == published_lists["best"]
    assert [item.rank for item in weak.best] == [1, 1, 3, 1, 2, 3]
    assert [one.code for one in weak.indicators_below] == published_lists["indicators_below"]


def test_an_item_carries_its_print_its_worth_and_what_is_lost(ban_song, framework):
    (item,) = [item for item in find_weak(ban_song).at_zero if item.code == "o12"]
    assert (item.published, item.score, item.instrument) == ("0", 0, "OIT")
    assert item.worth == item.lost == worth(framework(2565), "o12") == Fraction(1, 2)
    assert item.name.th == "รายงานผลการดำเนินงานประจำปี"


@given(printed=SHEETS, target=st.integers(1, 100).map(Decimal))
def test_lists_hold_what_their_names_say_and_rise(printed, target, card_of):
    weak = find_weak(card_of(2565, printed), target)
    below = {code for code, text in printed.items() if Decimal(text) < target}
    middling = {code for code, text in printed.items() if target <= Decimal(text) < 95}
    assert {item.code for item in weak.below_target} == below
    assert {item.code for item in weak.keep_improving} == middling
    assert {item.code for item in weak.all_items} == set(printed)
    for items in (weak.below_target, weak.keep_improving):
        assert all(one.score <= other.score for one, other in pairwise(items))


@given(printed=SHEETS)
def test_a_rank_is_one_more_than_the_number_before_it_in_the_instrument(printed, card_of):
    weak = find_weak(card_of(2565, printed), Decimal(100))
    for item in weak.below_target:
        lower = [
            code
            for code, text in printed.items()
            if instrument_of_item(code) == item.instrument and Decimal(text) < item.score
        ]
        assert item.rank == len(lower) + 1


@given(printed=SHEETS)
def test_the_best_are_three_of_each_survey_and_all_that_tie_with_the_third(printed, card_of):
    best = find_weak(card_of(2565, printed)).best
    for letter in "ie":
        scores = {code: Decimal(text) for code, text in printed.items() if code[0] == letter}
        third = sorted(scores.values(), reverse=True)[2]
        found = {item.code for item in best if item.code[0] == letter}
        # What is weak is no example to keep: an item never stands in both lists.
        assert found == {code for code, score in scores.items() if score >= max(third, 85)}


def test_disclosure_items_are_never_among_the_best(card_of):
    weak = find_weak(card_of(2565, {"o1": "100", "o2": "0", "i1": "50", "i2": "85"}))
    assert [item.code for item in weak.best] == ["i2"]
    assert [item.code for item in weak.at_zero] == ["o2"]
    assert [item.code for item in weak.below_target] == ["o2", "i1"]


def test_a_survey_item_at_zero_is_not_in_the_list_of_undisclosed_items(card_of):
    weak = find_weak(card_of(2565, {"i1": "0", "o1": "0"}))
    assert [item.code for item in weak.at_zero] == ["o1"]
    assert {item.code for item in weak.below_target} == {"i1", "o1"}


@pytest.mark.parametrize(("year", "target"), [(2565, 85), (2568, 85), (2569, 85)])
def test_the_target_is_the_years_own_or_the_usual_one(year, target, card_of):
    assert find_weak(card_of(year, {"o1": "0"})).target == target


@pytest.mark.parametrize("target", ["0", "50", "84.94", "84.95"])
def test_a_target_that_is_given_counts(target, ban_song):
    weak = find_weak(ban_song, Decimal(target))
    assert weak.target == Decimal(target)
    assert all(item.score < Decimal(target) for item in weak.below_target)
    assert ("i7" in {item.code for item in weak.below_target}) == (target == "84.95")


def test_a_sheet_without_items_has_empty_lists_but_weak_indicators(card_of):
    weak = find_weak(card_of(2565, {"1": "84.99", "2": "85.00"}))
    assert weak.below_target == weak.best == weak.all_items == ()
    assert [one.code for one in weak.indicators_below] == ["1"]
    assert {one.level for one in weak.indicators_below} == {Level.INDICATOR}


def test_an_indicator_or_instrument_without_items_is_a_weak_point(card_of):
    weak = find_weak(card_of(2565, {"1": "84.99", "2": "85.00", "EIT": "79.40", "OIT": "98"}))
    assert [(node.code, str(node.score)) for node in weak.nodes_below] == [
        ("EIT", "79.40"), ("ind1", "84.99"),
    ]  # fmt: skip
    assert weak.count == 2


@pytest.mark.parametrize(
    ("printed", "points"),
    [
        # What contains weak parts that account for it is not told again: they say it, nearer.
        ({"EIT": "80.00", "8": "70", "e12": "10"}, ["e12"]),
        ({"EIT": "80.00", "8": "70", "e12": "90"}, ["ind8"]),
        # With 8 at 85 EIT would be 84.40, with e12 at 85 it would be 75: more is weak in them.
        ({"EIT": "79.40", "8": "70", "e12": "60"}, ["e12", "EIT", "ind8"]),
        ({"EIT": "40.00", "6": "84.99"}, ["EIT", "ind6"]),
        ({"1": "40.00", "i1": "84.99"}, ["i1", "ind1"]),
        # All parts are known: they account for it, by rounding or not.
        ({"EIT": "84.99", "6": "85.00", "7": "85.00", "8": "84.96"}, ["ind8"]),
        ({"EIT": "40.00", "6": "85.00", "7": "85.00", "8": "84.96"}, ["EIT", "ind8"]),
        ({"EIT": "79.40", "8": "90"}, ["EIT"]),
        ({"EIT": "79.40", "8": "70", "6": "80"}, ["ind6", "ind8"]),
        ({"EIT": "85.00", "8": "84.99"}, ["ind8"]),
        ({"EIT": "85.00", "8": "85.00"}, []),
        # The total is no point of its own: no measure can answer it.
        ({"total": "70"}, []),
    ],
)
def test_points_that_contain_one_another_are_joined(printed, points, card_of):
    weak = find_weak(card_of(2565, printed))
    assert [*(i.code for i in weak.below_target), *(n.code for n in weak.nodes_below)] == points
    assert weak.count == len(points)


@given(printed=SHEETS, target=st.integers(1, 100).map(Decimal))
def test_where_all_items_are_known_they_account_for_all_above(printed, target, card_of):
    weak = find_weak(card_of(2565, printed), target)
    assert weak.nodes_below == ()


@pytest.mark.parametrize(
    ("printed", "is_unplaced"),
    [
        ({"total": "60.00"}, True),
        ({"total": "85.00"}, False),
        ({"total": "60.00", "IIT": "84.00"}, True),
        ({"total": "84.70", "IIT": "84.00"}, False),
        ({"total": "80.00", "IIT": "80.00", "EIT": "80.00", "OIT": "80.00"}, False),
        ({"IIT": "60.00"}, False),
    ],
)
def test_a_low_total_that_no_weak_point_accounts_for_is_told(printed, is_unplaced, card_of):
    unplaced = find_weak(card_of(2565, printed)).unplaced
    assert (unplaced is not None) == is_unplaced
    assert unplaced is None or unplaced.code == "total"


def test_an_item_of_unknown_place_is_listed_without_a_worth(card_of):
    (item,) = find_weak(card_of(2568, {"i1": "60"})).below_target
    assert (item.code, item.worth, item.lost) == ("i1", None, None)


@given(
    printed=SHEETS,
    shut=st.sets(st.sampled_from([f"o{n}" for n in range(1, 44)])),
    target=st.none() | st.integers(1, 100).map(Decimal),
)
def test_what_is_weak_never_stands_among_the_best(printed, shut, target, card_of):
    """Whatever the target, even one that all three highest miss."""
    weak = find_weak(card_of(2565, printed | dict.fromkeys(shut, "0")), target)
    best = {item.code for item in weak.best}
    below = {item.code for item in (*weak.below_target, *weak.at_zero)}
    assert not best & (below | {node.code for node in weak.nodes_below})
    assert all(item.score >= weak.target for item in weak.best)


def test_a_target_that_the_rules_do_not_set_is_the_agencys_own(card_of):
    low = {"IIT": "80"}
    assert find_weak(card_of(2568, low)).is_official_target
    assert not find_weak(card_of(2569, low)).is_official_target
    assert not find_weak(card_of(2569, low), Decimal(85)).is_official_target
    assert not find_weak(card_of(2568, low), Decimal(90)).is_official_target
