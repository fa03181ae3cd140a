"""One subject: its owners, their history, and the person a unit proposes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import row_key
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.ownership import queries, services
from prongsai.web.year.ownership.forms import AssignForm, ProposeForm
from prongsai.web.year.ownership.owners import titles_of
from prongsai.web.year.ownership.subjects import subject_of


@require_safe
@needs(Right.SEE)
def subject(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """Who owns one thing, and who did."""
    return _page(request, year, kind, subject)


@require_POST
@needs(Right.ASSIGN)
def assign(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """Give one thing to somebody."""
    person = person_of(request)
    check_opened(person.agency, year)
    one = found(subject_of(person.agency, year, kind, subject))
    form = AssignForm(person.agency, titles_of(person.agency, today()), request.POST)

    def act() -> None:
        given = {"by": person, "year": year, "subjects": [one], **form.cleaned_data}
        if services.assign(person.agency, **given):
            messages.success(request, _("มอบหมายแล้ว"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))

    answer = _sent(request, form, act, _url(year, kind, subject))
    return answer or _page(request, year, kind, subject, assign_form=form)


@require_POST
@needs(Right.ASSIGN)
def end(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """End one assignment of a thing."""
    person = person_of(request)
    check_opened(person.agency, year)
    one = found(subject_of(person.agency, year, kind, subject))
    only = row_key(request.POST.get("assignment", ""))

    def act() -> str:
        if only is not None and services.end(
            person.agency, by=person, year=year, subjects=[one], only=only
        ):
            messages.success(request, _("เลิกมอบหมายแล้ว ประวัติยังอยู่"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return _url(year, kind, subject)

    return done(request, answered(request, act))


@require_POST
@needs(Right.PROPOSE_OWNER)
def propose(request: HttpRequest, year: int, kind: str, subject: str) -> HttpResponse:
    """Propose a person of one's own unit."""
    person = person_of(request)
    check_opened(person.agency, year)
    one = found(subject_of(person.agency, year, kind, subject))
    people = queries.my_people(person, today())
    form = ProposeForm(people, titles_of(person.agency, today()), request.POST)

    def act() -> None:
        user = form.cleaned_data["user"]
        services.propose(person.agency, by=person, year=year, subject=one, user=user)
        messages.success(request, _("ส่งข้อเสนอแล้ว ผู้มอบหมายจะเห็นในหน้างานของตน"))

    answer = _sent(request, form, act, _url(year, kind, subject))
    return answer or _page(request, year, kind, subject, propose_form=form)


@require_POST
@needs(Right.ASSIGN)
def decide(request: HttpRequest, year: int, proposal_id: UUID) -> HttpResponse:
    """Take a proposed person, or not."""
    person = person_of(request)
    check_opened(person.agency, year)
    proposal = found(queries.proposal_of(person.agency, year, proposal_id))
    one = found(subject_of(person.agency, year, proposal.kind, proposal.subject))
    accept = request.POST.get("answer") == "yes"

    def act() -> str:
        services.decide(proposal, one, by=person, accept=accept)
        messages.success(request, _("รับข้อเสนอแล้ว") if accept else _("ไม่รับข้อเสนอ"))
        return _url(year, proposal.kind, proposal.subject)

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, _url(year, proposal.kind, proposal.subject))


def _sent(
    request: HttpRequest, form: Form, act: Callable[[], None], address: str
) -> HttpResponse | None:
    """What a sound form answers; None where the page must show what was refused."""
    if not form.is_valid():
        return None

    def acted() -> str:
        act()
        return address

    try:
        return done(request, answered(request, acted))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def _page(
    request: HttpRequest,
    year: int,
    kind: str,
    key: str,
    *,
    assign_form: AssignForm | None = None,
    propose_form: ProposeForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    check_opened(person.agency, year)
    content = found(queries.subject_page(person, year, kind, key, today()))
    titles = titles_of(person.agency, today())
    can_assign = may(person, Right.ASSIGN)
    if assign_form is None and can_assign:
        assign_form = AssignForm(person.agency, titles)
    if propose_form is None and content.may_propose:
        propose_form = ProposeForm(queries.my_people(person, today()), titles)
    errors = any(form is not None and form.errors for form in (assign_form, propose_form))
    context = {
        "page": content,
        "year": year,
        "assign_form": assign_form,
        "propose_form": propose_form,
        "wrong": next((one for one in (assign_form, propose_form) if one and one.errors), None),
        "may_assign": can_assign,
    }
    status = UNPROCESSABLE if errors else 200
    return render(request, "ownership/subject.html", context, status=status)


def _url(year: int, kind: str, key: str) -> str:
    return reverse("ownership:subject", args=[year, kind, key])
