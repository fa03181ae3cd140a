"""Circulations in lists, one for its reader and for its sender, and the report as drawn files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import Standing, standing_of, standings
from prongsai.web.platform.clock import today
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.models import Job, JobState, StoredFile
from prongsai.web.platform.thai_order import sort_key
from prongsai.web.signing.approval.queries import Numbered, numbered_copy


class CirculationLine(Struct, frozen=True):
    """One circulation with how many of its recipients have acknowledged it.

    Shape:  `days` until its last day, None where it has none; `is_mine` whether it was sent to the
            person who looks, `mine_at` when they acknowledged it.
    """

    id: UUID
    title: str
    started_at: datetime
    due: date | None
    days: int | None
    count: int
    done: int
    closed_at: datetime | None
    is_mine: bool = False
    mine_at: datetime | None = None
    standing: Standing = Standing()

    @property
    def is_paused(self) -> bool:
        """Whether nobody is asked to acknowledge it, for somebody objects to its approval."""
        return self.standing.is_paused and not self.is_closed

    @property
    def waits_for_me(self) -> bool:
        """Whether the person who looks could still acknowledge it."""
        return self.is_mine and self.mine_at is None and not self.is_closed and not self.is_paused

    @property
    def is_past_or_stopped(self) -> bool:
        """Whether it stopped, was withdrawn, or its last day is over."""
        is_past = self.days is not None and self.days < 0
        return self.is_paused or bool(self.standing.withdrawn) or is_past

    @property
    def url(self) -> str:
        """The page of its state."""
        return reverse("circulation:state", args=[self.id])

    @property
    def missing(self) -> int:
        """How many have not acknowledged."""
        return self.count - self.done

    @property
    def is_closed(self) -> bool:
        """Whether it takes no acknowledgement any more."""
        return self.closed_at is not None

    @property
    def is_late(self) -> bool:
        """Whether somebody is missing after the last day."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and self.missing > 0 and self.days is not None and self.days < 0


class CirculationsPage(Struct, frozen=True):
    """The circulations of a year: overdue ones first, then open ones by day, then closed ones."""

    year: int
    lines: tuple[CirculationLine, ...]
    late: int
    open: int
    waiting: int
    sees_all: bool


def circulations_page(person: Actor, year: int) -> CirculationsPage:
    """The circulations of a year: all for who circulates, else those sent to the person."""
    sees_all = may(person, Right.CIRCULATE)
    mine = {
        row.circulation_id: row.acknowledged_at
        for row in Recipient.objects.filter(
            agency=person.agency, user=person.user, circulation__fiscal_year=year
        )
    }
    rows = _counted(Circulation.objects.filter(agency=person.agency, fiscal_year=year))
    if not sees_all:
        rows = rows.filter(pk__in=mine)
    found = list(rows.select_related("file"))
    stand = standings(person.agency, found)
    lines = sorted((_line(row, mine, stand[row.pk]) for row in found), key=_order)
    return CirculationsPage(
        year,
        tuple(lines),
        sum(one.is_late for one in lines),
        sum(not one.is_closed for one in lines),
        sum(_waits(one) for one in lines),
        sees_all,
    )


def hits(person: Actor) -> Iterator[Hit]:
    """The circulations of every year that a person may see, newest first."""
    rows = Circulation.objects.filter(agency=person.agency).order_by("-started_at")
    page = "circulation:state"
    if not may(person, Right.CIRCULATE):
        rows = rows.filter(recipients__user=person.user)
        page = "circulation:read"
    for key, title, year in rows.values_list("pk", "title", "fiscal_year"):
        yield Hit(reverse(page, args=[key]), title, (Text("แจ้งเวียน", "circulated"), str(year)))


def is_running(agency: Agency, kind: str, subject: UUID) -> bool:
    """Whether a paper is being sent round now; one to whose approval somebody objects rests."""
    rows = Circulation.objects.filter(agency=agency, kind=kind, subject=subject, closed_at=None)
    stand = standings(agency, rows.select_related("file"))
    return any(one.objected is None for one in stand.values())


def circulation_of(agency: Agency, kind: str, subject: UUID) -> CirculationLine | None:
    """The newest circulation of a paper; None where it was never sent round."""
    rows = Circulation.objects.filter(agency=agency, kind=kind, subject=subject)
    row = _counted(rows).select_related("file", "agency").first()
    return _line(row, {}, standing_of(row)) if row else None


