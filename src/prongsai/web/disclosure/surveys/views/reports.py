"""The report of a survey of one's own: made, taken along, and made evidence of."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.views.made import (
    edition_file,
    evidence_made,
    made_address,
    may_attach,
    until_drawn,
)
from prongsai.web.disclosure.surveys.models import Survey, SurveyReport
from prongsai.web.disclosure.surveys.own_forms import ReportForm
from prongsai.web.disclosure.surveys.queries import satisfaction as queries
from prongsai.web.disclosure.surveys.rights import survey_of
from prongsai.web.disclosure.surveys.services import reporting
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found, shown


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The editions of a report, and the words of a new one."""
    person = person_of(request)
    survey = _own(request, survey_id)
    page = queries.report_page(survey)
    may_make = may(person, Right.KEEP_SURVEYS)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not may_make:
        raise PermissionDenied
    form = ReportForm(posted, initial=dict(page.said))

    def act() -> str:
        reporting.make(person, survey, form.cleaned_data)
        return made_address(request)

    if posted is not None and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {
        "survey": survey, "page": page, "may_make": may_make, "base": request.path,
        "attaches": may_attach(person, page.answered) if may_make else [],
    }  # fmt: skip
    answer = shown(request, "surveys/report.html", form, context)
    return until_drawn(request, answer, page.made)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, survey_id: UUID, survey_report_id: UUID, form: str) -> HttpResponse:
    """A report as "pdf", "docx" or "xlsx"."""
    return edition_file(_edition(_own(request, survey_id), survey_report_id), form)


@require_POST
@needs(Right.KEEP_SURVEYS)
def evidence(request: HttpRequest, survey_id: UUID, survey_report_id: UUID) -> HttpResponse:
    """Make a report's files evidence of the items that it answers."""
    survey = _own(request, survey_id)
    row = _edition(survey, survey_report_id)
    person = person_of(request)
    return evidence_made(
        request,
        queries.answers(survey),
        survey.fiscal_year,
        reverse("surveys:report", args=[survey.pk]),
        lambda year, items, forms: reporting.make_evidence(
            row, by=person, year=year, items=items, forms=forms
        ),
    )


def _own(request: HttpRequest, survey_id: UUID) -> Survey:
    """A survey of one's own, of the person's agency.

    Errors: Http404.
    """
    survey = found(survey_of(person_of(request), survey_id))
    return found(None if survey.is_rehearsal else survey)


def _edition(survey: Survey, survey_report_id: UUID) -> SurveyReport:
    rows = queries.reports_of(survey).select_related("pdf", "docx", "xlsx")
    return found(rows.filter(pk=survey_report_id).first())
