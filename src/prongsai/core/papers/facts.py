"""What the sentences of a case are filled with: every figure computed once, printed one way."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from prongsai.core import fiscal
from prongsai.core.analysis.weakness import RankedItem
from prongsai.core.dates import long_date
from prongsai.core.framework.years import short_name
from prongsai.core.ids import INSTRUMENTS, Level
from prongsai.core.measures.check import standing
from prongsai.core.measures.coverage import Standing
from prongsai.core.papers.agency import Positions
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import (
    Block,
    Dated,
    Document,
    Labelled,
    LetterHead,
    MemoHead,
    NoticeHead,
    Opinions,
    Signature,
    Together,
)
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Score

_MOST_YEARS = 4
_MOST_NAMED = 3


class Facts:
    """The fields of a case, and its sentences filled with them."""

    def __init__(self, case: Case) -> None:
        """Nothing is computed before it is asked for."""
        self.case = case

    def __call__(self, key: str, /, **more: object) -> str:
        """One sentence of the case's wording, filled; `more` are fields of this place only."""
        return self.case.wording(key, **self.fields, **more)

    def word(self, key: str, /, **more: object) -> str:
        """One of the words of table heads and labels."""
        return self.case.wording(f"words.{key}", **self.fields, **more)

    @cached_property
    def fields(self) -> dict[str, str]:
        """Fields that every sentence may use."""
        case, plan = self.case, self.case.plan
        return {
            "agency": case.agency.name,
            "office": case.agency.office,
            **{name: getattr(case.agency.positions, name) for name in Positions.__struct_fields__},
            "plan_year": str(plan.fiscal_year),
            "score_year": str(case.card.fiscal_year),
            "year_range": self.year_range,
            "year_count": str(len(self.years)),
            "target": f"{plan.target.normalize():f}",
            "criterion": self.criterion,
            "total": score_text(case.card.total),
            "measure_count": str(len(plan.measures)),
            "group_count": str(len(plan.groups)),
            "point_count": str(self.standing.points),
            "answered_count": str(self.standing.answered),
            "budget": self.budget,
            "weak_count": str(len(case.weakness.below_target)),
            "weak_points": str(case.weakness.count),
            "keep_count": str(len(case.weakness.keep_improving)),
            "zero_count": str(len(case.weakness.at_zero)),
            "remark_count": str(len(case.remarks)),
            "item_count": str(len(case.weakness.all_items)),
            "indicator_count": str(len(case.card.of_level(Level.INDICATOR))),
            "weak_by_instrument": self.weak_by_instrument,
            "half_day": long_date(fiscal.half_year(plan.fiscal_year)),
            "last_day": long_date(fiscal.end(plan.fiscal_year)),
        }

    @cached_property
    def standing(self) -> Standing:
        """What became of the points that the scores and remarks ask the plan to answer."""
        return standing(self.case.plan, self.case.card, self.case.remarks)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that are shown side by side, the newest four at most."""
        return self.case.trend.years[-_MOST_YEARS:]

    @property
    def year_range(self) -> str:
        """The first and last year shown, or the one year."""
        first, last = self.years[0], self.years[-1]
        return str(last) if first == last else f"{first}–{last}"

    @property
    def level(self) -> str:
        """The result level; all that remain open where it is not certain; "" where unknown."""
        rating = self.case.card.rating
        if rating is None:
            return ""
        if not rating.provisional:
            return rating.label.th
        levels = self.case.card.framework.rating.levels or ()
        return " หรือ ".join(level.label.th for level in levels if level.code in rating.possible)

    @property
    def rated(self) -> str:
        """The level in a clause; "" where the year's levels are not known."""
        rating = self.case.card.rating
        if rating is None:
            return ""
        name = "rated_open" if rating.provisional else "rated"
        return self.case.wording(f"booklet.summary.{name}", level=self.level)

    @property
    def versus_before(self) -> str:
        """How the total moved since the year before; "" for a first year or without a total."""
        total = self.case.trend.total
        if total.change is None or total.points[-1].fiscal_year != self.case.card.fiscal_year:
            return ""
        name = "same" if total.change == 0 else "rose" if total.change > 0 else "fell"
        return self.case.wording(
            f"booklet.summary.{name}",
            difference=two_places(abs(total.change)),
            year_before=total.points[-2].fiscal_year,
        )

    @property
    def has_official_target(self) -> bool:
        """Whether the plan aims at what the year's own rules ask."""
        return self.case.card.framework.target_score == self.case.plan.target

    def knows_all_items(self, instrument: str | None = None) -> bool:
        """Whether every item of the year, or of one instrument, has a score."""
        card = self.case.card
        parts = [p for p in card.framework.instruments if instrument in (None, p.code)]
        known = {item.code for item in self.case.weakness.all_items}
        return all(
            part.items and known.issuperset(item.code for item in part.items) for part in parts
        )

    def unknown_of(self, level: Level) -> tuple[str, ...]:
        """The instruments or indicators of the year that have no score."""
        card = self.case.card
        return tuple(
            code
            for code, node in card.framework.tree.items()
            if node.level is level and card.scores[code].figure is None
        )

    @property
    def no_items(self) -> str:
        """That there are no items, and how far down the scores of the year reach."""
        card = self.case.card
        if card.of_level(Level.INDICATOR) or card.of_level(Level.SUB_INDICATOR):
            return self("booklet.summary.no_items")
        reached = "instruments" if card.of_level(Level.INSTRUMENT) else "total"
        return self(f"booklet.summary.no_items_{reached}")

    @property
    def low_total(self) -> str:
        """That the total is low and what is known does not tell why; "" where it does."""
        unplaced = self.case.weakness.unplaced
        return "" if unplaced is None else self("booklet.summary.low_total")

    @property
    def criterion(self) -> str:
        """What the target is: a rule of the year, or the agency's own aim."""
        return "เกณฑ์" if self.has_official_target else "เป้าหมายของหน่วยงาน"

    @property
    def weak_by_instrument(self) -> str:
        """How many weak items each instrument has, in brackets; "" where there is none."""
        counts = {
            code: sum(1 for item in self.case.weakness.below_target if item.instrument == code)
            for code in INSTRUMENTS
        }
        parts = [f"{code} {count} ข้อ" for code, count in counts.items() if count]
        return f"({' '.join(parts)})" if parts else ""

    @property
    def budget(self) -> str:
        """The plan's money in words: a sum, none, or not yet known."""
        amounts = [measure.money for measure in self.case.plan.measures]
        known = sum((money.amount for money in amounts if money is not None), Decimal(0))
        if not amounts or all(money is None for money in amounts):
            return "ยังไม่ระบุงบประมาณ"
        missing = sum(1 for money in amounts if money is None)
        if missing and known == 0:
            return f"ยังไม่ระบุงบประมาณ {missing} มาตรการ"
        budget = "ไม่ใช้งบประมาณ" if known == 0 else f"ใช้งบประมาณรวม {known:,.2f} บาท"
        budget = budget.replace(".00 บาท", " บาท")
        return budget if not missing else f"{budget} (ยังไม่ระบุ {missing} มาตรการ)"

    def worst(self, items: Sequence[RankedItem]) -> str:
        return named((self.item_name(item), item.score) for item in items[:_MOST_NAMED])

    def item_name(self, item: RankedItem) -> str:
        known = self.case.card.framework.items.get(item.code)
        return short_name(known) if known else item.name.th


