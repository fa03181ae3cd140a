"""The plan of an agency's year as the core sees it, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS
from prongsai.core.measures.layout import Arrangement, Layout
from prongsai.core.measures.model import Plan
from prongsai.core.papers.case import Narrative
from prongsai.web.agency.models import Agency
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.platform.thai_order import sort_key
from prongsai.web.year.measures.models import (
    MeasureRow,
    PlanPreview,
    PlanRow,
    PointRow,
    ResponsibleUnit,
)
from prongsai.web.year.measures.naming import written_in
from prongsai.web.year.measures.values import plan_from


class Loaded(Struct, frozen=True, dict=True):
    """A plan with its rows, measures in the order in which they stand."""

    row: PlanRow
    agency_name: str
    measures: tuple[MeasureRow, ...]
    points: tuple[PointRow, ...]

    @cached_property
    def plan(self) -> Plan:
        """The core's plan; the place of each part is that of its row here."""
        return plan_from(self.row, self.agency_name, self.measures, self.points)


def plan_row(agency: Agency, fiscal_year: int) -> PlanRow | None:
    """The row of a year's plan."""
    return PlanRow.objects.filter(agency=agency, fiscal_year=fiscal_year).first()


@cached_for_request
def loaded(agency: Agency, fiscal_year: int) -> Loaded | None:
    """A year's plan with its rows, in three queries at most; None where there is none."""
    measures = rows_of(agency, fiscal_year)
    row = measures[0].plan if measures else plan_row(agency, fiscal_year)
    return _with_points(row, agency, measures) if row is not None else None


def loaded_of(row: PlanRow, agency: Agency) -> Loaded:
    """The rows of a plan."""
    return _with_points(row, agency, tuple(_counted().filter(plan=row)))


def _with_points(row: PlanRow, agency: Agency, measures: tuple[MeasureRow, ...]) -> Loaded:
    return Loaded(row, agency.name, measures, tuple(PointRow.objects.filter(plan=row)))


def _counted() -> QuerySet[MeasureRow]:
    """The measures that are not removed, in order; each knows how many refused versions wait."""
    waiting = Q(revisions__number__isnull=True, revisions__settled_at__isnull=True)
    counted = MeasureRow.objects.filter(removed_at=None).annotate(
        waiting=Count("revisions", filter=waiting)
    )
    # Django forgets the usual order where it counts.
    return counted.order_by("place")


def plan_of(agency: Agency, fiscal_year: int) -> Plan | None:
    """The core's plan of a year; None where the agency has none."""
    found = loaded(agency, fiscal_year)
    return found.plan if found is not None else None


@cached_for_request
def rows_of(agency: Agency, fiscal_year: int) -> tuple[MeasureRow, ...]:
    """The measures of a year that are not removed, in order, with their plan."""
    rows = _counted().filter(agency=agency, plan__fiscal_year=fiscal_year)
    return tuple(rows.select_related("plan"))


def hits(agency: Agency, fiscal_year: int) -> Iterator[Hit]:
    """The measures of a year as a search lists them."""
    for row in rows_of(agency, fiscal_year):
        yield Hit(
            reverse("measures:measure", args=[fiscal_year, row.pk]),
            row.title,
            (row.unit, row.group),
            code=row.number,
            words=" ".join([*row.items, *row.steps]),
        )


def measure_row(
    agency: Agency, fiscal_year: int, measure_id: UUID, *, removed: bool | None = False
) -> MeasureRow | None:
    """One measure of a year; `removed` None takes it whether it was removed or not."""
    rows = MeasureRow.objects.filter(agency=agency, plan__fiscal_year=fiscal_year, pk=measure_id)
    if removed is not None:
        rows = rows.filter(removed_at__isnull=not removed)
    return rows.select_related("plan").first()


def unknown_units(agency: Agency, fiscal_year: int) -> tuple[str, ...]:
    """The names in a plan that no unit of the agency bears, as written, in Thai order."""
    rows = ResponsibleUnit.objects.filter(
        agency=agency, unit=None, measure__plan__fiscal_year=fiscal_year, measure__removed_at=None
    )
    told = rows.values_list("words", "measure__unit")
    return tuple(sorted({written_in(text)[words] for words, text in told}, key=sort_key))


def point_row(agency: Agency, fiscal_year: int, point_id: UUID) -> PointRow | None:
    """One point of a year's plan."""
    rows = PointRow.objects.filter(agency=agency, plan__fiscal_year=fiscal_year, pk=point_id)
    return rows.select_related("plan").first()


def preview_of(agency: Agency, fiscal_year: int, preview_id: UUID) -> PlanPreview | None:
    """One workbook that was read."""
    rows = PlanPreview.objects.filter(agency=agency, plan__fiscal_year=fiscal_year, pk=preview_id)
    return rows.select_related("plan").first()


def changed_at(agency: Agency, fiscal_year: int) -> datetime | None:
    """When a year's plan last changed; None where there is none."""
    rows = PlanRow.objects.filter(agency=agency, fiscal_year=fiscal_year)
    found: datetime | None = rows.aggregate(newest=Max("changed_at"))["newest"]
    return found


def narratives_of(agency: Agency, fiscal_year: int) -> tuple[Narrative, ...]:
    """What the officer says of each instrument; () where there is no plan or nothing said."""
    rows = PlanRow.objects.filter(agency=agency, fiscal_year=fiscal_year)
    held = rows.values_list("narratives", flat=True).first() or {}
    return tuple(Narrative(code, **held[code]) for code in INSTRUMENTS if code in held)


def layout_of(agency: Agency, fiscal_year: int) -> Layout:
    """The layout of the plan's own paper; the usual one where there is no plan."""
    rows = PlanRow.objects.filter(agency=agency, fiscal_year=fiscal_year)
    found = rows.values_list("arrangement", "columns").first()
    return Layout(Arrangement(found[0]), found[1]) if found else Layout()
