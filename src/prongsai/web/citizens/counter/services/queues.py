"""Call numbers to a window: the next, again, skipped ones; end or skip who is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from secrets import token_hex

from django.db import transaction
from django.db.models import Max
from msgspec import Struct, to_builtins

from prongsai.core.counter.queue import TicketState
from prongsai.core.errors import UnreadableInput
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.hooks import index_form
from prongsai.web.citizens.counter.models import (
    FormEdition,
    Line,
    RequestForm,
    ServicePoint,
    Ticket,
    Window,
)
from prongsai.web.citizens.counter.queries.queues import at_window, skipped_at, waiting_for
from prongsai.web.citizens.counter.rights import refuse_callers, refuse_others
from prongsai.web.citizens.counter.services.charting import refuse_persons, service_named
from prongsai.web.citizens.counter.services.planning import locked
from prongsai.web.disclosure.public_site.queries.staff import own_data
from prongsai.web.platform import journal, uploads
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.sandbox import read_personal
from prongsai.web.platform.upload_validation import Checked

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


LONGEST_REASON = 300


class Looked(Struct, frozen=True):
    """What was found of persons in files, and which could not be looked into."""

    found: tuple[Text, ...]
    unread: tuple[Text, ...]


class FormWords(Struct, frozen=True):
    """A form as it is typed: its name, its service, the day that it bears."""

    name: str
    service: str
    dated: date


def looked(agency: Agency, files: Iterable[Checked]) -> Looked:
    """Look into files for what is a person's; outside of any transaction, for it takes seconds."""
    found: list[Text] = []
    unread: list[Text] = []
    for file in files:
        try:
            for one in read_personal(file.data, file.name, own_data(agency)):
                where = one.where()
                found.append(
                    Text(
                        f"{file.name}: {one.message.th} ({where.th})",
                        f"{file.name}: {one.message.en} ({where.en})",
                    )
                )
        except UnreadableInput as error:
            unread.append(
                Text(f"{file.name}: {error.message.th}", f"{file.name}: {error.message.en}")
            )
    return Looked(tuple(found), tuple(unread))


@transaction.atomic
def add(
    *,
    by: Actor,
    words: FormWords,
    file: Checked,
    example: Checked | None,
    look: Looked,
    form: RequestForm | None = None,
) -> FormEdition:
    """Keep an edition of a form; nobody outside sees it before it is published.

    Shape:  `form` is the one that it belongs to, None for a new one.
    Errors: Refused where the person keeps no forms, or another form has the name.
    """
    refuse_others(by, form.agency_id if form else None)
    journal.hold(by.agency)
    _refuse_name(by.agency, words.name, form)
    service = service_named(by.agency, words.service)
    row = form or RequestForm(agency=by.agency)
    # What everybody reads changes when somebody publishes it, and not before.
    if form is None or _published(form) is None:
        row.name, row.service = words.name, service
        row.save()
    last = row.editions.first()
    edition = FormEdition.objects.create(
        form=row, number=last.number + 1 if last else 1, name=words.name, service=service,
        dated=words.dated,
        file=uploads.keep(by.agency, by, file),
        example=uploads.keep(by.agency, by, example) if example else None,
        found=[to_builtins(one) for one in look.found],
        unread=[to_builtins(one) for one in look.unread],
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    journal.record(by.agency, by, "request-form-added", row.name, number=edition.number)
    return edition


@transaction.atomic
def publish(edition: FormEdition, *, by: Actor, reason: str = "") -> None:
    """Offer an edition to everybody, in the stead of the one before.

    Errors: Refused where the person may not publish, it is published or an older one than what is,
            another form has its name by now, its name holds something of a person, or something of
            one was found, or nobody could look, and no reason is given.
    """
    _refuse_publishing(by, edition.form)
    journal.hold(by.agency)
    edition.refresh_from_db()
    newest = _published(edition.form)
    if edition.published_at is not None or (newest is not None and newest.number > edition.number):
        raise _changed_offering()
    if (edition.found or edition.unread) and not reason.strip():
        raise Refused(
            Text(
                "พบสิ่งที่เหมือนข้อมูลส่วนบุคคลในแฟ้ม หรือตรวจแฟ้มไม่ได้",
                "something in the files looks like a person's, or they could not be looked into",
            ),
            field="reason",
            next_step=Text(
                "เปลี่ยนแฟ้ม หรือเขียนเหตุผลว่าเหตุใดเผยแพร่ได้ เช่น ตัวอย่างใช้ชื่อสมมติ",
                "replace the file, or write why it may be published: the example is made up",
            ),
        )
    form = edition.form
    form.name, form.service = edition.name or form.name, edition.service or form.service
    _refuse_name(by.agency, form.name, form)
    refuse_persons(by.agency, f"{form.name}\n{form.service.name}")
    edition.published_at, edition.reason = now(), reason.strip()[:LONGEST_REASON]
    edition.save(update_fields=["published_at", "reason"])
    form.retired_at, form.reason = None, ""
    form.save(update_fields=["name", "service", "retired_at", "reason"])
    index_form(form)
    journal.record(
        by.agency, by, "request-form-published", form.name, number=edition.number,
        reason=edition.reason or "–",
    )  # fmt: skip


@transaction.atomic
def retire(form: RequestForm, *, by: Actor, reason: str) -> None:
    """Offer a form no more; its address says so.

    Errors: Refused where the person may not publish, no reason is given, or it is not offered.
    """
    _refuse_publishing(by, form)
    told = reason.strip()[:LONGEST_REASON]
    if not told:
        raise Refused(
            Text("ต้องมีเหตุผล", "a reason is needed"),
            field="reason", next_step=Text("เขียนว่าใช้แบบใดแทน", "write which one takes its place"),
        )  # fmt: skip
    journal.hold(by.agency)
    form.refresh_from_db()
    if form.retired_at is not None or not form.editions.filter(published_at__isnull=False).exists():
        raise _changed_offering()
    form.retired_at, form.reason = now(), told
    form.save(update_fields=["retired_at", "reason"])
    index_form(form)
    journal.record(by.agency, by, "request-form-retired", form.name, reason=told)


def _published(form: RequestForm) -> FormEdition | None:
    return form.editions.filter(published_at__isnull=False).first()


def _refuse_name(agency: Agency, name: str, form: RequestForm | None) -> None:
    named = RequestForm.objects.filter(agency=agency, name=name)
    if (named.exclude(pk=form.pk) if form else named).exists():
        raise Refused(
            Text("มีแบบฟอร์มชื่อนี้แล้ว", "there is a form of this name"),
            field="name", next_step=Text("เปิดแบบนั้น แล้วเพิ่มฉบับใหม่", "open it and add an edition"),
        )  # fmt: skip


def _refuse_publishing(by: Actor, form: RequestForm) -> None:
    if by.agency.pk != form.agency_id or not may(by, Right.PUBLISH):
        raise Refused(
            Text("ตำแหน่งนี้เผยแพร่ไม่ได้", "this position does not publish"),
            next_step=Text("ให้เจ้าหน้าที่ประชาสัมพันธ์เผยแพร่", "ask the publication officer"),
        )


def _changed_offering() -> Refused:
    return Refused(
        Text("แบบฟอร์มนี้เปลี่ยนไปแล้ว", "something happened to this form meanwhile"),
        next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
    )
