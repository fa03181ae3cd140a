"""The three reports of a year, one of them, and what came of the measures."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.paging import rows_page
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.reports.forms import DayForm, LayoutForm
from prongsai.web.year.reports.queries.effect import effect_page
from prongsai.web.year.reports.queries.pages import cards, report_page
from prongsai.web.year.reports.views.common import person_and_kind


@require_safe
@needs(Right.SEE)
def reports(request: HttpRequest, year: int) -> HttpResponse:
    """All three with how far each is."""
    agency = person_of(request).agency
    check_opened(agency, year)
    context = {"year": year, "cards": tuple(cards(agency, year, today()))}
    return render(request, "reports/reports.html", context)


@require_safe
@needs(Right.SEE)
def report(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """One report: its rows, who owes what, what is wrong, where it stands.

    The address may name a day (`on_0`, `on_1`, `on_2`): the report as it was known then.
    """
    person, chosen = person_and_kind(request, year, kind)
    asked = "on_0" in request.GET or "on" in request.GET
    form = DayForm(request.GET if asked else None)
    known_by: date | None = form.cleaned_data["on"] if asked and form.is_valid() else None
    page = report_page(person, year, chosen, today(), _past(known_by))
    if page is None:
        return render(request, "reports/no_plan.html", {"year": year, "kind": chosen})
    context = {
        "page": page,
        "rows": rows_page(page.lines, request.GET.get("page", ""), request.GET.get("row", "")),
        "query": urlencode(
            [(key, str(said)) for key, said in request.GET.items() if key[:2] == "on"]
        ),
        "form": form,
        "layout_form": LayoutForm(initial={"layout": page.layout}),
        "may_publish": may(person, Right.PUBLISH),
        "may_draft": may(person, Right.MAKE_PAPERS),
        "may_submit": page.may_submit and may(person, Right.SUBMIT),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "reports/report.html", context, status=status)


def _past(day: date | None) -> date | None:
    """A day before today; any other is now."""
    return day if day is not None and day < today() else None


@require_safe
@needs(Right.SEE)
def effect(request: HttpRequest, year: int) -> HttpResponse:
    """What each measure's items did in the following year."""
    agency = person_of(request).agency
    check_opened(agency, year)
    return render(request, "reports/effect.html", {"page": effect_page(agency, year)})
