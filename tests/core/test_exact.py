"""Unrounded item scores: the true ones come back, and where chance could fit, none do.

Answers are drawn by a seeded generator, not by Hypothesis: chosen answers (all alike, say) could
always be made to fit a smaller number of respondents; random ones cannot but by the chance that the
inference itself allows.
"""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.rounding import half_up
from prongsai.core.scoring.exact import GREATEST_CHANCE, _Print, _reachable, infer

FRAMEWORK = Catalogue().get(2565)
FOUR_LEVELS, YES_OR_NO = (0, 33, 67, 100), (0, 100)
SEEDS = st.integers(0, 2**32)


def survey(instrument, number, seed):
    """Exact item scores of `number` respondents who answer at random, each item with its lean."""
    chance = Random(seed)  # noqa: S311 - test data
    scores = {}
    for item in next(p for p in FRAMEWORK.instruments if p.code == instrument).items:
        points = FRAMEWORK.scale_of[item.scale].points
        leans = [chance.random() for _ in points]
        answers = number * item.answers_per_respondent
        scores[item.code] = Fraction(sum(chance.choices(points, leans, k=answers)), answers)
    return scores


def published(scores):
    return {code: Fraction(half_up(score)) for code, score in scores.items()}


def indicators(scores):
    """The unrounded indicators that these items make."""
    nodes = [node for node in FRAMEWORK.tree.values() if node.children]
    return {
        node.code: sum(share * scores[child] for child, share in node.children)
        for node in nodes
        if all(child in scores for child, _ in node.children)
    }


@given(st.sampled_from(["IIT", "EIT"]), st.integers(20, 60), SEEDS)
def test_the_number_and_every_exact_score_found_are_the_true_ones(instrument, number, seed):
    true = survey(instrument, number, seed)
    found = infer(FRAMEWORK, published(true))
    assert {part.number for part in found.respondents} <= {number}
    assert found.items.items() <= true.items()


@pytest.mark.parametrize("instrument", ["IIT", "EIT"])
def test_the_number_of_an_agency_of_usual_size_is_found(instrument):
    # Random answers may by chance fit another number too; then none is told. That is rare.
    usual = [(number, seed) for number in range(20, 51) for seed in (1, 2)]
    found = [infer(FRAMEWORK, published(survey(instrument, *one))) for one in usual]
    numbers = [tuple(part.number for part in one.respondents) for one in found]
    told = [(number,) == of for (number, _), of in zip(usual, numbers, strict=True) if of]
    assert all(told)
    assert len(told) >= 0.95 * len(usual)
    assert all(one.items for one in found if one.respondents)


@given(st.sampled_from(["IIT", "EIT"]), st.integers(20, 60), SEEDS)
def test_printed_indicators_never_lead_to_a_wrong_score(instrument, number, seed):
    true = survey(instrument, number, seed)
    alone = infer(FRAMEWORK, published(true))
    helped = infer(FRAMEWORK, published(true | indicators(true)))
    assert helped.respondents == alone.respondents
    assert alone.items.items() <= helped.items.items() <= true.items()


@pytest.mark.parametrize(("inside", "outside"), [(33, 30), (20, 48), (50, 21)])
def test_each_instrument_has_its_own_number(inside, outside):
    true = survey("IIT", inside, 1) | survey("EIT", outside, 1)
    found = infer(FRAMEWORK, published(true))
    assert [(part.instrument, part.number) for part in found.respondents] == [
        ("IIT", inside),
        ("EIT", outside),
    ]


@given(st.integers(20, 50), st.integers(20, 50), SEEDS)
def test_the_number_is_the_true_one_or_none(inside, outside, seed):
    true = survey("IIT", inside, seed) | survey("EIT", outside, seed)
    found = infer(FRAMEWORK, published(true))
    numbers = {part.instrument: part.number for part in found.respondents}
    assert numbers.items() <= {"IIT": inside, "EIT": outside}.items()
    assert found.items.items() <= true.items()
    assert all(part.chance <= GREATEST_CHANCE for part in found.respondents)


@pytest.mark.parametrize("number", [1, 2, 5, 10, 70, 80, 90, 100])
@pytest.mark.parametrize("instrument", ["IIT", "EIT"])
def test_of_other_numbers_up_to_100_the_true_one_is_found_or_none(instrument, number):
    true = survey(instrument, number, seed=number)
    found = infer(FRAMEWORK, published(true))
    assert {part.number for part in found.respondents} <= {number}
    assert found.items.items() <= true.items()


# From about 100 answers an item on four levels can have any print, and only the few yes-or-no
# items tell; a half or a third of the true number then fits more often than chance alone says.
FIT_A_SMALLER_NUMBER = [
    ("IIT", 120, 99), ("IIT", 160, 121), ("IIT", 200, 9), ("IIT", 240, 2), ("IIT", 300, 2),
    ("EIT", 120, 123), ("EIT", 160, 72), ("EIT", 200, 14), ("EIT", 240, 0), ("EIT", 300, 49),
    ("EIT", 400, 0), ("EIT", 600, 105),
    # Of more than are tried: the number that fits has no multiple among those that are.
    ("IIT", 480, 9), ("IIT", 900, 22), ("EIT", 480, 2), ("EIT", 600, 16), ("EIT", 800, 32),
    ("EIT", 900, 13), ("EIT", 1200, 169),
]  # fmt: skip


