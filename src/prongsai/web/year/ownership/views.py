"""The matrix of owners, one subject with its history, and one's own work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.missing import missing_for
from prongsai.web.agency.models import Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import members_of, units_acted_for
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done, page
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sending import pressed, sent, tell_change, tell_removed
from prongsai.web.platform.serving import CSV, XLSX, download
from prongsai.web.platform.shortcuts import found, shown_forms
from prongsai.web.platform.typed import row_key
from prongsai.web.year.analysis.tiles import FIGURES
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.ownership import hooks, queries, services
from prongsai.web.year.ownership.forms import AssignForm, NarrowForm, WithinForm
from prongsai.web.year.ownership.owners import Owner, Subject, subject_of, subjects, titles_of
from prongsai.web.year.ownership.work_queries import work_page

_NARROWING = ("kind", "unit", "user", "state")


@require_safe
@needs(Right.SEE)
def owners(request: HttpRequest, year: int) -> HttpResponse:
    person_in(request, year)
    return _page(request, year, request.GET)


@require_POST
@needs(Right.ASSIGN)
def assign(request: HttpRequest, year: int) -> HttpResponse:
    """Give the ticked rows to somebody, or end what they have."""
    person = person_in(request, year)
    if request.POST.get("presence") == "back":
        back = reverse("ownership:owners", args=[year])
        return _undo_end(request, year, subjects(person.agency, year), back)
    narrowed = _narrowed(request.POST)
    form = AssignForm(person.agency, titles_of(person.agency, today()), request.POST)
    tickets = _tickets(request, year, narrowed)
    is_end = request.POST.get("act") == "end"
    if not tickets:
        form.add_error(None, _("ยังไม่ได้เลือกแถวใด เลือกเรื่องที่จะมอบหมายในตาราง หรือเลือกทุกแถวที่แสดง"))
    elif is_end or form.is_valid():
        try:
            return done(request, answer_once(request, lambda: _acted(request, year, form, tickets)))
        except ProngsaiError as refusal:
            if is_end:
                form.add_error(None, words_of(refusal))
            else:
                refuse(form, refusal)
    return _page(request, year, narrowed, form=form, ticked=tickets)


def _end(
    request: HttpRequest, year: int, subjects: Sequence[Subject], only: UUID | None = None
) -> None:
    """End assignments; the page that follows can undo it."""
    person, at = person_of(request), now()
    count = services.end(person.agency, by=person, year=year, subjects=subjects, only=only, at=at)
    words = ngettext("เลิกมอบหมาย %(count)s เรื่องแล้ว", "เลิกมอบหมาย %(count)s เรื่องแล้ว", count)
    if count:
        asked = urlencode({"at": at.isoformat(), "assignment": str(only or "")})
        tell_removed(request, words % {"count": count}, f"{request.path}?{asked}")
    else:
        tell_change(request, count, words)


def _undo_end(
    request: HttpRequest, year: int, subjects: Sequence[Subject], address: str
) -> HttpResponse:
    """Undo an end, as far as nobody was given the subjects since."""
    person = person_of(request)
    try:
        at = datetime.fromisoformat(request.GET.get("at", "")).astimezone()
    except (ValueError, OverflowError):
        raise Http404 from None

    def bring_back() -> str:
        only = row_key(request.GET.get("assignment", ""))
        count = services.bring_back(
            person.agency, by=person, year=year, subjects=subjects, at=at, only=only
        )
        words = ngettext("คืนการมอบหมาย %(count)s เรื่องแล้ว", "คืนการมอบหมาย %(count)s เรื่องแล้ว", count)
        tell_change(request, count, words)
        return address

    return pressed(request, bring_back, address)


@require_POST
@needs(Right.ASSIGN)
def as_planned(request: HttpRequest, year: int) -> HttpResponse:
    """Give the measures that nobody owns to the units their plan names."""
    person = person_in(request, year)

    def assign_measures() -> str:
        count = services.assign_as_planned(person.agency, by=person, year=year)
        words = _("มอบหมายตามแผนแล้ว %(count)s มาตรการ")
        tell_change(request, count, words, _("ไม่มีมาตรการที่มอบหมายตามแผนได้อีก"))
        return reverse("ownership:owners", args=[year])

    return done(request, answer_once(request, assign_measures))


@require_safe
@needs(Right.SEE)
def printed(request: HttpRequest, year: int) -> HttpResponse:
    """The matrix on paper."""
    person_in(request, year)
    content = _matrix(request, year, request.GET)
    return render(request, "ownership/owners_print.html", {"page": content, "year": year})


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The matrix as a workbook or as CSV."""
    person = person_in(request, year)
    content = _matrix(request, year, request.GET)
    name = f"{_('ผู้รับผิดชอบ')}-{year}.{form}"
    if form == "csv":
        return download(hooks.matrix_csv(content), CSV, name)
    return download(hooks.matrix_xlsx(person.agency.name, content), XLSX, name)


