"""Save one row: the first who saves is taken, who comes after has their version kept beside."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from msgspec import Struct

from prongsai.core.dates import is_day, long_date
from prongsai.core.errors import Finding, Misuse
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.data import plan_data
from prongsai.core.measures.draft import DraftOptions, draft_plan
from prongsai.core.measures.grid import quoted
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.rounding import plain_number
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.thai import states_reason
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.objections import objected_submission
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.whatif_queries import scenario_of
from prongsai.web.year.measures.models import (
    ChangeReason,
    MeasureRow,
    PlanInForce,
    PlanRow,
    PointRow,
)
from prongsai.web.year.measures.queries import loaded_of, plan_row, standing_approval
from prongsai.web.year.measures.rights import may_edit_plan
from prongsai.web.year.measures.services import rows
from prongsai.web.year.measures.services.rows import AnyRevision, Row
from prongsai.web.year.measures.values import (
    Values,
    labels_of,
    measure_of,
    point_values,
    same,
    values_from,
    values_of,
)
from prongsai.web.year.scoring.queries import card_of, current_scores, remarks


class Saved(Struct, frozen=True):
    """What became of a saving.

    Shape:  `changed` names the fields that changed; `refused` is the version that was kept aside
            because another had been saved, or the row removed, since the form was opened.
    """

    row: Row
    changed: tuple[str, ...] = ()
    refused: AnyRevision | None = None


@transaction.atomic
def save_row(
    agency: Agency, *, by: Actor, fiscal_year: int, row: Row, values: Values, seen: int
) -> Saved:
    """Save a measure, or guideline and reason of a point.

    Shape:  `row` as it was read; `seen` is the version that the form was opened with.
    Errors: Misuse where the plan has it no more.
    """
    plan = rows.locked(agency, fiscal_year)
    row = rows.fresh(plan, row)
    removed = isinstance(row, MeasureRow) and row.removed_at is not None
    if not removed and same(values_of(row), values, values):
        return Saved(row)
    if removed or seen != row.version:
        return _store_aside(plan, row, by, values, seen)
    return Saved(row, _write(plan, row, by, values, ChangeReason.EDITED))


@transaction.atomic
def restore_row(
    agency: Agency, *, by: Actor, fiscal_year: int, row: Row, revision_id: UUID, seen: int
) -> Saved:
    """Make the values of a former version stand again, as a new version.

    Errors: Misuse where there is no such version. A version saved meanwhile is not overwritten:
            `refused` then holds what was to be restored.
    """
    plan = rows.locked(agency, fiscal_year)
    row = rows.fresh(plan, row)
    former = _revision_in(row, revision_id).values
    values = {name: former[name] for name in labels_of(row) if name in former}
    if same(values_of(row), values, values):
        return Saved(row)
    if seen != row.version:
        return _store_aside(plan, row, by, values, seen)
    return Saved(row, _write(plan, row, by, values, ChangeReason.RESTORED))


@transaction.atomic
def settle_row(
    agency: Agency,
    *,
    by: Actor,
    fiscal_year: int,
    row: Row,
    revision_id: UUID,
    values: Values,
    seen: int,
) -> Saved:
    """Choose between what stands and a version that was kept aside; `values` are the choice.

    A measure that was removed meanwhile is brought back. Whoever chose over a version that
    stands no more chooses again: `refused` is then the version that still waits.
    """
    plan = rows.locked(agency, fiscal_year)
    row = rows.fresh(plan, row)
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


def _store_aside(plan: PlanRow, row: Row, by: Actor, values: Values, seen: int) -> Saved:
    refused = rows.refuse(row, by=by, values=values, seen=seen)
    rows.record(plan, by, "version-kept-aside", row)
    return Saved(row, refused=refused)


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
    if not may_edit_plan(by):  # whose a measure is, a former version does not say either
        values = {name: value for name, value in values.items() if name != "unit"}
    changed = rows.change(row, values)
    if changed:
        row.save()
        rows.write_revision(row, by=by, change_reason=change_reason, based_on=before)
        rows.touch(plan)
        is_restored = change_reason is ChangeReason.RESTORED
        if isinstance(row, MeasureRow):
            verb = "measure-restored" if is_restored else "measure-edited"
        else:
            verb = "point-restored" if is_restored else "point-edited"
        rows.record(plan, by, verb, row, number=row.version, fields=changed)
    return tuple(changed)


def _revision_in(row: Row, revision_id: UUID) -> AnyRevision:
    revision: AnyRevision | None = row.revisions.filter(pk=revision_id).first()
    if revision is None:
        raise Misuse("measures/entry_gone_from_plan")
    return revision


class Drafted(Struct, frozen=True):
    """What a draft added, and what it could not do."""

    measures: int
    points: int
    findings: tuple[Finding, ...]


@transaction.atomic
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
    """
    journal.hold(agency)
    current = current_scores(agency, fiscal_year - 1)
    if current is None:
        raise Misuse("measures/scores_missing", score_year=fiscal_year - 1)
    row = PlanRow.objects.select_for_update(no_key=True).filter(
        agency=agency, fiscal_year=fiscal_year
    ).first()  # fmt: skip
    scenario = _scenario(agency, fiscal_year, scenario_id)
    target = target_of(scenario, current.card) if scenario else None
    earlier = loaded_of(row, agency).plan if row is not None else None
    drafted = draft_plan(
        current.card,
        remarks(agency, fiscal_year - 1),
        options=DraftOptions(agency.name, target=target, not_before=not_before),
        earlier=earlier,
    )
    if row is None:
        row = _new_plan(agency, by, drafted.plan, scenario)
    added = _add(row, by, drafted.plan, earlier)
    if any(added) or earlier is None:
        rows.record_change(row, by, "plan-drafted", measures=added[0], points=added[1])
    return Drafted(*added, drafted.findings)


