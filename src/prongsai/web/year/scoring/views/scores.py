"""Pages of scores: the figures, a file read in, one typed by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)
from msgspec.structs import replace

from prongsai.core.errors import Misuse, ProngsaiError, UnknownYear, UnreadableInput
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.framework.model import Framework
from prongsai.readers.kinds import MAX_BYTES
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import UNPROCESSABLE, done, is_htmx, page
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.platform.sending import posted
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.candidates import DraftCandidates, taken_of
from prongsai.web.year.scoring.exports import SCORE_FORMS, scores_file, template_file
from prongsai.web.year.scoring.forms import TypedForm, UploadForm, typed_from, typed_of
from prongsai.web.year.scoring.models import ScoreDraft
from prongsai.web.year.scoring.pages import revision_page, scores_page
from prongsai.web.year.scoring.preview import Preview, Seen
from prongsai.web.year.scoring.queries import Head, framework_of, head_of
from prongsai.web.year.scoring.services.drafts import (
    Confirmation,
    StalePreview,
    Upload,
    WhichAgency,
    confirm,
    discard,
    draft_from_file,
    save_typed,
    take,
    too_large,
)
from prongsai.web.year.scoring.services.remarks import ChangedMeanwhile
from prongsai.web.year.scoring.services.remarks import restore as restore_revision
from prongsai.web.year.scoring.sheets import RATING, next_step_of, with_typed


def known_year(year: int) -> int:
    """The year, where it can be one that follows scores."""
    if not FIRST_YEAR < year <= LAST_YEAR:
        raise Http404
    return year


def error_words(error: ProngsaiError) -> str:
    """What, where and what to do now, in one line."""
    words = in_language(error.message)
    if error.place is not None and error.place.text().th:
        words += f" ({in_language(error.place.text())})"
    step = next_step_of(error)
    if step is None:
        return words
    # Thai needs no full stop; English begins a sentence.
    if reader_language() == "th":
        return f"{words} {step.th}"
    return f"{words[:1].upper()}{words[1:]}. {step.en[:1].upper()}{step.en[1:]}."


@require_GET
@needs(Right.SEE)
def scores(request: HttpRequest, year: int) -> HttpResponse:
    """All revisions, the standing one first; what to do where there is none."""
    return page(request, "scoring/scores.html", scores_page(person_of(request), known_year(year)))


@require_GET
@needs(Right.SEE)
def revision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    other = whole_number(request.GET.get("with", ""))
    content = found(revision_page(person_of(request), known_year(year), number, other))
    return page(request, "scoring/revision.html", content)


@require_POST
@needs(Right.IMPORT_SCORES)
def restore(request: HttpRequest, year: int, number: int) -> HttpResponse:
    person = person_of(request)
    score_year = known_year(year) - 1
    # Kept with the revision, whoever reads it: in the language of the product.
    source = f"คืนค่าจากฉบับที่ {number}"
    try:
        made = restore_revision(
            person.agency, by=person, score_year=score_year, number=number, source=source,
            seen=whole_number(request.POST.get("seen", "")) or 0,
        )  # fmt: skip
    except (Misuse, ChangedMeanwhile) as error:
        messages.error(request, error_words(error))
    else:
        if made is None:
            messages.info(request, _("คะแนนเหมือนฉบับที่ใช้อยู่แล้ว ไม่มีอะไรเปลี่ยน"))
        else:
            words = _("ใช้คะแนนของฉบับที่ %(former)d แล้ว เป็นฉบับที่ %(number)d")
            messages.success(request, words % {"former": number, "number": made.number})
    return done(request, reverse("scoring:scores", args=[year]))


@require_GET
@needs(Right.SEE)
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    agency = person_of(request).agency
    score_year = known_year(year) - 1
    has_rules = framework_of(agency, score_year) is not None
    held = queries.current_scores(agency, score_year) if has_rules else None
    if held is None or form not in SCORE_FORMS:
        raise Http404
    return scores_file(held, form)


@require_GET
@needs(Right.SEE)
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The empty score sheet of the year to fill in."""
    return found(template_file(framework_of(person_of(request).agency, known_year(year) - 1)))


_CONFLICT = 409


@require_http_methods(["GET", "POST"])
@needs(Right.IMPORT_SCORES)
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """Read a file and show what it says; nothing becomes a score here."""
    person = person_of(request)
    head = head_of(person, known_year(year))
    form = UploadForm(head.years, posted(request), request.FILES or None)
    draft = _read(person, head, form) if form.is_valid() else None
    if draft is not None:
        return done(request, reverse("scoring:preview", args=[year, draft.pk]))
    context = {"head": head, "begun": queries.drafts_read(person, head.score_year)}
    return shown(request, "scoring/upload.html", form, context)


