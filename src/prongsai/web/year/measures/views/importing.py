"""A workbook of the plan: sent, looked at, taken over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.measures.forms import UploadForm
from prongsai.web.year.measures.queries import pages, preview_of
from prongsai.web.year.measures.services import importing
from prongsai.web.year.measures.views.common import person_in, plan_in, plan_url
from prongsai.web.year.scoring.views.common import error_words


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """Send a workbook; nothing changes yet."""
    plan_in(request, year)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return done(request, answered(request, lambda: _read(request, year, form)))
            except ProngsaiError as error:
                form.add_error("file", error_words(error))
    context = {"year": year, "form": form, "back": plan_url(year)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "measures/import.html", context, status=status)


def _read(request: HttpRequest, year: int, form: UploadForm) -> str:
    person = person_of(request)
    file = form.cleaned_data["file"]
    kept = importing.read_workbook(
        person.agency, by=person, fiscal_year=year, name=file.name, data=file.read()
    )
    return reverse("measures:preview", args=[year, kept.pk])


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def preview(request: HttpRequest, year: int, plan_preview_id: UUID) -> HttpResponse:
    """What a workbook would change; taken over by the button."""
    person = person_in(request, year)
    kept = found(preview_of(person.agency, year, plan_preview_id))
    refusal = ""
    if request.method == "POST":
        try:
            return done(request, answered(request, lambda: _taken(request, year, kept.pk)))
        except Misuse as error:
            refusal = words_of(error)
        except importing.OutOfDate as error:
            refusal = words_of(error)
    outcome = importing.outcome(person.agency, kept)
    context = {
        "year": year,
        "preview": kept,
        "outcome": outcome,
        "findings": [pages.line_of(one) for one in (*outcome.faults, *outcome.findings)],
        "refusal": refusal,
        "removes": "removes" in request.POST,
        "back": reverse("measures:import", args=[year]),
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "measures/preview.html", context, status=status)


def _taken(request: HttpRequest, year: int, preview_id: UUID) -> str:
    person = person_of(request)
    taken = importing.take_preview(
        person.agency,
        by=person,
        fiscal_year=year,
        preview_id=preview_id,
        seen=request.POST.get("seen", ""),
        removes="removes" in request.POST,
    )
    if taken is None:
        messages.info(request, _("แฟ้มนี้นำเข้าไปแล้ว"))
    else:
        told = {"new": len(taken.new), "changed": len(taken.changed)}
        words = _("นำเข้าแล้ว: มาตรการใหม่ %(new)s เปลี่ยน %(changed)s")
        messages.success(request, words % told)
    return plan_url(year)
