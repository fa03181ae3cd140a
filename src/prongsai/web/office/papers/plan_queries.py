"""The page on which a plan is submitted: what it lacks, where it stands, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import Place, Severity
from prongsai.core.measures.check import check_plan
from prongsai.web.agency.models import Agency
from prongsai.web.office.papers.models import PlanFollowUp
from prongsai.web.signing.approval.queries import ApprovalState, state_of
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import loaded
from prongsai.web.year.measures.queries.in_force import InForce, in_force
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND, FindingLine, line_of, scores_of
from prongsai.web.year.measures.values import MEASURES

_FIRST_FINDINGS = 12


class Lack(Struct, frozen=True):
    """Something the check of the plan found, with the measure it speaks of; `id` None for none."""

    line: FindingLine
    name: str
    id: UUID | None


class PlanPaperPage(Struct, frozen=True):
    """A year's plan on its way to be approved.

    Shape:  `count` measures; `lacks` the first of `lack_count` findings, of which `error_count`
            are faults; `asks_for_circulation` what was chosen when it was submitted.
    """

    year: int
    count: int
    has_scores: bool
    lacks: tuple[Lack, ...]
    lack_count: int
    error_count: int
    approval: ApprovalState | None
    in_force: InForce | None
    asks_for_circulation: bool

    @property
    def may_be_submitted(self) -> bool:
        """Whether there is something to approve that is not on its way."""
        is_open = self.approval is not None and self.approval.is_open
        is_news = self.in_force is None or self.in_force.is_changed
        return bool(self.count and self.has_scores and is_news and not is_open)

    @property
    def stands_as_it_is(self) -> bool:
        """Whether the approved plan is the one that is shown, and nothing of it is on its way."""
        is_open = self.approval is not None and self.approval.is_open
        if self.in_force is None or is_open:
            return False
        return not self.in_force.objected and not self.in_force.is_changed


def plan_paper_page(agency: Agency, year: int) -> PlanPaperPage | None:
    """The page of a year's plan; None without one."""
    held = loaded(agency, year)
    if held is None:
        return None
    scores = scores_of(agency, year - 1)
    found = [
        one
        for one in check_plan(held.plan, scores.card, scores.remarks)
        if one.severity is not Severity.NOTE
    ]
    ordered = sorted(found, key=lambda one: one.severity is not Severity.ERROR)
    places = [(one, _measure(one.places, held.measures)) for one in ordered[:_FIRST_FINDINGS]]
    approval = state_of(agency, APPROVAL_KIND, held.row.pk)
    return PlanPaperPage(
        year=year,
        count=len(held.measures),
        has_scores=scores.card is not None,
        lacks=tuple(
            Lack(
                line_of(one),
                f"{row.number} {row.title}".strip() if row else "",
                row.pk if row else None,
            )
            for one, row in places
        ),
        lack_count=len(found),
        error_count=sum(1 for one in found if one.severity is Severity.ERROR),
        approval=approval,
        in_force=in_force(agency, year, held),
        asks_for_circulation=bool(approval and _asks_for_circulation(agency, approval.id)),
    )


def _asks_for_circulation(agency: Agency, submission: UUID) -> bool:
    return PlanFollowUp.objects.filter(
        agency=agency, submission=submission, circulates=True
    ).exists()


def _measure(places: Sequence[Place], measures: Sequence[MeasureRow]) -> MeasureRow | None:
    """The measure that a finding speaks of first; the check counts them from 0."""
    rows = [place.row or 0 for place in places if place.sheet == MEASURES]
    return measures[rows[0]] if rows and rows[0] < len(measures) else None
