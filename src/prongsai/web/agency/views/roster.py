"""A file of units, positions and people: template, upload, preview, taking it over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.core.errors import UnreadableInput
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.forms.people import RosterForm
from prongsai.web.agency.models import AgencyKind
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.roster import roster_of, roster_page
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roster.columns import Column, template
from prongsai.web.agency.services.roster import read_file, take_over
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.shortcuts import found, shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def roster_upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what is in it is shown before anything happens."""
    person = person_of(request)
    form = RosterForm()
    if request.method == "POST":
        form = RosterForm(request.POST, request.FILES)
        if form.is_valid():
            file: Any = form.cleaned_data["file"]
            try:
                roster = read_file(
                    agency=person.agency, by=person, name=file.name, data=file.read()
                )
            except UnreadableInput as error:
                error.field = "file"  # type: ignore[attr-defined]
                refuse(form, error)
            else:
                return done(request, reverse("agency:roster", args=[roster.pk]))
    return shown(request, "agency/roster_upload.html", form, {"columns": list(Column)})


@require_GET
@needs(Right.MANAGE_PEOPLE)
def roster(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """What the file would do, or every fault in it."""
    agency = person_of(request).agency
    content = roster_page(agency, found(roster_of(agency, roster_id)), today())
    return render(request, "agency/roster.html", {"page": content})


@require_POST
@needs(Right.MANAGE_PEOPLE)
def roster_take(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Take it over: all of it or nothing."""
    person = person_of(request)
    row = found(roster_of(person.agency, roster_id))
    try:
        taken = take_over(roster=row, by=person)
    except Refused as refusal:
        row.refresh_from_db()
        context = {
            "page": roster_page(person.agency, row, today()),
            "refusal": refusal.words(request.LANGUAGE_CODE),
        }
        return render(request, "agency/roster.html", context, status=UNPROCESSABLE)
    messages.success(
        request,
        _("นำเข้าแล้ว: คน %(people)s ตำแหน่ง %(positions)s ส่วนราชการ %(units)s")
        % {"people": taken.people, "positions": taken.positions, "units": taken.units},
    )
    return done(request, reverse("agency:people"))


@require_GET
@needs(Right.MANAGE_PEOPLE)
def roster_template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    agency = person_of(request).agency
    response = HttpResponse(template(AgencyKind(agency.kind)), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="prongsai-people.xlsx"'
    return response
