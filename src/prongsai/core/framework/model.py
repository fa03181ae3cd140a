"""What a fiscal year's framework says: instruments, indicators, items, weights, rating."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from prongsai.core.ids import TOTAL, Level
from prongsai.core.text import Text


class Confidence(StrEnum):
    """How well a fact of the framework is known."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 is surest."""
        return ("confirmed", "likely", "unknown").index(self.value)

    @property
    def label(self) -> Text:
        """The word for people."""
        return {
            "confirmed": Text("ยืนยันแล้ว", "confirmed"),
            "likely": Text("น่าจะใช่", "likely"),
            "unknown": Text("ยังไม่ทราบ", "unknown"),
        }[self.value]


class Status(StrEnum):
    """Whether a year may be used without asking for drafts."""

    RELEASED = "released"
    DRAFT = "draft"

    @property
    def label(self) -> Text:
        """The word for people."""
        return Text("ร่าง", "draft") if self is Status.DRAFT else Text("ใช้งานได้", "released")


class Question(Struct, frozen=True):
    """One sub-question of a survey item, with its own polarity."""

    text: Text
    polarity: str


class Scale(Struct, frozen=True):
    """The answers to a question and the points each earns (positive / negative wording)."""

    code: str
    name: Text
    options: tuple[tuple[Text, int | None, int | None], ...]
    confidence: Confidence

    @property
    def points(self) -> tuple[int, ...]:
        """Every point value an answer can earn, ascending."""
        return tuple(sorted({p for _, *pair in self.options for p in pair if p is not None}))


class Item(Struct, frozen=True):
    """One item of an instrument in one year; `lineage` is what stays when the code changes."""

    code: str
    lineage: tuple[str, ...]
    name: Text
    indicator: str | None
    sub_indicator: str | None
    scale: str
    confidence: Confidence
    sources: tuple[str, ...] = ()
    polarity: str | None = None
    questions: tuple[Question, ...] = ()
    topic: Text | None = None
    other_name: str | None = None
    note: str | None = None

    @property
    def answers_per_respondent(self) -> int:
        """How many answers one respondent gives to this item."""
        return max(1, len(self.questions))


class SubIndicator(Struct, frozen=True):
    """A part of an OIT indicator."""

    code: str
    name: Text
    confidence: Confidence
    sources: tuple[str, ...] = ()


class Indicator(Struct, frozen=True):
    """One of the ten indicators; `sub_indicators` is None where they are not known."""

    code: str
    name: Text
    confidence: Confidence
    sub_indicators: tuple[SubIndicator, ...] | None
    other_names: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()


class Instrument(Struct, frozen=True):
    """IIT, EIT or OIT; `items` is None where the year's items are not known.

    Shape:  `answer_scales` are the codes of the scales that the year may have used.
    """

    code: str
    name: Text
    weight: Fraction | None
    item_count: int | None
    item_count_confidence: Confidence
    confidence: Confidence
    indicators: tuple[Indicator, ...]
    items: tuple[Item, ...] | None
    other_names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    answer_scales: tuple[str, ...] = ()

    @property
    def is_scale_open(self) -> bool:
        """Whether a person has still to choose how the answers were given."""
        return len(self.answer_scales) > 1


class RatingLevel(Struct, frozen=True):
    """One result level: at least `minimum` in total, and in each instrument where gated."""

    code: str
    label: Text
    minimum: Decimal
    each_instrument: Decimal | None


class RatingRule(Struct, frozen=True):
    """The levels of a year, tested in order; None where the year's levels are not known."""

    kind: str | None
    levels: tuple[RatingLevel, ...] | None
    confidence: Confidence


class Node(Struct, frozen=True):
    """A place in the scoring tree: its children with the share each has in its score.

    `children` is None where the year's structure below is not known; an item has no children.
    """

    code: str
    level: Level
    name: Text
    confidence: Confidence
    parent: str | None
    children: tuple[tuple[str, Fraction], ...] | None = ()


class Framework(Struct, frozen=True, dict=True):
    """One fiscal year, whole. `tree` is the way every score of it is made."""

    fiscal_year: int
    status: Status
    title: Text
    completeness: str
    published_places: int
    target_score: Decimal | None
    target_national_share: Decimal | None
    target_confidence: Confidence
    scoring_confidence: Confidence
    rating: RatingRule
    scales: tuple[Scale, ...]
    instruments: tuple[Instrument, ...]
    folder: str = ""

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every known item by code, in code order of the files."""
        return {item.code: item for part in self.instruments for item in part.items or ()}

    @cached_property
    def scale_of(self) -> dict[str, Scale]:
        """The scales by code."""
        return {scale.code: scale for scale in self.scales}

    @cached_property
    def tree(self) -> dict[str, Node]:
        """All nodes by code, parents before children."""
        nodes: dict[str, Node] = {}
        weights = [(part.code, part.weight) for part in self.instruments]
        known = [(code, weight) for code, weight in weights if weight is not None]
        title = Text("คะแนนรวม", "Total")
        children = tuple(known) if len(known) == len(weights) else None
        nodes[TOTAL] = Node(TOTAL, Level.TOTAL, title, self.scoring_confidence, None, children)
        for part in self.instruments:
            shares = _equal([indicator.code for indicator in part.indicators])
            nodes[part.code] = Node(
                part.code, Level.INSTRUMENT, part.name, part.confidence, TOTAL, shares
            )
            for indicator in part.indicators:
                _add_indicator(nodes, part, indicator)
        return nodes

    @property
    def confidence(self) -> Confidence:
        """The weakest of what scoring stands on: rules, rating, and the items of each part."""
        return max(self.parts.values(), key=lambda confidence: confidence.rank)

    @cached_property
    def parts(self) -> dict[str, Confidence]:
        """Confidence of each part that scoring stands on."""
        parts = {"scoring": self.scoring_confidence, "rating": self.rating.confidence}
        for part in self.instruments:
            known = [item.confidence for item in part.items or ()] or [Confidence.UNKNOWN]
            placed = all(item.indicator for item in part.items or ())
            parts[part.code] = (
                max(known, key=lambda confidence: confidence.rank) if placed else Confidence.UNKNOWN
            )
        return parts

    def unknown_parts(self) -> tuple[str, ...]:
        """Codes of nodes whose parts are not known in this year."""
        return tuple(code for code, node in self.tree.items() if node.children is None)


def _equal(codes: list[str]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((code, Fraction(1, len(codes))) for code in codes)


def _add_indicator(nodes: dict[str, Node], part: Instrument, indicator: Indicator) -> None:
    items = [item for item in part.items or () if item.indicator == indicator.code]
    by_sub = {sub.code: sub for sub in indicator.sub_indicators or ()}
    if part.code == "OIT":
        shares = _equal(list(by_sub)) or None
    else:
        shares = _equal([item.code for item in items]) or None
    nodes[indicator.code] = Node(
        indicator.code, Level.INDICATOR, indicator.name, indicator.confidence, part.code, shares
    )
    for sub in by_sub.values():
        own = _equal([item.code for item in items if item.sub_indicator == sub.code])
        nodes[sub.code] = Node(
            sub.code, Level.SUB_INDICATOR, sub.name, sub.confidence, indicator.code, own or None
        )
    for item in items:
        parent = item.sub_indicator or indicator.code
        nodes[item.code] = Node(item.code, Level.ITEM, item.name, item.confidence, parent)
