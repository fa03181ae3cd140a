"""Plans as the agency stored them: what stands, who wrote it, what is in force."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from msgspec import Struct
from msgspec.structs import asdict, replace

from prongsai.core.duties import words_for_all
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.measures.grid import Arrangement, Layout
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.messages import read_words
from prongsai.core.papers.case import Narrative
from prongsai.web.agency.models import Agency, User
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.platform.thai_order import sort_key
from prongsai.web.signing.approval.objections import (
    Objected,
    fallen,
    held_since,
    objected_submission,
)
from prongsai.web.year.measures.models import (
    MeasureRevision,
    MeasureRow,
    PlanInForce,
    PlanPreview,
    PlanRow,
    PointRevision,
    PointRow,
    ResponsibleUnit,
    written_in,
)
from prongsai.web.year.measures.values import (
    MEASURE_LABELS,
    POINT_LABELS,
    Difference,
    differences,
    plan_from,
    plan_from_data,
    values_from,
)


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
    return PlanRow.objects.filter(agency=agency, fiscal_year=fiscal_year).first()


@cached_for_request
def loaded(agency: Agency, fiscal_year: int) -> Loaded | None:
    """A year's plan with its rows, in three queries at most; None where there is none."""
    measures = rows_of(agency, fiscal_year)
    row = measures[0].plan if measures else plan_row(agency, fiscal_year)
    return _with_points(row, agency, measures) if row is not None else None


def loaded_of(row: PlanRow, agency: Agency) -> Loaded:
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
    held = loaded(agency, fiscal_year)
    return held.plan if held is not None else None


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
    ).exclude(words__in=words_for_all())
    pairs = rows.values_list("words", "measure__unit")
    return tuple(sorted({written_in(text).get(words, text) for words, text in pairs}, key=sort_key))


def point_row(agency: Agency, fiscal_year: int, point_id: UUID) -> PointRow | None:
    rows = PointRow.objects.filter(agency=agency, plan__fiscal_year=fiscal_year, pk=point_id)
    return rows.select_related("plan").first()


def preview_of(agency: Agency, fiscal_year: int, preview_id: UUID) -> PlanPreview | None:
    """One workbook that was read."""
    rows = PlanPreview.objects.filter(agency=agency, plan__fiscal_year=fiscal_year, pk=preview_id)
    return rows.select_related("plan").first()


def changed_at(agency: Agency, fiscal_year: int) -> datetime | None:
    row = plan_row(agency, fiscal_year)
    return row.changed_at if row is not None else None


def narratives_of(agency: Agency, fiscal_year: int) -> tuple[Narrative, ...]:
    """What the officer says of each instrument; () where there is no plan or nothing said."""
    row = plan_row(agency, fiscal_year)
    held = row.narratives if row is not None else {}
    return tuple(Narrative(code, **held[code]) for code in INSTRUMENTS if code in held)


def layout_of(agency: Agency, fiscal_year: int) -> Layout:
    """The layout of the plan's own paper; the usual one where there is no plan."""
    row = plan_row(agency, fiscal_year)
    return Layout(Arrangement(row.arrangement), row.columns) if row is not None else Layout()


def unapproved_of(agency: Agency, user: User, until: datetime | None = None) -> QuerySet[Any, Any]:
    """The keys of the plans in which a person changed something since they were last approved.

    Shape:  `until` as it was at that moment: of what was written and approved before it.
    """
    seen = PlanInForce.objects.filter(at__gte=OuterRef("made_at"))
    written = Q()
    if until is not None:
        seen, written = seen.filter(at__lt=until), Q(made_at__lte=until)
    measures = MeasureRevision.objects.filter(
        written, ~Exists(seen.filter(plan=OuterRef("measure__plan"))),
        measure__plan=OuterRef("pk"), made_by=user, number__isnull=False,
    )  # fmt: skip
    points = PointRevision.objects.filter(
        written, ~Exists(seen.filter(plan=OuterRef("point__plan"))),
        point__plan=OuterRef("pk"), made_by=user, number__isnull=False,
    )  # fmt: skip
    rows = PlanRow.objects.filter(Exists(measures) | Exists(points), agency=agency)
    return rows.values("pk")


