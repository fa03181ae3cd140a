"""What sums and means prove: weights inside instruments, scores told beside their mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.prints import Doubt, Print
from prongsai.core.scoresheet.numbers import PrintedNumber

_APART = Fraction(5, 100)
_NEAR = Fraction(1, 100)
_FULL = 100
_UNPROVEN = frozenset({Doubt.SCORE, Doubt.SENTENCE, Doubt.WEIGHTED})


def weights_of(names: Names) -> dict[str, Fraction]:
    """The instruments' weights of a year; none where they are not known."""
    return {
        code: weight
        for code, weight in names.framework.tree[TOTAL].children or ()
        if code in INSTRUMENTS
    }


def settle(prints: Sequence[Print], names: Names) -> list[Print]:
    """The prints, with what arithmetic proves of each year's total and instruments."""
    weights = weights_of(names)
    found = list(prints)
    for year in {one.year for one in prints}:
        found = _of_year(found, year, weights)
    return found


def _of_year(prints: list[Print], year: int | None, weights: dict[str, Fraction]) -> list[Print]:
    """The prints, those of a year as its sums prove them: plain parts first, then weighted ones."""
    own = [one for one in prints if one.year == year and one.code in (TOTAL, *INSTRUMENTS)]
    open_ = [one for one in own if one.doubts <= _UNPROVEN and one.number.value is not None]
    plain = [one for one in open_ if Doubt.WEIGHTED not in one.doubts or one.code == TOTAL]
    weighted = [one for one in open_ if Doubt.WEIGHTED in one.doubts or len(plain) == len(open_)]
    if weights and (parts := _one_each(plain)) and (total := _only(open_, TOTAL)):
        mean = sum((Fraction(parts[code]) * weights[code] for code in INSTRUMENTS), Fraction(0))
        if abs(mean - Fraction(total)) <= _NEAR:
            proven = {id(one) for one in plain}
            more = {id(one) for one in weighted if one.code != TOTAL} - proven
            return [
                replace(one, doubts=frozenset())
                if id(one) in proven
                else replace(one, is_else=True)
                if id(one) in more
                else one
                for one in prints
            ]
    others = [one for one in own if one not in open_ and one.code != TOTAL and not one.is_else]
    parts = _one_each(weighted) if weights and not others else None
    if parts and (total := _only(open_, TOTAL)):
        if abs(sum(map(Fraction, parts.values()), Fraction(0)) - Fraction(total)) <= _APART:
            return [
                (
                    _divided(one, weights)
                    if one.code != TOTAL
                    else replace(one, doubts=one.doubts - _UNPROVEN)
                )
                if one in open_ and (one in weighted or one.code == TOTAL)
                else one
                for one in prints
            ]
    return [
        replace(one, doubts=one.doubts | {Doubt.WEIGHTED})
        if one in own and one.code != TOTAL and _may_be_weighted(one, weights)
        else one
        for one in prints
    ]


def _one_each(prints: Sequence[Print]) -> dict[str, Decimal] | None:
    """The value of each instrument; None unless each has one alone."""
    found = {code: _only(prints, code) for code in INSTRUMENTS}
    told = {code: value for code, value in found.items() if value is not None}
    return told if len(told) == len(INSTRUMENTS) else None


def _only(prints: Sequence[Print], code: str) -> Decimal | None:
    values = {one.number.value for one in prints if one.code == code}
    return next(iter(values)) if len(values) == 1 else None


def _may_be_weighted(one: Print, weights: dict[str, Fraction]) -> bool:
    most = _FULL * weights.get(one.code or "", Fraction(4, 10))
    return one.number.value is not None and Fraction(one.number.value) <= most


def _divided(one: Print, weights: dict[str, Fraction]) -> Print:
    """An instrument with its weight in it, in percent."""
    value = half_up(Fraction(one.number.value or Decimal(0)) / weights[one.code or ""])
    return replace(one, number=PrintedNumber(str(value), value), doubts=one.doubts - _UNPROVEN)
