"""Whether a plan answers every weak item and every remark.

The library's measure for what no pattern of its own answers only holds such points: until somebody
writes there what will be done it answers none of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from prongsai.core.analysis.weakness import RankedItem, Weakness, WeakNode, find_weak
from prongsai.core.errors import Findings
from prongsai.core.measures.cells import is_blank, is_item, is_subject
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.grid import place_of, quoted
from prongsai.core.measures.model import NO_BUDGET, TO_BE_SET, Measure, Plan, WeakPoint, shipped
from prongsai.core.measures.tables import tell_unplaced
from prongsai.core.messages import read_words
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import same
from prongsai.core.thai import shorten, skeleton


class PointState(StrEnum):
    """What became of a point; GENERAL is held in the general measure as it was drafted."""

    ANSWERED = "answered"
    REASONED = "reasoned"
    GENERAL = "general"
    OPEN = "open"


def answer_state(point: WeakPoint, measures: Sequence[Measure]) -> PointState:
    """What became of a point of a plan with these measures."""
    answers = point.answered_by(tuple(measures))
    if not all(is_general(answer) for answer in answers):
        return PointState.ANSWERED
    if not is_blank(point.reason):
        return PointState.REASONED
    return PointState.GENERAL if answers else PointState.OPEN


def is_general(measure: Measure) -> bool:
    """Whether a measure is the library's one for all else, and nobody wrote what will be done."""
    general = shipped().general
    return general is not None and (measure.key, measure.steps) == (general.key, general.steps)


class Standing(Struct, frozen=True):
    """Of the points a plan must answer: those with a measure, and those with a reason instead.

    Shape:  `general` are those that only the general measure holds, as it was drafted.
    """

    points: int
    answered: int
    reasoned: int
    general: int = 0

    @property
    def open(self) -> int:
        """Those with nothing."""
        return self.points - self.answered - self.reasoned - self.general


class Coverage(Struct, frozen=True, dict=True):
    """The points of a plan, held against a card and remarks where there are any."""

    plan: Plan
    card: ScoreCard | None
    remarks: Sequence[LinkedRemark]
    findings: Findings

    def standing(self) -> Standing:
        """How many points there are, and what became of them."""
        states = Counter(answer_state(point, self.plan.measures) for point in self.asked())
        return Standing(
            states.total(),
            states[PointState.ANSWERED],
            states[PointState.REASONED],
            states[PointState.GENERAL],
        )

    def check(self) -> None:
        """Tell what is not answered, and what changed since the plan was drawn."""
        self._points()
        self._codes()
        self._scores()
        weak = self._weakness
        if weak is not None:
            tell_unplaced(weak, self.findings)

    def _points(self) -> None:
        """Each weak item and remark must be answered by a measure or by a reason."""
        for point in self.asked():
            state = answer_state(point, self.plan.measures)
            if state is PointState.GENERAL:
                self._held_in_general(point)
            elif state is not PointState.OPEN:
                continue
            elif point.remark is None:
                self._uncovered_item(point)
            else:
                self._uncovered_remark(point)

    def asked(self) -> Iterator[WeakPoint]:
        """The points that must be answered, in the plan's order, then those it does not list."""
        weak = self._weakness
        if weak is None:
            yield from (p for p in self.plan.points if not self._only_improved(p))
            return
        below: dict[str, RankedItem | WeakNode] = {
            **{item.code: item for item in weak.below_target},
            **{node.code: node for node in weak.nodes_below},
        }
        listed = {point.item for point in self.plan.points}
        # What a rehearsal found weak is asked whatever was published.
        yield from (
            p for p in self.plan.points if p.remark is not None or p.item in below or p.source
        )
        for code, item in below.items():
            if code not in listed:
                yield WeakPoint(item.name.th, item=code, score=item.score)
        yield from self._new_remarks()

    @cached_property
    def _weakness(self) -> Weakness | None:
        return None if self.card is None else find_weak(self.card, self.plan.target)

    def _only_improved(self, point: WeakPoint) -> bool:
        """An item that was not weak when the plan was drawn."""
        return point.score is not None and point.score >= self.plan.target

    def _new_remarks(self) -> Iterator[WeakPoint]:
        held = {skeleton(p.name) for p in self.plan.points if p.remark is not None}
        for number, remark in enumerate(self.remarks, start=1):
            # A plan that lists no remarks counts them as the file does.
            if skeleton(remark.text) not in held:
                yield WeakPoint(remark.text, remark=number if not held else 0)

    def _is_listed(self, point: WeakPoint) -> bool:
        return any(point is listed for listed in self.plan.points)

    def _held_in_general(self, point: WeakPoint) -> None:
        self.findings.warning(
            "measures/only_general_measure",
            *((place_of(point),) if self._is_listed(point) else ()),
            called=point.called,
            point=quoted(point.name),
        )

    def _uncovered_item(self, point: WeakPoint) -> None:
        name = quoted(point.name)
        score = f" ({point.score})" if point.score is not None else ""
        known = self._is_listed(point)
        self.findings.error(
            "measures/uncovered_weak_point",
            *((place_of(point),) if known else ()),
            next_step=None if known else read_words("measures/draft_again"),
            item=point.item,
            score=score,
            name=name,
        )

    def _uncovered_remark(self, point: WeakPoint) -> None:
        name = quoted(point.name)
        number = read_words("measures/numbered", n=point.remark) if point.remark else same("")
        known = self._is_listed(point)
        self.findings.error(
            "measures/uncovered_remark",
            *((place_of(point),) if known else ()),
            next_step=None if known else read_words("measures/draft_again"),
            number=number,
            name=name,
        )

    def _codes(self) -> None:
        """Every point must say which item or remark it is."""
        for point in self.plan.points:
            if point.item is None or is_subject(point.item):
                continue
            self.findings.error(
                "measures/unknown_item_code.no_such_item", place_of(point), item=quoted(point.item)
            )

    def _scores(self) -> None:
        """What changed in the scores since the plan was drawn."""
        weak = self._weakness
        if weak is None:
            return
        now = {item.code: item.score for item in weak.all_items}
        now |= {node.code: node.score for node in weak.nodes_below}
        for point in self.plan.points:
            if point.item is None or point.item not in now or point.source:
                continue
            score = now[point.item]
            if point.score is not None and point.score != score:
                self.findings.warning(
                    "measures/score_changed",
                    place_of(point),
                    item=point.item,
                    score=point.score,
                    score_2=score,
                )
            if score >= self.plan.target and not self._only_improved(point):
                self.findings.note(
                    "measures/point_no_longer_weak",
                    place_of(point),
                    item=point.item,
                    score=score,
                    target=self.plan.target,
                )


