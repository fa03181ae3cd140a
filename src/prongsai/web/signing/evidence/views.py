"""Send files in: several in one form, or one in pieces."""

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.core.progress.model import Faces
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.sending import perform, posted, pressed, sent, tell_removed
from prongsai.web.platform.serving import download
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.evidence import services
from prongsai.web.signing.evidence.forms import WIDTHS, HideForm, WordsForm, regions_text
from prongsai.web.signing.evidence.kinds import SubjectKind, subject_kind
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.pictures import Region
from prongsai.web.signing.evidence.queries import DRAFT, evidence_row
from prongsai.web.signing.evidence.services import Sent, Taken, add_all


def subject_in(request: HttpRequest, kind: str, subject: UUID) -> tuple[SubjectKind, str]:
    """A kind of subjects and the name of one, to which the person may add."""
    person = person_of(request)
    subjects = subject_kind(kind)
    name = subjects.name(person.agency, subject) if subjects is not None else None
    if subjects is None or name is None:
        raise Http404
    if not subjects.may_add(person, subject):
        raise PermissionDenied
    return subjects, name


def row_in(request: HttpRequest, evidence_id: UUID) -> EvidenceRow:
    """One row that a person may see; files of an unsaved form are their sender's alone."""
    person = person_of(request)
    row = evidence_row(person.agency, evidence_id)
    if row is None or (row.subject_kind == DRAFT and row.by_id != person.user.pk):
        raise Http404
    return row


def own_row(request: HttpRequest, evidence_id: UUID) -> EvidenceRow:
    """One row that a person may change.

    Errors: Http404 for rows of others; PermissionDenied where its subject is not theirs to change.
    """
    row = row_in(request, evidence_id)
    if not may_change(request, row):
        raise PermissionDenied
    return row


def may_change(request: HttpRequest, row: EvidenceRow) -> bool:
    """Whether a person may change a row they see."""
    subjects = subject_kind(row.subject_kind)
    return subjects is not None and subjects.may_add(person_of(request), row.subject)


def way_back(request: HttpRequest, kind: str, subject: UUID) -> str:
    """Where the person came from, if that is ours; else the subject's own page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        return asked
    subjects = subject_kind(kind)
    return subjects.url(person_of(request).agency, subject) if subjects is not None else "/"


def _page_of(request: HttpRequest, row: EvidenceRow) -> str:
    return way_back(request, row.subject_kind, row.subject)


CONFLICT = 409
OFFSET = "Upload-Offset"
_NOTHING = Taken((), ())


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
    taken = _NOTHING

    def add_files() -> str:
        nonlocal taken
        sent = (Sent(file.name or "", content_of(file)) for file in files)
        person = person_of(request)
        taken = add_all(person.agency, by=person, subject_kind=kind, subject=subject, sent=sent)
        return back

    address = answer_once(request, add_files)
    if taken.refused:
        return _page(request, kind, subject, taken)
    tell(request, len(taken.rows))
    return done(request, address)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def piece(request: HttpRequest, key: str) -> HttpResponse:
    """How much of a file has arrived; or its next piece, and at the end what became of it."""
    person = person_of(request)
    if not services.KEY.fullmatch(key):
        return HttpResponse(status=UNPROCESSABLE)
    if request.method != "POST":
        row = services.arrived(person, key)
        if row is not None:
            return JsonResponse(_row_data(row))
        response = HttpResponse(status=204)
        response[OFFSET] = str(services.offset(person, key))
        return response
    size = whole_number(request.GET.get("size", ""))
    start = whole_number(request.headers.get(OFFSET, ""))
    if size is None or start is None:
        return HttpResponse(status=UNPROCESSABLE)
    try:
        coming = services.Coming(
            key, request.GET["name"], size, request.GET["kind"], UUID(request.GET["subject"])
        )
    except (KeyError, ValueError):
        return HttpResponse(status=UNPROCESSABLE)
    subject_in(request, coming.subject_kind, coming.subject)
    return _take(request, coming, start)


def tell(request: HttpRequest, count: int) -> None:
    """Say how many files were kept."""
    if count:
        message = ngettext("เก็บแล้ว %(count)s ไฟล์", "เก็บแล้ว %(count)s ไฟล์", count)
        messages.success(request, message % {"count": count})


def _take(request: HttpRequest, coming: services.Coming, start: int) -> HttpResponse:
    person = person_of(request)
    try:
        row = services.take(person, coming, start, request.read(services.MOST_OF_A_PIECE + 1))
    except services.WrongPlace:
        response = HttpResponse(status=CONFLICT)
    except ProngsaiError as refusal:
        return JsonResponse({"refused": words_of(refusal)}, status=UNPROCESSABLE)
    else:
        if row is not None:
            return JsonResponse(_row_data(row), status=201)
        response = HttpResponse(status=204)
    response[OFFSET] = str(services.offset(person, coming.key))
    return response


def _row_data(row: EvidenceRow) -> dict[str, str]:
    small = reverse("evidence:small", args=[row.pk]) if row.is_photo else ""
    return {"id": str(row.pk), "name": row.file.name, "small": small}


def _page(request: HttpRequest, kind: str, subject: UUID, taken: Taken = _NOTHING) -> HttpResponse:
    """What was kept and what was not, with the form to try again."""
    subjects, name = subject_in(request, kind, subject)
    context = {
        "kind": kind,
        "subject": subject,
        "label": subjects.label,
        "name": name,
        "back": way_back(request, kind, subject),
        "kept": taken.rows,
        "refused": [(refusal.name, words_of(refusal.error)) for refusal in taken.refused],
        "nothing": "" if taken.refused else _("ยังไม่ได้เลือกไฟล์ เลือกภาพหรือไฟล์อย่างน้อยหนึ่งไฟล์"),
    }
    return render(request, "evidence/add.html", context, status=UNPROCESSABLE)


_STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """One file with what is said of it; who may change it gets the form."""
    row = (own_row if request.method == "POST" else row_in)(request, evidence_id)
    form = WordsForm.for_file(row, posted(request))
    back = _page_of(request, row)

    def describe() -> str:
        if services.describe(row, by=person_of(request), **form.cleaned_data):
            messages.success(request, _("บันทึกคำบรรยายแล้ว"))
        return back

    context = {
        "row": row, "back": back, "may_change": may_change(request, row),
        "faces": Faces(row.faces).label,
    }  # fmt: skip
    answer = sent(request, form, describe, services.words_mark(row))
    return answer or shown(request, "evidence/one.html", form, context)


@require_POST
@needs(Right.SEE)
def move(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """One place to the front or to the back."""
    row = own_row(request, evidence_id)
    step = _STEPS.get(request.POST.get("to", ""))
    if step is not None:
        services.move(row, by=person_of(request), step=step)
    return done(request, _page_of(request, row))


@require_POST
@needs(Right.SEE)
def turn(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """A photo a quarter to the right."""
    row = own_row(request, evidence_id)

    def turn_photo() -> str:
        services.turn(row, by=person_of(request))
        return _page_of(request, row)

    return pressed(request, turn_photo, _page_of(request, row))


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Take a file off; the page that follows can undo it."""
    row = own_row(request, evidence_id)
    page = _page_of(request, row)

    def remove_file() -> str:
        services.remove(row, by=person_of(request))
        back = f"{reverse('evidence:back', args=[row.pk])}?{urlencode({'next': page})}"
        tell_removed(request, _("ลบหลักฐาน “%(name)s” แล้ว") % {"name": row.words}, back)
        return page

    return pressed(request, remove_file, page)


