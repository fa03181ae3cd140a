"""A workbook of the plan: read, kept as a preview, and taken over when a person says yes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import is_day
from prongsai.core.errors import (
    Finding,
    Findings,
    Misuse,
    Place,
    ProngsaiError,
    Severity,
    UnreadableInput,
    finding,
)
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.check import tell_same_keys
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.measures.naming import Candidate, with_items
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.platform.error_data import finding_data, finding_of
from prongsai.web.platform.sandbox import read_plan
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.measures.models import (
    ChangeReason,
    MeasureRevision,
    MeasureRow,
    PlanPreview,
    PlanRow,
    PointRevision,
    PointRow,
)
from prongsai.web.year.measures.queries import Loaded, loaded_of, standing_approval
from prongsai.web.year.measures.services import arranging, rows
from prongsai.web.year.measures.values import (
    MEASURE_LABELS,
    POINT_LABELS,
    Difference,
    Values,
    differences,
    labels_of,
    plan_from_data,
    point_of,
    point_values,
    same,
    values_from,
    values_of,
)

Bases = Mapping[UUID, Values]


class Merged(Struct, frozen=True):
    """What a file says otherwise than the site.

    Shape:  `cells` were changed in the file alone; `clashes` on both sides, and differently.
            What was changed on the site alone is in neither: an old file takes nothing back.
    """

    cells: tuple[Difference, ...]
    clashes: tuple[Difference, ...]


def bases(plan: PlanRow, exported_at: datetime | None) -> Bases:
    """By row, the version that a file was made of; only of rows the site has changed since."""
    if exported_at is None:
        return {}
    measures = MeasureRevision.objects.filter(measure__plan=plan, number__isnull=False)
    points = PointRevision.objects.filter(point__plan=plan, number__isnull=False)
    by_row: dict[UUID, Values] = {}
    for owner, every in (("measure_id", measures), ("point_id", points)):
        later = every.filter(made_at__gt=exported_at).values(owner)
        before = every.filter(made_at__lte=exported_at, **{f"{owner}__in": later})
        ordered = sorted(before, key=lambda revision: revision.number or 0)
        by_row |= {getattr(revision, owner): revision.values for revision in ordered}
    return by_row


def merged(base: Values | None, site: Values, file: Values, labels: Mapping[str, Text]) -> Merged:
    """Compare a row of the file with the site's; without a base the file changed all it says."""
    differing = differences(site, file, labels)
    if base is None:
        return Merged(differing, ())
    own = tuple(difference for difference in differing if not same(base, file, (difference.field,)))
    cells = tuple(difference for difference in own if same(base, site, (difference.field,)))
    return Merged(cells, tuple(difference for difference in own if difference not in cells))


AnyRow = TypeVar("AnyRow", MeasureRow, PointRow)
_LIVES = timedelta(days=7)
_LONGEST_NAME, _LONGEST_KEY = 255, 200


class OutOfDate(ProngsaiError):  # noqa: N818 - named for what happened
    """The plan is another than the one the preview was shown against."""


class Changed(Struct, frozen=True):
    """A measure or point that the file says otherwise.

    Shape:  `clashes` are fields that were changed on the site too since the file was taken out:
            the site's stay, and the file's are kept beside them for somebody to choose.
    """

    key: str
    name: str
    cells: tuple[Difference, ...]
    clashes: tuple[Difference, ...] = ()


class Outcome(Struct, frozen=True):
    """What a workbook would do to the plan as it stands.

    Shape:  `new` have the items that they name for certain, `candidates` are those that they may
            name; `gone` are measures that the file does not have: they stay unless one asks for
            their removal; `head_kept` is what it says of target and day of approval although the
            site changed these since it was taken out: the site's stay; `faults` are those that
            keep the file from being taken over; `state` is that of the plan it was compared with.
    """

    new: tuple[Measure, ...]
    changed: tuple[Changed, ...]
    gone: tuple[MeasureRow, ...]
    points: tuple[Changed, ...]
    new_points: tuple[WeakPoint, ...]
    head: tuple[Difference, ...]
    head_kept: tuple[Difference, ...]
    is_moved: bool
    findings: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    state: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def new_lines(self) -> list[tuple[Measure, list[Candidate]]]:
        return [
            (measure, [item for item in self.candidates if item.measure.key == measure.key])
            for measure in self.new
        ]

    def confirmed(self, values: Collection[str]) -> tuple[Measure, ...]:
        """The new measures with those of their candidates that a person confirmed."""
        return tuple(
            replace(measure, items=(*measure.items, *(c.code for c in own if c.value in values)))
            for measure, own in self.new_lines
        )

    @property
    def count(self) -> int:
        """How many things would change, without removals."""
        return sum(map(len, (self.new, self.changed, self.points, self.new_points, self.head)))

    @property
    def clashes(self) -> int:
        """How many measures and points were changed on both sides."""
        return sum(1 for row in (*self.changed, *self.points) if row.clashes)

    @property
    def is_nothing(self) -> bool:
        """Whether the file says what the plan says."""
        return not (self.count or self.gone or self.is_moved)


