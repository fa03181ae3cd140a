"""What the addresses of the evidence show: all of a year, one with its past, a look asked for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure import exports
from prongsai.web.disclosure.disclosure.forms.board import ScheduleForm
from prongsai.web.disclosure.disclosure.queries import links as queries
from prongsai.web.disclosure.disclosure.queries.item import item_page
from prongsai.web.disclosure.disclosure.rights import may_keep_all
from prongsai.web.disclosure.disclosure.views.board import XLSX
from prongsai.web.disclosure.disclosure.views.common import (
    acted,
    item_url,
    own_item,
    person_in,
    sent,
)
from prongsai.web.disclosure.links.models import Link
from prongsai.web.disclosure.links.queries.standing import link_of
from prongsai.web.disclosure.links.services import looking, noting
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done, is_htmx
from prongsai.web.platform.shortcuts import found

_REFRESH_SECONDS = "3"
_FOUND = {"yes": True, "no": False}


@require_safe
@needs(Right.SEE)
def links(request: HttpRequest, year: int) -> HttpResponse:
    """All addresses of a year, worst first, and how far a round of looks is."""
    page = queries.links_page(person_in(request, year), year, today())
    return _shown(request, page)


@require_POST
@needs(Right.SEE)
def check(request: HttpRequest, year: int) -> HttpResponse:
    """Have all addresses of a year looked at; for who keeps the whole disclosure."""
    person = person_in(request, year)
    if not may_keep_all(person):
        raise PermissionDenied
    back = reverse("disclosure:links", args=[year])

    def act() -> str:
        _ask(request, queries.addresses_of(person.agency, year))
        return back

    return acted(request, act, back)


@require_POST
@needs(Right.SEE)
def check_item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Have the addresses of one's own item looked at."""
    own_item(request, year, code)
    person = person_of(request)
    page = found(item_page(person, year, code, today()))

    def act() -> str:
        _ask(request, [one.piece.address for one in page.pieces if one.piece.address])
        return f"{item_url(year, code)}#evidence"

    return acted(request, act, item_url(year, code))


@require_safe
@needs(Right.SEE)
def link(request: HttpRequest, year: int, link_id: UUID) -> HttpResponse:
    """One address with every look at it."""
    page = found(queries.link_page(person_in(request, year), year, link_id, today()))
    return render(request, "disclosure/link.html", {"page": page, "year": year})


@require_POST
@needs(Right.SEE)
def note(request: HttpRequest, year: int, link_id: UUID) -> HttpResponse:
    """Keep what a person found who opened it."""
    row = _own_link(request, year, link_id)
    back = reverse("disclosure:link", args=[year, row.pk])
    said = request.POST.get("found", "")
    if said not in _FOUND:
        messages.error(request, _("บอกว่าพบหรือไม่พบ แล้วบันทึกอีกครั้ง"))
        return done(request, back)

    def act() -> str:
        noting.note_seen(row, by=person_of(request), is_there=_FOUND[said])
        messages.success(request, _("บันทึกว่าคุณเปิดดูแล้ว"))
        return back

    return acted(request, act, back)


@require_POST
@needs(Right.SEE)
def accept(request: HttpRequest, year: int, link_id: UUID) -> HttpResponse:
    """Say that what it shows now is right."""
    row = _own_link(request, year, link_id)
    back = reverse("disclosure:link", args=[year, row.pk])

    def act() -> str:
        if noting.accept(row, by=person_of(request), seen=request.POST.get("content", "")):
            messages.success(request, _("นับเนื้อหาปัจจุบันเป็นเนื้อหาที่ถูกต้องแล้ว"))
        return back

    return acted(request, act, back)


@require_POST
@needs(Right.SEE)
def schedule(request: HttpRequest, year: int) -> HttpResponse:
    """Say how often addresses are looked at by themselves."""
    person = person_in(request, year)
    if not may_keep_all(person):
        raise PermissionDenied
    form = ScheduleForm(request.POST)

    def act() -> None:
        noting.schedule(person.agency, by=person, every_days=form.cleaned_data["every_days"])
        messages.success(request, _("ตั้งรอบตรวจลิงก์แล้ว"))

    answer = sent(request, form, act, reverse("disclosure:links", args=[year]))
    return answer or _shown(request, queries.links_page(person, year, today()), form)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The addresses of a year with what each shows, as a workbook."""
    person = person_in(request, year)
    rows = queries.link_rows(person.agency, year, today())
    data = exports.links_xlsx(person.agency.name, year, rows)
    response = HttpResponse(data, content_type=XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=f"links-{year}.xlsx")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _shown(
    request: HttpRequest, page: queries.LinksPage, form: ScheduleForm | None = None
) -> HttpResponse:
    wrong = form is not None and bool(form.errors)
    context = {
        "page": page,
        "year": page.year,
        "form": form or ScheduleForm(initial={"every_days": page.every_days}),
    }
    status = UNPROCESSABLE if wrong else 200
    template = "disclosure/_progress.html" if is_htmx(request) else "disclosure/links.html"
    response = render(request, template, context, status=status)
    goes_on = page.progress is not None and page.progress.is_open
    if goes_on and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


def _ask(request: HttpRequest, addresses: tuple[str, ...] | list[str]) -> None:
    person = person_of(request)
    if looking.ask_round(person.agency, by=person, addresses=addresses) is None:
        messages.info(request, _("ยังไม่มีที่อยู่เว็บให้ตรวจ"))
        return
    count = len(addresses)
    said = ngettext("สั่งตรวจ %(count)s ลิงก์แล้ว", "สั่งตรวจ %(count)s ลิงก์แล้ว", count)
    messages.success(request, said % {"count": count})


def _own_link(request: HttpRequest, year: int, link_id: UUID) -> Link:
    """An address of which every item that it serves is the person's own.

    Errors: Http404 for another agency's; PermissionDenied where an item is another's.
    """
    person = person_in(request, year)
    page = found(queries.link_page(person, year, link_id, today()))
    if not page.may_work:
        raise PermissionDenied
    return found(link_of(person.agency, link_id))
