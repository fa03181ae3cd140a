"""The pre-audit of an item: asked for, watched, and as a paper of the year."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.preaudit.model import Forecast
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure.queries.reading import (
    REPORT_JOB,
    forecast_tag,
    preaudit_report,
    reading_page,
    report_job,
)
from prongsai.web.disclosure.disclosure.queries.works import work_of
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.disclosure.disclosure.services import reading as readings
from prongsai.web.disclosure.disclosure.views.board import item_url, own_item
from prongsai.web.disclosure.disclosure.views.made import made_address
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.files import drawn_files
from prongsai.web.platform.htmx import is_htmx
from prongsai.web.platform.sending import pressed
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, until_done
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.assessment.services.frameworks import locked


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def reading(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """How far the reading is; who may work on the item asks for it."""
    back = f"{item_url(year, code)}#preaudit"
    if request.method == "POST":
        own_item(request, year, code)
        person = person_of(request)

        def ask() -> str:
            readings.ask(person.agency, by=person, year=year, codes=[code])
            return back

        return pressed(request, ask, back)
    person = person_in(request, year)
    items, work = found(work_of(person.agency, year, code, today()))
    if not is_htmx(request):
        return redirect(back)
    page = {
        "work": work,
        "reading": reading_page(work) if items.of_year == year else None,
        "may_work": may_work_on(person, year, [work.item], today()),
    }
    return render(request, "disclosure/_reading.html", {"page": page, "year": year, "again": True})


@require_safe
@needs(Right.SEE)
def quote(request: HttpRequest, year: int, code: str, element: str) -> HttpResponse:
    """The page on which a quote stood when it was read, with a mark."""
    _items, work = found(work_of(person_in(request, year).agency, year, code, today()))
    row = found(work.reading if work.is_read else None)
    picture = found(row.pictures.filter(element=element).first())
    return HttpResponse(bytes(picture.png), "image/png", headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int) -> HttpResponse:
    """What is to be expected of each item, and the paper of it for the executive."""
    person = person_in(request, year)
    if request.method == "POST":

        def make() -> str:
            locked(person.agency, year)
            former = report_job(person.agency, year)
            if former is None or not former.is_open:  # one at a time, whoever asks
                jobs.ask(person.agency, person, REPORT_JOB, {"year": year})
                return made_address(request)
            messages.info(request, _("กำลังทำรายงานอยู่แล้ว"))
            return f"{request.path}?again=1"

        return pressed(request, make, request.path)
    known = preaudit_report(person.agency, year, today())
    job = report_job(person.agency, year)
    parts = [
        (forecast_tag(kind), known.lines_with(kind)) for kind in Forecast if known.lines_with(kind)
    ]
    is_open = job is not None and job.is_open
    context = {
        "year": year, "parts": parts, "unread": known.lines_with(None), "job": job,
        "is_open": is_open,
        "files": drawn_files(job),
    }  # fmt: skip
    response = render(request, "disclosure/preaudit.html", context)
    return until_done(request, response, is_open=is_open)


@require_safe
@needs(Right.SEE)
def report_file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The report as "pdf" or "docx"."""
    job = report_job(person_in(request, year).agency, year)
    return file_answer(found(drawn_files(job).get(form)), saves=form != "pdf")