LONGEST_UNIT = 120


class Completeness(Struct, frozen=True):
    """Checks measures one by one.

    Shape:  `remarks` are the numbers there are; none where they are not known.
    """

    card: ScoreCard | None
    remarks: frozenset[int]
    findings: Findings

    def check_all(self, measures: Sequence[Measure]) -> None:
        """Tell what the measures lack, those of a draft together where all lack the same."""
        for measure in measures:
            self._whole(measure)
            self._budget(measure)
            self._links(measure)
        open_ones = [
            measure for measure in measures if skeleton(measure.budget) == skeleton(TO_BE_SET)
        ]
        if open_ones:
            self.findings.note(
                "measures/budget_to_be_set", *map(place_of, open_ones), no_budget=NO_BUDGET
            )

    def _whole(self, measure: Measure) -> None:
        """What every measure must say."""
        place = place_of(measure)
        if is_blank(measure.title):
            self.findings.error("measures/measure_without_title", place)
        if is_blank(measure.unit):
            self.findings.error("measures/measure_without_unit", place)
        elif shorten(measure.unit, LONGEST_UNIT) != measure.unit:
            self.findings.warning("measures/unit_too_long", place, longest_unit=LONGEST_UNIT)
        if all(map(is_blank, measure.steps)):
            self.findings.warning("measures/measure_without_steps", place)
        if all(map(is_blank, measure.evidence)):
            self.findings.warning("measures/measure_without_evidence", place)
        if is_blank(measure.at_six_months) and is_blank(measure.at_twelve_months):
            self.findings.warning("measures/measure_without_follow_up", place)

    def _budget(self, measure: Measure) -> None:
        if skeleton(measure.budget) == skeleton(TO_BE_SET):
            return  # told once for all of them
        if is_blank(measure.budget):
            self.findings.warning("measures/blank_budget", place_of(measure), none=NO_BUDGET)
        elif measure.money is None:
            self.findings.warning(
                "measures/unreadable_budget",
                place_of(measure),
                typed=quoted(measure.budget),
                none=NO_BUDGET,
            )

    def _links(self, measure: Measure) -> None:
        """What a measure answers must exist."""
        if not measure.items and not measure.remarks:
            self.findings.error("measures/measure_without_item", place_of(measure))
        strange = [code for code in measure.items if not self._is_of_the_year(code)]
        if strange:
            listed = quoted(", ".join(strange))
            self.findings.error("measures/unknown_item_code", place_of(measure), listed=listed)
        missing = [str(number) for number in measure.remarks if number not in self.remarks]
        if missing and self.remarks:
            self.findings.warning(
                "measures/unknown_remark", place_of(measure), missing=", ".join(missing)
            )

    def _is_of_the_year(self, code: str) -> bool:
        """Whether a code can be an item: of some instruments of a year no list may be known."""
        if not is_item(code) or self.card is None:
            return is_subject(code)
        items = self.card.framework.items
        listed = any(known.startswith(code[0]) for known in items)
        return code in items or code in self.card.scores or not listed
