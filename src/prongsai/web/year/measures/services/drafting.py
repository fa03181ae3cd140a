"""Draft the plan from the analysis, the first time and again: only what is new is added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from msgspec import Struct

from prongsai.core.errors import Finding, Misuse
from prongsai.core.measures.draft import DraftOptions, draft_plan
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.rounding import plain_number
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.scenario_queries import scenario_of
from prongsai.web.year.measures.models import ChangeReason, MeasureRow, PlanRow, PointRow
from prongsai.web.year.measures.queries import loaded_of
from prongsai.web.year.measures.services import rows
from prongsai.web.year.measures.values import measure_of, point_values, values_from
from prongsai.web.year.scoring.queries import current_scores, remarks


class Drafted(Struct, frozen=True):
    """What a draft added, and what it could not do."""

    measures: int
    points: int
    findings: tuple[Finding, ...]


def draft(
    agency: Agency,
    *,
    by: Actor | None,
    fiscal_year: int,
    not_before: date | None,
    scenario_id: UUID | None = None,
) -> Drafted:
    """Make the year's plan from its scores, or add to it what is new.

    Shape:  `scenario_id` names a kept what-if whose target becomes the plan's, for the first draft.
    Errors: Misuse where there are no scores, or no such scenario.
    """
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        found = current_scores(agency, fiscal_year - 1)
        if found is None:
            raise _no_scores(fiscal_year - 1)
        row = PlanRow.objects.select_for_update(no_key=True).filter(
            agency=agency, fiscal_year=fiscal_year
        ).first()  # fmt: skip
        scenario = _scenario(agency, fiscal_year, scenario_id)
        target = target_of(scenario, found.card) if scenario else None
        earlier = loaded_of(row, agency).plan if row is not None else None
        drafted = draft_plan(
            found.card,
            remarks(agency, fiscal_year - 1),
            options=DraftOptions(agency.name, target=target, not_before=not_before),
            earlier=earlier,
        )
        if row is None:
            row = _new_plan(agency, by, drafted.plan, scenario)
        added = _add(row, by, drafted.plan, earlier)
        if any(added) or earlier is None:
            rows.touch(row)
            rows.record(row, by, "plan-drafted", measures=added[0], points=added[1])
    return Drafted(*added, drafted.findings)


def start_empty(agency: Agency, *, by: Actor, fiscal_year: int) -> PlanRow:
    """A plan with the points to answer and no measure yet.

    Errors: Misuse where there are no scores.
    """
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        row = PlanRow.objects.filter(agency=agency, fiscal_year=fiscal_year).first()
        if row is not None:
            return row
        found = current_scores(agency, fiscal_year - 1)
        if found is None:
            raise _no_scores(fiscal_year - 1)
        plan = draft_plan(
            found.card, remarks(agency, fiscal_year - 1), options=DraftOptions(agency.name)
        ).plan
        row = _new_plan(agency, by, plan, None)
        points = _add_points(row, by, plan.points)
        rows.record(row, by, "plan-drafted", measures=0, points=points)
    return row


def add_points(agency: Agency, *, by: Actor, fiscal_year: int, points: Sequence[WeakPoint]) -> int:
    """Add points that are not from the published scores; items that the plan lists are left.

    Shape:  how many were added.
    Errors: Misuse where the year has no plan.
    """
    with transaction.atomic():
        row = PlanRow.objects.select_for_update(no_key=True).filter(
            agency=agency, fiscal_year=fiscal_year
        ).first()  # fmt: skip
        if row is None:
            raise Misuse(
                Text(f"ยังไม่มีแผนปี {fiscal_year}", f"there is no plan of {fiscal_year}"),
                next_step=Text("ร่างแผนก่อน", "draft the plan first"),
            )
        listed = set(PointRow.objects.filter(plan=row).values_list("item", flat=True))
        new = [one for one in points if one.item not in listed]
        if new:
            _add_points(row, by, new)
            rows.touch(row)
            rows.record(row, by, "plan-points-added", points=len(new))
    return len(new)


def target_of(scenario: Scenario, card: ScoreCard) -> Decimal | None:
    """The score a kept scenario aims at: the total it names, else what its level asks."""
    number = plain_number(str(scenario.asked.get("number") or ""))
    if number is not None and number > 0:
        return number
    levels = {level.code: level for level in card.framework.rating.levels or ()}
    asked = str(scenario.asked.get("level") or "")
    if asked in levels and levels[asked].minimum > 0:
        return Decimal(levels[asked].minimum)
    return plain_number(asked) or None


def _scenario(agency: Agency, fiscal_year: int, scenario_id: UUID | None) -> Scenario | None:
    if scenario_id is None:
        return None
    found = scenario_of(agency, fiscal_year - 1, scenario_id)
    if found is None:
        raise Misuse(
            Text("ไม่มีแบบจำลองนี้แล้ว", "this scenario is not kept any more"),
            next_step=Text("เลือกแบบจำลองอื่น หรือไม่เลือก", "choose another, or none"),
        )
    return found


def _new_plan(agency: Agency, by: Actor | None, plan: Plan, scenario: Scenario | None) -> PlanRow:
    return PlanRow.objects.create(
        agency=agency,
        fiscal_year=plan.fiscal_year,
        score_year=plan.score_year,
        target=plan.target,
        scenario=scenario.name if scenario else "",
        approved=plan.approved,
        changed_at=now(),
        made_at=now(),
        made_by=by.user if by else None,
    )


def _add(row: PlanRow, by: Actor | None, plan: Plan, earlier: Plan | None) -> tuple[int, int]:
    """Write what a draft has more than before; how many measures and points are new."""
    held = {one.key: one for one in rows.measures_of(row)}
    linked = [one for one in plan.measures if one.key in held]
    fresh = [one for one in plan.measures if one.key not in held]
    _link(by, held, linked)
    place = rows.next_place(row)
    made = MeasureRow.objects.bulk_create(
        rows.new_row(row, one, place + count) for count, one in enumerate(fresh)
    )
    rows.keep_all(made, by=by, change_reason=ChangeReason.DRAFTED)
    before = len(earlier.points) if earlier is not None else 0
    return len(made), _add_points(row, by, plan.points[before:])


def _link(by: Actor | None, held: dict[str, MeasureRow], linked: Sequence[Measure]) -> None:
    """Officers' measures that answer new points too: nothing else of them changes."""
    for measure in linked:
        own = held[measure.key]
        if measure_of(own) == measure:
            continue
        values = values_from(measure)
        rows.change(own, {name: values[name] for name in ("items", "remarks")})
        own.save()
        rows.keep(own, by=by, change_reason=ChangeReason.DRAFTED, based_on=own.version - 1)


def _add_points(row: PlanRow, by: Actor | None, points: Sequence[WeakPoint]) -> int:
    first = PointRow.objects.filter(plan=row).count() + 1
    made = PointRow.objects.bulk_create(
        PointRow(agency_id=row.agency_id, plan=row, place=first + count, **point_values(one))
        for count, one in enumerate(points)
    )
    rows.keep_all(made, by=by, change_reason=ChangeReason.DRAFTED)
    return len(made)


def _no_scores(score_year: int) -> Misuse:
    return Misuse(
        Text(f"ยังไม่มีผลคะแนนปี {score_year}", f"there are no scores of {score_year} yet"),
        next_step=Text("ใส่ผลคะแนนก่อน แล้วจึงร่างแผน", "enter the scores, then draft the plan"),
    )
