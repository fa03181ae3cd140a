"""What sums and means prove: weights inside instruments, and scores that are told beside their sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.new.model import Doubt, Print
from prongsai.core.scoresheet.numbers import PrintedNumber

_APART = Fraction(5, 100)
_NEAR = Fraction(1, 100)
_FULL = 100
_UNPROVEN = frozenset({Doubt.SCORE, Doubt.SENTENCE})


def weights_of(names: Names) -> dict[str, Fraction]:
    """The instruments' weights of a year; none where they are not known."""
    return {code: weight for code, weight in names.framework.tree[TOTAL].children or () if code in INSTRUMENTS}


def settle(prints: Sequence[Print], names: Names) -> list[Print]:
    """The prints, with what arithmetic proves of each year's total and instruments."""
    weights = weights_of(names)
    found = list(prints)
    for year in {one.year for one in prints}:
        found = _of_year(found, year, weights)
    return found


def _of_year(prints: list[Print], year: int | None, weights: dict[str, Fraction]) -> list[Print]:
    own = [one for one in prints if one.year == year and one.code in (TOTAL, *INSTRUMENTS)]
    may_be = [one for one in own if one.doubts <= _UNPROVEN and one.number.value is not None]
    values = {code: {one.number.value for one in may_be if one.code == code} for code in (TOTAL, *INSTRUMENTS)}
    parts = {code: next(iter(values[code])) for code in INSTRUMENTS if len(values[code]) == 1}
    total = next(iter(values[TOTAL])) if len(values[TOTAL]) == 1 else None
    if len(parts) == len(INSTRUMENTS) and total and weights:
        mean = sum((Fraction(value) * weights[code] for code, value in parts.items()), Fraction(0))
        if abs(mean - Fraction(total)) <= _NEAR:
            proven = {id(one) for one in may_be}
            return [replace(one, doubts=frozenset()) if id(one) in proven else one for one in prints]
        if abs(sum(map(Fraction, parts.values())) - Fraction(total)) <= _APART:
            return [_divided(one, weights) if one in own and one.code != TOTAL else one for one in prints]
    return [
        replace(one, doubts=one.doubts | {Doubt.WEIGHTED})
        if one in own and one.code != TOTAL and _may_be_weighted(one, weights)
        else one
        for one in prints
    ]


def _may_be_weighted(one: Print, weights: dict[str, Fraction]) -> bool:
    most = _FULL * weights.get(one.code or "", Fraction(4, 10))
    return one.number.value is not None and Fraction(one.number.value) <= most


def _divided(one: Print, weights: dict[str, Fraction]) -> Print:
    """An instrument with its weight in it, in percent."""
    value = half_up(Fraction(one.number.value or Decimal(0)) / weights[one.code or ""])
    return replace(one, number=PrintedNumber(str(value), value), doubts=one.doubts - _UNPROVEN)
