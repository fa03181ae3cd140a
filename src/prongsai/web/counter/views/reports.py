"""The queues of half a year or a year as papers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.counter.queries import reports as queries
from prongsai.web.counter.services import reporting
from prongsai.web.disclosure.made import FORMS
from prongsai.web.disclosure.rights import may_work_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number

_REFRESH_SECONDS = "3"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int, months: str) -> HttpResponse:
    """The editions of a paper; who keeps the counters makes one more."""
    person, paper = person_of(request), _paper(year, months)
    may_make = may(person, Right.KEEP_COUNTERS)
    if request.method == "POST" and not may_make:
        raise PermissionDenied

    def act() -> str:
        reporting.make(person, paper, year)
        messages.success(request, _("ทำรายงานแล้ว กำลังทำแฟ้ม"))
        return f"{request.path}?again=1"

    if request.method == "POST":
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            messages.error(request, words_of(refusal))
            return done(request, request.path)
    page = queries.paper_page(person.agency, paper, year)
    context = {
        "page": page, "year": year, "papers": queries.PAPERS.values(), "base": request.path,
        "is_over": page.ends_on < today(), "may_make": may_make,
        "attaches": [
            one for one in page.answered if may_work_on(person, one.year, one.items, today())
        ],
        "years": [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
    }  # fmt: skip
    response = render(request, "counter/report.html", context)
    if "again" in request.GET and any(made.is_open for made in page.made):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, months: str, queue_report_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    rows = queries.editions(person_of(request).agency, _paper(year, months), year)
    row = found(rows.select_related("pdf", "docx", "xlsx").filter(pk=queue_report_id).first())
    kept = found(getattr(row, form, None) if form in FORMS else None)
    return file_answer(kept, saves=form != "pdf")


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, months: str, queue_report_id: UUID) -> HttpResponse:
    """Make an edition's files evidence of the items that it answers."""
    person, paper = person_of(request), _paper(year, months)
    rows = queries.editions(person.agency, paper, year)
    row = found(rows.select_related("agency", "pdf", "xlsx").filter(pk=queue_report_id).first())
    of_year = whole_number(request.POST.get("year", "")) or year
    answers = queries.answers(person.agency, year)
    items = next((one.items for one in answers if one.year == of_year), ())
    if not may_work_on(person, of_year, items, today()):
        raise PermissionDenied
    forms = ("pdf", "xlsx") if "data" in request.POST else ("pdf",)
    back = reverse("counter:report", args=[year, months])

    def act() -> str:
        made = reporting.make_evidence(row, by=person, year=of_year, items=items, forms=forms)
        told = {"codes": ", ".join(item.code for item in items), "count": len(made)}
        messages.success(request, _("ใช้เป็นหลักฐานของ %(codes)s แล้ว %(count)s แฟ้ม") % told)
        return back

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, back)


def _paper(year: int, key: str) -> queries.Paper:
    paper = queries.PAPERS.get(key)
    return found(paper if FIRST_YEAR <= year <= LAST_YEAR else None)
