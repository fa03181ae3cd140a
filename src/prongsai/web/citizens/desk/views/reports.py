"""Statistics as official papers, and the months of complaints of corruption."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.desk.corruption import End
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.papers.desk_papers import DESK
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.desk.forms import CorruptionForm
from prongsai.web.citizens.desk.models import DeskReport
from prongsai.web.citizens.desk.queries import reports as queries
from prongsai.web.citizens.desk.rights import counts_corruption
from prongsai.web.citizens.desk.services import corruption as entering
from prongsai.web.citizens.desk.services import reporting
from prongsai.web.disclosure.disclosure.views.made import (
    edition_file,
    edition_made,
    evidence_made,
    may_attach,
    until_drawn,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found, shown


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int, paper: str) -> HttpResponse:
    """The editions of a paper; who keeps the desk makes one more."""
    person, sort = person_of(request), _paper(year, paper)
    may_make = _may_make(person, sort)
    if request.method == "POST" and not may_make:
        raise PermissionDenied

    if request.method == "POST":
        return edition_made(request, lambda: reporting.make(person, sort, year))
    page = queries.paper_page(person.agency, sort, year)
    context = {
        "page": page, "year": year, "papers": queries.PAPERS.values(), "base": request.path,
        "is_over": page.ends_on < today(), "may_make": may_make,
        "is_of_corruption": sort.about != DESK,
        "attaches": may_attach(person, page.answered),
    }  # fmt: skip
    return until_drawn(request, render(request, "desk/report.html", context), page.made)


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, paper: str, desk_report_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    row = _edition(person_of(request), _paper(year, paper), year, desk_report_id)
    return edition_file(row, form)


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, paper: str, desk_report_id: UUID) -> HttpResponse:
    """Make an edition's files evidence of the items that it answers."""
    person, sort = person_of(request), _paper(year, paper)
    row = _edition(person, sort, year, desk_report_id)
    return evidence_made(
        request,
        queries.answers(person.agency, sort, year),
        year,
        reverse("desk:report", args=[year, paper]),
        lambda of_year, items, forms: reporting.make_evidence(
            row, by=person, year=of_year, items=items, forms=forms
        ),
    )


@require_safe
@needs(Right.KEEP_DESK)
def corruption(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year: what was entered, and what was not."""
    person = _counting(request, year)
    context = {
        "year": year, "months": queries.months_of(person.agency, year, today()),
        "papers": [one for one in queries.PAPERS.values() if one.about != DESK],
    }  # fmt: skip
    return render(request, "desk/corruption.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def corruption_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Enter the complaints of a month."""
    person = _counting(request, year)
    months = {one.place: one for one in queries.months_of(person.agency, year, today())}
    row = found(months.get(month))
    posted = request.POST if request.method == "POST" else None
    form = CorruptionForm(row.counts, posted, initial={"seen": row.version})

    def act() -> str:
        entering.enter(person, year, month, form.counts, seen=form.revision)
        messages.success(request, _("บันทึกแล้ว"))
        return reverse("desk:corruption", args=[year])

    if posted is not None and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
            # Pressed once more, it has seen what the other entered.
            standing = queries.months_of(person.agency, year, today())[month]
            form.data = {**request.POST.dict(), "seen": str(standing.version)}
    ends = [one.label for one in End]
    return shown(request, "desk/corruption_month.html", form, {
        "year": year, "row": row, "ends": ends,
    })  # fmt: skip


def _counting(request: HttpRequest, year: int) -> Actor:
    person = person_of(request)
    if not counts_corruption(person):
        raise PermissionDenied
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return person


def _may_make(person: Actor, paper: queries.Paper) -> bool:
    if paper.about == DESK:
        return may(person, Right.KEEP_DESK)
    return counts_corruption(person)


def _paper(year: int, key: str) -> queries.Paper:
    paper = queries.PAPERS.get(key)
    return found(paper if FIRST_YEAR <= year <= LAST_YEAR else None)


def _edition(person: Actor, paper: queries.Paper, year: int, row: UUID) -> DeskReport:
    rows = queries.editions(person.agency, paper, year)
    return found(rows.select_related("agency", "pdf", "docx", "xlsx").filter(pk=row).first())
