"""The year: dashboard, analysis, one item, one indicator, why a score is what it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import page
from prongsai.web.signing.approval.queries import waiting_count
from prongsai.web.year.analysis import detail_queries, exports, queries, why_queries
from prongsai.web.year.assessment.queries import years

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the newest year; before there is one, to what has to be done first."""
    if not Agency.objects.exists():
        return HttpResponseRedirect(reverse("agency:start"))
    return _newest(request)


@needs(Right.SEE)
def _newest(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if _signs_first(person):
        return HttpResponseRedirect(reverse("approval:inbox"))
    opened = years(person.agency)
    if opened:
        return HttpResponseRedirect(reverse("analysis:dashboard", args=[opened[0]]))
    if may(person, Right.OPEN_YEAR):
        return HttpResponseRedirect(reverse("assessment:open"))
    return render(request, "analysis/no_year.html")


def _signs_first(person: Actor) -> bool:
    """Whether a paper waits for somebody whose work here is to sign: that comes before figures."""
    return not may(person, Right.EDIT_PLAN) and waiting_count(person, today()) > 0


@require_safe
@needs(Right.SEE)
def dashboard(request: HttpRequest, year: int) -> HttpResponse:
    """The year at a glance."""
    person = person_of(request)
    check_opened(person.agency, year)
    content = queries.dashboard(
        person.agency, year, today(), may_import=may(person, Right.IMPORT_SCORES)
    )
    template = "analysis/dashboard.html" if content.scores else "analysis/first_steps.html"
    return page(request, template, content)


@require_safe
@needs(Right.SEE)
def analysis(request: HttpRequest, year: int) -> HttpResponse:
    """Where the points were lost."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = queries.analysis(agency, year)
    if content is None:
        return no_scores(request, year)
    return page(request, "analysis/analysis.html", content)


@require_safe
@needs(Right.SEE)
def analysis_print(request: HttpRequest, year: int) -> HttpResponse:
    """The analysis on paper."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = queries.analysis(agency, year)
    if content is None:
        return no_scores(request, year)
    return page(request, "analysis/analysis_print.html", content)


@require_safe
@needs(Right.SEE)
def analysis_export(request: HttpRequest, year: int, key: str, form: str) -> HttpResponse:
    """One list as CSV; all lists as a workbook under the key "all"."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = queries.analysis(agency, year)
    if content is None or form not in _TYPES:
        raise Http404
    sheets = exports.analysis_sheets(content)
    if key == "all" and form == "xlsx":
        name = _("วิเคราะห์คะแนน")
        return _file(exports.to_xlsx(sheets.values()), f"{name}-{year - 1}", form)
    if key not in sheets:
        raise Http404
    sheet = sheets[key]
    data = exports.to_csv(sheet) if form == "csv" else exports.to_xlsx([sheet])
    return _file(data, f"{sheet.name}-{year - 1}", form)


@require_safe
@needs(Right.SEE)
def item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One item."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = detail_queries.item_page(agency, year, code)
    if content is None:
        raise Http404
    return page(request, "analysis/item.html", content)


@require_safe
@needs(Right.SEE)
def indicator(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One indicator."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = detail_queries.indicator_page(agency, year, code)
    if content is None:
        raise Http404
    return page(request, "analysis/indicator.html", content)


@require_safe
@needs(Right.SEE)
def why(request: HttpRequest, year: int) -> HttpResponse:
    """Why the score is what it is."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = why_queries.why_page(agency, year)
    if content is None:
        return no_scores(request, year)
    return page(request, "analysis/why.html", content)


@require_safe
@needs(Right.SEE)
def why_export(request: HttpRequest, year: int) -> HttpResponse:
    """The verification as CSV."""
    agency = person_of(request).agency
    check_opened(agency, year)
    content = why_queries.why_page(agency, year)
    if content is None:
        raise Http404
    sheet = exports.why_sheet(content)
    return _file(exports.to_csv(sheet), f"{sheet.name}-{year - 1}", "csv")


def check_opened(agency: Agency, year: int) -> None:
    """Refuse a year that the agency has not opened.

    Errors: Http404.
    """
    if year not in years(agency):
        raise Http404


def no_scores(request: HttpRequest, year: int) -> HttpResponse:
    """What to do where a page needs scores and there are none."""
    context = {
        "year": year,
        "score_year": year - 1,
        "may_import": may(person_of(request), Right.IMPORT_SCORES),
    }
    return render(request, "analysis/no_scores.html", context)


def _file(data: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(data, content_type=_TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = disposition or "attachment"
    return response
