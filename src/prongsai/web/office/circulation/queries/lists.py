"""Lists of circulations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import Standing, standing_of, standings
from prongsai.web.platform.clock import today
from prongsai.web.platform.hits import Hit


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
    """Whether it waits for the person who looks."""
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
