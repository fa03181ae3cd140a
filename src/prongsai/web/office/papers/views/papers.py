"""The papers of a year: make, watch, fetch."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.papers.kinds import KINDS
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.papers import queries, services
from prongsai.web.office.papers.memo_queries import memo_lines
from prongsai.web.platform.htmx import done, is_htmx
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.serving import file_answer
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.measures.queries import plan_row
from prongsai.web.year.measures.queries.in_force import in_force
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND

_REFRESH_SECONDS = "3"
# Our own PDF: nothing in it may be loaded or run, and the browser may show it.


@require_safe
@needs(Right.SEE)
def papers(request: HttpRequest, year: int) -> HttpResponse:
    """All kinds with what was made of them."""
    person = person_of(request)
    check_opened(person.agency, year)
    row = plan_row(person.agency, year)
    approved = in_force(person.agency, year)
    context = {
        "page": queries.papers_page(person.agency, year),
        "memos": memo_lines(person.agency, year),
        "approval": state_of(person.agency, APPROVAL_KIND, row.pk) if row else None,
        "is_settled": approved is not None
        and approved.objected is None
        and not approved.is_changed,
        "may_submit": may(person, Right.SUBMIT),
        "may_make": may(person, Right.MAKE_PAPERS),
        "may_import": may(person, Right.IMPORT_SCORES),
    }
    return render(request, "papers/papers.html", context)


@require_POST
@needs(Right.MAKE_PAPERS)
def ask(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for some kinds, or for all where none is named; then watch the job."""
    person = person_of(request)
    check_opened(person.agency, year)
    chosen = [kind for kind in request.POST.getlist("kind") if kind in KINDS] or list(KINDS)
    if not queries.papers_page(person.agency, year).has_scores:
        return done(request, reverse("papers:papers", args=[year]))

    def act() -> str:
        made = services.ask_papers(person.agency, by=person, year=year, kinds=chosen)
        return reverse("papers:job", args=[made.pk])

    return done(request, answered(request, act))


@require_safe
@needs(Right.SEE)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far the making is.

    HTMX asks for the part again and again. Without it a link asks once with `again=1`; from then
    on the browser loads the page by itself until the job is over.
    """
    person = person_of(request)
    content = queries.job_page(person.agency, job_id)
    if content is None:
        raise Http404
    context = {"page": content, "may_make": may(person, Right.MAKE_PAPERS)}
    template = "papers/_job.html" if is_htmx(request) else "papers/job.html"
    response = render(request, template, context)
    if content.is_open and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One made file; PDFs open in the browser, all else is saved."""
    found = queries.paper_file(person_of(request).agency, file_id)
    if found is None:
        raise Http404
    return file_answer(found.file, saves="save" in request.GET)
