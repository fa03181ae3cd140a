"""A queue as its screens show it: who is called, who waits, how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec import Struct, convert, to_builtins

from prongsai.core.counter.queue import (
    Passed,
    TicketState,
    Waits,
    by_day,
    by_hour,
    by_month,
    minutes,
    printed_number,
    state_on,
    waits,
)
from prongsai.core.desk.published import HALF, last_day, place_of
from prongsai.core.desk.statistics import MONTHS
from prongsai.core.fiscal import end, half_year, start, year_of
from prongsai.core.papers.queue_paper import Queues, Service, queues_of
from prongsai.core.text import Text
from prongsai.core.thai import thai_digits
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import Line, QueueReport, ServicePoint, Ticket, Window
from prongsai.web.disclosure.disclosure.items import Made, made_of
from prongsai.web.disclosure.disclosure.queries.works import Answered, Other, answered, others_asked
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

_STATES = {one.value: one for one in TicketState}
# So many calls a screen shows.
_SHOWN = 6
# So many days stand one by one; more are shown by month.
_MOST_DAYS = 31


class LineState(Struct, frozen=True):
    """A line with how many wait in it today."""

    line: Line
    waiting: int


class Shown(Struct, frozen=True):
    """A ticket as screens show it: the number, its window, how often it was called."""

    number: str
    window: str
    calls: int


class Screen(Struct, frozen=True):
    """The call screen: who is called, the last first, and the lines."""

    is_open: bool
    called: tuple[Shown, ...]
    lines: tuple[LineState, ...]

    @property
    def first(self) -> Shown | None:
        """Who was called last."""
        return self.called[0] if self.called else None

    @property
    def others(self) -> tuple[Shown, ...]:
        """Who is at the other windows."""
        return self.called[1:]


class TicketPage(Struct, frozen=True):
    """A ticket for who holds it; `ahead` counts who was there before and still waits."""

    ticket: Ticket
    number: str
    window: str
    state: TicketState
    ahead: int
    is_today: bool

    @property
    def is_open(self) -> bool:
        """Whether something may still become of it today."""
        return self.is_today and self.state in (TicketState.WAITING, TicketState.CALLED)


class WindowRow(Struct, frozen=True):
    """A window with who is there."""

    window: Window
    name: str
    lines: tuple[Line, ...]
    at: Shown | None


class PointPage(Struct, frozen=True):
    """A service point on its day."""

    point: ServicePoint
    is_open: bool
    lines: tuple[LineState, ...]
    windows: tuple[WindowRow, ...]
    told: Waits


class Span(StrEnum):
    """Of which time waits are told."""

    TODAY = "today"
    MONTH = "month"
    HALF = "half"
    YEAR = "year"


class WaitsPage(Struct, frozen=True):
    """How long people waited at a point; `by_day` has months where the time is long."""

    point: ServicePoint
    span: Span
    first: date
    last: date
    told: Waits
    by_hour: tuple[Waits, ...]
    by_day: tuple[Waits, ...]
    is_by_month: bool
    by_line: tuple[tuple[Line, Waits], ...]


def points_of(agency: Agency) -> Sequence[ServicePoint]:
    """The service points of an agency."""
    return tuple(ServicePoint.objects.filter(agency=agency).select_related("unit"))


def number_of(ticket: Ticket, point: ServicePoint) -> str:
    """A ticket's number as it is called out."""
    return printed_number(ticket.line.prefix, ticket.number, thai=point.has_thai_digits)


def window_name(window: Window | None, point: ServicePoint) -> str:
    """A window's name with the digits of its point; "" for none."""
    name = window.name if window else ""
    return thai_digits(name) if point.has_thai_digits else name


def lines_of(point: ServicePoint, day: date) -> tuple[LineState, ...]:
    """The lines of a point with how many wait; one query."""
    # Of the point's own day by its index: a join would go through the numbers of years.
    own = Ticket.objects.filter(
        point=point, day=day, state=TicketState.WAITING, line=OuterRef("pk")
    )
    counted = own.order_by().values("line").annotate(count=Count("pk")).values("count")
    rows = Line.objects.filter(point=point, is_shown=True)
    found = rows.annotate(waiting=Coalesce(Subquery(counted), 0))
    return tuple(LineState(one, one.waiting) for one in found)


