"""What the frame of every page shows: the years of the agency, and the menu a person may use.

It stands in the outermost room because it names the addresses of all apps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.menu.rooms import ROOMS, UNDER, YEAR, Page, Room, address_of
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language
from prongsai.web.signing.approval.queries import waiting_count
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.calendar.queries import unread_count

_ANY_YEAR = 2566  # to find the view of an address; every year has the same


class Entry(Struct, frozen=True):
    """One line of the rail, or one page of the room one is in; `count` is what waits there.

    Shape:  `is_here` marks the very page, `is_open` what it stands in.
    """

    url: str
    icon: str
    label: str
    is_here: bool
    count: int = 0
    is_open: bool = False
    begins_group: bool = False


class Frame(Struct, frozen=True):
    """Everything around a page.

    Shape:  `years` newest first; `year` the one the page lives in, None where it lives in none;
            `page` the address after the year, which the year switch keeps; `rail` at most nine
            rooms; `pages` those of the room one is in, empty where it has one page; `here` the
            name of the page; `waiting` all that waits.
    """

    years: tuple[int, ...]
    year: int | None
    page: str
    place: str
    rail: tuple[Entry, ...]
    pages: tuple[Entry, ...]
    here: str
    waiting: int


def frame(request: HttpRequest) -> dict[str, Any]:
    """The actor, and the frame: read when a template shows it, so a part costs nothing."""
    return {
        "person": getattr(request, "person", None),
        "frame": SimpleLazyObject(lambda: frame_of(request)),
    }


def frame_of(request: HttpRequest) -> Frame:
    """The frame of one request.

    Two queries, for the years and for what is unread; a third for who may have to sign.
    """
    person: Actor | None = getattr(request, "person", None)
    if not person:
        return Frame((), None, "", "", (), (), "", 0)
    opened = years(person.agency)
    match = request.resolver_match
    named = match.kwargs.get("year") if match else None
    year = named if isinstance(named, int) else None
    shown = year or (opened[0] if opened else None)
    counts = {
        "inbox/": unread_count(person),
        "signing/": waiting_count(person, today()),
    }
    rooms = open_rooms(person, shown)
    here = _here(rooms, request.path, shown)
    inside = next((pages for _, pages in rooms if here in pages), ())
    return Frame(
        opened,
        year,
        _after_year(request.path, year),
        person.agency.province_words,
        tuple(_room_entry(room, pages, here, counts, shown) for room, pages in rooms),
        _page_entries(inside, here, counts, shown, request.path) if len(inside) > 1 else (),
        in_language(here.label) if here else "",
        sum(counts.values()),
    )


def open_rooms(person: Actor, year: int | None) -> tuple[tuple[Room, tuple[Page, ...]], ...]:
    """The rooms with the pages that let a person in; a room without one is left out."""
    found = (
        (room, tuple(page for page in room.pages if _is_open(person, page, year))) for room in ROOMS
    )
    return tuple((room, pages) for room, pages in found if pages)


def _here(
    rooms: Sequence[tuple[Room, tuple[Page, ...]]], path: str, year: int | None
) -> Page | None:
    """The page of the menu that an address belongs to: the longest it begins with."""
    shown = next(
        (address_of(to, year) for under, to in UNDER.items()
         if path.startswith(address_of(under, year))),
        path,
    )  # fmt: skip
    within = [
        page
        for _, pages in rooms
        for page in pages
        if shown.startswith(address_of(page.address, year))
    ]
    return max(within, key=lambda page: len(page.address), default=None)


def _room_entry(
    room: Room,
    pages: Sequence[Page],
    here: Page | None,
    counts: Mapping[str, int],
    year: int | None,
) -> Entry:
    """A room leads to its first page that the person may open."""
    return Entry(
        address_of(pages[0].address, year),
        room.icon,
        in_language(room.label),
        is_here=here is pages[0],
        count=sum(counts.get(page.address, 0) for page in pages),
        is_open=here in pages,
        begins_group=room.begins_group,
    )


def _page_entries(
    pages: Sequence[Page], here: Page | None, counts: Mapping[str, int], year: int | None, path: str
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            url := address_of(page.address, year),
            "",
            in_language(page.label),
            is_here=url == path,
            count=counts.get(page.address, 0),
            is_open=page is here,
        )
        for page in pages
    )


def _is_open(person: Actor, page: Page, year: int | None) -> bool:
    """Whether the door of an address lets the person in: the menu asks the door itself."""
    if not year and YEAR in page.address:
        return False
    right = _right_of(page.address)
    return right is not None and may(person, right)


@lru_cache(maxsize=64)
def _right_of(pattern: str) -> Right | None:
    try:
        view = resolve(address_of(pattern, _ANY_YEAR)).func
    except Resolver404:
        return None
    return getattr(view, "right", None)


def _after_year(path: str, year: int | None) -> str:
    """What the year switch keeps: the page of the same name, not the thing shown on it."""
    rest = path.removeprefix(f"/{year}/") if year else ""
    return rest.partition("/")[0]
