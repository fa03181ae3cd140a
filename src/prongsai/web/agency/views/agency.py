"""Settings, emblem, rights, and the rules of sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.core.errors import UnreadableInput
from prongsai.core.roles import role_of
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.forms.agency import AgencyForm, EmblemForm, SecondFactorForm
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.rights import rights_page
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as services
from prongsai.web.platform import files
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done, page
from prongsai.web.platform.language import in_language
from prongsai.web.platform.shortcuts import found, shown


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_AGENCY)
def settings(request: HttpRequest) -> HttpResponse:
    """What pages and papers say of the agency."""
    person = person_of(request)
    agency = person.agency
    start = {name: getattr(agency, name) for name in services.SETTINGS}
    form = AgencyForm(request.POST or None, initial=start | {"revision": agency.revision})
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.edit_agency(
                agency=agency,
                by=person,
                revision=form.cleaned_data["revision"],
                values=form.values(),
            )
        except Refused as refusal:
            # The page is current now: whoever saves again has seen it.
            data = request.POST.copy()
            data["revision"] = str(agency.revision)
            form = AgencyForm(data)
            refuse(form, refusal)
        else:
            messages.success(request, _("บันทึกแล้ว") if changed else _("ไม่มีอะไรเปลี่ยน"))
            return done(request, reverse("agency:settings"))
    context = {"agency": agency, "may_manage": may(person, Right.MANAGE_PEOPLE)}
    return shown(request, "agency/settings.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_AGENCY)
@fresh
def emblem(request: HttpRequest) -> HttpResponse:
    """Choose another emblem."""
    person = person_of(request)
    form = EmblemForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = EmblemForm(request.POST, request.FILES)
        if form.is_valid():
            file: Any = form.cleaned_data["emblem"]
            try:
                kept = services.set_emblem(
                    agency=person.agency, by=person, name=file.name, data=file.read()
                )
            except UnreadableInput as error:
                error.field = "emblem"  # type: ignore[attr-defined]
                refuse(form, error)
            else:
                messages.success(request, _("เก็บตราแล้ว เอกสารที่ทำต่อจากนี้ใช้ตรานี้"))
                for finding in kept.findings:
                    messages.warning(request, in_language(finding.message))
                return done(request, reverse("agency:emblem"))
    return shown(request, "agency/emblem.html", form, {"agency": person.agency})


@require_POST
@needs(Right.EDIT_AGENCY)
@fresh
def emblem_remove(request: HttpRequest) -> HttpResponse:
    """Papers go without an emblem."""
    person = person_of(request)
    services.remove_emblem(agency=person.agency, by=person)
    messages.success(request, _("เอาตราออกแล้ว เอกสารที่ทำไว้ก่อนไม่เปลี่ยน"))
    return done(request, reverse("agency:emblem"))


@require_GET
@needs(Right.SEE)
def emblem_picture(request: HttpRequest) -> HttpResponse:
    """The emblem itself: drawn anew or of plain shapes, and shut in all the same."""
    file = found(person_of(request).agency.emblem)
    response = HttpResponse(files.read(file), content_type=file.media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["Content-Disposition"] = "inline"
    return response


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def second_factor_rules(request: HttpRequest) -> HttpResponse:
    """Which positions must have a second factor."""
    person = person_of(request)
    form = SecondFactorForm(
        person.agency,
        request.POST if request.method == "POST" else None,
        initial={"kinds": person.agency.second_factor},
    )
    if request.method == "POST" and form.is_valid():
        services.set_second_factor(
            agency=person.agency, by=person, roles=map(role_of, form.cleaned_data["kinds"])
        )
        messages.success(request, _("บันทึกแล้ว มีผลตั้งแต่หน้าถัดไปของแต่ละคน"))
        return done(request, reverse("agency:rights"))
    return shown(request, "agency/second_factor_rules.html", form)


@require_GET
@needs(Right.SEE)
def rights(request: HttpRequest) -> HttpResponse:
    """Who may do what."""
    person = person_of(request)
    content = rights_page(person.agency, person.roles)
    return page(request, "agency/rights.html", content)
