"""Figures as the pages print them: items, instruments, and lines through the years."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.trend import Series, lost
from prongsai.core.analysis.weakness import RankedItem, Weakness
from prongsai.core.framework.model import Framework
from prongsai.core.framework.years import short_title
from prongsai.core.ids import Level, sort_key
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.model import Pattern, shipped
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.text import Text

_MOST_YEARS = 5


class LinePoint(Struct, frozen=True):
    """One year of a line; `recomputed` where that is not the figure that is told."""

    year: int
    value: Decimal
    printed: str
    recomputed: Decimal | None = None

    @property
    def with_recomputed(self) -> str:
        """The figure as printed, the recomputed one beside it in brackets: "81.45 (80.20)"."""
        return self.printed if self.recomputed is None else f"{self.printed} ({self.recomputed})"


class TrendLine(Struct, frozen=True):
    """One thing through its newest years, oldest first.

    Shape:  `change` is the newest figure less the one before; `comparable` is False where the
            question was turned round, merged or split.
    """

    key: str
    name: Text
    points: tuple[LinePoint, ...]
    change: Decimal | None
    comparable: bool = True

    @property
    def last(self) -> LinePoint:
        return self.points[-1]

    @property
    def before(self) -> LinePoint | None:
        """The year that `change` counts from."""
        return self.points[-2] if len(self.points) > 1 else None

    @property
    def chart(self) -> tuple[tuple[str, Decimal, str], ...]:
        """Label, value and print of each point, as the drawings take them."""
        return tuple((str(point.year), point.value, point.printed) for point in self.points)

    @property
    def values(self) -> tuple[Decimal, ...]:
        return tuple(point.value for point in self.points)

    @property
    def printed(self) -> str:
        """The figures alone, as they were printed, oldest first."""
        return " · ".join(point.printed for point in self.points)

    @property
    def figures(self) -> str:
        return ", ".join(f"{point.year}: {point.printed}" for point in self.points)

    @property
    def recomputed(self) -> str:
        """The recomputed figures that differ from the printed ones: "2565: 80.20"."""
        different = [point for point in self.points if point.recomputed is not None]
        return ", ".join(f"{point.year}: {point.recomputed}" for point in different)


class InstrumentRow(Struct, frozen=True):
    """An instrument with what it costs the total; `lost` is exact, None where not known."""

    code: str
    name: Text
    value: Decimal | None
    printed: str
    lost: Fraction | None

    @property
    def part(self) -> str:
        """Its colour in a stacked bar."""
        return self.code.lower()


class ItemRow(Struct, frozen=True):
    """An item of a list: short name, score as printed, what it costs, who remarked on it.

    Shape:  `lost` exact points of the total, None where the year does not tell; `remarks` the
            numbers of remarks; `measures` how many patterns of the library answer it.
    """

    code: str
    name: Text
    official: Text
    instrument: str
    score: Decimal
    printed: str
    below: bool
    lost: Fraction | None
    rank: int
    shares_rank: bool
    remarks: tuple[int, ...]
    measures: int


def printed_text(score: Score) -> str:
    """The published figure as printed, else the computed one with two places."""
    value = score.figure
    return score.published or ("–" if value is None else f"{value:.2f}")


def instrument_rows(card: ScoreCard) -> tuple[InstrumentRow, ...]:
    """The instruments, the costliest first."""
    rows = [
        InstrumentRow(
            code=score.code,
            name=score.name,
            value=score.figure,
            printed=printed_text(score),
            lost=None if score.value is None else lost(card.framework, score.code, score.value),
        )
        for score in card.of_level(Level.INSTRUMENT)
    ]
    return tuple(sorted(rows, key=lambda row: -(row.lost or 0)))


def item_rows(
    card: ScoreCard, weakness: Weakness, remarks: Sequence[LinkedRemark]
) -> dict[str, ItemRow]:
    """Every item of a card by code, with the numbers of the remarks that touch it."""
    numbers: dict[str, list[int]] = {}
    for number, remark in enumerate(remarks, start=1):
        for code in remark.items:
            numbers.setdefault(code, []).append(number)
    rows = {}
    for item in weakness.all_items:
        known = card.framework.items.get(item.code)
        rows[item.code] = ItemRow(
            code=item.code,
            name=short_title(known) if known else item.name,
            official=item.name,
            instrument=item.instrument,
            score=item.score,
            printed=item.published or f"{item.score:.2f}",
            below=item.score < weakness.target,
            lost=item.lost,
            rank=item.rank,
            shares_rank=False,
            remarks=tuple(numbers.get(item.code, ())),
            measures=len(suggestions(card.framework, item.code)),
        )
    return rows


def ranked(rows: Mapping[str, ItemRow], items: Sequence[RankedItem]) -> tuple[ItemRow, ...]:
    held = Counter((item.instrument, item.rank) for item in items)
    return tuple(
        replace(
            rows[item.code],
            rank=item.rank,
            shares_rank=held[item.instrument, item.rank] > 1,
        )
        for item in items
    )


def costliest(rows: Iterable[ItemRow]) -> tuple[ItemRow, ...]:
    """The costliest first; where a year does not tell the loss, the lowest first."""
    return tuple(sorted(rows, key=lambda row: (-(row.lost or 0), row.score, sort_key(row.code))))


def lost_in(rows: Iterable[ItemRow]) -> Fraction | None:
    """What some items cost together; None where there are none or a loss is not known."""
    every = [row.lost for row in rows]
    known = [loss for loss in every if loss is not None]
    return sum(known, Fraction(0)) if every and len(known) == len(every) else None


def line_of(series: Series) -> TrendLine | None:
    """The newest years of a series as they are printed; None for an empty one."""
    points = tuple(
        LinePoint(
            year=point.fiscal_year,
            value=point.figure,
            printed=point.published or f"{point.figure:.2f}",
            recomputed=point.recomputed,
        )
        for point in series.points[-_MOST_YEARS:]
    )
    if not points:
        return None
    return TrendLine(series.key, series.name, points, series.change, series.comparable)


def suggestions(framework: Framework, code: str) -> tuple[Pattern, ...]:
    """The measures that the library has for an item."""
    item = framework.items.get(code)
    return shipped().answering(item.lineage) if item else ()
