"""Submit the plan: what it lacks, the paper as it will print, what follows."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import UNSIGNED
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.papers.drawing import plan_document
from prongsai.web.office.papers.hooks import paper_answer
from prongsai.web.office.papers.queries import PlanPaperPage, plan_paper_page
from prongsai.web.office.papers.services import submit_plan
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.signing.approval.queries import submission_of
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.measures.queries import plan_row
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND


@require_safe
@needs(Right.SEE)
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """Where the plan stands on its way to be approved."""
    return _page(request, year)


@require_safe
@needs(Right.SEE)
def preview(request: HttpRequest, year: int) -> HttpResponse:
    """The paper as it would be submitted today."""
    agency = person_of(request).agency
    content = _content(request, year)
    if not content.has_scores:
        raise Http404
    return paper_answer(plan_document(agency, year, today(), UNSIGNED), agency)


@require_POST
@needs(Right.SUBMIT)
def submit(request: HttpRequest, year: int) -> HttpResponse:
    """Submit it; where that is refused the page says why, with the ticks as they were."""
    person = person_of(request)
    _content(request, year)

    def act() -> str:
        sent = submit_plan(
            person.agency, by=person, year=year, circulates="circulates" in request.POST,
            is_numbered="numbered" in request.POST and may(person, Right.ISSUE_NUMBERS),
        )  # fmt: skip
        messages.success(request, _("เสนอแผนแล้ว กำลังทำฉบับที่จะลงนาม"))
        return reverse("approval:submission", args=[sent.pk])

    try:
        return done(request, answered(request, act))
    except Misuse as error:
        return _page(request, year, refusal=words_of(error))


@require_POST
@needs(Right.ISSUE_NUMBERS)
def number(request: HttpRequest, year: int) -> HttpResponse:
    """Take the register's number for the plan's memo."""
    person = person_of(request)
    row = plan_row(person.agency, year)
    if row is None:
        raise Http404
    sent = submission_of(person.agency, APPROVAL_KIND, row.pk)
    if sent is None:
        messages.info(request, _("ยังไม่ได้เสนอ ออกเลขได้เมื่อเสนอแล้ว"))
        return done(request, reverse("papers:plan", args=[year]))

    def act() -> str:
        text = number_for(sent, by=person)
        messages.success(request, _("ออกเลขที่ %(number)s แล้ว") % {"number": text})
        return reverse("papers:plan", args=[year])

    return done(request, answered(request, act))


def _page(request: HttpRequest, year: int, *, refusal: str = "") -> HttpResponse:
    person = person_of(request)
    context = {
        "page": _content(request, year),
        "refusal": refusal,
        "may_submit": may(person, Right.SUBMIT),
        "may_number": may(person, Right.ISSUE_NUMBERS),
        "ticked": request.POST if request.method == "POST" else {"circulates": "1"},
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "papers/plan.html", context, status=status)


def _content(request: HttpRequest, year: int) -> PlanPaperPage:
    agency = person_of(request).agency
    check_opened(agency, year)
    content = plan_paper_page(agency, year)
    if content is None:
        raise Http404
    return content
