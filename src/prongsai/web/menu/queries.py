"""What the search finds: pages, items, registers, measures, cases, papers, meetings, people."""

from collections.abc import Callable, Iterable, Iterator

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.agency.queries.people import hits as people
from prongsai.web.citizens.desk.hooks import hits as cases
from prongsai.web.disclosure.disclosure.items import hits as items
from prongsai.web.disclosure.registers.queries.shelf import hits as registers
from prongsai.web.menu.frame import address_of, further_pages, open_rooms
from prongsai.web.office.announcements.queries.pages import hits as announcements
from prongsai.web.office.circulation.queries import hits as circulations
from prongsai.web.office.meetings.queries.meetings import hits as meetings
from prongsai.web.office.papers.queries import hits as memos
from prongsai.web.platform.clock import today
from prongsai.web.platform.hits import MOST_ASKED, Hit, matching
from prongsai.web.platform.language import in_language
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
        return sum(len(part.hits) + part.more for part in self.parts)


def search_page(person: Actor, asked: str, year: str = "") -> SearchPage:
    """What a person may find for the words asked, in a year of the agency (else the newest)."""
    opened = years(person.agency)
    chosen = next(
        (opened_year for opened_year in opened if str(opened_year) == year),
        opened[0] if opened else None,
    )
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
    for page, above in further_pages(person, year):
        notes = (in_language(above.label),) if above else ()
        yield Hit(address_of(page.address, year), page.label, notes, words=page.words)


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
    yield from submissions(person)
    yield from memos(person)
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
