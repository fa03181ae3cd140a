"""Pages of one item: its work, elements and history, its evidence, its pre-audit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.disclosure.gate import ShownWork, gate
from prongsai.core.preaudit.model import Forecast
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.forms import AddForm, ItemForm, PieceForm
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Wanted, attach_made
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import history_of
from prongsai.web.disclosure.disclosure.queries.item import item_page
from prongsai.web.disclosure.disclosure.queries.reading import (
    REPORT_JOB,
    forecast_tag,
    preaudit_report,
    reading_page,
    report_job,
)
from prongsai.web.disclosure.disclosure.queries.works import items_of_piece, piece_of, work_of
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.disclosure.disclosure.services import attaching, checking, pieces, working
from prongsai.web.disclosure.disclosure.services import reading as readings
from prongsai.web.disclosure.disclosure.views.board import (
    check_own,
    item_url,
    offered_units,
    own_item,
    own_piece,
    tell_personal,
)
from prongsai.web.disclosure.disclosure.views.made import made_address, prepared
from prongsai.web.platform import jobs, uploads
from prongsai.web.platform.clock import today
from prongsai.web.platform.files import drawn_files
from prongsai.web.platform.htmx import is_htmx
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import asked, pressed, sent, tell_removed
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import form_page, found, shown_forms, until_done
from prongsai.web.platform.typed import row_key
from prongsai.web.signing.evidence.views import sent_file
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.assessment.services.frameworks import locked


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The item; who may work on it saves what was found, and how far it is."""
    page = page_of(request, year, code)
    if request.method != "POST":
        return shown_item(request, page)
    if not page["may_work"]:
        raise PermissionDenied
    form = ItemForm(page, request.POST)

    def save_item() -> str:
        entry, person, item = form.entry(), person_of(request), page["work"].item
        is_changed = working.save_work(
            person.agency, by=person, year=year, item=item, entry=entry, seen=form.revision
        )
        looks, seen = form.looks(), form.cleaned_data["looked"]
        count = checking.check(
            person.agency, by=person, year=year, item=item, looks=looks, seen=seen
        )
        if count:
            messages.success(request, _("บันทึกผลตรวจ %(count)s เรื่องแล้ว") % {"count": count})
        if is_changed:
            messages.success(request, _("บันทึกข้อ %(code)s แล้ว") % {"code": code})
            tell_personal(request, entry.explanation, entry.documents)
        if "prepare" in request.POST and may(person, Right.PUBLISH):
            return _prepared_or_item(request, year, code)
        if not count and not is_changed:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return item_url(year, code)

    typed = form.entry() if form.is_valid() else None
    if answer := sent(request, form, save_item):
        return answer
    page = page_of(request, year, code)
    if typed is not None:  # a slip of the pen has shown nobody what stands now
        form.see_anew(page, typed)
    return shown_item(request, page, item_form=form)


def _prepared_or_item(request: HttpRequest, year: int, code: str) -> str:
    """Where the ITA page is submitted; the item's page while something speaks against the item."""
    person = person_of(request)
    work = found(work_of(person.agency, year, code, today()))[1]
    red = gate([ShownWork(code, work.readiness.lacks)]).red
    if red:
        why = in_language(red[0].message)
        messages.warning(request, _("ยังไม่ได้เตรียมหน้า ITA: %(why)s") % {"why": why})
        return item_url(year, code)
    return prepared(request, year)


