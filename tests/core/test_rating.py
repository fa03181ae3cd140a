"""Levels by the total and the instruments: certain where they can be, else what remains open."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.rounding import half_up
from prongsai.core.scoring.rating import gates, level_needs, rate, shortfall

LEVELS = Catalogue().get(2568)
LETTERS = Catalogue().get(2565)
SHARES = {part.code: part.weight for part in LEVELS.instruments}
SCORES = st.one_of(
    st.fractions(0, 100, max_denominator=900),
    st.integers(8400, 8600).map(lambda n: Fraction(n, 100)),
    st.integers(94_900, 95_100).map(lambda n: Fraction(n, 1000)),
)
TRIPLES = st.tuples(SCORES, SCORES, SCORES).map(lambda three: dict(zip(INSTRUMENTS, three)))  # noqa: B905
SUBSETS = [set(some) for size in range(4) for some in combinations(INSTRUMENTS, size)]


def total_of(scores):
    return half_up(sum(SHARES[code] * score for code, score in scores.items()))


def printed(scores, known):
    return {code: half_up(score) for code, score in scores.items() if code in known}


def scores(**given):
    return {code: Decimal(text) for code, text in given.items()}


@given(TRIPLES, st.sampled_from(SUBSETS))
def test_the_true_level_is_among_the_possible_ones(three, known):
    total = total_of(three)
    true = rate(LEVELS, total, printed(three, INSTRUMENTS))
    found = rate(LEVELS, total, printed(three, known))
    assert true.code in found.possible
    assert not true.provisional


@given(TRIPLES, st.sampled_from(SUBSETS))
def test_a_level_is_provisional_where_more_than_one_is_possible(three, known):
    found = rate(LEVELS, total_of(three), printed(three, known))
    assert found.provisional == (len(found.possible) > 1)
    assert found.possible[0] == found.code
    order = [level.code for level in LEVELS.rating.levels]
    assert list(found.possible) == sorted(found.possible, key=order.index)


@given(st.integers(0, 10_000), st.sampled_from(SUBSETS), TRIPLES)
def test_a_letter_is_never_provisional(hundredths, known, three):
    found = rate(LETTERS, Decimal(hundredths).scaleb(-2), printed(three, known))
    assert not found.provisional


@given(st.integers(0, 9_999), TRIPLES)
def test_a_higher_total_never_gives_a_lower_level(hundredths, three):
    order = [level.code for level in LEVELS.rating.levels]
    ranks = [
        order.index(rate(LEVELS, Decimal(n).scaleb(-2), printed(three, INSTRUMENTS)).code)
        for n in (hundredths, hundredths + 1)
    ]
    assert ranks[1] <= ranks[0]


@pytest.mark.parametrize(
    ("total", "known", "level"),
    [
        ("90.00", scores(IIT="90", EIT="90"), "good"),
        ("88.00", scores(IIT="95", EIT="95"), "pass"),  # leaves OIT 77.5
        ("97.00", scores(IIT="96", OIT="97"), "excellent"),  # leaves EIT 98
        ("96.00", scores(EIT="99", OIT="98"), "good"),  # leaves IIT 90.33
        ("94.64", scores(IIT="98", OIT="100"), "pass"),  # leaves EIT 84.13
    ],
)
def test_the_one_instrument_not_known_follows_from_the_total(total, known, level):
    found = rate(LEVELS, Decimal(total), known)
    assert (found.code, found.provisional, found.possible) == (level, False, (level,))


def test_where_the_one_not_known_may_lie_on_either_side_of_the_gate_both_levels_are_open():
    found = rate(LEVELS, Decimal("85.00"), scores(IIT="85", EIT="85"))
    assert (found.code, found.provisional, found.possible) == ("good", True, ("good", "pass"))


@pytest.mark.parametrize(
    ("total", "known"),
    [
        ("94.64", scores(EIT="84.9")),
        ("94.64", scores(EIT="84.9", OIT="99")),
        ("90", scores(IIT="1")),
    ],
)
def test_one_known_instrument_below_the_gate_settles_it(total, known):
    assert rate(LEVELS, Decimal(total), known).possible == ("pass",)


@pytest.mark.parametrize("total", ["98.51", "99.00", "100.00"])
def test_a_total_that_no_instrument_below_the_gate_could_give_is_certain(total):
    """With all else at 100, an instrument printed below 95 leaves the total at 98.50 or less."""
    assert rate(LEVELS, Decimal(total), {}).possible == ("excellent",)


def test_a_total_that_an_instrument_below_the_gate_could_give_is_not_certain():
    below = {"IIT": Fraction("94.99"), "EIT": Fraction(100), "OIT": Fraction(100)}
    assert total_of(below) == Decimal("98.50")
    assert rate(LEVELS, total_of(below), printed(below, INSTRUMENTS)).code == "good"
    assert rate(LEVELS, total_of(below), {}).possible == ("excellent", "good")


@pytest.mark.parametrize(
    ("total", "known", "possible"),
    [
        ("85.00", scores(OIT="100"), ("pass",)),  # IIT and EIT are 75 on average
        ("86.00", scores(IIT="100"), ("pass",)),
        ("90.90", scores(OIT="100"), ("pass",)),
        ("91.00", scores(OIT="100"), ("good", "pass")),  # 0.6 × 85 + 0.4 × 100
        ("89.50", scores(IIT="100"), ("good", "pass")),
    ],
)
def test_a_gate_that_the_instruments_not_known_cannot_all_reach_is_shut(total, known, possible):
    assert rate(LEVELS, Decimal(total), known).possible == possible


@pytest.mark.parametrize(
    ("total", "known", "possible"),
    [
        # IIT and EIT of 95.005 leave OIT up to 85.005, which 85.00 is printed of.
        ("91.00", scores(IIT="95.01", EIT="95.01"), ("good", "pass")),
        # Those of 94.995 leave it below 84.995.
        ("90.99", scores(IIT="95.00", EIT="95.00"), ("pass",)),
        # With one of 94.994 and OIT below 99.985 the total is below 98.493.
        ("98.50", scores(OIT="99.98"), ("excellent",)),
        # IIT is at the gate; with EIT or OIT below it the total is below 97.01.
        ("97.50", scores(IIT="95.00"), ("excellent",)),
        # With one of 94.995, which none of them would be printed below 95 of, it is just 97.015.
        ("97.02", scores(IIT="95.05"), ("excellent",)),
        # EIT shuts the gate: nothing is asked of the others, which are 98 on average.
        ("97.00", scores(EIT="94.00"), ("good",)),
    ],
)
def test_a_gate_is_asked_of_the_printed_score(total, known, possible):
    assert rate(LEVELS, Decimal(total), known).possible == possible


CORNERS = [Fraction(value) for value in ("0", "84.99", "85", "94.99", "95", "100")]


def level_by_hand(total, instruments):
    """The level as the conditions of the five levels read."""
    least = min(instruments)
    gated = [("excellent", 95, 95), ("good", 85, 85), ("pass", 85, 0), ("improve", 70, 0)]
    reached = [code for code, minimum, gate in gated if total >= minimum and least >= gate]
    return reached[0] if reached else "urgent"


def levels_that_scores_give(total, known):
    """Each level that some scores of the instruments not known give, with just this total.

    What they can be is bounded by flat faces: 0, 100 and either side of a gate. So it is enough to
    set all of them but one to such values and to solve the last one from the total.
    """
    unknown = [code for code in INSTRUMENTS if code not in known]
    given = [Fraction(score) for score in known.values()]
    rest = Fraction(total) - sum(SHARES[code] * Fraction(score) for code, score in known.items())
    found = set()
    for solved in unknown:
        others = [code for code in unknown if code != solved]
        for values in product(CORNERS, repeat=len(others)):
            taken = sum(SHARES[code] * value for code, value in zip(others, values, strict=True))
            last = (rest - taken) / SHARES[solved]
            if 0 <= last <= 100:
                found.add(level_by_hand(Fraction(total), [*given, *values, last]))
    return found


@given(
    st.integers(600, 999).map(lambda tenths: Decimal(tenths).scaleb(-1) + Decimal("0.05")),
    st.sampled_from(SUBSETS[:-1]),
    st.tuples(*[st.integers(60, 100).map(Decimal)] * 3),
)
def test_possible_levels_are_just_those_that_some_scores_give(total, known, three):
    """Totals on a half of a tenth lie on no face, where rounding would have its say."""
    given_ = {c: score for c, score in zip(INSTRUMENTS, three, strict=True) if c in known}
    possible = levels_that_scores_give(total, given_)
    assume(possible)
    assert set(rate(LEVELS, total, given_).possible) == possible


def test_without_a_total_or_without_known_levels_there_is_no_level(framework):
    assert rate(LEVELS, None, scores(IIT="90")) is None
    assert rate(framework(2569), Decimal(90), scores(IIT="90")) is None
    assert rate(LEVELS, Decimal(90), scores(IIT="90")) is not None


@pytest.mark.parametrize(
    ("year", "level", "needs"),
    [
        (2565, "A", (85, None)),
        (2565, "F", (0, None)),
        (2568, "excellent", (95, 95)),
        (2568, "good", (85, 85)),
        (2568, "pass", (85, None)),
        (2568, "urgent", (0, None)),
    ],
)
def test_a_level_needs_a_total_and_may_need_each_instrument(year, level, needs, framework):
    assert level_needs(framework(year), level) == needs


def test_where_weights_are_not_known_every_gate_that_no_known_score_shuts_is_open():
    parts = tuple(replace(part, weight=None) for part in LEVELS.instruments)
    some = replace(LEVELS, instruments=parts)
    assert rate(some, Decimal(90), scores(IIT="90")).possible == ("good", "pass")
    assert rate(some, Decimal(90), scores(IIT="84")).possible == ("pass",)


def test_a_total_below_every_level_is_at_the_lowest():
    above = LEVELS.rating.levels[:3]
    some = replace(LEVELS, rating=replace(LEVELS.rating, levels=above))
    assert rate(some, Decimal(10), {}).code == above[-1].code


def test_a_level_carries_its_name():
    assert rate(LEVELS, Decimal(90), scores(IIT="90", EIT="90", OIT="90")).label.th == "ผ่านดี"
    assert rate(LETTERS, Decimal(90), {}).label.th == "A"


@pytest.mark.parametrize(
    ("total", "known", "is_open"),
    [
        ("96", scores(IIT="95", EIT="96", OIT="97"), {"excellent": True, "good": True}),
        ("96", scores(IIT="94.99", EIT="97", OIT="97"), {"excellent": False, "good": True}),
        ("95", scores(IIT="95", EIT="95", OIT="95"), {"excellent": True, "good": True}),
        ("94.99", scores(IIT="95", EIT="95", OIT="95"), {"excellent": False, "good": True}),
        ("96", scores(IIT="97"), {"excellent": None, "good": None}),
        ("96", scores(IIT="84"), {"excellent": False, "good": False}),
        (None, scores(IIT="97"), {"excellent": False, "good": False}),
    ],
)
def test_a_gate_is_open_shut_or_not_known(total, known, is_open):
    found = gates(LEVELS, None if total is None else Decimal(total), known)
    assert {gate.level.code: gate.is_open for gate in found} == is_open


def test_a_gate_names_what_shuts_it_and_what_is_not_known():
    good = gates(LEVELS, Decimal(84), scores(EIT="84.99"))[1]
    assert (good.total_reached, good.shut_by, good.unknown) == (False, ("EIT",), ("IIT", "OIT"))


def test_a_gate_below_a_level_without_one_is_found():
    excellent, good, passed, *rest = LEVELS.rating.levels
    some = replace(LEVELS, rating=replace(LEVELS.rating, levels=(excellent, passed, good, *rest)))
    assert [gate.level for gate in gates(some, Decimal(90), {})] == [excellent, good]


def test_years_that_rate_by_the_total_alone_have_no_gates(framework):
    assert gates(framework(2565), Decimal(90), scores(IIT="90")) == ()


@pytest.mark.parametrize(
    ("year", "figures", "level", "lacks", "reached"),
    [
        # The total would be "good", the citizens' survey is not: it costs the level.
        (2568, {"total": "90.10", "IIT": "92", "EIT": "81.67", "OIT": "95"},
         "good", {"EIT": "3.33"}, True),
        # The total and IIT are just what is asked.
        (2568, {"total": "85.00", "IIT": "85", "EIT": "80", "OIT": "88.75"},
         "good", {"EIT": "5"}, True),
        # The total would be the highest level: that, and not the next one up, is what EIT costs.
        (2568, {"total": "95.20", "IIT": "100", "EIT": "84", "OIT": "100"},
         "excellent", {"EIT": "11"}, True),
        (2568, {"total": "95.00", "IIT": "100", "EIT": "84", "OIT": "99.5"},
         "excellent", {"EIT": "11"}, True),
        (2568, {"total": "84.00", "IIT": "80", "EIT": "80", "OIT": "90"},
         "pass", {"total": "1.00"}, False),
        # A total that contradicts its parts lacks nobody knows what.
        (2568, {"total": "84.00", "IIT": "80", "EIT": "90", "OIT": "90"}, None, None, None),
        (2568, {"total": "90.00", "IIT": "80", "EIT": "80", "OIT": "80"}, None, None, None),
        (2565, {"total": "90.52"}, "AA", {"total": "4.48"}, False),
        # The published total decides, not what its parts give.
        (2565, {"total": "84.99", "IIT": "85", "EIT": "85", "OIT": "85"},
         "A", {"total": "0.01"}, False),
        (2565, {"total": "96"}, None, None, None),
        (2565, {"IIT": "85"}, None, None, None),
    ],
)  # fmt: skip
def test_what_costs_the_level_is_told_with_its_points(
    year, figures, level, lacks, reached, card_of
):
    found = shortfall(card_of(year, figures))
    if level is None:
        assert found is None
        return
    assert found.level.code == level
    assert {code: str(points) for code, points in found.lacks.items()} == lacks
    assert found.total_reached is reached


def test_a_total_that_lacks_points_names_the_instruments_that_cost_them(card_of):
    """0.3 × (100 − 78.86) = 6.342, 0.3 × (100 − 93.10) = 2.07, 0.4 × (100 − 97.32) = 1.072."""
    figures = {"total": "90.52", "IIT": "93.10", "EIT": "78.86", "OIT": "97.32"}
    found = shortfall(card_of(2565, figures))
    assert [(code, str(points)) for code, points in found.costs.items()] == [
        ("EIT", "6.34"),
        ("IIT", "2.07"),
        ("OIT", "1.07"),
    ]
    # What takes nothing is not named; where one of them is not known, none is.
    full = shortfall(card_of(2565, {"IIT": "90", "EIT": "90", "OIT": "100"}))
    assert list(full.costs) == ["IIT", "EIT"]
    assert shortfall(card_of(2565, {"total": "90.52", "EIT": "78.86"})).costs == {}


@pytest.mark.parametrize(
    "figures",
    [
        # A gate alone keeps the level shut: the total lacks nothing.
        {"total": "90.10", "IIT": "92", "EIT": "81.67", "OIT": "95"},
        # The indicators of EIT deny its print: which of them it loses by is not known.
        {"IIT": "80", "EIT": "80", "OIT": "80", "6": "90", "7": "90", "8": "90"},
    ],
)
def test_no_instrument_is_charged_where_the_total_lacks_nothing_or_one_is_in_doubt(
    figures, card_of
):
    assert shortfall(card_of(2568, figures)).costs == {}


@pytest.mark.parametrize(
    ("year", "figures", "thai", "english"),
    [
        (2568, {"total": "90.10", "IIT": "92", "EIT": "81.67", "OIT": "95"},
         "คะแนนรวมถึงระดับ ผ่านดี แล้ว แต่ต้องเพิ่ม EIT อีก 3.33 คะแนน (ต้อง 85)",
         "The total would reach level Good pass, but is short of 3.33 points in EIT (it asks 85)"),
        (2565, {"total": "90.52"},
         "ต้องเพิ่มอีก 4.48 คะแนนจึงได้ระดับ AA",
         "4.48 points short of AA"),
        (2565, {"total": "90.52", "IIT": "93.10", "EIT": "78.86", "OIT": "97.32"},
         "ต้องเพิ่มอีก 4.48 คะแนนจึงได้ระดับ AA (คะแนนรวมเสียไปที่ EIT 6.34, IIT 2.07, OIT 1.07)",
         ("4.48 points short of AA (the total loses EIT 6.34, IIT 2.07, OIT 1.07"
          " by its instruments)")),
    ],
)  # fmt: skip
def test_what_lacks_and_what_costs_it_is_told_in_words(year, figures, thai, english, card_of):
    words = shortfall(card_of(year, figures)).in_words
    assert (words.th, words.en) == (thai, english)


def test_a_gate_and_what_lacks_are_values_that_nobody_changes(card_of):
    found = shortfall(card_of(2565, {"total": "90.52"}))
    with pytest.raises(AttributeError):
        found.total_reached = True
    with pytest.raises(AttributeError):
        gates(LEVELS, Decimal(96), {})[0].shut_by = ()
