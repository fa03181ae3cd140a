"""A file of rows: sent, looked at, its columns said, taken over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.core.registers.matching import Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.sheet_data import sheets_of
from prongsai.core.text import Text
from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.forms import ReasonForm
from prongsai.web.disclosure.registers.models import RowsFile
from prongsai.web.disclosure.registers.services import taking
from prongsai.web.disclosure.registers.services.keeping import REASON
from prongsai.web.disclosure.registers.services.outcome import (
    columns_of,
    file_of,
    outcome_of,
    said_before,
)
from prongsai.web.disclosure.registers.taking_forms import ColumnsForm, RowsFileForm
from prongsai.web.disclosure.registers.views.common import register_url, sent, writer
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of

_PASTED = "paste.txt"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def send(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Send a file, or paste rows; nothing changes yet."""
    person, register = writer(request, year, key)
    form = RowsFileForm(request.POST or None, request.FILES or None)

    def act() -> str:
        file = form.sent_file
        name = _PASTED if file is None else file.name or _PASTED
        data = form.cleaned_data["text"].encode() if file is None else content_of(file)
        kept = taking.read_file(
            person.agency, by=person, register=register, year=year, name=name, data=data
        )
        return _preview_url(kept, key)

    if request.method == "POST":
        answer = sent(request, form, act)
        if answer is not None:
            return answer
    return shown(request, "registers/take.html", form, {"register": register, "year": year})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def preview(request: HttpRequest, year: int, key: str, rows_file_id: UUID) -> HttpResponse:
    """What a file would do; its columns are said and its rows taken here."""
    person, register = writer(request, year, key)
    file = found(file_of(person, register, year, rows_file_id))
    if file.taken_at is not None:
        messages.info(request, _("แฟ้มนี้นำเข้าไปแล้ว"))
        return done(request, register_url(year, key))
    refusal = ""
    if request.method == "POST":
        try:
            return done(request, answered(request, lambda: _acted(request, person, register, file)))
        except ProngsaiError as error:
            refusal = words_of(error)
            file.refresh_from_db()
    outcome = outcome_of(person, register, file)
    alone = _alone(register, file)
    form = ColumnsForm(register, file, alone, outcome.found.matchings)
    context = {
        "register": register, "year": year, "file": file, "refusal": refusal, "outcome": outcome,
        "reason_form": ReasonForm(initial={REASON: request.POST.get(REASON, "")}),
        "asks": taking.must_say_columns(register, file),
        "said_on": said_before(person.agency, register, alone),
    }  # fmt: skip
    return shown(request, "registers/take_preview.html", form, context)


def _acted(request: HttpRequest, person: Actor, register: Register, file: RowsFile) -> str:
    """Take the rows, or keep what was said of the columns; where to go then."""
    if request.POST.get("act") == "take":
        return _taken(request, person, register, file)
    alone = _alone(register, file)
    form = ColumnsForm(register, file, alone, alone, request.POST)
    if not form.is_valid():
        raise Refused(
            Text(
                "คอลัมน์ที่บอกไม่มีในแฟ้ม หรือยาวเกินไป",
                "what was said is no column of the file, or too long",
            ),
            next_step=Text("เลือกจากรายการ แล้วยืนยันอีกครั้ง", "choose from the list, and confirm again"),
        )
    if form.said_twice:
        told = form.said_twice
        raise Refused(
            Text(
                f"คอลัมน์ “{told}” ถูกเลือกไว้สองช่อง", f"the column “{told}” was chosen for two fields"
            ),
            next_step=Text("เหลือไว้ช่องเดียว แล้วยืนยันอีกครั้ง", "leave it to one, and confirm again"),
        )
    taking.say_columns(
        file, given=form.given, defaults=form.defaults, only_year=form.cleaned_data["only_year"]
    )
    return request.path


def _alone(register: Register, file: RowsFile) -> tuple[tuple[str, Matching], ...]:
    return columns_of(register, sheets_of(file.sheets))


def _taken(request: HttpRequest, person: Actor, register: Register, file: RowsFile) -> str:
    outcome = taking.take(
        file, by=person, register=register, seen=request.POST.get("seen", ""),
        reason=request.POST.get(REASON, ""),
    )  # fmt: skip
    if outcome is None:
        messages.info(request, _("แฟ้มนี้นำเข้าไปแล้ว"))
    else:
        told = {"new": len(outcome.new), "changed": len(outcome.changed)}
        messages.success(request, _("นำเข้าแล้ว: รายการใหม่ %(new)s เปลี่ยน %(changed)s") % told)
    return register_url(file.fiscal_year, register.key)


def _preview_url(file: RowsFile, key: str) -> str:
    return reverse("registers:take-preview", args=[file.fiscal_year, key, file.pk])
