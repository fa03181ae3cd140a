"""Tiles that other apps add to the dashboard: what exists, shows itself.

Apps above the analysis name a function with `tile`, and are imported when Django is ready; so the
dashboard knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency


class Tile(Struct, frozen=True):
    """One figure, one line of meaning, one link; words in the reader's language."""

    heading: str
    figure: str
    unit: str
    note: str
    url: str
    link: str


Maker = Callable[[Agency, int], Tile | None]
_MAKERS: dict[str, Maker] = {}


def tile(maker: Maker) -> Maker:
    """Name a function that makes a tile of an agency's fiscal year, or None where it has none."""
    _MAKERS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def tiles_of(agency: Agency, year: int) -> tuple[Tile, ...]:
    """The tiles of all other apps in the order they were named."""
    made = (maker(agency, year) for maker in _MAKERS.values())
    return tuple(one for one in made if one is not None)


class Part(Struct, frozen=True):
    """A section below the tiles: a template that shows `part`, and what it shows."""

    template: str
    content: Any


PartMaker = Callable[[Agency, int], Part | None]
Days = tuple[tuple[date, Text], ...]
DaysMaker = Callable[[Agency, int], Days]
_PARTS: dict[str, PartMaker] = {}
_DAYS: dict[str, DaysMaker] = {}


def part(maker: PartMaker) -> PartMaker:
    """Name a function that makes a section of a fiscal year's dashboard, or None for none."""
    _PARTS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def parts_of(agency: Agency, year: int) -> tuple[Part, ...]:
    """The sections of all other apps in the order they were named."""
    made = (maker(agency, year) for maker in _PARTS.values())
    return tuple(one for one in made if one is not None)


def days(maker: DaysMaker) -> DaysMaker:
    """Name a function that knows the days a fiscal year's dashboard counts down to."""
    _DAYS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def days_of(agency: Agency, year: int) -> Days:
    """The days that others know; () where none does."""
    return tuple(one for maker in _DAYS.values() for one in maker(agency, year))
