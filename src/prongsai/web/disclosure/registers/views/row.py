"""One row: added, changed, taken on, removed, brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.disclosure.registers.forms import CirculateForm, RowFilesForm
from prongsai.web.disclosure.registers.queries.catalogue import context_of
from prongsai.web.disclosure.registers.queries.row import file_of, row_page
from prongsai.web.disclosure.registers.queries.shelf import sent_round
from prongsai.web.disclosure.registers.receipts import receipt_of, receipt_pdf
from prongsai.web.disclosure.registers.services import nothing, saving
from prongsai.web.disclosure.registers.views.rows import (
    acted,
    opened_row,
    row_url,
    sent,
    tell_personal,
    writer,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.evidence.views import sent_file
from prongsai.web.year.ownership.owners import units_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def add(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A new row; the person's own unit stands in it already."""
    person, register = writer(request, year, key)
    context = context_of(person.agency, register, year)
    initial = {}
    mine = units_of(person, today())
    if register.owned_by and mine:
        initial[register.owned_by] = mine[0].name
    sent_data = request.POST or None
    form = RowFilesForm(register, context, sent_data, request.FILES, initial=initial)

    def act() -> str:
        kept = saving.add(
            person.agency, by=person, register=register, year=year, row=form.row, files=form.sent,
            reason=form.reason,
        )  # fmt: skip
        messages.success(request, _("เพิ่มรายการแล้ว"))
        tell_personal(request, register, [("", form.row)])
        if "again" in request.POST:
            return request.path
        return row_url(year, key, kept.pk)

    if request.method == "POST":
        answer = sent(request, form, act)
        if answer is not None:
            return answer
        form.has_lost_files()
    return shown(request, "registers/add.html", form, {"register": register, "year": year})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def row(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """A row with its history; whoever may write it changes it here."""
    person, register, kept = opened_row(request, year, key, row_id)
    page = row_page(person, register, kept, year, today())
    form = RowFilesForm(
        register, page.context, request.POST or None, request.FILES, row=page.row,
        initial={"seen": kept.version},
    )  # fmt: skip

    def act() -> str:
        if saving.change(
            kept, by=person, register=register, row=form.row, seen=form.revision, files=form.sent,
            reason=form.reason,
        ):  # fmt: skip
            messages.success(request, _("บันทึกแล้ว"))
            tell_personal(request, register, [("", form.row)])
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return request.path

    if request.method == "POST":
        if not page.may_write:
            raise PermissionDenied
        answer = sent(request, form, act)
        if answer is not None:
            return answer
        page = row_page(person, register, kept, year, today())
        form.has_been_told(kept.version)
        form.has_lost_files()
    round_ = sent_round(person, register, kept)
    told = {
        "page": page, "year": year, "receipt": receipt_of(register, kept), "round": round_,
        "round_form": CirculateForm(open_units(person.agency))
        if round_ and round_.may_send
        else None,
    }  # fmt: skip
    return shown(request, "registers/row.html", form, told)


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, key: str, row_id: UUID, register_file_id: UUID
) -> HttpResponse:
    """A file of a row, for who sees the row; pictures, drawn anew when they came, are shown."""
    _, _, kept = opened_row(request, year, key, row_id)
    one = found(file_of(kept, register_file_id))
    if "small" in request.GET and one.small is not None:
        return sent_file(request, one.small, inline=True)
    is_shown = one.small is not None and "save" not in request.GET
    return sent_file(request, one.file, inline=is_shown)


@require_safe
@needs(Right.SEE)
def receipt(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """The receipt of a row as it is now; it is kept nowhere."""
    person, register, kept = opened_row(request, year, key, row_id)
    one = found(receipt_of(register, kept))
    content = receipt_pdf(person, register, kept, one, year)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{key}-{row_id}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs(Right.CIRCULATE)
def circulate(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Send a row round to readers, who acknowledge it."""
    person, register, kept = opened_row(request, year, key, row_id)
    form = CirculateForm(open_units(person.agency), request.POST)
    address = row_url(year, key, row_id)

    def act() -> str:
        made = nothing.circulate(
            kept, by=person, register=register, year=year,
            units=form.units_chosen, due=form.cleaned_data["due"],
        )  # fmt: skip
        count = made.recipients.count()
        said = ngettext("แจ้งเวียนถึง %(count)s คนแล้ว", "แจ้งเวียนถึง %(count)s คนแล้ว", count)
        messages.success(request, said % {"count": count})
        return address

    if not form.is_valid():
        for errors in form.errors.values():
            for error in errors:
                messages.error(request, str(error))
        return done(request, address)
    return acted(request, act, address)


@require_POST
@needs(Right.SEE)
def move(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Take a row on to another state."""
    person, register, kept = opened_row(request, year, key, row_id)
    address = row_url(year, key, row_id)
    to, seen = request.POST.get("to", ""), whole_number(request.POST.get("seen", "")) or 0

    def act() -> str:
        saving.move(kept, by=person, register=register, to=to, seen=seen)
        messages.success(request, _("เปลี่ยนสถานะแล้ว"))
        return address

    return acted(request, act, address)


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Take a row away; it can be brought back."""
    person, register, kept = opened_row(request, year, key, row_id)

    def act() -> str:
        if saving.remove(kept, by=person, register=register):
            messages.success(request, _("เอารายการออกแล้ว นำกลับมาได้จากหน้านี้"))
        return row_url(year, key, row_id)

    return acted(request, act, row_url(year, key, row_id))


@require_POST
@needs(Right.SEE)
def restore(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Bring a removed row back."""
    person, register, kept = opened_row(request, year, key, row_id)

    def act() -> str:
        if saving.restore(kept, by=person, register=register):
            messages.success(request, _("นำรายการกลับมาแล้ว"))
        return row_url(year, key, row_id)

    return acted(request, act, row_url(year, key, row_id))
