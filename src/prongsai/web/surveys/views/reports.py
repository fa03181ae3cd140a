"""The report of a survey of one's own: made, taken along, and made evidence of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.made import FORMS
from prongsai.web.disclosure.rights import may_work_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.surveys.models import Survey, SurveyReport
from prongsai.web.surveys.own_forms import ReportForm
from prongsai.web.surveys.queries import satisfaction as queries
from prongsai.web.surveys.rights import survey_of
from prongsai.web.surveys.services import reporting

_REFRESH_SECONDS = "3"


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
        messages.success(request, _("ทำรายงานแล้ว กำลังทำแฟ้ม"))
        return f"{request.path}?again=1"

    if posted is not None and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {
        "survey": survey, "page": page, "may_make": may_make, "base": request.path,
        "attaches": [
            one for one in page.answered
            if may_make and may_work_on(person, one.year, one.items, today())
        ],
    }  # fmt: skip
    response = shown(request, "surveys/report.html", form, context)
    if "again" in request.GET and any(made.is_open for made in page.made):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, survey_id: UUID, survey_report_id: UUID, form: str) -> HttpResponse:
    """A report as "pdf", "docx" or "xlsx"."""
    row = _edition(_own(request, survey_id), survey_report_id)
    kept = found(getattr(row, form, None) if form in FORMS else None)
    return file_answer(kept, saves=form != "pdf")


@require_POST
@needs(Right.KEEP_SURVEYS)
def evidence(request: HttpRequest, survey_id: UUID, survey_report_id: UUID) -> HttpResponse:
    """Make a report's files evidence of the items that it answers."""
    survey = _own(request, survey_id)
    row = _edition(survey, survey_report_id)
    year = whole_number(request.POST.get("year", "")) or survey.fiscal_year
    items = next((one.items for one in queries.answers(survey) if one.year == year), ())
    forms = ("pdf", "xlsx") if "data" in request.POST else ("pdf",)
    back = reverse("surveys:report", args=[survey.pk])

    def act() -> str:
        made = reporting.make_evidence(
            row, by=person_of(request), year=year, items=items, forms=forms
        )
        told = {"codes": ", ".join(item.code for item in items), "count": len(made)}
        messages.success(request, _("ใช้เป็นหลักฐานของ %(codes)s แล้ว %(count)s แฟ้ม") % told)
        return back

    try:
        return done(request, answered(request, act))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        return done(request, back)


def _own(request: HttpRequest, survey_id: UUID) -> Survey:
    """A survey of one's own, of the person's agency.

    Errors: Http404.
    """
    survey = found(survey_of(person_of(request), survey_id))
    return found(None if survey.is_rehearsal else survey)


def _edition(survey: Survey, survey_report_id: UUID) -> SurveyReport:
    rows = queries.reports_of(survey).select_related("pdf", "docx", "xlsx")
    return found(rows.filter(pk=survey_report_id).first())
