"""The board and the list of a year's measures, on a day; printed, taken away, with photos."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.dates import long_date
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import end, start
from prongsai.core.progress.plan_words import plans_in
from prongsai.core.progress.rounds import HALF
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.sending import tell_removed, tried
from prongsai.web.platform.serving import XLSX, download
from prongsai.web.platform.shortcuts import found, shown, shown_forms
from prongsai.web.platform.typed import row_key
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.evidence.hooks import draft_id
from prongsai.web.signing.evidence.queries import DRAFT, drafts_of
from prongsai.web.signing.evidence.services import Refusal, Sent, add_all
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.tracking import services
from prongsai.web.year.tracking.forms import DayForm, NarrowForm, NoteForm, WithdrawForm
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import note_row
from prongsai.web.year.tracking.queries.board import MOST_CARDS, Asked, BoardPage, Card, board_page
from prongsai.web.year.tracking.queries.measure import (
    TrackPage,
    may_change,
    note_view,
    photo_sheets,
    track_page,
)


def board_xlsx(agency: str, page: BoardPage) -> bytes:
    """One sheet: a row for each measure, the most urgent first."""
    headings = [
        _("ลำดับ"), _("มาตรการ"), _("ข้อที่ตอบ"), _("ผู้รับผิดชอบ"), _("กำหนดแล้วเสร็จ"), _("สถานะ"),
        _("ร้อยละ"), _("เกินกำหนด (วัน)"), _("บันทึกล่าสุด"), _("ทำอะไรไปแล้ว"),
        _("ผลลัพธ์หรือความสำเร็จ"), _("ปัญหา อุปสรรค"),
        _("ข้อเสนอแนะ"), _("ใช้เงินไป (บาท)"), _("ผู้เข้าร่วม (คน)"), _("หลักฐาน (ไฟล์)"),
    ]  # fmt: skip
    day = long_date(page.on)
    title = f"{_('ติดตามมาตรการ')} {_('ปีงบประมาณ')} {page.year} {agency} {_('ณ วันที่')} {day}"
    return xlsx_table(title, headings, map(list, map(_cells, page.cards)), sheet=_("ติดตามมาตรการ"))


def _cells(card: Card) -> Iterator[str]:
    status, last = card.status, card.status.last
    yield card.measure.number
    yield card.measure.title
    yield ", ".join(code for code, _score in card.items)
    yield card.owner
    yield card.measure.due
    yield in_language(status.state.label)
    yield str(status.percent)
    yield str(status.late_days or "")
    yield long_date(last.on) if last else ""
    yield last.done if last else ""
    yield last.outcome if last else ""
    yield last.problem if last else ""
    yield last.proposal if last else ""
    yield "" if status.spent is None else f"{status.spent:f}"
    yield "" if status.reached is None else str(status.reached)
    yield str(status.evidence_count)


_MOST_PHOTOS = 2
_BOARD, _LIST = "board", "list"


@require_safe
@needs(Right.SEE)
def board(request: HttpRequest, year: int) -> HttpResponse:
    """Where every measure stands."""
    person = person_in(request, year)
    page, narrow = _narrowed(request, person, year)
    view = request.GET.get("view", "")
    if view not in (_BOARD, _LIST):
        view = _BOARD if page.shown_count <= MOST_CARDS else _LIST
    views = []
    for name, label in ((_BOARD, _("แบบการ์ด")), (_LIST, _("รายการ"))):
        query = request.GET.copy()
        query["view"] = name
        views.append({"url": f"?{query.urlencode()}", "label": label, "is_here": name == view})
    context = {
        "page": page,
        "year": year,
        "narrow": narrow,
        "views": views,
        "is_board": view == _BOARD,
        "view": view,
        "query": request.GET.urlencode(),
        "is_past": page.on != today(),
    }
    return render(request, "tracking/board.html", context)


@require_safe
@needs(Right.SEE)
def printed(request: HttpRequest, year: int) -> HttpResponse:
    """The list on paper."""
    page, _form = _narrowed(request, person_in(request, year), year)
    return render(request, "tracking/print.html", {"page": page, "year": year})


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The list as a workbook."""
    person = person_in(request, year)
    page, _form = _narrowed(request, person, year)
    name = f"{_('ติดตามมาตรการ')}-{year}.xlsx"
    return download(board_xlsx(person.agency.name, page), XLSX, name)


