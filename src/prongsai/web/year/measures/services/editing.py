"""Save one row: the first who saves is taken, who comes after has their version kept beside."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.year.measures.models import ChangeReason, MeasureRow, PlanRow, PointRow
from prongsai.web.year.measures.services import rows
from prongsai.web.year.measures.services.rows import AnyRevision, Row
from prongsai.web.year.measures.values import Values, labels_of, same, values_of


class Saved(Struct, frozen=True):
    """What became of a saving.

    Shape:  `changed` names the fields that changed; `refused` is the version that was kept aside
            because another had been saved, or the row removed, since the form was opened.
    """

    row: Row
    changed: tuple[str, ...] = ()
    refused: AnyRevision | None = None


def save_measure(
    agency: Agency, *, by: Actor, fiscal_year: int, measure_id: UUID, values: Values, seen: int
) -> Saved:
    """Save a measure; `seen` is the version that the form was opened with.

    Errors: Misuse where there is no such measure.
    """
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        row = rows.measure_in(plan, measure_id)
        return _save(plan, row, by, values, seen)


def save_point(
    agency: Agency, *, by: Actor, fiscal_year: int, point_id: UUID, values: Values, seen: int
) -> Saved:
    """Save guideline and reason of a point, as `save_measure`."""
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        return _save(plan, _point_in(plan, point_id), by, values, seen)


def restore_measure(
    agency: Agency, *, by: Actor, fiscal_year: int, measure_id: UUID, revision_id: UUID, seen: int
) -> Saved:
    """Make the values of a former version stand again, as a new version.

    Errors: Misuse where there is no such version. A version saved meanwhile is not overwritten:
            `refused` then holds what was to be restored.
    """
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        row = rows.measure_in(plan, measure_id)
        return _restore(plan, row, by, revision_id, seen)


def restore_point(
    agency: Agency, *, by: Actor, fiscal_year: int, point_id: UUID, revision_id: UUID, seen: int
) -> Saved:
    """As `restore_measure`."""
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        return _restore(plan, _point_in(plan, point_id), by, revision_id, seen)


def settle_measure(
    agency: Agency,
    *,
    by: Actor,
    fiscal_year: int,
    measure_id: UUID,
    revision_id: UUID,
    values: Values,
    seen: int,
) -> Saved:
    """Choose between what stands and a version that was kept aside; `values` are the choice.

    A measure that was removed meanwhile is brought back. Whoever chose over a version that
    stands no more chooses again: `refused` is then the version that still waits.
    Errors: Misuse where there is no such version.
    """
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        row = rows.measure_in(plan, measure_id)
        return _settle(plan, row, by, revision_id, values, seen)


def settle_point(
    agency: Agency,
    *,
    by: Actor,
    fiscal_year: int,
    point_id: UUID,
    revision_id: UUID,
    values: Values,
    seen: int,
) -> Saved:
    """As `settle_measure`."""
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        return _settle(plan, _point_in(plan, point_id), by, revision_id, values, seen)


def _save(plan: PlanRow, row: Row, by: Actor, values: Values, seen: int) -> Saved:
    removed = isinstance(row, MeasureRow) and row.removed_at is not None
    if not removed and same(values_of(row), values, values):
        return Saved(row)
    if removed or seen != row.version:
        refused = rows.refuse(row, by=by, values=values, seen=seen)
        rows.record(plan, by, "version-kept-aside", row)
        return Saved(row, refused=refused)
    return Saved(row, _write(plan, row, by, values, ChangeReason.EDITED))


def _restore(plan: PlanRow, row: Row, by: Actor, revision_id: UUID, seen: int) -> Saved:
    revision = _revision_in(row, revision_id)
    values = {name: revision.values[name] for name in labels_of(row) if name in revision.values}
    if same(values_of(row), values, values):
        return Saved(row)
    if seen != row.version:
        refused = rows.refuse(row, by=by, values=values, seen=seen)
        rows.record(plan, by, "version-kept-aside", row)
        return Saved(row, refused=refused)
    return Saved(row, _write(plan, row, by, values, ChangeReason.RESTORED))


def _settle(
    plan: PlanRow, row: Row, by: Actor, revision_id: UUID, values: Values, seen: int
) -> Saved:
    revision = _revision_in(row, revision_id)
    if revision.settled_at is not None:
        return Saved(row)
    if seen != row.version:
        return Saved(row, refused=revision)
    if isinstance(row, MeasureRow) and row.removed_at is not None:
        bring_back(plan, row)
    changed = _write(plan, row, by, values, ChangeReason.EDITED)
    revision.settled_at = now()
    revision.save(update_fields=["settled_at"])
    rows.record(plan, by, "version-settled", row)
    return Saved(row, changed)


def bring_back(plan: PlanRow, row: MeasureRow) -> None:
    """A removed measure stands again, under another key where its own is taken."""
    taken = MeasureRow.objects.filter(plan=plan, key=row.key, removed_at=None)
    if taken.exclude(pk=row.pk).exists():
        row.key = rows.free_key(plan, row.key)
    row.removed_at = None
    row.save(update_fields=["removed_at", "key"])
    rows.touch(plan)


def _write(
    plan: PlanRow, row: Row, by: Actor, values: Values, change_reason: ChangeReason
) -> tuple[str, ...]:
    before = row.version
    changed = rows.change(row, values)
    if changed:
        row.save()
        rows.keep(row, by=by, change_reason=change_reason, based_on=before)
        rows.touch(plan)
        rows.record(plan, by, _verb(row, change_reason), row, number=row.version, fields=changed)
    return tuple(changed)


def _verb(row: Row, change_reason: ChangeReason) -> str:
    if isinstance(row, MeasureRow):
        verb = "measure-restored" if change_reason is ChangeReason.RESTORED else "measure-edited"
    else:
        verb = "point-restored" if change_reason is ChangeReason.RESTORED else "point-edited"
    return verb


def _revision_in(row: Row, revision_id: UUID) -> AnyRevision:
    found: AnyRevision | None = row.revisions.filter(pk=revision_id).first()
    if found is None:
        raise rows.gone()
    return found


def _point_in(plan: PlanRow, point_id: UUID) -> PointRow:
    found = PointRow.objects.filter(plan=plan, pk=point_id).first()
    if found is None:
        raise rows.gone()
    return found
