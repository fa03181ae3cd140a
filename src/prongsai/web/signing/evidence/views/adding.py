"""Send files in: several in one form, or one in pieces."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.services import pieces
from prongsai.web.signing.evidence.services.adding import Sent, Taken, add_all
from prongsai.web.signing.evidence.views.common import subject_in, way_back

CONFLICT = 409
OFFSET = "Upload-Offset"


@require_POST
@needs(Right.SEE)
def add(request: HttpRequest, kind: str, subject: UUID) -> HttpResponse:
    """Several files of one form: the good ones are kept, of each other it is said why not."""
    subject_in(request, kind, subject)
    back = way_back(request, kind, subject)
    files = request.FILES.getlist("files")
    if not files:
        # A script has sent them in pieces already.
        return done(request, back) if request.POST.get("sent") else _page(request, kind, subject)
    taken = Taken((), ())

    def act() -> str:
        nonlocal taken
        sent = (Sent(one.name or "", content_of(one)) for one in files)
        person = person_of(request)
        taken = add_all(person.agency, by=person, subject_kind=kind, subject=subject, sent=sent)
        return back

    address = answered(request, act)
    if taken.refused:
        return _page(request, kind, subject, taken)
    tell(request, len(taken.rows))
    return done(request, address)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def piece(request: HttpRequest, key: str) -> HttpResponse:
    """How much of a file has arrived; or its next piece, and at the end what became of it."""
    person = person_of(request)
    if not pieces.KEY.fullmatch(key):
        return HttpResponse(status=UNPROCESSABLE)
    if request.method != "POST":
        found = pieces.arrived(person, key)
        if found is not None:
            return JsonResponse(_told(found))
        response = HttpResponse(status=204)
        response[OFFSET] = str(pieces.offset(person, key))
        return response
    size = whole_number(request.GET.get("size", ""))
    start = whole_number(request.headers.get(OFFSET, ""))
    if size is None or start is None:
        return HttpResponse(status=UNPROCESSABLE)
    try:
        coming = pieces.Coming(
            key, request.GET["name"], size, request.GET["kind"], UUID(request.GET["subject"])
        )
    except (KeyError, ValueError):
        return HttpResponse(status=UNPROCESSABLE)
    subject_in(request, coming.subject_kind, coming.subject)
    return _taken(request, coming, start)


def tell(request: HttpRequest, count: int) -> None:
    """Say how many files were kept."""
    if count:
        said = ngettext("เก็บแล้ว %(count)s แฟ้ม", "เก็บแล้ว %(count)s แฟ้ม", count)
        messages.success(request, said % {"count": count})


def _taken(request: HttpRequest, coming: pieces.Coming, start: int) -> HttpResponse:
    person = person_of(request)
    try:
        row = pieces.take(person, coming, start, request.read(pieces.MOST_OF_A_PIECE + 1))
    except pieces.WrongPlace:
        response = HttpResponse(status=CONFLICT)
    except ProngsaiError as refusal:
        return JsonResponse({"refused": words_of(refusal)}, status=UNPROCESSABLE)
    else:
        if row is not None:
            return JsonResponse(_told(row), status=201)
        response = HttpResponse(status=204)
    response[OFFSET] = str(pieces.offset(person, coming.key))
    return response


def _told(row: EvidenceRow) -> dict[str, str]:
    small = reverse("evidence:small", args=[row.pk]) if row.is_photo else ""
    return {"id": str(row.pk), "name": row.file.name, "small": small}


def _page(
    request: HttpRequest, kind: str, subject: UUID, taken: Taken | None = None
) -> HttpResponse:
    """What was kept and what was not, with the form to try again."""
    subjects, name = subject_in(request, kind, subject)
    context = {
        "kind": kind,
        "subject": subject,
        "label": subjects.label,
        "name": name,
        "back": way_back(request, kind, subject),
        "kept": taken.rows if taken else (),
        "refused": [(one.name, words_of(one.error)) for one in taken.refused] if taken else [],
        "nothing": _("ยังไม่ได้เลือกแฟ้ม เลือกภาพหรือแฟ้มอย่างน้อยหนึ่งแฟ้ม") if taken is None else "",
    }
    return render(request, "evidence/add.html", context, status=UNPROCESSABLE)
