"""The papers of a register: made, taken along, and made evidence of."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure.views.item import (
    edition_file,
    evidence_made,
    made_address,
    may_attach,
    until_drawn,
)
from prongsai.web.disclosure.registers.forms import PaperForm
from prongsai.web.disclosure.registers.queries import row as queries
from prongsai.web.disclosure.registers.rights import may_report, seen_by
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.disclosure.registers.views.rows import opened, register_url, sent
from prongsai.web.platform.clock import today
from prongsai.web.platform.shortcuts import found, shown


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
        saving.make(
            person.agency, by=person, register=register, paper=one, slot=time,
            said=form.cleaned_data,
        )  # fmt: skip
        return made_address(request)

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
        "attaches": may_attach(person, page.answered) if may_make else [],
    }  # fmt: skip
    answer = shown(request, "registers/paper.html", form, context)
    return until_drawn(request, answer, page.made)


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, key: str, register_paper_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    person, register = _reader(request, year, key)
    row = queries.edition_of(person.agency, register, year, register_paper_id)
    return edition_file(row, form)


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, key: str, register_paper_id: UUID) -> HttpResponse:
    """Make a paper's files evidence of the items that it answers."""
    person, register = _reader(request, year, key)
    row = found(queries.edition_of(person.agency, register, year, register_paper_id))
    one = found(register.paper(row.paper))
    return evidence_made(
        request,
        queries.answered_by(person.agency, register, one, row.fiscal_year),
        row.fiscal_year,
        reverse("registers:paper", args=[year, key, row.paper, row.slot]),
        lambda of_year, items, forms: saving.make_evidence(
            row, by=person, year=of_year, items=items, forms=forms
        ),
    )


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
