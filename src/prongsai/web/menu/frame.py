"""What the frame of every page shows: the years of the agency, and the menu a person may use.

The menu is read from data/menu.yaml: at most eight rooms, each with the pages that stand in it.
This stands in the outermost room because it names the addresses of all apps.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.disclosure.public_site.markdown import rendered
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language
from prongsai.web.year.assessment.queries import years

_ANY_YEAR = 2566  # to find the view of an address; every year has the same
YEAR = "{year}"
_FILE = Path(__file__).parents[2] / "data" / "menu.yaml"
FOLDER = Path(__file__).parents[2] / "data" / "guides"
CITIZEN = "citizen"
_SECTION = re.compile(r'^<a id="([a-z-]+)"></a>\n\n## (.+)$', re.MULTILINE)
_PICTURE = re.compile(r"^!\[(.+)\]\(pictures/([a-z-]+\.png)\)$", re.MULTILINE)
NAME = re.compile("«([^»]+)»")


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
    further: tuple[Page, ...]
    under: dict[str, str]


_MENU = msgspec.convert(load(_FILE.read_bytes()), _Menu)
ROOMS, UNDER, FURTHER = _MENU.rooms, _MENU.under, _MENU.further
WORK = ROOMS[0].pages[0]


def address_of(pattern: str, year: int | None) -> str:
    """The address of a page in a year."""
    return "/" + pattern.replace(YEAR, str(year))


class MenuEntry(Struct, frozen=True):
    """One line of the rail, or one page of the room one is in.

    Shape:  `is_here` marks the very page, `is_open` what it stands in; `has_count` where a script
            shows how much waits.
    """

    url: str
    icon: str
    label: str
    is_here: bool
    is_open: bool = False
    begins_group: bool = False
    has_count: bool = False


class Frame(Struct, frozen=True):
    """Everything around a page.

    Shape:  `years` newest first; `year` the one the page lives in, None where it lives in none;
            `page` the address after the year, which the year switch keeps; `rail` at most eight
            rooms; `pages` those of the room one is in, empty where it has one page; `here` the
            name of the page; `help` the address of its part in a guide; `beginnings` where who has
            no task yet can begin.
    """

    years: tuple[int, ...]
    year: int | None
    page: str
    place: str
    rail: tuple[MenuEntry, ...]
    pages: tuple[MenuEntry, ...]
    here: str
    help: str = ""
    beginnings: tuple[MenuEntry, ...] = ()


def frame(request: HttpRequest) -> dict[str, Any]:
    """The actor, and the frame: read when a template shows it, so a part costs nothing."""
    return {
        "person": getattr(request, "person", None),
        "frame": SimpleLazyObject(lambda: frame_of(request)),
    }


def frame_of(request: HttpRequest) -> Frame:
    """The frame of one request; one query, for the years."""
    person: Actor | None = getattr(request, "person", None)
    if not person:
        return Frame((), None, "", "", (), (), "")
    opened = years(person.agency)
    match = request.resolver_match
    named = match.kwargs.get("year") if match else None
    year = named if isinstance(named, int) else None
    shown = year or (opened[0] if opened else None)
    rooms = open_rooms(person, shown)
    here = _here(rooms, request.path, shown)
    room, inside = next(((room, pages) for room, pages in rooms if here in pages), (ROOMS[0], ()))
    return Frame(
        opened,
        year,
        _after_year(request.path, year),
        person.agency.province_words,
        tuple(_room_entry(room, pages, here, shown) for room, pages in rooms),
        _page_entries(inside, here, shown, request.path) if len(inside) > 1 else (),
        in_language(here.label) if here else "",
        help_address(person, (here.help if here else "") or room.help),
        tuple(_beginnings(rooms, shown)),
    )


def _beginnings(
    rooms: Sequence[tuple[Room, tuple[Page, ...]]], year: int | None
) -> Iterator[MenuEntry]:
    for room, pages in rooms:
        for page in pages:
            if page.begins is not None:
                url, label = address_of(page.address, year), in_language(page.begins)
                yield MenuEntry(url, room.icon, label, is_here=False)


def open_rooms(person: Actor, year: int | None) -> tuple[tuple[Room, tuple[Page, ...]], ...]:
    """The rooms with the pages that let a person in; a room without one is left out."""
    opened = (
        (room, tuple(page for page in room.pages if _is_open(person, page, year))) for room in ROOMS
    )
    return tuple((room, pages) for room, pages in opened if pages)


def further_pages(person: Actor, year: int | None) -> Iterator[tuple[Page, Page | None]]:
    """Pages that let a person in and no menu shows, each with the page of the menu above it."""
    rooms = open_rooms(person, year)
    for page in FURTHER:
        if _is_open(person, page, year) and _has_right(person, page.right):
            yield page, _here(rooms, address_of(page.address, year), year)


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
    room: Room, pages: Sequence[Page], here: Page | None, year: int | None
) -> MenuEntry:
    """A room leads to its first page that the person may open."""
    return MenuEntry(
        address_of(pages[0].address, year),
        room.icon,
        in_language(room.label),
        is_here=here is pages[0],
        is_open=here in pages,
        begins_group=room.begins_group,
        has_count=WORK in pages,
    )


def _page_entries(
    pages: Sequence[Page], here: Page | None, year: int | None, path: str
) -> tuple[MenuEntry, ...]:
    return tuple(
        MenuEntry(
            url := address_of(page.address, year),
            "",
            in_language(page.label),
            is_here=url == path,
            is_open=page is here,
        )
        for page in pages
    )


def _is_open(person: Actor, page: Page, year: int | None) -> bool:
    """Whether the door of an address lets the person in: the menu asks the door itself."""
    if not year and YEAR in page.address:
        return False
    right = _right_of(page.address) or page.right
    if right is None or not may(person, right):
        return False
    return page.right is None or may(person, page.right) or _is_in_a_unit(person)


def _has_right(person: Actor, right: Right | None) -> bool:
    """Whether a person has a right, or does the work in a unit that the agency named for it."""
    if right is None or may(person, right):
        return True
    return right is Right.KEEP_BILLS and keeps_bills(person, today())


def _is_in_a_unit(person: Actor) -> bool:
    """Whether an agency may have named a unit of the person for work that has its own right."""
    return any(held.unit_id or held.role.leads_office for held in person.positions)


@cache
def _right_of(pattern: str) -> Right | None:
    try:
        view = resolve(address_of(pattern, _ANY_YEAR)).func
    except Resolver404:
        return None
    return getattr(view, "right", None)


def landing_of(person: Actor, year: int | None) -> str:
    """The address where the day of a person begins: that of the first post; "" where no year is."""
    pattern = person.positions[0].role.lands if person.positions else WORK.address
    return "" if year is None and YEAR in pattern else address_of(pattern, year)


def _after_year(path: str, year: int | None) -> str:
    """What the year switch keeps: the page of the same name, not the thing shown on it."""
    rest = path.removeprefix(f"/{year}/") if year else ""
    return rest.partition("/")[0]


class Guide(Struct, frozen=True, forbid_unknown_fields=True):
    """One guide; the fields are described in the head of the file."""

    key: str
    title: Text
    roles: tuple[str, ...]

    @property
    def url(self) -> str:
        if self.key == CITIZEN:
            return reverse("menu:citizen-guide")
        return reverse("menu:guide", args=[self.key])


class Part(Struct, frozen=True):
    """A stretch of text, and the picture below it: its file and what is seen in it, or ""."""

    text: SafeString
    picture: str = ""
    seen: str = ""


class Section(Struct, frozen=True):
    """A part of a guide that pages lead to."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


