"""Positions and who holds them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.core.roles import role_of
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.forms.people import EndForm, HoldForm, PositionForm, TitleForm
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries import people as queries
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import positions as services
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found, shown


@require_GET
@needs(Right.MANAGE_PEOPLE)
def positions(request: HttpRequest) -> HttpResponse:
    """All positions with today's holders, gaps and overlaps."""
    rows = queries.positions(person_of(request).agency, today())
    context = {
        "rows": rows,
        "noticed": sum(bool(row.noticed) for row in rows),
        "misnamed": sum(row.misnamed is not None for row in rows),
    }
    return shown(request, "agency/positions.html", PositionForm(person_of(request).agency), context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def position_add(request: HttpRequest) -> HttpResponse:
    """A new position."""
    person = person_of(request)
    form = PositionForm(person.agency, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.make_position(
                agency=person.agency,
                by=person,
                role=role_of(values["kind"]),
                unit=values["unit"],
                title=values["title"],
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("เพิ่มตำแหน่งแล้ว ต่อไปเลือกผู้ดำรงตำแหน่ง"))
            return done(request, reverse("agency:position", args=[made.pk]))
    return shown(request, "agency/position_add.html", form)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def position(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """One position: who held it when, and who holds it from now on."""
    person = person_of(request)
    row = found(queries.position_of(person.agency, position_id))
    form = HoldForm(person.agency, request.POST or None, initial={"first_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.hold(position=row, by=person, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("บันทึกแล้ว สิทธิ์มีผลตามวันที่กำหนด"))
            return done(request, reverse("agency:position", args=[row.pk]))
    context = {
        "position": row,
        "row": queries.position_row(person.agency, position_id, today()),
        "appointments": queries.appointments_of_position(person.agency, row, today()),
    }
    return shown(request, "agency/position.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def position_title(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """Write the title differently."""
    person = person_of(request)
    row = found(queries.position_of(person.agency, position_id))
    form = TitleForm(request.POST or None, initial={"title": row.title})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_position(position=row, by=person, title=form.cleaned_data["title"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return done(request, reverse("agency:position", args=[row.pk]))
    return shown(request, "agency/position_title.html", form, {"position": row})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The last day of an appointment."""
    person = person_of(request)
    row = found(queries.appointment_of(person.agency, appointment_id))
    form = EndForm(request.POST or None, initial={"last_day": row.last_day or today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_appointment(
                appointment=row, by=person, last_day=form.cleaned_data["last_day"]
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("บันทึกวันสิ้นสุดแล้ว"))
            return done(request, reverse("agency:position", args=[row.position_id]))
    context = {"appointment": row, "has_begun": row.first_day <= today()}
    return shown(request, "agency/appointment.html", form, context)


@require_POST
@needs(Right.MANAGE_PEOPLE)
def appointment_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Take back an appointment that has not begun."""
    person = person_of(request)
    row = found(queries.appointment_of(person.agency, appointment_id))
    position_id = row.position_id
    try:
        services.cancel_appointment(appointment=row, by=person)
    except Refused as refusal:
        messages.error(request, refusal.words(request.LANGUAGE_CODE))
    else:
        messages.success(request, _("ยกเลิกรายการที่ยังไม่เริ่มแล้ว"))
    return done(request, reverse("agency:position", args=[position_id]))
