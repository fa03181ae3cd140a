"""What is not known of two years: one list with forms."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.assessment.forms import KnownForm
from prongsai.web.year.assessment.queries.unknown import known_ratings, unknown_years
from prongsai.web.year.assessment.views.common import edited, may_edit, not_open


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def unknown(request: HttpRequest, year: int) -> HttpResponse:
    """The year's unknowns, and those of the year of its results; one year saves at a time."""
    if request.method == "POST" and not may_edit(request):
        raise PermissionDenied
    agency = person_of(request).agency
    years = unknown_years(agency, year)
    sent = request.POST.get("of", "")
    asked = next((one for one in years if str(one.data.fiscal_year) == sent), None)
    forms = {
        one.data.fiscal_year: KnownForm(
            request.POST if one is asked else None,
            year=one,
            ratings=known_ratings(agency, one.data.documents),
        )
        for one in years
    }
    chosen = asked or found(years[-1] if years else None)
    if asked is not None and asked.data.assessment is None:
        return not_open(request, asked.data.fiscal_year)
    form = forms[chosen.data.fiscal_year]
    return edited(
        request,
        chosen.data,
        form=form,
        edit=form.edit,
        template="assessment/unknown.html",
        back=reverse("assessment:unknown", args=[year]),
        context={
            "year": year,
            "parts": [(one, forms[one.data.fiscal_year]) for one in years],
            "may_edit": may_edit(request),
        },
    )