def read_workbook(
    agency: Agency, *, by: Actor, fiscal_year: int, name: str, data: bytes
) -> PlanPreview:
    """Read a file and keep it as a preview; nothing of the plan changes."""
    content, findings = read_plan(data, name)
    if other := _told_of_other_year(content, findings, fiscal_year, name):
        findings = (*findings, other)
        content = {**content, "points": [], "is_of_other_year": True}  # its codes mean others
    elif _has_codes(content) and not (content["fiscal_year"] or content["score_year"]):
        note = finding("measures/no_year_in_file", Severity.WARNING, Place(name), year=fiscal_year)
        findings = (*findings, note)
    with transaction.atomic():
        plan = rows.locked(agency, fiscal_year)
        plan.previews.filter(made_at__lt=now() - _LIVES).delete()
        return PlanPreview.objects.create(
            agency=agency,
            plan=plan,
            name=name[:_LONGEST_NAME],
            content=content,
            findings=[finding_data(finding) for finding in findings],
            made_at=now(),
            by=by.user,
        )


def _told_of_other_year(
    content: Mapping[str, int], findings: Iterable[Finding], fiscal_year: int, name: str
) -> Finding | None:
    """A warning where a title or the months of the file name another year; None where none differs.

    Errors: UnreadableInput where the file says above its table that it is the plan of another year.
    """
    wanted = {"fiscal_year": fiscal_year, "score_year": fiscal_year - 1}
    if all(content[field] in (0, year) for field, year in wanted.items()):
        return None
    years: dict[str, Any] = {"year": content["fiscal_year"] or "–", "fiscal_year": fiscal_year}
    if any(entry.code in ("year_from_title", "year_from_months") for entry in findings):
        return finding("measures/title_of_other_year", Severity.WARNING, Place(name), **years)
    of = content["score_year"] or "–"
    raise UnreadableInput("measures/plan_of_other_year", place=Place(name), of=of, **years)


def _has_codes(content: Mapping[str, Any]) -> bool:
    return bool(content["points"]) or any(measure["items"] for measure in content["measures"])


def outcome(agency: Agency, preview: PlanPreview) -> Outcome:
    """What a preview would do to the plan as it stands now."""
    return _outcome(loaded_of(preview.plan, agency), preview)


def _outcome(held: Loaded, preview: PlanPreview) -> Outcome:
    file = plan_from_data(preview.content)
    by_key = {row.key: row for row in held.measures}
    keys = {measure.key for measure in file.measures}
    kept = [row.key for row in held.measures if row.key in keys]
    told_at = preview.content.get("exported_at")
    exported_at = datetime.fromisoformat(told_at) if told_at else None
    base = bases(held.row, exported_at)
    head, head_kept = _head(file, held.row, exported_at)
    is_of_other_year = preview.content.get("is_of_other_year", False)
    changed = _changed(file, by_key, base, stay=["items"] if is_of_other_year else ())
    points, new_points = _points(file, held, base, erases=exported_at is not None)
    years = catalogue_of(preview.agency).of_plan(held.row.fiscal_year - 1)
    fresh = [measure for measure in file.measures if measure.key not in by_key]
    new, candidates = with_items(fresh, years, is_of_other_year=is_of_other_year)
    return Outcome(
        new=new,
        candidates=candidates,
        changed=changed,
        gone=tuple(row for row in held.measures if row.key not in keys),
        points=points,
        new_points=new_points,
        head=head,
        head_kept=head_kept,
        is_moved=kept != [measure.key for measure in file.measures if measure.key in by_key],
        findings=tuple(finding_of(finding) for finding in preview.findings),
        faults=_faults(file),
        state=state_of(held),
    )


