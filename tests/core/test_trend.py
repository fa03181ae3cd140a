"""Several years side by side: joined by name and by subject, never by number."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from prongsai.core.analysis.trend import trend
from prongsai.core.scoring.compute import score, shown


@pytest.fixture(scope="session")
def three_years(worked_case, card_of, ban_song_items):
    """Ban Song FY2563 to FY2565, the last with its items."""
    cards = [
        card_of(year, worked_case(f"{year}/scores-ban-song.yaml")["given"]["printed"])
        for year in (2563, 2564)
    ]
    return [*cards, card_of(2565, ban_song_items)]


def series(found, key):
    return next(one for one in found if one.key == key)


def values(one):
    return {point.fiscal_year: shown(point.value) for point in one.points}


def test_the_totals_of_three_years_stand_oldest_first(three_years):
    found = trend(three_years)
    assert found.years == (2563, 2564, 2565)
    assert values(found.total) == {2563: "59.50", 2564: "85.27", 2565: "90.52"}
    assert [point.published for point in found.total.points] == ["59.5", "85.26", None]
    # What is told is what was published: 85.26, though its parts give 85.27.
    assert [str(point.figure) for point in found.total.points] == ["59.5", "85.26", "90.52"]
    assert str(found.total.change) == "5.26"


def test_cards_may_come_in_any_order(three_years):
    assert trend(reversed(three_years)) == trend(three_years)


def test_indicators_and_instruments_of_three_years_are_joined(three_years):
    found = trend(three_years)
    assert len(found.indicators) == 10
    assert len(found.instruments) == 3
    assert values(series(found.indicators, "10")) == {2563: "12.50", 2564: "87.50", 2565: "100.00"}
    assert values(series(found.indicators, "8")) == {2563: "79.17", 2564: "87.27", 2565: "78.64"}
    assert series(found.indicators, "10").change == Fraction("12.5")


def renumbered(framework):
    """The framework with indicators 6 and 7 of the EIT in each other's place, under new numbers."""
    parts = []
    for part in framework(2565).instruments:
        codes = [indicator.code for indicator in part.indicators]
        turned = [replace(i, code=c) for i, c in zip(reversed(part.indicators), codes, strict=True)]
        parts.append(replace(part, indicators=tuple(turned), items=None))
    return replace(framework(2565), fiscal_year=2570, instruments=tuple(parts))


def test_an_indicator_that_changes_its_number_keeps_its_series(framework, figure, card_of):
    old = card_of(2565, {"6": "60", "8": "80"})
    new = score(renumbered(framework), {"6": figure("6", "81"), "8": figure("8", "61")})
    found = trend([old, new])
    assert values(series(found.indicators, "8")) == {2565: "60.00", 2570: "61.00"}
    assert [point.code for point in series(found.indicators, "8").points] == ["6", "8"]
    assert values(series(found.indicators, "6")) == {2565: "80.00", 2570: "81.00"}


def test_items_are_joined_by_subject_where_their_numbers_change(card_of):
    found = trend([card_of(2565, {"o13": "0", "o14": "100"}), card_of(2566, {"o14": "100"})])
    manual = next(one for one in found.items if [p.code for p in one.points] == ["o13", "o14"])
    assert values(manual) == {2565: "0.00", 2566: "100.00"}
    assert manual.comparable
    assert manual.change == 100
    codes = [[point.code for point in one.points] for one in found.items]
    assert sorted(codes) == [["o13", "o14"], ["o14"]]


def test_a_question_that_was_turned_round_is_not_comparable(card_of):
    cards = [card_of(year, {"i27": "80", "i1": "80"}) for year in (2564, 2565)]
    comparable = {one.points[0].code: one.comparable for one in trend(cards).items}
    assert comparable == {"i27": False, "i1": True}
    assert all(one.comparable for one in trend(cards[1:]).items)


def test_a_subject_that_was_merged_with_another_is_not_comparable(card_of):
    found = trend([card_of(2565, {"o10": "100", "o18": "0"}), card_of(2566, {"o11": "100"})])
    assert {tuple(p.code for p in one.points): one.comparable for one in found.items} == {
        ("o10", "o11"): False,
        ("o18", "o11"): False,
    }


def test_a_later_card_of_one_year_replaces_an_earlier_one(card_of):
    cards = [card_of(2565, {"total": total}) for total in ("80", "90")]
    found = trend(cards)
    assert found.years == (2565,)
    assert values(found.total) == {2565: "90.00"}
    assert found.total.change is None


def test_what_a_year_lacks_is_left_out_and_not_filled_in(card_of):
    found = trend([card_of(2564, {"total": "80"}), card_of(2565, {"IIT": "90", "i1": "90"})])
    assert values(found.total) == {2564: "80.00"}
    assert [values(one) for one in found.instruments] == [{2565: "90.00"}]
    assert [values(one) for one in found.items] == [{2565: "90.00"}]


def test_a_fall_is_a_negative_change(card_of):
    found = trend([card_of(2564, {"total": "90.10"}), card_of(2565, {"total": "80.20"})])
    assert found.total.change == Fraction("-9.9")
