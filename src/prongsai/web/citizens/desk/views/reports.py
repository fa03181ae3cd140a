"""Statistics of cases, papers of them, complaints of corruption, and the opinion box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.dates import short_month
from prongsai.core.desk.model import CaseKind, Outcome
from prongsai.core.desk.published import HALF, last_day
from prongsai.core.desk.reading import kind_of
from prongsai.core.desk.statistics import MONTHS as WHOLE_YEAR
from prongsai.core.desk.statistics import KindCount
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR, MONTHS_OF_YEAR
from prongsai.core.papers.desk_papers import DESK
from prongsai.documents.tables_workbook import csv_table
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.desk import queries
from prongsai.web.citizens.desk.forms import CorruptionForm, CountForm, OpeningForm
from prongsai.web.citizens.desk.guarding import new_receipt
from prongsai.web.citizens.desk.models import DeskReport
from prongsai.web.citizens.desk.public_forms import CaseForm
from prongsai.web.citizens.desk.queries import PAPERS, counts_of, waiting_numbers
from prongsai.web.citizens.desk.rights import counts_corruption, kinds_of, sees_kind
from prongsai.web.citizens.desk.services import opinion_box
from prongsai.web.citizens.desk.services import reports as making_reports
from prongsai.web.disclosure.disclosure.queries.works import with_evidence
from prongsai.web.disclosure.disclosure.views.board import edition_file
from prongsai.web.disclosure.disclosure.views.made import (
    edition_made,
    evidence_made,
    may_attach,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import SeenForm, refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import posted, sent, tried
from prongsai.web.platform.serving import CSV, download
from prongsai.web.platform.shortcuts import found, shown, until_done

_ACTS = ("confirm", "withdraw", "key")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def box(request: HttpRequest) -> HttpResponse:
    """The openings, and a new one."""
    person = person_of(request)
    form = OpeningForm(posted(request), initial={"day": today()})

    def open_box() -> str:
        given = form.cleaned_data
        row = opinion_box.open_box(
            by=person, box=given["box"], day=given["day"], counted=form.count,
            next_on=given["next_on"],
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ให้ผู้ดูแลเรื่องอีกคนนับและยืนยัน"))
        return reverse("desk:opening", args=[row.pk])

    if answer := sent(request, form, open_box):
        return answer
    rows = queries.openings(person.agency)[: queries.SHOWN]
    context = {"rows": rows, "next": queries.next_opening(person.agency)}
    return shown(request, "desk/box.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def opening(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """One opening: the second count before it is confirmed, its slips afterwards."""
    person = person_of(request)
    rows = queries.openings(person.agency).select_related("agency")
    row: Any = found(rows.filter(pk=opening_id).first())
    act = request.POST.get("act", "")
    made = _forms(request, person, row, act)
    form = made.get(act)
    if act == "confirm" and row.is_confirmed and row.second_id == person.user.pk:
        return done(request, request.path)  # sent twice
    if form is None and act in _ACTS:
        raise PermissionDenied
    if form is not None and form.is_valid():
        try:
            # A count that differs is written down, which a transaction around it would undo.
            if act == "confirm":
                return done(request, _perform(request, person, row, form))
            return done(request, answer_once(request, lambda: _perform(request, person, row, form)))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {
        "row": row,
        "form": form,
        "count": made.get("confirm"),
        "slip": made.get("key"),
        "withdraw": made.get("withdraw"),
        "left": row.slips - row.keyed,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "desk/opening.html", context, status=status)


def _forms(request: HttpRequest, person: Actor, row: Any, act: str) -> dict[str, forms.Form]:
    """What the person may do with an opening as it stands."""
    first = {"seen": row.version}

    def data(name: str) -> Any:
        return request.POST if act == name else None

    if row.is_confirmed:
        kind = kind_of(opinion_box.SLIPS)
        is_left = row.keyed < row.slips
        return {"key": CaseForm(kind, data("key"))} if kind and is_left else {}
    if row.first_id == person.user.pk:
        return {"withdraw": SeenForm(data("withdraw"), initial=first)}
    return {"confirm": CountForm(data("confirm"), initial=first)}


def _perform(request: HttpRequest, person: Actor, row: Any, form: forms.Form) -> str:
    """Do what a form says; the address to go to."""
    if isinstance(form, CaseForm):
        # Nobody stands there to be handed a receipt.
        receipt = new_receipt(person.agency, "", "")
        opinion_box.key_slip(row, by=person, values=form.values, receipt=receipt)
        messages.success(request, _("บันทึกใบนี้แล้ว"))
    elif isinstance(form, CountForm):
        opinion_box.confirm(row, by=person, counted=form.count, seen=form.revision)
        messages.success(request, _("ยืนยันแล้ว บันทึกใบความคิดเห็นได้"))
    else:
        opinion_box.withdraw(row, by=person, seen=form.cleaned_data["seen"])
        messages.success(request, _("ลบรายการแล้ว"))
        return reverse("desk:box")
    return reverse("desk:opening", args=[row.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int, paper: str) -> HttpResponse:
    """The editions of a paper; who keeps the desk makes one more."""
    person, sort = person_of(request), paper_in(PAPERS, year, paper)
    is_of_corruption = sort.about != DESK
    missing = queries.missing_of(person.agency, year, sort.months) if is_of_corruption else ()
    return editions_shown(
        request,
        "desk/report.html",
        sort,
        year,
        rows=queries.editions(person.agency, sort, year),
        may_make=counts_corruption(person) if is_of_corruption else may(person, Right.KEEP_DESK),
        make=lambda: making_reports.make(person, sort, year),
        papers=queries.PAPERS.values(),
        missing=missing,
        is_of_corruption=is_of_corruption,
    )


def editions_shown(
    request: HttpRequest,
    template: str,
    paper: queries.Paper,
    year: int,
    *,
    rows: QuerySet[Any],
    may_make: bool,
    make: Callable[[], object],
    **more: Any,
) -> HttpResponse:
    """The editions of a paper with the items that it answers; who may makes one more."""
    if request.method == "POST":
        if not may_make:
            raise PermissionDenied
        return edition_made(request, make)
    person = person_of(request)
    made = with_evidence(rows)
    answers = queries.answers(person.agency, paper, year)
    ends_on = last_day(year, paper.months - 1)
    context = {
        "paper": paper,
        "year": year,
        "base": request.path,
        "ends_on": ends_on,
        "is_over": ends_on < today(),
        "made": made,
        "answered": answers,
        "others": queries.others_of(person.agency, paper, year),
        "may_make": may_make,
        "attaches": may_attach(person, answers),
        **more,
    }
    is_open = any(edition.is_open for edition in made)
    return until_done(request, render(request, template, context), is_open=is_open)


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, paper: str, desk_report_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    row = _edition(person_of(request), paper_in(PAPERS, year, paper), year, desk_report_id)
    return edition_file(row, form)


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, paper: str, desk_report_id: UUID) -> HttpResponse:
    """Make an edition's files evidence of the items that it answers."""
    person, sort = person_of(request), paper_in(PAPERS, year, paper)
    row = _edition(person, sort, year, desk_report_id)
    return evidence_made(
        request,
        queries.answers(person.agency, sort, year),
        year,
        reverse("desk:report", args=[year, paper]),
        partial(making_reports.make_evidence, row, by=person),
    )


