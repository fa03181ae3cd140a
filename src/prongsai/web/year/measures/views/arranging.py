"""Move, remove and number measures: each a button that works without a script."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from prongsai.core.errors import Misuse
from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.measures.queries import measure_row
from prongsai.web.year.measures.services import arranging
from prongsai.web.year.measures.views.common import person_in, plan_url, refused

_UP = "up"


@require_POST
@needs(Right.EDIT_PLAN)
def move(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """One place up or down in its group."""
    return _moved(request, year, measure_id, whole=False)


@require_POST
@needs(Right.EDIT_PLAN)
def move_group(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """Its whole group before or after the neighbour."""
    return _moved(request, year, measure_id, whole=True)


def _moved(request: HttpRequest, year: int, measure_id: UUID, *, whole: bool) -> HttpResponse:
    person = person_in(request, year)
    row = found(measure_row(person.agency, year, measure_id, removed=None))
    act = arranging.move_group if whole else arranging.move_measure
    up = request.POST.get("way") == _UP
    try:
        act(person.agency, by=person, fiscal_year=year, measure_id=measure_id, up=up)
    except Misuse as error:
        return refused(request, error, plan_url(year))
    return done(request, plan_url(year, row))


@require_POST
@needs(Right.EDIT_PLAN)
def remove(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """Take a measure out; the page that follows can undo it."""
    person = person_in(request, year)
    found(measure_row(person.agency, year, measure_id, removed=None))
    row = arranging.remove_measure(
        person.agency, by=person, fiscal_year=year, measure_id=measure_id
    )
    if row is None:
        messages.info(request, _("มาตรการนี้ถูกลบไปแล้ว"))
        return done(request, plan_url(year))
    return done(request, f"{plan_url(year)}?removed={row.pk}")


@require_POST
@needs(Right.EDIT_PLAN)
def bring_back(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """Undo a removal."""
    person = person_in(request, year)
    found(measure_row(person.agency, year, measure_id, removed=None))
    row = arranging.bring_back(person.agency, by=person, fiscal_year=year, measure_id=measure_id)
    messages.success(request, _("นำมาตรการกลับมาแล้ว"))
    return done(request, plan_url(year, row))


@require_POST
@needs(Right.EDIT_PLAN)
def renumber(request: HttpRequest, year: int) -> HttpResponse:
    """Number the measures as they stand."""
    person = person_in(request, year)

    def act() -> str:
        count = arranging.renumber(person.agency, by=person, fiscal_year=year)
        words = ngettext("ใส่ลำดับใหม่ %(count)d เรื่อง", "ใส่ลำดับใหม่ %(count)d เรื่อง", count)
        if count:
            messages.success(request, words % {"count": count})
        else:
            messages.info(request, _("ลำดับถูกต้องอยู่แล้ว"))
        return plan_url(year)

    try:
        return done(request, answered(request, act))
    except Misuse as error:
        return refused(request, error, plan_url(year))
