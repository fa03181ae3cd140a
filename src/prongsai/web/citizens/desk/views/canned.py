"""The agency's own answers, for each kind of case: a list, a form, and taking one away."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.desk.model import CaseKind
from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.forms import CannedForm
from prongsai.web.citizens.desk.models import CannedAnswer
from prongsai.web.citizens.desk.queries.canned import by_kind, of_kind
from prongsai.web.citizens.desk.queries.kinds import kind_in, kinds_of
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.citizens.desk.services import canned as services
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of


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
