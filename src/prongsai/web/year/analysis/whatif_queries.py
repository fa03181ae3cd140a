"""What the what-if page shows: a target, the way there, and changes tried by hand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.analysis.weakness import find_weak
from prongsai.core.analysis.whatif import (
    CheapestWay,
    Terms,
    WhatIfOutcome,
    WhatIfStep,
    caps_of_rise,
    change,
    cheapest,
    in_doubt,
    start_of,
)
from prongsai.core.errors import Misuse
from prongsai.core.framework.model import Framework, RatingLevel
from prongsai.core.framework.years import short_title
from prongsai.core.ids import TOTAL, instrument_of_item, sort_key
from prongsai.core.messages import read_words
from prongsai.core.rounding import half_up, plain_number
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.scoring.rating import Gate
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.rows import instrument_rows, printed_text

_FULL = Fraction(100)


class Question(Struct, frozen=True):
    """What is asked, checked.

    Shape:  `target` a level code or a number; `rise` how many points a survey item may rise at
            most, None for any; `leave` the instrument that stays as it is, "" for none; `changes`
            new scores by code, which come before the way to the target.
    """

    target: str
    rise: Decimal | None = None
    leave: str = ""
    changes: Mapping[str, Decimal] = field(default_factory=dict)


class StepRow(Struct, frozen=True):
    """One step of the way, with the total after it; `gain` and `total` exact."""

    code: str
    name: Text
    start: Decimal
    end: Decimal
    gain: Fraction
    total: Fraction
    is_disclosure: bool


class Moved(Struct, frozen=True):
    """A score before and after a change by hand."""

    code: str
    name: Text
    before: str
    after: Decimal


class Before(Struct, frozen=True):
    """An instrument before and after, as printed."""

    code: str
    before: str
    after: str
    is_moved: bool


class WhatIfAnswer(Struct, frozen=True):
    """The answer to a question.

    Shape:  `total` after it, as published; `reached` None where nobody can tell; `missing` what
            is still short of the target; `steps` are empty where changes were tried by hand;
            `trouble` in words where the year's scores do not allow an answer; `doubt` where a
            published figure contradicts the one that the answer starts from, `before` that one;
            `are_rules_known` whether the year tells its weights and levels; `unknown` indicators
            some of whose items are not known, with the most that each can add to the total.
    """

    target: Text
    steps: tuple[StepRow, ...] = ()
    moved: tuple[Moved, ...] = ()
    total: Decimal | None = None
    level: Text | None = None
    is_provisional: bool = False
    reached: bool | None = None
    missing: Decimal | None = None
    instruments: tuple[Before, ...] = ()
    gates: tuple[Gate, ...] = ()
    unknown: tuple[tuple[str, Text, Fraction | None], ...] = ()
    trouble: Text | None = None
    doubt: Text | None = None
    before: str = "–"
    before_level: Text | None = None
    are_rules_known: bool = True

    @property
    def disclosure(self) -> tuple[StepRow, ...]:
        """The steps that are disclosure items: documents, not opinions."""
        return tuple(step for step in self.steps if step.is_disclosure)

    @property
    def disclosure_gain(self) -> Fraction:
        """What the disclosure items give together."""
        return sum((step.gain for step in self.disclosure), Fraction(0))

    @property
    def survey_count(self) -> int:
        return len(self.steps) - len(self.disclosure)


def levels_of(card: ScoreCard) -> tuple[RatingLevel, ...]:
    """The levels that can be aimed at: every one that asks something."""
    return tuple(level for level in card.framework.rating.levels or () if level.minimum > 0)


def usual_target(card: ScoreCard) -> str:
    """The level above the present one, else the target of the year."""
    levels = [level.code for level in card.framework.rating.levels or ()]
    if card.rating is None or not levels:
        return str(find_weak(card).target)
    return levels[max(levels.index(card.rating.code) - 1, 0)]


def choices_of(card: ScoreCard) -> tuple[tuple[str, Text], ...]:
    """Every code whose score may be tried, with its name; items first, as they are listed."""
    known = [
        score
        for code, score in card.scores.items()
        if score.value is not None and code in card.framework.tree and code != "total"
    ]
    items = card.framework.items
    named = [
        (score.code, short_title(items[score.code]) if score.code in items else score.name)
        for score in known
    ]
    return tuple(sorted(named, key=lambda pair: (pair[0][0] not in "ieo", sort_key(pair[0]))))


def answer(card: ScoreCard, question: Question) -> WhatIfAnswer:
    """The answer to a checked question.

    Units:  the search is bounded by the items of a year and takes milliseconds; nothing typed
            makes it longer.
    """
    target, minimum = _target(card.framework, question.target)
    try:
        if question.changes:
            # Scores set by hand: their outcome, and how far it is from the target.
            after = change(
                card, {code: Fraction(value) for code, value in question.changes.items()}
            )
            names = dict(choices_of(card))
            moved = tuple(
                Moved(code, names[code], printed_text(card.scores[code]), value)
                for code, value in question.changes.items()
            )
            outcome = replace(_outcome(card, after, target, minimum), moved=moved)
            gates = {gate.level.code.lower(): gate for gate in after.gates}
            gate = gates.get(question.target.lower())
            is_reached = None if outcome.missing is None else outcome.missing == 0
            result = replace(outcome, reached=gate.is_open if gate else is_reached)
        else:
            result = _of_way(card, question, target, minimum)
        return _with_start(card, result, in_doubt(card, question.target))
    except Misuse as error:
        return WhatIfAnswer(target=target, trouble=error.message)


def _with_start(card: ScoreCard, result: WhatIfAnswer, doubtful: Sequence[str]) -> WhatIfAnswer:
    """The answer with the figure that it counts from, and the doubt where that is in dispute."""
    weights = [part.weight for part in card.framework.instruments]
    are_rules_known = card.framework.rating.levels is not None and None not in weights
    result = replace(result, are_rules_known=are_rules_known)
    if not doubtful:
        level = card.rating.label if card.rating else None
        return replace(result, before=printed_text(card.total), before_level=level)
    start = start_of(card.total)
    before = "–" if start is None else f"{half_up(start):.2f}"
    is_total = TOTAL in doubtful
    return replace(
        result,
        reached=None,
        doubt=_doubt([card.scores[code] for code in doubtful]),
        before=before if is_total else printed_text(card.total),
        before_level=None if is_total or card.rating is None else card.rating.label,
    )


def _doubt(scores: Sequence[Score]) -> Text:
    """Which published figures contradict what the answer counts from."""
    sentences = [
        read_words(
            "analysis/published_contradicts.recomputed",
            name=score.name,
            published=score.published,
            recomputed=score.recomputed,
        )
        if score.recomputed is not None
        else read_words(
            "analysis/published_contradicts", name=score.name, published=score.published
        )
        for score in scores
    ]
    return listed(sentences, " · ")


def _of_way(
    card: ScoreCard, question: Question, target: Text, minimum: Decimal | None
) -> WhatIfAnswer:
    """The way of least effort."""
    way = cheapest(card, question.target, _terms(card, question))
    tree = card.framework.tree
    codes = [code for code in dict.fromkeys((*way.unknown, *way.most)) if code in tree]
    return replace(
        _outcome(card, way.after, target, minimum),
        steps=_steps(card, way),
        reached=way.reachable,
        unknown=tuple(
            (code, tree[code].name, way.most.get(code))
            for code in codes
            if code in way.most or tree[code].parent not in way.most
        ),
    )


def _outcome(
    card: ScoreCard, after: WhatIfOutcome, target: Text, minimum: Decimal | None
) -> WhatIfAnswer:
    """What comes of changed scores, and how far it is from the target."""
    total = None if after.total is None else half_up(after.total)
    rows = []
    for row in sorted(instrument_rows(card), key=lambda row: sort_key(row.code)):
        started = start_of(card.scores[row.code])
        moved = after.instruments.get(row.code)
        is_moved = moved is not None and moved != started
        shown = f"{half_up(moved):.2f}" if moved is not None and is_moved else row.printed
        rows.append(Before(row.code, row.printed, shown, is_moved))
    return WhatIfAnswer(
        target=target,
        total=total,
        level=after.rating.label if after.rating else None,
        is_provisional=bool(after.rating and after.rating.provisional),
        missing=None if total is None or minimum is None else max(minimum - total, Decimal(0)),
        instruments=tuple(rows),
        gates=after.gates,
    )


def _target(framework: Framework, target: str) -> tuple[Text, Decimal | None]:
    """A target in words, and the total it asks."""
    for level in framework.rating.levels or ():
        if level.code.lower() == target.lower():
            return level.label, level.minimum
    number = plain_number(target)
    if framework.target_score is not None:
        return same(target), number
    # The year's rules name no target: whatever is aimed at is the agency's own.
    return read_words("analysis/own_target", target=target), number


def _terms(card: ScoreCard, question: Question) -> Terms:
    """Caps of survey items by the rise asked for; what is left alone is capped at what it has."""
    caps = {} if question.rise is None else caps_of_rise(card, question.rise)
    for code in card.framework.items if question.leave else ():
        score = card.scores.get(code)
        if instrument_of_item(code) == question.leave and score and score.value is not None:
            caps[code] = score.value
    return Terms(caps=caps)


def _order(step: WhatIfStep) -> tuple[bool, Fraction, tuple[int, int, int]]:
    """Documents before opinions; of those what gives most, of these the lowest."""
    is_survey = step.code[0] != "o"
    return is_survey, Fraction(step.start) if is_survey else -step.gain, sort_key(step.code)


def _steps(card: ScoreCard, way: CheapestWay) -> tuple[StepRow, ...]:
    total = start_of(card.total) or Fraction(0)
    rows = []
    for step in sorted(way.steps, key=_order):
        total += step.gain
        item = card.framework.items.get(step.code)
        rows.append(
            StepRow(
                code=step.code,
                name=short_title(item) if item else step.name,
                start=step.start,
                end=step.end,
                gain=step.gain,
                total=total,
                is_disclosure=step.code[0] == "o",
            )
        )
    return tuple(rows)


MOST = 50


def scenarios(agency: Agency, score_year: int, revision: int | None) -> QuerySet[Scenario]:
    """The kept scenarios of a year, newest first; `is_old` those of another revision of scores."""
    rows = Scenario.objects.filter(agency=agency, score_year=score_year, deleted_at=None)
    is_old = Q(pk__isnull=True) if revision is None else ~Q(revision=revision)
    return rows.annotate(is_old=ExpressionWrapper(is_old, BooleanField()))[:MOST]


def scenario_of(
    agency: Agency, score_year: int, scenario_id: UUID, *, deleted: bool = False
) -> Scenario | None:
    """One scenario of an agency's year that is kept, or was `deleted`."""
    rows = Scenario.objects.filter(agency=agency, score_year=score_year, pk=scenario_id)
    return (rows if deleted else rows.filter(deleted_at=None)).first()


