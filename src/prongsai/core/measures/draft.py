"""Draft a plan: the fewest patterns that answer every weak item and every remark.

What an officer wrote is hers: drafting again adds what is new and touches nothing else.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.analysis.linking import asks_to_keep
from prongsai.core.analysis.weakness import find_weak
from prongsai.core.dates import in_words, month_and_year
from prongsai.core.errors import Finding, Findings, Misuse
from prongsai.core.framework.years import short_name
from prongsai.core.ids import INSTRUMENTS, written
from prongsai.core.measures.model import (
    TO_BE_SET,
    Library,
    Measure,
    Pattern,
    Plan,
    WeakPoint,
    shipped,
)
from prongsai.core.measures.tables import tell_unplaced
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.thai import shorten, skeleton

_QUOTED = 60
_NAMES_NO_MONTH = ("ทุก", "ตลอด", "เปิดตลอด", "ปีละ", "สองรอบ", "อย่างน้อย")


class LinkedRemark(Struct, frozen=True):
    """A remark of the NACC with the items it touches."""

    text: str
    items: tuple[str, ...] = ()


class DraftOptions(Struct, frozen=True):
    """What the officer asks of a draft.

    Shape:  `keep_improving` answers items between target and 95 too; no measure begins before
            `not_before`, the day from which the plan can be approved.
    """

    agency: str = ""
    target: Decimal | None = None
    keep_improving: bool = False
    not_before: date | None = None


NO_OPTIONS = DraftOptions()


class Drafted(Struct, frozen=True):
    """A plan and what the draft could not do."""

    plan: Plan
    findings: tuple[Finding, ...]


def draft_plan(
    card: ScoreCard,
    remarks: Sequence[LinkedRemark] = (),
    *,
    options: DraftOptions = NO_OPTIONS,
    library: Library | None = None,
    earlier: Plan | None = None,
) -> Drafted:
    """The plan for the year after a card's, or `earlier` with what is new.

    Errors: Misuse where `earlier` answers another year's scores.
    """
    if earlier is not None and earlier.score_year != card.fiscal_year:
        raise Misuse(
            "measures/earlier_plan_of_other_year",
            score_year=earlier.score_year,
            fiscal_year=card.fiscal_year,
        )
    drafting = _Drafting(card, remarks, library or shipped(), options, earlier)
    return Drafted(drafting.plan(), tuple(drafting.findings.items))


def measure_from(
    pattern: Pattern,
    plan: Plan,
    card: ScoreCard,
    remarks: Sequence[LinkedRemark] = (),
    *,
    not_before: date | None = None,
) -> Measure:
    """The measure that a pattern makes for a plan, linked with the points there that it answers.

    Shape:  `key` is the pattern's, `number` "".
    """
    library = Library((pattern,), (pattern.group,))
    drafting = _Drafting(card, remarks, library, DraftOptions(not_before=not_before), plan)
    drafting.new = list(plan.points)
    return drafting.measure(pattern)


class _Drafting:
    """One draft: the points, the patterns chosen for them, and the measures made of these."""

    def __init__(
        self,
        card: ScoreCard,
        remarks: Sequence[LinkedRemark],
        library: Library,
        options: DraftOptions,
        earlier: Plan | None,
    ) -> None:
        self.card = card
        self.library = library
        self.options = options
        self.earlier = earlier
        self.fiscal_year = card.fiscal_year + 1
        self.findings = Findings()
        self.remark_items: dict[int, tuple[str, ...]] = {}
        self.held = earlier.points if earlier else ()
        self.target = (
            options.target
            if options.target is not None
            else earlier.target
            if earlier
            else find_weak(card).target
        )
        self.weakness = find_weak(card, self.target)
        self.not_before = self._usable_day(options.not_before)
        self.new = [*self._new_items(), *self._new_remarks(remarks)]

    def plan(self) -> Plan:
        """The whole plan, measures in the order of their groups."""
        chosen = self._chosen()
        points = [self._with_guideline(point, chosen) for point in self.new]
        drafted = [self.measure(pattern) for pattern in chosen]
        left = [point for point in points if not point.answered_by(tuple(drafted))]
        kept = [point for point in left if point.remark and asks_to_keep(point.name)]
        other = [point for point in left if point not in kept]
        for point in other:
            quoted = shorten(point.name, _QUOTED)
            self.findings.warning("measures/no_pattern", called=point.called, quoted=quoted)
        for pattern, answered in ((self.library.keeping, kept), (self.library.general, other)):
            if pattern is not None and answered:
                drafted.append(self._linked(pattern, answered))
        tell_unplaced(self.weakness, self.findings)
        order = self.library.groups.index
        measures = self._joined(sorted(drafted, key=lambda measure: order(measure.group)))
        if self.earlier is not None:
            return replace(
                self.earlier,
                agency=self.earlier.agency or self.options.agency,
                measures=measures,
                points=(*self.held, *points),
                target=self.target,
            )
        return Plan(
            agency=self.options.agency,
            fiscal_year=self.fiscal_year,
            score_year=self.card.fiscal_year,
            measures=measures,
            points=tuple(points),
            target=self.target,
        )

    def _usable_day(self, day: date | None) -> date | None:
        """The day no measure begins before; a day after the year is told and does not count."""
        last = fiscal.end(self.fiscal_year)
        if day is None or day <= last:
            return day
        self.findings.warning(
            "measures/not_before_late",
            day=in_words(day),
            fiscal_year=self.fiscal_year,
            last=in_words(last),
        )
        return None

    def _new_items(self) -> list[WeakPoint]:
        weakness = self.weakness
        ranked = weakness.below_target
        # An agency without weak items still has a plan: what may rise further.
        if self.options.keep_improving or not weakness.count:
            ranked = (*ranked, *weakness.keep_improving)
        held = {point.item for point in self.held}
        items = self.card.framework.items
        nodes = [
            WeakPoint(node.name.th, item=node.code, score=node.score)
            for node in weakness.nodes_below
            if node.code not in held
        ]
        return nodes + [
            WeakPoint(
                short_name(items[item.code]) if item.code in items else item.name.th,
                item=item.code,
                score=item.score,
            )
            for item in ranked
            if item.code not in held
        ]

    def _new_remarks(self, remarks: Sequence[LinkedRemark]) -> list[WeakPoint]:
        """Remarks keep the number they got first; the same text is the same remark."""
        numbers = {
            skeleton(point.name): point.remark for point in self.held if point.remark is not None
        }
        points: list[WeakPoint] = []
        free = max(numbers.values(), default=0) + 1
        for remark in remarks:
            known = numbers.get(skeleton(remark.text))
            if known is not None:
                self.remark_items[known] = remark.items
                continue
            numbers[skeleton(remark.text)] = free
            self.remark_items[free] = remark.items
            points.append(WeakPoint(remark.text, remark=free))
            free += 1
        return points

    def _lineages(self, point: WeakPoint) -> frozenset[str]:
        return frozenset().union(*self._parts(point))

    def _parts(self, point: WeakPoint) -> list[frozenset[str]]:
        """What each part of a point asks about: an instrument has one part per indicator."""
        if point.item in INSTRUMENTS:
            tree = self.card.framework.tree
            inside = [code for code, node in tree.items() if node.parent == point.item]
            return [frozenset(self.library.lineages_of(written(code))) for code in inside]
        codes = self.remark_items.get(point.remark or 0, ())
        codes = (point.item,) if point.item is not None else codes
        items = self.card.framework.items
        return [
            frozenset(
                lineage
                for code in codes
                for lineage in (
                    items[code].lineage if code in items else self.library.lineages_of(code)
                )
            )
        ]

    def _chosen(self) -> list[Pattern]:
        """Each time the pattern that answers most points still open, the library's order last."""
        unanswered = [part for point in self.new for part in self._parts(point)]
        chosen: list[Pattern] = []
        while unanswered:
            best = max(self.library.patterns, key=lambda pattern: _answers(pattern, unanswered))
            if not _answers(best, unanswered):
                break
            chosen.append(best)
            unanswered = [part for part in unanswered if not part.intersection(best.answers)]
        return sorted(chosen, key=self.library.patterns.index)

    def _with_guideline(self, point: WeakPoint, chosen: Sequence[Pattern]) -> WeakPoint:
        """The guideline of the pattern that names the point's subject first."""
        lineages = self._lineages(point)
        fitting = [pattern for pattern in chosen if lineages.intersection(pattern.answers)]
        if not fitting:
            return point
        nearest = min(
            fitting,
            key=lambda pattern: (
                min(place for place, name in enumerate(pattern.answers) if name in lineages),
                len(pattern.answers),
            ),
        )
        return replace(point, guideline=nearest.guideline)

    def measure(self, pattern: Pattern) -> Measure:
        return self._linked(
            pattern, [p for p in self.new if self._lineages(p).intersection(pattern.answers)]
        )

    def _linked(self, pattern: Pattern, answered: Sequence[WeakPoint]) -> Measure:
        start, due = self._months(pattern)
        return Measure(
            key=pattern.key,
            number="",
            title=pattern.title,
            group=pattern.group,
            steps=pattern.steps,
            unit=pattern.unit,
            period=self._period(pattern, start, due),
            start=month_and_year(start),
            due=month_and_year(due),
            evidence=pattern.evidence,
            at_six_months=_at_six_months(pattern, start, due, fiscal.half_year(self.fiscal_year)),
            at_twelve_months=pattern.follow_up,
            budget=TO_BE_SET,
            items=tuple(point.item for point in answered if point.item is not None),
            remarks=tuple(point.remark for point in answered if point.remark is not None),
        )

    def _months(self, pattern: Pattern) -> tuple[date, date]:
        """First days of the months in which a pattern's work begins and ends.

        Work that would begin before the plan can be approved is moved, and keeps its length
        as far as the fiscal year allows.
        """
        start = fiscal.first_of_month(self.fiscal_year, pattern.start)
        due = fiscal.first_of_month(self.fiscal_year, pattern.due)
        first = self.not_before
        if first is not None and start < first.replace(day=1):
            moved = first.replace(day=1)
            length = _months_between(start, due)
            last = fiscal.end(self.fiscal_year).replace(day=1)
            start, due = moved, max(due, min(_plus_months(moved, length), last))
        return start, due

    def _period(self, pattern: Pattern, start: date, due: date) -> str:
        """The pattern's own words, unless its months moved and the words name others."""
        is_usual = start == fiscal.first_of_month(self.fiscal_year, pattern.start)
        if is_usual or pattern.period.startswith(_NAMES_NO_MONTH):
            return pattern.period
        return f"{month_and_year(start)} ถึง {month_and_year(due)}"

    def _joined(self, drafted: Sequence[Measure]) -> tuple[Measure, ...]:
        """The officer's measures as they are, then the new ones, numbered on."""
        held = self.earlier.measures if self.earlier else ()
        known = {measure.key for measure in held}
        linked = {measure.key: measure for measure in drafted if measure.key in known}
        kept = [
            _also_linked(measure, linked[measure.key]) if measure.key in linked else measure
            for measure in held
        ]
        numbers = [int(measure.number) for measure in kept if measure.number.isdecimal()]
        free = max([*numbers, len(kept)], default=0) + 1
        fresh = [measure for measure in drafted if measure.key not in known]
        return (
            *kept,
            *(replace(measure, number=str(free + place)) for place, measure in enumerate(fresh)),
        )


