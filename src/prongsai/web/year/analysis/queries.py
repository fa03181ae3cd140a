"""What the dashboard and the page of the analysis show of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.analysis.claims import check_claims, marks_of
from prongsai.core.analysis.trend import Trend, trend
from prongsai.core.analysis.weakness import Weakness, WeakNode, find_weak
from prongsai.core.errors import Finding, Severity
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.messages import read_words
from prongsai.core.scoring.card import ScoreCard, Verdict
from prongsai.core.scoring.rating import Shortfall, shortfall
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.year.analysis.rows import (
    InstrumentRow,
    ItemRow,
    TrendLine,
    costliest,
    instrument_rows,
    item_rows,
    line_of,
    lost_in,
    printed_text,
    ranked,
)
from prongsai.web.year.analysis.tiles import PARTS, TILES, Tile, TilesSection, figure
from prongsai.web.year.scoring.queries import CurrentScores, current_scores, history, remarks

_FIRST = 5
_MOST_TRIED = 37  # what an address holds
# Shares of the loss as people say them, the larger first.
_SHARES = (
    (Fraction(95, 100), "nearly_all"),
    (Fraction(72, 100), "three_quarters"),
    (Fraction(62, 100), "two_thirds"),
    (Fraction(54, 100), "over_half"),
    (Fraction(46, 100), "about_half"),
)
# A printed total and the sum of its printed parts are that far apart at most.
_ROUNDED = Fraction(2, 100)


class Summary(Struct, frozen=True):
    """The total of a year in one glance.

    Shape:  `above_target` less than 0 where it is missed; `line` the totals through the years;
            `change` since the year before, None where that year is not known; `is_unplaced` where
            it is below target and nothing that is known accounts for it; `is_contradicted` where
            the other figures say that it cannot be, so that no level follows from it.
    """

    score_year: int
    total: Decimal | None
    printed: str
    level: Text | None
    is_provisional: bool
    target: Decimal
    above_target: Decimal | None
    lost: Decimal | None
    change: Decimal | None
    line: TrendLine | None
    recomputed: Decimal | None
    is_contradicted: bool
    is_official_target: bool
    shortfall: Shortfall | None
    is_unplaced: bool

    @property
    def target_in_words(self) -> Text:
        """The target with whose it is: the year's rules', or the agency's own."""
        if self.is_official_target:
            return read_words("analysis/official_target", target=self.target)
        return read_words("analysis/own_target", target=self.target)

    @property
    def level_in_words(self) -> Text | None:
        """What the next level lacks, and the instruments that cost it; None where nobody knows."""
        return self.shortfall.in_words if self.shortfall else None

    @property
    def is_gate_shut(self) -> bool:
        """Whether the total reaches a level that an instrument costs."""
        return self.shortfall is not None and self.shortfall.total_reached

    @property
    def is_above(self) -> bool:
        """Whether the total reaches the target."""
        return self.above_target is not None and self.above_target >= 0

    @property
    def distance(self) -> Decimal | None:
        """How far the total is from the target, either way."""
        return None if self.above_target is None else abs(self.above_target)


class Moment(Struct, frozen=True):
    """Where in its fiscal year a day lies; `starts_in` days until it begins, 0 once it has."""

    today: date
    starts_in: int
    is_over: bool


class DashboardPage(Struct, frozen=True):
    """The year at a glance; `scores` is None before any were entered."""

    year: int
    score_year: int
    moment: Moment
    may_import: bool
    scores: AnalysisPage | None
    remark_count: int
    tiles: tuple[Tile, ...]
    parts: tuple[TilesSection, ...]


