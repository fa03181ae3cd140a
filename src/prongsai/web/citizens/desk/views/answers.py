"""Which kinds of cases an agency takes in: shut one, or take it in again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import CharField, Form, HiddenInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.ways import WayKind
from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.forms import CannedForm, FaqForm
from prongsai.web.citizens.desk.models import CannedAnswer, OwnKind
from prongsai.web.citizens.desk.queries import cases as queries
from prongsai.web.citizens.desk.queries.cases import by_kind, of_kind
from prongsai.web.citizens.desk.queries.kinds import kind_in, kinds_of
from prongsai.web.citizens.desk.rights import sees_kind, shut_kinds
from prongsai.web.citizens.desk.services import answers as answers_services
from prongsai.web.citizens.desk.services import answers as services
from prongsai.web.citizens.desk.services import news, readers
from prongsai.web.citizens.desk.services.answers import make_faq, may_become_faq
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import ThaiTextField
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found, shown


class ReasonForm(forms.Form):
    """Why a kind is shut."""

    reason = ThaiTextField(
        label=gettext_lazy("เหตุผล"), max_length=answers_services.LONGEST_REASON,
        help_text=gettext_lazy("ทุกคนเห็น เช่น ปิดรับฟังความคิดเห็นตามประกาศแล้ว"),
    )  # fmt: skip


@require_safe
@needs(Right.KEEP_DESK)
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds that the person keeps, with those that are shut."""
    person = person_of(request)
    closed = shut_kinds(person.agency)
    rows = [
        (one, closed.get(one.key)) for one in kinds_of(person.agency.pk) if sees_kind(person, one)
    ]
    ways = [(one, news.why_not(one)) for one in WayKind]
    return shown(request, "desk/kinds.html", forms.Form(), {"rows": rows, "ways": ways})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Shut a kind with a reason, or take it in again."""
    person = person_of(request)
    sort = kind_in(person.agency.pk, kind)
    if sort is None or not sees_kind(person, sort):
        raise Http404
    row = shut_kinds(person.agency).get(sort.key)
    form = ReasonForm(request.POST if request.method == "POST" and row is None else None)

    def act() -> str:
        if row is None:
            answers_services.shut(sort, by=person, reason=form.cleaned_data["reason"])
        else:
            answers_services.open_again(sort, by=person)
        messages.success(request, _("บันทึกแล้ว เรื่องที่รับไว้ดำเนินการต่อ"))
        return reverse("desk:kinds")

    if request.method == "POST" and (row is not None or form.is_valid()):
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    is_own = OwnKind.objects.filter(agency=person.agency, key=sort.key).exists()
    context = {"kind": sort, "row": row, "is_own": is_own}
    return shown(request, "desk/kind.html", form, context)


@require_safe
@needs(Right.KEEP_DESK)
def answers(request: HttpRequest) -> HttpResponse:
    """Every kind with the answers that are kept ready."""
    context = {"kinds": by_kind(person_of(request), kinds_of(person_of(request).agency.pk))}
    return render(request, "desk/answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new one."""
    sort = _kind(request, kind)
    form = CannedForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        given = form.cleaned_data
        services.add(sort, by=person_of(request), name=given["name"], text=given["text"])

    return _written(request, form, sort, act, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def change(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Change one."""
    row, sort = _row(request, answer_id)
    initial = {"name": row.name, "text": row.text, "seen": row.version}
    form = CannedForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        services.change(
            row, by=person_of(request), name=given["name"], text=given["text"], seen=form.revision
        )

    return _written(request, form, sort, act, row)


@require_POST
@needs(Right.KEEP_DESK)
def remove(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Take one away."""
    row, _sort = _row(request, answer_id)

    def act() -> str:
        services.remove(row, by=person_of(request))
        messages.success(request, _("ลบแล้ว คำตอบที่ส่งไปแล้วไม่เปลี่ยน"))
        return reverse("desk:answers")

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("desk:answers"))


def _written(
    request: HttpRequest,
    form: CannedForm,
    kind: CaseKind,
    act: Callable[[], None],
    row: CannedAnswer | None,
) -> HttpResponse:
    """Do what the form says, or show it with what stands against it."""

    def saved() -> str:
        act()
        messages.success(request, _("บันทึกแล้ว เลือกได้เมื่อตอบเรื่องชนิดนี้"))
        return reverse("desk:answers")

    if form.is_bound and form.is_valid():
        try:
            return done(request, answered(request, saved))
        except ProngsaiError as refusal:
            refuse(form, refusal)
            standing = of_kind(person_of(request).agency, kind.key).get(row.pk) if row else None
            # Saved once more, it has seen what the other wrote.
            form.data = {**request.POST.dict(), "seen": str(standing.version if standing else 0)}
    context = {"form": form, "kind": kind, "row": row}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/answer.html", context, status=status)


def _kind(request: HttpRequest, key: str) -> CaseKind:
    person = person_of(request)
    kind = kind_in(person.agency.pk, key)
    if kind is None or not sees_kind(person, kind):
        raise Http404
    return kind


def _row(request: HttpRequest, answer_id: UUID) -> tuple[CannedAnswer, CaseKind]:
    rows = CannedAnswer.objects.select_related("agency")
    row = rows.filter(agency=person_of(request).agency, pk=answer_id).first()
    if row is None:
        raise Http404
    return row, _kind(request, row.kind)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The form, with the question and the answers of the case to be read beside it."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    if request.method != "POST" and not may_become_faq(row, person):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = FaqForm(posted, initial={"seen": row.version})

    def act() -> str:
        given = form.cleaned_data
        page = make_faq(
            row, by=person, question=given["question"], answer=given["answer"], seen=given["seen"]
        )
        messages.success(request, _("บันทึกร่างแล้ว ผู้มีหน้าที่เผยแพร่เสนอผู้บริหาร แล้วเผยแพร่"))
        return reverse("public_site:page", args=[page.pk])

    if form.is_bound and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {"page": queries.case_page(row, today()), "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/faq.html", context, status=status)


class ReaderForm(Form):
    """The word for a reader as the page showed them."""

    seen = CharField(widget=HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.LET_READ)
@fresh
def reader(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Who is to read what came before, who put them there, and the word for it."""
    person = person_of(request)
    row = found(readers.new_reader(person, appointment_id))
    posted = request.POST if request.method == "POST" else None
    form = ReaderForm(posted, initial={"seen": readers.mark_of(row)})
    if form.is_bound and form.is_valid():
        try:
            readers.let_read(row, by=person, seen=form.cleaned_data["seen"])
        except ProngsaiError as refusal:
            refuse(form, refusal)
            # The page is drawn anew: pressed once more, it has been looked at.
            form.data = {"seen": readers.mark_of(row)}
        else:
            messages.success(request, _("ยืนยันแล้ว ระบบแจ้งผู้ที่เกี่ยวข้องให้ทราบ"))
            return done(request, reverse("desk:cases"))
    why = None if readers.is_second(row, person) else readers.no_second(row)
    return shown(request, "desk/reader.html", form, {"row": row, "why": why})