@require_safe
@needs(Right.SEE)
def photos(request: HttpRequest, year: int) -> HttpResponse:
    """One or two photos of each measure, to print."""
    person = person_in(request, year)
    each = 1 if request.GET.get("each") == "1" else _MOST_PHOTOS
    typed = map(row_key, request.GET.getlist("measure"))
    chosen = frozenset(key for key in typed if key is not None)
    context = {
        "year": year,
        "each": each,
        "sheets": photo_sheets(person.agency, year, each, chosen),
    }
    return render(request, "tracking/photos.html", context)


def _narrowed(request: HttpRequest, person: Actor, year: int) -> tuple[BoardPage, NarrowForm]:
    """The board as it is asked for; what may be chosen follows from the whole year."""
    now = today()
    form = DayForm(request.GET)
    form.is_valid()
    day, known = form.cleaned_data.get("on"), bool(form.cleaned_data.get("known"))
    known_by = (day or now) if known else None
    whole = board_page(person, year, day or now, now, known_by=known_by)
    narrow = NarrowForm(whole.choices, request.GET)
    asked = narrow.asked()
    return (whole.narrowed(asked) if asked != Asked() else whole), narrow


def own_note(request: HttpRequest, year: int, note_id: UUID) -> ProgressNote:
    person = person_in(request, year)
    note = found(note_row(person.agency, year, note_id))
    if not may_change(person, note, today()):
        raise PermissionDenied
    return note


def saved(request: HttpRequest, form: Form, draft: UUID, act: Callable[[], str]) -> str:
    """Keep the files of a form, then act if the form is sound; where to go, "" for the form again.

    What was sent is kept in any case: a refusal undoes the act, and the files are kept anew.
    """
    refused: tuple[Refusal, ...] = ()

    def acted() -> str:
        nonlocal refused
        refused = store_files(request, draft)
        return act() if form.is_valid() else ""

    def kept() -> str:
        nonlocal refused
        refused = store_files(request, draft)
        return ""

    try:
        address = answer_once(request, acted)
    except ProngsaiError as refusal:
        refuse(form, refusal)
        address = answer_once(request, kept)
    for refused_file in refused:
        details = {"name": refused_file.name, "why": words_of(refused_file.error)}
        messages.error(request, _("ไม่ได้เก็บ “%(name)s”: %(why)s") % details)
    return address


def store_files(request: HttpRequest, draft: UUID) -> tuple[Refusal, ...]:
    """Keep the form's files under its draft, so that an error in a field does not lose them."""
    files = request.FILES.getlist("files")
    if not files:
        return ()
    person = person_of(request)
    sent = (Sent(file.name or "", content_of(file)) for file in files)
    taken = add_all(person.agency, by=person, subject_kind=DRAFT, subject=draft, sent=sent)
    return taken.refused


def measure_url(year: int, measure: MeasureRow, thread: UUID | None = None) -> str:
    """A measure's page, at one of its notes."""
    address = reverse("tracking:measure", args=[year, measure.pk])
    return f"{address}#n-{thread}" if thread else address


