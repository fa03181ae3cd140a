"""The papers of a register: made, taken along, and made evidence of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.items import YearItem
from prongsai.web.disclosure.made import FORMS
from prongsai.web.disclosure.rights import may_work_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.registers.forms import PaperForm
from prongsai.web.registers.models import RegisterPaper
from prongsai.web.registers.queries import papers as queries
from prongsai.web.registers.rights import may_report, seen_by
from prongsai.web.registers.services import reporting
from prongsai.web.registers.views.common import acted, opened, register_url, sent

_REFRESH_SECONDS = "3"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def paper(request: HttpRequest, year: int, key: str, paper: str, slot: int) -> HttpResponse:
    """A paper's editions, and the words of a new one."""
    person, register = _reader(request, year, key)
    one, time = _asked(register, paper, year, slot)
    page = queries.paper_page(person.agency, register, one, time, today())
    before = page.said
    form = PaperForm(page.said_headings, before)
    may_make = may_report(person, register, today())

    def act() -> str:
        reporting.make(
            person.agency, by=person, register=register, paper=one, slot=time,
            said=form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("ทำรายงานแล้ว กำลังทำแฟ้ม"))
        return f"{request.path}?again=1"

    if request.method == "POST":
        if not may_make:
            raise PermissionDenied
        form = PaperForm(page.said_headings, before, request.POST)
        answer = sent(request, form, act)
        if answer is not None:
            return answer
    context = {
        "page": page, "year": year, "may_make": may_make,
        "base": f"{register_url(year, key)}papers/",
        "attaches": [
            one for one in page.answered
            if may_make and may_work_on(person, one.year, one.items, today())
        ],
    }  # fmt: skip
    response = shown(request, "registers/paper.html", form, context)
    if "again" in request.GET and any(made.is_open for made in page.made):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, key: str, register_paper_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    person, register = _reader(request, year, key)
    row = found(queries.edition_of(person.agency, register, year, register_paper_id))
    kept = found(getattr(row, form, None) if form in FORMS else None)
    return file_answer(kept, saves=form != "pdf")


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, key: str, register_paper_id: UUID) -> HttpResponse:
    """Make a paper's files evidence of the items that it answers."""
    person, register = _reader(request, year, key)
    row = found(queries.edition_of(person.agency, register, year, register_paper_id))
    of_year = whole_number(request.POST.get("year", "")) or row.fiscal_year
    items = _items(person, register, row, of_year)
    if not may_work_on(person, of_year, items, today()):
        raise PermissionDenied
    forms = ("pdf", "xlsx") if "data" in request.POST else ("pdf",)
    back = reverse("registers:paper", args=[year, key, row.paper, row.slot])

    def act() -> str:
        made = reporting.make_evidence(row, by=person, year=of_year, items=items, forms=forms)
        told = {"codes": ", ".join(item.code for item in items), "count": len(made)}
        messages.success(request, _("ใช้เป็นหลักฐานของ %(codes)s แล้ว %(count)s แฟ้ม") % told)
        return back

    return acted(request, act, back)


def _items(
    person: Actor, register: Register, row: RegisterPaper, of_year: int
) -> tuple[YearItem, ...]:
    one = found(register.paper(row.paper))
    answered = queries.answered_by(person.agency, register, one, row.fiscal_year)
    return next((each.items for each in answered if each.year == of_year), ())


def _reader(request: HttpRequest, year: int, key: str) -> tuple[Actor, Register]:
    """Who sees all rows: a paper tells of all of them.

    Errors: as `opened`; PermissionDenied for who sees those of some units only.
    """
    person, register = opened(request, year, key)
    if not seen_by(person, register, today()).is_all:
        raise PermissionDenied
    return person, register


def _asked(register: Register, key: str, year: int, number: int) -> tuple[Paper, Slot]:
    """The paper and the time that an address names.

    Errors: Http404.
    """
    one = found(register.paper(key))
    slots = slots_of_paper(one, year)
    return one, found(next((slot for slot in slots if slot.number == number), None))