class Sent(Struct, frozen=True):
    """The newest circulation of a paper: how many of its recipients acknowledged it."""

    id: UUID
    done: int
    count: int
    started_at: datetime
    closed_at: datetime | None


def newest_sent(agency: Agency, kind: str, subjects: Collection[UUID]) -> Mapping[UUID, Sent]:
    """The newest circulation of each of some papers that was sent round; one query."""
    if not subjects:
        return {}
    rows = Circulation.objects.filter(agency=agency, kind=kind, subject__in=subjects)
    told = _counted(rows).order_by("started_at", "pk")
    columns = ("subject", "pk", "done_count", "all_count", "started_at", "closed_at")
    return {
        subject: Sent(key, done, count, started, closed)
        for subject, key, done, count, started, closed in told.values_list(*columns)
        if subject is not None
    }


def _waits(one: CirculationLine) -> bool:
    return one.is_mine and one.mine_at is None and not one.is_closed and one.standing.is_going


def _counted(rows: QuerySet[Circulation]) -> QuerySet[Circulation]:
    done = Count("recipients", filter=Q(recipients__acknowledged_at__isnull=False))
    counted = rows.annotate(all_count=Count("recipients"), done_count=done)
    # Django forgets the usual order where it counts.
    return counted.order_by("-started_at", "pk")


def _line(
    row: Circulation, mine: dict[UUID, datetime | None], standing: Standing
) -> CirculationLine:
    counted: dict[str, int] = vars(row)
    return CirculationLine(
        row.pk,
        row.title,
        row.started_at,
        row.due,
        (row.due - today()).days if row.due else None,
        counted["all_count"],
        counted["done_count"],
        row.closed_at,
        row.pk in mine,
        mine.get(row.pk),
        standing,
    )


def _order(one: CirculationLine) -> tuple[object, ...]:
    return (
        one.is_closed,
        not one.is_late,
        one.due is None,
        one.due or date.max,
        -one.started_at.timestamp(),
    )


class UnitGroup(Struct, frozen=True):
    """The recipients of a unit, who is missing first; `unit` "" for those of none."""

    unit: str
    rows: tuple[Recipient, ...]

    @property
    def count(self) -> int:
        """How many there are."""
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

    Shape:  `days` until the last day, None where it has none; `units` the units it was sent to,
            empty for all staff; `numbered` the copy with the paper's number, where what was sent
            bears none.
    """

    row: Circulation
    file: StoredFile | None
    units: tuple[str, ...]
    groups: tuple[UnitGroup, ...]
    days: int | None
    standing: Standing
    numbered: Numbered | None

    @property
    def on_paper(self) -> int:
        """How many signed on paper, as somebody else wrote down."""
        return sum(group.on_paper for group in self.groups)

    @property
    def in_system(self) -> int:
        """How many acknowledged it themselves."""
        return self.done - self.on_paper

    @property
    def is_paused(self) -> bool:
        """Whether nobody is asked to acknowledge it, for somebody objects to its approval."""
        return self.standing.is_paused and not self.is_closed

    @property
    def takes_signatures(self) -> bool:
        """Whether signatures on paper may be written down."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and bool(self.sheet_rows)

    @property
    def count(self) -> int:
        """How many recipients there are."""
        return sum(group.count for group in self.groups)

    @property
    def done(self) -> int:
        """How many have acknowledged."""
        return sum(group.done for group in self.groups)

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.count - self.done

    @property
    def missing_rows(self) -> tuple[Recipient, ...]:
        """Who has not, by unit."""
        return tuple(row for group in self.groups for row in group.rows if not row.is_done)

    @property
    def sheet_rows(self) -> tuple[Recipient, ...]:
        """Who may sign the sheet: who disowned a signature acknowledges on the site alone."""
        return tuple(row for row in self.missing_rows if row.disowned_at is None)

    @property
    def can_be_reminded(self) -> bool:
        """Whether somebody with an account is missing, and may acknowledge it."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and any(row.has_account for row in self.missing_rows)

    @property
    def is_closed(self) -> bool:
        """Whether it takes no acknowledgement any more."""
        return self.row.closed_at is not None

    @property
    def is_late(self) -> bool:
        """Whether somebody is missing after the last day."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and self.missing > 0 and (self.days or 0) < 0


