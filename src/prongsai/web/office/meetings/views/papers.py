"""The papers of a meeting or group: make, watch, fetch."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.meetings.queries import papers as queries
from prongsai.web.office.meetings.services import papers as services
from prongsai.web.office.meetings.views.common import group_or_404, meeting_or_404
from prongsai.web.platform.htmx import done, is_htmx
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.serving import file_answer

_REFRESH_SECONDS = "3"
# Our own PDF: nothing in it may be loaded or run, and the browser may show it.


@require_POST
@needs(Right.HOLD_MEETINGS)
def ask_for_meeting(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Ask for papers of a meeting, all that it can have where none is named."""
    person = person_of(request)
    found = meeting_or_404(person.agency, year, meeting_id)
    allowed = queries.kinds_of(found)
    chosen = [kind for kind in request.POST.getlist("kind") if kind in allowed] or list(allowed)

    def act() -> str:
        made = services.ask(found, by=person, kinds=chosen)
        return reverse("meetings:job", args=[made.pk])

    return done(request, answered(request, act))


@require_POST
@needs(Right.HOLD_MEETINGS)
def ask_for_group(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    """Ask for the order of a group, unsigned."""
    person = person_of(request)
    found = group_or_404(person.agency, year, group_id)

    def act() -> str:
        made = services.ask(found, by=person, kinds=("order",))
        return reverse("meetings:job", args=[made.pk])

    return done(request, answered(request, act))


@require_safe
@needs(Right.SEE)
def job(request: HttpRequest, meeting_job_id: UUID) -> HttpResponse:
    """How far the making is; see `papers.views.job` for how it asks again."""
    person = person_of(request)
    content = queries.job_page(person.agency, meeting_job_id)
    if content is None:
        raise Http404
    name = "group" if content.is_group else "meeting"
    context = {
        "page": content,
        "back": reverse(f"meetings:{name}", args=[content.year, content.subject]),
        "again": reverse(f"meetings:{name}-papers", args=[content.year, content.subject]),
        "may_hold": may(person, Right.HOLD_MEETINGS),
    }
    template = "meetings/_job.html" if is_htmx(request) else "meetings/job.html"
    response = render(request, template, context)
    if content.is_open and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, meeting_paper_id: UUID) -> HttpResponse:
    """One made file; PDFs open in the browser, all else is saved."""
    found = queries.paper_of(person_of(request).agency, meeting_paper_id)
    if found is None:
        raise Http404
    return file_answer(found.file, saves="save" in request.GET)