@require_safe
@needs(Right.KEEP_DESK)
def corruption(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year: what was entered, and what was not."""
    person = _counting(request, year)
    context = {
        "year": year, "months": queries.months_of(person.agency, year, today()),
        "papers": [paper for paper in queries.PAPERS.values() if paper.about != DESK],
    }  # fmt: skip
    return render(request, "desk/corruption.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def corruption_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Enter the complaints of a month."""
    person = _counting(request, year)
    months = {row.place: row for row in queries.months_of(person.agency, year, today())}
    row = found(months.get(month))
    form = CorruptionForm(row.counts, posted(request), initial={"seen": row.version})

    def enter_counts() -> str:
        making_reports.enter(person, year, month, form.counts, seen=form.revision)
        messages.success(request, _("บันทึกแล้ว"))
        return reverse("desk:corruption", args=[year])

    if form.is_valid():
        if answer := tried(request, form, enter_counts):
            return answer
        # Pressed once more, it has seen what the other entered.
        standing = queries.months_of(person.agency, year, today())[month]
        form.see(standing.version)
    context = {"year": year, "row": row}
    return shown(request, "desk/corruption_month.html", form, context)


def _counting(request: HttpRequest, year: int) -> Actor:
    person = person_of(request)
    if not counts_corruption(person):
        raise PermissionDenied
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return person


def paper_in(papers: Mapping[str, queries.Paper], year: int, key: str) -> queries.Paper:
    return found(papers.get(key) if FIRST_YEAR <= year <= LAST_YEAR else None)


def _edition(person: Actor, paper: queries.Paper, year: int, row: UUID) -> DeskReport:
    rows = queries.editions(person.agency, paper, year)
    return found(rows.select_related("agency", "pdf", "docx", "xlsx").filter(pk=row).first())


_COUNTS = ("received", "answered", "open", "late")


@require_safe
@needs(Right.SEE)
def statistics(request: HttpRequest, year: int) -> HttpResponse:
    """The counts of a fiscal year, or of its first half."""
    months = HALF if request.GET.get("months") == str(HALF) else WHOLE_YEAR
    person = person_of(request)
    kinds, counts = _seen(person, year, months)
    names = [in_language(short_month(month)) for month in MONTHS_OF_YEAR[:months]]
    context = {
        "year": year,
        "months": months,
        "rows": [(kinds[kind_count.kind], kind_count) for kind_count in counts],
        "by_month": [
            (name, _sum(received), _sum(answered))
            for name, received, answered in zip(
                names,
                zip(*(kind_count.by_month for kind_count in counts), strict=True),
                zip(*(kind_count.answered_by_month for kind_count in counts), strict=True),
                strict=True,
            )
        ],
        "is_whole": len(kinds) == len(kinds_of(person.agency.pk)),
        "sums": [sum(getattr(kind_count, name) for kind_count in counts) for name in _COUNTS],
        "papers": PAPERS.values(),
        "counts_corruption": counts_corruption(person),
    }
    return render(request, "desk/statistics.html", context)


@require_safe
@needs(Right.SEE)
def table(request: HttpRequest, year: int) -> HttpResponse:
    """The counts of the whole year as CSV that Excel opens."""
    kinds, counts = _seen(person_of(request), year, WHOLE_YEAR)
    headings = [
        "เรื่อง",
        *(short_month(month).th for month in MONTHS_OF_YEAR),
        "รวม",
        "ตอบแล้ว",
        "ค้าง",
        "เกินกำหนด",
        "รวมกับเรื่องเดียวกัน (อยู่ในที่รับ)",
        *(outcome.label.th for outcome in Outcome),
    ]
    rows: list[list[str]] = []
    for kind_count in counts:
        numbers = [getattr(kind_count, name) for name in (*_COUNTS, "merged")]
        outcomes = [count for _, count in kind_count.by_outcome]
        by_month = ["" if count is None else count for count in kind_count.by_month]
        rows.append([kinds[kind_count.kind].title.th, *map(str, [*by_month, *numbers, *outcomes])])
    return download(csv_table(headings, rows), CSV, f"desk-{year}.csv")


def _sum(counts: tuple[int | None, ...]) -> int | None:
    """How many all kinds have in a month, None for one that has not begun."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _seen(
    person: Actor, year: int, months: int
) -> tuple[Mapping[str, CaseKind], tuple[KindCount, ...]]:
    """The kinds of which a person reads exact counts, by their key, and the counts.

    Shape:  of a restricted kind a month with one complaint tells a superior when somebody
            complained: all but who reads those cases read of them what the papers let through, and
            so does a new reader while some of them wait.
    Errors: Http404 for a year that is none.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    agency = person.agency
    waits = bool(waiting_numbers(person, today()))
    kinds = {
        kind.key: kind
        for kind in kinds_of(agency.pk)
        if sees_kind(person, kind) and not (kind.restricted and waits)
    }
    counts = counts_of(agency, year, months, today())
    return kinds, tuple(kind_count for kind_count in counts if kind_count.kind in kinds)