class AnalysisPage(Struct, frozen=True):
    """Everything the analysis report prints.

    Shape:  `contradictions` are places where the document of a year's scores says two things that
            cannot both be, with that year.
    """

    year: int
    summary: Summary
    instruments: tuple[InstrumentRow, ...]
    share: Text
    items: tuple[ItemRow, ...]
    weak: tuple[ItemRow, ...]
    nodes: tuple[WeakNode, ...]
    keep: tuple[ItemRow, ...]
    best: tuple[ItemRow, ...]
    zero: tuple[ItemRow, ...]
    oit_count: int
    full_count: int
    lines: tuple[TrendLine, ...]
    worst: TrendLine | None
    contradictions: tuple[tuple[int, Finding], ...]
    agreed: int
    compared: int
    fitting: int
    unchecked: int
    remarks: tuple[LinkedRemark, ...]

    @property
    def first(self) -> tuple[ItemRow, ...]:
        return self.weak[:_FIRST]

    @property
    def weak_lost(self) -> Fraction | None:
        return lost_in(self.weak)

    @property
    def zero_lost(self) -> Fraction | None:
        """What the items of OIT at 0 cost together."""
        return lost_in(self.zero)

    @property
    def zero_tried(self) -> str:
        """What it would give to have full marks where OIT has 0, as an address asks it."""
        tried = enumerate(self.zero[:_MOST_TRIED], start=1)
        return "&".join(("leave=", *(f"item_{n}={row.code}&score_{n}=100" for n, row in tried)))

    @property
    def parts(self) -> tuple[tuple[str, Fraction], ...]:
        """The stacked bar: what each instrument costs."""
        return tuple((row.part, row.lost) for row in self.instruments if row.lost)

    @property
    def lost_apart(self) -> Fraction | None:
        """What the known instruments lost, where that is not all that the total lost."""
        if _is_all_of(self.instruments, self.summary.lost):
            return None
        return sum((lost for _, lost in self.parts), Fraction(0))

    @property
    def trend_years(self) -> tuple[int, ...]:
        return tuple(sorted({point.year for line in self.lines for point in line.points}))

    @property
    def trend_rows(self) -> tuple[tuple[TrendLine, tuple[tuple[int, str], ...]], ...]:
        """The lines as rows of a table: year and figure; a dash where a year has none."""
        held = [
            (line, {point.year: point.with_recomputed for point in line.points})
            for line in self.lines
        ]
        return tuple(
            (line, tuple((year, printed.get(year, "–")) for year in self.trend_years))
            for line, printed in held
        )

    @property
    def trend_has_recomputed(self) -> bool:
        """Whether a figure of the table stands in brackets, so that the brackets are explained."""
        return any(line.recomputed for line in self.lines)


@while_unchanged
def dashboard(agency: Agency, year: int, today: date, *, may_import: bool) -> DashboardPage:
    """The first page of a fiscal year."""
    scores = analysis(agency, year)
    return DashboardPage(
        year=year,
        score_year=year - 1,
        moment=moment_of(year, today),
        may_import=may_import,
        scores=scores,
        remark_count=len(scores.remarks if scores else remarks(agency, year - 1)),
        tiles=TILES.ask(agency, year),
        parts=PARTS.ask(agency, year),
    )


@while_unchanged
def analysis(agency: Agency, year: int) -> AnalysisPage | None:
    """The analysis of the scores that a fiscal year answers; None before there are any."""
    current = current_scores(agency, year - 1)
    if current is None:
        return None
    cards = history(agency, year - 1)
    joined = trend(cards)
    weakness = find_weak(current.card)
    linked_remarks = remarks(agency, year - 1)
    rows = item_rows(current.card, weakness, linked_remarks)
    instruments = instrument_rows(current.card)
    summary = _summary(current, weakness, joined)
    lines = _lines(joined, year - 1)
    fallen = [line for line in lines if line.change is not None and line.change < 0]
    checked = current.card.checked
    oit = [row for row in rows.values() if row.instrument == "OIT"]
    return AnalysisPage(
        year=year,
        summary=summary,
        instruments=instruments,
        share=_share(instruments, summary.lost),
        items=tuple(rows.values()),
        weak=costliest(ranked(rows, weakness.below_target)),
        nodes=weakness.nodes_below,
        keep=ranked(rows, weakness.keep_improving),
        best=ranked(rows, weakness.best),
        zero=ranked(rows, weakness.at_zero),
        oit_count=len(oit),
        full_count=sum(1 for row in oit if row.score == 100),  # noqa: PLR2004 - full marks
        lines=lines,
        worst=min(reversed(fallen), key=lambda line: line.change or 0, default=None),
        contradictions=_contradictions(current, cards),
        agreed=sum(1 for score in checked if score.verdict is not Verdict.CONTRADICTS),
        compared=len(checked),
        fitting=len(current.card.fitting),
        unchecked=len(current.card.not_checked),
        remarks=linked_remarks,
    )


