"""Several years side by side: totals, indicators by name, items by lineage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.ids import Level
from prongsai.core.rounding import half_up, told_figure
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.text import Text
from prongsai.core.thai import skeleton


class Point(Struct, frozen=True):
    """One year's score of a series; `recomputed` where that is not the figure that is told."""

    fiscal_year: int
    code: str
    value: Fraction
    published: str | None
    recomputed: Decimal | None = None

    @property
    def figure(self) -> Decimal:
        """The figure that is told: the published one, else the computed one half up."""
        told = told_figure(self.published, self.value)
        return half_up(self.value) if told is None else told


class Series(Struct, frozen=True):
    """One thing through the years, oldest first.

    `comparable` is False where its question was turned round or its subject was merged or split.
    """

    key: str
    name: Text
    level: Level
    points: tuple[Point, ...]
    comparable: bool = True

    @property
    def change(self) -> Decimal | None:
        """From the figure of the last year but one to the last one's; None for a single year."""
        if len(self.points) < 2:  # noqa: PLR2004 - a change needs two years
            return None
        return self.points[-1].figure - self.points[-2].figure


class Trend(Struct, frozen=True):
    """All series of several years."""

    years: tuple[int, ...]
    total: Series
    instruments: tuple[Series, ...]
    indicators: tuple[Series, ...]
    items: tuple[Series, ...]


def trend(cards: Iterable[ScoreCard]) -> Trend:
    """Join the cards of several years; a later card of the same year replaces an earlier one."""
    by_year = {card.fiscal_year: card for card in cards}
    ordered = [by_year[year] for year in sorted(by_year)]
    return Trend(
        years=tuple(sorted(by_year)),
        total=_series("total", Level.TOTAL, [(card, card.total) for card in ordered]),
        instruments=_by_key(ordered, Level.INSTRUMENT),
        indicators=_by_key(ordered, Level.INDICATOR),
        items=_by_lineage(ordered),
    )


def _series(
    key: str, level: Level, scores: Sequence[tuple[ScoreCard, Score]], *, comparable: bool = True
) -> Series:
    points = tuple(
        Point(card.fiscal_year, score.code, score.value, score.published, score.recomputed)
        for card, score in scores
        if score.value is not None
    )
    return Series(key, scores[-1][1].name, level, points, comparable)


def _by_key(cards: Sequence[ScoreCard], level: Level) -> tuple[Series, ...]:
    """Series of a level joined by name: numbers are no key across years."""
    found: dict[str, list[tuple[ScoreCard, Score]]] = {}
    for card in cards:
        for score in card.of_level(level):
            key = score.code if level is Level.INSTRUMENT else skeleton(score.name.th)
            found.setdefault(key, []).append((card, score))
    return tuple(_series(scores[-1][1].code, level, scores) for scores in found.values())


def _by_lineage(cards: Sequence[ScoreCard]) -> tuple[Series, ...]:
    found: dict[str, list[tuple[ScoreCard, Score]]] = {}
    for card in cards:
        for score in card.of_level(Level.ITEM):
            item = card.framework.items.get(score.code)
            for lineage in item.lineage if item else ():
                found.setdefault(lineage, []).append((card, score))
    return tuple(
        _series(lineage, Level.ITEM, scores, comparable=_comparable(scores))
        for lineage, scores in found.items()
    )


def _comparable(scores: Sequence[tuple[ScoreCard, Score]]) -> bool:
    """Whether the item asked the same in all years: polarity and subjects unchanged."""
    meanings = {_meaning(card.framework, score.code) for card, score in scores}
    return len(meanings) <= 1


def _meaning(framework: Framework, code: str) -> tuple[str | None, tuple[str, ...]]:
    item = framework.items[code]
    return item.polarity, item.lineage