class ReadPage(Struct, frozen=True):
    """A circulation as one person reads it; `mine` None for who may only see its state."""

    row: Circulation
    file: StoredFile | None
    mine: Recipient | None
    days: int | None
    may_see_state: bool
    standing: Standing
    numbered: Numbered | None

    @property
    def is_paused(self) -> bool:
        """Whether nobody is asked to acknowledge it, for somebody objects to its approval."""
        return self.standing.is_paused and self.row.closed_at is None

    @property
    def can_acknowledge(self) -> bool:
        """Whether the button is there."""
        is_going = self.row.closed_at is None and self.standing.is_going
        return self.mine is not None and not self.mine.is_done and is_going


def circulation_row(agency: Agency, circulation_id: UUID) -> Circulation | None:
    """The row itself, for a service."""
    found = Circulation.objects.select_related("agency", "file__agency")
    return found.filter(agency=agency, pk=circulation_id).first()


def recipient_row(agency: Agency, circulation_id: UUID, recipient_id: UUID) -> Recipient | None:
    """One recipient of a circulation of an agency."""
    found = Recipient.objects.select_related("circulation", "scan__agency", "agency")
    return found.filter(agency=agency, circulation=circulation_id, pk=recipient_id).first()


def state_page(agency: Agency, circulation_id: UUID) -> StatePage | None:
    """Who has acknowledged and who has not: a fixed number of queries, however many they are."""
    row = circulation_row(agency, circulation_id)
    if row is None:
        return None
    rows = sorted(row.recipients.all(), key=lambda one: (one.is_done, sort_key(one.position)))
    names = sorted({one.unit_name for one in rows}, key=lambda name: (not name, sort_key(name)))
    groups = tuple(
        UnitGroup(name, tuple(one for one in rows if one.unit_name == name)) for name in names
    )
    units = tuple(unit.name for unit in row.units.all())
    return StatePage(
        row, row.file, units, groups, _days(row), standing_of(row), numbered_copy(agency, row.file)
    )


def read_page(person: Actor, circulation_id: UUID) -> ReadPage | None:
    """A circulation for one of its recipients, or who may circulate; None for all others."""
    row = circulation_row(person.agency, circulation_id)
    if row is None:
        return None
    mine = Recipient.objects.filter(circulation=row, user=person.user).first()
    sees_state = may(person, Right.CIRCULATE)
    if mine is None and not sees_state:
        return None
    return ReadPage(
        row, row.file, mine, _days(row), sees_state, standing_of(row),
        numbered_copy(person.agency, row.file),
    )  # fmt: skip


def own_scan(person: Actor, circulation_id: UUID) -> StoredFile | None:
    """The sheet that somebody attached as bearing a person's signature; None for none."""
    rows = Recipient.objects.filter(
        agency=person.agency, circulation=circulation_id, user=person.user
    )
    mine = rows.select_related("scan__agency").first()
    return mine.scan if mine else None


def _days(row: Circulation) -> int | None:
    return (row.due - today()).days if row.due else None


JOB = "circulation-report"
FORMS = ("pdf", "docx")
_OPEN = (JobState.WAITING, JobState.RUNNING)


class ReportPage(Struct, frozen=True):
    """What was drawn last; `done` of `count` had acknowledged then, `made_at` None for never."""

    row: Circulation
    job: Job | None
    failure: ProngsaiError | None
    files: tuple[tuple[str, StoredFile], ...]
    made_at: datetime | None
    done: int
    count: int

    @property
    def is_drawing(self) -> bool:
        """Whether a job is at it."""
        return is_open(self.job)


def report_page(agency: Agency, circulation_id: UUID) -> ReportPage | None:
    """The files of a circulation's report; None where the agency has no such circulation."""
    row = circulation_row(agency, circulation_id)
    if row is None:
        return None
    job = newest_job(row)
    told = job.result if job is not None and job.state == JobState.DONE else {}
    keys = told.get("files", {})
    found = StoredFile.objects.filter(agency=agency, pk__in=keys.values()).select_related("agency")
    held = {str(one.pk): one for one in found}
    return ReportPage(
        row=row,
        job=job,
        failure=job.error if job is not None else None,
        files=tuple((form, held[key]) for form, key in keys.items() if key in held),
        made_at=job.asked_at if job is not None and told else None,
        done=told.get("done", 0),
        count=told.get("count", 0),
    )


def newest_job(row: Circulation) -> Job | None:
    """The last job that was asked to draw a circulation's report."""
    rows = Job.objects.filter(agency=row.agency_id, kind=JOB, arguments__circulation=str(row.pk))
    return rows.order_by("-asked_at").first()


def is_open(job: Job | None) -> bool:
    """Whether a job is still to be done."""
    return job is not None and job.state in _OPEN
