"""What the items are worth, and what is won so far: an item that nobody confirmed is not won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from prongsai.core.analysis.worth import FULL, share_in, worth
from prongsai.core.framework.model import Framework

OIT = "OIT"


class Forecast(Struct, frozen=True):
    """How far the items carry.

    Shape:  `ready` of `count` items are ready; `open_points` are those of the total that the others
            are worth, None where the worth of one of them is not known; `unknown` the codes of
            items whose worth is not known; `score` is the least that the ready items make of the
            OIT, None where the year does not tell.
    Units:  points of 100.
    """

    ready: int
    count: int
    open_points: Fraction | None
    score: Fraction | None
    unknown: tuple[str, ...]


def stakes(framework: Framework, codes: Iterable[str]) -> Mapping[str, Fraction | None]:
    """The points of the total that each item is worth; None where the year does not tell."""
    return {code: worth(framework, code) for code in codes}


def forecast(framework: Framework, is_ready: Mapping[str, bool]) -> Forecast:
    """Add up what is won; `is_ready` tells of each item of the year whether it is confirmed."""
    points = stakes(framework, is_ready)
    left = [points[code] for code, ready in is_ready.items() if not ready]
    shares = [share_in(framework, code, OIT) for code, ready in is_ready.items() if ready]
    known = [one for one in left if one is not None]
    sure = [one for one in shares if one is not None]
    unknown = tuple(code for code, value in points.items() if value is None)
    return Forecast(
        ready=sum(is_ready.values()),
        count=len(is_ready),
        open_points=sum(known, Fraction(0)) if len(known) == len(left) else None,
        score=sum(sure, Fraction(0)) * FULL if len(sure) == len(shares) else None,
        unknown=unknown,
    )