def _read(person: Actor, head: Head, form: UploadForm) -> ScoreDraft | None:
    """The draft; None with the reason at its field where the file cannot be read."""
    given = cast("UploadedFile[bytes]", form.cleaned_data["file"])
    name = given.name or "file"
    try:
        if (given.size or 0) > MAX_BYTES:
            raise too_large(name)
        upload = Upload(
            name, given.read(), form.cleaned_data["of"], form.cleaned_data["agency_name"].strip()
        )
        return draft_from_file(person, score_year=head.score_year, upload=upload)
    except WhichAgency as error:
        form.add_error("agency_name", error_words(error))
    except UnknownYear as error:
        form.add_error("of", error_words(error))
    except UnreadableInput as error:
        form.add_error("file", error_words(error))
    return None


@require_http_methods(["GET", "POST"])
@needs(Right.IMPORT_SCORES)
def preview(request: HttpRequest, year: int, draft_id: UUID) -> HttpResponse:
    """What a draft says and will do; confirming makes it stand."""
    person = person_of(request)
    draft = _own_draft(person, year, draft_id)
    if draft.confirmed_at is not None:
        is_sent = request.method == "POST"
        words = _("บันทึกไปแล้วครั้งหนึ่ง ไม่บันทึกซ้ำ") if is_sent else _("ร่างนี้บันทึกเป็นคะแนนไปแล้ว")
        messages.info(request, words)
        return done(request, reverse("scoring:scores", args=[year]))
    if request.POST.get("action") == "discard":
        return _discard(request, person, draft, year)
    if not draft.sheet:
        messages.info(request, _("ร่างนี้ยังพิมพ์ไม่เสร็จ กรอกต่อแล้วกดดูก่อนบันทึก"))
        return done(request, reverse("scoring:type", args=[year]))
    candidates = DraftCandidates(person, draft)
    if request.method == "GET":
        return _show_preview(request, Preview(candidates, _seen(request.GET)))
    action, _sign, group = request.POST.get("action", "").partition(":")
    seen, typed, number = _seen(request.POST), candidates.sent(request.POST), whole_number(group)
    match action:
        case "keep" | "leave":
            seen = replace(seen, keeps=action == "keep")
        case "tick":
            typed = candidates.tick(typed, number, request.POST.get(f"part_year_{number}", ""))
        case "untick":
            typed = candidates.untick(typed, number)
        case _:
            return _save(request, person, Preview(candidates, seen, typed), action)
    return _show_preview(request, Preview(candidates, seen, typed), opened=number)


def _own_draft(person: Actor, year: int, draft_id: UUID) -> ScoreDraft:
    draft = found(queries.draft_of(person, draft_id))
    if draft.score_year != known_year(year) - 1:
        raise Http404
    return draft


@require_safe
@needs(Right.IMPORT_SCORES)
def picture(request: HttpRequest, year: int, draft_id: UUID, number: int) -> HttpResponse:
    """A page of the file that a draft was read from, with the quotes of its candidates marked."""
    draft = _own_draft(person_of(request), year, draft_id)
    row = found(draft.pictures.filter(page=number).first())
    return HttpResponse(bytes(row.png), "image/png", headers={"Cache-Control": "no-store"})


def _discard(
    request: HttpRequest, person: Actor, draft: ScoreDraft | None, year: int
) -> HttpResponse:
    if draft is not None:
        discard(person, draft_id=draft.pk)
        messages.info(request, _("ยกเลิกร่างแล้ว คะแนนที่ใช้อยู่ไม่เปลี่ยน"))
    return done(request, reverse("scoring:scores", args=[year]))


def _seen(sent: QueryDict) -> Seen:
    chosen = map(whole_number, sent.getlist("remarks"))
    return Seen(
        whole_number(sent.get("of", "")),
        whole_number(sent.get("standing", "")) or 0,
        sent.get("digest", ""),
        [place for place in chosen if place is not None],
        keeps=sent.get("keep") == "1",
    )


def _save(request: HttpRequest, person: Actor, preview: Preview, action: str) -> HttpResponse:
    """Make the draft the scores; what is ticked and not yet seen among them is taken first."""
    try:
        if action == "take" or preview.has_new_ticks:
            return _take(request, person, preview)
        made = confirm(person, draft_id=preview.draft.pk, seen=preview.seen)
    except StalePreview as error:
        return _show_preview(request, preview, stale=error_words(error))
    except (Misuse, UnknownYear) as error:
        messages.error(request, error_words(error))
        return done(request, reverse("scoring:upload", args=[preview.draft.score_year + 1]))
    _tell(request, made)
    return done(request, reverse("scoring:scores", args=[made.score_year + 1]))


