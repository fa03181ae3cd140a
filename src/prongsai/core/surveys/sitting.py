"""Many answers in one sitting: how likely so many come so close together by themselves.

Answers have no time. Of answers that follow one another closely only their number, the day and how
long it took are known. What is unlikely is told and counted with and without; nothing is left out
by itself, for a day of many visitors looks the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from msgspec import Struct

FEWEST = 8  # fewer close together are never kept apart from the others
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
        one.key
        for one in sittings
        if one.count >= FEWEST and _chance(one, answers, days) * answers < _UNLIKELY
    )


def _chance(one: Sitting, answers: int, days: int) -> float:
    """How likely as many more follow a first answer within the sitting's minutes."""
    others = max(float(answers - one.count), _AT_LEAST_A_DAY * days)
    rate = _CROWDED * others / (days * _MINUTES_A_DAY)
    return _as_many(one.count - 1, rate * max(one.minutes, 1.0))


def _as_many(count: int, mean: float) -> float:
    """The chance of at least `count` events where `mean` are expected (Poisson)."""
    term = exp(-mean)
    below = 0.0
    for number in range(count):
        below += term
        term *= mean / (number + 1)
    return max(0.0, 1.0 - below)
