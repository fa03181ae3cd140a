"""What the pages of the plan show: frozen values, each worked out once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Self
from uuid import UUID

from django.core.paginator import Page
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.weakness import find_weak
from prongsai.core.errors import Finding, Findings, Severity, finding
from prongsai.core.measures.check import check_plan
from prongsai.core.measures.coverage import Coverage, PointState, answer_state
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.model import Plan, WeakPoint
from prongsai.core.messages import read_words
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.platform.shortcuts import rows_page
from prongsai.web.signing.approval.queries import ApprovalState, state_of
from prongsai.web.year.measures import values
from prongsai.web.year.measures.models import MeasureRow, PlanRow, PointRow
from prongsai.web.year.measures.queries import InForce, Loaded, in_force, loaded, unknown_units
from prongsai.web.year.measures.rights import may_edit_plan
from prongsai.web.year.measures.values import MEASURES, POINTS
from prongsai.web.year.scoring.queries import current_scores, remarks

# What approval calls a plan; its subject is the key of the plan's row.
APPROVAL_KIND = "plan"
STRONG = "strong"
_TOLD_ON_EACH = 3  # a remark on more rows than this is told once for all
_OF_COVERAGE = frozenset(
    {
        "uncovered_weak_point",
        "uncovered_remark",
        "only_general_measure",
        "no_measures",
        "nothing_to_answer",
        "plan_without_agency",
    }
)


class FindingLine(Struct, frozen=True):
    """One thing that the plan lacks: a tag's kind, what, and what to do on the site."""

    kind: str
    message: Text
    next_step: Text | None


class MeasureLine(Struct, frozen=True):
    """One measure in the list; `row.waiting` versions collided and wait for a choice."""

    row: MeasureRow
    findings: tuple[FindingLine, ...]
    is_first: bool
    is_last: bool


class GroupLine(Struct, frozen=True):
    """One group with its measures; `handle` is a measure by which the group is moved."""

    name: str
    handle: UUID
    measures: tuple[MeasureLine, ...]
    is_first: bool
    is_last: bool


class PointLine(Struct, frozen=True):
    """One point of the plan; `state` a `coverage.State`, or STRONG where it is not asked."""

    row: PointRow
    state: str
    answers: tuple[MeasureRow, ...]
    findings: tuple[FindingLine, ...]


class Counted(Struct, frozen=True):
    """How many of the points that must be answered are, of one sort.

    Shape:  `general` those that only the general measure holds, as it was drafted.
    """

    all: int
    done: int
    general: int = 0

    @property
    def open(self) -> int:
        return self.all - self.done - self.general


class Covered(Struct, frozen=True):
    """The coverage of a plan: its points, and weak ones that it does not list yet.

    Shape:  `is_unplaced` where the total is below target and no known point accounts for it.
    """

    points: tuple[PointLine, ...]
    unlisted: tuple[WeakPoint, ...]
    items: Counted
    remarks: Counted
    is_unplaced: bool = False
    is_official_target: bool = False
    has_scores: bool = True

    @property
    def all(self) -> int:
        """How many points must be answered."""
        return self.items.all + self.remarks.all

    @property
    def open(self) -> int:
        """How many points have neither measure nor reason."""
        return self.items.open + self.remarks.open

    @property
    def general(self) -> int:
        """How many are held in the general measure alone."""
        return self.items.general + self.remarks.general

    @property
    def general_points(self) -> tuple[PointLine, ...]:
        """The points that are held in the general measure alone."""
        return tuple(point for point in self.points if point.state == PointState.GENERAL)

    @property
    def open_items(self) -> tuple[PointLine, ...]:
        return tuple(
            point for point in self.points if point.state == PointState.OPEN and point.row.item
        )

    @property
    def open_remarks(self) -> tuple[PointLine, ...]:
        return tuple(
            point for point in self.points if point.state == PointState.OPEN and not point.row.item
        )


class PlanPage(Struct, frozen=True):
    """The plan of a year with its coverage; `listed` the page of measures that is shown."""

    year: int
    score_year: int
    head: PlanRow
    groups: tuple[GroupLine, ...]
    count: int
    covered: Covered
    findings: tuple[FindingLine, ...]
    to_correct: int
    waiting: int
    may_edit: bool
    in_force: InForce | None
    approval: ApprovalState | None
    listed: Page[MeasureLine] | None = None

    def part(self, number: str) -> Self:
        """The same with one page of its measures."""
        listed = rows_page([line for group in self.groups for line in group.measures], number)
        shown = {line.row.pk for line in listed}
        groups = (
            replace(group, measures=tuple(line for line in group.measures if line.row.pk in shown))
            for group in self.groups
        )
        return replace(
            self, groups=tuple(group for group in groups if group.measures), listed=listed
        )


class Scores(Struct, frozen=True):
    """The scores and remarks that a plan answers."""

    card: ScoreCard | None
    remarks: tuple[LinkedRemark, ...]


def scores_of(agency: Agency, score_year: int) -> Scores:
    """The scores and remarks of a year; without scores only the plan's own points are known."""
    current = current_scores(agency, score_year)
    return Scores(current.card if current else None, remarks(agency, score_year))


