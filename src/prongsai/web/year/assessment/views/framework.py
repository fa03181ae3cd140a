"""A year's framework: the whole, its workbook, its official files, its revisions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.core.framework.workbook import to_rows
from prongsai.documents.framework_workbook import framework_workbook
from prongsai.readers.kinds import MAX_BYTES
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.assessment.forms import WorkbookForm
from prongsai.web.year.assessment.framework.differences import differences
from prongsai.web.year.assessment.framework.texts import from_texts
from prongsai.web.year.assessment.models import FrameworkRevision
from prongsai.web.year.assessment.queries.pages import Year, framework_page, revisions_of
from prongsai.web.year.assessment.queries.unknown import unknown_of
from prongsai.web.year.assessment.services.importing import (
    OutOfDate,
    outcome,
    read_workbook,
    take_preview,
)
from prongsai.web.year.assessment.services.official import official_of, take_official
from prongsai.web.year.assessment.services.revisions import Unsound, restore, texts_of
from prongsai.web.year.assessment.views.common import (
    framework_url,
    may_edit,
    not_open,
    open_url,
    year_of_request,
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@needs(Right.SEE)
def framework(request: HttpRequest, year: int) -> HttpResponse:
    """The whole framework of a year, with what is unconfirmed."""
    page = found(framework_page(person_of(request).agency, year))
    may_open = may(person_of(request), Right.OPEN_YEAR)
    context = {
        "page": page,
        "year": year,
        "may_edit": may_edit(request) and page.is_open,
        "open_url": open_url(year) if may_open else "",
        "unknown_of": unknown_of(person_of(request).agency, year),
    }
    return render(request, "assessment/framework.html", context)


@require_GET
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The framework as a workbook, to be corrected from the manual."""
    data = year_of_request(request, year)
    name = f"framework-{year}-r{data.number}.xlsx"
    response = HttpResponse(framework_workbook(to_rows(data.documents)), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def import_(request: HttpRequest, year: int) -> HttpResponse:
    """Read a corrected workbook; the next page shows what it would change."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            preview = read_workbook(
                person_of(request).agency,
                by=person_of(request),
                fiscal_year=year,
                name=file.name,
                data=file.read(MAX_BYTES + 1),
            )
        except ProngsaiError as refusal:
            form.add_error("file", words_of(refusal))
        else:
            return done(request, reverse("assessment:preview", args=[year, preview.pk]))
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "year": year, "back": framework_url(year)}
    return render(request, "assessment/import.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def preview(request: HttpRequest, year: int, preview_id: UUID) -> HttpResponse:
    """What a workbook would change, and the yes to it."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    row = found(data.assessment.previews.filter(pk=preview_id).first())
    refused, status = "", 200
    if request.method == "POST":
        try:
            return done(request, answered(request, lambda: _taken(request, year, preview_id)))
        except (OutOfDate, Unsound) as refusal:
            refused, status = words_of(refusal), UNPROCESSABLE
    # Read again: what is shown is always against the framework of the moment.
    current = year_of_request(request, year).assessment or data.assessment
    context = {
        "year": year,
        "preview": row,
        "outcome": outcome(current, row),
        "refused": refused,
        "back": reverse("assessment:import", args=[year]),
    }
    return render(request, "assessment/preview.html", context, status=status)


def _taken(request: HttpRequest, year: int, preview_id: UUID) -> str:
    person = person_of(request)
    seen = whole_number(request.POST.get("seen", ""))
    revision = take_preview(
        person.agency,
        by=person,
        fiscal_year=year,
        preview_id=preview_id,
        seen=-1 if seen is None else seen,
    )
    if revision is None:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    else:
        messages.success(request, _("นำเข้าแล้ว เป็นฉบับที่ %(number)s") % {"number": revision.number})
    return framework_url(year)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def official(request: HttpRequest, year: int) -> HttpResponse:
    """What the official files would change, and the yes to them."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    refused, status = "", 200
    if request.method == "POST":
        try:
            return done(request, answered(request, lambda: _official(request, year)))
        except ProngsaiError as refusal:
            refused, status = words_of(refusal), UNPROCESSABLE
    current = year_of_request(request, year).assessment or data.assessment
    context = {
        "year": year,
        "official": official_of(current),
        "refused": refused,
        "back": framework_url(year),
    }
    return render(request, "assessment/official.html", context, status=status)


def _official(request: HttpRequest, year: int) -> str:
    person = person_of(request)
    seen = request.POST.get("seen", "")
    revision = take_official(person.agency, by=person, fiscal_year=year, seen=seen)
    if revision is None:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    else:
        told = {"number": revision.number}
        messages.success(request, _("ใช้ข้อมูลทางการแล้ว เป็นฉบับที่ %(number)s") % told)
    return framework_url(year)


@require_GET
@needs(Right.SEE)
def revisions(request: HttpRequest, year: int) -> HttpResponse:
    """All states of the framework."""
    data = year_of_request(request, year)
    rows = revisions_of(person_of(request).agency, year)
    context = {"year": year, "revisions": rows, "number": data.number}
    return render(request, "assessment/revisions.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def revision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What going back to a state would change, and doing so."""
    person = person_of(request)
    data = year_of_request(request, year)
    former = found(_former(data, number))
    if request.method == "POST":
        try:
            return done(request, answered(request, lambda: _restored(request, year, number)))
        except ProngsaiError as refusal:
            messages.error(request, words_of(refusal))
    documents = from_texts(texts_of(person.agency, former.files))
    context = {
        "year": year,
        "revision": former,
        "changes": differences(data.documents, documents),
        "is_standing": number == data.number,
        "back": reverse("assessment:revisions", args=[year]),
    }
    return render(request, "assessment/revision.html", context)


def _former(year: Year, number: int) -> FrameworkRevision | None:
    if year.assessment is None:
        raise Http404
    return year.assessment.revisions.filter(number=number).first()


def _restored(request: HttpRequest, year: int, number: int) -> str:
    person = person_of(request)
    new = restore(person.agency, by=person, fiscal_year=year, number=number)
    if new is None:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    else:
        told = {"former": number, "number": new.number}
        messages.success(request, _("กลับไปใช้ฉบับที่ %(former)s แล้ว เป็นฉบับที่ %(number)s") % told)
    return framework_url(year)
