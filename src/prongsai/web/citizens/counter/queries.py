"""Queues as their screens show them; charts of services, as kept and as everybody sees them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec import convert, to_builtins

from prongsai.core.counter.charts import ChartVerdict
from prongsai.core.counter.queue import (
    Passed,
    TicketState,
    Waits,
    by_day,
    by_hour,
    by_month,
    minutes,
    state_on,
    waits,
)
from prongsai.core.desk.published import HALF, last_day
from prongsai.core.desk.statistics import MONTHS, place_of
from prongsai.core.fiscal import end, half_year, start, year_of
from prongsai.core.messages import read_words
from prongsai.core.papers.queue_paper import Queues, queues_of
from prongsai.core.papers.queue_paper import Service as ReportedService
from prongsai.core.thai import skeleton
from prongsai.web.agency.figures import Rows
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import (
    FormEdition,
    Line,
    QueueReport,
    RequestForm,
    Service,
    ServiceChart,
    ServicePoint,
    Ticket,
    Window,
)
from prongsai.web.citizens.desk.queries import Paper
from prongsai.web.disclosure.disclosure.queries.works import Answered, answered
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

_TIMES = ("day", "taken_at", "called_at", "ended_at", "state")
_STATES = {state.value: state for state in TicketState}
# So many calls a screen shows.
_SHOWN = 6
# So many days stand one by one; more are shown by month.
_MOST_DAYS = 31
SUBJECT = "service-manual"


class Span(StrEnum):
    """Of which time waits are told."""

    TODAY = "today"
    MONTH = "month"
    HALF = "half"
    YEAR = "year"


def lines_of(point: ServicePoint) -> QuerySet[Line]:
    """The lines of a point, with `waiting`: how many wait today."""
    # Of the point's own day by its index: a join would go through the numbers of years.
    own = Ticket.objects.filter(
        point=point, day=today(), state=TicketState.WAITING, line=OuterRef("pk")
    )
    counted = own.order_by().values("line").annotate(count=Count("pk")).values("count")
    rows = Line.objects.filter(point=point, is_shown=True)
    return rows.annotate(waiting=Coalesce(Subquery(counted), 0))


def called_at(point: ServicePoint) -> QuerySet[Ticket]:
    """Who is called today, the last first; as many as a screen shows."""
    rows = Ticket.objects.select_related("line", "point", "window__point")
    rows = rows.filter(point=point, day=today(), state=TicketState.CALLED)
    return rows.order_by("-last_called_at")[:_SHOWN]


def windows_of(point: ServicePoint) -> QuerySet[Window]:
    """The windows of a point, with its lines and `called`: who is there, if anybody."""
    called = Ticket.objects.filter(day=today(), state=TicketState.CALLED)
    return point.windows.filter(is_shown=True).prefetch_related(
        Prefetch("lines", Line.objects.filter(is_shown=True)),
        Prefetch("tickets", called.select_related("line", "point"), to_attr="called"),
    )


def ticket_by_code(agency: Agency, code: str) -> Ticket | None:
    rows = Ticket.objects.select_related("line", "window__point", "point", "agency")
    return rows.filter(agency=agency, code=code).first()


def ahead_of(ticket: Ticket) -> int:
    """How many were there before and still wait."""
    if ticket.state_now is not TicketState.WAITING:
        return 0
    return Ticket.objects.filter(
        line=ticket.line, day=ticket.day, state=TicketState.WAITING, number__lt=ticket.number
    ).count()


def waits_today(point: ServicePoint) -> Waits:
    """How long people waited today."""
    rows = Ticket.objects.filter(point=point, day=today()).order_by()
    return waits([passed_of(row, today()) for row in rows.values_list(*_TIMES).iterator()])


def waits_page(point: ServicePoint, asked: str, day: date) -> dict[str, Any]:
    """How long people waited in a time that ends today; two queries."""
    span = Span(asked) if asked in list(Span) else Span.TODAY
    first = _first(span, day)
    tickets = Ticket.objects.filter(point=point, day__range=(first, day)).order_by()
    groups: dict[int, list[Passed]] = {}
    every = []
    for line_id, *row in tickets.values_list("line_id", *_TIMES).iterator():
        passed = passed_of(row, day)
        every.append(passed)
        groups.setdefault(line_id, []).append(passed)
    is_by_month = (day - first).days >= _MOST_DAYS
    lines = Line.objects.filter(point=point, pk__in=groups)
    return {
        "point": point,
        "first": first,
        "last": day,
        "told": waits(every),
        "by_hour": (hours := by_hour(every)),
        "hours": [
            (f"{each.first:02}", minutes(each.median), minutes(each.longest)) for each in hours
        ],
        "by_day": (by_month if is_by_month else by_day)(every),
        "is_by_month": is_by_month,
        "by_line": [(line, waits(groups[line.pk])) for line in lines],
    }


def _first(span: Span, day: date) -> date:
    year = year_of(day)
    if span is Span.TODAY:
        return day
    if span is Span.MONTH:
        return day - timedelta(days=_MOST_DAYS - 1)
    second = half_year(year) + timedelta(days=1)
    return second if span is Span.HALF and day >= second else start(year)


def passed_of(row: Sequence[Any], today: date) -> Passed:
    """A ticket's `_TIMES` as statistics see it, taken in Thailand's time."""
    day, taken, called, ended, state = row
    # Hours and days are those of its beginning; of the others only the distance counts.
    local = taken.astimezone(timezone.get_current_timezone())
    return Passed(local, called, ended, state_on(_STATES[state], day, today))


def waiting_for(window: Window, point: ServicePoint) -> QuerySet[Ticket]:
    """Who waits for a window today, the longest first: nobody is preferred."""
    rows = Ticket.objects.select_related("line", "point")
    tickets = rows.filter(point=point, day=today(), state=TicketState.WAITING)
    lines = list(window.lines.values_list("pk", flat=True))
    return (tickets.filter(line__in=lines) if lines else tickets).order_by("id")


def skipped_at(point: ServicePoint) -> QuerySet[Ticket]:
    """Who was skipped today and may still come."""
    rows = Ticket.objects.select_related("line", "point")
    return rows.filter(point=point, day=today(), state=TicketState.SKIPPED).order_by("-ended_at")


def at_window(window: Window) -> Ticket | None:
    rows = Ticket.objects.select_related("line", "point")
    return rows.filter(window=window, day=today(), state=TicketState.CALLED).first()


# Numbers taken are people who came for a service: what an item of this subject asks to count.
_SUBJECTS = ("service-statistics",)
PAPERS: Mapping[str, Paper] = {
    str(months): Paper(str(months), "queue", months, title, _SUBJECTS)
    for months, title in (
        (HALF, read_words("counter/queues_paper.half")),
        (MONTHS, read_words("counter/queues_paper.year")),
    )
}


def editions(agency: Agency, paper: Paper, year: int) -> QuerySet[QueueReport]:
    """The editions of a paper, the newest first."""
    return QueueReport.objects.filter(agency=agency, fiscal_year=year, months=paper.months)


def figures_of(agency: Agency, paper: Paper, year: int, on: date) -> Mapping[str, Any]:
    """What a paper may show, as it is kept; three queries, however many tickets."""
    lines = Line.objects.filter(point__agency=agency).select_related("point")
    services = [
        ReportedService(str(line.pk), line.point.name, line.name)
        for line in lines.order_by("point__name", "place", "pk")
    ]
    # The places of the months in which somebody opened a queue, as the journal has it.
    rows = JournalEntry.objects.filter(
        agency=agency, verb="queue-opened", at__date__range=(start(year), end(year))
    )
    days = (timezone.localdate(at) for at in rows.values_list("at", flat=True).iterator())
    queues = queues_of(
        services,
        _tickets(agency, year, last_day(year, paper.months - 1), on),
        {place_of(day) for day in days if year_of(day) == year},
        (year, paper.months),
        on,
    )
    return to_builtins(queues)  # type: ignore[no-any-return]


def queues_in(row: QueueReport) -> Queues:
    """What an edition tells."""
    return convert(row.figures, Queues)


def _tickets(agency: Agency, year: int, last: date, on: date) -> Iterator[tuple[str, Passed]]:
    rows = Ticket.objects.filter(agency=agency, day__range=(start(year), last)).order_by()
    for line, *row in rows.values_list("line_id", *_TIMES).iterator():
        yield str(line), passed_of(row, on)


def shorter_services(agency: Agency, year: int, _: date) -> Rows:
    """The services whose newest chart of a fiscal year has less of steps or time than before it."""
    charts = ServiceChart.objects.public().filter(agency=agency, since__lte=end(year))
    shorter = []
    ordered = charts.select_related("service").order_by("service__name", "-number")
    for service, group in groupby(ordered, lambda row: row.service):
        rows = list(group)
        before = next((row for row in rows if year_of(row.since) < year), rows[-1])
        change = rows[0].change_from(before)
        if ChartVerdict.LESS in (change.steps, change.time):
            sides = {"before": change.before, "after": change.after}
            steps = {f"steps_{side}": str(total.steps) for side, total in sides.items()}
            times = {
                f"time_{side}": total.time.th
                for side, total in sides.items()
                if total.time and not total.unknown
            }
            shorter.append({"service": service.name, **steps, **times})
    return shorter


def service_of(agency: Agency, service_id: UUID) -> Service | None:
    return Service.objects.select_related("agency").filter(agency=agency, pk=service_id).first()


def chart_by_id(agency: Agency, chart_id: UUID) -> ServiceChart | None:
    rows = ServiceChart.objects.select_related("service", "agency", "pdf")
    return rows.filter(agency=agency, pk=chart_id).first()


def answers(row: ServiceChart) -> tuple[Answered, ...]:
    """The items that a chart answers: those of this fiscal year, for it holds until it changes."""
    year = year_of(today())
    return tuple(item for item in answered(row.agency, (SUBJECT,), year) if item.year == year)


def services_of(agency: Agency) -> QuerySet[Service]:
    """The services that have a chart, with `newest` and `shown`, the numbers of two editions."""
    is_public = Q(charts__published_at__isnull=False, charts__withdrawn_at=None)
    rows = Service.objects.filter(agency=agency, charts__isnull=False)
    shown = Max("charts__number", filter=is_public)
    return rows.annotate(newest=Max("charts__number"), shown=shown)


def public_services(agency: Agency) -> QuerySet[Service]:
    """The services of which everybody sees a chart."""
    rows = ServiceChart.objects.in_force().filter(agency=agency)
    return Service.objects.filter(agency=agency, pk__in=rows.values("service"))


def public_charts(service: Service) -> list[ServiceChart]:
    """The chart that everybody sees, then the one before it; [] where none is in force."""
    return list(service.charts.in_force().select_related("service", "agency", "pdf")[:2])


def offers_of(agency: Agency) -> QuerySet[RequestForm]:
    """Every form of an agency with its editions; two queries."""
    editions = FormEdition.objects.select_related("file", "example", "service")
    rows = RequestForm.objects.filter(agency=agency).select_related("service", "agency")
    return rows.prefetch_related(Prefetch("editions", editions))


def public_offers(
    agency: Agency, words: str = "", service: Service | None = None
) -> list[RequestForm]:
    """What everybody may take: all, or what bears every word in its name or its service's."""
    asked = [skeleton(word) for word in words.split()]
    return [
        form
        for form in offers_of(agency)
        if form.is_offered
        and (service is None or form.service_id == service.pk)
        and bears(f"{form.name} {form.service.name}", asked)
    ]


def bears(name: str, asked: Iterable[str]) -> bool:
    """Whether a name has all words, without tones, spaces or kind of digits."""
    letters = skeleton(name)
    return all(word in letters for word in asked)


def offer_of(agency: Agency, form_id: UUID) -> RequestForm | None:
    return offers_of(agency).filter(pk=form_id).first()


def edition_of(agency: Agency, edition_id: UUID) -> FormEdition | None:
    rows = FormEdition.objects.select_related("form__agency", "file", "example")
    return rows.filter(form__agency=agency, pk=edition_id).first()