class _Guides(Struct, frozen=True, forbid_unknown_fields=True):
    guides: tuple[Guide, ...]


_TEXT = (FOLDER / "guides.yaml").read_bytes()
GUIDES = msgspec.convert(load(_TEXT), _Guides).guides


@cache
def text_of(guide: str) -> str:
    return (FOLDER / f"{guide}.md").read_text(encoding="utf-8")


@cache
def anchors_of(guide: str) -> tuple[str, ...]:
    """The names of its parts."""
    return tuple(match[1] for match in _SECTION.finditer(text_of(guide)))


@cache
def sections_of(guide: str) -> tuple[Section, ...]:
    """The parts of a guide as they are read; its own title is left out."""
    texts = _SECTION.split(text_of(guide))[1:]
    return tuple(
        Section(anchor, title, tuple(_parts(text)))
        for anchor, title, text in zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    )


def _parts(text: str) -> Iterator[Part]:
    texts = _PICTURE.split(text)
    pictures = zip(texts[1::3], texts[2::3], strict=True)
    for stretch in texts[::3]:
        seen, picture = next(pictures, ("", ""))
        yield Part(rendered(NAME.sub(r"**\1**", stretch)), picture, seen)


def help_address(person: Actor, anchor: str) -> str:
    """The part about something: in the guide of the person's role, else the first that has it."""
    own = [guide for role in person.roles for guide in GUIDES if role.key in guide.roles]
    guide = next(guide for guide in (*own, *GUIDES) if anchor in anchors_of(guide.key))
    return f"{guide.url}#{anchor}"
