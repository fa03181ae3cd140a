"""What a fiscal year's framework says: instruments, indicators, items, weights, rating.

The types are those of the year's YAML files too, name by name (docs/frameworks.md).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr

from prongsai.core.errors import Wrong
from prongsai.core.ids import TOTAL, Level, called
from prongsai.core.rounding import sum_of_shares
from prongsai.core.text import Labelled, Text


class Confidence(Labelled):
    """How well a fact of the framework is known."""

    CONFIRMED = "confirmed", "ยืนยันแล้ว", "confirmed"
    LIKELY = "likely", "รอยืนยันกับคู่มือ", "likely"
    UNKNOWN = "unknown", "ยังไม่ทราบ", "unknown"

    @property
    def rank(self) -> int:
        """0 is surest."""
        return ("confirmed", "likely", "unknown").index(self.value)


class Status(Labelled):
    """Whether a year may be used without asking for drafts."""

    RELEASED = "released", "ใช้งานได้", "released"
    DRAFT = "draft", "ร่าง", "draft"


def _plain(number: Decimal | None) -> Decimal | None:
    """A number somebody typed as 85 and a form stored as 85.0 is one number."""
    if number is None:
        return None
    if not number.is_finite():
        raise Wrong("framework/number_not_finite")
    whole = number.to_integral_value()
    return whole if whole == number else number


class Cited(Struct, frozen=True, kw_only=True):
    """Where a fact was read, and what people wrote beside it."""

    sources: tuple[str, ...] = ()
    page: Any = None
    note: str | None = None


class Question(Struct, frozen=True):
    """One sub-question of a survey item, with its own polarity."""

    th: str
    en: str
    polarity: str

    @property
    def text(self) -> Text:
        return Text(self.th, self.en)


class Option(Struct, frozen=True):
    """One answer of a scale, and the points it earns where the question is put either way."""

    th: str
    en: str
    positive: int | None = None
    negative: int | None = None


class Scale(Cited, frozen=True):
    """The answers to a question and the points each earns (positive / negative wording)."""

    code: str
    name: Text
    options: tuple[Option, ...]
    confidence: Confidence
    unknown_option: Any = None

    @property
    def points(self) -> tuple[int, ...]:
        """Every point value an answer can earn, ascending."""
        return tuple(sorted(set(self.all_points)))

    @property
    def all_points(self) -> tuple[int, ...]:
        """The point values as they stand, answer by answer."""
        pairs = ((option.positive, option.negative) for option in self.options)
        return tuple(point for pair in pairs for point in pair if point is not None)


class Item(Cited, frozen=True):
    """One item of an instrument in one year; `lineage` is what stays when the code changes.

    Shape:  `notice` is what is not settled about it, for people; `note` what somebody wrote.
    """

    code: str
    name: Text
    scale: str
    confidence: Confidence
    lineage: tuple[str, ...] = ()
    indicator: str | None = None
    sub_indicator: str | None = None
    polarity: str | None = None
    questions: tuple[Question, ...] = ()
    topic: Text | None = None
    other_name: str | None = None
    carried_from: Any = None
    notice: Text | None = None

    @property
    def answers_per_respondent(self) -> int:
        """How many answers one respondent gives to this item."""
        return max(1, len(self.questions))


class SubIndicator(Cited, frozen=True):
    """A part of an OIT indicator."""

    code: str
    name: Text
    confidence: Confidence


class Indicator(Cited, frozen=True):
    """One of the ten indicators; `sub_indicators` is None where they are not known."""

    code: str
    name: Text
    confidence: Confidence
    sub_indicators: tuple[SubIndicator, ...] | None = None
    other_names: tuple[str, ...] = ()


class Instrument(Cited, frozen=True):
    """IIT, EIT or OIT; `items` is None where the year's items are not known.

    Shape:  `answer_scales` are the codes of the scales that the year may have used; `items` are
            those of the instrument's own file.
    """

    code: str
    name: Text
    item_count_confidence: Confidence
    confidence: Confidence
    indicators: tuple[Indicator, ...]
    weight: Fraction | None = None
    item_count: int | None = None
    item_count_sources: Any = None
    items: tuple[Item, ...] | None = None
    other_names: tuple[str, ...] = ()
    answer_scales: tuple[str, ...] = ()
    answer_scales_confidence: Any = None
    answer_scales_sources: Any = None
    answer_scales_page: Any = None

    @property
    def is_scale_open(self) -> bool:
        """Whether a person has still to choose how the answers were given."""
        return len(self.answer_scales) > 1


class RatingLevel(Struct, frozen=True):
    """One result level: at least `minimum` in total, and in each instrument where gated."""

    code: str
    label: Text
    minimum: Decimal
    each_instrument: Decimal | None = None

    def __post_init__(self) -> None:
        """Make one number of 85 and 85.0."""
        force_setattr(self, "minimum", _plain(self.minimum))
        force_setattr(self, "each_instrument", _plain(self.each_instrument))


class RatingRule(Cited, frozen=True):
    """The levels of a year, tested in order; None where the year's levels are not known."""

    confidence: Confidence
    kind: str | None = None
    levels: tuple[RatingLevel, ...] | None = None

    def __post_init__(self) -> None:
        """No level at all is none that is known."""
        force_setattr(self, "levels", self.levels or None)


