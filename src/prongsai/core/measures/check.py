"""What a plan lacks: unanswered points, missing units and dates, dates that cannot be.

What makes the plan useless to those who carry it out or assess it is an error; what they would
ask about is a warning. Approval after the work began is a warning: assessors see it, yet the cure
is an earlier approval or an honest note, never another date.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.analysis.weakness import find_weak
from prongsai.core.dates import Span, in_words, read_date
from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.coverage import Completeness, Coverage, Standing
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.grid import place_of, quoted
from prongsai.core.measures.model import Measure, Plan, spans_of
from prongsai.core.messages import read_words
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.thai import skeleton

_SHOWN = 5


class Timing(Struct, frozen=True):
    """Checks the dates of one plan; without a fiscal year only their order."""

    plan: Plan
    findings: Findings

    def check(self) -> None:
        """Tell which dates cannot be read or cannot be."""
        for measure in self.plan.measures:
            self._stated(measure)
            self._readable(measure)
            self._inside(measure, "start", (read_date(measure.start),))
            self._inside(measure, "due", (read_date(measure.due),))
            self._inside(measure, "period", spans_of(measure.period))
            self._in_order(measure)
        self._approval()

    def _stated(self, measure: Measure) -> None:
        if measure.ends is not None or not is_blank(measure.due):
            return
        if is_blank(measure.period) and is_blank(measure.start):
            self.findings.error("measures/measure_without_date", place_of(measure))
        else:
            self.findings.warning("measures/measure_without_due", place_of(measure))

    def _readable(self, measure: Measure) -> None:
        for name, span in (("start", measure.starts), ("due", measure.ends)):
            typed = getattr(measure, name)
            if span is None and not is_blank(typed):
                self.findings.error(
                    "measures/unreadable_date",
                    place_of(measure),
                    name=read_words(f"measures/date.{name}"),
                    typed=quoted(typed),
                )

    def _inside(self, measure: Measure, name: str, spans: Sequence[Span | None]) -> None:
        outside = [span for span in spans if span is not None and not self._is_inside(span)]
        if outside:
            year = self.plan.fiscal_year
            first, last = in_words(fiscal.start(year)), in_words(fiscal.end(year))
            self.findings.error(
                "measures/date_outside_year",
                place_of(measure),
                name=read_words(f"measures/date.{name}"),
                typed=quoted(getattr(measure, name)),
                year=year,
                first=first,
                last=last,
            )

    def _is_inside(self, span: Span) -> bool:
        year = self.plan.fiscal_year
        return not year or (fiscal.start(year) <= span.first and span.last <= fiscal.end(year))

    def _in_order(self, measure: Measure) -> None:
        start, due = read_date(measure.start), read_date(measure.due)
        if start is not None and due is not None and due.last < start.first:
            self.findings.error(
                "measures/due_before_start",
                place_of(measure),
                due=quoted(measure.due),
                start=quoted(measure.start),
            )

    def _approval(self) -> None:
        typed = self.plan.approved
        approved = read_date(typed)
        if is_blank(typed):
            self.findings.note("measures/not_approved")
        elif approved is None:
            self.findings.error("measures/unreadable_date.approval", typed=quoted(typed))
        else:
            self._approved(approved)

    def _approved(self, approved: Span) -> None:
        year = self.plan.fiscal_year
        if year and approved.first > fiscal.end(year):
            self.findings.error(
                "measures/date_outside_year.approval",
                approved=quoted(self.plan.approved),
                year=year,
            )
        early = [
            measure
            for measure in self.plan.measures
            if measure.starts is not None and measure.starts.last < approved.first
        ]
        if early:
            self.findings.warning(
                "measures/approved_after_start",
                *(place_of(measure) for measure in early[:_SHOWN]),
                approved=quoted(self.plan.approved),
                count=len(early),
            )


def check_plan(
    plan: Plan, card: ScoreCard | None = None, remarks: Sequence[LinkedRemark] = ()
) -> list[Finding]:
    """Everything a plan lacks, each with its place and what to do.

    Shape:  with a card the weak points are those of its scores and of `remarks`, whatever the plan
            lists; without one they are the plan's own.
    """
    findings = Findings()
    if card is not None and _is_other_year(plan, card):
        findings.error(
            "measures/wrong_year", score_year=plan.score_year, fiscal_year=card.fiscal_year
        )
    coverage = _coverage(plan, card, remarks, findings)
    _whole(plan, findings)
    _measures(plan, coverage, findings)
    coverage.check()
    numbers = {point.remark for point in plan.points if point.remark is not None}
    known = frozenset(numbers or range(1, len(coverage.remarks) + 1))
    Completeness(coverage.card, known, findings).check_all(plan.measures)
    Timing(plan, findings).check()
    tell_same_keys(plan.measures, findings)
    _tell_same_numbers(plan.measures, findings)
    return findings.items


def standing(
    plan: Plan, card: ScoreCard | None = None, remarks: Sequence[LinkedRemark] = ()
) -> Standing:
    """How many points the plan must answer, as `check_plan` sees it, and what became of them."""
    return _coverage(plan, card, remarks, Findings()).standing()


def _coverage(
    plan: Plan, card: ScoreCard | None, remarks: Sequence[LinkedRemark], findings: Findings
) -> Coverage:
    """Codes mean other items in another year: then nothing of the card is held against the plan."""
    if _is_other_year(plan, card):
        return Coverage(plan, None, (), findings)
    return Coverage(plan, card, remarks, findings)


def _is_other_year(plan: Plan, card: ScoreCard | None) -> bool:
    return card is not None and bool(plan.score_year) and plan.score_year != card.fiscal_year


def _measures(plan: Plan, coverage: Coverage, findings: Findings) -> None:
    """A plan without measures is at fault where something asks for one."""
    if plan.measures:
        return
    if coverage.standing().points:
        findings.error("measures/no_measures")
    elif coverage.card is None:
        findings.warning("measures/no_measures.no_weak_points")
    elif find_weak(coverage.card, plan.target).unplaced is None:
        findings.note("measures/nothing_to_answer", target=plan.target)


def _whole(plan: Plan, findings: Findings) -> None:
    """What the plan says of itself."""
    if not plan.fiscal_year:
        findings.error("measures/plan_without_year")
    elif plan.score_year and plan.fiscal_year <= plan.score_year:
        findings.warning(
            "measures/plan_before_scores", fiscal_year=plan.fiscal_year, score_year=plan.score_year
        )
    if is_blank(plan.agency):
        findings.warning("measures/plan_without_agency")


def tell_same_keys(measures: Sequence[Measure], findings: Findings) -> None:
    """Add a finding for each key that several measures bear: none may be taken for another."""
    for places in _twice((measure.key, measure) for measure in measures):
        findings.error("measures/duplicate_key", *places)


def _tell_same_numbers(measures: Sequence[Measure], findings: Findings) -> None:
    """Numbers may begin again in each group."""
    numbered = (measure for measure in measures if not is_blank(measure.number))
    for places in _twice(
        (f"{measure.group}\n{skeleton(measure.number)}", measure) for measure in numbered
    ):
        findings.warning("measures/duplicate_number", *places)


def _twice(keyed: Iterable[tuple[str, Measure]]) -> Iterable[list[Place]]:
    """The places of those that share a key."""
    by_key: dict[str, list[Place]] = {}
    for key, measure in keyed:
        by_key.setdefault(key, []).append(place_of(measure))
    return (places for places in by_key.values() if len(places) > 1)