def state_of(held: Loaded) -> str:
    """A digest of everything in a plan that a file may change."""
    parts = [
        f"{held.row.version}",
        *(f"{row.pk} {row.version} {row.place}" for row in held.measures),
        *(f"{row.pk} {row.version}" for row in held.points),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _changed(
    file: Plan, by_key: dict[str, MeasureRow], base: Bases, *, stay: Collection[str] = ()
) -> tuple[Changed, ...]:
    """What the file says otherwise of measures, but for the fields that stay the site's."""
    pairs = ((measure, by_key[measure.key]) for measure in file.measures if measure.key in by_key)
    compared = (
        _compared(row, measure.key, str(row),
                  values_from(measure) | {field: getattr(row, field) for field in stay}, base)
        for measure, row in pairs
    )  # fmt: skip
    return tuple(change for change in compared if change is not None)


def _compared(
    row: MeasureRow | PointRow, key: str, name: str, values: Values, base: Bases
) -> Changed | None:
    merge = merged(base.get(row.pk), values_of(row), values, labels_of(row))
    if not (merge.cells or merge.clashes):
        return None
    return Changed(key, name, merge.cells, merge.clashes)


def _points(
    file: Plan, held: Loaded, base: Bases, *, erases: bool
) -> tuple[tuple[Changed, ...], tuple[WeakPoint, ...]]:
    """Points that the file answers otherwise, and new ones; what is blank may erase nothing."""
    by_key = {point_of(row).key: row for row in held.points}
    changed: list[Changed] = []
    fresh: dict[str, WeakPoint] = {}
    for point in file.points:
        row = by_key.get(point.key)
        if row is None:
            fresh.setdefault(point.key, point)
            continue
        written = {name: text for name, text in _said(point).items() if text or erases}
        name = f"{row.item} {row.name}".strip()
        change = _compared(row, point.key, name, {**values_of(row), **written}, base)
        if change is not None:
            changed.append(change)
    return tuple(changed), tuple(fresh.values())


def _said(point: WeakPoint) -> dict[str, str]:
    return {"guideline": point.guideline, "reason": point.reason}


def _head(
    file: Plan, row: PlanRow, exported_at: datetime | None
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """What the file says otherwise of target and day: what is taken, and what is only told."""
    heads = (
        ("target", read_words("measures/target"), f"{row.target.normalize():f}",
         f"{file.target.normalize():f}"),
        ("approved", read_words("measures/day_of_approval"), row.approved, file.approved),
    )  # fmt: skip
    differing = tuple(Difference(*parts) for parts in heads if parts[2] != parts[3])
    changed_at = row.head_changed_at
    is_old = changed_at is not None and exported_at is not None and changed_at > exported_at
    # What an approval of the site set, no file sets otherwise.
    kept = {"target", "approved"} if is_old else {"approved"} if standing_approval(row) else set()
    taken = tuple(difference for difference in differing if difference.field not in kept)
    return taken, tuple(difference for difference in differing if difference.field in kept)


def _faults(file: Plan) -> tuple[Finding, ...]:
    """What would make two rows one, or cannot be kept."""
    findings = Findings()
    tell_same_keys(file.measures, findings)
    long = [measure for measure in file.measures if len(measure.key) > _LONGEST_KEY]
    long_items = [point for point in file.points if len(point.item or "") > _LONGEST_KEY]
    if long or long_items:
        findings.error("measures/key_too_long", *(Place(quote=measure.title) for measure in long))
    if not is_blank(file.approved) and not is_day(file.approved):
        findings.error("measures/unreadable_date.approval_in_file", Place(quote=file.approved))
    return tuple(findings.items)


@transaction.atomic
def take_preview(
    agency: Agency,
    *,
    by: Actor,
    fiscal_year: int,
    preview_id: UUID,
    seen: str,
    removes: bool = False,
    confirmed: Collection[str] = (),
) -> Outcome | None:
    """Take a previewed workbook over; None where that was done before.

    Shape:  `seen` is the state of the plan that the preview was shown against; `removes` takes
            out the measures that the file does not have; `confirmed` are values of candidates.
    Errors: OutOfDate where the plan is another by now; Misuse where the preview is gone, or the
            file has faults.
    """
    plan = rows.locked(agency, fiscal_year)
    preview = plan.previews.filter(pk=preview_id).first()
    if preview is None:
        raise Misuse("measures/preview_expired")
    if preview.taken_at is not None:
        return None
    held = loaded_of(plan, agency)
    outcome = _checked(_outcome(held, preview), seen)
    outcome = replace(outcome, new=outcome.confirmed(confirmed))
    preview.taken_at = now()
    preview.save(update_fields=["taken_at"])
    file = plan_from_data(preview.content)
    _take_measures(plan, by, held, file, outcome, removes=removes)
    _take_points(plan, by, held, file, outcome)
    _take_head(plan, file, outcome)
    rows.record_change(
        plan, by, "plan-imported", new=len(outcome.new), changed=len(outcome.changed),
        gone=len(outcome.gone) if removes else 0,
    )  # fmt: skip
    return outcome


def _checked(outcome: Outcome, seen: str) -> Outcome:
    """What comes of a preview, if it is what was shown and without faults."""
    if outcome.state != seen:
        raise OutOfDate("measures/plan_changed_since_preview")
    if outcome.faults:
        raise Misuse(outcome.faults[0].message, next_step=outcome.faults[0].next_step)
    return outcome


def _take_measures(
    plan: PlanRow, by: Actor, held: Loaded, file: Plan, outcome: Outcome, *, removes: bool
) -> None:
    by_key = {row.key: row for row in held.measures}
    of_file = {measure.key: measure for measure in file.measures}
    changed = _take_cells(
        (
            (by_key[change.key], change, values_from(of_file[change.key]))
            for change in outcome.changed
        ),
        by=by,
    )
    MeasureRow.objects.bulk_update(changed, [*MEASURE_LABELS, "version", "starts_on", "ends_on"])
    rows.write_revisions(changed, by=by, change_reason=ChangeReason.IMPORTED)
    if removes:
        MeasureRow.objects.filter(pk__in=[row.pk for row in outcome.gone]).update(removed_at=now())
    first = rows.next_place(plan)
    made = MeasureRow.objects.bulk_create(
        rows.new_row(plan, measure, first + count) for count, measure in enumerate(outcome.new)
    )
    rows.write_revisions(made, by=by, change_reason=ChangeReason.IMPORTED)
    stay = [row for row in held.measures if not (removes and row.key not in of_file)]
    arranging.place(_in_order(file, stay, made))


def _take_cells(changes: Iterable[tuple[AnyRow, Changed, Values]], *, by: Actor) -> list[AnyRow]:
    """The rows that the file changes, unsaved; what clashes is kept beside the site's version."""
    changed = []
    for row, change, values in changes:
        seen = row.version
        if rows.change(row, {cell.field: values[cell.field] for cell in change.cells}):
            changed.append(row)
        if change.clashes:
            aside = values_of(row) | {cell.field: values[cell.field] for cell in change.clashes}
            rows.refuse(row, by=by, values=aside, seen=seen)
    return changed


def _in_order(
    file: Plan, stay: Sequence[MeasureRow], made: Sequence[MeasureRow]
) -> list[MeasureRow]:
    """The order of the file; a measure that it does not have stays behind the one before it."""
    rank = {measure.key: (place, 0) for place, measure in enumerate(file.measures, start=1)}
    before = 0
    for count, row in enumerate(stay, start=1):
        if row.key in rank:
            before = rank[row.key][0]
        else:
            rank[row.key] = (before, count)
    return sorted([*stay, *made], key=lambda row: rank[row.key])


def _take_points(plan: PlanRow, by: Actor, held: Loaded, file: Plan, outcome: Outcome) -> None:
    by_key = {point_of(row).key: row for row in held.points}
    of_file = {point.key: point for point in file.points}
    changed = _take_cells(
        ((by_key[point.key], point, _said(of_file[point.key])) for point in outcome.points), by=by
    )
    PointRow.objects.bulk_update(changed, [*POINT_LABELS, "version"])
    first = len(held.points) + 1
    made = PointRow.objects.bulk_create(
        PointRow(agency_id=plan.agency_id, plan=plan, place=first + count, **point_values(point))
        for count, point in enumerate(outcome.new_points)
    )
    rows.write_revisions([*changed, *made], by=by, change_reason=ChangeReason.IMPORTED)


def _take_head(plan: PlanRow, file: Plan, outcome: Outcome) -> None:
    if outcome.head:
        for cell in outcome.head:
            setattr(plan, cell.field, getattr(file, cell.field))
        plan.version += 1
        plan.head_changed_at = now()
        plan.save()