@while_unchanged
def plan_page(person: Actor, year: int) -> PlanPage | None:
    held = loaded(person.agency, year)
    if held is None:
        return None
    scores = scores_of(person.agency, year - 1)
    findings = check_plan(held.plan, scores.card, scores.remarks)
    by_row = FindingsByRow.sort(findings)
    covered = covered_of(held, scores, by_row)
    return PlanPage(
        year=year,
        score_year=year - 1,
        head=held.row,
        groups=_groups(held, by_row),
        count=len(held.measures),
        covered=covered,
        findings=(*by_row.whole, *_unknown_units(person.agency, year)),
        to_correct=sum(1 for finding in findings if finding.severity is Severity.ERROR
                       and finding.code not in _OF_COVERAGE),
        waiting=sum(row.waiting for row in held.measures),  # type: ignore[attr-defined]  # annotated
        may_edit=may_edit_plan(person),
        in_force=in_force(person.agency, year, held),
        approval=state_of(person.agency, APPROVAL_KIND, held.row.pk),
    )  # fmt: skip


def _unknown_units(agency: Agency, year: int) -> tuple[FindingLine, ...]:
    """The names in a plan that give nobody a right, quoted."""
    names = " ".join(f"“{name}”" for name in unknown_units(agency, year))
    if not names:
        return ()
    return (line_of(finding("measures/unit_unknown", Severity.NOTE, names=names)),)


class FindingsByRow(Struct, frozen=True):
    measures: Mapping[int, tuple[FindingLine, ...]]
    points: Mapping[int, tuple[FindingLine, ...]]
    whole: tuple[FindingLine, ...]

    @classmethod
    def sort(cls, findings: Sequence[Finding]) -> Self:
        """Sort what `check_plan` found; what coverage shows is left out."""
        by_sheet: dict[str, dict[int, list[FindingLine]]] = {MEASURES: {}, POINTS: {}}
        whole: list[FindingLine] = []
        for plan_finding in findings:
            if plan_finding.code in _OF_COVERAGE:
                continue
            line = line_of(plan_finding)
            rows = [place for place in plan_finding.places if place.sheet in by_sheet]
            if line.kind == "quiet" and len(rows) > _TOLD_ON_EACH:
                message = read_words("measures/in_rows", text=line.message, count=len(rows))
                whole.append(replace(line, message=message))
                continue
            for place in rows:
                by_sheet[place.sheet or ""].setdefault(place.row or 0, []).append(line)
            if not rows:
                whole.append(line)
        measures, points = (
            {row: tuple(lines) for row, lines in by_sheet[name].items()}
            for name in (MEASURES, POINTS)
        )
        return cls(measures, points, tuple(whole))


def line_of(finding: Finding) -> FindingLine:
    """A finding as the site says it: a step that speaks of files and commands is another here."""
    kind = {Severity.ERROR: "bad", Severity.WARNING: "warn"}.get(finding.severity, "quiet")
    return FindingLine(kind, finding.message, values.next_step(finding))


def covered_of(held: Loaded, scores: Scores, by_row: FindingsByRow) -> Covered:
    """The points of a plan, answered or not."""
    plan = held.plan
    asked = list(Coverage(plan, scores.card, scores.remarks, Findings()).asked())
    listed = {id(point) for point in plan.points}
    demanded = {id(point) for point in asked}
    points = tuple(
        _point_line(row, point, held, by_row.points.get(place, ()),
                    is_asked=id(point) in demanded)
        for place, (row, point) in enumerate(zip(held.points, plan.points, strict=True))
    )  # fmt: skip
    unlisted = tuple(point for point in asked if id(point) not in listed)
    return Covered(
        points,
        unlisted,
        _counted([point for point in asked if point.item is not None], plan),
        _counted([point for point in asked if point.item is None], plan),
        scores.card is not None and find_weak(scores.card, plan.target).unplaced is not None,
        scores.card is not None and scores.card.framework.target_score == plan.target,
        scores.card is not None,
    )


def _counted(asked: Sequence[WeakPoint], plan: Plan) -> Counted:
    states = Counter(answer_state(point, plan.measures) for point in asked)
    done = states[PointState.ANSWERED] + states[PointState.REASONED]
    return Counted(len(asked), done, states[PointState.GENERAL])


def _point_line(
    row: PointRow,
    point: WeakPoint,
    held: Loaded,
    findings: tuple[FindingLine, ...],
    *,
    is_asked: bool,
) -> PointLine:
    answers = tuple(
        measure
        for measure in held.measures
        if (row.item and row.item in measure.items)
        or (row.remark and row.remark in measure.remarks)
    )
    state: str = answer_state(point, held.plan.measures)
    if state == PointState.OPEN and not is_asked:
        state = STRONG
    return PointLine(row, state, answers, findings)


def _groups(held: Loaded, by_row: FindingsByRow) -> tuple[GroupLine, ...]:
    by_group: dict[str, list[tuple[int, MeasureRow]]] = {}
    for place, row in enumerate(held.measures):
        by_group.setdefault(row.group, []).append((place, row))
    last = len(by_group) - 1
    return tuple(
        GroupLine(
            name=name,
            handle=own[0][1].pk,
            measures=tuple(
                MeasureLine(row, by_row.measures.get(place, ()), count == 0, count == len(own) - 1)
                for count, (place, row) in enumerate(own)
            ),
            is_first=number == 0,
            is_last=number == last,
        )
        for number, (name, own) in enumerate(by_group.items())
    )  # fmt: skip


def coverage(agency: Agency, year: int) -> tuple[int, Covered] | None:
    """How many measures a year's plan has, and how far they answer its points; None without one."""
    held = loaded(agency, year)
    if held is None:
        return None
    return len(held.measures), covered_of(
        held, scores_of(agency, year - 1), FindingsByRow({}, {}, ())
    )