class Target(Cited, frozen=True):
    """The score that the year asks of an agency, and of how many agencies."""

    confidence: Confidence
    score: Decimal | None = None
    national_share: Decimal | None = None

    def __post_init__(self) -> None:
        """Make one number of 85 and 85.0."""
        force_setattr(self, "score", _plain(self.score))
        force_setattr(self, "national_share", _plain(self.national_share))


class Scoring(Cited, frozen=True):
    """How scores are made, in words."""

    confidence: Confidence
    survey_item: str = ""
    disclosure_item: str = ""
    sub_indicator: str = ""
    indicator: str = ""
    instrument: str = ""
    total: str = ""


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
    target: Target
    scoring: Scoring
    rating: RatingRule
    scales: tuple[Scale, ...]
    instruments: tuple[Instrument, ...]
    folder: str = ""

    @property
    def target_score(self) -> Decimal | None:
        """The score that the year asks for; None where it is not known."""
        return self.target.score

    @property
    def target_confidence(self) -> Confidence:
        """How well the target is known."""
        return self.target.confidence

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every known item by code, in code order of the files."""
        return {item.code: item for part in self.instruments for item in part.items or ()}

    @cached_property
    def scale_of(self) -> dict[str, Scale]:
        return {scale.code: scale for scale in self.scales}

    @cached_property
    def tree(self) -> dict[str, Node]:
        """All nodes by code, parents before children."""
        nodes: dict[str, Node] = {}
        weights = [(part.code, part.weight) for part in self.instruments]
        known = [(code, weight) for code, weight in weights if weight is not None]
        title = called(TOTAL)
        children = tuple(known) if len(known) == len(weights) else None
        nodes[TOTAL] = Node(TOTAL, Level.TOTAL, title, self.scoring.confidence, None, children)
        for part in self.instruments:
            shares = _equal([indicator.code for indicator in part.indicators])
            nodes[part.code] = Node(
                part.code, Level.INSTRUMENT, part.name, part.confidence, TOTAL, shares
            )
            for indicator in part.indicators:
                _add_indicator(nodes, part, indicator)
        return nodes

    @cached_property
    def shares_of_total(self) -> dict[str, Fraction | None]:
        """How much one point of each place moves the total; None where the year does not tell."""
        shares: dict[str, Fraction | None] = {TOTAL: Fraction(1)}
        for code, node in self.tree.items():
            above = shares.get(code)
            for child, share in node.children or ():
                shares[child] = None if above is None else above * share
        return {code: shares.get(code) for code in self.tree}

    @cached_property
    def sums(self) -> dict[str, tuple[Node, ...]]:
        """The nodes that are made of parts below the total and each instrument, parts first."""
        nodes = [node for node in reversed(self.tree.values()) if node.level is not Level.ITEM]
        below = {part.code: [part.code] for part in self.instruments}
        for node in self.tree.values():
            for codes in below.values():
                if node.parent in codes:
                    codes.append(node.code)
        return {TOTAL: tuple(nodes)} | {
            root: tuple(node for node in nodes if node.code in codes)
            for root, codes in below.items()
        }

    def exact_scores(
        self, items: Mapping[str, Fraction | None], root: str = TOTAL
    ) -> dict[str, Fraction | None]:
        """The scores up to `root` from those of items, by the shares of the tree.

        Shape:  None for whatever lacks a part.
        """
        scores = dict(items)
        for node in self.sums[root]:
            parts: list[tuple[Fraction, Fraction]] = []
            for code, share in node.children or ():
                value = scores.setdefault(code, None)
                if value is None:
                    parts = []
                    break
                parts.append((share, value))
            scores[node.code] = sum_of_shares(parts) if parts else None
        return scores

    @property
    def confidence(self) -> Confidence:
        """The weakest of what scoring stands on: rules, rating, and the items of each part."""
        return max(self.parts.values(), key=lambda confidence: confidence.rank)

    @cached_property
    def parts(self) -> dict[str, Confidence]:
        """Confidence of each part that scoring stands on."""
        parts = {"scoring": self.scoring.confidence, "rating": self.rating.confidence}
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
