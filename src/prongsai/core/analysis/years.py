"""The figures of a level that are all there, and the years that a change may count from."""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.core.ids import INSTRUMENTS, Level, level_of
from prongsai.core.scoresheet.model import Figure, ScoreSheet

_INDICATORS = dict(zip(INSTRUMENTS, (range(1, 6), range(6, 9), range(9, 11)), strict=True))
_INSTRUMENT_OF = {str(number): part for part, own in _INDICATORS.items() for number in own}


def whole_level(
    figures: Mapping[str, Figure], level: Level | None, part: str | None = None
) -> list[Figure] | None:
    """All figures of a level, of one instrument or of all; None where one is missing."""
    if level is Level.INSTRUMENT and part is None:
        codes = list(INSTRUMENTS)
    elif level is Level.INDICATOR:
        own = [_INDICATORS[part]] if part else list(_INDICATORS.values())
        codes = [str(number) for numbers in own for number in numbers]
    else:
        return None
    return [figures[code] for code in codes] if all(one in figures for one in codes) else None


def instrument_of(code: str) -> str | None:
    """The instrument of an indicator; None for anything else."""
    return _INSTRUMENT_OF.get(code) if level_of(code) is Level.INDICATOR else None


def before(sheet: ScoreSheet, year: int | None, since: int | None) -> list[int]:
    """The years that a change to a year may count from: the one told, else every earlier one.

    Shape:  none where the year before is not there: a document that tells no year means that one.
    """
    if year is None:
        return []
    years = [one for one in sheet.years() if one < year]
    if since is not None:
        return [since] if since in years else []
    return years[::-1] if year - 1 in years else []
