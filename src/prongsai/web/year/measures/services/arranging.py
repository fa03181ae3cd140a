"""Add, move, remove and number measures; the head of the plan."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from prongsai.core.errors import ProngsaiError
from prongsai.core.measures.draft import measure_from
from prongsai.core.measures.grid import Layout
from prongsai.core.measures.model import shipped
from prongsai.core.papers.case import Narrative
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.year.measures.models import ChangeReason, MeasureRow, PlanRow
from prongsai.web.year.measures.queries import loaded_of
from prongsai.web.year.measures.services import editing, rows
from prongsai.web.year.measures.services.editing import typed_day
from prongsai.web.year.measures.values import Values, measure_from_values
from prongsai.web.year.scoring.queries import card_of, remarks


class HeadChanged(ProngsaiError):  # noqa: N818 - named for what happened
    """Somebody else changed the plan's head after the form was opened; `row` is what stands."""

    def __init__(self, row: PlanRow) -> None:
        self.row = row
        super().__init__("measures/head_changed_meanwhile")


@transaction.atomic
def add_own(agency: Agency, *, by: Actor, fiscal_year: int, values: Values) -> MeasureRow:
    """A new measure of the agency's own, at the end of its group."""
    plan = rows.locked(agency, fiscal_year)
    held = rows.measures_of(plan)
    number = str(values.get("number") or "") or rows.next_number(held)
    measure = measure_from_values(rows.free_key(plan), {**values, "number": number})
    row = rows.new_row(plan, measure, rows.next_place(plan))
    return _add(plan, by, row)


@transaction.atomic
def add_pattern(
    agency: Agency, *, by: Actor, fiscal_year: int, key: str, not_before: date | None
) -> MeasureRow:
    """A measure from the library, linked with the points of the plan that it answers."""
    pattern = next((each for each in shipped().patterns if each.key == key), None)
    plan = rows.locked(agency, fiscal_year)
    held = rows.measures_of(plan)
    made = measure_from(
        rows.there(pattern),
        loaded_of(plan, agency).plan,
        card_of(agency, plan.score_year),
        remarks(agency, plan.score_year),
        not_before=not_before,
    )
    key, number = rows.free_key(plan, made.key), rows.next_number(held)
    made = replace(made, key=key, number=number)
    return _add(plan, by, rows.new_row(plan, made, rows.next_place(plan)))


def _add(plan: PlanRow, by: Actor, row: MeasureRow) -> MeasureRow:
    row.save()
    rows.write_revision(row, by=by, change_reason=ChangeReason.ADDED)
    rows.record_change(plan, by, "measure-added", row)
    return row


@transaction.atomic
def move_measure(
    agency: Agency, *, by: Actor, fiscal_year: int, measure_id: UUID, up: bool
) -> None:
    """Move a measure one place up or down among those of its group."""
    plan = rows.locked(agency, fiscal_year)
    held = rows.measures_of(plan)
    row = rows.there(next((row for row in held if row.pk == measure_id), None))
    group = [measure for measure in held if measure.group == row.group]
    other = group.index(row) + (-1 if up else 1)
    if 0 <= other < len(group):
        neighbour = group[other]
        row.place, neighbour.place = neighbour.place, row.place
        MeasureRow.objects.bulk_update([row, neighbour], ["place"])
        rows.record_change(plan, by, "measure-moved", row)


@transaction.atomic
def move_group(agency: Agency, *, by: Actor, fiscal_year: int, measure_id: UUID, up: bool) -> None:
    """Move the whole group of a measure before or after its neighbour."""
    plan = rows.locked(agency, fiscal_year)
    held = rows.measures_of(plan)
    row = rows.there(next((row for row in held if row.pk == measure_id), None))
    names = list(dict.fromkeys(measure.group for measure in held))
    here = names.index(row.group)
    other = here + (-1 if up else 1)
    if 0 <= other < len(names):
        names[here], names[other] = names[other], names[here]
        place(sorted(held, key=lambda measure: (names.index(measure.group), measure.place)))
        rows.record_change(plan, by, "measure-moved", row)


def place(ordered: Sequence[MeasureRow]) -> None:
    """Let measures stand in this order, on the places that they have together."""
    places = sorted(row.place for row in ordered)
    for row, number in zip(ordered, places, strict=True):
        row.place = number
    MeasureRow.objects.bulk_update(ordered, ["place"])


