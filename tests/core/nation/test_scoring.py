"""Whole numbers give what the code that scores one agency gives, in every year with questions."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.nation.scoring import AgencyRow, Counted, Ratings, Scorer
from prongsai.core.rounding import half_up
from prongsai.core.scoring.rating import gates, rate
from prongsai.core.surveys.tally import parts_of_items

CATALOGUE = Catalogue()
SEEDS = st.integers(0, 2**32)


def scorers():
    for year in CATALOGUE.years():
        try:
            yield year, Scorer(CATALOGUE, CATALOGUE.get(year, draft=True))
        except Misuse:
            continue


SCORERS = dict(scorers())


def drawn(scorer, chance):
    """The counts of an agency by question, some of which nobody answered; its OIT results."""
    respondents, blank = chance.randint(0, 60), chance.choice((0, 0, 0.01))
    counts = {}
    for survey in scorer.surveys.values():
        for asked in survey.asked:
            answers = respondents if chance.random() < 0.9 else chance.randint(1, 60)
            options = len(asked.options)
            places = chance.choices(range(options), k=0 if chance.random() < blank else answers)
            counts[asked.code] = [places.count(place) for place in range(options)]
    unknown = chance.choice((0, 0, 0.02))
    known = [chance.random() >= unknown for _ in scorer.disclosed]
    return counts, [chance.random() < 0.8 if each else None for each in known]


def one_by_one(scorer, counts, disclosed):
    """The exact scores as one agency has them."""
    items = {}
    for points in scorer.points.values():
        parts = parts_of_items(points, counts)
        items |= {code: part.mean if part else None for code, part in parts.items()}
    earned = [None if each is None else Fraction(100 if each else 0) for each in disclosed]
    items |= dict(zip(scorer.disclosed, earned, strict=True))
    return scorer.framework.exact_scores(items)


def rated(framework, total, instruments):
    rating = rate(framework, total, instruments)
    every = gates(framework, total, instruments)
    shut = tuple(gate for gate in every if gate.total_reached and gate.shut_by)
    return rating.code if rating else "", shut


def test_years_with_questions_are_there():
    assert 2565 in SCORERS


@pytest.mark.parametrize("year", SCORERS)
@given(seed=SEEDS)
def test_an_agency_among_many_has_the_scores_of_one_alone(year, seed):
    scorer, chance = SCORERS[year], Random(seed)  # noqa: S311 - test data
    counts, disclosed = drawn(scorer, chance)
    parts = {}
    for points in scorer.points.values():
        parts |= parts_of_items(points, counts)
    own = [parts[code] for code in scorer.items]
    points, answers = (
        [getattr(p, name) if p else 0 for p in own] for name in ("points", "answers")
    )
    letters = "".join("-" if each is None else str(int(each)) for each in disclosed)
    scores = scorer.score(Counted(AgencyRow("1"), {}, points, answers, letters))
    exact = one_by_one(scorer, counts, disclosed)
    assert scores.exact_total == exact[TOTAL]
    figures = {code: half_up(exact[code]) for code in scorer.codes if exact[code] is not None}
    told = dict(zip(scorer.codes, scores.figures, strict=True))
    assert {code: Decimal(text) for code, text in told.items() if text} == figures
    instruments = {code: figures[code] for code in INSTRUMENTS if code in figures}
    assert scores.total == figures.get(TOTAL)
    assert (scores.level, scores.shut) == rated(scorer.framework, scores.total, instruments)


@pytest.mark.few(2)
@pytest.mark.parametrize("year", CATALOGUE.years())
@given(seed=SEEDS)
def test_equal_cases_are_rated_as_each_alone(year, seed):
    """Figures lie at a threshold, or a hundredth beside it."""
    framework = CATALOGUE.get(year, draft=True)
    ratings, chance = Ratings(framework), Random(seed)  # noqa: S311 - test data
    levels = framework.rating.levels or ()
    marks = [100 * (each.each_instrument or each.minimum) for each in levels] or [Decimal(5000)]
    for _ in range(50):
        near = (int(chance.choice(marks)) + chance.randint(-1, 1) for _ in range(4))
        known = [max(0, min(10000, figure)) for figure in near]
        figures = [-1 if chance.random() < 0.02 else figure for figure in known]
        total, *own = (None if each < 0 else Decimal(each).scaleb(-2) for each in figures)
        instruments = {
            c: each for c, each in zip(INSTRUMENTS, own, strict=True) if each is not None
        }
        expected = rated(framework, total, instruments)
        assert ratings.rate(figures) == (total, *expected)
