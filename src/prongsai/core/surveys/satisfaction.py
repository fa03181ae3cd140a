"""What a survey of one's own gave, question by question, and beside the rounds before it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.rounding import half_up
from prongsai.core.surveys.own import BEST, WORST, OwnForm, OwnKind
from prongsai.core.surveys.results import Results
from prongsai.core.surveys.tally import QuestionTally, Tally
from prongsai.core.surveys.withholding import FEWEST_STAFF, may_show_whole
from prongsai.core.text import Text, same

_CLASSES = (
    Text("น้อยที่สุด", "very low"), Text("น้อย", "low"), Text("ปานกลาง", "middle"),
    Text("มาก", "high"), Text("มากที่สุด", "very high"),
)  # fmt: skip
_WIDTH = Fraction(BEST - WORST, len(_CLASSES))


class Mean(Struct, frozen=True):
    """A mean of grades from 1 to 5, of `answers` answers."""

    value: Fraction
    answers: int
    deviation: float | None = None

    @property
    def shown(self) -> str:
        """To two places, half up."""
        return str(half_up(self.value))

    @property
    def percent(self) -> str:
        return str(half_up(self.value * 100 / BEST))

    @property
    def deviation_shown(self) -> str | None:
        """To two places."""
        return None if self.deviation is None else f"{self.deviation:.2f}"

    @property
    def level(self) -> Text:
        """The class of the mean as it is shown, of five equal ones."""
        return level_of(half_up(self.value))


class Chosen(Struct, frozen=True):
    """How many chose an option."""

    option: Text
    count: int
    percent: str


class QuestionResult(Struct, frozen=True):
    """One question: `mean` of ratings alone; `chosen` is () where it is not told."""

    code: str
    text: Text
    kind: OwnKind
    answers: int | None
    mean: Mean | None = None
    chosen: tuple[Chosen, ...] = ()


class Aspect(Struct, frozen=True):
    """Questions below what they are about; a question without an aspect stands alone."""

    name: Text
    mean: Mean | None
    questions: tuple[QuestionResult, ...]


class Satisfaction(Struct, frozen=True):
    """A survey of one's own that is closed, and may be shown.

    Shape:  `mean` is None of a survey without ratings; `has_counts` where enough answered for
            counts of options and deviations to be told.
    """

    form: OwnForm
    respondents: int
    mean: Mean | None
    aspects: tuple[Aspect, ...]
    has_counts: bool


class Round(Struct, frozen=True):
    """A round of a survey: None where too few answered for it to be shown."""

    name: str
    form: OwnForm
    result: Satisfaction | None
    respondents: int


class SatisfactionLine(Struct, frozen=True):
    """A question, an aspect or the whole (first) in each round; None where it was not asked."""

    name: Text
    means: tuple[Mean | None, ...]
    change: str | None
    is_aspect: bool = False


def satisfaction_of(results: Results[OwnForm]) -> Satisfaction | None:
    """What the answers give; None where too few answered."""
    counted = results.tally
    if counted is None:
        return None
    rated = [question.answers for question in counted.questions if question.points is not None]
    has_counts = min((results.respondents, *rated)) - results.known >= FEWEST_STAFF
    answers = sum(question.answers for question in counted.questions if _is_rated(question))
    whole = None if counted.score is None else Mean(counted.score, answers)
    return Satisfaction(
        results.questionnaire, results.respondents, whole,
        tuple(_aspects(results, counted, has_counts=has_counts)), has_counts,
    )  # fmt: skip


def level_of(shown: Decimal) -> Text:
    """The class of a mean to two places: each is 0.80 wide and holds its upper end."""
    place = 0
    while place < len(_CLASSES) - 1 and shown > WORST + (place + 1) * _WIDTH:
        place += 1
    return _CLASSES[place]


def levels() -> tuple[tuple[str, Text], ...]:
    """The classes with the means that they hold, the best first."""
    classes, low = [], Fraction(WORST)
    for place, name in enumerate(_CLASSES):
        high = WORST + (place + 1) * _WIDTH
        least = half_up(low) + (Decimal("0.01") if place else 0)
        classes.append((f"{least}–{half_up(high)}", name))
        low = high
    return tuple(reversed(classes))


def rounds_beside(rounds: Sequence[Round]) -> tuple[SatisfactionLine, ...]:
    """The means of each question in every round, the oldest first.

    Shape:  questions are the same where kind, aspect and words are; those of the newest round
            come first. `change` is that of the newest from the round before it, where both asked.
    """
    names: dict[tuple[str, str], Text] = {}
    by_round: list[dict[tuple[str, str], Mean]] = []
    for survey_round in reversed(rounds):
        own = dict(_means(survey_round))
        for key, (name, _) in own.items():
            names.setdefault(key, name)
        by_round.insert(0, {key: mean for key, (_, mean) in own.items()})
    lines = []
    for key, name in names.items():
        means = tuple(own.get(key) for own in by_round)
        lines.append(SatisfactionLine(name, means, _change(means), is_aspect=not key[1]))
    return tuple(lines)


def _change(means: Sequence[Mean | None]) -> str | None:
    """The difference of the last two as they are shown."""
    *_, before, last = (None, *means)
    if before is None or last is None:
        return None
    return f"{Decimal(last.shown) - Decimal(before.shown):+.2f}"


def _means(survey_round: Round) -> Iterator[tuple[tuple[str, str], tuple[Text, Mean]]]:
    """What a round rated: the whole, each aspect, each question, by what makes it the same."""
    result = survey_round.result
    if result is None:
        return
    if result.mean:
        yield ("", ""), (read_words("surveys/whole"), result.mean)
    for aspect in result.aspects:
        stands_alone = not aspect.name.th
        if aspect.mean and not stands_alone:
            yield (aspect.name.th, ""), (aspect.name, aspect.mean)
        for question in aspect.questions:
            if question.mean:
                yield (aspect.name.th, question.text.th), (question.text, question.mean)


def _aspects(
    results: Results[OwnForm], counted: Tally[OwnForm], *, has_counts: bool
) -> Iterator[Aspect]:
    """The questions by their aspects, in the order in which the first of each is asked."""
    tallies = {question.code: question for question in counted.questions}
    groups: dict[str, list[QuestionTally]] = {}
    for question in counted.questionnaire.asked:
        groups.setdefault(question.item, []).append(tallies[question.code])
    texts = {question.code: question for question in counted.questionnaire.asked}
    for item, own in groups.items():
        stands_alone = own[0].code == item
        name = same("") if stands_alone else texts[own[0].code].lead
        questions = tuple(_question(results, question, has_counts) for question in own)
        score = counted.scores.get(item)
        mean = Mean(score, sum(question.answers for question in own)) if score is not None else None
        yield Aspect(name, mean, questions)


def _question(
    results: Results[OwnForm],
    counted: QuestionTally,
    has_counts: bool,  # noqa: FBT001
) -> QuestionResult:
    asked = next(
        question for question in results.questionnaire.asked if question.code == counted.code
    )
    text = asked.words if asked.words.th else asked.lead
    kind = OwnKind.RATING if _is_rated(counted) else OwnKind.CHOICE
    if counted.code in results.withheld or not may_show_whole([counted.answers], results.known):
        return QuestionResult(counted.code, text, kind, None)
    chosen: tuple[Chosen, ...] = ()
    if has_counts and counted.answers - results.known >= FEWEST_STAFF:
        chosen = tuple(
            Chosen(option, count, str(half_up(Fraction(100 * count, counted.answers))))
            for option, count in zip(asked.options, counted.counts, strict=True)
        )
    mean = None
    if counted.points is not None and counted.answers:
        spread = _deviation(counted, [asked.points(place) for place in range(len(asked.options))])
        value = Fraction(counted.points, counted.answers)
        mean = Mean(value, counted.answers, spread if has_counts else None)
    return QuestionResult(counted.code, text, kind, counted.answers, mean, chosen)


def _is_rated(counted: QuestionTally) -> bool:
    return counted.points is not None


def _deviation(counted: QuestionTally, grades: Sequence[int]) -> float | None:
    """The standard deviation of a sample."""
    if counted.answers < 2:  # noqa: PLR2004 - of one there is none
        return None
    mean = (counted.points or 0) / counted.answers
    squares = sum(
        count * (grade - mean) ** 2 for count, grade in zip(counted.counts, grades, strict=True)
    )
    return sqrt(squares / (counted.answers - 1))
