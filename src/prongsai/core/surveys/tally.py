"""Answers counted: of each question how many gave which answer, and the scores made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.surveys.questionnaire import Asked, Questionnaire

# What one respondent answered: the place of the option by the question's code; blanks are absent.
Answers = Mapping[str, int]
_CERTAIN = 0.95
_FEWEST_FOR_SPAN = 2


class QuestionTally(Struct, frozen=True):
    """One question: how many chose each option, in the order of the options."""

    code: str
    item: str
    counts: tuple[int, ...]
    points: int

    @property
    def answers(self) -> int:
        """How many answered it."""
        return sum(self.counts)


class Span(Struct, frozen=True):
    """Between which scores the true one lies in 19 of 20 such samples, 0 to 100."""

    low: float
    high: float


class Tally(Struct, frozen=True):
    """A survey counted.

    Shape:  `scores` holds the exact score of each item, indicator and of the instrument by its
            code, None where a part of it has no answer; `blanks` counts answers that are missing;
            `span` is None where one cannot be told: of counts alone, of one respondent, or where
            somebody left a question out.
    """

    questionnaire: Questionnaire
    respondents: int
    questions: tuple[QuestionTally, ...]
    scores: Mapping[str, Fraction | None]
    blanks: int
    span: Span | None = None

    @property
    def score(self) -> Fraction | None:
        """The score of the instrument."""
        return self.scores[self.questionnaire.instrument]


def tally(
    questionnaire: Questionnaire, answers: Sequence[Answers], *, people: int | None = None
) -> Tally:
    """Count the answers of each respondent.

    Shape:  `people` is how many could have answered, None for not known: of a sample that is most
            of them the span is narrower.
    Errors: IndexError for an option that a question does not have, the fault being ours.
    """
    counts = {one.code: [0] * len(one.options) for one in questionnaire.asked}
    for one in answers:
        for code, option in one.items():
            counts[code][option] += 1
    found = tally_counts(questionnaire, counts, respondents=len(answers))
    whole = all(len(one) == len(questionnaire.asked) for one in answers)
    if not whole or len(answers) < _FEWEST_FOR_SPAN or found.score is None:
        return found
    own = [_instrument(questionnaire, _points_of(questionnaire.asked, one)) for one in answers]
    return Tally(
        questionnaire, found.respondents, found.questions, found.scores, found.blanks,
        _span(own, people),
    )  # fmt: skip


def tally_counts(
    questionnaire: Questionnaire, counts: Mapping[str, Sequence[int]], *, respondents: int
) -> Tally:
    """Count what was counted elsewhere: of each question how many chose each option."""
    questions = tuple(
        _question(one, counts.get(one.code, (0,) * len(one.options))) for one in questionnaire.asked
    )
    items: dict[str, list[QuestionTally]] = {}
    for one in questions:
        items.setdefault(one.item, []).append(one)
    scores = {code: _mean_of(parts) for code, parts in items.items()}
    blanks = respondents * len(questions) - sum(one.answers for one in questions)
    return Tally(
        questionnaire, respondents, questions,
        _scores(questionnaire.framework, questionnaire.instrument, scores), blanks,
    )  # fmt: skip


def _question(asked: Asked, counts: Sequence[int]) -> QuestionTally:
    points = sum(count * asked.points(option) for option, count in enumerate(counts) if count)
    return QuestionTally(asked.code, asked.item, tuple(counts), points)


def _mean_of(parts: Iterable[QuestionTally]) -> Fraction | None:
    """The mean of points over all answers to the questions of an item; None for no answer."""
    told = list(parts)
    answers = sum(one.answers for one in told)
    if not answers or not all(one.answers for one in told):
        return None
    return Fraction(sum(one.points for one in told), answers)


def _scores(
    framework: Framework, code: str, items: Mapping[str, Fraction | None]
) -> dict[str, Fraction | None]:
    """The scores from the items up to the instrument, by the shares of the framework's tree."""
    found = dict(items)

    def score_of(one: str) -> Fraction | None:
        if one not in found:
            total: Fraction | None = Fraction(0)
            for child, share in framework.tree[one].children or ():
                part = score_of(child)
                total = None if total is None or part is None else total + share * part
            found[one] = total if framework.tree[one].children else None
        return found[one]

    score_of(code)
    return found


def _points_of(asked: Iterable[Asked], answers: Answers) -> dict[str, Fraction | None]:
    """The score of each item by one respondent alone."""
    items: dict[str, list[int]] = {}
    for one in asked:
        items.setdefault(one.item, []).append(one.points(answers[one.code]))
    return {code: Fraction(sum(points), len(points)) for code, points in items.items()}


def _instrument(questionnaire: Questionnaire, items: Mapping[str, Fraction | None]) -> float:
    code = questionnaire.instrument
    score = _scores(questionnaire.framework, code, items)[code]
    return float(score or 0)


def _span(scores: Sequence[float], people: int | None) -> Span:
    """The span of the mean: of respondents drawn by lot, and of nothing else.

    Who did not answer may think otherwise; no arithmetic over answers can tell.
    """
    count = len(scores)
    mean = sum(scores) / count
    spread = sqrt(sum((one - mean) ** 2 for one in scores) / (count - 1))
    left_out = 1.0
    if people is not None and people > count:
        left_out = (people - count) / (people - 1)
    elif people is not None:
        left_out = 0.0
    reach = _student(count - 1) * spread / sqrt(count) * sqrt(left_out)
    return Span(max(0.0, mean - reach), min(100.0, mean + reach))


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
