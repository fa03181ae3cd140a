"""The board and the list of a year's measures, on a day; printed, taken away, with photos."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.typed import row_key
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.tracking import exports
from prongsai.web.year.tracking.forms import DayForm, NarrowForm
from prongsai.web.year.tracking.queries.board import MOST_CARDS, Asked, BoardPage, board_page
from prongsai.web.year.tracking.queries.measure import photo_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PHOTOS = 2
_BOARD, _LIST = "board", "list"


@require_safe
@needs(Right.SEE)
def board(request: HttpRequest, year: int) -> HttpResponse:
    """Where every measure stands."""
    person = _person(request, year)
    page, narrow = _narrowed(request, person, year)
    view = request.GET.get("view", "")
    if view not in (_BOARD, _LIST):
        view = _BOARD if page.shown <= MOST_CARDS else _LIST
    context = {
        "page": page,
        "year": year,
        "narrow": narrow,
        "views": _views(request, view),
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
    page, _form = _narrowed(request, _person(request, year), year)
    return render(request, "tracking/print.html", {"page": page, "year": year})


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The list as a workbook."""
    person = _person(request, year)
    page, _form = _narrowed(request, person, year)
    response = HttpResponse(exports.board_xlsx(person.agency.name, page), content_type=XLSX)
    name = f"{_('ติดตามมาตรการ')}-{year}.xlsx"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response


@require_safe
@needs(Right.SEE)
def photos(request: HttpRequest, year: int) -> HttpResponse:
    """One or two photos of each measure, to print."""
    person = _person(request, year)
    each = 1 if request.GET.get("each") == "1" else _MOST_PHOTOS
    chosen = _chosen(request.GET.getlist("measure"))
    context = {
        "year": year,
        "each": each,
        "sheets": photo_sheets(person.agency, year, each, chosen),
    }
    return render(request, "tracking/photos.html", context)


def _person(request: HttpRequest, year: int) -> Actor:
    person = person_of(request)
    check_opened(person.agency, year)
    return person


def _narrowed(request: HttpRequest, person: Actor, year: int) -> tuple[BoardPage, NarrowForm]:
    """The board as it is asked for; what may be chosen follows from the whole year."""
    now = today()
    day, known = _day_of(request)
    known_by = (day or now) if known else None
    whole = board_page(person, year, day or now, now, known_by=known_by)
    narrow = NarrowForm(whole.choices, request.GET)
    asked = narrow.asked()
    return (whole.narrowed(asked) if asked != Asked() else whole), narrow


def _day_of(request: HttpRequest) -> tuple[date | None, bool]:
    form = DayForm(request.GET)
    form.is_valid()
    return form.cleaned_data.get("on"), bool(form.cleaned_data.get("known"))


def _views(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    found = []
    for view, label in ((_BOARD, _("กระดาน")), (_LIST, _("รายการ"))):
        query = request.GET.copy()
        query["view"] = view
        found.append({"url": f"?{query.urlencode()}", "label": label, "is_here": view == here})
    return found


def _chosen(typed: list[str]) -> frozenset[UUID]:
    return frozenset(key for one in typed if (key := row_key(one)) is not None)
