"""All registers, and the list of one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.documents.register_entry import entry_workbook
from prongsai.documents.register_workbook import register_csv, register_workbook
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.registers.forms import ViewForm, asked_of
from prongsai.web.disclosure.registers.models import NothingToReport
from prongsai.web.disclosure.registers.queries.catalogue import closed_of, context_of, registers_of
from prongsai.web.disclosure.registers.queries.rows import Asked, rows_of, rows_page
from prongsai.web.disclosure.registers.queries.shelf import shelves
from prongsai.web.disclosure.registers.queries.views import views_of
from prongsai.web.disclosure.registers.services import nothing as services
from prongsai.web.disclosure.registers.services.making import PREFIX
from prongsai.web.disclosure.registers.views.common import acted, opened, register_url
from prongsai.web.platform.clock import today
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import row_key, whole_number
from prongsai.web.year.analysis.views import check_opened

_FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_NARROWING = ("q", "state", "unit", "month", "sort")


@require_safe
@needs(Right.SEE)
def shelf(request: HttpRequest, year: int) -> HttpResponse:
    """Every register of the agency."""
    person = person_of(request)
    check_opened(person.agency, year)
    context = {
        "shelves": shelves(person, year, today()), "year": year,
        "unread": registers_of(person.agency).findings, "closed": closed_of(person.agency),
        "may_make": may(person, Right.DISCLOSE),
    }  # fmt: skip
    return render(request, "registers/shelf.html", context)


@require_safe
@needs(Right.SEE)
def register(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The rows of one register."""
    person, one = opened(request, year, key)
    asked = asked_of(request.GET)
    page = rows_page(person, one, year, asked, request.GET.get("page", "1"), today())
    kept = {name: request.GET[name] for name in _NARROWING if request.GET.get(name)}
    at = page.page.number
    unsorted = {name: value for name, value in kept.items() if name != "sort"}
    context = {
        "page": page, "year": year, "query": urlencode(kept), "unsorted": urlencode(unsorted),
        "grid_query": urlencode({**kept, "page": str(at)} if at > 1 else kept),
        "views": views_of(person, one, asked), "view_form": ViewForm(one),
        "may_publish": may(person, Right.PUBLISH),
        "may_change": one.key.startswith(PREFIX) and may(person, Right.DISCLOSE),
    }  # fmt: skip
    return render(request, "registers/register.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int, key: str, form: str) -> HttpResponse:
    """The rows as they are narrowed and sorted, as "xlsx" or "csv"."""
    person, one = opened(request, year, key)
    if form not in _FORMS:
        raise Http404
    rows = rows_of(person, one, year, asked_of(request.GET), today())
    context = context_of(person.agency, one, year)
    is_workbook = form == "xlsx"
    data = (
        register_workbook(one, context, rows) if is_workbook else register_csv(one, rows, context)
    )
    return _file(data, f"{key}-{year}.{form}", _FORMS[form])


@require_safe
@needs(Right.SEE)
def entry(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The rows that the person sees, in the order in which another system asks for them."""
    person, one = opened(request, year, key)
    sheet = found(one.entry)
    rows = rows_of(person, one, year, Asked(sort=one.named_by[0]), today())
    data = entry_workbook(one, sheet, context_of(person.agency, one, year), rows)
    return _file(data, f"{key}-{year}-entry.xlsx", _FORMS["xlsx"])


@require_safe
@needs(Right.SEE)
def template(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A workbook to fill in, with every column explained."""
    person, one = opened(request, year, key)
    data = register_workbook(one, context_of(person.agency, one, year))
    return _file(data, f"{key}-{year}-form.xlsx", _FORMS["xlsx"])


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


@require_POST
@needs(Right.SEE)
def nothing(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Say that a time has nothing to report."""
    person, one = opened(request, year, key)
    unit_id = row_key(request.POST.get("unit", ""))
    unit = Unit.objects.filter(agency=person.agency, pk=unit_id).first() if unit_id else None
    slot = whole_number(request.POST.get("slot", "")) or 0
    address = register_url(year, key)

    def act() -> str:
        if services.say_nothing(
            person.agency, by=person, register=one, year=year, slot=slot, unit=unit
        ):
            messages.success(request, _("บันทึกว่าไม่มีรายการแล้ว"))
        return address

    return acted(request, act, address)


@require_POST
@needs(Right.SEE)
def take_back(request: HttpRequest, year: int, key: str, said_id: UUID) -> HttpResponse:
    """Take back that there is nothing to report."""
    person, one = opened(request, year, key)
    rows = NothingToReport.objects.filter(
        agency=person.agency, register=one.key, fiscal_year=year, pk=said_id
    )
    said = found(rows.select_related("agency", "unit").first())
    address = register_url(year, key)

    def act() -> str:
        if services.take_back(said, by=person, register=one):
            messages.success(request, _("ถอนแล้ว เพิ่มรายการของช่วงนี้ได้"))
        return address

    return acted(request, act, address)
