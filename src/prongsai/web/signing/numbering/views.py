"""The registers: looked at, printed, taken away; numbers issued, kept, filled in, struck out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from msgspec import Struct

from prongsai.core.dates import buddhist_year
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.sending import sent
from prongsai.web.platform.serving import XLSX, download
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.numbering import forms, queries, services
from prongsai.web.signing.numbering.models import NumberRow, Series
from prongsai.web.signing.numbering.queries import (
    RegisterPage,
    line_of,
    register_page,
    unit_with_register,
    with_digits,
)

_FIRST_YEAR, _LAST_YEAR = 2500, 2700
_LINES = 100
_BOTH = ["GET", "HEAD", "POST"]


class Place(Struct, frozen=True):
    """The register that a request is about."""

    series: str
    year: int
    unit: Unit | None

    @property
    def query(self) -> str:
        return _query(self.series, self.year, self.unit.pk if self.unit else None)

    @property
    def url(self) -> str:
        return f"{reverse('numbering:register')}?{self.query}"


@require_safe
@needs(Right.SEE)
def register(request: HttpRequest) -> HttpResponse:
    place, content = _asked(request)
    pages = Paginator(content.lines, _LINES)
    context = {
        "page": content,
        "page_obj": pages.get_page(request.GET.get("page")),
        "query": place.query,
        "may_issue": may(person_of(request), Right.ISSUE_NUMBERS),
        "series_entries": [
            {
                "label": label,
                "is_here": (series, unit) == (content.series, content.unit),
                "url": f"?{_query(series, content.year, unit)}",
            }
            for series, label, unit in content.tabs
        ],
        "year_entries": [
            {
                "label": str(year),
                "is_here": year == content.year,
                "url": f"?{Place(place.series, year, place.unit).query}",
            }
            for year in content.years
        ],
    }
    return render(request, "numbering/register.html", context)


@require_safe
@needs(Right.SEE)
def printed(request: HttpRequest) -> HttpResponse:
    """The register in the form of the regulation, oldest number first."""
    place, content = _asked(request)
    context = {
        "page": content,
        "lines": content.lines[::-1],
        "place": place,
        "agency": person_of(request).agency,
    }
    return render(request, "numbering/print.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest) -> HttpResponse:
    _place, content = _asked(request)
    agency = person_of(request).agency
    name = f"{_('ทะเบียนเลขที่')}-{content.label}-{content.year}.xlsx"
    return download(queries.register_xlsx(agency.name, content), XLSX, name)


@require_http_methods(_BOTH)
@needs(Right.ISSUE_NUMBERS)
def issue(request: HttpRequest) -> HttpResponse:
    """The next number for a paper that is not made here."""
    person = person_of(request)
    place = _place(request)
    first = {"day": today(), "sender": place.unit.name if place.unit else person.agency.office}
    form = forms.PaperForm(request.POST or None, initial=first)

    def issue_number() -> str:
        data = form.cleaned_data
        row = services.issue(
            person.agency, by=person, series=place.series, unit=place.unit, on=data["day"],
            title=data["title"], sender=data["sender"], receiver=data["receiver"],
        )  # fmt: skip
        text = with_digits(person.agency, row.text)
        messages.success(request, _("ออกเลขที่ %(number)s แล้ว") % {"number": text})
        return Place(place.series, buddhist_year(data["day"]), place.unit).url

    return _formed(request, "numbering/issue.html", form, issue_number, place)


@require_http_methods(_BOTH)
@needs(Right.ISSUE_NUMBERS)
def reserve(request: HttpRequest) -> HttpResponse:
    person, place = person_of(request), _place(request)
    form = forms.KeepForm(request.POST or None)

    def reserve_numbers() -> str:
        rows = services.reserve(
            person.agency, by=person, series=place.series, year=place.year, unit=place.unit,
            **form.cleaned_data,
        )  # fmt: skip
        first, last = (with_digits(person.agency, row.text) for row in (rows[0], rows[-1]))
        words = {"first": first, "last": last}
        messages.success(request, _("กันเลข %(first)s ถึง %(last)s ไว้แล้ว") % words)
        return place.url

    return _formed(request, "numbering/keep.html", form, reserve_numbers, place)


@require_http_methods(_BOTH)
@needs(Right.ISSUE_NUMBERS)
def begin(request: HttpRequest) -> HttpResponse:
    """Go on from a register that was begun on paper."""
    person, place = person_of(request), _place(request)
    form = forms.BeginForm(request.POST or None)

    def begin_register() -> str:
        services.begin_at(
            person.agency, by=person, series=place.series, year=place.year, unit=place.unit,
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("ตั้งเลขถัดไปแล้ว"))
        return place.url

    return _formed(request, "numbering/begin.html", form, begin_register, place)


@require_http_methods(_BOTH)
@needs(Right.ISSUE_NUMBERS)
def unit_register(request: HttpRequest) -> HttpResponse:
    person, place = person_of(request), _place(request)
    units = Unit.objects.filter(agency=person.agency, is_closed=False)
    lead = _page(person.agency, place).prefix if place.unit else ""
    first = {"unit": place.unit, "lead": lead}
    form = forms.UnitForm(units, request.POST or None, initial=first)

    def open_register() -> str:
        data = form.cleaned_data
        services.open_unit_register(
            person.agency, by=person, series=place.series, year=place.year, unit=data["unit"],
            prefix=data["lead"], corrects=data["unit"] == place.unit,
        )  # fmt: skip
        messages.success(request, _("บันทึกทะเบียนของ %(unit)s แล้ว") % {"unit": data["unit"].name})
        return Place(place.series, place.year, data["unit"]).url

    return _formed(request, "numbering/unit.html", form, open_register, place)


@require_http_methods(_BOTH)
@needs(Right.ISSUE_NUMBERS)
def void(request: HttpRequest, number_id: UUID) -> HttpResponse:
    """Strike a number through; asked first, for it cannot be undone."""
    person = person_of(request)
    row, place = _row(request, number_id)
    form = forms.VoidForm(request.POST or None)

    def void_number() -> str:
        services.void(person.agency, row.pk, by=person, reason=form.cleaned_data["reason"])
        text = with_digits(person.agency, row.text)
        messages.success(request, _("ยกเลิกเลขที่ %(number)s แล้ว") % {"number": text})
        return place.url

    return _formed(request, "numbering/void.html", form, void_number, place, row)


@require_http_methods(_BOTH)
@needs(Right.ISSUE_NUMBERS)
def describe(request: HttpRequest, number_id: UUID) -> HttpResponse:
    """What a kept number was used for."""
    person = person_of(request)
    row, place = _row(request, number_id)
    form = forms.PaperForm(request.POST or None, initial={"day": today()})

    def describe_number() -> str:
        services.describe(person.agency, row.pk, by=person, **form.cleaned_data)
        messages.success(request, _("บันทึกแล้ว"))
        return place.url

    return _formed(request, "numbering/describe.html", form, describe_number, place, row)


def _formed(
    request: HttpRequest,
    template: str,
    form: BaseForm,
    act: Callable[[], str],
    place: Place,
    row: NumberRow | None = None,
) -> HttpResponse:
    """The form's page, or what follows from sending it."""
    if answer := sent(request, form, act):
        return answer
    agency = person_of(request).agency
    content = _page(agency, place)
    context: dict[str, Any] = {"page": content, "back": place.url, "place": place, "row": row}
    if row is not None:
        context["number"] = with_digits(agency, row.text)
    return shown(request, template, form, context)


