"""What a survey gives: scores beside the official ones, points apart, and what is doubtful."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Generic

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.framework.years import short_title
from prongsai.core.ids import TOTAL
from prongsai.core.messages import read_words
from prongsai.core.rounding import half_up
from prongsai.core.scoring.compute import shown
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.tally import Answers, Form, Sitting, Span, Tally, tally, unlikely
from prongsai.core.surveys.withholding import (
    FEWEST,
    FEWEST_STAFF,
    Known,
    may_show_whole,
    shown_groups,
)
from prongsai.core.text import Text

FEWEST_WORDS = 10  # of fewer, words tell whose they are
_FEWEST_ALIKE = 10


class AnswerRow(Struct, frozen=True):
    """The answers of one respondent; `point` and `sitting` are keys, "" for no sitting."""

    answers: Answers
    point: str = ""
    sitting: str = ""
    again: bool = False


class Doubt(StrEnum):
    """Why answers are looked at twice; none is ever left out by itself."""

    SITTING = "sitting"
    AGAIN = "again"
    ALIKE = "alike"

    @property
    def label(self) -> Text:
        """What it is, and what else it may be."""
        return read_words(f"surveys/doubt.{self}")


class Doubted(Struct, frozen=True):
    """How many answers a doubt is about; None where they are fewer than five."""

    doubt: Doubt
    count: int | None


class PointResult(Struct, frozen=True):
    """A point; `score` is None where it is withheld or not known, `count` where it is withheld."""

    key: str
    count: int | None = None
    score: Fraction | None = None


class Compared(Struct, frozen=True):
    """An instrument, indicator or item: rehearsed, and as officially published.

    Shape:  `depth` is 0, 1 or 2; scores to two places, None for not known; `difference` signed.
    """

    code: str
    name: Text
    depth: int
    rehearsed: str | None
    official: str | None
    difference: str | None
    is_below: bool


class Results(Struct, Generic[Form], frozen=True):
    """A survey that is closed; `tally` is None where too few answered for even the whole.

    Shape:  `without` is the score without any answer that is doubted, None where there is none, or
            where it would tell of few. There is one such score: of two, the difference might be
            a single respondent. `known` is how many answers whoever keeps it may know; `withheld`
            are questions that few answered, of a survey of which the counts alone are left.
    """

    questionnaire: Form
    respondents: int
    tally: Tally[Form] | None
    points: tuple[PointResult, ...] = ()
    doubts: tuple[Doubted, ...] = ()
    without: Fraction | None = None
    known: int = 0
    withheld: frozenset[str] = frozenset()


def results_of(
    questionnaire: Form,
    rows: Sequence[AnswerRow],
    *,
    people: int | None = None,
    sittings: Mapping[str, Sequence[Sitting]] | None = None,
    days: int = 1,
    known: Known | None = None,
    apart: Mapping[str, Sequence[int]] | None = None,
) -> Results[Form]:
    """Count the answers of a survey.

    Shape:  `people` is how many could have answered, None for not known; `sittings` those of eight
            or more by point; `days` how long it was open; `known` what whoever keeps it may know;
            `apart` counts the options of questions that lie in no row.
    """
    held = known or Known()
    in_all = held.among(Counter(row.point for row in rows))
    whole = tally(questionnaire, [row.answers for row in rows], people=people, apart=apart)
    if not rows or not may_show_whole(_asked(whole), in_all):
        return Results(questionnaire, len(rows), None, known=in_all)
    points = _points(questionnaire, rows, held)
    crowded = _unlikely(rows, sittings or {}, days)
    reasons: dict[Doubt, Callable[[AnswerRow], bool]] = {
        Doubt.SITTING: lambda row: row.sitting in crowded,
        Doubt.AGAIN: lambda row: row.again,
        Doubt.ALIKE: lambda row: _is_alike(questionnaire, row),
    }
    doubted = [any(is_meant(row) for is_meant in reasons.values()) for row in rows]
    return Results(
        questionnaire, len(rows), whole, points,
        tuple(_doubts(rows, reasons)), _without(questionnaire, rows, doubted, points, in_all),
        in_all,
    )  # fmt: skip


def compared(
    whole: Tally[Questionnaire],
    official: Framework | None,
    scores: Mapping[str, str],
    target: Decimal | None,
) -> tuple[Compared, ...]:
    """The rehearsed scores with the official ones beside them.

    Shape:  `official` is the framework of the official scores' year and `scores` those by code as
            published; items meet by what stays when codes change. Below `target` is weak.
    """
    own = whole.questionnaire.framework
    codes = _same_items(own, official) if official is not None else {}
    rows: list[Compared] = []

    def add(code: str, depth: int) -> None:
        rows.append(_compared(own, code, depth, whole, scores.get(codes.get(code, code)), target))
        for child, _ in own.tree[code].children or ():
            add(child, depth + 1)

    add(whole.questionnaire.instrument, 0)
    return tuple(rows)


class Weak(Struct, frozen=True):
    """An item that a rehearsal found below target.

    Shape:  `code` as the official framework names it, "" where it has no such item.
    """

    own_code: str
    code: str
    name: Text
    score: Decimal


def weak_items(
    whole: Tally[Questionnaire], official: Framework, target: Decimal
) -> tuple[Weak, ...]:
    """The items below target, the weakest first."""
    own = whole.questionnaire.framework
    codes = _same_items(own, official)
    weak = []
    for code, here in codes.items():
        score = whole.scores.get(code)
        if score is not None and half_up(score) < target:
            weak.append(Weak(code, here, _name(own, code), half_up(score)))
    return tuple(sorted(weak, key=lambda item: (item.score, item.own_code)))


def total_with(
    whole: Tally[Questionnaire], official: Framework, scores: Mapping[str, str]
) -> Fraction | None:
    """The agency's total, were this instrument as rehearsed and the others as published.

    Shape:  None where an instrument is not known.
    """
    total = Fraction(0)
    for code, share in official.tree[TOTAL].children or ():
        if code == whole.questionnaire.instrument:
            part = whole.score
        else:
            part = Fraction(scores[code]) if code in scores else None
        if part is None:
            return None
        total += share * part
    return total


def total_span(
    whole: Tally[Questionnaire], official: Framework, scores: Mapping[str, str]
) -> Span | None:
    """Between which totals the agency's lies, for the span of the rehearsed instrument alone.

    Shape:  None where the instrument has no span or the total is not known. What the other
            instruments will be is not in it.
    """
    total, span = total_with(whole, official, scores), whole.span
    shares = dict(official.tree[TOTAL].children or ())
    share = shares.get(whole.questionnaire.instrument)
    if total is None or span is None or share is None or whole.score is None:
        return None
    rest = float(total - share * whole.score)
    return Span(rest + float(share) * span.low, rest + float(share) * span.high)


def _compared(
    framework: Framework,
    code: str,
    depth: int,
    whole: Tally[Questionnaire],
    official: str | None,
    target: Decimal | None,
) -> Compared:
    score = whole.scores.get(code)
    rehearsed = shown(score)
    difference = None
    if rehearsed is not None and official is not None:
        difference = f"{Decimal(rehearsed) - Decimal(official):+.2f}"
    # By what is shown: 85.00 beside a target of 85 is not below it.
    is_below = score is not None and target is not None and half_up(score) < target
    name = _name(framework, code)
    return Compared(code, name, depth, rehearsed, official, difference, is_below)


def _name(framework: Framework, code: str) -> Text:
    """What tables and plans call an item: our short name where the official one is a question."""
    item = framework.items.get(code)
    return short_title(item) if item else framework.tree[code].name


def _same_items(own: Framework, official: Framework) -> dict[str, str]:
    """The code of each item in the other year; "" where it has none there."""
    theirs = {
        line: item.code
        for part in official.instruments
        for item in part.items or ()
        for line in item.lineage
    }
    return {
        item.code: next((theirs[line] for line in item.lineage if line in theirs), "")
        for part in own.instruments
        for item in part.items or ()
    }


def _points(
    questionnaire: Form, rows: Sequence[AnswerRow], known: Known
) -> tuple[PointResult, ...]:
    groups: dict[str, list[Answers]] = {}
    for row in rows:
        groups.setdefault(row.point, []).append(row.answers)
    counted = {key: tally(questionnaire, own) for key, own in groups.items()}
    apart = shown_groups(
        {key: _asked(group_tally) for key, group_tally in counted.items()},
        known={
            key: known.among({key: group_tally.respondents}) for key, group_tally in counted.items()
        },
    )
    return tuple(
        PointResult(key, group_tally.respondents, group_tally.score)
        if key in apart
        else PointResult(key)
        for key, group_tally in counted.items()
    )


def _unlikely(
    rows: Sequence[AnswerRow], sittings: Mapping[str, Sequence[Sitting]], days: int
) -> Collection[str]:
    answers: dict[str, int] = {}
    for row in rows:
        answers[row.point] = answers.get(row.point, 0) + 1
    return frozenset(
        key for point, own in sittings.items() for key in unlikely(own, answers.get(point, 0), days)
    )


def _doubts(
    rows: Sequence[AnswerRow], reasons: Mapping[Doubt, Callable[[AnswerRow], bool]]
) -> Iterator[Doubted]:
    for doubt, is_meant in reasons.items():
        count = sum(map(is_meant, rows))
        if count:
            yield Doubted(doubt, count if count >= FEWEST else None)


def _without(
    questionnaire: Form,
    rows: Sequence[AnswerRow],
    doubted: Sequence[bool],
    points: Iterable[PointResult],
    known: int,
) -> Fraction | None:
    """The score of the answers that nothing is doubted of.

    Shape:  None where somebody could subtract it, and points that are shown, from the whole and be
            left with few: so nobody, or many, must be on either side of every shown point, and of
            the others together.
    """
    rest = [row.answers for row, is_doubted in zip(rows, doubted, strict=True) if not is_doubted]
    if len(rest) == len(rows) or len(rows) < FEWEST_STAFF:
        return None
    apart = {point.key for point in points if point.count is not None}
    sides: dict[tuple[str, bool], list[Answers]] = {}
    for row, is_doubted in zip(rows, doubted, strict=True):
        key = row.point if row.point in apart else ""
        sides.setdefault((key, is_doubted), []).append(row.answers)
    if not all(may_show_whole(_asked(tally(questionnaire, own)), known) for own in sides.values()):
        return None
    return tally(questionnaire, rest).score


def _is_alike(questionnaire: Form, row: AnswerRow) -> bool:
    """Whether one place was chosen throughout, by somebody who answered all that earns points.

    Of few questions most people who are content do so.
    """
    rated = [question.code for question in questionnaire.asked if question.has_points]
    places = {row.answers.get(code) for code in rated}
    return len(rated) >= _FEWEST_ALIKE and len(places) == 1 and None not in places


def _asked(counted: Tally[Form]) -> tuple[int, ...]:
    """How many answered, and each question of which the scores are made."""
    rated = [question.answers for question in counted.questions if question.points is not None]
    return (counted.respondents, *rated)
