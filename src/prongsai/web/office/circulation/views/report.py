"""The acknowledgement report: on a sheet, as a paper, as a workbook; the sheet that is signed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.office.circulation import exports, queries, services
from prongsai.web.office.circulation.queries import StatePage
from prongsai.web.office.circulation.queries.report import ReportPage, report_page
from prongsai.web.platform.clock import now
from prongsai.web.platform.htmx import done, is_htmx
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.upload_validation import MEDIA_TYPES

_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.CIRCULATE)
def printed(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The report on a sheet."""
    context = {"page": _page(request, circulation_id), "moment": now()}
    return render(request, "circulation/report.html", context)


@require_safe
@needs(Right.CIRCULATE)
def sheet(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The sheet that those sign who have not acknowledged yet."""
    return render(request, "circulation/sheet.html", {"page": _page(request, circulation_id)})


@require_safe
@needs(Right.CIRCULATE)
def export(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The report as a workbook."""
    made = exports.report_workbook(_page(request, circulation_id))
    response = HttpResponse(made, content_type=MEDIA_TYPES["xlsx"])
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{_('รายงานการรับทราบ')}.xlsx"
    )
    response["Content-Disposition"] = disposition or "attachment"
    return response


@require_POST
@needs(Right.CIRCULATE)
def ask(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Have the report drawn as PDF and Word."""
    content = _files(request, circulation_id)

    def act() -> str:
        services.ask_report(content.row, by=person_of(request))
        return f"{reverse('circulation:drawing', args=[circulation_id])}?again=1"

    return done(request, answered(request, act))


@require_safe
@needs(Right.CIRCULATE)
def drawing(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """How far the drawing is, then the files; asked again by the part itself, or the browser."""
    content = _files(request, circulation_id)
    template = "circulation/_drawing.html" if is_htmx(request) else "circulation/drawing.html"
    response = render(request, template, {"page": content})
    if content.is_drawing and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.CIRCULATE)
def file(request: HttpRequest, circulation_id: UUID, form: str) -> HttpResponse:
    """A drawn file; PDF opens in the browser, Word is saved."""
    kept = dict(_files(request, circulation_id).files).get(form)
    if kept is None:
        raise Http404
    return file_answer(kept, saves="save" in request.GET)


def _files(request: HttpRequest, circulation_id: UUID) -> ReportPage:
    content = report_page(person_of(request).agency, circulation_id)
    if content is None:
        raise Http404
    return content


def _page(request: HttpRequest, circulation_id: UUID) -> StatePage:
    content = queries.state_page(person_of(request).agency, circulation_id)
    if content is None:
        raise Http404
    return content