def named(scores: Iterable[tuple[str, Decimal]]) -> str:
    """Names with scores in one clause.

    >>> named([("คุณภาพ", Decimal("81.03")), ("การสื่อสาร", Decimal("76.92"))])
    'คุณภาพ (81.03 คะแนน) และการสื่อสาร (76.92 คะแนน)'
    """
    parts = [f"{name} ({two_places(score)} คะแนน)" for name, score in scores]
    return " และ".join(filter(None, (" ".join(parts[:-1]), parts[-1]))) if parts else ""


def score_text(score: Score) -> str:
    """A score with two decimals: the published figure where there is one, else the computed."""
    value = score.figure
    return two_places(value) if value is not None else "–"


def two_places(value: Decimal | Fraction) -> str:
    """A score with two decimals.

    >>> two_places(Decimal("93.1")), two_places(Fraction(1, 3))
    ('93.10', '0.33')
    """
    return f"{half_up(Fraction(value)):.2f}"


def signed(value: Decimal) -> str:
    """A difference with its sign; a real minus, not a hyphen.

    >>> signed(Decimal("-17.16")), signed(Decimal("0.47"))
    ('−17.16', '+0.47')
    """
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{two_places(abs(value))}"


def content_of(document: Document) -> Document:
    """The document with the places empty that approval fills: number, day, opinions, hands, mark.

    Shape:  the day of a memo stays: it is that of its submission.
    """
    sections = tuple(
        replace(section, blocks=tuple(_emptied(block) for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=sections, mark=None, names=frozenset())


def content_digest(document: Document, *besides: str) -> str:
    """The digest of what a document says; `besides` is what else must stay as it was.

    Shape:  a field that is as it is by default is left out, so that one which is added to the
            model later changes no digest.
    """
    digest = sha256()
    for part in (*_pieces(content_of(document)), *_pieces(besides)):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _emptied(block: Block) -> Block:
    """A block without what approval adds to it."""
    made: Block = block
    match block:
        case MemoHead():
            made = replace(block, number=Labelled(block.number.label, ""))
        case LetterHead():
            made = replace(block, number=Labelled(block.number.label, ""), day="")
        case NoticeHead():
            # A paper that bears no number has no label for one either.
            made = replace(block, number_label="", number="", year="")
        case Dated():
            made = Dated("")
        case Signature():
            made = Signature("", above=block.above, below=block.below)
        case Opinions():
            made = Opinions(())
        case Together():
            made = Together(tuple(_emptied(inner) for inner in block.blocks))
    return made


def _pieces(value: Any) -> Iterator[bytes]:
    """A value piece by piece, each with its kind, in an order that never changes."""
    if isinstance(value, Struct):
        set_fields = [
            field for field in fields(value) if getattr(value, field.name) != field.default
        ]
        yield f"{type(value).__name__} {len(set_fields)}".encode()
        for field in set_fields:
            yield field.name.encode()
            yield from _pieces(getattr(value, field.name))
    elif isinstance(value, tuple):
        yield f"{len(value)} parts".encode()
        for part in value:
            yield from _pieces(part)
    elif isinstance(value, bytes):
        yield value
    else:
        plain = value.value if isinstance(value, Enum) else value
        yield f"{type(plain).__name__} {plain}".encode()
