"""What reading finds: numbers, whose each seems to be, and what is not certain of it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.rounding import decimal_places
from prongsai.core.scoresheet.model import Doubt, Origin
from prongsai.core.scoresheet.numbers import PrintedNumber

__all__ = ["Doubt", "Print", "is_count", "is_unlikely", "told_twice", "without_parts"]
_LEAST_OF_A_WHOLE, _ALL, _MOST_WEIGHT = 10, 100, 40
_WHOLES = (None, TOTAL, *INSTRUMENTS)


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


def is_unlikely(score: Print) -> bool:
    """Whether a number is a share of one, or part of a number that came apart: no whole's score."""
    value = score.number.value or Decimal(0)
    is_whole = score.code in (TOTAL, *INSTRUMENTS)
    return 0 < value < 1 or (is_whole and value < _LEAST_OF_A_WHOLE)


def without_parts(prints: Sequence[Print]) -> list[Print]:
    """Drop what all three instruments add to a total; one low number alone may be a score."""
    parts = {(score.year, score.code) for score in prints if _may_be_part(score)}
    return [
        replace(score, is_else=True)
        if _may_be_part(score) and all((score.year, code) in parts for code in INSTRUMENTS)
        else score
        for score in prints
    ]


def _may_be_part(score: Print) -> bool:
    """Whether a number may be a weighted part of a total."""
    return Doubt.WEIGHTED in score.doubts and 0 < (score.number.value or 0) <= _MOST_WEIGHT


def is_count(score: Print) -> bool:
    """Whether nobody takes a number for a score: a small one, a weight, a whole one of no name."""
    value, is_whole = score.number.value, not score.number.decimals
    if value is None or (_may_be_part(score) and (is_whole or score.code not in INSTRUMENTS)):
        return True
    is_prose = score.origin is Origin.PROSE
    if score.code is None and is_whole and value not in (0, _ALL) and not (is_prose and score.year):
        return True
    is_doubted = score.doubts if is_whole else score.doubts - {Doubt.YEAR}
    is_counted = score.code in _WHOLES or (bool(is_doubted) and (is_whole or not is_prose))
    return is_counted and 0 < value < _LEAST_OF_A_WHOLE
