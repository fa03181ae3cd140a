"""The acknowledgement report: on a sheet, as a paper, as a workbook; the sheet that is signed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.circulation import exports, queries
from prongsai.web.circulation.queries import StatePage
from prongsai.web.platform.clock import now

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
def export(request: HttpRequest, circulation_id: UUID, form: str) -> HttpResponse:
    """The report as a file."""
    content = _page(request, circulation_id)
    if form not in _TYPES:
        raise Http404
    response = HttpResponse(exports.report_file(content, form), content_type=_TYPES[form])
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{_('รายงานการรับทราบ')}.{form}"
    )
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _page(request: HttpRequest, circulation_id: UUID) -> StatePage:
    content = queries.state_page(person_of(request).agency, circulation_id)
    if content is None:
        raise Http404
    return content
