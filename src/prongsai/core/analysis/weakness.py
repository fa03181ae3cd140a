"""Weak, middling and best items of one year."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.trend import lost, worth
from prongsai.core.ids import Level, instrument_of_item, sort_key, written
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.text import Text

KEEP_IMPROVING_UP_TO = Decimal(95)
DEFAULT_TARGET = Decimal(85)
_BEST = 3
# A sum of prints and the print of their sum are that far apart at most.
_ROUNDED = Fraction(1, 100)


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
            not, or are not known, it is the agency's own. `unplaced` is a total below target that
            the known weak points do not account for: where the rest is lost is not known.
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
    unplaced: Score | None = None

    @property
    def count(self) -> int:
        """How many weak points there are, each counted once: at the lowest level known."""
        return len(self.below_target) + len(self.nodes_below)


def find_weak(card: ScoreCard, target: Decimal | None = None) -> Weakness:
    """Sort one year's items, lowest first; `target` is the year's own where none is given."""
    aim = target if target is not None else card.framework.target_score or DEFAULT_TARGET
    # A card never changes, and one page asks for its lists several times.
    kept: dict[str, Weakness] = card.__dict__.setdefault("weakness", {})
    if str(aim) not in kept:
        kept[str(aim)] = _weakness(card, aim)
    return kept[str(aim)]


def _weakness(card: ScoreCard, aim: Decimal) -> Weakness:
    items = [
        _ranked(card, score, score.figure)
        for score in card.of_level(Level.ITEM)
        if score.figure is not None
    ]
    rising = sorted(items, key=lambda item: (item.score, sort_key(item.code)))
    survey = [item for item in items if item.instrument != "OIT"]
    return Weakness(
        target=aim,
        is_official_target=aim == card.framework.target_score,
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
        unplaced=_unplaced(card, aim),
    )


def _nodes_below(card: ScoreCard, aim: Decimal) -> tuple[WeakNode, ...]:
    """Indicators and instruments below target that the weak points inside do not account for."""
    nodes: list[WeakNode] = []
    for level in (Level.INSTRUMENT, Level.INDICATOR):
        for score in card.of_level(level):
            if not _is_below(score, aim) or _is_accounted_for(card, score, aim):
                continue
            value = score.figure or Decimal(0)
            nodes.append(WeakNode(score.code, score.name, value, score.published))
    return tuple(nodes)


def _unplaced(card: ScoreCard, aim: Decimal) -> Score | None:
    """The total, where it is below target and what is known below it does not tell why."""
    total = card.total
    return total if _is_below(total, aim) and not _is_accounted_for(card, total, aim) else None


def _is_accounted_for(card: ScoreCard, score: Score, aim: Decimal) -> bool:
    """Whether a score would reach the target if every weak point known inside it did.

    Where not all of its parts are known, a little weakness in one of them says nothing of the rest.
    """
    rise = _rise(card, score.code, aim)
    if not rise or score.figure is None:
        return False
    is_made_of_them = bool(score.parts) and score.verdict is not Verdict.CONTRADICTS
    return is_made_of_them or rise + _ROUNDED >= Fraction(aim - score.figure)


def _rise(card: ScoreCard, code: str, aim: Decimal) -> Fraction:
    """How much a score would rise if every weak point known inside it reached the target."""
    rise = Fraction(0)
    for child, share in card.framework.tree[code].children or ():
        score = card.scores[child]
        if score.level is Level.SUB_INDICATOR or score.figure is None:
            rise += share * _rise(card, child, aim)
        elif score.figure < aim:
            rise += share * Fraction(aim - score.figure)
    return rise


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
