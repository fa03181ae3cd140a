"""Set up a service point, open its day and end it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from msgspec import Struct

from prongsai.core.counter.queue import LineWords, TicketState, WindowWords
from prongsai.core.text import Text
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import Line, ServicePoint, Ticket, Window
from prongsai.web.citizens.counter.rights import refuse_callers, refuse_others
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.references import new_code


class PointWords(Struct, frozen=True):
    """A service point as it is set up."""

    name: str
    unit: Unit | None
    lines: Sequence[LineWords]
    windows: Sequence[WindowWords]
    has_thai_digits: bool = False


@transaction.atomic
def make_point(*, by: Actor, words: PointWords) -> ServicePoint:
    """Set up a service point.

    Errors: Refused where the person keeps no counters, the unit is another agency's, or one has
            this name.
    """
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
    """Set a point up otherwise; lines keep their letters, and what is left out is kept unshown.

    Errors: Refused as `make_point`, where somebody changed it meanwhile, and where people wait
            in a line or are at a window that would go.
    """
    refuse_others(by, point.agency_id)
    journal.hold(by.agency)
    row = locked(point)
    _refuse_unfit(by, words, row)
    if row.version != seen:
        raise Refused(
            Text("มีผู้แก้จุดบริการนี้ไปก่อนแล้ว", "somebody changed this point meanwhile"),
            next_step=Text("เปิดหน้านี้ใหม่ แล้วแก้อีกครั้ง", "open the page again"),
        )
    _refuse_gone(row, words)
    row.name, row.unit, row.has_thai_digits = words.name, words.unit, words.has_thai_digits
    row.version += 1
    row.save()
    _fill(row, words)
    journal.record(row.agency, by, "service-point-changed", row.name)


@transaction.atomic
def open_day(point: ServicePoint, *, by: Actor) -> None:
    """Give numbers from now on, today.

    Errors: Refused where the person does not call here.
    """
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
    """Give no more numbers today; how many waited or were called and stay unserved.

    Errors: Refused where the person does not call here.
    """
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
    lines = {one.prefix: one for one in point.lines.all()}
    for one in lines.values():
        one.is_shown = False
    for place, told in enumerate(words.lines):
        line = lines.setdefault(told.prefix, Line(point=point, prefix=told.prefix))
        line.place, line.name, line.is_shown = place, told.name, True
    for line in lines.values():
        line.save()
    windows = {one.name: one for one in point.windows.all()}
    for window in windows.values():
        window.is_shown = False
    for place, told_window in enumerate(words.windows):
        window = windows.setdefault(told_window.name, Window(point=point, name=told_window.name))
        window.place, window.is_shown = place, True
    for window in windows.values():
        window.save()
    for told_window in words.windows:
        windows[told_window.name].lines.set(lines[one] for one in told_window.prefixes)


def _refuse_unfit(by: Actor, words: PointWords, row: ServicePoint | None) -> None:
    if words.unit is not None and words.unit.agency_id != by.agency.pk:
        raise Refused(
            Text("ไม่ใช่ส่วนราชการของหน่วยงานนี้", "this is no unit of the agency"),
            field="unit", next_step=Text("เลือกใหม่", "choose again"),
        )  # fmt: skip
    named = ServicePoint.objects.filter(agency=by.agency, name=words.name)
    others = named.exclude(pk=row.pk) if row else named
    if others.exists():
        raise Refused(
            Text("มีจุดบริการชื่อนี้แล้ว", "there is a service point of this name"),
            field="name", next_step=Text("ใช้ชื่ออื่น", "use another name"),
        )  # fmt: skip


def _refuse_gone(row: ServicePoint, words: PointWords) -> None:
    """Nobody's line or window goes while they wait for it.

    Errors: Refused.
    """
    of_today = Ticket.objects.filter(point=row, day=today())
    prefixes = [one.prefix for one in words.lines]
    names = [one.name for one in words.windows]
    waiting = of_today.filter(state=TicketState.WAITING).exclude(line__prefix__in=prefixes)
    called = of_today.filter(state=TicketState.CALLED).exclude(window__name__in=names)
    if waiting.exists() or called.exists():
        raise Refused(
            Text("ยังมีคนรองานหรืออยู่ที่ช่องที่เอาออก", "people wait for what is to go"),
            next_step=Text("ให้บริการจนหมด หรือปิดคิวของวันก่อน", "serve them first, or end the day"),
        )
