"""Call numbers to a window: the next, again, skipped ones; end or skip who is there."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.counter.queue import TicketState
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import ServicePoint, Ticket, Window
from prongsai.web.citizens.counter.queries.tickets import at_window, skipped_at, waiting_for
from prongsai.web.citizens.counter.rights import refuse_callers
from prongsai.web.citizens.counter.services.planning import locked
from prongsai.web.platform.clock import now

# What a window's page showed: the ticket that was there, 0 for none.
NOBODY = 0


@transaction.atomic
def call_next(window: Window, *, by: Actor, seen: int) -> Ticket | None:
    """End who is at the window and call who waits longest there; None where nobody waits.

    Shape:  `seen` is the key of the ticket that the page showed at the window.
    Errors: Refused where the person does not call here, or somebody acted at the window since.
    """
    point = _entered(window, by)
    current = _current(window, seen)
    if current is not None:
        _ended(current, TicketState.SERVED)
    ticket = waiting_for(window, point).first()
    return None if ticket is None else _called(ticket, window)


@transaction.atomic
def call_again(window: Window, *, by: Actor, seen: int) -> Ticket:
    """Call once more who was called to the window.

    Errors: Refused as `call_next`, and where nobody was.
    """
    _entered(window, by)
    return _called(_present(window, seen), window)


@transaction.atomic
def end(window: Window, *, by: Actor, seen: int, skips: bool = False) -> None:
    """End who is at the window as served, or as one who did not come.

    Errors: Refused as `call_again`.
    """
    _entered(window, by)
    _ended(_present(window, seen), TicketState.SKIPPED if skips else TicketState.SERVED)


@transaction.atomic
def call_back(window: Window, *, by: Actor, ticket_id: int, seen: int) -> Ticket:
    """Call one who was skipped today and came after all; who is at the window is ended.

    Errors: Refused as `call_next`, and where the ticket is none of the skipped here.
    """
    point = _entered(window, by)
    current = _current(window, seen)
    ticket = skipped_at(point).filter(pk=ticket_id).first()
    if ticket is None:
        raise _changed()
    if current is not None:
        _ended(current, TicketState.SERVED)
    return _called(ticket, window)


def _entered(window: Window, by: Actor) -> ServicePoint:
    """The point of a window, held: of two who call at once one waits.

    Errors: Refused where the person does not call here, or the window is no more.
    """
    refuse_callers(by, window.point)
    point = locked(window.point)
    if not Window.objects.filter(pk=window.pk, is_shown=True).exists():
        raise _changed()
    return point


def _current(window: Window, seen: int) -> Ticket | None:
    """Who is at the window, where the page showed them.

    Errors: Refused where it showed another.
    """
    found = at_window(window)
    if (found.pk if found else NOBODY) != seen:
        raise _changed()
    return found


def _present(window: Window, seen: int) -> Ticket:
    found = _current(window, seen)
    if found is None:
        raise _changed()
    return found


def _called(ticket: Ticket, window: Window) -> Ticket:
    moment = now()
    ticket.state, ticket.window, ticket.ended_at = TicketState.CALLED, window, None
    ticket.called_at = ticket.called_at or moment
    ticket.last_called_at = moment
    ticket.calls += 1
    ticket.save()
    return ticket


def _ended(ticket: Ticket, state: TicketState) -> None:
    ticket.state, ticket.ended_at = state, now()
    ticket.save(update_fields=["state", "ended_at"])


def _changed() -> Refused:
    return Refused(
        Text("มีคนเรียกหรือปิดคิวที่ช่องนี้ไปแล้ว", "somebody acted at this window meanwhile"),
        next_step=Text("ดูหมายเลขบนหน้านี้อีกครั้ง แล้วกดใหม่", "look at the number again, then press"),
    )