@pytest.mark.parametrize(("instrument", "number", "seed"), FIT_A_SMALLER_NUMBER)
def test_a_smaller_number_that_also_fits_is_not_taken_for_the_true_one(instrument, number, seed):
    true = survey(instrument, number, seed)
    found = infer(FRAMEWORK, published(true))
    assert {part.number for part in found.respondents} <= {number}
    assert found.items.items() <= true.items()


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("instrument", ["IIT", "EIT"])
def test_of_900_respondents_nothing_is_inferred(instrument, seed):
    found = infer(FRAMEWORK, published(survey(instrument, 900, seed)))
    assert (dict(found.items), found.respondents) == ({}, ())


@pytest.mark.parametrize("seed", range(10))
def test_of_three_items_nothing_is_inferred_but_of_all_thirty_it_is(seed):
    printed = published(survey("IIT", 33, seed))
    few = {code: printed[code] for code in ("i2", "i7", "i9")}
    assert infer(FRAMEWORK, few).respondents == ()
    assert [part.number for part in infer(FRAMEWORK, printed).respondents] == [33]


def test_scores_that_are_all_full_or_empty_tell_no_number():
    printed = {code: Fraction(100) for code in survey("EIT", 30, 0)}
    assert infer(FRAMEWORK, printed).respondents == ()
    assert infer(FRAMEWORK, dict.fromkeys(printed, Fraction(0))).respondents == ()


def test_disclosure_items_and_an_empty_sheet_tell_no_number():
    assert infer(FRAMEWORK, {f"o{n}": Fraction(100) for n in range(1, 44)}).respondents == ()
    assert infer(FRAMEWORK, {}).respondents == ()


def test_a_year_whose_items_are_not_known_gives_nothing():
    printed = published(survey("EIT", 30, 0))
    assert infer(FRAMEWORK, printed).items
    assert not infer(Catalogue().get(2568), printed).items


@pytest.mark.parametrize(
    ("code", "misprint"),
    [("i1", "92.96"), ("i9", "96.98"), ("i30", "92.26"), ("i4", "99.99"), ("e2", "80.21")],
)
def test_one_misprint_never_gives_another_number_of_respondents(code, misprint, ban_song_items):
    printed = {item: Fraction(text) for item, text in ban_song_items.items()}
    true = infer(FRAMEWORK, printed).respondents
    found = infer(FRAMEWORK, printed | {code: Fraction(misprint)}).respondents
    assert {(part.instrument, part.number) for part in found} <= {
        (part.instrument, part.number) for part in true
    }
    assert [part for part in true if part.instrument[0].lower() != code[0]] == [
        part for part in found if part.instrument[0].lower() != code[0]
    ]


def test_an_item_with_two_readings_is_told_by_its_indicator_alone(ban_song_items):
    printed = {code: Fraction(text) for code, text in ban_song_items.items()}
    assert "i30" not in infer(FRAMEWORK, printed).items
    told = infer(FRAMEWORK, printed | {"5": Fraction("91.82")}).items
    assert half_up(told["i30"]) == Fraction("92.23")
    assert "i30" not in infer(FRAMEWORK, printed | {"5": Fraction("12.34")}).items


@pytest.mark.parametrize("mean_of_the_five", ["92.59", "92.60"])
def test_without_one_item_of_the_indicator_its_print_tells_nothing(
    mean_of_the_five, ban_song_items
):
    """One reading of i30 would give 92.59 for the other five items of indicator 5, one 92.60."""
    printed = {code: Fraction(text) for code, text in ban_song_items.items() if code != "i27"}
    assert "i30" not in infer(FRAMEWORK, printed | {"5": Fraction(mean_of_the_five)}).items


def test_where_only_rounded_items_give_the_indicator_none_of_them_is_taken_as_exact(
    ban_song_items,
):
    printed = {code: Fraction(text) for code, text in ban_song_items.items()}
    fourth = {f"i{number}" for number in range(19, 25)}
    assert fourth <= infer(FRAMEWORK, printed | {"4": Fraction("91.96")}).items.keys()
    assert not fourth & infer(FRAMEWORK, printed | {"4": Fraction("91.97")}).items.keys()


def sums_of(points, answers):
    """Every sum that so many answers can have, by adding one answer after another."""
    sums = {0}
    for _ in range(answers):
        sums = {total + point for total in sums for point in points}
    return sums


@pytest.mark.parametrize("answers", [*range(1, 13), 33, 60, 99])
@pytest.mark.parametrize("points", [FOUR_LEVELS, YES_OR_NO, (0, 50, 100), (0, 20, 100)])
def test_reachable_sums_are_those_of_enumeration(points, answers):
    reachable = {n for n in range(answers * 100 + 101) if _reachable(points, n, answers)}
    assert reachable == sums_of(points, answers)


@given(st.sets(st.integers(1, 99), max_size=2), st.integers(1, 8))
def test_reachable_sums_are_those_of_enumeration_on_any_scale(middle, answers):
    points = (0, *sorted(middle), 100)
    reachable = {n for n in range(answers * 100 + 1) if _reachable(points, n, answers)}
    assert reachable == sums_of(points, answers)


@given(st.sampled_from([FOUR_LEVELS, YES_OR_NO]), st.integers(1, 130), st.integers(0, 10_000))
def test_the_readings_of_a_print_are_all_sums_that_round_to_it(points, answers, hundredths):
    print_ = Fraction(hundredths, 100)
    near = range(max(0, int((print_ - 1) * answers)), int((print_ + 1) * answers) + 1)
    expected = [
        Fraction(total, answers)
        for total in near
        if half_up(Fraction(total, answers)) == print_ and _reachable(points, total, answers)
    ]
    one = _Print.as_printed(points, 1, print_)
    assert [Fraction(total, answers) for total in one.sums(answers)] == expected
