"""My work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import page
from prongsai.web.year.ownership.work_queries import work_page


@require_safe
@needs(Right.SEE)
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the reader or their unit, the most urgent first."""
    return page(request, "ownership/work.html", work_page(person_of(request), today()))
