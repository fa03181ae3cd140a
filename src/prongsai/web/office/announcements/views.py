"""One announcement: everything about it, and what may be done with it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.announcements.content import TextRow, compared, rows_of
from prongsai.core.announcements.drafting import carrying, has_steps
from prongsai.core.dates import long_date
from prongsai.core.errors import ProngsaiError
from prongsai.core.papers.digits import Digits
from prongsai.documents.counter_papers import Notice, notice_poster
from prongsai.documents.page import to_html
from prongsai.web.agency import pending_forms
from prongsai.web.agency.access import fresh, needs, person_of, prints_address
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.announcements import forms
from prongsai.web.office.announcements.content import current_paper, current_words, full_title
from prongsai.web.office.announcements.forms import EndForm
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.queries import pages
from prongsai.web.office.announcements.queries.pages import announcement_row
from prongsai.web.office.announcements.queries.register import register_page
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.platform import jobs
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.sending import (
    pdf,
    perform,
    pressed,
    remove_or_restore,
    sent,
    tell_change,
    tell_done,
)
from prongsai.web.platform.serving import file_answer, page_answer
from prongsai.web.platform.shortcuts import form_page, found, progress
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.publication.views import publish_pressed
from prongsai.web.year.analysis.views import person_in


def announcement_in(request: HttpRequest, year: int, announcement_id: UUID) -> Announcement:
    """One announcement of the reader's agency.

    Errors: Http404 for what belongs to another agency or year.
    """
    person = person_in(request, year)
    return found(announcement_row(person.agency, year, announcement_id))


@require_safe
@needs(Right.SEE)
def announcement(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Its text, where it stands, and what comes next."""
    person = person_of(request)
    row = announcement_in(request, year, announcement_id)
    page = pages.announcement_page(row, today())
    kind = page.kind
    context = {
        "page": page,
        "year": year,
        "may_edit": may(person, Right.EDIT_ANNOUNCEMENTS),
        "may_submit": may(person, Right.SUBMIT),
        "may_publish": may(person, Right.PUBLISH),
        "may_circulate": may(person, Right.CIRCULATE),
        "read_by": kind.readers.label if kind else None,
        "renewed": [renewal.label for renewal in kind.renewal] if kind else [],
        "here": row.url,
    }
    return render(request, "announcements/announcement.html", context)


