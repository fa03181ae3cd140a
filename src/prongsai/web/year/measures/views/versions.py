"""The versions of a row: what changed when, going back, and choosing between two that collided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.measures.models import MeasureRow, PointRow, Revision
from prongsai.web.year.measures.queries import details, measure_row, point_row
from prongsai.web.year.measures.rights import may_edit_measure, may_edit_plan
from prongsai.web.year.measures.services import editing
from prongsai.web.year.measures.values import labels_of, values_of
from prongsai.web.year.measures.views.measures import after_saving, plan_url, row_url

Row = MeasureRow | PointRow


def _row(request: HttpRequest, year: int, measure_id: UUID | None, point_id: UUID | None) -> Row:
    agency = person_in(request, year).agency
    if measure_id is not None:
        return found(measure_row(agency, year, measure_id, removed=None))
    return found(point_row(agency, year, point_id) if point_id is not None else None)


def _may_edit(person: Actor, row: Row) -> bool:
    """Whether a person may change a row; one that was removed, who may bring it back."""
    if isinstance(row, MeasureRow) and row.removed_at is None:
        return may_edit_measure(person, row, today())
    return may_edit_plan(person)


def _has_effect(person: Actor, field: str) -> bool:
    """Whether a person's choice of a field counts: whose a measure is, the plan's editors say."""
    return field != "unit" or may_edit_plan(person)


@require_safe
@needs(Right.SEE)
def versions(
    request: HttpRequest, year: int, measure_id: UUID | None = None, point_id: UUID | None = None
) -> HttpResponse:
    row = _row(request, year, measure_id, point_id)
    may_edit = _may_edit(person_of(request), row)
    lines = []
    for line in details.revisions(row):
        revision = line.revision
        address = f"{row_url(year, row, 'versions')}{revision.pk}/"
        if revision.is_waiting and may_edit:
            address = row_url(year, row, "choose", revision.pk)
        lines.append((line, address))
    context = {"year": year, "row": row, "lines": lines, "back": row_url(year, row)}
    return render(request, "measures/versions.html", context | _named(row))


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def version(
    request: HttpRequest,
    /,
    year: int,
    measure_id: UUID | None = None,
    point_id: UUID | None = None,
    **named: UUID,
) -> HttpResponse:
    """One version beside what stands; going back to it."""
    row, (revision_id,) = _row(request, year, measure_id, point_id), named.values()
    person = person_of(request)
    revision = found(details.revision_of(row, revision_id))
    may_edit = _may_edit(person, row)
    cells = details.compared(row, revision.values)
    offered = [cell for cell in cells if _has_effect(person, cell.field)]
    may_restore = bool(offered) and may_edit and not getattr(row, "removed_at", None)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied

        def restore_version() -> str:
            saved = editing.restore_row(
                person.agency, by=person, fiscal_year=year, row=row,
                revision_id=revision_id, seen=_seen(request),
            )  # fmt: skip
            return after_saving(request, year, saved)

        return done(request, answer_once(request, restore_version))
    context = {
        "year": year,
        "row": row,
        "revision": revision,
        "cells": offered if may_restore else cells,
        "may_restore": may_restore,
        "back": row_url(year, row, "versions"),
    }
    return render(request, "measures/version.html", context | _named(row))


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def choice(
    request: HttpRequest,
    /,
    year: int,
    measure_id: UUID | None = None,
    point_id: UUID | None = None,
    **named: UUID,
) -> HttpResponse:
    """What stands and what was kept aside, side by side, to choose from."""
    row, (revision_id,) = _row(request, year, measure_id, point_id), named.values()
    revision = found(details.revision_of(row, revision_id))
    person = person_of(request)
    if not _may_edit(person, row):
        if not getattr(row, "removed_at", None):
            raise PermissionDenied
        messages.warning(request, _("มีผู้ลบมาตรการนี้ระหว่างที่ท่านแก้ สิ่งที่พิมพ์เก็บไว้แล้ว"))
        return done(request, row_url(year, row))
    if not revision.is_waiting:
        messages.info(request, _("เลือกฉบับนี้ไปแล้ว"))
        return done(request, row_url(year, row, "versions"))
    if request.method == "POST":
        return done(request, answer_once(request, lambda: _settle(request, year, row, revision)))
    context = {
        "year": year,
        "row": row,
        "revision": revision,
        "lines": [
            line for line in details.collided(row, revision) if _has_effect(person, line.field)
        ],
        "standing": row.revisions.filter(number=row.version).first(),
        "is_removed": bool(getattr(row, "removed_at", None)),
        "back": plan_url(year, row),
    }
    return render(request, "measures/choose.html", context | _named(row))


def _chosen(request: HttpRequest, row: Row, revision: Revision) -> dict[str, Any]:
    """What stands, with the fields for which the version kept aside was chosen."""
    values = values_of(row)
    if request.POST.get("all") == "now":
        return values
    mine = request.POST.get("all") == "mine"
    taken = [
        field for field in labels_of(row)
        if field in revision.values and (mine or request.POST.get(f"side_{field}") == "mine")
    ]  # fmt: skip
    return values | {field: revision.values[field] for field in taken}


def _settle(request: HttpRequest, year: int, row: Row, revision: Revision) -> str:
    person = person_of(request)
    saved = editing.settle_row(
        person.agency, by=person, fiscal_year=year, row=row, revision_id=revision.pk,
        values=_chosen(request, row, revision), seen=_seen(request),
    )  # fmt: skip
    if saved.refused is not None:
        messages.warning(request, _("มีผู้บันทึกอีกครั้งระหว่างที่เลือก เลือกใหม่จากฉบับล่าสุด"))
        return row_url(year, row, "choose", saved.refused.pk)
    if not saved.changed:
        messages.success(request, _("ใช้ฉบับที่บันทึกไว้ก่อน ฉบับของท่านยังดูได้ในประวัติ"))
        return plan_url(year, row)
    return after_saving(request, year, saved)


def _seen(request: HttpRequest) -> int:
    return whole_number(request.POST.get("seen", "")) or 0


def _named(row: Row) -> dict[str, str]:
    if isinstance(row, MeasureRow):
        return {"name": row.title, "code": "", "number": row.number}
    return {"name": row.name, "code": row.item, "number": str(row.remark or "")}