# An address of before: elements and work are one save now.
elements = require_POST(item)


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
def add(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Add an address or a file."""
    item = own_item(request, year, code)
    person = person_of(request)
    form = AddForm(offered_units(person.agency), request.POST, request.FILES)

    def add_piece() -> str:
        given = form.cleaned_data["file"]
        piece = pieces.add(
            person.agency, by=person, year=year, items=[item], words=form.words(),
            address=form.cleaned_data["address"],
            file=uploads.checked(given) if given is not None else None,
        )  # fmt: skip
        readings.ask(person.agency, by=person, year=year, codes=[code])
        messages.success(request, _("เพิ่ม “%(title)s” แล้ว") % {"title": piece.title})
        tell_personal(request, piece.title)
        return f"{item_url(year, code)}#evidence"

    return sent(request, form, add_piece) or shown_item(
        request, page_of(request, year, code), add_form=form
    )


@require_POST
@needs(Right.SEE)
def add_own(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Make a page of this site evidence of the item."""
    item = own_item(request, year, code)
    person = person_of(request)

    def attach_page() -> str:
        piece = attaching.attach_own(person, year, item, request.POST.get("path", ""))
        readings.ask(person.agency, by=person, year=year, codes=[code])
        messages.success(request, _("เพิ่ม “%(title)s” แล้ว") % {"title": piece.title})
        return f"{item_url(year, code)}#evidence"

    return pressed(request, attach_page, item_url(year, code))


@require_POST
@needs(Right.SEE)
def add_made(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Make a paper of this product evidence, in all forms that the item asks for."""
    item = own_item(request, year, code)
    person, on = person_of(request), today()
    wanted = Wanted(person, items_of(person.agency, year), item, on)
    row_id = row_key(request.POST.get("row", ""))

    def attach_paper() -> str:
        made, added = attach_made(
            wanted, row_id, lambda each: may_work_on(person, year, [each], on)
        )
        readings.ask(person.agency, by=person, year=year, codes=[code])
        words = {"title": in_language(made.title), "count": len(added)}
        messages.success(request, _("แนบ “%(title)s” แล้ว %(count)s ไฟล์") % words)
        return f"{item_url(year, code)}#evidence"

    return pressed(request, attach_paper, item_url(year, code))


@require_POST
@needs(Right.SEE)
def take_over(request: HttpRequest, year: int, code: str, piece_id: UUID) -> HttpResponse:
    """Use a piece of the year before."""
    item = own_item(request, year, code)
    person = person_of(request)
    piece = found(piece_of(person.agency, year - 1, piece_id))
    if piece.removed_at is not None:
        raise Http404
    action = partial(pieces.take_over, piece, by=person, year=year, item=item)
    words = _("ยกมาแล้ว ยังนับเป็นหลักฐานของปีก่อน จนกว่าจะยืนยันว่าปรับเป็นของปีนี้")
    return _perform(request, action, item_url(year, code), words)


@require_POST
@needs(Right.SEE)
def detach(request: HttpRequest, year: int, code: str, piece_id: UUID) -> HttpResponse:
    """Take a page that serves others too off this item; only this one must be one's own."""
    item = own_item(request, year, code)
    person = person_of(request)
    piece = found(piece_of(person.agency, year, piece_id))
    back = item_url(year, code)
    question = _("เลิกใช้ “%(title)s” กับข้อนี้?") % {"title": piece.title}
    words = _("เลิกใช้ “%(title)s” กับข้อนี้แล้ว") % {"title": piece.title}
    action = partial(pieces.detach, piece, by=person, item=item)
    return asked(request, question, back, yes=_("เลิกใช้")) or _perform(request, action, back, words)


def page_of(request: HttpRequest, year: int, code: str) -> dict[str, Any]:
    return found(item_page(person_in(request, year), year, code, today()))


def shown_item(
    request: HttpRequest,
    page: dict[str, Any],
    *,
    item_form: ItemForm | None = None,
    add_form: AddForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    units = offered_units(person.agency)
    own = {held.unit_id for held in person.positions if held.unit_id}
    unit = own.pop() if len(own) == 1 else None
    context: dict[str, Any] = {
        "page": page,
        "year": page["year"],
        "item_form": item_form or ItemForm(page),
        "add_form": add_form or AddForm(units, initial={"unit": unit}),
        "adding": add_form is not None,
    }
    return shown_forms(request, "disclosure/item.html", (item_form, add_form), context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def edit(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """What is said of a piece, and which items it serves."""
    piece = own_piece(request, year, piece_id)
    person = person_of(request)
    items = items_of(person.agency, year)
    served = items_of_piece(items, piece)
    units = offered_units(person.agency, piece)
    form = PieceForm.for_piece(piece, items, served, units, request.POST or None)
    back = _back(year, piece)
    if request.method == "POST" and form.is_valid():
        check_own(person, year, form.cleaned_data["items"])

        def save_piece() -> str:
            chosen = form.cleaned_data["items"]
            pieces.change(
                piece, by=person, words=form.words(), items=chosen,
                address=form.cleaned_data.get("address", ""), seen=form.cleaned_data["seen"],
            )  # fmt: skip
            messages.success(request, _("แก้หลักฐานแล้ว"))
            tell_personal(request, piece.title)
            return back

        if answer := sent(request, form, save_piece):
            return answer
        form.see(pieces.standing(found(piece_of(person.agency, year, piece_id))))
    place = piece.file.name if piece.file else piece.address
    return form_page(request, form, _("แก้หลักฐาน"), back, sub=place)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """The file of a piece, saved and never run."""
    piece = found(piece_of(person_in(request, year).agency, year, piece_id))
    if piece.file is None:
        raise Http404
    return sent_file(request, piece.file, inline=False)


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """Take a piece away; the page that follows can undo it."""
    piece = own_piece(request, year, piece_id)

    def remove_piece() -> str:
        pieces.remove(piece, by=person_of(request))
        words = _("นำ “%(title)s” ออกแล้ว") % {"title": piece.title}
        tell_removed(request, words, reverse("disclosure:restore", args=[year, piece.pk]))
        return _back(year, piece)

    return pressed(request, remove_piece, _back(year, piece))


@require_POST
@needs(Right.SEE)
def restore(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """Bring a removed piece back."""
    piece = own_piece(request, year, piece_id)
    words = _("นำ “%(title)s” กลับมาแล้ว") % {"title": piece.title}
    action = partial(pieces.restore, piece, by=person_of(request))
    return _perform(request, action, _back(year, piece), words)


@require_POST
@needs(Right.SEE)
def renew(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """Say that a piece of a former year is of this one now."""
    piece = own_piece(request, year, piece_id)
    words = _("นับเป็นหลักฐานของปี %(year)s แล้ว") % {"year": year}
    action = partial(pieces.renew, piece, by=person_of(request))
    return _perform(request, action, _back(year, piece), words)


def _perform(
    request: HttpRequest, action: Callable[[], object], address: str, words: str
) -> HttpResponse:
    """Do what a button of the evidence asks, say so and go there; back where it is refused."""

    def performed() -> str:
        if action() is not False:
            messages.success(request, words)
        return f"{address}#evidence"

    return pressed(request, performed, address)


def _back(year: int, piece: Piece) -> str:
    """The page of the first item that a piece serves."""
    served = items_of_piece(items_of(piece.agency, year), piece)
    return item_url(year, served[0].code) if served else reverse("disclosure:board", args=[year])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def reading(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """How far the reading is; who may work on the item asks for it."""
    back = f"{item_url(year, code)}#preaudit"
    if request.method == "POST":
        own_item(request, year, code)
        person = person_of(request)

        def ask() -> str:
            readings.ask(person.agency, by=person, year=year, codes=[code])
            return back

        return pressed(request, ask, back)
    person = person_in(request, year)
    items, work = found(work_of(person.agency, year, code, today()))
    if not is_htmx(request):
        return redirect(back)
    page = {
        "work": work,
        "reading": reading_page(work) if items.of_year == year else None,
        "may_work": may_work_on(person, year, [work.item], today()),
    }
    return render(request, "disclosure/_reading.html", {"page": page, "year": year, "again": True})


@require_safe
@needs(Right.SEE)
def quote(request: HttpRequest, year: int, code: str, element: str) -> HttpResponse:
    """The page on which a quote stood when it was read, with a mark."""
    _items, work = found(work_of(person_in(request, year).agency, year, code, today()))
    row = found(work.reading if work.is_read else None)
    picture = found(row.pictures.filter(element=element).first())
    return HttpResponse(bytes(picture.png), "image/png", headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int) -> HttpResponse:
    """What is to be expected of each item, and the paper of it for the executive."""
    person = person_in(request, year)
    if request.method == "POST":

        def make() -> str:
            locked(person.agency, year)
            former = report_job(person.agency, year)
            if former is None or not former.is_open:  # one at a time, whoever asks
                jobs.ask(person.agency, person, REPORT_JOB, {"year": year})
                return made_address(request)
            messages.info(request, _("กำลังทำรายงานอยู่แล้ว"))
            return f"{request.path}?again=1"

        return pressed(request, make, request.path)
    known = preaudit_report(person.agency, year, today())
    job = report_job(person.agency, year)
    parts = [
        (forecast_tag(kind), known.lines_with(kind)) for kind in Forecast if known.lines_with(kind)
    ]
    is_open = job is not None and job.is_open
    context = {
        "year": year, "parts": parts, "unread": known.lines_with(None), "job": job,
        "is_open": is_open,
        "files": drawn_files(job),
    }  # fmt: skip
    response = render(request, "disclosure/preaudit.html", context)
    return until_done(request, response, is_open=is_open)


@require_safe
@needs(Right.SEE)
def report_file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The report as "pdf" or "docx"."""
    job = report_job(person_in(request, year).agency, year)
    return file_answer(found(drawn_files(job).get(form)), saves=form != "pdf")
