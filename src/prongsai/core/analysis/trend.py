"""Several years side by side: totals, indicators by name, items by lineage."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.rounding import half_up, told_figure
from prongsai.core.scoresheet.model import Figure, ScoreSheet
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.text import Text
from prongsai.core.thai import skeleton


class TrendPoint(Struct, frozen=True):
    """One year's score of a series; `recomputed` where that is not the figure that is told."""

    fiscal_year: int
    code: str
    value: Fraction
    published: str | None
    recomputed: Decimal | None = None

    @property
    def figure(self) -> Decimal:
        """The figure that is told: the published one, else the computed one half up."""
        figure = told_figure(self.published, self.value)
        return half_up(self.value) if figure is None else figure


class Series(Struct, frozen=True):
    """One thing through the years, oldest first.

    `comparable` is False where its question was turned round or its subject was merged or split.
    """

    key: str
    name: Text
    level: Level
    points: tuple[TrendPoint, ...]
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
        TrendPoint(card.fiscal_year, score.code, score.value, score.published, score.recomputed)
        for card, score in scores
        if score.value is not None
    )
    return Series(key, scores[-1][1].name, level, points, comparable)


def _by_key(cards: Sequence[ScoreCard], level: Level) -> tuple[Series, ...]:
    """Series of a level joined by name: numbers are no key across years."""
    scores_by_key: dict[str, list[tuple[ScoreCard, Score]]] = {}
    for card in cards:
        for score in card.of_level(level):
            key = score.code if level is Level.INSTRUMENT else skeleton(score.name.th)
            scores_by_key.setdefault(key, []).append((card, score))
    return tuple(_series(scores[-1][1].code, level, scores) for scores in scores_by_key.values())


def _by_lineage(cards: Sequence[ScoreCard]) -> tuple[Series, ...]:
    scores_by_lineage: dict[str, list[tuple[ScoreCard, Score]]] = {}
    for card in cards:
        for score in card.of_level(Level.ITEM):
            item = card.framework.items.get(score.code)
            for lineage in item.lineage if item else ():
                scores_by_lineage.setdefault(lineage, []).append((card, score))
    return tuple(
        _series(lineage, Level.ITEM, scores, comparable=_comparable(scores))
        for lineage, scores in scores_by_lineage.items()
    )


def _comparable(scores: Sequence[tuple[ScoreCard, Score]]) -> bool:
    """Whether the item asked the same in all years: polarity and subjects unchanged."""
    items = [card.framework.items[score.code] for card, score in scores]
    return len({(item.polarity, item.lineage) for item in items}) <= 1


_INDICATORS = dict(zip(INSTRUMENTS, (range(1, 6), range(6, 9), range(9, 11)), strict=True))
_INSTRUMENT_OF = {str(number): part for part, own in _INDICATORS.items() for number in own}


def whole_level(
    figures: Mapping[str, Figure], level: Level | None, part: str | None = None
) -> list[Figure] | None:
    """All figures of a level, of one instrument or of all; None where one is missing."""
    if level is Level.INSTRUMENT and part is None:
        codes = list(INSTRUMENTS)
    elif level is Level.INDICATOR:
        own = [_INDICATORS[part]] if part else list(_INDICATORS.values())
        codes = [str(number) for numbers in own for number in numbers]
    else:
        return None
    return [figures[code] for code in codes] if all(code in figures for code in codes) else None


def instrument_of(code: str) -> str | None:
    """The instrument of an indicator; None for anything else."""
    return _INSTRUMENT_OF.get(code) if level_of(code) is Level.INDICATOR else None


def before(sheet: ScoreSheet, year: int | None, since: int | None) -> list[int]:
    """The years that a change to a year may count from: the one told, else every earlier one.

    Shape:  none where the year before is not there: a document that tells no year means that one.
    """
    if year is None:
        return []
    years = [earlier for earlier in sheet.years() if earlier < year]
    if since is not None:
        return [since] if since in years else []
    return years[::-1] if year - 1 in years else []


FULL = 100


def share_in(framework: Framework, code: str, ancestor: str = TOTAL) -> Fraction | None:
    """How much one point of `code` moves `ancestor`; None where the year does not tell.

    >>> from prongsai.core.framework.catalogue import Catalogue
    >>> share_in(Catalogue().get(2565), "o43")
    Fraction(1, 20)
    """
    if ancestor == TOTAL:
        return framework.shares_of_total.get(code)
    share = Fraction(1)
    tree = framework.tree
    while code != ancestor:
        if code not in tree:
            return None
        parent = tree[code].parent
        if parent is None:
            return None
        own = dict(tree[parent].children or ()).get(code)
        if own is None:
            return None
        share *= own
        code = parent
    return share


def worth(framework: Framework, code: str) -> Fraction | None:
    """Points of the total that a full score of `code` is worth."""
    share = share_in(framework, code)
    return None if share is None else share * FULL


def lost(framework: Framework, code: str, score: Fraction) -> Fraction | None:
    """Points of the total that are missing because `code` is below 100."""
    share = share_in(framework, code)
    return None if share is None else share * (FULL - score)
