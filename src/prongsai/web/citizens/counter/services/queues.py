"""Call numbers to windows, give them out, set service points up, make papers of the queues."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import count
from secrets import token_hex

from django.db import transaction
from django.db.models import Max
from msgspec import Struct

from prongsai.core.counter.queue import LineWords, TicketState, WindowWords
from prongsai.core.desk.published import last_day
from prongsai.core.papers.queue_paper import name_of, queue_paper
from prongsai.web.agency.models import Unit
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import Line, QueueReport, ServicePoint, Ticket, Window
from prongsai.web.citizens.counter.queries import (
    PAPERS,
    at_window,
    editions,
    figures_of,
    queues_in,
    skipped_at,
    waiting_for,
)
from prongsai.web.citizens.counter.rights import refuse_callers, refuse_others
from prongsai.web.citizens.desk.queries import Paper, answers
from prongsai.web.disclosure.disclosure import made_here
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import attaching
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.references import new_code


class PointWords(Struct, frozen=True):
    name: str
    unit: Unit | None
    lines: Sequence[LineWords]
    windows: Sequence[WindowWords]
    has_thai_digits: bool = False


@transaction.atomic
def make_point(*, by: Actor, words: PointWords) -> ServicePoint:
    refuse_others(by)
    journal.hold(by.agency)
    _refuse_unfit(by, words, None)
    point = ServicePoint.objects.create(
        agency=by.agency, name=words.name, unit=words.unit, code=new_code(),
        has_thai_digits=words.has_thai_digits,
    )  # fmt: skip
    _fill(point, words)
    journal.record(by.agency, by, "service-point-made", point.name)
    return point


@transaction.atomic
def change_point(point: ServicePoint, *, by: Actor, words: PointWords, seen: int) -> None:
    """Set a point up otherwise; lines keep their letters, and what is left out is kept unshown."""
    refuse_others(by, point.agency_id)
    journal.hold(by.agency)
    row = locked(point)
    _refuse_unfit(by, words, row)
    if row.version != seen:
        raise Refused("counter/point_changed_meanwhile")
    # Nobody's line or window goes while they wait for it.
    of_today = Ticket.objects.filter(point=row, day=today())
    prefixes = [line.prefix for line in words.lines]
    names = [window.name for window in words.windows]
    waiting = of_today.filter(state=TicketState.WAITING).exclude(line__prefix__in=prefixes)
    called = of_today.filter(state=TicketState.CALLED).exclude(window__name__in=names)
    if waiting.exists() or called.exists():
        raise Refused("counter/removed_service_has_waiters")
    row.name, row.unit, row.has_thai_digits = words.name, words.unit, words.has_thai_digits
    row.version += 1
    row.save()
    _fill(row, words)
    journal.record(row.agency, by, "service-point-changed", row.name)


@transaction.atomic
def open_day(point: ServicePoint, *, by: Actor) -> None:
    """Give numbers from now on, today."""
    refuse_callers(by, point)
    journal.hold(by.agency)
    row = locked(point)
    if row.taking_on == today():
        return
    row.taking_on = today()
    row.save(update_fields=["taking_on"])
    journal.record(row.agency, by, "queue-opened", row.name)


@transaction.atomic
def end_day(point: ServicePoint, *, by: Actor) -> int:
    """Give no more numbers today; how many waited or were called and stay unserved."""
    refuse_callers(by, point)
    journal.hold(by.agency)
    row = locked(point)
    is_open = (TicketState.WAITING, TicketState.CALLED)
    tickets = Ticket.objects.filter(point=row, day=today(), state__in=is_open)
    left = tickets.update(state=TicketState.LEFT, ended_at=now())
    was_open = row.taking_on == today()
    row.taking_on = None
    row.save(update_fields=["taking_on"])
    if was_open or left:
        journal.record(row.agency, by, "queue-ended", row.name, count=left)
    return left


def locked(point: ServicePoint) -> ServicePoint:
    """The row, held until the transaction ends: whoever acts at this point waits.

    Shape:  who records something holds the journal first (`journal.hold`); who takes or calls a
            number records nothing, and waits for nobody but at this point.
    """
    rows = ServicePoint.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agency").get(pk=point.pk)


def _fill(point: ServicePoint, words: PointWords) -> None:
    lines = {line.prefix: line for line in point.lines.all()}
    for line in lines.values():
        line.is_shown = False
    for place, line_words in enumerate(words.lines):
        line = lines.setdefault(line_words.prefix, Line(point=point, prefix=line_words.prefix))
        line.place, line.name, line.is_shown = place, line_words.name, True
    for line in lines.values():
        line.save()
    windows = {window.name: window for window in point.windows.all()}
    for window in windows.values():
        window.is_shown = False
    for place, told_window in enumerate(words.windows):
        window = windows.setdefault(told_window.name, Window(point=point, name=told_window.name))
        window.place, window.is_shown = place, True
    for window in windows.values():
        window.save()
    for told_window in words.windows:
        windows[told_window.name].lines.set(lines[prefix] for prefix in told_window.prefixes)


def _refuse_unfit(by: Actor, words: PointWords, row: ServicePoint | None) -> None:
    if words.unit is not None and words.unit.agency_id != by.agency.pk:
        raise Refused("counter/unit_unknown", field="unit")
    named = ServicePoint.objects.filter(agency=by.agency, name=words.name)
    others = named.exclude(pk=row.pk) if row else named
    if others.exists():
        raise Refused("counter/point_name_taken", field="name")


# What a window's page showed: the ticket that was there, 0 for none.
NOBODY = 0


@transaction.atomic
def call_next(window: Window, *, by: Actor, seen: int) -> Ticket | None:
    """End who is at the window and call who waits longest there; None where nobody waits.

    Shape:  `seen` is the key of the ticket that the page showed at the window.
    """
    point = _entered(window, by)
    current = _current(window, seen)
    if current is not None:
        _end(current, TicketState.SERVED)
    ticket = waiting_for(window, point).first()
    return None if ticket is None else _call(ticket, window)


@transaction.atomic
def call_again(window: Window, *, by: Actor, seen: int) -> Ticket:
    """Call once more who was called to the window."""
    _entered(window, by)
    return _call(_present(window, seen), window)


@transaction.atomic
def end(window: Window, *, by: Actor, seen: int, skips: bool = False) -> None:
    """End who is at the window as served, or as one who did not come."""
    _entered(window, by)
    _end(_present(window, seen), TicketState.SKIPPED if skips else TicketState.SERVED)


@transaction.atomic
def call_back(window: Window, *, by: Actor, ticket_id: int, seen: int) -> Ticket:
    """Call one who was skipped today and came after all; who is at the window is ended."""
    point = _entered(window, by)
    current = _current(window, seen)
    ticket = skipped_at(point).filter(pk=ticket_id).first()
    if ticket is None:
        raise Refused("counter/window_changed_meanwhile")
    if current is not None:
        _end(current, TicketState.SERVED)
    return _call(ticket, window)


def _entered(window: Window, by: Actor) -> ServicePoint:
    """The point of a window, held: of two who call at once one waits."""
    refuse_callers(by, window.point)
    point = locked(window.point)
    if not Window.objects.filter(pk=window.pk, is_shown=True).exists():
        raise Refused("counter/window_changed_meanwhile")
    return point


def _current(window: Window, seen: int) -> Ticket | None:
    """Who is at the window, where the page showed them."""
    ticket = at_window(window)
    if (ticket.pk if ticket else NOBODY) != seen:
        raise Refused("counter/window_changed_meanwhile")
    return ticket


def _present(window: Window, seen: int) -> Ticket:
    ticket = _current(window, seen)
    if ticket is None:
        raise Refused("counter/window_changed_meanwhile")
    return ticket


def _call(ticket: Ticket, window: Window) -> Ticket:
    moment = now()
    ticket.state, ticket.window, ticket.ended_at = TicketState.CALLED, window, None
    ticket.called_at = ticket.called_at or moment
    ticket.last_called_at = moment
    ticket.calls += 1
    ticket.save()
    return ticket


def _end(ticket: Ticket, state: TicketState) -> None:
    ticket.state, ticket.ended_at = state, now()
    ticket.save(update_fields=["state", "ended_at"])


# Nobody is served in such a line today; whoever takes numbers for sport ends here.
MOST_WAITING = 200
MOST_A_DAY = 1_500
_CODE = 20


@transaction.atomic
def take(
    point: ServicePoint, line: Line, *, once: str = "", within: timedelta | None = None
) -> Ticket:
    """The next number of a line.

    Shape:  `once` is the form's own key: the same form sent twice on a day for the same line gets
            the same ticket; `within` says how long: later it is for somebody else, as from the page
            of a clerk that stays open.
    """
    row = locked(point)
    code, first = _sent(row, line, once or token_hex(), within)
    if first is not None:
        return first
    day = today()
    if row.taking_on != day or not Line.objects.filter(pk=line.pk, point=row, is_shown=True):
        raise Refused("counter/numbers_not_given_now")
    of_day = Ticket.objects.filter(point=row, day=day)
    waiting = of_day.filter(line=line, state=TicketState.WAITING).count()
    if waiting >= MOST_WAITING or of_day.count() >= MOST_A_DAY:
        raise Refused("counter/queue_full")
    last = of_day.filter(line=line).aggregate(last=Max("number"))["last"]
    return Ticket.objects.create(
        agency=row.agency, point=row, line=line, day=day, number=(last or 0) + 1, code=code,
        taken_at=now(),
    )  # fmt: skip


def _sent(
    point: ServicePoint, line: Line, once: str, within: timedelta | None
) -> tuple[str, Ticket | None]:
    """The code of a ticket, and the ticket where the form was sent before."""
    for time in count():
        # A page of yesterday, or one on which another line is chosen now, asks for a new number.
        seed = f"ticket:{point.pk}:{line.pk}:{today()}:{once}:{time}"
        # What stands in its address: nobody knows it who does not know the form's key.
        code = sha256(seed.encode()).hexdigest()[:_CODE]
        same = Ticket.objects.filter(agency=point.agency, code=code)
        first = same.select_related("line", "point").first()
        if first is None or within is None or now() - first.taken_at <= within:
            break
    return code, first


JOB = "counter.report"


@transaction.atomic
def make(by: Actor, paper: Paper, year: int) -> QueueReport:
    """Have a paper made of the figures as they stand; the worker draws it."""
    refuse_others(by)
    if last_day(year, paper.months - 1) >= today():
        raise Refused("counter/period_not_over")
    journal.hold(by.agency)
    row = made_here.make_edition(
        editions(by.agency, paper, year),
        by=by,
        job=JOB,
        months=paper.months,
        fiscal_year=year,
        figures=figures_of(by.agency, paper, year, today()),
    )
    title = f"{paper.title.th} {year}"
    journal.record(by.agency, by, "queue-report-made", title, number=row.number)
    return row


def draw(row: QueueReport) -> None:
    """Draw an edition in all its forms; done again it replaces the files."""
    office = office_of(row.agency, today())
    document = queue_paper(office, queues_in(row))
    name = f"{document.kind}-{row.fiscal_year}-{row.months}-{row.number}"
    made_here.draw_forms(row, document, name, office.agency.digits)


@transaction.atomic
def make_evidence(
    row: QueueReport, *, by: Actor, year: int, items: Sequence[YearItem], forms: Sequence[str]
) -> list[Piece]:
    """Make the files of an edition evidence of the items of a year that it answers.

    Errors: Refused for who may not work on the items, where it is not drawn, a newer one was made,
            it was done already, or it answers no such item; what `pieces.add` raises.
    """
    attaching.hold(row, by=by, year=year, items=items)
    paper = PAPERS[str(row.months)]
    own = editions(row.agency, paper, row.fiscal_year)
    answered = answers(row.agency, paper, row.fiscal_year)
    attaching.refuse_unfit(row, own.first(), year, items, answered)
    return attaching.attach(
        row, by=by, year=year, items=items, forms=forms,
        title=name_of(office_of(row.agency, today()), queues_in(row)),
        editions=own,
    )  # fmt: skip