@figure
def published_score(agency: Agency, year: int) -> Tile | None:
    """The total that a fiscal year answers, with its target; None before there are scores."""
    page = analysis(agency, year)
    if page is None:
        return None
    return Tile(
        heading=_("คะแนนปี %(year)s ที่ประกาศ") % {"year": page.summary.score_year},
        figure=page.summary.printed,
        unit="",
        note=in_language(page.summary.target_in_words),
        url=reverse("analysis:dashboard", args=[year]),
        link=_("ดูภาพรวมของปี"),
    )


def moment_of(year: int, today: date) -> Moment:
    return Moment(today, max((fiscal.start(year) - today).days, 0), today > fiscal.end(year))


def _summary(current: CurrentScores, weakness: Weakness, joined: Trend) -> Summary:
    card = current.card
    total = card.total.figure
    line = line_of(joined.total)
    is_own = (
        line is not None
        and line.before is not None
        and (line.before.year, line.last.year) == (card.fiscal_year - 1, card.fiscal_year)
    )
    return Summary(
        score_year=card.fiscal_year,
        total=total,
        printed=printed_text(card.total),
        level=card.rating.label if card.rating else None,
        is_provisional=bool(card.rating and card.rating.provisional),
        target=weakness.target,
        above_target=None if total is None else total - weakness.target,
        lost=None if total is None else 100 - total,
        change=line.change if line and is_own else None,
        line=line,
        recomputed=card.total.recomputed,
        is_contradicted=card.total.is_doubted,
        is_official_target=weakness.is_official_target,
        shortfall=shortfall(card),
        is_unplaced=weakness.unplaced is not None,
    )


def _share(instruments: Sequence[InstrumentRow], lost: Decimal | None) -> Text:
    """How much of the loss the costliest instrument has, in words; empty where nobody knows.

    Shape:  what is `lost` of the total must be what the instruments lost, each of them known.
    """
    known = [row.lost for row in instruments if row.lost is not None]
    whole = sum(known, Fraction(0))
    if not whole or not _is_all_of(instruments, lost):
        return same("")
    share = max(known) / whole
    name = next((name for least, name in _SHARES if share >= least), "most")
    return read_words(f"analysis/share.{name}")


def _is_all_of(instruments: Sequence[InstrumentRow], lost: Decimal | None) -> bool:
    """Whether what the total lost is what the instruments lost, each of them known."""
    known = [row.lost for row in instruments if row.lost is not None]
    if lost is None or len(known) < len(INSTRUMENTS):
        return False
    return abs(sum(known, Fraction(0)) - Fraction(lost)) <= _ROUNDED


def _lines(joined: Trend, score_year: int) -> tuple[TrendLine, ...]:
    """The indicators that the newest year has, the lowest first."""
    lines = [line_of(series) for series in joined.indicators]
    newest = [line for line in lines if line and line.last.year == score_year]
    return tuple(sorted(newest, key=lambda line: line.last.value))


def _contradictions(
    current: CurrentScores, cards: Sequence[ScoreCard]
) -> tuple[tuple[int, Finding], ...]:
    """What the documents say against themselves, in figures, in counts and in words."""
    own = current.card.fiscal_year
    claims = check_claims(current.sheet, marks_of([current.card, *cards]))
    every = [(own, finding) for finding in (*claims, *current.card.findings)]
    for card in cards:
        every += [(card.fiscal_year, finding) for finding in card.findings]
    return tuple(
        (of_year, finding)
        for of_year, finding in dict.fromkeys(every)
        if finding.severity is not Severity.NOTE
    )
