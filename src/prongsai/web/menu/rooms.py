"""The menu, read from data/menu.yaml: at most eight rooms, each with the pages that stand in it."""

from pathlib import Path

import msgspec
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.permissions import Right

YEAR = "{year}"
_FILE = Path(__file__).parents[2] / "data" / "menu.yaml"


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """One page of a room; the fields are described in the head of the file."""

    address: str
    label: Text
    words: str = ""
    right: Right | None = None
    help: str = ""
    begins: Text | None = None


class Room(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the rail; `begins_group` sets it off from the line above."""

    icon: str
    label: Text
    pages: tuple[Page, ...]
    help: str
    begins_group: bool = False


class _Menu(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: the rooms, and pages that stand under one without standing below its address."""

    rooms: tuple[Room, ...]
    under: dict[str, str]


_MENU = msgspec.convert(load(_FILE.read_bytes()), _Menu)
ROOMS, UNDER = _MENU.rooms, _MENU.under
WORK = ROOMS[0].pages[0]


def address_of(pattern: str, year: int | None) -> str:
    """The address of a page in a year."""
    return "/" + pattern.replace(YEAR, str(year))
