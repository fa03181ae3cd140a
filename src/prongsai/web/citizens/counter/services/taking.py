"""Take a number: without name, account or cookie."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from itertools import count
from secrets import token_hex

from django.db import transaction
from django.db.models import Max

from prongsai.core.counter.queue import TicketState
from prongsai.core.text import Text
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import Line, ServicePoint, Ticket
from prongsai.web.citizens.counter.services.planning import locked
from prongsai.web.platform.clock import now, today

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
    Errors: Refused where no numbers are given now, the line is no more, or it is full.
    """
    row = locked(point)
    code, first = _sent(row, line, once or token_hex(), within)
    if first is not None:
        return first
    day = today()
    if row.taking_on != day or not Line.objects.filter(pk=line.pk, point=row, is_shown=True):
        raise shut()
    of_day = Ticket.objects.filter(point=row, day=day)
    waiting = of_day.filter(line=line, state=TicketState.WAITING).count()
    if waiting >= MOST_WAITING or of_day.count() >= MOST_A_DAY:
        raise Refused(
            Text("คิวเต็มแล้ว", "the queue is full"),
            next_step=Text("ถามเจ้าหน้าที่ที่จุดบริการ", "ask the staff at the counter"),
        )
    last = of_day.filter(line=line).aggregate(last=Max("number"))["last"]
    return Ticket.objects.create(
        agency=row.agency, point=row, line=line, day=day, number=(last or 0) + 1, code=code,
        taken_at=now(),
    )  # fmt: skip


def shut() -> Refused:
    """What is said where no numbers are given."""
    return Refused(
        Text("ตอนนี้ไม่รับบัตรคิว", "no numbers are given now"),
        next_step=Text("มาใหม่ในเวลาทำการ หรือถามเจ้าหน้าที่", "come in office hours, or ask the staff"),
    )


def _sent(
    point: ServicePoint, line: Line, once: str, within: timedelta | None
) -> tuple[str, Ticket | None]:
    """The code of a ticket, and the ticket where the form was sent before."""
    for time in count():
        # A page of yesterday, or one on which another line is chosen now, asks for a new number.
        told = f"ticket:{point.pk}:{line.pk}:{today()}:{once}:{time}"
        # What stands in its address: nobody knows it who does not know the form's key.
        code = sha256(told.encode()).hexdigest()[:_CODE]
        same = Ticket.objects.filter(agency=point.agency, code=code)
        first = same.select_related("line", "point").first()
        if first is None or within is None or now() - first.taken_at <= within:
            break
    return code, first