class ChangedRow(Struct, frozen=True):
    """A measure or point that says something else than what was approved; `id` of its row."""

    name: str
    cells: tuple[Difference, ...]
    id: UUID | None = None


class InForce(Struct, frozen=True):
    """The approval that stands, and what was changed after it.

    Shape:  `number` counts the year's approvals; `new` and `gone` are names of measures; `head`
            what changed beside measures and points; `is_moved` where only their order did;
            `objected` while somebody objects to the approval: the plan is then not told as in
            force.
    """

    number: int
    day: date
    submission: UUID
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[ChangedRow, ...]
    points: tuple[ChangedRow, ...]
    head: tuple[Difference, ...]
    is_moved: bool
    objected: Objected | None = None

    @property
    def count(self) -> int:
        parts = (self.new, self.gone, self.changed, self.points, self.head)
        return sum(map(len, parts)) + self.is_moved

    @property
    def is_changed(self) -> bool:
        """Whether the plan is another than the approved one."""
        return self.count > 0

    @property
    def is_settled(self) -> bool:
        """Whether the plan is the approved one, and nobody objects to that approval."""
        return not self.is_changed and self.objected is None


def in_force(agency: Agency, fiscal_year: int, held: Loaded | None = None) -> InForce | None:
    """The approval of a year's plan; None where it was never approved here."""
    rows = PlanInForce.objects.filter(agency=agency, plan__fiscal_year=fiscal_year)
    row = _not_fallen(rows).annotate(held_since=held_since("submission")).first()
    if row is None:
        return None
    held = held or loaded(agency, fiscal_year)
    if held is None:
        return None
    compared = _compared(row, plan_from_data(row.content), held)
    if row.held_since is None:
        return compared
    return replace(compared, objected=objected_submission(agency, row.submission))


def standing_approval(plan: PlanRow) -> PlanInForce | None:
    """The newest approval of a plan that did not fall; somebody may object to it."""
    return _not_fallen(PlanInForce.objects.filter(plan=plan)).first()


def _not_fallen(rows: QuerySet[PlanInForce]) -> QuerySet[PlanInForce]:
    return rows.exclude(fallen("submission"))


def _compared(row: PlanInForce, then: Plan, held: Loaded) -> InForce:
    now, ids = held.plan, {measure.key: measure.pk for measure in held.measures}
    # The day of approval is no part of what was approved: it follows from it.
    targets = (f"{plan.target.normalize():f}" for plan in (then, now))
    target = Difference("target", read_words("measures/target"), *targets)
    before = {measure.key: measure for measure in then.measures}
    after = {measure.key: measure for measure in now.measures}
    changed = tuple(
        ChangedRow(_name(measure), cells, ids.get(key))
        for key, measure in after.items()
        if key in before
        and (cells := differences(values_from(before[key]), values_from(measure), MEASURE_LABELS))
    )
    return InForce(
        number=row.number,
        day=row.day,
        submission=row.submission,
        new=tuple(_name(measure) for key, measure in after.items() if key not in before),
        gone=tuple(_name(measure) for key, measure in before.items() if key not in after),
        changed=changed,
        points=_points(then, now),
        head=(target,) if target.before != target.after else (),
        is_moved=[key for key in before if key in after] != [key for key in after if key in before],
    )


def _points(then: Plan, now: Plan) -> tuple[ChangedRow, ...]:
    before = {point.key: point for point in then.points}
    changed = []
    for point in now.points:
        was = before.get(point.key)
        cells = differences(asdict(was) if was else {}, asdict(point), POINT_LABELS)
        if cells or was is None:
            changed.append(ChangedRow(" ".join(filter(None, (point.item, point.name))), cells))
    return tuple(changed)


def _name(measure: Measure) -> str:
    return " ".join(filter(None, (measure.number, measure.title)))