def _row(request: HttpRequest, number_id: UUID) -> tuple[NumberRow, Place]:
    row = found(line_of(person_of(request).agency, number_id))
    return row, Place(row.series, row.register.year, row.register.unit)


def _asked(request: HttpRequest) -> tuple[Place, RegisterPage]:
    place = _place(request)
    return place, _page(person_of(request).agency, place)


def _page(agency: Agency, place: Place) -> RegisterPage:
    unit = place.unit.pk if place.unit else None
    return register_page(agency, place.series, place.year, buddhist_year(today()), unit)


def _place(request: HttpRequest) -> Place:
    """The register that the address asks for; the memos of this year where it says nothing."""
    series = request.GET.get("series", Series.MEMO.value)
    typed = request.GET.get("year", "")
    # Of more digits than any year has: a year that has no register.
    is_number = typed.isascii() and typed.isdecimal()
    year = whole_number(typed) or 0 if is_number else buddhist_year(today())
    if series not in Series.values or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Http404
    asked = request.GET.get("unit", "")
    if not asked:
        return Place(series, year, None)
    try:
        unit_id = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return Place(
        series, year, found(unit_with_register(person_of(request).agency, series, unit_id))
    )


def _query(series: str, year: int, unit: UUID | None) -> str:
    asked = {"series": series, "year": str(year)}
    return urlencode(asked | ({"unit": str(unit)} if unit else {}))
