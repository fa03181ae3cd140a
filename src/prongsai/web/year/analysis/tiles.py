"""Tiles that other apps add to the dashboard: what exists, shows itself.

Apps above the analysis name a function with `tile`, `figure` or `part`, and are imported when
Django is ready; so the dashboard knows none of them.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from msgspec import Struct

from prongsai.web.agency.models import Agency


class Tile(Struct, frozen=True):
    """One figure, one line of meaning, one link; words in the reader's language."""

    heading: str
    figure: str
    unit: str
    note: str
    url: str
    link: str


class TilesSection(Struct, frozen=True):
    """A section below the tiles: a template that shows `part`, and what it shows."""

    template: str
    content: Any


T = TypeVar("T")


class Makers(Generic[T]):
    """Functions that know something of an agency's fiscal year, in the order they were named."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[Agency, int], T | None]] = {}

    def add(self, maker: Callable[[Agency, int], T | None]) -> Callable[[Agency, int], T | None]:
        """Name a function; it gives None where it has nothing to show."""
        self._makers[f"{maker.__module__}.{maker.__qualname__}"] = maker
        return maker

    def ask(self, agency: Agency, year: int) -> tuple[T, ...]:
        """What the functions have to show of a year."""
        made = (maker(agency, year) for maker in self._makers.values())
        return tuple(tile for tile in made if tile is not None)


TILES: Makers[Tile] = Makers()
# At most four of them stand on the page of today too.
FIGURES: Makers[Tile] = Makers()
PARTS: Makers[TilesSection] = Makers()
tile, figure, part = TILES.add, FIGURES.add, PARTS.add