def compare_page(card: ScoreCard, chosen: Mapping[Scenario, Question | None]) -> dict[str, Any]:
    """The questions of scenarios asked again of the scores that stand, side by side.

    Shape:  `sides` are a scenario and its answer, None where its question no longer fits the
            scores; `instruments` and `items` rows of a score now and in each scenario, of an item
            None where a scenario leaves it alone.
    """
    sides = [
        (scenario, answer(card, question) if question else None)
        for scenario, question in chosen.items()
    ]
    moves: list[dict[str, tuple[Text, Decimal]]] = []
    for _scenario, result in sides:
        steps, moved = (result.steps, result.moved) if result else ((), ())
        moves.append(
            {step.code: (step.name, step.end) for step in steps}
            | {score.code: (score.name, score.after) for score in moved}
        )
    names = {code: name for scores in moves for code, (name, _) in scores.items()}
    return {
        "year": card.fiscal_year + 1,
        "score_year": card.fiscal_year,
        "before": printed_text(card.total),
        "level": card.rating.label if card.rating else None,
        "sides": sides,
        "instruments": _instrument_sides([result for _scenario, result in sides]),
        "items": [
            (
                code,
                names[code],
                printed_text(card.scores[code]),
                [scores[code][1] if code in scores else None for scores in moves],
            )
            for code in sorted(names, key=sort_key)
        ],
    }


def _instrument_sides(
    answers: Sequence[WhatIfAnswer | None],
) -> list[tuple[str, str, list[str]]]:
    """Each instrument now and in each scenario, as printed."""
    first = next(filter(None, answers), None)
    after = [{row.code: row.after for row in each.instruments} if each else {} for each in answers]
    return [
        (row.code, row.before, [by_code.get(row.code, "–") for by_code in after])
        for row in (first.instruments if first else ())
    ]
