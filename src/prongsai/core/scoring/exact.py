"""Unrounded item scores recovered from rounded ones.

A survey item is the mean of whole points over respondents times sub-questions, so its published
two decimals allow few fractions. The smallest number of respondents for which every item of an
instrument has one, where chance would hardly allow it, is taken; the indicators' own published
scores then decide between the few items that have two.
Source: docs/method/exact-scores.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod

from prongsai.core.framework.model import Framework, Instrument, Item
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Respondents

MOST_RESPONDENTS = 400
GREATEST_CHANCE = 0.001
_MOST_COMBINATIONS = 20_000
_FULL = 100


@dataclass(frozen=True, slots=True)
class Inference:
    """Exact scores by item code, and the respondent numbers they stand on."""

    items: Mapping[str, Fraction]
    respondents: tuple[Respondents, ...]


def infer(framework: Framework, published: Mapping[str, Fraction]) -> Inference:
    """Recover exact survey scores where the published figures allow only one reading."""
    exact: dict[str, Fraction] = {}
    respondents: list[Respondents] = []
    for instrument in framework.instruments:
        items = [item for item in instrument.items or () if item.code in published]
        items = [item for item in items if item.code[0] != "o"]
        if not items or any(item.scale not in framework.scale_of for item in items):
            continue
        found = _respondents(framework, instrument, items, published)
        if found is None:
            continue
        respondents.append(found)
        exact |= _settle(framework, instrument, items, published, found.number)
    return Inference(exact, tuple(respondents))


def _respondents(
    framework: Framework,
    instrument: Instrument,
    items: Sequence[Item],
    published: Mapping[str, Fraction],
) -> Respondents | None:
    """The smallest number that fits every item, if chance would not have fitted one as well."""
    chance = 0.0
    for number in range(1, MOST_RESPONDENTS + 1):
        chance += prod(_chance(framework, item, published[item.code], number) for item in items)
        if chance > GREATEST_CHANCE:
            return None
        if all(_candidates(framework, item, published[item.code], number) for item in items):
            return Respondents(instrument.code, number, len(items), chance)
    return None


def _points(framework: Framework, item: Item) -> tuple[int, ...]:
    return framework.scale_of[item.scale].points


def _candidates(
    framework: Framework, item: Item, published: Fraction, number: int
) -> tuple[Fraction, ...]:
    """Every exact score of `number` respondents that is published as `published`."""
    answers = number * item.answers_per_respondent
    return _fractions(_points(framework, item), answers, published)


@cache
def _fractions(points: tuple[int, ...], answers: int, published: Fraction) -> tuple[Fraction, ...]:
    half = Fraction(1, 200)
    first = -((-(published - half) * answers) // 1)
    last = (published + half) * answers
    found: list[Fraction] = []
    total = max(int(first), 0)
    while total < last:
        if _reachable(points, total, answers):
            found.append(Fraction(total, answers))
        total += 1
    return tuple(found)


def _reachable(points: tuple[int, ...], total: int, answers: int) -> bool:
    """Whether `answers` answers of these points can sum to `total`."""
    top = points[-1]
    for middle, used in _middle_sums(points).get(total % top, ()):
        if middle <= total and used + (total - middle) // top <= answers:
            return True
    return False


@cache
def _middle_sums(points: tuple[int, ...]) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each remainder by the top point: sums of middle points with the answers they take.

    Only the cheapest stay: a sum that takes more answers and more points helps nobody.
    """
    top = points[-1]
    cheapest: dict[int, int] = {0: 0}
    for point in points[1:-1]:
        grown = dict(cheapest)
        for total, used in cheapest.items():
            for times in range(1, top):
                value, answers = total + point * times, used + times
                if answers < grown.get(value, top * top):
                    grown[value] = answers
        cheapest = grown
    by_remainder: dict[int, list[tuple[int, int]]] = {}
    for total, used in sorted(cheapest.items()):
        held = by_remainder.setdefault(total % top, [])
        # A larger middle sum saves (total - t) / top answers of the top point.
        if all(used - (total - t) // top < u for t, u in held):
            held.append((total, used))
    return {remainder: tuple(held) for remainder, held in by_remainder.items()}


def _chance(framework: Framework, item: Item, published: Fraction, number: int) -> float:
    """How probable it is that a score at random fits: a full or empty score always does."""
    if published in (0, _FULL):
        return 1.0
    points = _points(framework, item)
    answers = number * item.answers_per_respondent
    step = points[1] - points[0] if len(points) == 2 else 1  # noqa: PLR2004 - yes or no
    sums = answers * points[-1] // step + 1
    return min(1.0, sums / (_FULL * _FULL + 1))


def _settle(
    framework: Framework,
    instrument: Instrument,
    items: Sequence[Item],
    published: Mapping[str, Fraction],
    number: int,
) -> dict[str, Fraction]:
    """One exact score per item; two candidates are told apart by the indicator's own print."""
    exact: dict[str, Fraction] = {}
    for indicator in instrument.indicators:
        own = [item for item in items if item.indicator == indicator.code]
        whole = framework.tree[indicator.code].children or ()
        if not own:
            continue
        options = [_candidates(framework, item, published[item.code], number) for item in own]
        complete = len(own) == len(whole)
        target = published.get(indicator.code) if complete else None
        kept = list(_combinations(options, target))
        if not kept:
            # No reading gives the printed indicator: it is the one that is wrong, or the
            # inference is. Items with a single reading stand only where plain means fail too.
            if target is not None and half_up(_mean([published[i.code] for i in own])) == half_up(
                target
            ):
                continue
            kept = list(_combinations(options, None))
        for position, item in enumerate(own):
            readings = {combination[position] for combination in kept}
            if len(readings) == 1:
                exact[item.code] = readings.pop()
    return exact


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _combinations(
    options: Sequence[Sequence[Fraction]], target: Fraction | None
) -> Iterator[tuple[Fraction, ...]]:
    """All readings of an indicator's items whose mean rounds to its print."""
    if prod(len(option) for option in options) > _MOST_COMBINATIONS:
        return
    for combination in product(*options):
        if target is None or half_up(_mean(combination)) == half_up(target):
            yield combination
