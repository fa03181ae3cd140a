"""Acts of the counter: charts of services, forms, and a queue that is called all day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from msgspec import Struct

from demo_agency.stage import ZONE, Stage
from prongsai.core.counter.charts import Chart, read_list, read_steps
from prongsai.core.counter.queue import TicketState
from prongsai.core.papers.document import Paragraph, Title
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.counter.models import Line, ServiceChart, ServicePoint, Ticket, Window
from prongsai.web.citizens.counter.queries import PAPERS, at_window, waiting_for
from prongsai.web.citizens.counter.services import charts as charting
from prongsai.web.citizens.counter.services import queues
from prongsai.web.platform.clock import freeze, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import Checked, checked

_OPENS = time(8, 35)
_APART, _SERVED = 9, 8  # minutes between two who come, and at a window, about


class ServiceWords(Struct, frozen=True):
    """A service's chart, as it is typed. Fees and laws are not stated: nobody knows them."""

    name: str
    since: date
    documents: str
    steps: str


def publish_charts(stage: Stage, by: Actor, charts: list[ServiceWords], place: str) -> None:
    """Publish charts of services; a later one of the same name replaces the former."""
    seen: dict[str, int] = {}
    for words in charts:
        chart = Chart(read_steps(words.steps), read_list(words.documents), place=place)
        row = charting.write_chart(
            by=by, name=words.name, chart=chart, since=words.since, seen=seen.get(words.name, 0)
        )  # fmt: skip
        seen[words.name] = row.number
        stage.work()
        charting.publish_chart(ServiceChart.objects.get(pk=row.pk), by=stage.person("publication"))


def publish_forms(
    stage: Stage, by: Actor, forms: list[charting.FormWords], blank: str, filled: str, reason: str
) -> None:
    """Publish forms, each with an example that is filled in."""
    for words in forms:
        files = (
            _paper(stage, words.name, blank),
            _paper(stage, f"ตัวอย่าง {words.name}", filled),
        )
        look = charting.looked(stage.agency, files)
        edition = charting.add_form(by=by, words=words, file=files[0], example=files[1], look=look)
        charting.publish_form(edition, by=stage.person("publication"), reason=reason)


def _paper(stage: Stage, title: str, words: str) -> Checked:
    office = office_of(stage.agency, today())
    drawn = office.letter("form", title, (Title((title, stage.agency.name)), Paragraph(words)))
    return checked(f"{title}.pdf", drawn_as("pdf", drawn, office.agency.digits))


def report_old_queue(stage: Stage, by: Actor, point: ServicePoint) -> None:
    """Copy the numbers of two days a month of the year before, and make their papers."""
    Ticket.objects.bulk_create(_old_tickets(point))
    for paper in PAPERS.values():
        queues.make(by, paper, stage.year - 1)
    stage.work()


def _old_tickets(point: ServicePoint) -> Iterator[Ticket]:
    """Nobody gave numbers before January."""
    lines = list(point.lines.all())
    for month in range(1, 10):
        for place, day in enumerate((date(2022, month, 8), date(2022, month, 22))):
            for number in range(1, 12 + (month + place) % 5):
                line = _line(lines, number)
                at = datetime.combine(day, _OPENS, ZONE) + timedelta(minutes=number * _APART)
                called = at + timedelta(minutes=4 + number * month % 23)
                code = f"{point.name}{day}{line.prefix}{number}"
                yield Ticket(
                    agency=point.agency, point=point, line=line, day=day, number=number,
                    code=sha256(code.encode()).hexdigest()[:16], state=TicketState.SERVED,
                    taken_at=at, called_at=called, last_called_at=called, calls=1,
                    ended_at=called + timedelta(minutes=_SERVED),
                )  # fmt: skip


def serve_queue(stage: Stage, by: Actor, until: time) -> None:
    """Open the day; who comes takes a number, a window that is free calls, minute by minute."""
    point = ServicePoint.objects.select_related("agency").get(agency=stage.agency)
    queues.open_day(point, by=by)
    lines, windows = list(point.lines.all()), list(point.windows.select_related("point__agency"))
    day = today()
    moment = comes = datetime.combine(day, _OPENS, ZONE)
    free, number = dict.fromkeys((window.pk for window in windows), moment), 0
    while moment.time() <= until:
        with freeze(moment):
            if moment >= comes:
                number += 1
                queues.take(point, _line(lines, number), once=f"{day} {number}")
                comes = moment + timedelta(minutes=_APART - 6 + number * 5 % 9)
            for window in windows:
                if moment >= free[window.pk] and _call(window, by, number):
                    free[window.pk] = moment + timedelta(minutes=_SERVED + number * 7 % 11)
        moment += timedelta(minutes=1)


def _line(lines: list[Line], number: int) -> Line:
    return lines[number % 3 == 0]


def _call(window: Window, by: Actor, number: int) -> bool:
    """Whether somebody was called; who is at the window is done, and a few did not come."""
    ticket = at_window(window)
    if ticket is not None and number % 13 == 0:
        queues.end(window, by=by, seen=ticket.pk, skips=True)
        ticket = None
    if not waiting_for(window, window.point).exists():
        if ticket is not None:
            queues.end(window, by=by, seen=ticket.pk)
        return False
    return queues.call_next(window, by=by, seen=ticket.pk if ticket else queues.NOBODY) is not None
