"""Weak, middling and best items of one year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.worth import lost, worth
from prongsai.core.ids import INSTRUMENTS, Level, instrument_of_item, sort_key, written
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.text import Text

KEEP_IMPROVING_UP_TO = Decimal(95)
DEFAULT_TARGET = Decimal(85)
_BEST = 3


class RankedItem(Struct, frozen=True):
    """One item with its rank within its list; equal scores share a rank."""

    code: str
    name: Text
    instrument: str
    score: Decimal
    published: str | None
    rank: int
    worth: Fraction | None
    lost: Fraction | None


class WeakNode(Struct, frozen=True):
    """An indicator or instrument below target of which no weaker part is known.

    Shape:  `code` is written so that it stands beside items' codes ("ind4", "EIT"), `key` is what
            the framework calls it ("4", "EIT").
    """

    key: str
    name: Text
    score: Decimal
    published: str | None

    @property
    def code(self) -> str:
        """What a measure names it by."""
        return written(self.key)

    @property
    def printed(self) -> str:
        """The figure as it was published, else as it was computed."""
        return self.published or str(self.score)


class Weakness(Struct, frozen=True):
    """The lists every analysis report prints, and what is below target above the items.

    Shape:  `is_official_target` tells whether the year's own rules set the target; where they do
            not, or are not known, it is the agency's own.
    """

    target: Decimal
    is_official_target: bool
    below_target: tuple[RankedItem, ...]
    keep_improving: tuple[RankedItem, ...]
    best: tuple[RankedItem, ...]
    at_zero: tuple[RankedItem, ...]
    all_items: tuple[RankedItem, ...]
    indicators_below: tuple[Score, ...]
    nodes_below: tuple[WeakNode, ...] = ()

    @property
    def count(self) -> int:
        """How many weak points there are, each counted once: at the lowest level known."""
        return len(self.below_target) + len(self.nodes_below)


def find_weak(card: ScoreCard, target: Decimal | None = None) -> Weakness:
    """Sort one year's items, lowest first; `target` is the year's own where none is given."""
    official = card.framework.target_score
    aim = target if target is not None else official or DEFAULT_TARGET
    items = [
        _ranked(card, score, score.figure)
        for score in card.of_level(Level.ITEM)
        if score.figure is not None
    ]
    rising = sorted(items, key=lambda item: (item.score, sort_key(item.code)))
    survey = [item for item in items if item.instrument != "OIT"]
    return Weakness(
        target=aim,
        is_official_target=aim == official,
        below_target=_rank([item for item in rising if item.score < aim]),
        keep_improving=_rank([i for i in rising if aim <= i.score < KEEP_IMPROVING_UP_TO]),
        best=tuple(
            item
            for instrument in ("IIT", "EIT")
            # What is weak is no example to keep, however few items are known.
            for item in _best([i for i in survey if i.instrument == instrument and i.score >= aim])
        ),
        at_zero=_rank([item for item in rising if item.instrument == "OIT" and item.score == 0]),
        all_items=tuple(items),
        indicators_below=tuple(
            score for score in card.of_level(Level.INDICATOR) if _is_below(score, aim)
        ),
        nodes_below=_nodes_below(card, aim),
    )


def _nodes_below(card: ScoreCard, aim: Decimal) -> tuple[WeakNode, ...]:
    """Indicators and instruments below target that no weak point inside them explains."""
    found: list[WeakNode] = []
    for level in (Level.INSTRUMENT, Level.INDICATOR):
        for score in card.of_level(level):
            if not _is_below(score, aim) or _has_weak_part(card, score.code, aim):
                continue
            value = score.figure or Decimal(0)
            found.append(WeakNode(score.code, score.name, value, score.published))
    return tuple(found)


def _has_weak_part(card: ScoreCard, code: str, aim: Decimal) -> bool:
    """Whether an item or indicator inside is itself below target."""
    inside = [child for child, _ in card.framework.tree[code].children or ()]
    if not inside and code in INSTRUMENTS:
        inside = [one for one, node in card.framework.tree.items() if node.parent == code]
    return any(
        (_is_below(card.scores[child], aim) and card.scores[child].level is not Level.SUB_INDICATOR)
        or _has_weak_part(card, child, aim)
        for child in inside
    )


def _is_below(score: Score, aim: Decimal) -> bool:
    return score.figure is not None and score.figure < aim


def _ranked(card: ScoreCard, score: Score, figure: Decimal) -> RankedItem:
    return RankedItem(
        score.code,
        score.name,
        instrument_of_item(score.code),
        figure,
        score.published,
        0,
        worth(card.framework, score.code),
        lost(card.framework, score.code, Fraction(figure)),
    )


def _rank(items: Sequence[RankedItem]) -> tuple[RankedItem, ...]:
    """Give ranks 1, 2, 2, 4 … within each instrument, in the order given."""
    seen: dict[str, list[Decimal]] = {}
    ranked: list[RankedItem] = []
    for item in items:
        before = seen.setdefault(item.instrument, [])
        rank = before.index(item.score) + 1 if item.score in before else len(before) + 1
        before.append(item.score)
        ranked.append(replace(item, rank=rank))
    return tuple(ranked)


def _best(items: Sequence[RankedItem]) -> list[RankedItem]:
    """The top three with all that tie with the third."""
    falling = sorted(items, key=lambda item: (-item.score, sort_key(item.code)))
    return [item for item in _rank(falling) if item.rank <= _BEST]