def _page(
    request: HttpRequest,
    year: int,
    narrowed: QueryDict,
    *,
    form: AssignForm | None = None,
    ticked: list[str] | None = None,
) -> HttpResponse:
    person = person_of(request)
    narrow = _narrow_form(request, narrowed)
    can_assign = may(person, Right.ASSIGN)
    content = queries.owners_page(person.agency, year, today(), narrow.asked(), ticked=ticked or ())
    if form is None and can_assign:
        form = AssignForm(person.agency, titles_of(person.agency, today()))
    context: dict[str, Any] = {
        "page": content,
        "year": year,
        "narrow": narrow,
        "form": form,
        "may_assign": can_assign,
        "kinds": _kinds(year, content, _kept(narrowed)),
        "query": urlencode(_kept(narrowed)),
        "kept": _kept(narrowed),
        "is_all": request.POST.get("all") == "1",
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "ownership/owners.html", context, status=status)


def _acted(request: HttpRequest, year: int, form: AssignForm, tickets: list[str]) -> str:
    person = person_of(request)
    chosen = queries.chosen(person.agency, year, tickets)
    if request.POST.get("act") == "end":
        _end(request, year, chosen)
    else:
        count = _assign(person, year, chosen, form)
        words = ngettext("มอบหมาย %(count)s เรื่องแล้ว", "มอบหมาย %(count)s เรื่องแล้ว", count)
        tell_change(request, count, words)
    query = urlencode(_kept(_narrowed(request.POST)))
    address = reverse("ownership:owners", args=[year])
    return f"{address}?{query}" if query else address


def _assign(person: Actor, year: int, subjects: Sequence[Subject], form: AssignForm) -> int:
    """Give subjects to whom a valid form names; how many changed owner."""
    given = {name: form.cleaned_data[name] for name in ("unit", "user", "rank")}
    is_every = form.cleaned_data["every_unit"]
    give = services.assign_every_unit if is_every else services.assign
    return give(person.agency, by=person, year=year, subjects=subjects, **given)


def _tickets(request: HttpRequest, year: int, narrowed: QueryDict) -> list[str]:
    """The rows that were ticked, or all that the page showed."""
    if request.POST.get("all") != "1":
        return request.POST.getlist("subject")
    parts = _matrix(request, year, narrowed).parts
    return [row.subject.ticket for part in parts for row in part.rows]


def _matrix(request: HttpRequest, year: int, narrowed: QueryDict) -> queries.OwnersPage:
    asked = _narrow_form(request, narrowed).asked()
    return queries.owners_page(person_of(request).agency, year, today(), asked)


def _narrowed(posted: QueryDict) -> QueryDict:
    narrowed = QueryDict(mutable=True)
    for name in _NARROWING:
        value = str(posted.get(f"shown_{name}", ""))
        if value:
            narrowed[name] = value
    return narrowed


def _kinds(year: int, page: queries.OwnersPage, kept: dict[str, str]) -> tuple[dict[str, Any], ...]:
    """The switch between kinds of subjects, each with how many there are."""
    address = reverse("ownership:owners", args=[year])
    others = {name: value for name, value in kept.items() if name != "kind"}
    entries = [("", _("ทั้งหมด"), page.total)]
    entries += [
        (
            kind.value,
            {"indicator": _("ตัวชี้วัด"), "item": _("ข้อ"), "measure": _("มาตรการ")}[kind],
            count,
        )
        for kind, count in page.counts
    ]
    return tuple(
        {
            "url": f"{address}?{urlencode({'kind': kind, **others})}",
            "label": f"{label} {count}",
            "is_here": kind == page.asked.kind,
        }
        for kind, label, count in entries
    )


