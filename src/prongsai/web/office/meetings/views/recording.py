"""Agenda before a meeting; attendance, text and resolutions after it; the way of its minutes."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.web.agency.access import fresh, needs
from prongsai.web.agency.models import Position
from prongsai.web.agency.permissions import Right
from prongsai.web.office.meetings.forms import CameForm, DayForm, ItemForm, RecordForm, SendForm
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingState,
    Presence,
)
from prongsai.web.office.meetings.queries.groups import invited
from prongsai.web.office.meetings.series import begun_text
from prongsai.web.office.meetings.services import recording as services
from prongsai.web.office.meetings.views.meetings import meeting_in, meeting_shown, sent_over
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.rows import MORE, RowForm, Rows
from prongsai.web.platform.sending import perform, sent, tell_done
from prongsai.web.platform.shortcuts import shown
from prongsai.web.signing.publication.views import publish_pressed

_SAID = ("title", "text", "resolution")
_CAME = ("title", "role", "presence", "reason", "substitute", "position")


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def agenda(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """The items of the agenda in their order."""
    person, row = meeting_in(request, year, meeting_id)
    given = {"is_agenda": True, "kind": row.kind}
    data = request.POST if request.method == "POST" else None
    form = SeenOrNewForm(data, initial={"seen": row.revision})
    initial = list(row.items.values("id", *_SAID))
    rows = Rows(ItemForm, "item", data=data, initial=initial, given=given)
    if data is not None and MORE not in data and _is_valid(form, [rows]):

        def write_agenda() -> str:
            services.write_agenda(row, by=person, seen=form.revision, items=_said(rows))
            return tell_done(request, _("บันทึกระเบียบวาระแล้ว"), row.url)

        if answer := sent_over(request, row, form, write_agenda):
            return answer
    if data is not None and MORE in data:
        form, rows = SeenOrNewForm(initial=data.dict()), rows.with_more(data)
    context = {"rows": rows, "year": year, "meeting": row}
    return shown(request, "meetings/agenda.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def record(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Who came, what was said and what was resolved."""
    person, row = meeting_in(request, year, meeting_id)
    data = request.POST if request.method == "POST" else None
    given = {"positions": tuple(Position.objects.filter(agency=person.agency))}
    initial = {"seen": row.revision, "ends": row.ends, "joined": row.joined}
    form = RecordForm(data, initial=initial)
    participants = Rows(CameForm, "came", data=data, initial=_came(row), extra=1, given=given)
    items = list(row.items.values("id", *_SAID))
    if row.state == MeetingState.PLANNED:
        for item in items:
            item["text"] = item["text"] or begun_text(row.agency, year, item["title"], row.day)
    rows = Rows(ItemForm, "item", data=data, initial=items, extra=1, given={"kind": row.kind})
    if data is not None and MORE not in data and _is_valid(form, [participants, rows]):

        def write_minutes() -> str:
            services.write_down(
                row,
                by=person,
                seen=form.revision,
                attendance=[Attendance(**_typed(row, *_CAME)) for row in participants.filled()],
                items=_said(rows),
                ends=form.cleaned_data["ends"],
                joined=form.cleaned_data["joined"],
            )
            messages.success(request, _("บันทึกผลการประชุมแล้ว มอบหมายงานตามมติและทำรายงานได้ที่หน้านี้"))
            return row.url

        if answer := sent_over(request, row, form, write_minutes):
            return answer
    if data is not None and MORE in data:
        form = RecordForm(initial=data.dict())
        participants, rows = participants.with_more(data), rows.with_more(data)
    context = {"participants": participants, "rows": rows, "year": year, "meeting": row}
    return shown(request, "meetings/record.html", form, context)


@require_POST
@needs(Right.HOLD_MEETINGS)
def send(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Circulate the minutes for correction, or the summary of an exchange of views."""
    person, row = meeting_in(request, year, meeting_id)
    form = SendForm(request.POST)

    def send_minutes() -> str:
        services.send(row, by=person, due=form.cleaned_data["due"])
        return tell_done(request, _("ส่งแล้ว ติดตามผู้รับทราบได้ที่หน้าแจ้งเวียน"), row.url)

    return sent(request, form, send_minutes) or meeting_shown(request, row, send_form=form)


@require_POST
@needs(Right.HOLD_MEETINGS)
def certify(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Keep that the next meeting certified the minutes."""
    person, row = meeting_in(request, year, meeting_id)
    form = DayForm(row, request.POST)

    def certify_minutes() -> str:
        services.certify(row, by=person, **form.cleaned_data)
        return tell_done(request, _("บันทึกการรับรองแล้ว"), row.url)

    answer = sent(request, form, certify_minutes, row.revision)
    return answer or meeting_shown(request, row, day_form=form)


@require_POST
@needs(Right.HOLD_MEETINGS)
def uncertify(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    person, row = meeting_in(request, year, meeting_id)
    words = _("ยกเลิกการรับรองแล้ว แก้และรับรองใหม่ได้")
    return perform(request, lambda: services.uncertify(row, by=person), row.url, words)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Publish the certified minutes, or the summary of an exchange."""
    person, row = meeting_in(request, year, meeting_id)
    return publish_pressed(request, partial(services.publish_minutes, row, by=person), row.url)


def _is_valid(form: SeenOrNewForm, every: Sequence[Rows]) -> bool:
    is_valid = form.is_valid()
    for rows in every:
        is_valid = rows.is_valid() and is_valid
        rows.tell(form)
    return is_valid


def _came(row: Meeting) -> list[dict[str, Any]]:
    """As it was written down, else the participants who were invited."""
    rows = list(row.attendance.all())
    if rows:
        return [
            model_to_dict(attendee, _CAME) | {"present": attendee.presence == Presence.PRESENT}
            for attendee in rows
        ]
    return [
        {
            "position": participant.position.pk if participant.position else "",
            "title": participant.title,
            "role": participant.role,
        }
        for participant in invited(row)
    ]


def _said(rows: Rows) -> list[AgendaItem]:
    """The items as typed; one that has no key yet gets it."""
    items = []
    for row in rows.filled():
        item = AgendaItem(**_typed(row, *_SAID))
        item.pk = row.cleaned_data["id"] or item.pk
        items.append(item)
    return items


def _typed(row: RowForm, *names: str) -> dict[str, Any]:
    return {name: row.cleaned_data.get(name) for name in names}
