"""What the pages of the plan share."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import person_of
from prongsai.web.agency.people import Actor
from prongsai.web.platform.htmx import done
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.measures.models import MeasureRow, PointRow
from prongsai.web.year.measures.queries import Loaded, loaded
from prongsai.web.year.measures.services.editing import Saved

T = TypeVar("T")


def person_in(request: HttpRequest, year: int) -> Actor:
    """The person of a request for an opened year.

    Errors: Http404 where the agency has not opened it.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    return person


def plan_in(request: HttpRequest, year: int) -> tuple[Actor, Loaded]:
    """The person and the year's plan.

    Errors: Http404 where there is no plan.
    """
    person = person_in(request, year)
    return person, found(loaded(person.agency, year))


def plan_url(year: int, row: MeasureRow | PointRow | None = None) -> str:
    """The page of a plan, at one of its rows."""
    address = reverse("measures:plan", args=[year])
    return f"{address}#{anchor(row)}" if row is not None else address


def anchor(row: MeasureRow | PointRow) -> str:
    """The id of a row on the page."""
    return f"m-{row.pk}" if isinstance(row, MeasureRow) else f"p-{row.pk}"


def row_url(year: int, row: MeasureRow | PointRow, name: str = "") -> str:
    """One of the pages of a row."""
    kind = "measure" if isinstance(row, MeasureRow) else "point"
    prefix = "" if isinstance(row, MeasureRow) else "point-"
    return reverse(f"measures:{prefix + name if name else kind}", args=[year, row.pk])


def choose_url(year: int, row: MeasureRow | PointRow, revision_id: UUID) -> str:
    """Where one chooses between what stands and a version that was kept aside."""
    name = "choose" if isinstance(row, MeasureRow) else "point-choose"
    return reverse(f"measures:{name}", args=[year, row.pk, revision_id])


def after_saving(request: HttpRequest, year: int, saved: Saved) -> str:
    """Say what became of a saving; where to go."""
    if saved.refused is not None:
        return choose_url(year, saved.row, saved.refused.pk)
    if saved.changed:
        told = {"number": saved.row.version}
        messages.success(request, _("บันทึกแล้ว เป็นฉบับที่ %(number)s") % told)
    else:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    return plan_url(year, saved.row)


def refused(request: HttpRequest, error: ProngsaiError, address: str) -> HttpResponse:
    """Say why an act was not done, on the page that follows."""
    messages.error(request, words_of(error))
    return done(request, address)
