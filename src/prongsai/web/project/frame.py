"""What the frame of every page shows: the years of the agency, and the rail a person may use.

It stands in the outermost room because it names the addresses of all apps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from prongsai.web.agency.people import Acting
from prongsai.web.agency.permissions import Right, may
from prongsai.web.approval.queries import waiting_count
from prongsai.web.assessment.queries import years
from prongsai.web.calendar.inbox_queries import unread_count
from prongsai.web.platform.clock import today

_YEAR = "{year}"
_ANY_YEAR = 2566  # to find the view of an address; every year has the same


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail; `count` is what waits there."""

    url: str
    icon: str
    label: str
    is_here: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of the rail under one heading; the first group has none."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around a page.

    Shape:  `years` newest first; `year` the one the page lives in, None where it lives in none;
            `page` the address after the year, which the year switch keeps; `here` the entry's name.
    """

    years: tuple[int, ...]
    year: int | None
    page: str
    place: str
    rail: tuple[Group, ...]
    here: str


# Pages that stand under an entry without standing below its address.
_UNDER = {
    "{year}/item/": "{year}/analysis/",
    "{year}/indicator/": "{year}/analysis/",
    "{year}/scenarios/": "{year}/whatif/",
    "{year}/notes/": "{year}/framework/",
    "{year}/carry/": "{year}/framework/",
    "agency/positions/": "agency/people/",
    "agency/units/": "agency/people/",
    "agency/roster/": "agency/people/",
    "circulation/": "{year}/circulation/",
    "published/": "{year}/published/",
}
# Address, icon, name. A page deeper down belongs to the longest address it begins with.
_RAIL = (
    (
        "",
        (
            ("work/", "board", gettext_lazy("งานของฉัน")),
            ("{year}/", "home", gettext_lazy("ภาพรวมของปี")),
            ("{year}/calendar/", "cal", gettext_lazy("ปฏิทิน")),
            ("inbox/", "clock", gettext_lazy("กล่องเตือน")),
        ),
    ),
    (
        gettext_lazy("คะแนนและแผน"),
        (
            ("{year}/analysis/", "chart", gettext_lazy("วิเคราะห์ผลคะแนน")),
            ("{year}/whatif/", "target", gettext_lazy("จำลองคะแนน")),
            ("{year}/why/", "tree", gettext_lazy("ที่มาของคะแนน")),
            ("{year}/scores/", "table", gettext_lazy("คะแนนที่ประกาศ")),
            ("{year}/remarks/", "chat", gettext_lazy("ข้อเสนอแนะ")),
            ("{year}/owners/", "user", gettext_lazy("ผู้รับผิดชอบ")),
            ("{year}/plan/", "plan", gettext_lazy("แผนมาตรการ")),
        ),
    ),
    (
        gettext_lazy("ทำและติดตาม"),
        (
            ("{year}/tracking/", "board", gettext_lazy("ติดตามมาตรการ")),
            ("{year}/meetings/", "chat", gettext_lazy("คณะทำงานและประชุม")),
            ("{year}/circulation/", "link", gettext_lazy("แจ้งเวียน")),
            ("{year}/reports/", "table", gettext_lazy("รายงาน 6 และ 12 เดือน")),
        ),
    ),
    (
        gettext_lazy("ลงนามและเผยแพร่"),
        (
            ("signing/", "pen", gettext_lazy("รอลงนาม")),
            ("{year}/papers/", "doc", gettext_lazy("เอกสารทางการ")),
            ("{year}/notices/", "plan", gettext_lazy("ประกาศ")),
            ("{year}/published/", "globe", gettext_lazy("เผยแพร่แล้ว")),
            ("numbers/", "table", gettext_lazy("ทะเบียนเลขที่")),
        ),
    ),
    (
        gettext_lazy("หน่วยงาน"),
        (
            ("years/", "cal", gettext_lazy("ปีงบประมาณ")),
            ("{year}/framework/", "plan", gettext_lazy("กรอบการประเมิน")),
            ("agency/", "gear", gettext_lazy("ข้อมูลหน่วยงาน")),
            ("agency/people/", "user", gettext_lazy("คนและตำแหน่ง")),
            ("agency/routes/", "tree", gettext_lazy("สายการลงนาม")),
            ("agency/wording/", "pen", gettext_lazy("ถ้อยคำในเอกสาร")),
            ("agency/rights/", "shield", gettext_lazy("สิทธิ์ตามตำแหน่ง")),
            ("agency/journal/", "eye", gettext_lazy("บันทึกการใช้งาน")),
        ),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The acting person, and the frame: read when a template shows it, so a part costs nothing."""
    return {
        "person": getattr(request, "person", None),
        "frame": SimpleLazyObject(lambda: frame_of(request)),
    }


def frame_of(request: HttpRequest) -> Frame:
    """The frame of one request.

    Two queries, for the years and for what is unread; a third for who may have to sign.
    """
    person: Acting | None = getattr(request, "person", None)
    if not person:
        return Frame((), None, "", "", (), "")
    opened = years(person.agency)
    match = request.resolver_match
    named = match.kwargs.get("year") if match else None
    year = named if isinstance(named, int) else None
    rail = tuple(_groups(person, year or (opened[0] if opened else None), request.path))
    here = next((entry.label for group in rail for entry in group.entries if entry.is_here), "")
    return Frame(opened, year, _after_year(request.path, year), _place(person), rail, here)


def _groups(person: Acting, year: int | None, path: str) -> Iterator[Group]:
    lines = [
        (heading, [(_url(pattern, year), icon, str(name)) for pattern, icon, name in entries
                   if (year or _YEAR not in pattern) and _is_open(person, pattern)])
        for heading, entries in _RAIL
    ]  # fmt: skip
    urls = [url for _, entries in lines for url, _, _ in entries]
    counts = {
        _url("inbox/", None): unread_count(person),
        _url("signing/", None): waiting_count(person, today()),
    }
    deepest = max(
        (url for url in urls if _shown_at(path, year).startswith(url)), key=len, default=""
    )
    for heading, entries in lines:
        if entries:
            yield Group(
                str(heading),
                tuple(
                    Entry(url, icon, name, url == deepest, counts.get(url, 0))
                    for url, icon, name in entries
                ),
            )


def _shown_at(path: str, year: int | None) -> str:
    """The address by which a page's entry in the rail is found."""
    above = (to for under, to in _UNDER.items() if path.startswith(_url(under, year)))
    return next((_url(to, year) for to in above), path)


def _is_open(person: Acting, pattern: str) -> bool:
    """Whether the door of an address lets the person in: the rail asks the door itself."""
    right = _right_of(pattern)
    return right is not None and may(person, right)


@lru_cache(maxsize=64)
def _right_of(pattern: str) -> Right | None:
    try:
        view = resolve(_url(pattern, _ANY_YEAR)).func
    except Resolver404:
        return None
    return getattr(view, "right", None)


def _url(pattern: str, year: int | None) -> str:
    return "/" + pattern.replace(_YEAR, str(year))


def _after_year(path: str, year: int | None) -> str:
    """What the year switch keeps: the page of the same name, not the thing shown on it."""
    rest = path.removeprefix(f"/{year}/") if year else ""
    return rest.partition("/")[0]


def _place(person: Acting) -> str:
    return person.agency.province_words
