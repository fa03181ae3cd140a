"""Rounding as the assessment publishes it: half-up, once, at the end.

Scores are exact fractions inside. A published figure stands for the interval of values that
round to it; `Interval` carries that interval through sums so that "within rounding" can be proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

_ZERO, _HALF = Fraction(0), Fraction(1, 2)
# Intervals leave out their upper end, and 100 belongs to those that reach it.
_FULL = 100
_TOP = _FULL + Fraction(1, 10**9)
_PLAIN = compiled(r"\d{1,9}(\.\d{1,9})?")


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Round a non-negative value half-up to `places` decimals.

    >>> half_up(Fraction(85265, 1000))
    Decimal('85.27')
    """
    # Whole numbers: a nation's sheets round a million values.
    doubled = 2 * value.denominator
    scaled = (2 * value.numerator * 10**places + value.denominator) // doubled
    return Decimal(scaled).scaleb(-places)


def round_up(value: Fraction, places: int = 2) -> Decimal:
    """The smallest number of `places` decimals that is not below `value`."""
    scaled = value * 10**places
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-places)


def plain_number(text: str) -> Decimal | None:
    """A number as people type it, not negative; None for anything else.

    >>> plain_number("๙๕.5"), plain_number("1e9"), plain_number("nan")
    (Decimal('95.5'), None, None)
    """
    text = arabic_digits(text.strip())
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def told_figure(published: str | None, value: Fraction | None) -> Decimal | None:
    """The figure that is told of a score: the published one, else the computed one half up.

    >>> told_figure("67.54", Fraction("67.53")), told_figure(None, Fraction(2, 3))
    (Decimal('67.54'), Decimal('0.67'))
    """
    printed = plain_number(published) if published else None
    if printed is not None or value is None:
        return printed
    return half_up(value)


def sum_of_shares(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of shares times values, in lowest terms once at the end.

    >>> sum_of_shares([(Fraction(1, 3), Fraction(90)), (Fraction(2, 3), Fraction(60))])
    Fraction(70, 1)
    """
    terms = [
        (share.numerator * value.numerator, share.denominator * value.denominator)
        for share, value in parts
    ]
    whole = lcm(*(below for _, below in terms))
    return Fraction(sum(above * (whole // below) for above, below in terms), whole)


def decimal_places(number: Decimal) -> int:
    """How many decimals a number was written with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def fraction_text(value: Fraction | None) -> str | None:
    """An exact value as "p/q"; None stays None."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


class Interval(Struct, frozen=True):
    """All values from `low` up to but not including `high`; one point where they are equal."""

    low: Fraction
    high: Fraction

    @classmethod
    def of_published(cls, value: Fraction, places: int) -> Interval:
        """What an unrounded score may have been that was published as `value`."""
        half = Fraction(1, 2 * 10**places)
        low, high = value - half, value + half
        return cls(low if low.numerator > 0 else _ZERO, high if high < _FULL else min(_TOP, high))

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        """A value that is known exactly."""
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, share: Fraction) -> Interval:
        """The interval scaled by a non-negative share."""
        return Interval(self.low * share, self.high * share)

    def prints(self, places: int = 2) -> tuple[Decimal, Decimal]:
        """The lowest and the highest figure that a value in it is published as, 0 to 100.

        >>> Interval(Fraction("79.395"), Fraction("93.445")).prints()
        (Decimal('79.40'), Decimal('93.44'))
        """
        scale = 10**places
        low = max((self.low * scale - _HALF).__floor__() + 1, 0)
        high = min((self.high * scale + _HALF).__ceil__() - 1, 100 * scale)
        return Decimal(low).scaleb(-places), Decimal(high).scaleb(-places)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        if self.low == self.high:
            return other.low <= self.low < other.high or self.low == other.low == other.high
        if other.low == other.high:
            return other.meets(self)
        return self.low < other.high and other.low < self.high


# What a score that nobody knows may be.
ANY_SCORE = Interval(Fraction(0), _TOP)
