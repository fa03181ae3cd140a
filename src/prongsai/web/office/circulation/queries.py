"""Circulations in lists, one for its reader and for its sender, and the report as drawn files."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import with_standing
from prongsai.web.platform.files import drawn_files
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.platform.thai_order import sort_key
from prongsai.web.signing.approval.queries import Numbered, numbered_copy


def circulations_page(person: Actor, year: int) -> dict[str, Any]:
    """The circulations of a year: all for who circulates, else those sent to the person."""
    sees_all = may(person, Right.CIRCULATE)
    own = Recipient.objects.filter(
        agency=person.agency, user=person.user, circulation__fiscal_year=year
    )
    mine = {recipient.circulation_id: recipient for recipient in own}
    rows = Circulation.objects.counted().filter(agency=person.agency, fiscal_year=year)
    if not sees_all:
        rows = rows.filter(pk__in=mine)
    lines = with_standing(person.agency, rows.select_related("file"))
    for row in lines:
        row.mine = mine.get(row.pk)
    lines.sort(key=lambda row: row.rank)
    return {
        "year": year,
        "lines": lines,
        "late": sum(row.is_late for row in lines),
        "open": sum(not row.is_closed for row in lines),
        "waiting": sum(row.waits_for_me and row.is_going for row in lines),
        "sees_all": sees_all,
    }


def hits(person: Actor) -> Iterator[Hit]:
    """The circulations of every year that a person may see, newest first."""
    rows = Circulation.objects.filter(agency=person.agency).order_by("-started_at")
    page = "circulation:state"
    if not may(person, Right.CIRCULATE):
        rows = rows.filter(recipients__user=person.user)
        page = "circulation:read"
    for key, title, year in rows.values_list("pk", "title", "fiscal_year"):
        words = read_words("circulation/circulated"), str(year)
        yield Hit(reverse(page, args=[key]), title, words)


def is_running(agency: Agency, kind: str, subject: UUID) -> bool:
    """Whether a paper is being sent round now; one to whose approval somebody objects rests."""
    rows = Circulation.objects.filter(agency=agency, kind=kind, subject=subject, closed_at=None)
    running = with_standing(agency, rows.select_related("file"))
    return any(row.standing.objected is None for row in running)


def circulation_of(agency: Agency, kind: str, subject: UUID) -> Circulation | None:
    """The newest circulation of a paper; None where it was never sent round."""
    rows = Circulation.objects.counted().filter(agency=agency, kind=kind, subject=subject)
    newest = with_standing(agency, rows.select_related("file")[:1])
    return newest[0] if newest else None


def newest_sent(
    agency: Agency, kind: str, subjects: Collection[UUID]
) -> Mapping[UUID, Circulation]:
    """The newest circulation of each of some papers that was sent round; one query."""
    if not subjects:
        return {}
    rows = Circulation.objects.counted().filter(agency=agency, kind=kind, subject__in=subjects)
    oldest_first = rows.defer("text").order_by("started_at", "pk")
    return {row.subject: row for row in oldest_first if row.subject is not None}


class UnitGroup(Struct, frozen=True):
    """The recipients of a unit, who is missing first; `unit` "" for those of none."""

    unit: str
    rows: tuple[Recipient, ...]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        """How many have acknowledged."""
        return sum(row.is_done for row in self.rows)

    @property
    def on_paper(self) -> int:
        """How many of them signed on paper, as somebody else wrote down."""
        return sum(row.paper_day is not None for row in self.rows)


class StatePage(Struct, frozen=True):
    """One circulation with all its recipients by unit.

    Shape:  `units` the units it was sent to, empty for all staff; `numbered` the copy with the
            paper's number, where what was sent bears none.
    """

    row: Circulation
    units: tuple[str, ...]
    groups: tuple[UnitGroup, ...]
    numbered: Numbered | None

    @property
    def on_paper(self) -> int:
        """How many signed on paper, as somebody else wrote down."""
        return sum(group.on_paper for group in self.groups)

    @property
    def in_system(self) -> int:
        """How many acknowledged it themselves."""
        return self.row.done - self.on_paper

    @property
    def takes_signatures(self) -> bool:
        """Whether signatures on paper may be written down."""
        return self.row.is_going and bool(self.sheet_rows)

    @property
    def missing_rows(self) -> tuple[Recipient, ...]:
        """Who has not acknowledged, by unit."""
        return tuple(row for group in self.groups for row in group.rows if not row.is_done)

    @property
    def sheet_rows(self) -> tuple[Recipient, ...]:
        """Who may sign the sheet: who disowned a signature acknowledges on the site alone."""
        return tuple(row for row in self.missing_rows if row.disowned_at is None)

    @property
    def can_be_reminded(self) -> bool:
        """Whether somebody with an account is missing, and may acknowledge it."""
        return self.row.is_going and any(row.has_account for row in self.missing_rows)


class ReadPage(Struct, frozen=True):
    """A circulation as one person reads it; `mine` None for who may only see its state."""

    row: Circulation
    mine: Recipient | None
    may_see_state: bool
    numbered: Numbered | None

    @property
    def can_acknowledge(self) -> bool:
        """Whether the button is there."""
        return self.row.is_going and self.mine is not None and not self.mine.is_done

    @property
    def has_file_to_open(self) -> bool:
        """Whether a file is to be opened before it can be acknowledged."""
        is_unopened = self.mine is not None and self.mine.opened_at is None
        return self.can_acknowledge and self.row.file_id is not None and is_unopened


def circulation_row(agency: Agency, circulation_id: UUID) -> Circulation | None:
    rows = Circulation.objects.counted().select_related("agency", "file__agency")
    return rows.filter(agency=agency, pk=circulation_id).first()


def recipient_row(agency: Agency, circulation_id: UUID, recipient_id: UUID) -> Recipient | None:
    rows = Recipient.objects.select_related("circulation", "scan__agency", "agency")
    return rows.filter(agency=agency, circulation=circulation_id, pk=recipient_id).first()


def state_page(agency: Agency, circulation_id: UUID) -> StatePage | None:
    """Who has acknowledged and who has not: a fixed number of queries, however many they are."""
    row = circulation_row(agency, circulation_id)
    if row is None:
        return None
    with_standing(agency, [row])
    recipients: dict[str, list[Recipient]] = {}
    for recipient in sorted(
        row.recipients.select_related("user"),
        key=lambda recipient: (recipient.is_done, sort_key(recipient.position)),
    ):
        recipients.setdefault(recipient.unit_name, []).append(recipient)
    names = sorted(recipients, key=lambda name: (not name, sort_key(name)))
    groups = tuple(UnitGroup(name, tuple(recipients[name])) for name in names)
    units = tuple(unit.name for unit in row.units.all())
    return StatePage(row, units, groups, numbered_copy(agency, row.file))


def read_page(person: Actor, circulation_id: UUID) -> ReadPage | None:
    """A circulation for one of its recipients, or who may circulate; None for all others."""
    row = circulation_row(person.agency, circulation_id)
    if row is None:
        return None
    mine = Recipient.objects.filter(circulation=row, user=person.user).first()
    sees_state = may(person, Right.CIRCULATE)
    if mine is None and not sees_state:
        return None
    with_standing(person.agency, [row])
    return ReadPage(row, mine, sees_state, numbered_copy(person.agency, row.file))


def own_scan(person: Actor, circulation_id: UUID) -> StoredFile | None:
    """The sheet that somebody attached as bearing a person's signature; None for none."""
    rows = Recipient.objects.filter(
        agency=person.agency, circulation=circulation_id, user=person.user
    )
    mine = rows.select_related("scan__agency").first()
    return mine.scan if mine else None


JOB = "circulation-report"


def report_page(row: Circulation) -> dict[str, Any]:
    """The report as it was drawn last; its job tells how many had acknowledged then."""
    job = newest_job(row)
    return {"row": row, "job": job, "files": drawn_files(job)}


def newest_job(row: Circulation) -> Job | None:
    """The last job that was asked to draw a circulation's report."""
    rows = Job.objects.filter(agency=row.agency_id, kind=JOB, arguments__circulation=str(row.pk))
    return rows.order_by("-asked_at").first()