def screen_of(point: ServicePoint, day: date) -> Screen:
    """What the call screen shows; two queries."""
    rows = Ticket.objects.filter(point=point, day=day, state=TicketState.CALLED)
    called = rows.select_related("line", "window").order_by("-last_called_at")[:_SHOWN]
    return Screen(
        point.taking_on == day,
        tuple(_shown(one, point) for one in called),
        lines_of(point, day),
    )


def ticket_page(agency: Agency, code: str, day: date) -> TicketPage | None:
    """A ticket by the code of its address; two queries."""
    rows = Ticket.objects.select_related("line", "window", "point", "agency")
    ticket = rows.filter(agency=agency, code=code).first()
    if ticket is None:
        return None
    before = Ticket.objects.filter(
        line=ticket.line, day=ticket.day, state=TicketState.WAITING, number__lt=ticket.number
    )
    state = state_on(TicketState(ticket.state), ticket.day, day)
    ahead = before.count() if state is TicketState.WAITING else 0
    return TicketPage(
        ticket, number_of(ticket, ticket.point), window_name(ticket.window, ticket.point), state,
        ahead, ticket.day == day,
    )  # fmt: skip


def point_page(point: ServicePoint, day: date) -> PointPage:
    """A point on a day; five queries, however many windows."""
    rows = Ticket.objects.filter(point=point, day=day, state=TicketState.CALLED)
    at = {one.window_id: _shown(one, point) for one in rows.select_related("line", "window")}
    shown = point.windows.filter(is_shown=True).prefetch_related("lines")
    windows = tuple(
        WindowRow(
            one, window_name(one, point), tuple(line for line in one.lines.all() if line.is_shown),
            at.get(one.pk),
        )
        for one in shown
    )  # fmt: skip
    told = waits(_passed(point, day, day, day))
    return PointPage(point, point.taking_on == day, lines_of(point, day), windows, told)


def waits_page(point: ServicePoint, asked: str, day: date) -> WaitsPage:
    """How long people waited in a time that ends today; two queries."""
    span = Span(asked) if asked in list(Span) else Span.TODAY
    first = _first(span, day)
    tickets = Ticket.objects.filter(point=point, day__range=(first, day)).order_by()
    names = ("line_id", "day", "taken_at", "called_at", "ended_at", "state")
    groups: dict[int, list[Passed]] = {}
    every = []
    for line_id, own_day, taken, called, ended, state in tickets.values_list(*names).iterator():
        one = passed_of(own_day, taken, called, ended, state, day)
        every.append(one)
        groups.setdefault(line_id, []).append(one)
    is_by_month = (day - first).days >= _MOST_DAYS
    lines = Line.objects.filter(point=point, pk__in=groups)
    return WaitsPage(
        point, span, first, day, waits(every), by_hour(every),
        (by_month if is_by_month else by_day)(every), is_by_month,
        tuple((line, waits(groups[line.pk])) for line in lines),
    )  # fmt: skip


def minutes_of(seconds: int | None) -> str:
    """Seconds as a page tells them; a dash where nothing is known."""
    told = minutes(seconds)
    return "–" if told is None else str(told)


def _first(span: Span, day: date) -> date:
    year = year_of(day)
    if span is Span.TODAY:
        return day
    if span is Span.MONTH:
        return day - timedelta(days=_MOST_DAYS - 1)
    second = half_year(year) + timedelta(days=1)
    return second if span is Span.HALF and day >= second else start(year)


def _passed(point: ServicePoint, first: date, last: date, today: date) -> Iterable[Passed]:
    rows = Ticket.objects.filter(point=point, day__range=(first, last))
    names = ("day", "taken_at", "called_at", "ended_at", "state")
    for day, taken, called, ended, state in rows.order_by().values_list(*names).iterator():
        yield passed_of(day, taken, called, ended, state, today)


def passed_of(
    day: date,
    taken: datetime,
    called: datetime | None,
    ended: datetime | None,
    state: str,
    today: date,
) -> Passed:
    """A ticket as statistics see it, taken in Thailand's time; a year has a hundred thousand."""
    # Hours and days are those of its beginning; of the others only the distance counts.
    local = taken.astimezone(timezone.get_current_timezone())
    return Passed(local, called, ended, state_on(_STATES[state], day, today))


def _shown(ticket: Ticket, point: ServicePoint) -> Shown:
    return Shown(number_of(ticket, point), window_name(ticket.window, point), ticket.calls)


