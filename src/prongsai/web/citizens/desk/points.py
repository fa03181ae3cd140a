"""Points on the agency's map, told by a press on its picture: no script, no service outside."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import Case, DeskMap
from prongsai.web.platform.typed import whole_number

# So wide is the picture on every screen: where it was pressed comes in these dots.
WIDTH = 280
WHOLE = 1_000
MAP, ACROSS, DOWN = "map", "across", "down"
_PRESSED = ("at.x", "at.y")


class Shown(Struct, frozen=True):
    """A map as a page shows it, with a point where one was told.

    Units:  `width` and `height` dots of the screen, `across` and `down` thousandths.
    """

    number: int
    source: str
    width: int
    height: int
    across: int | None = None
    down: int | None = None

    @property
    def has_point(self) -> bool:
        """Whether a point was told."""
        return self.across is not None and self.down is not None


class Point(Struct, frozen=True):
    """A point on a map, in thousandths of its width and height."""

    map: DeskMap
    across: int
    down: int


def map_in_use(agency: Agency) -> DeskMap | None:
    """The agency's newest map, where it takes points; its pixels stay where they are."""
    row = DeskMap.objects.filter(agency=agency).defer("data").first()
    return row if row is not None and row.is_used else None


def is_pressed(typed: Mapping[str, str]) -> bool:
    """Whether the form came by a press on the picture."""
    return all(name in typed for name in _PRESSED)


def point_in(typed: Mapping[str, str], row: DeskMap | None) -> Point | None:
    """The point of a form: where the picture was pressed now, else what was told before.

    Shape:  None where nothing was told on this map. A press by the keyboard comes as 0, 0 and
            tells no place.
    """
    if row is None:
        return None
    x, y = (whole_number(typed.get(name, "")) for name in _PRESSED)
    if x and y:
        shown = shown_map(row, WIDTH)
        return _within(row, x * WHOLE // shown.width, y * WHOLE // shown.height)
    if whole_number(typed.get(MAP, "")) != row.number:
        return None
    return _within(row, *(whole_number(typed.get(name, "")) for name in (ACROSS, DOWN)))


def shown_map(row: DeskMap, width: int, point: Point | None = None) -> Shown:
    """A map so many dots wide."""
    height = max(1, round(row.height * width / row.width))
    told = (point.across, point.down) if point else (None, None)
    return Shown(row.number, row.source, width, height, *told)


def map_of(case: Case, width: int) -> Shown | None:
    """The map of a case with its point."""
    if case.map_id is None or case.across is None or case.down is None:
        return None
    row = DeskMap.objects.defer("data").get(pk=case.map_id)
    return shown_map(row, width, Point(row, case.across, case.down))


def _within(row: DeskMap, across: int | None, down: int | None) -> Point | None:
    if across is None or down is None or not (0 <= across <= WHOLE and 0 <= down <= WHOLE):
        return None
    return Point(row, across, down)
