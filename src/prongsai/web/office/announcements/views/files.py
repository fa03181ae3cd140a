"""How an announcement will print: as a page at once, as PDF and Word by a job."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.papers.digits import Digits
from prongsai.documents.page import to_html
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.office.announcements import queries
from prongsai.web.office.announcements.drawing import shown
from prongsai.web.office.announcements.queries.one import JOB
from prongsai.web.office.announcements.views.common import announcement_in
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done, is_htmx
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.serving import file_answer, page_answer
from prongsai.web.platform.shortcuts import found

_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.SEE)
def preview(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """The paper as a page."""
    row = announcement_in(request, year, announcement_id)
    return page_answer(to_html(shown(row, today()), Digits(row.agency.digits)))


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def ask(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Ask for PDF and Word of the draft."""
    row = announcement_in(request, year, announcement_id)
    page = found(queries.announcement_page(row.agency, year, row.pk, today()))

    def act() -> str:
        if not page.is_drawing:
            jobs.ask(row.agency, person_of(request), JOB, {"notice": str(row.pk)})
        return f"{reverse('announcements:drawing', args=[year, row.pk])}?again=1"

    return done(request, answered(request, act))


@require_safe
@needs(Right.SEE)
def drawing(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """How far the drawing is; asked again by the part itself, or by the browser."""
    row = announcement_in(request, year, announcement_id)
    page = found(queries.announcement_page(row.agency, year, row.pk, today()))
    failure = jobs.failure_of(page.job) if page.job else None
    context = {"page": page, "year": year, "failure": failure}
    template = "announcements/_drawing.html" if is_htmx(request) else "announcements/drawing.html"
    response = render(request, template, context)
    if page.is_drawing and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, announcement_id: UUID, form: str) -> HttpResponse:
    """A drawn file of the draft; PDF opens in the browser, Word is saved."""
    row = announcement_in(request, year, announcement_id)
    page = found(queries.announcement_page(row.agency, year, row.pk, today()))
    kept = found(next((one for one in page.files if one.name.endswith(f".{form}")), None))
    return file_answer(kept, saves="save" in request.GET)