@transaction.atomic
def start_empty(agency: Agency, *, by: Actor, fiscal_year: int, reason: str = "") -> PlanRow:
    """A plan with the points to answer and no measure yet; without scores for a reason alone."""
    journal.hold(agency)
    row = plan_row(agency, fiscal_year)
    if row is not None:
        return row
    has_scores = current_scores(agency, fiscal_year - 1) is not None
    if not (has_scores or states_reason(reason)):
        raise Misuse("measures/scores_missing", score_year=fiscal_year - 1)
    card, options = card_of(agency, fiscal_year - 1), DraftOptions(agency.name)
    plan = draft_plan(card, remarks(agency, fiscal_year - 1), options=options).plan
    row = _new_plan(agency, by, plan, None)
    points = _add_points(row, by, plan.points)
    if has_scores:
        rows.record(row, by, "plan-drafted", measures=0, points=points)
    else:
        rows.record(row, by, "plan-begun-without-scores", reason=reason)
    return row


@transaction.atomic
def add_points(agency: Agency, *, by: Actor, fiscal_year: int, points: Sequence[WeakPoint]) -> int:
    """Add points that are not from the published scores, none that the plan lists; how many."""
    journal.hold(agency)
    row = PlanRow.objects.select_for_update(no_key=True).filter(
        agency=agency, fiscal_year=fiscal_year
    ).first()  # fmt: skip
    if row is None:
        raise Misuse("measures/plan_unknown", fiscal_year=fiscal_year)
    listed = set(PointRow.objects.filter(plan=row).values_list("item", flat=True))
    new = [point for point in points if point.item not in listed]
    if new:
        _add_points(row, by, new)
        rows.record_change(row, by, "plan-points-added", points=len(new))
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
    scenario = scenario_of(agency, fiscal_year - 1, scenario_id)
    if scenario is None:
        raise Misuse("measures/scenario_gone")
    return scenario


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
    held = {measure.key: measure for measure in rows.measures_of(row)}
    linked = [measure for measure in plan.measures if measure.key in held]
    fresh = [measure for measure in plan.measures if measure.key not in held]
    _link(by, held, linked)
    place = rows.next_place(row)
    made = MeasureRow.objects.bulk_create(
        rows.new_row(row, measure, place + count) for count, measure in enumerate(fresh)
    )
    rows.write_revisions(made, by=by, change_reason=ChangeReason.DRAFTED)
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
        rows.write_revision(
            own, by=by, change_reason=ChangeReason.DRAFTED, based_on=own.version - 1
        )


def _add_points(row: PlanRow, by: Actor | None, points: Sequence[WeakPoint]) -> int:
    first = PointRow.objects.filter(plan=row).count() + 1
    made = PointRow.objects.bulk_create(
        PointRow(agency_id=row.agency_id, plan=row, place=first + count, **point_values(point))
        for count, point in enumerate(points)
    )
    rows.write_revisions(made, by=by, change_reason=ChangeReason.DRAFTED)
    return len(made)


@transaction.atomic
def put_in_force(
    agency: Agency, *, by: Actor | None, fiscal_year: int, day: date, submission: UUID
) -> PlanInForce:
    """The plan as it stands, approved on a day; asked twice for one submission it is done once.

    Shape:  the plan stays open to edits; what is edited shows against the frozen content.
    Errors: Misuse where there is no plan.
    """
    plan = rows.locked(agency, fiscal_year)
    before = PlanInForce.objects.filter(agency=agency, submission=submission).first()
    if before is not None:
        return before
    newest = PlanInForce.objects.filter(plan=plan).first()
    made = PlanInForce.objects.create(
        agency=agency,
        plan=plan,
        number=newest.number + 1 if newest else 1,
        day=day,
        content=plan_data(loaded_of(plan, agency).plan),
        submission=submission,
        at=now(),
        by_words=by.words if by else "",
    )
    _put_day(plan, long_date(day))
    rows.record(plan, by, "plan-in-force", day=day.isoformat(), number=made.number)
    return made


@transaction.atomic
def settle_day(agency: Agency, *, by: Actor | None, fiscal_year: int) -> None:
    """Write onto the plan the day of the approval that stands: none while it is objected to.

    Shape:  what fell no longer counts; the approval before it stands again.
    Errors: Misuse where there is no plan.
    """
    plan = rows.locked(agency, fiscal_year)
    row = standing_approval(plan)
    is_held = row is not None and objected_submission(agency, row.submission) is not None
    _put_day(plan, long_date(row.day) if row and not is_held else "")
    rows.record(plan, by, "plan-day-settled", day=plan.approved or "–")


def typed_day(plan: PlanRow, typed: str) -> str:
    """The day of approval that somebody typed: of a plan that was approved outside the site.

    Shape:  what an approval of the site set, nobody types over.
    """
    if standing_approval(plan) is not None:
        return plan.approved
    if is_blank(typed):
        return ""
    if not is_day(typed):
        raise Refused("measures/day_not_understood", field="approved", typed=quoted(typed))
    return typed


def _put_day(plan: PlanRow, words: str) -> None:
    if plan.approved == words:
        return
    plan.approved = words
    plan.version += 1
    plan.head_changed_at = now()
    plan.save(update_fields=["approved", "version", "head_changed_at"])
    rows.touch(plan)
