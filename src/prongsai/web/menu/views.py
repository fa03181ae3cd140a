"""Where the day of a person begins, and the search: pages, items, measures, cases, people."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from msgspec import Struct

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import hits as people
from prongsai.web.citizens.counter.rights import queue_waits_for
from prongsai.web.citizens.desk.hooks import hits as cases
from prongsai.web.disclosure.disclosure.items import hits as items
from prongsai.web.disclosure.registers.queries.shelf import hits as registers
from prongsai.web.menu.frame import landing_of, open_rooms
from prongsai.web.menu.guides import CITIZEN, FOLDER, GUIDES, sections_of
from prongsai.web.menu.rooms import address_of
from prongsai.web.office.announcements.queries.pages import hits as announcements
from prongsai.web.office.circulation.queries import hits as circulations
from prongsai.web.office.meetings.queries.meetings import hits as meetings
from prongsai.web.office.papers.queries import hits as memos
from prongsai.web.platform.clock import today
from prongsai.web.platform.hits import MOST_ASKED, Hit, matching
from prongsai.web.platform.language import in_language
from prongsai.web.platform.shortcuts import found
from prongsai.web.signing.approval.pages import named_page
from prongsai.web.signing.approval.queries import hits as submissions
from prongsai.web.signing.publication.queries import hits as publications
from prongsai.web.year.analysis.detail_queries import hits as scores
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.measures.queries import hits as measures
from prongsai.web.year.ownership.owners import hits as subjects

MOST_SHOWN = 20


class Found(Struct, frozen=True):
    """What was found of one kind: the first of them, and how many more there are."""

    heading: str
    hits: tuple[Hit, ...]
    more: int


class SearchPage(Struct, frozen=True):
    """The answer to one search; `rooms` is the whole menu, where nothing was asked."""

    asked: str
    year: int | None
    parts: tuple[Found, ...]
    rooms: tuple[Found, ...]

    @property
    def count(self) -> int:
        """How many things were found."""
        return sum(len(part.hits) + part.more for part in self.parts)


def search_page(person: Actor, asked: str, year: str = "") -> SearchPage:
    """What a person may find for the words asked, in a year of the agency (else the newest)."""
    opened = years(person.agency)
    chosen = next((one for one in opened if str(one) == year), opened[0] if opened else None)
    words = asked.strip()[:MOST_ASKED]
    if not words:
        return SearchPage("", chosen, (), tuple(_rooms(person, chosen)))
    parts = []
    for heading, hits_of in _KINDS:
        hits = matching(hits_of(person, chosen), words)
        if hits:
            more = len(hits) - MOST_SHOWN
            parts.append(Found(str(heading), hits[:MOST_SHOWN], max(0, more)))
    return SearchPage(words, chosen, tuple(parts), ())


def _rooms(person: Actor, year: int | None) -> Iterator[Found]:
    for room, pages in open_rooms(person, year):
        hits = tuple(Hit(address_of(page.address, year), in_language(page.label)) for page in pages)
        yield Found(in_language(room.label), hits, 0)


def _pages(person: Actor, year: int | None) -> Iterator[Hit]:
    for room, pages in open_rooms(person, year):
        for page in pages:
            notes = (in_language(room.label),) if len(pages) > 1 else ()
            yield Hit(
                address_of(page.address, year), in_language(page.label), notes, words=page.words
            )


def _items(person: Actor, year: int | None) -> Iterator[Hit]:
    if year:
        yield from items(person.agency, year)
        yield from scores(person.agency, year)
        yield from subjects(person.agency, year)


def _registers(person: Actor, year: int | None) -> Iterable[Hit]:
    return registers(person, year, today()) if year else ()


def _cases(person: Actor, year: int | None) -> Iterable[Hit]:
    """Cases of every year, as the desk shows them to the person."""
    del year
    return cases(person, today())


def _measures(person: Actor, year: int | None) -> Iterable[Hit]:
    return measures(person.agency, year) if year else ()


def _papers(person: Actor, year: int | None) -> Iterator[Hit]:
    """Papers of every year: who looks for one rarely knows in which year it was."""
    del year
    yield from submissions(person.agency)
    yield from memos(person.agency)
    yield from announcements(person.agency)
    yield from publications(person.agency)
    yield from circulations(person)


def _meetings(person: Actor, year: int | None) -> Iterable[Hit]:
    del year
    return meetings(person.agency)


def _people(person: Actor, year: int | None) -> Iterator[Hit]:
    """Where people may be managed their page, else what they are responsible for."""
    address = reverse("ownership:owners", args=[year]) if year else ""
    return people(person, today(), elsewhere=address)


Source = Callable[[Actor, int | None], Iterable[Hit]]
_KINDS: tuple[tuple[Promise, Source], ...] = (
    (gettext_lazy("หน้า"), _pages),
    (gettext_lazy("ตัวชี้วัดและข้อประเมิน"), _items),
    (gettext_lazy("ทะเบียน"), _registers),
    (gettext_lazy("มาตรการ"), _measures),
    (gettext_lazy("เรื่องที่แจ้งมา"), _cases),
    (gettext_lazy("เอกสาร"), _papers),
    (gettext_lazy("การประชุมและคณะทำงาน"), _meetings),
    (gettext_lazy("คน"), _people),
)


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the page where the day begins; before there is an agency, to what has to be done first."""
    if not Agency.objects.exists():
        return HttpResponseRedirect(reverse("agency:start"))
    person: Any = getattr(request, "person", None)
    if person and not may(person, Right.SEE):
        # Who has no post any more still annuls what stands in their name.
        named = named_page(person)
        if named.object_list or named.has_next():
            return HttpResponseRedirect(reverse("approval:named"))
    return _landing(request)


@needs(Right.SEE)
def _landing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    opened = years(person.agency)
    if not opened and may(person, Right.OPEN_YEAR):
        return HttpResponseRedirect(reverse("assessment:open"))
    work = reverse("ownership:work")
    address = landing_of(person, opened[0] if opened else None) or work
    if address == work and queue_waits_for(person, today()):
        address = reverse("counter:counter")
    return HttpResponseRedirect(address)


@require_safe
@needs(Right.SEE)
def search(request: HttpRequest) -> HttpResponse:
    """What is found for the words asked, by kind; without words the whole menu."""
    content = search_page(person_of(request), request.GET.get("q", ""), request.GET.get("year", ""))
    return render(request, "menu/search.html", {"page": content})


@require_safe
@needs(Right.SEE)
def guides(request: HttpRequest) -> HttpResponse:
    return render(request, "menu/guides.html", {"guides": GUIDES})


@require_safe
@needs(Right.SEE)
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    return render(request, "menu/guide.html", _context(guide, "ui/staff.html"))


@require_safe
def citizen_guide(_request: HttpRequest) -> HttpResponse:
    """The guide that everybody may read; like all public pages it leaves no cookie."""
    return HttpResponse(render_to_string("menu/guide.html", _context(CITIZEN, "ui/entry.html")))


def _context(key: str, frame: str) -> dict[str, Any]:
    chosen = found(next((guide for guide in GUIDES if guide.key == key), None))
    return {"guide": chosen, "sections": sections_of(key), "frame_template": frame}


@require_safe
def guide_picture(_request: HttpRequest, name: str) -> HttpResponse:
    """A picture of a guide: of a demo, so everybody may see it."""
    path = FOLDER / "pictures" / f"{name}.png"
    found(path.is_file() or None)
    answer = HttpResponse(path.read_bytes(), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
