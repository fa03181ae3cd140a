"""The plan that was approved, and how the plan of the moment differs from it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.measures.model import Measure, Plan
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.signing.approval.objections import (
    Objected,
    fallen,
    held_since,
    objected_submission,
)
from prongsai.web.year.measures.models import PlanInForce, PlanRow
from prongsai.web.year.measures.queries import Loaded, loaded
from prongsai.web.year.measures.values import (
    MEASURE_LABELS,
    POINT_LABELS,
    Difference,
    differences,
    plan_from_data,
    values_from,
)


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
        """How many things differ."""
        parts = (self.new, self.gone, self.changed, self.points, self.head)
        return sum(map(len, parts)) + self.is_moved

    @property
    def is_changed(self) -> bool:
        """Whether the plan is another than the approved one."""
        return self.count > 0


def in_force(agency: Agency, fiscal_year: int, held: Loaded | None = None) -> InForce | None:
    """The approval of a year's plan; None where it was never approved here."""
    rows = PlanInForce.objects.filter(agency=agency, plan__fiscal_year=fiscal_year)
    row = _not_fallen(rows).annotate(held_since=held_since("submission")).first()
    if row is None:
        return None
    held = held or loaded(agency, fiscal_year)
    if held is None:
        return None
    found = _compared(row, plan_from_data(row.content), held)
    if row.held_since is None:
        return found
    return replace(found, objected=objected_submission(agency, row.submission))


def standing_approval(plan: PlanRow) -> PlanInForce | None:
    """The newest approval of a plan that did not fall; somebody may object to it."""
    return _not_fallen(PlanInForce.objects.filter(plan=plan)).first()


def _not_fallen(rows: QuerySet[PlanInForce]) -> QuerySet[PlanInForce]:
    return rows.exclude(fallen("submission"))


def _compared(row: PlanInForce, then: Plan, held: Loaded) -> InForce:
    now, ids = held.plan, {one.key: one.pk for one in held.measures}
    before = {one.key: one for one in then.measures}
    after = {one.key: one for one in now.measures}
    changed = tuple(
        ChangedRow(_name(one), cells, ids.get(key))
        for key, one in after.items()
        if key in before and (cells := _cells(before[key], one))
    )
    return InForce(
        number=row.number,
        day=row.day,
        submission=row.submission,
        new=tuple(_name(one) for key, one in after.items() if key not in before),
        gone=tuple(_name(one) for key, one in before.items() if key not in after),
        changed=changed,
        points=_points(then, now),
        head=_head(then, now),
        is_moved=[key for key in before if key in after] != [key for key in after if key in before],
    )


def _cells(before: Measure, after: Measure) -> tuple[Difference, ...]:
    return differences(values_from(before), values_from(after), MEASURE_LABELS)


def _points(then: Plan, now: Plan) -> tuple[ChangedRow, ...]:
    before = {one.key: one for one in then.points}
    found = []
    for one in now.points:
        was = before.get(one.key)
        cells = differences(
            {"guideline": was.guideline if was else "", "reason": was.reason if was else ""},
            {"guideline": one.guideline, "reason": one.reason},
            POINT_LABELS,
        )
        if cells or was is None:
            found.append(ChangedRow(" ".join(filter(None, (one.item, one.name))), cells))
    return tuple(found)


def _head(then: Plan, now: Plan) -> tuple[Difference, ...]:
    # The day of approval is no part of what was approved: it follows from it.
    before, after = f"{then.target.normalize():f}", f"{now.target.normalize():f}"
    label = Text("คะแนนเป้าหมาย", "Target")
    return (Difference("target", label, before, after),) if before != after else ()


def _name(measure: Measure) -> str:
    return " ".join(filter(None, (measure.number, measure.title)))
