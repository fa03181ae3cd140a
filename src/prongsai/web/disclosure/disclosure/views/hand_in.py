"""The hand-in sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.disclosure.pasted import Pasted, read_pasted
from prongsai.core.errors import Finding, UnreadableInput
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.thai import repair, squeeze
from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.forms import LimitForm, PasteForm
from prongsai.web.disclosure.disclosure.items import YearItems, items_of
from prongsai.web.disclosure.disclosure.queries.hand_in import hand_in as query
from prongsai.web.disclosure.disclosure.queries.hand_in import limit_row
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.disclosure.services.working import set_limit
from prongsai.web.disclosure.disclosure.views.board import check_own, person_in, sent
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.platform.shortcuts import shown
from prongsai.web.platform.uploads import content_of
from prongsai.web.year.calendar.models import Purpose
from prongsai.web.year.calendar.queries import window_of


@require_safe
@needs(Right.SEE)
def hand_in(request: HttpRequest, year: int) -> HttpResponse:
    """Addresses and explanations in order, to copy into the NACC's system."""
    permanent = "permanent" in request.GET
    person = person_in(request, year)
    page = query(person.agency, year, today(), permanent=permanent)
    context = {
        "window": window_of(person.agency, year, Purpose.HAND_IN),
        "purpose": Purpose.HAND_IN,
        "today": today(),
        "may_add": may(person, Right.MOVE_DATES),
        "may_limit": may_hand_in(person),
        "page": page,
        "year": year,
        "permanent": permanent,
        "is_local": is_local(site_address()),
        "switch": [
            {"url": request.path, "label": _("ที่อยู่จริง"), "is_here": not permanent},
            {"url": f"{request.path}?permanent=1", "label": _("ที่อยู่ถาวร"), "is_here": permanent},
        ],
    }
    return render(request, "disclosure/hand_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def limit(request: HttpRequest, year: int) -> HttpResponse:
    """How long an explanation may be, with its source; for who hands in."""
    person = person_in(request, year)
    if not may_hand_in(person):
        raise PermissionDenied
    row = limit_row(person.agency, year)
    form = LimitForm.of(row, request.POST or None)

    def act() -> None:
        if set_limit(person.agency, by=person, year=year, limit=form.limit(), seen=form.revision):
            messages.success(request, _("บันทึกความยาวคำอธิบายแล้ว"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))

    back = reverse("disclosure:hand-in", args=[year])
    answer = sent(request, form, act, back)
    if answer is not None:
        return answer
    if request.method == "POST":
        form.has_been_told(limit_row(person.agency, year))
    context = {"year": year, "row": row, "back": back}
    return shown(request, "disclosure/limit.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def paste(request: HttpRequest, year: int) -> HttpResponse:
    """Read what was pasted or sent and show it; take it when it was seen."""
    person = person_in(request, year)
    items = items_of(person.agency, year)
    form = PasteForm(request.POST or None, request.FILES or None)
    read = _read(form, items)
    is_taken = request.POST.get("act") == "take" and not request.FILES
    if read is not None and read.rows and is_taken:
        named = {row.code for row in read.rows}
        check_own(person, year, [item for item in items.items if item.code in named])

        def act() -> None:
            count = pieces.take_pasted(
                person.agency, by=person, year=year, items=items, rows=read.rows
            )
            messages.success(request, _("เพิ่มลิงก์ %(count)s รายการแล้ว") % {"count": count})

        answer = sent(request, form, act, reverse("disclosure:board", args=[year]))
        if answer is not None:
            return answer
    context = {"year": year, "read": read}
    return shown(request, "disclosure/paste.html", form, context)


def _read(form: PasteForm, items: YearItems) -> Pasted | None:
    """What the lines say; None where there are none that can be read."""
    if not form.is_bound or not form.is_valid():
        return None
    text = form.cleaned_data["text"]
    if form.sent_file is not None:
        try:
            text = _lines_of(form.sent_file)
        except UnreadableInput as refusal:
            refuse(form, refusal)
            return None
        form.has_been_read(text)
    return read_pasted(text, {item.code for item in items.items})


def _lines_of(given: UploadedFile[Any]) -> str:
    """The rows of a table file that hold an address, as they would be pasted; headings are none.

    Errors: UnreadableInput where a cell is not certain.
    """
    lines: list[str] = []
    faults: list[Finding] = []
    headed: set[int] = set()
    sheet = read_rows(content_of(given), given.name or "file")[0]
    for row, own in enumerate(sheet.rows):
        cells = [squeeze(repair(sheet.text(row, column))) for column in range(len(own))]
        if not lines and _is_heading(cells):
            headed.update(column for column, cell in enumerate(cells) if cell)
        elif len(cells) > 1 and cells[1]:
            titles = dict(enumerate((_("ข้อ"), _("ที่อยู่เว็บ"), _("ชื่อ"))))
            faults += row_faults(sheet, row, titles, headed=headed or titles)
            lines.append("\t".join(cells[:3]))
    refuse_damaged(faults)
    return "\n".join(lines)


def _is_heading(cells: list[str]) -> bool:
    """Whether a row above the first address names the columns."""
    return len(cells) < 2 or "." not in cells[1]  # noqa: PLR2004 - item and address
