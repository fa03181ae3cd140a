"""What reading finds: numbers, whose each seems to be, and what is not certain of it."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.scoresheet.model import Doubt, Origin
from prongsai.core.scoresheet.numbers import PrintedNumber

__all__ = ["Doubt", "Print"]


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
