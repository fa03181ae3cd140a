"""The versions of a row: what changed when, going back, and choosing between two that collided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.measures.models import (
    MeasureRow,
    PointRow,
    Revision,
)
from prongsai.web.year.measures.queries import details, measure_row, point_row
from prongsai.web.year.measures.rights import may_edit_measure, may_edit_plan
from prongsai.web.year.measures.services import editing
from prongsai.web.year.measures.services.editing import Saved
from prongsai.web.year.measures.values import labels_of, values_of
from prongsai.web.year.measures.views.measures import (
    after_saving,
    choose_url,
    person_in,
    plan_url,
    row_url,
)

Row = MeasureRow | PointRow


@require_safe
@needs(Right.SEE)
def measure_versions(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """All versions of a measure."""
    return _versions(request, year, _measure(request, year, measure_id)[1])


@require_safe
@needs(Right.SEE)
def point_versions(request: HttpRequest, year: int, point_id: UUID) -> HttpResponse:
    """All versions of a point."""
    return _versions(request, year, _point(request, year, point_id)[1])


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def measure_version(
    request: HttpRequest, year: int, measure_id: UUID, measure_version_id: UUID
) -> HttpResponse:
    """One version beside what stands; going back to it."""
    person, row = _measure(request, year, measure_id)

    def restore(seen: int) -> Saved:
        return editing.restore_measure(
            person.agency, by=person, fiscal_year=year, measure_id=measure_id,
            revision_id=measure_version_id, seen=seen,
        )  # fmt: skip

    return _version(request, year, person, row, measure_version_id, restore)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def point_version(
    request: HttpRequest, year: int, point_id: UUID, point_version_id: UUID
) -> HttpResponse:
    """One version of a point beside what stands; going back to it."""
    person, row = _point(request, year, point_id)

    def restore(seen: int) -> Saved:
        return editing.restore_point(
            person.agency, by=person, fiscal_year=year, point_id=point_id,
            revision_id=point_version_id, seen=seen,
        )  # fmt: skip

    return _version(request, year, person, row, point_version_id, restore)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def measure_choice(
    request: HttpRequest, year: int, measure_id: UUID, refused_measure_id: UUID
) -> HttpResponse:
    """What stands and what was kept aside, side by side, to choose from."""
    person, row = _measure(request, year, measure_id)

    def settle(values: dict[str, Any], seen: int) -> Saved:
        return editing.settle_measure(
            person.agency, by=person, fiscal_year=year, measure_id=measure_id,
            revision_id=refused_measure_id, values=values, seen=seen,
        )  # fmt: skip

    return _choice(request, year, person, row, refused_measure_id, settle)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def point_choice(
    request: HttpRequest, year: int, point_id: UUID, refused_point_id: UUID
) -> HttpResponse:
    """As `measure_choice`."""
    person, row = _point(request, year, point_id)

    def settle(values: dict[str, Any], seen: int) -> Saved:
        return editing.settle_point(
            person.agency, by=person, fiscal_year=year, point_id=point_id,
            revision_id=refused_point_id, values=values, seen=seen,
        )  # fmt: skip

    return _choice(request, year, person, row, refused_point_id, settle)


def _measure(request: HttpRequest, year: int, measure_id: UUID) -> tuple[Actor, MeasureRow]:
    person = person_in(request, year)
    return person, found(measure_row(person.agency, year, measure_id, removed=None))


def _point(request: HttpRequest, year: int, point_id: UUID) -> tuple[Actor, PointRow]:
    person = person_in(request, year)
    return person, found(point_row(person.agency, year, point_id))


def _may_edit(person: Actor, row: Row) -> bool:
    if isinstance(row, MeasureRow):
        return may_edit_measure(person, row, today())
    return may_edit_plan(person)


def _versions(request: HttpRequest, year: int, row: Row) -> HttpResponse:
    lines = []
    for one in details.revisions(row):
        address = f"{row_url(year, row, 'versions')}{one.id}/"
        lines.append((one, choose_url(year, row, one.id) if one.is_waiting else address))
    context = {"year": year, "row": row, "lines": lines, "back": row_url(year, row)}
    return render(request, "measures/versions.html", context | _named(row))


def _version(
    request: HttpRequest,
    year: int,
    person: Actor,
    row: Row,
    revision_id: UUID,
    restore: Callable[[int], Saved],
) -> HttpResponse:
    revision = found(details.revision_of(row, revision_id))
    may_edit = _may_edit(person, row)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        return done(
            request,
            answered(request, lambda: after_saving(request, year, restore(_seen(request)))),
        )
    context = {
        "year": year,
        "row": row,
        "revision": revision,
        "cells": details.compared(row, revision.values),
        "may_edit": may_edit and not getattr(row, "removed_at", None),
        "back": row_url(year, row, "versions"),
    }
    return render(request, "measures/version.html", context | _named(row))


def _choice(
    request: HttpRequest,
    year: int,
    person: Actor,
    row: Row,
    revision_id: UUID,
    settle: Callable[[dict[str, Any], int], Saved],
) -> HttpResponse:
    revision = found(details.revision_of(row, revision_id))
    if not _may_edit(person, row):
        raise PermissionDenied
    if revision.number is not None or revision.settled_at is not None:
        messages.info(request, _("เลือกฉบับนี้ไปแล้ว"))
        return done(request, row_url(year, row, "versions"))
    if request.method == "POST":
        values = _chosen(request, row, revision)
        return done(
            request, answered(request, lambda: _settled(request, year, row, settle, values))
        )
    context = {
        "year": year,
        "row": row,
        "revision": revision,
        "lines": details.collided(row, revision),
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


def _settled(
    request: HttpRequest,
    year: int,
    row: Row,
    settle: Callable[[dict[str, Any], int], Saved],
    values: dict[str, Any],
) -> str:
    saved = settle(values, _seen(request))
    if saved.refused is not None:
        messages.warning(request, _("มีผู้บันทึกอีกครั้งระหว่างที่เลือก เลือกใหม่จากฉบับล่าสุด"))
        return choose_url(year, row, saved.refused.pk)
    if not saved.changed:
        messages.success(request, _("ใช้ฉบับที่บันทึกไว้ก่อน ฉบับของท่านยังดูได้ในประวัติ"))
        return plan_url(year, row)
    return after_saving(request, year, saved)


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("seen", "")
    return whole_number(typed) or 0


def _named(row: Row) -> dict[str, str]:
    if isinstance(row, MeasureRow):
        return {"name": row.title, "code": "", "number": row.number}
    return {"name": row.name, "code": row.item, "number": str(row.remark or "")}
