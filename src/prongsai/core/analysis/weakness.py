"""Weak, middling and best items of one year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from prongsai.core.analysis.worth import lost, worth
from prongsai.core.ids import Level, instrument_of_item, sort_key
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.text import Text

KEEP_IMPROVING_UP_TO = Decimal(95)
DEFAULT_TARGET = Decimal(85)
_BEST = 3


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One item with its rank within its list; equal scores share a rank."""

    code: str
    name: Text
    instrument: str
    score: Decimal
    published: str | None
    rank: int
    worth: Fraction | None
    lost: Fraction | None


@dataclass(frozen=True, slots=True)
class Weakness:
    """The lists every analysis report prints, and the indicators below target."""

    target: Decimal
    below_target: tuple[RankedItem, ...]
    keep_improving: tuple[RankedItem, ...]
    best: tuple[RankedItem, ...]
    at_zero: tuple[RankedItem, ...]
    all_items: tuple[RankedItem, ...]
    indicators_below: tuple[Score, ...]


def find_weak(card: ScoreCard, target: Decimal | None = None) -> Weakness:
    """Sort one year's items, lowest first; `target` is the year's own where none is given."""
    aim = target if target is not None else card.framework.target_score or DEFAULT_TARGET
    items = [_ranked(card, score) for score in card.of_level(Level.ITEM)]
    rising = sorted(items, key=lambda item: (item.score, sort_key(item.code)))
    survey = [item for item in items if item.instrument != "OIT"]
    return Weakness(
        target=aim,
        below_target=_rank([item for item in rising if item.score < aim]),
        keep_improving=_rank([i for i in rising if aim <= i.score < KEEP_IMPROVING_UP_TO]),
        best=tuple(
            item
            for instrument in ("IIT", "EIT")
            for item in _best([item for item in survey if item.instrument == instrument])
        ),
        at_zero=_rank([item for item in rising if item.instrument == "OIT" and item.score == 0]),
        all_items=tuple(items),
        indicators_below=tuple(
            score
            for score in card.of_level(Level.INDICATOR)
            if score.value is not None and half_up(score.value) < aim
        ),
    )


def _ranked(card: ScoreCard, score: Score) -> RankedItem:
    value = score.value if score.value is not None else Fraction(0)
    return RankedItem(
        score.code,
        score.name,
        instrument_of_item(score.code),
        half_up(value),
        score.published,
        0,
        worth(card.framework, score.code),
        lost(card.framework, score.code, value),
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
