"""Answers taken elsewhere: a file is read and shown, and brought in once it was seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import ValidationError, convert, to_builtins

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.surveys.elsewhere import Elsewhere, Read
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.surveys.forms import ElsewhereForm
from prongsai.web.disclosure.surveys.rights import survey_of
from prongsai.web.disclosure.surveys.services import bringing
from prongsai.web.disclosure.surveys.services.bringing import Brought
from prongsai.web.disclosure.surveys.views.keeping import FIRST_YEAR
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of
from prongsai.web.year.assessment.queries import years

_SALT = "surveys.elsewhere"
_LASTS = 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def bring(request: HttpRequest) -> HttpResponse:
    """Read a file and show what is in it; bring its counts in when that was seen."""
    person = person_of(request)
    this = year_of(today())
    form = ElsewhereForm(
        range(this + 1, FIRST_YEAR - 1, -1), request.POST or None, request.FILES or None,
        initial={"fiscal_year": this, "instrument": "EIT", "numbers": ""},
    )  # fmt: skip
    read, seal, refusal = None, "", ""
    if form.is_bound and form.is_valid():
        said = Brought(**form.said)
        if request.POST.get("act") == "take" and not request.FILES:
            if answer := _taken(request, person, form, said):
                return answer
        elif (read := _read(person, form, said)) is not None:
            refusal = _refused(person, said, read)
            seal = "" if refusal else _sealed(person, said, read)
    newest = next(iter(years(person.agency)), None)
    context = {"read": read, "seal": seal, "refusal": refusal, "satisfaction_year": newest}
    return shown(request, "surveys/elsewhere.html", form, context)


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def take_away(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Delete what was brought in."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))

    def act() -> str:
        bringing.take_away(person, row)
        messages.success(request, _("เอาผลที่เก็บจากที่อื่นออกแล้ว"))
        return reverse("surveys:surveys")

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("surveys:survey", args=[survey_id]))


def _read(person: Actor, form: ElsewhereForm, said: Brought) -> Read | None:
    file = form.cleaned_data["file"]
    if file is None:
        form.add_error("file", _("เลือกแฟ้มก่อน"))
        return None
    try:
        return bringing.read(person, said, file.name or "file", content_of(file))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def _refused(person: Actor, said: Brought, read: Read) -> str:
    """Why it could not be brought in as it was read; "" where it could."""
    try:
        bringing.refuse_unfit(person, said, read.kept)
    except ProngsaiError as refusal:
        return words_of(refusal)
    return ""


def _taken(
    request: HttpRequest, person: Actor, form: ElsewhereForm, said: Brought
) -> HttpResponse | None:
    """Bring in what was shown; None where the page must say why not."""
    kept = _unsealed(person, said, request.POST.get("seal", ""))
    if kept is None:
        form.add_error("file", _("ส่งแฟ้มอีกครั้ง เพราะสิ่งที่บอกเปลี่ยนไปจากตอนที่อ่าน"))
        return None

    def act() -> str:
        survey = bringing.bring(person, said, kept)
        messages.success(request, _("นำเข้าแล้ว เก็บไว้เฉพาะจำนวนคนรายข้อ"))
        return reverse("surveys:results", args=[survey.pk])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def _sealed(person: Actor, said: Brought, read: Read) -> str:
    """What was read, as the page gives it back: nobody can change a count on the way."""
    told = {"for": _of(person, said), "kept": to_builtins(read.kept)}
    return signing.dumps(told, salt=_SALT, compress=True)


def _unsealed(person: Actor, said: Brought, seal: str) -> Elsewhere | None:
    try:
        told: dict[str, Any] = signing.loads(seal, salt=_SALT, max_age=_LASTS)
        if told["for"] != _of(person, said):
            return None
        return convert(told["kept"], Elsewhere)
    except (signing.BadSignature, ValidationError, KeyError, TypeError):
        return None


def _of(person: Actor, said: Brought) -> list[object]:
    """Whose it is, and everything by which it was read."""
    return [
        str(person.agency.pk), str(person.user.pk), said.instrument, said.fiscal_year, said.people,
        said.numbers,
    ]  # fmt: skip