def _kept(narrowed: QueryDict) -> dict[str, str]:
    return {name: str(narrowed[name]) for name in _NARROWING if narrowed.get(name)}


def _narrow_form(request: HttpRequest, narrowed: QueryDict) -> NarrowForm:
    agency = person_of(request).agency
    units = Unit.objects.filter(agency=agency)
    people = User.objects.filter(agency=agency)
    return NarrowForm(units, people, titles_of(agency, today()), narrowed)


@require_safe
@needs(Right.SEE)
def subject(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """Who owns one thing, and who did."""
    return _page_subject(request, year, kind, subject)


@require_POST
@needs(Right.ASSIGN)
def subject_assign(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """Give one thing to somebody."""
    person = person_in(request, year)
    chosen = found(subject_of(person.agency, year, kind, subject))
    form = AssignForm(person.agency, titles_of(person.agency, today()), request.POST)

    def assign_subject() -> str:
        tell_change(request, _assign(person, year, [chosen], form), _("มอบหมายแล้ว"))
        return _url(year, kind, subject)

    return sent(request, form, assign_subject) or _page_subject(
        request, year, kind, subject, assign_form=form
    )


@require_POST
@needs(Right.ASSIGN)
def end(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """End one assignment of a thing, or bring it back."""
    address = _url(year, kind, subject)
    chosen = found(subject_of(person_in(request, year).agency, year, kind, subject))
    if request.POST.get("presence") == "back":
        return _undo_end(request, year, [chosen], address)
    only = row_key(request.POST.get("assignment", ""))

    def end_assignment() -> str:
        _end(request, year, [chosen] if only else [], only)
        return address

    return done(request, answer_once(request, end_assignment))


@require_POST
@needs(Right.ASSIGN_WITHIN)
def assign_within(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """Give what is one's own unit's to a person of it."""
    person = person_in(request, year)
    content = found(queries.subject_page(person, year, kind, subject, today()))
    form = _within_form(person, content["assigns_within"], request.POST)

    def assign_subject() -> str:
        services.assign_within(
            person.agency, by=person, year=year, subject=content["subject"], **form.cleaned_data
        )
        messages.success(request, _("มอบหมายแล้ว"))
        return _url(year, kind, subject)

    return sent(request, form, assign_subject) or _page_subject(
        request, year, kind, subject, within_form=form
    )


def _within_form(
    person: Actor, owners: Sequence[Owner], typed: QueryDict | None = None
) -> WithinForm:
    units = units_acted_for(person, Right.ASSIGN_WITHIN, today())
    people, titles = members_of(person.agency, units, today()), titles_of(person.agency, today())
    return WithinForm(owners, people, titles, typed)


def _page_subject(
    request: HttpRequest,
    year: int,
    kind: str,
    key: str,
    *,
    assign_form: AssignForm | None = None,
    within_form: WithinForm | None = None,
) -> HttpResponse:
    person = person_in(request, year)
    content = found(queries.subject_page(person, year, kind, key, today()))
    titles = titles_of(person.agency, today())
    can_assign = may(person, Right.ASSIGN)
    if assign_form is None and can_assign:
        assign_form = AssignForm(person.agency, titles)
    if within_form is None and content["assigns_within"] and not can_assign:
        within_form = _within_form(person, content["assigns_within"])
    context = {
        "page": content,
        "year": year,
        "assign_form": assign_form,
        "within_form": within_form,
        "may_assign": can_assign,
    }
    forms = (assign_form, within_form)
    return shown_forms(request, "ownership/subject.html", forms, context)


def _url(year: int, kind: str, key: str) -> str:
    return reverse("ownership:subject", args=[year, kind, key])


@require_safe
@needs(Right.SEE)
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the reader or their unit, the most urgent first."""
    person = person_of(request)
    content = work_page(person, today())
    figures = FIGURES.ask(person.agency, content.years[0]) if content.years else ()
    missing = missing_for(person, today()) if may(person, Right.EDIT_AGENCY) else ()
    lacks = [line for line in missing if line.url and not line.is_optional]
    return page(request, "ownership/work.html", content, figures=figures, lacks=lacks)


@require_safe
@needs(Right.SEE)
def count(request: HttpRequest) -> HttpResponse:
    """How much waits, for the badge of the menu."""
    content = work_page(person_of(request), today())
    return render(request, "ui/frame/count.html", {"count": content.count})