def waiting_for(window: Window, point: ServicePoint) -> QuerySet[Ticket]:
    """Who waits for a window today, the longest first: nobody is preferred."""
    rows = Ticket.objects.select_related("line", "point")
    found = rows.filter(point=point, day=today(), state=TicketState.WAITING)
    lines = list(window.lines.values_list("pk", flat=True))
    return (found.filter(line__in=lines) if lines else found).order_by("id")


def skipped_at(point: ServicePoint) -> QuerySet[Ticket]:
    """Who was skipped today and may still come."""
    rows = Ticket.objects.select_related("line", "point")
    return rows.filter(point=point, day=today(), state=TicketState.SKIPPED).order_by("-ended_at")


def at_window(window: Window) -> Ticket | None:
    """Who is at a window today."""
    rows = Ticket.objects.select_related("line", "point")
    return rows.filter(window=window, day=today(), state=TicketState.CALLED).first()


# Numbers taken are people who came for a service: what an item of this subject asks to count.
_SUBJECTS = ("service-statistics",)


class Paper(Struct, frozen=True):
    """One of the two papers of a fiscal year."""

    key: str
    months: int
    title: Text


PAPERS: Mapping[str, Paper] = {
    str(months): Paper(str(months), months, title)
    for months, title in (
        (HALF, Text("บัตรคิวและเวลารอ รอบ 6 เดือน", "Queues and waits, six months")),
        (MONTHS, Text("บัตรคิวและเวลารอ รอบ 12 เดือน", "Queues and waits, twelve months")),
    )
}


class PaperPage(Struct, frozen=True):
    """A paper with its editions, and the items that it answers."""

    paper: Paper
    year: int
    ends_on: date
    made: tuple[Made, ...]
    answered: tuple[Answered, ...]
    others: tuple[Other, ...]


def paper_page(agency: Agency, paper: Paper, year: int) -> PaperPage:
    """The page of a paper."""
    rows = editions(agency, paper, year).select_related("job", "pdf", "docx", "xlsx")
    return PaperPage(
        paper,
        year,
        last_day(year, paper.months - 1),
        tuple(made_of(row) for row in rows),
        answers(agency, year),
        tuple(others_asked(agency, _SUBJECTS, year)),
    )


def answers(agency: Agency, year: int) -> tuple[Answered, ...]:
    """The items of the OIT that a paper of a year answers, by year."""
    return answered(agency, _SUBJECTS, year)


def editions(agency: Agency, paper: Paper, year: int) -> QuerySet[QueueReport]:
    """The editions of a paper, the newest first."""
    return QueueReport.objects.filter(agency=agency, fiscal_year=year, months=paper.months)


def figures_of(agency: Agency, paper: Paper, year: int, on: date) -> Mapping[str, Any]:
    """What a paper may show, as it is kept; three queries, however many tickets."""
    lines = Line.objects.filter(point__agency=agency).select_related("point")
    services = [
        Service(str(one.pk), one.point.name, one.name)
        for one in lines.order_by("point__name", "place", "pk")
    ]
    told = queues_of(
        services,
        _tickets(agency, year, last_day(year, paper.months - 1), on),
        _opened(agency, year),
        (year, paper.months),
        on,
    )
    return to_builtins(told)  # type: ignore[no-any-return]


def queues_in(row: QueueReport) -> Queues:
    """What an edition tells."""
    return convert(row.figures, Queues)


def _tickets(agency: Agency, year: int, last: date, on: date) -> Iterator[tuple[str, Passed]]:
    rows = Ticket.objects.filter(agency=agency, day__range=(start(year), last)).order_by()
    names = ("line_id", "day", "taken_at", "called_at", "ended_at", "state")
    for line, day, taken, called, ended, state in rows.values_list(*names).iterator():
        yield str(line), passed_of(day, taken, called, ended, state, on)


def _opened(agency: Agency, year: int) -> set[int]:
    """The places of the months in which somebody opened a queue, as the journal has it."""
    rows = JournalEntry.objects.filter(
        agency=agency, verb="queue-opened", at__date__range=(start(year), end(year))
    )
    days = (timezone.localdate(at) for at in rows.values_list("at", flat=True).iterator())
    return {place_of(day) for day in days if year_of(day) == year}
