"""One note: corrected, withdrawn, brought back; what it said before stays readable."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.signing.evidence.drafts import draft_id
from prongsai.web.signing.evidence.queries import drafts_of
from prongsai.web.year.tracking.forms import NoteForm, WithdrawForm
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries.measure import note_view
from prongsai.web.year.tracking.services import recording
from prongsai.web.year.tracking.views.common import measure_url, own_note, saved, tell_plans


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def note(request: HttpRequest, year: int, note_id: UUID) -> HttpResponse:
    """Correct a note."""
    row = own_note(request, year, note_id)
    if request.method != "POST":
        return _shown(request, year, row, NoteForm.of(row))
    form = NoteForm.of(row, request.POST)
    draft = draft_id(person_of(request), row.thread)

    def act() -> str:
        made = recording.correct(row, by=person_of(request), entry=form.entry(), draft=draft)
        messages.success(request, _("แก้บันทึกผลแล้ว ข้อความเดิมยังอยู่ในประวัติ"))
        tell_plans(request, made)
        return measure_url(year, row.measure, row.thread)

    address = saved(request, form, draft, act)
    return done(request, address) if address else _shown(request, year, row, form)


@require_POST
@needs(Right.SEE)
def withdraw(request: HttpRequest, year: int, note_id: UUID) -> HttpResponse:
    """Take a wrong note back."""
    row = own_note(request, year, note_id)
    form = WithdrawForm(request.POST)

    def act() -> str:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        recording.withdraw(row, by=person_of(request), reason=reason)
        messages.success(request, _("ถอนบันทึกแล้ว ยังอ่านได้ในประวัติ และนำกลับมาได้"))
        return measure_url(year, row.measure, row.thread)

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return _shown(request, year, row, NoteForm.of(row), form)


@require_POST
@needs(Right.SEE)
def back(request: HttpRequest, year: int, note_id: UUID) -> HttpResponse:
    """Undo a withdrawal."""
    row = own_note(request, year, note_id)
    try:
        if recording.bring_back(row, by=person_of(request)):
            messages.success(request, _("นำบันทึกกลับมาแล้ว"))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
    return done(request, measure_url(year, row.measure, row.thread))


def _shown(
    request: HttpRequest,
    year: int,
    row: ProgressNote,
    form: NoteForm,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    draft = draft_id(person, row.thread)
    wrong = next((one for one in (form, withdraw_form) if one is not None and one.errors), None)
    context = {
        "row": row,
        "year": year,
        "note": note_view(person.agency, row),
        "form": form,
        "withdraw_form": withdraw_form or WithdrawForm(),
        "wrong": wrong,
        "draft": draft,
        "waiting": drafts_of(person, draft),
        "back": measure_url(year, row.measure, row.thread),
        "is_open": row.replaced_by_id is None and row.withdrawn_at is None,
    }
    status = UNPROCESSABLE if wrong is not None else 200
    return render(request, "tracking/note.html", context, status=status)
