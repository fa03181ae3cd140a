"""One item: its work, its elements, its evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure.forms.items import AddForm, ElementsForm, WorkForm
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import history_of
from prongsai.web.disclosure.disclosure.queries.item import ItemPage, item_page, piece_of
from prongsai.web.disclosure.disclosure.queries.works import work_of
from prongsai.web.disclosure.disclosure.services import attaching, checking, pieces, working
from prongsai.web.disclosure.disclosure.views.common import (
    acted,
    item_url,
    offered_units,
    own_item,
    person_in,
    sent,
    tell_personal,
)
from prongsai.web.platform import uploads
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import row_key


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The item; who may work on it saves how far it is."""
    page = _page(request, year, code)
    if request.method != "POST":
        return _shown(request, page, removed=_removed(request, year))
    if not page.may_work:
        raise PermissionDenied
    form = WorkForm.of(page, request.POST)

    def act() -> None:
        entry, person = form.entry(), person_of(request)
        if working.save_work(
            person.agency, by=person, year=year, item=page.work.item, entry=entry,
            seen=form.revision,
        ):  # fmt: skip
            messages.success(request, _("บันทึกข้อ %(code)s แล้ว") % {"code": code})
            tell_personal(request, entry.explanation)
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))

    answer = sent(request, form, act, item_url(year, code))
    if answer is not None:
        return answer
    form.has_been_told(_page(request, year, code).seen)
    return _shown(request, page, work_form=form)


@require_safe
@needs(Right.SEE)
def history(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """All that happened to the item, with the texts as they were written."""
    agency = person_in(request, year).agency
    _, work = found(work_of(agency, year, code, today()))
    context = {"year": year, "item": work.item, "history": history_of(agency, year, work)}
    return render(request, "disclosure/history.html", context)


@require_POST
@needs(Right.SEE)
def elements(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Write down what was found of the elements."""
    one = own_item(request, year, code)
    page = _page(request, year, code)
    form = ElementsForm(page.elements, request.POST)

    def act() -> None:
        person = person_of(request)
        count = checking.check(person.agency, by=person, year=year, item=one, looks=form.looks())
        if count:
            messages.success(request, _("บันทึกผลตรวจ %(count)s เรื่องแล้ว") % {"count": count})
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))

    answer = sent(request, form, act, item_url(year, code))
    return answer or _shown(request, page, elements_form=form)


@require_POST
@needs(Right.SEE)
def add(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Add an address or a file."""
    one = own_item(request, year, code)
    person = person_of(request)
    form = AddForm(offered_units(person.agency), request.POST, request.FILES)

    def act() -> None:
        given = form.sent_file
        piece = pieces.add(
            person.agency, by=person, year=year, items=[one], words=form.words(),
            address=form.cleaned_data["address"],
            file=uploads.checked(given) if given is not None else None,
        )  # fmt: skip
        messages.success(request, _("เพิ่ม “%(title)s” แล้ว") % {"title": piece.title})
        tell_personal(request, piece.title)

    answer = sent(request, form, act, f"{item_url(year, code)}#evidence")
    return answer or _shown(request, _page(request, year, code), add_form=form)


@require_POST
@needs(Right.SEE)
def add_own(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Make a page of this site evidence of the item."""
    one = own_item(request, year, code)
    person = person_of(request)

    def act() -> str:
        piece = attaching.attach_own(person, year, one, request.POST.get("path", ""))
        messages.success(request, _("เพิ่ม “%(title)s” แล้ว") % {"title": piece.title})
        return f"{item_url(year, code)}#evidence"

    return acted(request, act, item_url(year, code))


@require_POST
@needs(Right.SEE)
def take_over(request: HttpRequest, year: int, code: str, piece_id: UUID) -> HttpResponse:
    """Use a piece of the year before."""
    one = own_item(request, year, code)
    person = person_of(request)
    piece = found(piece_of(person.agency, year - 1, piece_id))
    if piece.removed_at is not None:
        raise Http404

    def act() -> str:
        pieces.take_over(piece, by=person, year=year, item=one)
        messages.success(request, _("ยกมาแล้ว ยังนับเป็นหลักฐานของปีก่อน จนกว่าจะยืนยันว่าปรับเป็นของปีนี้"))
        return f"{item_url(year, code)}#evidence"

    return acted(request, act, item_url(year, code))


@require_POST
@needs(Right.SEE)
def detach(request: HttpRequest, year: int, code: str, piece_id: UUID) -> HttpResponse:
    """Take a page that serves others too off this item; only this one must be one's own."""
    one = own_item(request, year, code)
    person = person_of(request)
    piece = found(piece_of(person.agency, year, piece_id))

    def act() -> str:
        if pieces.detach(piece, by=person, item=one):
            messages.success(request, _("เลิกใช้ “%(title)s” กับข้อนี้แล้ว") % {"title": piece.title})
        return f"{item_url(year, code)}#evidence"

    return acted(request, act, item_url(year, code))


def _removed(request: HttpRequest, year: int) -> Piece | None:
    """The piece that was just removed, to offer it back."""
    piece_id = row_key(request.GET.get("removed", ""))
    piece = piece_of(person_of(request).agency, year, piece_id) if piece_id else None
    return piece if piece is not None and piece.removed_at else None


def _page(request: HttpRequest, year: int, code: str) -> ItemPage:
    return found(item_page(person_in(request, year), year, code, today()))


def _shown(
    request: HttpRequest,
    page: ItemPage,
    *,
    work_form: WorkForm | None = None,
    elements_form: ElementsForm | None = None,
    add_form: AddForm | None = None,
    removed: Piece | None = None,
) -> HttpResponse:
    every: tuple[BaseForm | None, ...] = (work_form, elements_form, add_form)
    wrong = next((form for form in every if form is not None and form.errors), None)
    units = offered_units(person_of(request).agency)
    context: dict[str, Any] = {
        "page": page,
        "year": page.year,
        "work_form": work_form or WorkForm.of(page),
        "elements_form": elements_form or ElementsForm(page.elements),
        "add_form": add_form or AddForm(units),
        "adding": add_form is not None,
        "removed": removed,
        "wrong": wrong,
    }
    status = UNPROCESSABLE if wrong is not None else 200
    return render(request, "disclosure/item.html", context, status=status)
