"""What the staff see of the figures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.statistics import exports
from prongsai.web.disclosure.statistics.queries.figures import figures
from prongsai.web.disclosure.statistics.queries.freshness import freshness
from prongsai.web.disclosure.statistics.queries.periods import offered, period_of
from prongsai.web.disclosure.statistics.words import LEAST_DAYS, LEAST_TIMES
from prongsai.web.platform.clock import today

_MOST_PAGES = 30
_MOST_WORDS = 20
_MOST_DUE = 20


@require_safe
@needs(Right.SEE)
def statistics(request: HttpRequest) -> HttpResponse:
    """Readings, searches and freshness of the agency's public site."""
    agency, on = person_of(request).agency, today()
    period = period_of(request.GET.get("period", ""), on)
    found = figures(agency, period.first, period.last, on)
    rows = freshness(agency, on)
    due = [one for one in rows if one.is_due]
    others = [*due[_MOST_DUE:], *(one for one in rows if not one.is_due)]
    context = {
        "period": period,
        "periods": offered(on),
        "quarter": period.key or offered(on)[1].key,
        "is_over": period.last < on,
        "found": found,
        "pages": found.pages[:_MOST_PAGES],
        "more_pages": max(0, len(found.pages) - _MOST_PAGES),
        "missed": found.missed[:_MOST_WORDS],
        "words": found.words[:_MOST_WORDS],
        "due": due[:_MOST_DUE],
        "others": others[:_MOST_DUE],
        "others_count": len(rows) - len(due[:_MOST_DUE]),
        "least": {"times": LEAST_TIMES, "days": LEAST_DAYS},
    }
    return render(request, "statistics/statistics.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, name: str) -> HttpResponse:
    """One of the tables as CSV."""
    agency, on = person_of(request).agency, today()
    period = period_of(request.GET.get("period", ""), on)
    whole = request.build_absolute_uri
    if name == "freshness":
        data, part = exports.freshness_csv(freshness(agency, on), whole), f"{on:%Y%m%d}"
    elif name in exports.NAMES:
        found = figures(agency, period.first, period.last, on)
        is_words = name == "words"
        data = exports.words_csv(found) if is_words else exports.readings_csv(found, whole)
        part = period.key or f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    else:
        raise Http404
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}-{part}.csv")
    response["Content-Disposition"] = disposition or "attachment"
    return response
