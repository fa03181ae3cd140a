"""The result level of a year: letters by the total, or levels with instrument gates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from prongsai.core.framework.model import Framework, RatingLevel
from prongsai.core.rounding import Interval, half_up
from prongsai.core.scoring.card import Rating


def rate(
    framework: Framework, total: Decimal | None, instruments: Mapping[str, Decimal]
) -> Rating | None:
    """The level of a published-precision total.

    Shape:  `instruments` holds the known instrument scores; a gate on one that is not known
            leaves the level provisional, at the best that may still hold.
    """
    levels = framework.rating.levels
    if levels is None or total is None:
        return None
    unknown = _unknown(framework, total, instruments)
    best = _level(levels, total, [*instruments.values(), *(high for _, high in unknown)])
    worst = _level(levels, total, [*instruments.values(), *(low for low, _ in unknown)])
    first, last = levels.index(best), levels.index(worst)
    possible = tuple(
        level.code
        for level in levels[first : last + 1]
        if level in (best, worst) or total >= level.minimum
    )
    return Rating(best.code, best.label, best is not worst, possible)


def level_needs(framework: Framework, code: str) -> tuple[Decimal, Decimal | None]:
    """What a level asks: the least total, and the least score of each instrument."""
    levels = framework.rating.levels or ()
    level = next(level for level in levels if level.code == code)
    return level.minimum, level.each_instrument


def _level(
    levels: tuple[RatingLevel, ...], total: Decimal, instruments: list[Decimal]
) -> RatingLevel:
    for level in levels:
        gate = level.each_instrument
        if total >= level.minimum and (gate is None or all(score >= gate for score in instruments)):
            return level
    return levels[-1]


def _unknown(
    framework: Framework, total: Decimal, instruments: Mapping[str, Decimal]
) -> list[tuple[Decimal, Decimal]]:
    """For each unknown instrument its least and most; one alone follows from the rest."""
    missing = [part for part in framework.instruments if part.code not in instruments]
    if len(missing) != 1 or missing[0].weight is None:
        return [(Decimal(0), Decimal(100)) for _ in missing]
    known = Interval.of_published(Fraction(total), framework.published_places)
    for part in framework.instruments:
        if part.code in instruments and part.weight is not None:
            value = Interval.of_published(
                Fraction(instruments[part.code]), framework.published_places
            )
            known = known - value.times(part.weight)
    span = known.times(1 / missing[0].weight)
    low, high = max(span.low, Fraction(0)), min(max(span.high, Fraction(0)), Fraction(100))
    return [(half_up(low), half_up(high))]
