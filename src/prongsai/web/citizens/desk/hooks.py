"""What other apps learn of the desk, and what they know of a case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse
from msgspec import Struct

from prongsai.core.desk.model import Act, State
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.missing import absence
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, keys_with, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.citizens.desk.models import Case, CaseEntry, CaseForward, DeskMap, DeskReport
from prongsai.web.citizens.desk.queries import (
    NOT_NOW,
    OF_UNIT,
    PAPERS,
    UNASSIGNED,
    Paper,
    next_opening,
    of_unit_now,
    openings,
    unassigned_among,
)
from prongsai.web.citizens.desk.rights import (
    escalated,
    kinds_of,
    of_nobody,
    offered,
    seen_by,
    standing_for,
)
from prongsai.web.citizens.desk.services.readers import new_readers, seconded
from prongsai.web.citizens.desk.services.reports import make_evidence
from prongsai.web.disclosure.disclosure.items import MadePaper, OwnPage
from prongsai.web.disclosure.disclosure.made_here import Made, Wanted
from prongsai.web.disclosure.disclosure.queries.works import with_evidence
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.tags import Tag
from prongsai.web.signing.publication.queries import answers_items

# By the subject of an OIT item what people bring there.
_CHANNELS = {
    "questions-and-answers": "questions", "e-service": "requests",
    "opinion-channel": "opinions", "public-participation": "opinions",
}  # fmt: skip


_CORRUPTION = "corruption-complaint-channel"


def channel(agency: Agency, subject: str, _year: int, on: date) -> OwnPage:
    """The page on which cases are brought whose kinds answer a subject.

    Shape:  the form itself where one kind does, the page of all kinds where several do; for
            corruption that page, as there is no channel of its own yet.
    """
    path = reverse("desk:public", args=[agency.pk])
    if subject == _CORRUPTION:
        return OwnPage(read_words("desk/tell_the_agency"), path, read_words("desk/no_own_channel"))
    keys = [kind.key for kind in kinds_of(agency.pk) if subject in kind.lineages]
    is_open = any(kind.key in keys for kind in offered(agency, on))
    form = reverse("desk:bring", args=[agency.pk, keys[0]]) if len(keys) == 1 else ""
    shut = None if is_open else read_words(f"desk/channel_shut.{_CHANNELS[subject]}")
    return OwnPage(read_words(f"desk/channel.{subject}"), form or path, shut)


answers_items("channels", {"page": (*_CHANNELS, _CORRUPTION)}, page=channel)


def made_papers(wanted: Wanted) -> Iterator[Made]:
    """The statistics for an item: those that were made, and the one to make next."""
    rows = DeskReport.objects.filter(agency=wanted.person.agency, fiscal_year__in=wanted.years)

    def newest() -> dict[tuple[int, str], MadePaper]:
        made = with_evidence(rows.order_by("number"))
        return {(row.fiscal_year, f"{row.about}-{row.months}"): row for row in made}

    yield from papers_for(wanted, PAPERS.values(), newest, "desk:report")


def papers_for(
    wanted: Wanted,
    papers: Iterable[Paper],
    newest_of: Callable[[], Mapping[tuple[int, str], MadePaper]],
    address: str,
) -> Iterator[Made]:
    """The papers of a fiscal year that answer an item.

    Shape:  of each kind those that were made, and the last that is over where nobody made it;
            `newest_of` gives the newest editions by year and key.
    """
    papers = [paper for paper in papers if set(paper.lineages) & set(wanted.item.keys)]
    newest = newest_of() if papers else {}
    for paper in papers:
        is_first_open = True
        for year in wanted.years:
            items = wanted.answered_by(paper.lineages, year, paper.slot(year))
            row = newest.get((year, paper.key))
            is_open = row is None and is_first_open and paper.slot(year).last < wanted.on
            if items and (row is not None or is_open):
                is_first_open = is_first_open and not is_open
                title = read_words("desk/paper_of_year", paper=paper.title, year=year)
                url = reverse(address, args=[year, paper.key])
                yield Made(title, url, items, row, may_use=True)


answers_items(
    "desk", {key: paper.lineages for key, paper in PAPERS.items()},
    find=made_papers, attach=make_evidence,
    times=(DeskReport, lambda row: PAPERS[f"{row.about}-{row.months}"].time(row.fiscal_year)),
)  # fmt: skip

_MOST_SEARCHED = 3000
_SOON = timedelta(days=7)


@absence
def area_map(agency: Agency, on: date) -> Mapping[str, str]:
    """Whether the agency never gave a picture of its area; who stopped using one wants none."""
    del on
    return {} if DeskMap.objects.filter(agency=agency).exists() else {"map": ""}


@absence
def unconfirmed(agency: Agency, on: date) -> Mapping[str, str]:
    """Whether one who reads restricted cases by their post waits for a second person's word."""
    held = Appointment.objects.on(on).of_active().filter(agency=agency, waits_since__isnull=False)
    row = held.filter(position__kind__in=keys_with(Right.READ_RESTRICTED)).first()
    return {"reader": reverse("desk:reader", args=[row.pk])} if row else {}


