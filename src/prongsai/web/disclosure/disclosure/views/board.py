"""The board of all items: narrowed, changed in one go, printed, taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure import exports
from prongsai.web.disclosure.disclosure.forms.board import ManyForm, NarrowForm
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.queries import board as queries
from prongsai.web.disclosure.disclosure.services import working
from prongsai.web.disclosure.disclosure.views.common import check_own, person_in, sent
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROWING = ("state", "unit", "q", "group", "mine")


@require_safe
@needs(Right.SEE)
def board(request: HttpRequest, year: int) -> HttpResponse:
    """Where every item stands."""
    person_in(request, year)
    return _page(request, year, request.GET)


@require_POST
@needs(Right.SEE)
def change(request: HttpRequest, year: int) -> HttpResponse:
    """Give the ticked items the same state or day."""
    person = person_in(request, year)
    items = items_of(person.agency, year)
    ticked = [item for code in request.POST.getlist("item") if (item := items.item(code))]
    check_own(person, year, ticked)
    form = ManyForm(request.POST)
    if not ticked:
        form.add_error(None, _("ยังไม่ได้ติ๊กข้อใด ติ๊กข้อที่จะเปลี่ยนก่อน"))
    elif form.is_valid() and not form.changes():
        form.add_error(None, _("ยังไม่ได้เลือกสถานะหรือกำหนดเสร็จ"))

    def act() -> None:
        count = working.save_many(
            person.agency, by=person, year=year, items=ticked, changes=form.changes()
        )
        if count:
            said = ngettext("เปลี่ยน %(count)s ข้อแล้ว", "เปลี่ยน %(count)s ข้อแล้ว", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))

    narrowed = _narrowed(request.POST)
    query = urlencode(narrowed)
    address = reverse("disclosure:board", args=[year])
    answer = sent(request, form, act, f"{address}?{query}" if query else address)
    codes = [item.code for item in ticked]
    return answer or _page(request, year, narrowed, form=form, ticked=codes)


@require_safe
@needs(Right.SEE)
def printed(request: HttpRequest, year: int) -> HttpResponse:
    """The board on paper."""
    return render(request, "disclosure/print.html", {"page": _asked(request, year), "year": year})


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """Every item as a workbook."""
    page = _asked(request, year)
    data = exports.board_xlsx(person_of(request).agency.name, page)
    response = HttpResponse(data, content_type=XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=f"OIT-{year}.xlsx")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _asked(request: HttpRequest, year: int) -> queries.Board:
    person = person_in(request, year)
    whole = queries.board(person, year, today(), queries.Asked())
    asked = NarrowForm(whole.units, request.GET).asked()
    return queries.board(person, year, today(), asked) if asked != queries.Asked() else whole


def _page(
    request: HttpRequest,
    year: int,
    narrowed: QueryDict | dict[str, str],
    *,
    form: ManyForm | None = None,
    ticked: list[str] | None = None,
) -> HttpResponse:
    person = person_of(request)
    whole = queries.board(person, year, today(), queries.Asked())
    narrow = NarrowForm(whole.units, narrowed)
    asked = narrow.asked()
    page = queries.board(person, year, today(), asked) if asked != queries.Asked() else whole
    context: dict[str, Any] = {
        "page": page,
        "year": year,
        "narrow": narrow,
        "form": form or ManyForm(),
        "ticked": ticked or [],
        "kept": {name: str(narrowed[name]) for name in _NARROWING if narrowed.get(name)},
        "query": urlencode({k: str(narrowed[k]) for k in _NARROWING if narrowed.get(k)}),
        "groups": _groups(year, narrowed, asked.group),
        "may_work": any(card.may_work for card in whole.cards),
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "disclosure/board.html", context, status=status)


def _narrowed(posted: QueryDict) -> dict[str, str]:
    """What the board was narrowed to when a form of it was sent."""
    return {
        name: str(posted[f"shown_{name}"]) for name in _NARROWING if posted.get(f"shown_{name}")
    }


def _groups(year: int, narrowed: QueryDict | dict[str, str], here: str) -> list[dict[str, Any]]:
    """The switch between the two ways to part the board."""
    address = reverse("disclosure:board", args=[year])
    others = {k: str(narrowed[k]) for k in _NARROWING if k != "group" and narrowed.get(k)}
    entries = ((queries.BY_PART, _("ตามตัวชี้วัดย่อย")), (queries.BY_UNIT, _("ตามส่วนราชการ")))
    return [
        {
            "url": f"{address}?{urlencode(others | {'group': group})}",
            "label": label,
            "is_here": group == here,
        }
        for group, label in entries
    ]
