"""What reading finds: numbers, whose each seems to be, and what is not certain of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.rounding import decimal_places
from prongsai.core.scoresheet.model import Doubt, Origin
from prongsai.core.scoresheet.numbers import PrintedNumber

__all__ = ["Doubt", "Print", "told_twice"]


class Print(Struct, frozen=True):
    """One number as printed: the thing and the year it seems to be of, and what is doubted.

    Shape:  `is_near` where words of the assessment stand near it; `is_else` where the words that
            lead to it say that it is something else, such as a goal.
    """

    code: str | None
    year: int | None
    number: PrintedNumber
    place: Place
    origin: Origin
    name: str | None = None
    doubts: frozenset[Doubt] = frozenset()
    is_near: bool = True
    is_else: bool = False


def told_twice(prints: Iterable[Print]) -> set[tuple[str | None, int | None]]:
    """The things, each with its year, of which prints give two values: not 90.5 beside 90.52."""
    values: dict[tuple[str | None, int | None], set[Decimal]] = {}
    for printed in prints:
        if printed.number.value is not None:
            values.setdefault((printed.code, printed.year), set()).add(printed.number.value)
    return {key for key, several in values.items() if len(several) > 1 and not _is_one(several)}


def _is_one(values: set[Decimal]) -> bool:
    """Whether values are one score, printed with more decimals and with fewer."""
    finest = max(values, key=decimal_places)
    return all(
        abs(value - finest) * 2 <= (value != finest) * Decimal(1).scaleb(-decimal_places(value))
        for value in values
    )