def _take(request: HttpRequest, person: Actor, preview: Preview) -> HttpResponse:
    """Make what is ticked figures of the draft, or show what hinders with nothing lost."""
    draft, typed = preview.draft, preview.typed
    if not any(name.startswith("take_") for name in (*typed, *draft.typed)):
        messages.error(request, _("ยังไม่ได้เลือกรายการใด"))
        return _show_preview(request, preview)
    if preview.faults:
        return _show_preview(request, preview)
    count = len(taken_of(take(person, draft_id=draft.pk, typed=typed)))
    words = ngettext(
        "ใช้ %(count)d รายการเป็นคะแนนในร่างนี้ ตรวจตัวเลขแล้วกดบันทึก",
        "ใช้ %(count)d รายการเป็นคะแนนในร่างนี้ ตรวจตัวเลขแล้วกดบันทึก",
        count,
    )
    messages.info(request, words % {"count": count})
    address = reverse("scoring:preview", args=[draft.score_year + 1, draft.pk])
    address += f"?of={preview.score_year}" + ("&keep=1" if preview.seen.keeps else "")
    return done(request, address)


def _show_preview(
    request: HttpRequest, preview: Preview, *, stale: str = "", opened: int | None = None
) -> HttpResponse:
    context = {"preview": preview, "stale": stale, "opened": opened}
    status = _CONFLICT if stale else UNPROCESSABLE if preview.faults else 200
    return render(request, "scoring/preview.html", context, status=status)


def _tell(request: HttpRequest, made: Confirmation) -> None:
    values = {"year": made.score_year, "count": made.remarks}
    if made.is_repeated:
        messages.info(request, _("บันทึกไปแล้วครั้งหนึ่ง ไม่บันทึกซ้ำ"))
        return
    if made.revision is None and not made.remarks:
        messages.info(request, _("คะแนนเหมือนฉบับที่ใช้อยู่ทุกค่า ไม่มีอะไรเปลี่ยน"))
        return
    if made.revision is not None:
        words = _("บันทึกคะแนนปี %(year)d แล้ว เป็นฉบับที่ %(number)d")
        messages.success(request, words % {**values, "number": made.revision.number})
    if made.remarks:
        words = ngettext(
            "เพิ่มข้อเสนอแนะ %(count)d ข้อในทะเบียน", "เพิ่มข้อเสนอแนะ %(count)d ข้อในทะเบียน", made.remarks
        )
        messages.success(request, words % values)


# Kept with the revision, whoever reads it: in the language of the product.
_TYPED_BY_HAND = "กรอกเอง"


@require_http_methods(["GET", "POST"])
@needs(Right.IMPORT_SCORES)
def type_in(request: HttpRequest, year: int) -> HttpResponse:
    """Fill in, keep, look at before confirming."""
    person = person_of(request)
    head = head_of(person, known_year(year))
    framework = head.framework
    if framework is None:
        return render(request, "scoring/type.html", {"head": head})
    if request.method == "GET":
        return _open(request, person, head, framework)
    action = request.POST.get("action", "save")
    if action == "discard":
        typed_draft = queries.typed_draft(person, head.score_year)
        return _discard(request, person, typed_draft, year)
    if action == "preview":
        return _preview(request, person, head, TypedForm(framework, request.POST))
    typed = typed_of(framework, request.POST)
    draft = save_typed(person, score_year=head.score_year, typed=typed)
    if is_htmx(request):
        return page(request, "scoring/saved.html", draft)
    messages.success(request, _("เก็บร่างแล้ว กลับมากรอกต่อได้ทุกเมื่อ"))
    return done(request, reverse("scoring:type", args=[year]))


def _open(request: HttpRequest, person: Actor, head: Head, framework: Framework) -> HttpResponse:
    draft = queries.typed_draft(person, head.score_year)
    held = queries.current_scores(person.agency, head.score_year)
    typed: Mapping[str, Any] = {}
    if draft is not None:
        typed = draft.typed
    elif held is not None:
        typed = typed_from(held.sheet, framework)
    form = TypedForm(framework, initial=typed)
    saved_at = draft.saved_at if draft else None
    return _typed_page(request, head, form, held, saved_at)


def _typed_page(
    request: HttpRequest,
    head: Head,
    form: TypedForm,
    held: queries.CurrentScores | None,
    saved_at: datetime | None,
) -> HttpResponse:
    standing = typed_from(held.sheet, form.framework) if held else {}
    context = {
        "head": head,
        "sections": form.sections(standing),
        "saved_at": saved_at,
        "standing": held.revision.number if held else 0,
    }
    return shown(request, "scoring/type.html", form, context)


def _preview(request: HttpRequest, person: Actor, head: Head, form: TypedForm) -> HttpResponse:
    """Check what was typed; kept as a draft whether it is right or not."""
    typed = typed_of(form.framework, request.POST)
    held = queries.current_scores(person.agency, head.score_year)
    if not form.is_valid():
        draft = save_typed(person, score_year=head.score_year, typed=typed)
        return _typed_page(request, head, form, held, draft.saved_at)
    base = held.sheet if held else None
    sheet = with_typed(base, form.framework, form.figures(), form.cleaned_data[RATING])
    draft = save_typed(
        person, score_year=head.score_year, typed=typed, sheet=sheet, source=_TYPED_BY_HAND
    )
    return done(request, reverse("scoring:preview", args=[head.year, draft.pk]))