@waiting
def unassigned(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases that nobody was given, or nobody is there to answer, for who keeps the desk."""
    if not may(person, Right.KEEP_DESK):
        return ()
    ask = read_words("desk/assign_or_answer")
    cases = unassigned_among(seen_by(person, on), person.agency, on)
    return _waiting_cases(cases, ask, f"?standing={UNASSIGNED}")


@waiting
def of_own_unit(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases of the own unit that are not answered; those that wait for word from outside aside."""
    ask = read_words("desk/answer_person")
    return _waiting_cases(of_unit_now(person, on), ask, f"?standing={OF_UNIT}")


@waiting
def to_follow_up(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases that wait for another agency, which is to be asked by today."""
    rows = _outside(person, on)
    last = CaseForward.objects.filter(case=OuterRef("pk")).order_by("-pk").values("follow_up_on")
    asked = rows.annotate(asked_on=Subquery(last[:1])).filter(asked_on__lte=on)
    figures = asked.aggregate(count=Count("pk"), due=Min("asked_on"))
    if not figures["count"]:
        return ()
    name = f"เรื่องที่ส่งต่อและถึงวันติดตาม {figures['count']} เรื่อง"
    return _cases(name, read_words("desk/ask_other_agency"), "?standing=outside", figures["due"])


@waiting
def added_outside(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases that wait for another agency, to which who brought them has added something since."""
    last = CaseEntry.objects.filter(case=OuterRef("pk")).order_by("-number").values("act")
    rows = _outside(person, on).annotate(last_act=Subquery(last[:1]))
    count = rows.filter(last_act=Act.REPLY).count()
    if not count:
        return ()
    name, ask = f"ผู้แจ้งเพิ่มข้อมูลในเรื่องที่ส่งต่อ {count} เรื่อง", read_words("desk/read_and_answer")
    return _cases(name, ask, "?standing=outside", on)


@waiting
def overdue(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases that nobody answered in time, for whoever stands for the post they went to."""
    cases = escalated(person, on).exclude(state__in=NOT_NOW)
    keys = set(cases.order_by().values_list("escalated_to", flat=True))
    if not keys:
        return ()
    # Whose post another acts for is away.
    held = standing_for(person.agency, on)
    mine = [
        key
        for key in keys
        if person.user.pk in {appointment.user_id for appointment in held.get(key, ())}
    ]
    ask = read_words("desk/escalated_to_you")
    return _waiting_cases(cases.filter(escalated_to__in=mine), ask, "?standing=escalated")


@waiting
def readers(person: Actor, on: date) -> tuple[Waiting, ...]:
    """New readers of restricted cases, for who may be the second person."""
    del on
    if not may(person, Right.LET_READ):
        return ()
    rows = seconded(new_readers(person), person)
    return tuple(
        Waiting(
            kind="reader",
            name=f"{row.user} – {row.position.title}",
            ask=read_words("desk/let_new_reader"),
            url=reverse("desk:reader", args=[row.pk]),
            since=row.waits_since,
        )
        for row in rows
    )


@waiting
def of_the_box(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Openings that another is to confirm, slips to be keyed, and the box that is due."""
    if not may(person, Right.KEEP_DESK):
        return ()
    waits = [
        Waiting(
            kind="box", name=f"กล่องรับความคิดเห็น {row.box}",
            url=reverse("desk:opening", args=[row.pk]), due=row.day + _SOON,
            ask=read_words("desk/key_slips") if row.is_confirmed
            else read_words("desk/count_slips"),
        )
        for row in openings(person.agency)
        if (row.keyed < row.slips if row.is_confirmed else row.first_id != person.user.pk)
    ]  # fmt: skip
    due = next_opening(person.agency)
    if due is not None and due[1] <= on + _SOON:
        url, name = reverse("desk:box"), f"กล่องรับความคิดเห็น {due[0]}"
        ask = read_words("desk/open_box")
        waits.append(Waiting(kind="box", name=name, ask=ask, url=url, due=due[1]))
    return tuple(waits)


def _outside(person: Actor, on: date) -> QuerySet[Case]:
    """What waits for another agency: a unit has its own, the desk what nobody was given."""
    rows = seen_by(person, on).filter(state=State.OUTSIDE)
    return rows.filter(of_nobody(person.agency, on)) if may(person, Right.KEEP_DESK) else rows


def _waiting_cases(cases: QuerySet[Case], ask: Text, query: str) -> tuple[Waiting, ...]:
    figures = cases.aggregate(count=Count("pk"), due=Min("due_on"))
    if not figures["count"]:
        return ()
    return _cases(f"เรื่องที่แจ้งมา {figures['count']} เรื่อง", ask, query, figures["due"])


def _cases(name: str, ask: Text, query: str, due: date) -> tuple[Waiting, ...]:
    url = f"{reverse('desk:cases')}{query}"
    return (Waiting(kind="case", name=name, ask=ask, url=url, due=due),)


def hits(person: Actor, on: date) -> Iterator[Hit]:
    """The newest cases that a person sees, as a search lists them."""
    titles = {kind.key: kind.title for kind in kinds_of(person.agency.pk)}
    rows = seen_by(person, on)
    for row in rows.only("pk", "kind", "number", "fiscal_year", "subject")[:_MOST_SEARCHED]:
        url, title = reverse("desk:case", args=[row.pk]), titles.get(row.kind, row.kind)
        yield Hit(url, row.subject or title, (title,), row.printed_number)


class Beside(Struct, frozen=True):
    """One thing that stands beside a case.

    Shape:  `button` says what opens it, "" for nothing to open; `sends` are hidden fields with
            which its page is asked for, {} where it is an address that may be read by all.
    """

    head: str
    text: str = ""
    tag: Tag | None = None
    url: str = ""
    button: str = ""
    sends: Mapping[str, str] = {}


ForOfficials = Callable[[Actor, Case], tuple[Beside, ...]]
ForCitizens = Callable[[Case], tuple[Beside, ...]]
_OFFICIALS: dict[str, ForOfficials] = {}
_CITIZENS: dict[str, ForCitizens] = {}


def for_officials(maker: ForOfficials) -> ForOfficials:
    """Name a function that knows what an official who sees a case finds beside it."""
    _OFFICIALS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def for_citizens(maker: ForCitizens) -> ForCitizens:
    """Name a function that knows what whoever holds a case's receipt finds beside it."""
    _CITIZENS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def beside_for(person: Actor, case: Case) -> tuple[Beside, ...]:
    """All that an official finds; the caller has seen that they may see the case."""
    return tuple(beside for maker in _OFFICIALS.values() for beside in maker(person, case))


def beside_of(case: Case) -> tuple[Beside, ...]:
    """All that whoever holds the receipt finds."""
    return tuple(beside for maker in _CITIZENS.values() for beside in maker(case))
