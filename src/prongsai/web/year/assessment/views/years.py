"""The list of years, and opening one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prongsai.core.errors import Misuse
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.assessment.forms import OpenYearForm
from prongsai.web.year.assessment.queries.pages import years_page
from prongsai.web.year.assessment.services.years import Opened, newest_year, open_year
from prongsai.web.year.assessment.views.common import framework_url, may_edit


@require_GET
@needs(Right.SEE)
def years(request: HttpRequest) -> HttpResponse:
    """The opened years with the state of their frameworks."""
    person = person_of(request)
    context = {
        "page": years_page(person.agency),
        "may_open": may(person, Right.OPEN_YEAR),
        "may_edit": may_edit(request),
    }
    return render(request, "assessment/years.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.OPEN_YEAR)
def open_(request: HttpRequest) -> HttpResponse:
    """Open a year; the one that one lives in is suggested."""
    person = person_of(request)
    page = years_page(person.agency)
    asked = whole_number(request.GET.get("fiscal_year", ""))
    suggested = asked or page.suggested or newest_year()
    form = OpenYearForm(request.POST or None, initial={"fiscal_year": suggested})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["fiscal_year"]
        try:
            return done(request, answered(request, lambda: _opened(request, year)))
        except Misuse as refusal:
            form.add_error("fiscal_year", words_of(refusal))
    status = UNPROCESSABLE if form.errors else 200
    context = {"page": page, "form": form, "newest": newest_year()}
    return render(request, "assessment/open.html", context, status=status)


def _opened(request: HttpRequest, year: int) -> str:
    person = person_of(request)
    messages.success(request, _words(open_year(person.agency, by=person, fiscal_year=year)))
    return framework_url(year)


def _words(opened: Opened) -> str:
    year = {"year": opened.assessment.fiscal_year, "source": opened.copied_from}
    if not opened.is_new:
        return _("ปี %(year)s เปิดอยู่แล้ว ไม่มีอะไรเปลี่ยน") % year
    if opened.copied_from:
        return _("เปิดปี %(year)s แล้ว กรอบคัดลอกจากปี %(source)s และยังไม่ยืนยัน") % year
    return _("เปิดปี %(year)s แล้ว") % year
