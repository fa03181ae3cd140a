"""The queues of half a year or a year as papers."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.counter.queries import queues as queries
from prongsai.web.citizens.counter.services import reporting
from prongsai.web.disclosure.disclosure.views.item import (
    edition_file,
    edition_made,
    evidence_made,
    may_attach,
    until_drawn,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.shortcuts import found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int, months: str) -> HttpResponse:
    """The editions of a paper; who keeps the counters makes one more."""
    person, paper = person_of(request), _paper(year, months)
    may_make = may(person, Right.KEEP_COUNTERS)
    if request.method == "POST" and not may_make:
        raise PermissionDenied

    if request.method == "POST":
        return edition_made(request, lambda: reporting.make(person, paper, year))
    page = queries.paper_page(person.agency, paper, year)
    context = {
        "page": page, "year": year, "papers": queries.PAPERS.values(), "base": request.path,
        "is_over": page.ends_on < today(), "may_make": may_make,
        "attaches": may_attach(person, page.answered),
        "years": [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
    }  # fmt: skip
    return until_drawn(request, render(request, "counter/report.html", context), page.made)


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, months: str, queue_report_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    rows = queries.editions(person_of(request).agency, _paper(year, months), year)
    row = rows.select_related("pdf", "docx", "xlsx").filter(pk=queue_report_id).first()
    return edition_file(row, form)


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, months: str, queue_report_id: UUID) -> HttpResponse:
    """Make an edition's files evidence of the items that it answers."""
    person, paper = person_of(request), _paper(year, months)
    rows = queries.editions(person.agency, paper, year)
    row = found(rows.select_related("agency", "pdf", "xlsx").filter(pk=queue_report_id).first())
    return evidence_made(
        request,
        queries.answers(person.agency, year),
        year,
        reverse("counter:report", args=[year, months]),
        lambda of_year, items, forms: reporting.make_evidence(
            row, by=person, year=of_year, items=items, forms=forms
        ),
    )


def _paper(year: int, key: str) -> queries.Paper:
    paper = queries.PAPERS.get(key)
    return found(paper if FIRST_YEAR <= year <= LAST_YEAR else None)