def tell_plans(request: HttpRequest, note: ProgressNote) -> None:
    """Say at once what a report would not let through: words of a plan where a result is asked."""
    quotes = [plan.quote for text in (note.done, note.outcome) for plan in plans_in(text, HALF)]
    if quotes:
        messages.warning(
            request,
            _("“%(quote)s” อ่านเหมือนแผน ไม่ใช่ผลที่ทำแล้ว แก้บันทึกก่อนถึงรอบรายงาน") % {"quote": quotes[0]},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def measure(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """One measure; who may, writes its next note here."""
    page = _page(request, year, measure_id)
    if request.method != "POST":
        percent = page.status.percent or ""
        form = NoteForm(initial={"on": today(), "percent": percent})
        return _show_page(request, page, form)
    if not page.may_record:
        raise PermissionDenied
    form = NoteForm(request.POST)

    def record_note() -> str:
        note = services.record(
            page.row, by=person_of(request), entry=form.entry(), draft=page.draft
        )
        messages.success(request, _("บันทึกผลแล้ว %(percent)s%%") % {"percent": note.percent})
        if not start(year) <= note.on <= end(year):
            messages.warning(
                request, _("วันที่ของบันทึกอยู่นอกปีงบประมาณ %(year)s ตรวจว่าถูกต้อง") % {"year": year}
            )
        tell_plans(request, note)
        return measure_url(year, page.row, note.thread)

    address = saved(request, form, page.draft, record_note)
    if address:
        return done(request, address)
    # Read anew: the files that were sent wait below the form.
    return _show_page(request, _page(request, year, measure_id), form)


def _page(request: HttpRequest, year: int, measure_id: UUID) -> TrackPage:
    return found(track_page(person_in(request, year), year, measure_id, today()))


def _show_page(request: HttpRequest, page: TrackPage, form: NoteForm) -> HttpResponse:
    context = {"page": page, "year": page.year, "withdraw_form": WithdrawForm()}
    return shown(request, "tracking/measure.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def note(request: HttpRequest, year: int, note_id: UUID) -> HttpResponse:
    row = own_note(request, year, note_id)
    if request.method != "POST":
        return _shown_note(request, year, row, NoteForm.from_note(row))
    form = NoteForm.from_note(row, request.POST)
    draft = draft_id(person_of(request), row.thread)

    def correct_note() -> str:
        made = services.correct(row, by=person_of(request), entry=form.entry(), draft=draft)
        messages.success(request, _("แก้บันทึกผลแล้ว ข้อความเดิมยังอยู่ในประวัติ"))
        tell_plans(request, made)
        return measure_url(year, row.measure, row.thread)

    address = saved(request, form, draft, correct_note)
    return done(request, address) if address else _shown_note(request, year, row, form)


@require_POST
@needs(Right.SEE)
def withdraw(request: HttpRequest, year: int, note_id: UUID) -> HttpResponse:
    """Take a wrong note back."""
    row = own_note(request, year, note_id)
    form = WithdrawForm(request.POST)

    def withdraw_note() -> str:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        services.withdraw(row, by=person_of(request), reason=reason)
        back = reverse("tracking:note-back", args=[year, note_id])
        tell_removed(request, _("ถอนบันทึกแล้ว ยังอ่านได้ในประวัติ"), back)
        return measure_url(year, row.measure, row.thread)

    answer = tried(request, form, withdraw_note)
    return answer or _shown_note(request, year, row, NoteForm.from_note(row), form)


@require_POST
@needs(Right.SEE)
def back(request: HttpRequest, year: int, note_id: UUID) -> HttpResponse:
    """Undo a withdrawal."""
    row = own_note(request, year, note_id)
    try:
        if services.bring_back(row, by=person_of(request)):
            messages.success(request, _("นำบันทึกกลับมาแล้ว"))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
    return done(request, measure_url(year, row.measure, row.thread))


def _shown_note(
    request: HttpRequest,
    year: int,
    row: ProgressNote,
    form: NoteForm,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    draft = draft_id(person, row.thread)
    context = {
        "row": row,
        "year": year,
        "note": note_view(person.agency, row),
        "form": form,
        "withdraw_form": withdraw_form or WithdrawForm(),
        "draft": draft,
        "waiting": drafts_of(person, draft),
        "back": measure_url(year, row.measure, row.thread),
        "is_open": row.replaced_by_id is None and row.withdrawn_at is None,
    }
    return shown_forms(request, "tracking/note.html", (form, withdraw_form), context)
