"""`prongsai analyse`: weak points, best items, trends, remarks, and what each item costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from prongsai.cli.scored import ScoredFile, score_file, target_of
from prongsai.cli.scoring import print_shortfall, rating_line
from prongsai.cli.session import (
    OF_RESULTS,
    OF_SCORES,
    TARGET,
    Session,
    Source,
    command,
    file_argument,
)
from prongsai.core.analysis.data import remark_data, trend_data, weakness_data
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.analysis.trend import Trend, TrendPoint, trend
from prongsai.core.analysis.weakness import RankedItem, Weakness, find_weak
from prongsai.core.errors import Misuse
from prongsai.core.rounding import half_up
from prongsai.core.scoring.data import card_data, score_data, text_data

if TYPE_CHECKING:
    from rich.table import Table

    from prongsai.core.scoring.card import ScoreCard


@command("analyse", [file_argument("files", many=True), *OF_SCORES, TARGET, *OF_RESULTS])
def analyse(
    session: Session,
    files: tuple[Path, ...],
    target: str | None,
    **source: Unpack[Source],
) -> int:
    """Analyse files; the newest year is the one the lists are of."""
    if len(files) > 1 and source["year"] is not None:
        raise Misuse("cli/year_with_several_files")
    if len(files) > 1 and source["take"]:
        raise Misuse("cli/take_with_several_files")
    label = session.message("cli/reading")
    analysed = [score_file(file, **source) for file in session.track(files, label)]
    newest = max(analysed, key=lambda scored: scored.card.fiscal_year)
    weakness = find_weak(newest.card, target_of(target))
    joined = trend([card for scored in analysed for card in (*scored.history, scored.card)])
    findings = list(dict.fromkeys(finding for scored in analysed for finding in scored.findings))
    return session.end(
        findings,
        _document(newest, weakness, joined),
        lambda: _print_analysis(session, newest, weakness, joined),
    )


def _remarks(scored: ScoredFile) -> list[tuple[Any, tuple[str, ...]]]:
    links = RemarkLinks(scored.card.framework, scored.card)
    return [(remark, links.items_of(remark)) for remark in scored.reading.sheet.remarks]


def _document(scored: ScoredFile, weakness: Weakness, joined: Trend) -> dict[str, Any]:
    data = card_data(scored.card)
    return {
        "fiscal_year": scored.card.fiscal_year,
        "total": data["total"],
        "rating": data["rating"],
        **weakness_data(weakness),
        "remarks": [remark_data(remark, items) for remark, items in _remarks(scored)],
        "trend": trend_data(joined),
        "charts": _charts(scored.card, joined),
        "unknown": list(scored.card.framework.unknown_parts()),
    }


def _charts(card: ScoreCard, joined: Trend) -> dict[str, Any]:
    """Data ready to draw: the ten indicators of the year, and the totals over the years."""
    indicators = [score for score in card.scores.values() if score.level == "indicator"]
    return {
        "indicators": [score_data(score) for score in indicators],
        "totals": [
            {"fiscal_year": point.fiscal_year, "score": str(point.figure)}
            for point in joined.total.points
        ],
        "indicators_by_year": [
            {
                "code": series.key,
                "name": text_data(series.name),
                "scores": {str(p.fiscal_year): str(p.figure) for p in series.points},
            }
            for series in joined.indicators
        ],
    }


def _print_analysis(
    session: Session, scored: ScoredFile, weakness: Weakness, joined: Trend
) -> None:
    console = session.console
    year = scored.card.fiscal_year
    title = session.message("cli/analysis_of_year", year=year)
    console.print(f"[bold]{title}[/bold]")
    console.print(rating_line(session, scored.card))
    print_shortfall(session, scored.card)
    if not weakness.is_official_target:
        words = session.message("cli/target_of_agency", target=weakness.target, year=year)
        console.print(words, markup=False)
    _print_items(session, weakness)
    _print_names_below(session, weakness)
    if weakness.unplaced is not None:
        words = session.message("cli/total_unplaced", total=weakness.unplaced.figure)
        console.print(words, markup=False)
    if len(joined.years) > 1:
        console.print(_trend_table(session, joined))
    _print_remarks(session, scored)


def _print_items(session: Session, weakness: Weakness) -> None:
    under = session.message("cli/below_target", target=weakness.target)
    keep = session.message("cli/keep_improving", target=weakness.target)
    best = session.message("cli/best_of_instruments")
    for lead, items in (
        (under, weakness.below_target),
        (keep, weakness.keep_improving),
        (best, weakness.best),
    ):
        if items:
            session.console.print(_item_table(session, f"{lead} ({len(items)})", items))
    if not weakness.all_items:
        session.console.print(session.message("cli/no_item_scores"))


def _print_names_below(session: Session, weakness: Weakness) -> None:
    below = (
        f"{score.code} {session.plain(score.name)} ({score.published or score.figure or '–'})"
        for score in weakness.indicators_below
    )
    unknown = (
        f"{node.code} {session.plain(node.name)} ({node.printed})" for node in weakness.nodes_below
    )
    for lead, names in (
        (session.message("cli/indicators_below"), ", ".join(below)),
        (session.message("cli/weak_without_items"), ", ".join(unknown)),
    ):
        if names:
            session.console.print(f"{lead}: {names}", markup=False)


def _item_table(session: Session, title: str, items: Sequence[RankedItem]) -> Table:
    table = session.table("item", "name", "score", "lost_in_the_total", right=(2, 3), title=title)
    table.title_justify = "left"
    for item in items:
        lost = "?" if item.lost is None else str(half_up(item.lost))
        style = "red" if item.score == 0 else None
        table.add_row(
            item.code,
            session.plain(item.name),
            str(item.score),
            lost,
            style=style,
        )
    return table


def _trend_table(session: Session, joined: Trend) -> Table:
    years = [(str(year), str(year)) for year in joined.years]
    table = session.table(
        "indicator",
        *years,
        "change",
        right=range(1, len(years) + 2),
        title=session.message("cli/trend"),
    )
    table.title_justify = "left"
    every = (*joined.instruments, *joined.indicators, joined.total)
    if any(point.recomputed is not None for series in every for point in series.points):
        table.caption = session.message("cli/recomputed_in_brackets")
    for series in every:
        by_year = {point.fiscal_year: _figure_text(point) for point in series.points}
        change = series.change
        sign = "" if change is None else f"+{change}" if change >= 0 else f"−{-change}"
        colour = "red" if change is not None and change < 0 else "green"
        table.add_row(
            session.plain(series.name),
            *(by_year.get(year, "–") for year in joined.years),
            f"[{colour}]{sign}[/]",
            style="bold" if series.key == "total" else None,
        )
    return table


def _figure_text(point: TrendPoint) -> str:
    """The figure that is told, with the recomputed one beside it where they differ."""
    again = "" if point.recomputed is None else f" ({point.recomputed})"
    return f"{point.published or point.figure}{again}"


def _print_remarks(session: Session, scored: ScoredFile) -> None:
    remarks = _remarks(scored)
    if not remarks:
        return
    console = session.console
    lead = session.message("cli/remarks_with_items")
    console.print(f"[bold]{lead}[/bold]")
    for number, (remark, items) in enumerate(remarks, start=1):
        codes = ", ".join(items) or session.message("cli/no_item_found")
        console.print(f"  {number}. [{codes}] {remark.text}", markup=False)
