"""One file: its caption, its place among the others, turned, removed, brought back."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import ProngsaiError
from prongsai.core.progress.model import Faces
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.signing.evidence.forms import WordsForm
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.services import arranging
from prongsai.web.signing.evidence.views.common import may_change, own_row, row_in, way_back

_STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """One file with what is said of it; who may change it gets the form."""
    row = (
        row_in(request, evidence_id) if request.method != "POST" else own_row(request, evidence_id)
    )
    form = WordsForm.of(row, request.POST) if request.method == "POST" else WordsForm.of(row)
    back = way_back(request, row.subject_kind, row.subject)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            if arranging.describe(row, by=person_of(request), words=form.words()):
                messages.success(request, _("บันทึกคำบรรยายแล้ว"))
            return back

        return done(request, answered(request, act))
    context = {
        "row": row,
        "form": form,
        "back": back,
        "may_change": may_change(request, row),
        "faces": Faces(row.faces).label,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "evidence/one.html", context, status=status)


@require_POST
@needs(Right.SEE)
def move(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """One place to the front or to the back."""
    row = own_row(request, evidence_id)
    step = _STEPS.get(request.POST.get("to", ""))
    if step is not None:
        arranging.move(row, by=person_of(request), step=step)
    return _back(request, row)


@require_POST
@needs(Right.SEE)
def turn(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """A photo a quarter to the right."""
    row = own_row(request, evidence_id)

    def act() -> str:
        arranging.turn(row, by=person_of(request))
        return _address(request, row)

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return _back(request, row)


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Take a file off; the page that follows can undo it."""
    row = own_row(request, evidence_id)
    try:
        arranging.remove(row, by=person_of(request))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        return _back(request, row)
    return done(request, _with_removed(_address(request, row), row))


@require_POST
@needs(Right.SEE)
def back(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Undo a removal."""
    row = own_row(request, evidence_id)
    if arranging.bring_back(row, by=person_of(request)):
        messages.success(request, _("นำ “%(name)s” กลับมาแล้ว") % {"name": row.words})
    return _back(request, row)


def _back(request: HttpRequest, row: EvidenceRow) -> HttpResponse:
    return done(request, _address(request, row))


def _address(request: HttpRequest, row: EvidenceRow) -> str:
    """The page it stands on, without a removal told before."""
    return _with_removed(way_back(request, row.subject_kind, row.subject), None)


def _with_removed(address: str, row: EvidenceRow | None) -> str:
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query.pop("removed", None)
    if row is not None:
        query["removed"] = str(row.pk)
    return parts._replace(query=query.urlencode()).geturl()
