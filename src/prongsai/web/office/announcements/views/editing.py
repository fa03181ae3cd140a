"""Write a draft: arrange rows, save, see both texts where somebody else was first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.announcements.carrying import carrying, has_steps
from prongsai.core.announcements.content import Row, Words, compared
from prongsai.core.errors import ProngsaiError
from prongsai.web.agency import pending_form
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.announcements import forms, queries
from prongsai.web.office.announcements.content import current_words
from prongsai.web.office.announcements.models import OPEN, Announcement
from prongsai.web.office.announcements.queries.one import carried_of, newest_version
from prongsai.web.office.announcements.services import editing
from prongsai.web.office.announcements.views.common import address_of, announcement_in
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number

_CONFLICT = 409
_MEASURES = "measures"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.EDIT_ANNOUNCEMENTS)
def edit(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """The draft as a form; buttons that arrange rows store nothing."""
    row = announcement_in(request, year, announcement_id)
    if row.state not in OPEN:
        messages.info(request, _("ฉบับนี้ลงนามหรือเลิกใช้ไปแล้ว ทำฉบับแก้ไขก่อน"))
        return done(request, address_of(row))
    if request.method != "POST":
        return _opened(request, row)
    rows = forms.typed_rows(request.POST)
    act = request.POST.get("act", "")
    if act == _MEASURES:
        return _with_measures(request, row, rows)
    if act:
        rows, place = forms.arranged(rows, act)
        return _page(request, row, _untouched(request.POST), rows, looked_at=place)
    return _saved(request, row, forms.EditForm(request.POST), rows)


@require_safe
@needs(Right.SEE)
def version(request: HttpRequest, year: int, announcement_id: UUID, number: int) -> HttpResponse:
    """A former version beside the one that stands."""
    row = announcement_in(request, year, announcement_id)
    context = {
        "page": found(queries.version_page(row.agency, year, announcement_id, number)),
        "year": year,
        "may_edit": may(person_of(request), Right.EDIT_ANNOUNCEMENTS) and row.state in OPEN,
    }
    return render(request, "announcements/version.html", context)


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def restore(request: HttpRequest, year: int, announcement_id: UUID, number: int) -> HttpResponse:
    """Make a former version stand again."""
    row = announcement_in(request, year, announcement_id)
    seen = request.POST.get("seen", "")
    found(queries.version_page(row.agency, year, announcement_id, number))

    def act() -> str:
        given = whole_number(seen) or 0
        saved = editing.restore(row, by=person_of(request), number=number, seen=given)
        if saved.is_stale:
            messages.error(request, _("มีผู้บันทึกฉบับใหม่กว่าที่เห็น ยังไม่ได้คืนค่า เทียบอีกครั้งก่อน"))
            return reverse("announcements:version", args=[year, row.pk, number])
        messages.success(request, _("คืนค่าแล้ว"))
        return address_of(row)

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, address_of(row))


def _opened(request: HttpRequest, row: Announcement) -> HttpResponse:
    """As it stands, or as it was typed before the session ended."""
    words = current_words(row)
    form = forms.EditForm(initial=forms.initial(words, row.version))
    rows = forms.rows_in(words.parts)
    given = pending_form.pending_form_of(request) if pending_form.is_asked(request) else None
    if given is not None:
        first = {name: values[0] for name, values in given.fields.items() if values}
        rows = forms.typed_rows(first) or rows
    return _page(request, row, form, rows)


def _saved(
    request: HttpRequest, row: Announcement, form: forms.EditForm, rows: tuple[Row, ...]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, row, form, rows)
    words, seen = form.words(rows), form.revision
    stale = False

    def act() -> str:
        nonlocal stale
        saved = editing.save(row, by=person_of(request), words=words, seen=seen)
        stale = saved.is_stale
        if saved.is_changed:
            messages.success(request, _("บันทึกแล้ว"))
        elif not stale:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return "" if stale else address_of(row)

    try:
        # A refused saving is no answer to remember: the same form may be sent again.
        address = answered(request, act) if seen == row.version else act()
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return _page(request, row, form, rows)
    if not stale and address:
        return done(request, address)
    return _stale(request, row, words, rows)


def _stale(
    request: HttpRequest, row: Announcement, words: Words, rows: tuple[Row, ...]
) -> HttpResponse:
    """Both texts beside each other; what was typed stays in the form, over what stands now."""
    row.refresh_from_db()
    # The next saving knows what it goes over.
    form = forms.EditForm(initial=forms.initial(words, row.version))
    context = {"compared": compared(current_words(row), words), "other": newest_version(row)}
    return _page(request, row, form, rows, more=context, status=_CONFLICT)


def _with_measures(request: HttpRequest, row: Announcement, rows: tuple[Row, ...]) -> HttpResponse:
    """The form with the measures of the plan among its rows; nothing is stored by it."""
    measures = carried_of(row)
    if measures:
        rows = carrying(rows, measures)
        told = _("ใส่ %(count)s มาตรการจากแผนแล้ว ตรวจข้อความแล้วบันทึก") % {"count": len(measures)}
        messages.info(request, told)
        if not has_steps(measures):
            messages.warning(request, _("แผนยาว จึงใส่เฉพาะชื่อมาตรการ ผู้รับผิดชอบ และระยะเวลา ไม่ใส่วิธีการ"))
    return _page(request, row, _untouched(request.POST), rows)


def _untouched(posted: Any) -> forms.EditForm:
    """The boxes as they were typed, nothing checked yet."""
    names = ("subject", "preamble", "closing", "seen")
    return forms.EditForm(initial={name: posted.get(name, "") for name in names})


def _page(
    request: HttpRequest,
    row: Announcement,
    form: forms.EditForm,
    rows: tuple[Row, ...],
    *,
    looked_at: int | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "year": row.fiscal_year,
        "form": form,
        "rows": forms.shown(rows),
        "row_kinds": forms.ROW_KINDS,
        "looked_at": looked_at,
        "back": address_of(row),
        "carried": len(carried_of(row)),
        **(more or {}),
    }
    if form.errors:
        status = UNPROCESSABLE
    return render(request, "announcements/edit.html", context, status=status)
