"""Answers counted: of each question how many gave which answer, the scores, unlikely sittings.

Answers have no time. Of answers that follow one another closely only their number, the day and how
long it took are known. What is unlikely is told and counted with and without; nothing is left out
by itself, for a day of many visitors looks the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import exp, lcm, sqrt
from operator import getitem
from statistics import NormalDist
from typing import Generic, TypeVar

from msgspec import Struct

from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import ItemPoints, Questionnaire

# What asks: the questions of an instrument, or an agency's own.
Form = TypeVar("Form", bound=Questionnaire | OwnForm)

# What one respondent answered: the place of the option by the question's code; blanks are absent.
Answers = Mapping[str, int]
_CERTAIN = 0.95
_FEWEST_FOR_SPAN = 2


class QuestionTally(Struct, frozen=True):
    """One question: how many chose each option, in the order of the options.

    Shape:  `points` is None where no answer is better than another.
    """

    code: str
    item: str
    counts: tuple[int, ...]
    points: int | None

    @property
    def answers(self) -> int:
        return sum(self.counts)


class Span(Struct, frozen=True):
    """Between which scores the true one lies in 19 of 20 such samples."""

    low: float
    high: float


class Tally(Struct, Generic[Form], frozen=True):
    """A survey counted.

    Shape:  `scores` holds the exact score of each item, indicator and of the whole by its code,
            None where a part of it has no answer; `blanks` counts answers that are missing;
            `span` is None where one cannot be told: of counts alone, of one respondent, or where
            somebody left a question out.
    """

    questionnaire: Form
    respondents: int
    questions: tuple[QuestionTally, ...]
    scores: Mapping[str, Fraction | None]
    blanks: int
    span: Span | None = None

    @property
    def score(self) -> Fraction | None:
        return self.scores[self.questionnaire.root]


def tally(
    questionnaire: Form,
    answers: Sequence[Answers],
    *,
    people: int | None = None,
    apart: Mapping[str, Sequence[int]] | None = None,
) -> Tally[Form]:
    """Count the answers of each respondent.

    Shape:  `people` is how many could have answered, None for not known: of a sample that is most
            of them the span is narrower. `apart` counts the options of questions that lie in no
            respondent's row.
    Errors: IndexError for an option that a question does not have, the fault being ours.
    """
    counts = {question.code: [0] * len(question.options) for question in questionnaire.asked}
    for answered in answers:
        for code, option in answered.items():
            counts[code][option] += 1
    for code, more in (apart or {}).items():
        counts[code] = [here + there for here, there in zip(counts[code], more, strict=True)]
    counted = tally_counts(questionnaire, counts, respondents=len(answers))
    rated = {question.code for question in questionnaire.asked if question.has_points}
    whole = all(rated <= answered.keys() for answered in answers)
    # Where everybody answered there is nothing to estimate; more answers than people fit no sample.
    is_sample = people is None or people > len(answers)
    if not whole or not is_sample or len(answers) < _FEWEST_FOR_SPAN or counted.score is None:
        return counted
    own = _scores_of_each(questionnaire, answers)
    return Tally(
        questionnaire, counted.respondents, counted.questions, counted.scores, counted.blanks,
        _span(own, people, questionnaire.range),
    )  # fmt: skip


def tally_counts(
    questionnaire: Form, counts: Mapping[str, Sequence[int]], *, respondents: int
) -> Tally[Form]:
    """Count what was counted elsewhere: of each question how many chose each option."""
    points = points_of_questions(questionnaire)
    questions = []
    for question in questionnaire.asked:
        own = tuple(counts.get(question.code, (0,) * len(question.options)))
        earned = _points(points[question.code][1], own) if question.code in points else None
        questions.append(QuestionTally(question.code, question.item, own, earned))
    scores = questionnaire.scores(parts_of_items(points, counts))
    blanks = respondents * len(questions) - sum(counted.answers for counted in questions)
    return Tally(questionnaire, respondents, tuple(questions), scores, blanks)


# By the code of each question that has points: its item, and the points of each option.
QuestionPoints = Mapping[str, tuple[str, tuple[int | None, ...]]]


def points_of_questions(questionnaire: Questionnaire | OwnForm) -> QuestionPoints:
    """What every answer earns; None for an option that its scale gives no points."""
    return {
        asked.code: (asked.item, asked.all_points)
        for asked in questionnaire.asked
        if asked.has_points
    }


def parts_of_items(
    points: QuestionPoints, counts: Mapping[str, Sequence[int]]
) -> dict[str, ItemPoints | None]:
    """The points of all answers by item; None for an item of which a question has no answer."""
    items: dict[str, tuple[int, int] | None] = {}
    for code, (item, own) in points.items():
        answers = counts.get(code, ())
        count = sum(answers)
        before = items.get(item, (0, 0))
        if not count or before is None:
            items[item] = None
        else:
            items[item] = (before[0] + _points(own, answers), before[1] + count)
    return {item: ItemPoints(*part) if part else None for item, part in items.items()}


def _points(points: Sequence[int | None], counts: Sequence[int]) -> int:
    """What so many answers of each option earn together.

    Errors: ValueError for an answer whose points are not known, the fault being ours.
    """
    if any(count and each is None for count, each in zip(counts, points, strict=True)):
        raise ValueError(points)
    return sum(count * (each or 0) for count, each in zip(counts, points, strict=True))


def _scores_of_each(
    questionnaire: Questionnaire | OwnForm, answers: Sequence[Answers]
) -> list[float]:
    """The score by each respondent alone, of those who answered everything.

    A score is a sum of points by shares: exact whole numbers over one denominator, worked out once.
    """
    shares = _shares(questionnaire)
    whole = lcm(*(share.denominator for own in shares.values() for share in own))
    parts = [[int(share * whole) for share in own] for own in shares.values()]
    codes = list(shares)
    return [
        sum(map(getitem, parts, map(answered.__getitem__, codes))) / whole for answered in answers
    ]


def _shares(questionnaire: Questionnaire | OwnForm) -> dict[str, tuple[Fraction, ...]]:
    """What each option of a question adds to the score of one who answered everything."""
    rated = [question for question in questionnaire.asked if question.has_points]
    count = Counter(question.item for question in rated)
    nothing = {item: ItemPoints(0, own) for item, own in count.items()}

    def weight(item: str) -> Fraction:
        """An item that alone has one point tells what a point is worth."""
        parts = {**nothing, item: ItemPoints(count[item], count[item])}
        return questionnaire.scores(parts)[questionnaire.root] or Fraction(0)

    weights = {item: weight(item) / own for item, own in count.items()}
    return {
        question.code: tuple(
            weights[question.item] * question.points(place)
            for place in range(len(question.options))
        )
        for question in rated
    }


def _span(scores: Sequence[float], people: int | None, within: tuple[int, int]) -> Span | None:
    """The span of the mean: of respondents drawn by lot, and of nothing else.

    Who did not answer may think otherwise; no arithmetic over answers can tell. Nor does it where
    all who answered agree: how far others may be off is estimated by how these differ.
    """
    count = len(scores)
    mean = sum(scores) / count
    spread = sqrt(sum((score - mean) ** 2 for score in scores) / (count - 1))
    if not spread:
        return None
    left_out = 1.0 if people is None else (people - count) / (people - 1)
    reach = _student(count - 1) * spread / sqrt(count) * sqrt(left_out)
    return Span(max(within[0], mean - reach), min(within[1], mean + reach))


def _student(freedom: int) -> float:
    """Student's quantile for 19 of 20, by Hill's series for few degrees of freedom.

    The first four terms (Abramowitz and Stegun 26.7.5); 1 and 2 degrees have closed forms.
    """
    if freedom == 1:
        return 12.7062
    if freedom == 2:  # noqa: PLR2004 - two degrees
        return 4.30265
    z = NormalDist().inv_cdf((1 + _CERTAIN) / 2)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / float(freedom) ** power for power, term in enumerate(terms))


FEWEST_IN_A_SITTING = 8  # fewer close together are never kept apart from the others
APART = 5.0  # minutes without an answer end a sitting
# How often such a sitting may come in a whole survey before it is told.
_UNLIKELY = 0.001
# An office's day; visitors come in crowds, three times as many at an hour as on average.
_MINUTES_A_DAY = 600
_CROWDED = 3
_AT_LEAST_A_DAY = 1.0


class Sitting(Struct, frozen=True):
    """Answers at one point that followed one another closely; `minutes` from first to last."""

    key: str
    count: int
    minutes: float


def unlikely(sittings: Iterable[Sitting], answers: int, days: int) -> frozenset[str]:
    """The keys of the sittings that chance does not explain.

    Shape:  `answers` are all of the point, `days` how many it has been open. The rate is that of
            the answers outside of the sitting, so that a large one does not hide itself.
    """
    return frozenset(
        sitting.key
        for sitting in sittings
        if sitting.count >= FEWEST_IN_A_SITTING
        and _chance(sitting, answers, days) * answers < _UNLIKELY
    )


def _chance(sitting: Sitting, answers: int, days: int) -> float:
    """How likely as many more follow a first answer within the sitting's minutes."""
    others = max(float(answers - sitting.count), _AT_LEAST_A_DAY * days)
    rate = _CROWDED * others / (days * _MINUTES_A_DAY)
    return _as_many(sitting.count - 1, rate * max(sitting.minutes, 1.0))


def _as_many(count: int, mean: float) -> float:
    """The chance of at least `count` events where `mean` are expected (Poisson)."""
    term = exp(-mean)
    below = 0.0
    for number in range(count):
        below += term
        term *= mean / (number + 1)
    return max(0.0, 1.0 - below)