@require_POST
@needs(Right.SEE)
def back(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    row = own_row(request, evidence_id)
    action = partial(services.bring_back, row, by=person_of(request))
    words = _("นำ “%(name)s” กลับมาแล้ว") % {"name": row.words}
    return perform(request, action, _page_of(request, row), words)


_UNDO, _APPLY = "undo", "apply"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def hide(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Mark faces by touching them; the last step makes them unrecognisable."""
    row = own_row(request, evidence_id)
    if not row.is_photo:
        raise Http404
    if row.removed_at is not None:
        raise PermissionDenied
    form = HideForm(posted(request))
    if not form.is_valid():
        return _show_hiding(request, row, (), 120)
    regions, size = form.regions(row), form.cleaned_data["size"]
    if _UNDO in request.POST:
        return _show_hiding(request, row, regions[:-1], size)
    if _APPLY not in request.POST:
        return _show_hiding(request, row, regions, size)

    def hide_faces() -> str:
        is_gone = services.hide(
            row, by=person_of(request), regions=regions, seen=form.cleaned_data["seen"]
        )
        messages.success(request, _("ปิดหน้าในภาพแล้ว"))
        if not is_gone:
            messages.warning(request, _("ภาพเดิมยังอยู่ในบันทึกอื่นหรือในเรื่องที่ส่งไปแล้ว ปิดหน้าที่นั่นด้วย"))
        back = _page_of(request, row)
        return f"{reverse('evidence:one', args=[row.pk])}?{urlencode({'next': back})}"

    try:
        return done(request, answer_once(request, hide_faces))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        row.refresh_from_db()
        return _show_hiding(request, row, (), size)


def _show_hiding(
    request: HttpRequest, row: EvidenceRow, regions: tuple[Region, ...], size: int
) -> HttpResponse:
    """The page with what is marked; the boxes are drawn over the picture in its own pixels."""
    form = HideForm(
        initial={"seen": row.file.digest, "marked": regions_text(regions), "size": size}
    )
    width, height = row.width or 1, row.height or 1
    boxes = [
        (
            region.across * width // 1000 - region.size * width // 2000,
            region.down * height // 1000 - region.size * width // 2000,
            region.size * width // 1000,
        )
        for region in regions
    ]
    context = {
        "row": row, "form": form, "boxes": boxes, "back": _page_of(request, row),
        "widths": [(name, wide, wide * height // width) for name, wide in WIDTHS.items()],
    }  # fmt: skip
    return render(request, "evidence/hide.html", context)


_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
# The browser keeps it and asks each time whether the person may still see it.
_CACHE = "private, no-cache"


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """A file as it was kept; only pictures, which we drew ourselves, show in the browser."""
    row = row_in(request, evidence_id)
    return sent_file(request, row.file, inline=row.is_photo and "save" not in request.GET)


@require_safe
@needs(Right.SEE)
def small(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    row = row_in(request, evidence_id)
    return sent_file(request, found(row.small), inline=True)


def sent_file(request: HttpRequest, stored: StoredFile, *, inline: bool) -> HttpResponse:
    """A kept file as an answer; one that is not `inline` is saved, and nothing in it runs."""
    etag = f'"{stored.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:  # noqa: PLR2004 - not modified
        response = download(files.read(stored), stored.media_type, stored.name, saves=not inline)
    response["ETag"] = etag
    response["Cache-Control"] = _CACHE
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
