"""Drafts: ask, watch, fetch."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import is_htmx
from prongsai.web.platform.serving import file_answer
from prongsai.web.year.reports.queries.jobs import job_page
from prongsai.web.year.reports.queries.pages import draft_file
from prongsai.web.year.reports.services import submitting
from prongsai.web.year.reports.views.common import after, person_and_kind

_REFRESH_SECONDS = "3"
# Our own PDF: nothing in it may be loaded or run, and the browser may show it.


@require_POST
@needs(Right.MAKE_PAPERS)
def ask(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Ask for a draft in every form; then watch the job."""
    person, chosen = person_and_kind(request, year, kind)

    def act() -> str:
        made = submitting.ask_draft(person.agency, by=person, year=year, kind=chosen)
        return reverse("reports:job", args=[made.pk])

    return after(request, year, chosen, act)


@require_safe
@needs(Right.SEE)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far the drawing is; HTMX asks again and again, without it a link does."""
    page = job_page(person_of(request).agency, job_id)
    if page is None:
        raise Http404
    template = "reports/_job.html" if is_htmx(request) else "reports/job.html"
    response = render(request, template, {"page": page})
    if page.is_open and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft; PDFs open in the browser, all else is saved."""
    found = draft_file(person_of(request).agency, draft_id)
    if found is None:
        raise Http404
    return file_answer(found.file, saves="save" in request.GET)
