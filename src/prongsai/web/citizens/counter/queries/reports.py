"""The papers of the queues: what each may show, and its editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from msgspec import Struct, convert, to_builtins

from prongsai.core.counter.queue import Passed
from prongsai.core.desk.published import HALF, last_day, place_of
from prongsai.core.desk.statistics import MONTHS
from prongsai.core.fiscal import end, start, year_of
from prongsai.core.papers.queue_paper import Queues, Service, queues_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import Line, QueueReport, Ticket
from prongsai.web.citizens.counter.queries.queues import passed_of
from prongsai.web.disclosure.disclosure.made import Made, made_of
from prongsai.web.disclosure.disclosure.queries.answered import (
    Answered,
    Other,
    answered,
    others_asked,
)
from prongsai.web.platform.models import JournalEntry

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
