"""A year's tree as whole numbers: shares become weights over one denominator, worked out once.

A score is a pair of whole numbers, numerator and denominator, not reduced; the denominator 0
stands for a score that is not known. So an agency costs a few dozen operations on whole numbers
and stays exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import lcm
from operator import itemgetter, mul
from typing import Any, NamedTuple

from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL

_UNKNOWN = -1


class WeightedSum(NamedTuple):
    """How a score is made of those before it: a tuple, for it is unpacked a million times.

    Shape:  `parts` takes the places of the parts from a list; `weights` is None where all are 1.
            The denominator 0 is that of a sum whose parts the year does not tell.
    """

    parts: Callable[[Sequence[int]], Sequence[int]]
    weights: tuple[int, ...] | None
    denominator: int


class Figures(dict[int, str]):
    """Published figures as text by their number of last places; "" for one that is not known."""

    def __init__(self, places: int) -> None:
        """Units: 8527 is 85.27 where `places` is 2."""
        super().__init__({_UNKNOWN: ""})
        self._places = places

    def __missing__(self, number: int) -> str:
        """Work a figure out the first time: a million scores share the ten thousand there are."""
        self[number] = text = str(Decimal(number).scaleb(-self._places))
        return text


class WeightedTree:
    """The tree of a year, ready to score agencies from the values of their items."""

    def __init__(self, framework: Framework, items: Sequence[str]) -> None:
        """Shape: `items` are the codes of the items in the order in which values will come."""
        self.codes = [*items]
        place_of = {code: place for place, code in enumerate(items)}
        sums = []
        for node in framework.sums[TOTAL]:
            known = node.children and all(code in place_of for code, _ in node.children)
            parts = node.children if known and node.children else ()
            sums.append(_weighted(place_of, parts))
            place_of[node.code] = len(self.codes)
            self.codes.append(node.code)
        self._sums = sums
        self._scale = 2 * 10**framework.published_places

    def scores(self, numerators: list[int], denominators: list[int]) -> None:
        """Append the scores of all sums to those of the items."""
        for parts, weights, denominator in self._sums:
            own, values = parts(denominators), parts(numerators)
            common = own[0]
            if own.count(common) != len(own):
                common = lcm(*own)
                if common:
                    values = [
                        value * (common // part) for value, part in zip(values, own, strict=True)
                    ]
            denominators.append(common * denominator)
            numerators.append(sum(map(mul, weights, values)) if weights else sum(values))

    def published(self, numerators: Sequence[int], denominators: Sequence[int]) -> list[int]:
        """The scores rounded half up, in units of the last published place; -1 for not known."""
        scale = self._scale
        return [
            (scale * value + whole) // (2 * whole) if whole else _UNKNOWN
            for value, whole in zip(numerators, denominators, strict=True)
        ]


def _weighted(place_of: Mapping[str, int], children: Any) -> WeightedSum:
    if not children:
        return WeightedSum(itemgetter(slice(1)), None, 0)
    shares = [share for _, share in children]
    denominator = lcm(*(share.denominator for share in shares))
    weights = tuple(share.numerator * (denominator // share.denominator) for share in shares)
    places = [place_of[code] for code, _ in children]
    # Of one place itemgetter gives no sequence, of a slice it does.
    parts = itemgetter(*places) if places[1:] else itemgetter(slice(places[0], places[0] + 1))
    return WeightedSum(parts, None if set(weights) == {1} else weights, denominator)
