"""Units: one page with the list and the forms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.forms.people import UnitForm
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries import people as queries
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import units as services
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found, shown


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def units(request: HttpRequest) -> HttpResponse:
    """All units, and the form to add one."""
    person = person_of(request)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.add_unit(
                agency=person.agency, by=person, name=form.cleaned_data["name"]
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("เพิ่ม “%(name)s” แล้ว") % {"name": unit.name})
            return done(request, reverse("agency:units"))
    return shown(request, "agency/units.html", form, {"units": queries.units(person.agency)})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit: its name, and closing it."""
    person = person_of(request)
    row = found(queries.unit_of(person.agency, unit_id))
    form = UnitForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_unit(unit=row, by=person, name=form.cleaned_data["name"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return done(request, reverse("agency:units"))
    return shown(request, "agency/unit.html", form, {"unit": row})


@require_POST
@needs(Right.MANAGE_PEOPLE)
def unit_state(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Close a unit, or open it again."""
    person = person_of(request)
    row = found(queries.unit_of(person.agency, unit_id))
    if request.POST.get("state") == "closed":
        services.close_unit(unit=row, by=person)
        messages.success(request, _("ปิด “%(name)s” แล้ว ประวัติยังอยู่ครบ") % {"name": row.name})
    else:
        services.reopen_unit(unit=row, by=person)
        messages.success(request, _("เปิด “%(name)s” อีกครั้งแล้ว") % {"name": row.name})
    return done(request, reverse("agency:units"))
