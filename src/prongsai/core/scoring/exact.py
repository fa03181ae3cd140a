"""Recover the unrounded scores of items from rounded ones.

A survey item is the mean of whole points over respondents times sub-questions, so its published
two decimals allow few fractions. The smallest number of respondents for which every item of an
instrument has one is taken, where chance would hardly allow it and no other number fits nearly as
well; the indicators' own published scores then decide between the few items that have two.
Source: docs/method/exact-scores.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod

from msgspec import Struct

from prongsai.core.framework.model import Framework, Instrument, Item
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Respondents

# With more respondents, items on four levels fit almost any published score.
MOST_RESPONDENTS = 200
MOST_RIVALS = 1600
GREATEST_CHANCE = 0.001
_MOST_COMBINATIONS = 20_000
_FULL = 100
# 0.00 to 100.00; and how often a print is wrong, as a guess on the safe side.
_PRINTS = _FULL * _FULL + 1
_MISPRINT = 0.001
_DENSE = 500


class Inference(Struct, frozen=True):
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
        if not items or instrument.is_scale_open or not _have_points(framework, items):
            continue
        inferred = _respondents(framework, instrument, items, published)
        if inferred is None:
            continue
        respondents.append(inferred)
        exact |= _settle(framework, instrument, items, published, inferred.number)
    return Inference(exact, tuple(respondents))


def _have_points(framework: Framework, items: Sequence[Item]) -> bool:
    """Whether it is known what every answer earns."""
    scales = (framework.scale_of.get(item.scale) for item in items)
    return all(scale is not None and scale.points for scale in scales)


def _respondents(
    framework: Framework,
    instrument: Instrument,
    items: Sequence[Item],
    published: Mapping[str, Fraction],
) -> Respondents | None:
    """The smallest number that fits every item, if neither chance nor another explains it."""
    # A full or empty score fits any number and tells nothing.
    prints = [
        _Print.of_item(framework, item, published[item.code])
        for item in items
        if published[item.code] not in (0, _FULL)
    ]
    kinds = Counter(printed.scores for printed in prints)
    grouped = _Prints.parted(prints)
    chance = 0.0
    for number in range(1, MOST_RESPONDENTS + 1):
        chance += _chance(kinds, number)
        if chance > GREATEST_CHANCE:
            return None
        if _misfits(grouped, number) == 0:
            if _has_rivals(grouped, kinds, number):
                return None
            return Respondents(instrument.code, number, len(items), chance)
    return None


class _Print(Struct, frozen=True):
    """What the answers to one item can sum to, as its score is published.

    Shape:  the total of n answers rounds to this score if `low` n ≤ total × `width` < `high` n.
    """

    points: tuple[int, ...]
    per_respondent: int
    step: int
    low: int
    high: int
    width: int

    @classmethod
    def of_item(cls, framework: Framework, item: Item, score: Fraction) -> _Print:
        points = framework.scale_of[item.scale].points
        return cls.as_printed(points, item.answers_per_respondent, score)

    @classmethod
    def as_printed(cls, points: tuple[int, ...], per_respondent: int, score: Fraction) -> _Print:
        step = points[1] - points[0] if len(points) == 2 else 1  # noqa: PLR2004 - yes or no
        middle, under = 2 * _FULL * score.numerator, score.denominator
        width = 2 * _FULL * under
        return cls(points, per_respondent, step, middle - under, middle + under, width)

    def sums(self, number: int) -> Iterator[int]:
        """Every reachable sum of answer points that is published so."""
        answers = number * self.per_respondent
        first = -(-self.low * answers // self.width)
        end = -(-self.high * answers // self.width)
        return (
            total for total in range(max(first, 0), end) if _reachable(self.points, total, answers)
        )

    @property
    def scores(self) -> int:
        """How many scores one respondent more adds."""
        return self.per_respondent * self.points[-1] // self.step

    def fits(self, number: int) -> bool:
        """Whether `number` respondents can give the print; very many answers can give any."""
        answers = number * self.per_respondent
        if answers > _DENSE:
            return True
        is_between = -self.low * answers % self.width < (self.high - self.low) * answers
        return is_between and next(self.sums(number), None) is not None


class _Prints(Struct, frozen=True):
    """All prints of an instrument, those of yes-or-no items as the numbers that they are tried by.

    Shape:  n answers fit where the next multiple of `cycle` at or above `low` n lies below the
            upper end, `span` n further: `(per_respondent, low, cycle, span)`. Thousands of numbers
            are tried, and these allow the fewest: they tell first whether one is out.
    """

    yes_or_no: tuple[tuple[int, int, int, int], ...]
    others: tuple[_Print, ...]

    @classmethod
    def parted(cls, prints: Sequence[_Print]) -> _Prints:
        return cls(
            tuple(
                (
                    printed.per_respondent,
                    printed.low,
                    printed.width * printed.step,
                    printed.high - printed.low,
                )
                for printed in prints
                if printed.step > 1
            ),
            tuple(printed for printed in prints if printed.step == 1),
        )


def _chance(kinds: Mapping[int, int], number: int) -> float:
    """How probable it is that random scores fit: of each, the share that is possible, multiplied.

    Shape:  `kinds` counts the published scores by how many more are possible for each respondent.
    """
    return prod(
        (min(number * scores + 1, _PRINTS) / _PRINTS) ** count for scores, count in kinds.items()
    )


def _misfits(prints: _Prints, number: int) -> int:
    """How many prints `number` respondents cannot give; counted to two."""
    misfits = 0
    for per_respondent, low, cycle, span in prints.yes_or_no:
        answers = number * per_respondent
        if -low * answers % cycle >= span * answers:
            misfits += 1
            if misfits > 1:
                return misfits
    if number > _DENSE:
        return misfits
    for printed in prints.others:
        misfits += not printed.fits(number)
        if misfits > 1:
            break
    return misfits


def _has_rivals(prints: _Prints, kinds: Mapping[int, int], number: int) -> bool:
    """Whether all other numbers together are too probable, beside `number`.

    A number is the less probable the more scores it could have given; a multiple of `number`, which
    always fits, is no exception. One that all prints but one fit counts too, as if that print were
    wrong.
    """
    odds, own = 0.0, _chance(kinds, number)
    for other in range(1, MOST_RIVALS + 1):
        if other == number:
            continue
        misfits = _misfits(prints, other)
        if misfits > 1:
            continue
        odd = own / _chance(kinds, other)
        odds += odd * (_MISPRINT if misfits else 1)
        # No larger number is more probable than this one: even all together would be too few.
        if odds > GREATEST_CHANCE or odds + odd * (MOST_RIVALS - other) < GREATEST_CHANCE / 2:
            break
    return odds > GREATEST_CHANCE


def _candidates(
    framework: Framework, item: Item, published: Fraction, number: int
) -> tuple[Fraction, ...]:
    """Every exact score of `number` respondents that is published as `published`."""
    answers = number * item.answers_per_respondent
    sums = _Print.of_item(framework, item, published).sums(number)
    return tuple(Fraction(total, answers) for total in sums)


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

    Only the cheapest stay: a sum that takes as many answers as a smaller one filled up with full
    ones helps nobody, nor does any sum that contains it.
    """
    top = points[-1]
    held: dict[int, list[tuple[int, int]]] = {0: [(0, 0)]}
    for point in points[1:-1]:
        for total, used in [pair for pairs in held.values() for pair in pairs]:
            for times in range(1, top):
                value, answers = total + point * times, used + times
                same = held.setdefault(value % top, [])
                if any(u + (value - t) // top <= answers for t, u in same if t <= value):
                    break
                same.append((value, answers))
    return {remainder: tuple(sorted(pairs)) for remainder, pairs in held.items()}


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