def _answers(pattern: Pattern, asked: Iterable[frozenset[str]]) -> int:
    return sum(1 for lineages in asked if lineages.intersection(pattern.answers))


def _also_linked(measure: Measure, drafted: Measure) -> Measure:
    """An officer's measure that answers new points too; nothing else of it changes."""
    return replace(
        measure,
        items=tuple(dict.fromkeys((*measure.items, *drafted.items))),
        remarks=tuple(dict.fromkeys((*measure.remarks, *drafted.remarks))),
    )


def _at_six_months(pattern: Pattern, start: date, due: date, half: date) -> str:
    """What can be shown on the last day of the first half year."""
    march = half.replace(day=1)
    if due <= march:
        return f"แล้วเสร็จทุกขั้นตอน มี{pattern.evidence[0]}"
    if start > march:
        return f"เริ่มดำเนินการเดือน{month_and_year(start)}"
    if "ทุก" in pattern.period or "ตลอด" in pattern.period:
        return f"ดำเนินการต่อเนื่อง มีหลักฐานถึงเดือน{month_and_year(half)}"
    done = len(pattern.steps) * (_months_between(start, march) + 1)
    reached = max(1, done // (_months_between(start, due) + 1))
    return f"ดำเนินการแล้วอย่างน้อยถึงขั้นตอนที่ {reached} จาก {len(pattern.steps)} ขั้นตอน"


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _plus_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
