"""`prongsai score`: every figure computed, compared with its print, and explained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from prongsai.cli.commands import Option
from prongsai.cli.scored import score_file
from prongsai.cli.session import (
    FILE,
    OF_RESULTS,
    OF_SCORES,
    Session,
    Source,
    command,
    file_argument,
)
from prongsai.core.errors import Misuse
from prongsai.core.ids import Level, parse_code
from prongsai.core.rounding import fraction_text, half_up
from prongsai.core.scoring.card import ScoreCard, Verdict
from prongsai.core.scoring.data import card_data, explanation_data, finding_data
from prongsai.core.scoring.rating import shortfall

if TYPE_CHECKING:
    from rich.table import Table


_NAMED = 12
_STYLES = {
    Verdict.EQUAL: "green",
    Verdict.EXPLAINED: "green",
    Verdict.WITHIN_ROUNDING: "yellow",
    Verdict.CONTRADICTS: "bold red",
    Verdict.FITS: "cyan",
    Verdict.NOT_CHECKED: "dim",
}


@command(
    "score",
    [
        file_argument(required=False),
        *OF_SCORES,
        Option(["--batch"], type=click.Path(path_type=Path), metavar="FOLDER|LIST"),
        Option(["-o", "--output"], type=FILE, metavar="OUT"),
        Option(["--explain"], metavar="CODE"),
        Option(["--items"], is_flag=True),
        *OF_RESULTS,
    ],
)
def score(
    session: Session,
    file: Path | None,
    explain: str | None,
    batch: Path | None,
    output: Path | None,
    *,
    items: bool,
    **source: Unpack[Source],
) -> int:
    if file is None or batch is not None or output is not None:
        return _score_many(session, file, batch, output, source, items=items)
    scored = score_file(file, **source)
    card, history, findings = scored.card, scored.history, scored.findings
    code = _code_to_explain(card, explain)
    if session.as_json:
        document: dict[str, Any] = card_data(card)
        document["history"] = [_history_data(past) for past in history]
        if code:
            document["explanation"] = explanation_data(card, code)
        document["findings"] = [finding_data(finding) for finding in findings]
        session.print_json(document)
    elif code:
        _print_explanation(session, card, code)
    else:
        _print_card(session, card, history, with_items=items)
        session.print_findings(findings)
    return session.code(findings)


def _score_many(
    session: Session,
    file: Path | None,
    batch: Path | None,
    output: Path | None,
    source: Source,
    *,
    items: bool,
) -> int:
    """Score the sheets of a batch."""
    if file is None and batch is None and output is None:
        raise click.MissingParameter(param_hint="FILE", param_type="argument")
    is_of_one = source["agency"] is not None or bool(source["take"])
    if file is not None or batch is None or output is None or is_of_one:
        raise Misuse("nation/file_with_batch")
    from prongsai.cli.batch import score_batch

    return score_batch(session, batch, output, source, items=items)


def _history_data(card: ScoreCard) -> dict[str, Any]:
    data = card_data(card)
    return {
        key: data[key] for key in ("fiscal_year", "total", "rating", "instruments", "indicators")
    }


def _code_to_explain(card: ScoreCard, asked: str | None) -> str | None:
    if asked is None:
        return None
    code = parse_code(asked)
    if code is None or code not in card.scores or card.scores[code].value is None:
        raise Misuse("cli/score_unknown", asked=asked, fiscal_year=card.fiscal_year)
    return code


def _print_card(
    session: Session, card: ScoreCard, history: Sequence[ScoreCard], *, with_items: bool
) -> None:
    console = session.console
    lead = session.message("cli/result_of_year", fiscal_year=card.fiscal_year)
    console.print(f"[bold]{lead}[/bold]")
    console.print(rating_line(session, card))
    print_shortfall(session, card)
    levels = (Level.TOTAL, Level.INSTRUMENT, Level.INDICATOR, Level.SUB_INDICATOR)
    shown = [*levels, Level.ITEM] if with_items else levels
    console.print(_score_table(session, card, shown))
    _print_counts(session, card)
    if history:
        console.print(_history_table(session, history))


def _print_counts(session: Session, card: ScoreCard) -> None:
    """How many figures have each verdict, and why some were not checked."""
    if not card.counts:
        return
    counts = ", ".join(f"{session.plain(verdict.label)} {count}" for verdict, count in card.counts)
    lead = session.message("cli/verdicts_on_figures")
    session.console.print(f"{lead}: {counts}", markup=False)
    why: dict[str, list[str]] = {}
    for score in card.not_checked:
        if score.because is not None:
            why.setdefault(session.plain(score.because), []).append(score.code)
    for reason, codes in why.items():
        more = f" … ({len(codes)})" if len(codes) > _NAMED else ""
        listed = f"{', '.join(codes[:_NAMED])}{more}"
        session.console.print(
            session.message("cli/figures_not_checked", listed=listed, reason=reason),
            markup=False,
        )


def rating_line(session: Session, card: ScoreCard) -> str:
    """Total, level and target in one line."""
    total = card.total.figure
    number = "–" if total is None else card.total.published or str(total)
    parts = [session.message("cli/total", number=number)]
    again = card.total.recomputed
    if again is not None:
        parts.append(session.message("cli/recomputed", again=again))
    if card.total.is_doubted:
        words = session.message("cli/no_level_contradicted")
        parts.append(f"[red]{words}[/]")
    if card.rating:
        label = session.plain(card.rating.label)
        parts.append(session.message("cli/level_bold", label=label))
        if card.rating.provisional:
            possible = ", ".join(
                session.plain(level.label)
                for level in card.framework.rating.levels or ()
                if level.code in card.rating.possible
            )
            parts.append(session.message("cli/level_provisional", possible=possible))
    passed = _passes(card)
    if passed is not None:
        target = card.framework.target_score
        word = session.message("cli/passes") if passed else session.message("cli/does_not_pass")
        parts.append(session.message("cli/target_passed", word=word, target=target))
    return "  ".join(parts)


def _passes(card: ScoreCard) -> bool | None:
    """Whether the target is reached; of figures that contradict each other, where both say so."""
    target, total, again = card.framework.target_score, card.total.figure, card.total.recomputed
    if target is None or total is None:
        return None
    if not card.total.is_doubted:
        return total >= target
    if again is None or (again >= target) is not (total >= target):
        return None
    return total >= target


def print_shortfall(session: Session, card: ScoreCard) -> None:
    """What costs the level, and how many points; nothing where none is lost or nobody knows."""
    lacking = shortfall(card)
    if lacking is not None:
        session.console.print(session.plain(lacking.in_words), markup=False)


def _score_table(
    session: Session, card: ScoreCard, levels: tuple[Level, ...] | list[Level]
) -> Table:
    from rich.padding import Padding

    table = session.table("code", "name", "computed", "published", "verdict", right=(2, 3))
    for node in card.scores.values():
        if node.level not in levels or (node.value is None and node.published is None):
            continue
        depth = ("total", "instrument", "indicator", "sub_indicator", "item").index(node.level)
        verdict = node.verdict
        table.add_row(
            node.code,
            Padding(session.plain(node.name), (0, 0, 0, 2 * depth)),
            str(half_up(node.computed)) if node.computed is not None else "–",
            node.published or "–",
            f"[{_STYLES[verdict]}]{session.plain(verdict.label)}[/]" if verdict else "",
            style="bold" if node.level in (Level.TOTAL, Level.INSTRUMENT) else None,
        )
    return table


def _history_table(session: Session, history: Sequence[ScoreCard]) -> Table:
    table = session.table(
        "fiscal_year",
        "computed",
        "published",
        "verdict",
        "level",
        title=session.message("cli/other_years"),
    )
    for card in history:
        total = card.total
        others = "".join(
            f"; {other.published}: {session.plain(other.verdict.label)}"
            for other in total.other_prints
        )
        table.add_row(
            str(card.fiscal_year),
            str(half_up(total.computed)) if total.computed is not None else "–",
            total.published or "–",
            (session.plain(total.verdict.label) if total.verdict else "") + others,
            session.plain(card.rating.label) if card.rating else "–",
        )
    return table


def _print_explanation(session: Session, card: ScoreCard, code: str) -> None:
    from rich.tree import Tree

    tree = Tree(_explained_line(session, card, code))
    _grow(session, card, code, tree)
    session.console.print(tree)


def _grow(session: Session, card: ScoreCard, code: str, tree: Any) -> None:
    for part in card.scores[code].parts:
        times = f" × {fraction_text(part.share)} {_equals(part.contribution)}"
        branch = tree.add(_explained_line(session, card, part.code, times))
        _grow(session, card, part.code, branch)


def _explained_line(session: Session, card: ScoreCard, code: str, times: str = "") -> str:
    """One figure: value, share of its parent, what was printed and whether they agree."""
    node = card.scores[code]
    pieces = [f"[bold]{code}[/bold] {session.plain(node.name)}"]
    if node.computed is None and node.published is not None:
        pieces[0] += f"[cyan]{times}[/cyan]"
    elif node.value is not None:
        pieces[0] += f" = [bold]{half_up(node.value)}[/bold]"
        if half_up(node.value) != node.value:
            fraction = f"{fraction_text(node.value)} " if node.exact is not None else ""
            pieces[0] += f" ({fraction}{_equals(node.value)})"
        pieces[0] += f"[cyan]{times}[/cyan]"
    if node.published is not None and node.verdict is not None:
        verdict = session.plain(node.verdict.label)
        pieces.append(
            f"[{_STYLES[node.verdict]}]"
            + session.message(
                "cli/published_with_verdict", published=node.published, verdict=verdict
            )
            + "[/]"
            + (f" ({session.plain(node.because)})" if node.because is not None else "")
        )
    plain = node.plain is not None and half_up(node.plain)
    if plain and node.value is not None and plain != half_up(node.value):
        pieces.append(session.message("cli/mean_of_printed", plain=plain))
    return "  ".join(pieces)


def _equals(value: Any) -> str:
    """Six decimals, with the sign that is true."""
    short = half_up(value, 6)
    text = str(short).rstrip("0").rstrip(".") if "." in str(short) else str(short)
    return f"{'=' if value == short else '≈'} {text}"
