"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.menu import queries


@require_safe
@needs(Right.SEE)
def search(request: HttpRequest) -> HttpResponse:
    """What is found for the words asked, by kind; without words the whole menu."""
    content = queries.search_page(
        person_of(request), request.GET.get("q", ""), request.GET.get("year", "")
    )
    return render(request, "menu/search.html", {"page": content})