@transaction.atomic
def remove_measure(
    agency: Agency, *, by: Actor, fiscal_year: int, measure_id: UUID
) -> MeasureRow | None:
    """Take a measure out; None where it is out already."""
    plan = rows.locked(agency, fiscal_year)
    row = rows.measure_in(plan, measure_id)
    if row.removed_at is not None:
        return None
    row.removed_at = now()
    row.save(update_fields=["removed_at"])
    rows.record_change(plan, by, "measure-removed", row)
    return row


@transaction.atomic
def bring_back(agency: Agency, *, by: Actor, fiscal_year: int, measure_id: UUID) -> MeasureRow:
    """Undo a removal: the measure stands again where it stood."""
    plan = rows.locked(agency, fiscal_year)
    row = rows.measure_in(plan, measure_id)
    if row.removed_at is not None:
        editing.bring_back(plan, row)
        rows.record(plan, by, "measure-brought-back", row)
    return row


@transaction.atomic
def renumber(agency: Agency, *, by: Actor, fiscal_year: int) -> int:
    """Number the measures from 1 as they stand, group by group; how many got another number."""
    plan = rows.locked(agency, fiscal_year)
    held = rows.measures_of(plan)
    names = list(dict.fromkeys(measure.group for measure in held))
    ordered = sorted(held, key=lambda measure: (names.index(measure.group), measure.place))
    changed = [
        row for number, row in enumerate(ordered, start=1)
        if rows.change(row, {"number": str(number)})
    ]  # fmt: skip
    if changed:
        MeasureRow.objects.bulk_update(changed, ["number", "version"])
        rows.write_revisions(changed, by=by, change_reason=ChangeReason.EDITED)
        rows.record_change(plan, by, "plan-renumbered", count=len(changed))
    return len(changed)


@transaction.atomic
def edit_head(
    agency: Agency,
    *,
    by: Actor,
    fiscal_year: int,
    target: Decimal,
    approved: str,
    scenario: str = "",
    seen: int,
) -> Mapping[str, Any]:
    """Set target and day of approval; the fields that changed.

    Errors: HeadChanged where somebody else changed them since version `seen`; Refused for a day
            that is none (`approving.typed_day`).
    """
    plan = rows.locked(agency, fiscal_year)
    day = typed_day(plan, approved)
    values = {"target": target, "approved": day, "scenario": scenario}
    changed = {name: value for name, value in values.items() if getattr(plan, name) != value}
    if changed:
        if seen != plan.version:
            raise HeadChanged(plan)
        for name, value in changed.items():
            setattr(plan, name, value)
        plan.version += 1
        plan.head_changed_at = now()
        plan.save()
        rows.record_change(plan, by, "plan-edited", fields=[n for n in changed if n != "scenario"])
    return changed


@transaction.atomic
def edit_narratives(
    agency: Agency,
    *,
    by: Actor,
    fiscal_year: int,
    narratives: Sequence[Narrative],
    seen: int,
) -> bool:
    """Keep what the officer says of each instrument; whether it is another than before.

    Errors: HeadChanged where somebody else changed the plan's head since version `seen`.
    """
    parts = {
        narrative.instrument: dict(narrative.parts) for narrative in narratives if narrative.parts
    }
    plan = rows.locked(agency, fiscal_year)
    if plan.narratives == parts:
        return False
    if seen != plan.version:
        raise HeadChanged(plan)
    plan.narratives = parts
    plan.version += 1
    plan.save(update_fields=["narratives", "version"])
    rows.record_change(plan, by, "plan-edited", fields=["narratives"])
    return True


@transaction.atomic
def set_layout(agency: Agency, *, by: Actor, fiscal_year: int, layout: Layout) -> bool:
    """Choose the layout of the plan's own paper; whether it is another than before."""
    plan = rows.locked(agency, fiscal_year)
    if (plan.arrangement, plan.columns) == (layout.arrangement.value, layout.columns):
        return False
    plan.arrangement, plan.columns = layout.arrangement.value, layout.columns
    plan.save(update_fields=["arrangement", "columns"])
    rows.record_change(plan, by, "plan-edited", fields=["layout"])
    return True
