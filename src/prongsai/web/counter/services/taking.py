"""Take a number: without name, account or cookie."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex

from django.db import transaction
from django.db.models import Max

from prongsai.core.counter.queue import TicketState
from prongsai.core.text import Text
from prongsai.web.agency.refusals import Refused
from prongsai.web.counter.models import Line, ServicePoint, Ticket
from prongsai.web.counter.services.planning import locked
from prongsai.web.platform.clock import now, today

# Nobody is served in such a line today; whoever takes numbers for sport ends here.
MOST_WAITING = 200
MOST_A_DAY = 1_500
_CODE = 20


@transaction.atomic
def take(point: ServicePoint, line: Line, *, once: str = "") -> Ticket:
    """The next number of a line.

    Shape:  `once` is the form's own key: the same form sent twice gets the same ticket.
    Errors: Refused where no numbers are given now, the line is no more, or it is full.
    """
    row = locked(point)
    code = _code(row, once or token_hex())
    same = Ticket.objects.filter(agency=row.agency, code=code).select_related("line", "point")
    if (first := same.first()) is not None:
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


def _code(point: ServicePoint, once: str) -> str:
    """What stands in the address of a ticket; nobody knows it who does not know the form's key."""
    return sha256(f"ticket:{point.pk}:{once}".encode()).hexdigest()[:_CODE]
