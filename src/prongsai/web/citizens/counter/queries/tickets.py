"""The tickets of a day: who is at a window, who waits for it, who was skipped."""

from __future__ import annotations

from django.db.models import QuerySet

from prongsai.core.counter.queue import TicketState
from prongsai.web.citizens.counter.models import ServicePoint, Ticket, Window
from prongsai.web.platform.clock import today


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