@require_POST
@needs(Right.SUBMIT)
def send(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    row = announcement_in(request, year, announcement_id)
    return perform(
        request,
        lambda: sending.send(row, by=person_of(request)),
        row.url,
        _("เสนอลงนามแล้ว ดูว่าอยู่ที่ใครได้ในหน้านี้"),
    )


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def revise(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Begin a new edition of what stands."""
    row = announcement_in(request, year, announcement_id)

    def open_edition() -> str:
        made = drafting.revise(row, by=person_of(request))
        messages.success(request, _("เปิดฉบับแก้ไขแล้ว ฉบับเดิมใช้อยู่จนกว่าฉบับใหม่จะลงนาม"))
        return reverse("announcements:edit", args=[year, made.pk])

    return pressed(request, open_edition, row.url)


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def discard(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Drop a draft that was never submitted, or bring it back."""
    person = person_in(request, year)
    rows = Announcement.with_removed.filter(agency=person.agency, fiscal_year=year)
    row = found(rows.filter(pk=announcement_id).first())
    address = reverse("announcements:register", args=[year])
    change = partial(drafting.discard, row, by=person)
    return remove_or_restore(request, change, address, _("ลบร่างแล้ว"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
@fresh
def end(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Ask why, then end what stands and withdraw what was published."""
    row = announcement_in(request, year, announcement_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if not row.stands:
        messages.info(request, _("เลิกใช้ได้เฉพาะฉบับที่ใช้อยู่"))
        return done(request, row.url)

    def end_use() -> str:
        drafting.end(row, by=person_of(request), reason=form.cleaned_data["reason"])
        return tell_done(request, _("เลิกใช้แล้ว หน้าเผยแพร่บอกเหตุผลไว้"), row.url)

    sub = _("หน้าเผยแพร่ยังอยู่และบอกว่าถอนแล้ว ไฟล์เปิดไม่ได้อีก ถ้ามีข้อความใหม่แทน ให้ทำฉบับแก้ไขแทนการเลิกใช้")
    return sent(request, form, end_use) or form_page(
        request, form, _("เลิกใช้ประกาศนี้หรือไม่"), row.url, name=_("เลิกใช้ประกาศ"),
        above=row.subject, sub=sub, save=_("เลิกใช้"), kind="no",
    )  # fmt: skip


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Publish the signed copy by hand, where it was not published by itself."""
    row = announcement_in(request, year, announcement_id)
    act = partial(sending.publish, row, by=person_of(request))
    return publish_pressed(request, act, row.url)


@require_POST
@needs(Right.CIRCULATE)
def circulate(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Send it round by hand, where it was not sent round by itself."""
    row = announcement_in(request, year, announcement_id)
    return perform(
        request, lambda: sending.circulate(row, by=person_of(request)), row.url, _("แจ้งเวียนแล้ว")
    )


_CONFLICT = 409
_MEASURES = "measures"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.EDIT_ANNOUNCEMENTS)
def edit(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """The draft as a form; buttons that arrange rows store nothing."""
    row = announcement_in(request, year, announcement_id)
    if not row.is_open:
        messages.info(request, _("ฉบับนี้ลงนามหรือเลิกใช้ไปแล้ว ทำฉบับแก้ไขก่อน"))
        return done(request, row.url)
    if request.method != "POST":
        return _open(request, row)
    rows = forms.typed_rows(request.POST)
    act = request.POST.get("act", "")
    if act == _MEASURES:
        return _with_measures(request, row, rows)
    if act:
        rows, place = forms.arranged(rows, act)
        return _page(request, row, _untouched(request.POST), rows, looked_at=place)
    return _save(request, row, forms.EditForm(request.POST), rows)


@require_safe
@needs(Right.SEE)
def version(request: HttpRequest, year: int, announcement_id: UUID, number: int) -> HttpResponse:
    """A former version beside the one that stands."""
    row = announcement_in(request, year, announcement_id)
    context = {
        "page": found(pages.version_page(row, number)),
        "year": year,
        "may_edit": may(person_of(request), Right.EDIT_ANNOUNCEMENTS) and row.is_open,
    }
    return render(request, "announcements/version.html", context)


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def restore(request: HttpRequest, year: int, announcement_id: UUID, number: int) -> HttpResponse:
    row = announcement_in(request, year, announcement_id)
    seen = request.POST.get("seen", "")
    found(pages.version_page(row, number))

    def restore_version() -> str:
        given = whole_number(seen) or 0
        saved = drafting.restore(row, by=person_of(request), number=number, seen=given)
        if saved.is_stale:
            messages.error(request, _("มีผู้บันทึกฉบับใหม่กว่าที่เห็น ยังไม่ได้คืนค่า เทียบอีกครั้งก่อน"))
            return reverse("announcements:version", args=[year, row.pk, number])
        return tell_done(request, _("คืนค่าแล้ว"), row.url)

    return pressed(request, restore_version, row.url)


def _open(request: HttpRequest, row: Announcement) -> HttpResponse:
    """As it stands, or as it was typed before the session ended."""
    words = current_words(row)
    form = forms.EditForm(initial=forms.initial(words, row.version))
    rows = rows_of(words.parts)
    given = pending_forms.pending_form_of(request) if pending_forms.is_asked(request) else None
    if given is not None:
        first = {name: values[0] for name, values in given.fields.items() if values}
        rows = forms.typed_rows(first) or rows
    return _page(request, row, form, rows)


def _save(
    request: HttpRequest, row: Announcement, form: forms.EditForm, rows: tuple[TextRow, ...]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, row, form, rows)
    words, seen = form.words(rows), form.revision
    stale = False

    def save_words() -> str:
        nonlocal stale
        saved = drafting.save(row, by=person_of(request), words=words, seen=seen)
        stale = saved.is_stale
        if not stale:
            tell_change(request, saved.is_changed, _("บันทึกแล้ว"))
        return "" if stale else row.url

    try:
        # A refused saving is no answer to remember: the same form may be sent again.
        address = answer_once(request, save_words) if seen == row.version else save_words()
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return _page(request, row, form, rows)
    if not stale and address:
        return done(request, address)
    # Both texts beside each other; what was typed stays in the form, over what stands now.
    row.refresh_from_db()
    # The next saving knows what it goes over.
    renewed = forms.EditForm(initial=forms.initial(words, row.version))
    context = {"compared": compared(current_words(row), words), "other": pages.newest_version(row)}
    return _page(request, row, renewed, rows, more=context, status=_CONFLICT)


def _with_measures(
    request: HttpRequest, row: Announcement, rows: tuple[TextRow, ...]
) -> HttpResponse:
    """The form with the measures of the plan among its rows; nothing is stored by it."""
    measures = pages.carried_of(row)
    if measures:
        rows = carrying(rows, measures)
        message = _("ใส่ %(count)s มาตรการจากแผนแล้ว ตรวจข้อความแล้วบันทึก") % {"count": len(measures)}
        messages.info(request, message)
        if not has_steps(measures):
            messages.warning(request, _("แผนยาว จึงใส่เฉพาะชื่อมาตรการ ผู้รับผิดชอบ และระยะเวลา ไม่ใส่วิธีการ"))
    return _page(request, row, _untouched(request.POST), rows)


def _untouched(posted: Any) -> forms.EditForm:
    names = ("subject", "preamble", "closing", "seen")
    return forms.EditForm(initial={name: posted.get(name, "") for name in names})


def _page(
    request: HttpRequest,
    row: Announcement,
    form: forms.EditForm,
    rows: tuple[TextRow, ...],
    *,
    looked_at: int | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "year": row.fiscal_year,
        "form": form,
        "rows": forms.numbered(rows),
        "row_kinds": forms.ROW_KINDS,
        "looked_at": looked_at,
        "back": row.url,
        "carried": len(pages.carried_of(row)),
        **(more or {}),
    }
    if form.errors:
        status = UNPROCESSABLE
    return render(request, "announcements/edit.html", context, status=status)


@require_safe
@needs(Right.SEE)
def preview(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    row = announcement_in(request, year, announcement_id)
    paper = to_html(current_paper(row, today()), Digits(row.agency.digits))
    return page_answer(paper, back=row.url)


@require_safe
@needs(Right.SEE)
@prints_address
def poster(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """What it says as a poster, with the way to the page on which it is published."""
    row = announcement_in(request, year, announcement_id)
    page = pages.announcement_page(row, today())
    parts, edition = found(page.poster_parts or None), found(page.publication)
    day = found(row.signed_on)
    path = reverse("publication:paper", args=[row.agency_id, edition.pk])
    foot = f"{full_title(row)} ลงวันที่ {long_date(day)}"
    notice = Notice(row.agency.name, row.subject, parts, foot, f"{site_address()}{path}", day)
    return pdf(notice_poster(notice), f"poster-{row.kind}-{year}")


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def ask(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Ask for PDF and Word of the draft."""
    row = announcement_in(request, year, announcement_id)
    job = pages.drawing_of(row)["job"]

    def ask_for_files() -> str:
        if job is None or not job.is_open:
            jobs.ask(row.agency, person_of(request), pages.JOB, {"notice": str(row.pk)})
        return f"{reverse('announcements:drawing', args=[year, row.pk])}?again=1"

    return done(request, answer_once(request, ask_for_files))


@require_safe
@needs(Right.SEE)
def drawing(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """How far the drawing is; asked again by the part itself, or by the browser."""
    page = pages.drawing_of(announcement_in(request, year, announcement_id))
    return progress(
        request,
        "announcements/drawing.html",
        "announcements/_drawing.html",
        {"page": page, "year": year},
        is_open=page["job"] is not None and page["job"].is_open,
    )


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, announcement_id: UUID, form: str) -> HttpResponse:
    """A drawn file of the draft; PDF opens in the browser, Word is saved."""
    drawing = pages.drawing_of(announcement_in(request, year, announcement_id))
    return file_answer(found(drawing["files"].get(form)), saves="save" in request.GET)


@require_safe
@needs(Right.SEE)
def register(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)
    may_edit = may(person, Right.EDIT_ANNOUNCEMENTS)
    context = {
        "page": register_page(person.agency, year, today(), may_edit=may_edit),
        "year": year,
        "may_edit": may_edit,
    }
    return render(request, "announcements/register.html", context)


@require_safe
@needs(Right.SEE)
def kind(request: HttpRequest, year: int, announcement_kind: str) -> HttpResponse:
    """What a kind is, its legal basis, and how it would read."""
    person = person_in(request, year)
    page = found(pages.kind_page(person.agency, year, announcement_kind))
    context = {
        "page": page,
        "year": year,
        "may_edit": may(person, Right.EDIT_ANNOUNCEMENTS),
        "read_by": page["kind"].readers.label,
        "renewed": [renewal.label for renewal in page["kind"].renewal],
    }
    return render(request, "announcements/kind.html", context)


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def draft(request: HttpRequest, year: int, announcement_kind: str) -> HttpResponse:
    """Begin an announcement, from its kind or from the newest one of an earlier year."""
    person = person_in(request, year)
    page = found(pages.kind_page(person.agency, year, announcement_kind))
    earlier = page["former"] if request.POST.get("from") == "former" else None

    def make_draft() -> str:
        made = drafting.draft(
            person.agency, by=person, year=year, key=announcement_kind, earlier=earlier
        )
        messages.success(request, _("สร้างร่างแล้ว ตรวจข้อความ แล้วเสนอลงนาม"))
        return reverse("announcements:edit", args=[year, made.pk])

    return pressed(
        request, make_draft, reverse("announcements:kind", args=[year, announcement_kind])
    )
