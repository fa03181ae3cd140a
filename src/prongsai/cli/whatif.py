"""`prongsai whatif`: changed scores, and the cheapest way to a target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from prongsai.cli.commands import Option
from prongsai.cli.scored import all_findings, score_file
from prongsai.cli.session import OF_RESULTS, OF_SCORES, Session, Source, command, file_argument
from prongsai.core.analysis.data import outcome_data, way_data
from prongsai.core.analysis.trend import FULL
from prongsai.core.analysis.whatif import (
    USUAL_RISE,
    CheapestWay,
    Terms,
    WhatIfOutcome,
    caps_of_rise,
    change,
    cheapest,
    contradicted,
)
from prongsai.core.errors import Misuse
from prongsai.core.framework.years import short_title
from prongsai.core.ids import INSTRUMENTS, parse_code
from prongsai.core.messages import read_words
from prongsai.core.rounding import half_up, plain_number
from prongsai.core.scoring.data import card_data
from prongsai.core.text import same

if TYPE_CHECKING:
    from prongsai.core.scoring.card import Score, ScoreCard
    from prongsai.core.scoring.rating import Gate


def _pairs(*names: str) -> Option:
    return Option([*names], multiple=True, metavar="CODE=NUMBER")


@command(
    "whatif",
    [
        file_argument(),
        *OF_SCORES,
        _pairs("--set", "changes"),
        Option(["--target"], metavar="SCORE|CODE"),
        _pairs("--cost", "costs"),
        _pairs("--cap", "caps"),
        Option(["--rise"], metavar="POINTS", default=str(USUAL_RISE)),
        *OF_RESULTS,
    ],
)
def whatif(
    session: Session,
    file: Path,
    changes: tuple[str, ...],
    target: str | None,
    costs: tuple[str, ...],
    caps: tuple[str, ...],
    rise: str,
    **source: Unpack[Source],
) -> int:
    """Answer a what-if question on one file."""
    scored = score_file(file, **source)
    card = scored.card
    outcome = change(card, _numbers(changes, "--set"))
    points = plain_number(rise)
    if points is None or points > FULL:
        raise Misuse("cli/option_not_points", option="--rise", typed=rise)
    terms = Terms(_numbers(costs, "--cost"), caps_of_rise(card, points) | _numbers(caps, "--cap"))
    if target is None and not changes:
        target = _next_level(card)
    way = None if target is None else cheapest(card, target, terms)
    findings = all_findings(scored.reading, [card])
    return session.end(
        findings,
        _document(card, outcome, way, points, changed=bool(changes)),
        lambda: _print_answer(session, card, outcome if changes else None, way, points),
    )


def _numbers(pairs: Sequence[str], option: str) -> dict[str, Fraction]:
    """CODE=NUMBER pairs; a level word such as IIT or ind4 is a code too."""
    numbers: dict[str, Fraction] = {}
    for pair in pairs:
        name, sign, number = pair.partition("=")
        code = parse_code(name)
        value = plain_number(number)
        if not sign or code is None or value is None:
            raise Misuse("cli/option_not_code_number", option=option, pair=pair)
        numbers[code] = Fraction(value)
    return numbers


def _next_level(card: ScoreCard) -> str | None:
    """The level above the present one; the level itself where it is already the highest."""
    levels = [level.code for level in card.framework.rating.levels or ()]
    if card.rating is None or not levels:
        return None
    return levels[max(levels.index(card.rating.code) - 1, 0)]


def _document(
    card: ScoreCard,
    outcome: WhatIfOutcome,
    way: CheapestWay | None,
    rise: Decimal,
    *,
    changed: bool,
) -> dict[str, Any]:
    before = card_data(card)
    after = outcome_data(outcome)
    document: dict[str, Any] = {
        "fiscal_year": card.fiscal_year,
        "before": {
            "total": None if card.total.figure is None else str(card.total.figure),
            "recomputed": None if card.total.recomputed is None else str(card.total.recomputed),
            "rating": before["rating"],
        },
        "changed": changed,
        **after,
        "contradicted": list(contradicted(card)),
    }
    if way is not None:
        document |= way_data(way) | {"rise": str(rise)}
    return document


def _print_answer(
    session: Session,
    card: ScoreCard,
    outcome: WhatIfOutcome | None,
    way: CheapestWay | None,
    rise: Decimal,
) -> None:
    console = session.console
    total = card.total.figure
    now = "–" if total is None else card.total.published or str(total)
    level = session.plain(card.rating.label) if card.rating else "–"
    console.print(session.message("cli/now_at_level", now=now, level=level))
    if outcome is not None or way is not None:
        for code in contradicted(card):
            console.print(_starts_from(session, card.scores[code]))
    if outcome is not None:
        console.print(session.message("cli/after_change") + _outcome_line(session, outcome))
        _print_gates(session, outcome)
    if way is not None:
        _print_way(session, card, way, rise)


def _starts_from(session: Session, score: Score) -> str:
    """That a print contradicts the figures it is made of, and which of the two is gone on with."""
    again = score.recomputed
    if again is None:
        return session.message("cli/total_contradicted", code=score.code, published=score.published)
    return session.message(
        "cli/total_contradicts_recomputed",
        code=score.code,
        published=score.published,
        recomputed=again,
    )


def _outcome_line(session: Session, outcome: WhatIfOutcome) -> str:
    total = str(half_up(outcome.total)) if outcome.total is not None else "–"
    parts = [f"[bold]{total}[/bold]"]
    if outcome.rating:
        parts.append(session.message("cli/level_of") + session.plain(outcome.rating.label))
    parts += [f"{code} {half_up(value)}" for code, value in outcome.instruments.items()]
    return "  ".join(parts)


def _print_gates(session: Session, outcome: WhatIfOutcome) -> None:
    """What each level with an instrument gate asks, and what is in its way."""
    for gate in outcome.gates:
        level, floor = session.plain(gate.level.label), gate.level.each_instrument
        asks = session.message(
            "cli/level_asks", level=level, minimum=gate.level.minimum, floor=floor
        )
        session.console.print(f"{asks} – {_state(session, gate)}")


def _state(session: Session, gate: Gate) -> str:
    if gate.is_open:
        return session.message("cli/gate_open")
    lacks = [] if gate.total_reached else [session.message("cli/the_total")]
    lacks += gate.shut_by
    if lacks:
        return session.message("cli/gate_lacks") + ", ".join(lacks)
    return session.message("cli/gate_unknown") + ", ".join(gate.unknown)


def _print_way(session: Session, card: ScoreCard, way: CheapestWay, rise: Decimal) -> None:
    console = session.console
    console.print(f"[bold]{_way_heading(session, way)}[/bold]")
    # What cannot be reached may be within reach of a higher rise.
    if rise < FULL and (way.steps or way.reachable is False):
        console.print(session.message("cli/rise_at_most", points=rise), markup=False)
    if not way.steps:
        if way.reachable:
            console.print(session.message("cli/target_reached"))
        elif way.contradicted:
            console.print(session.message("cli/no_step_from_recomputed"))
        _print_bounds(session, way)
        return
    _print_steps(session, card, way)
    console.print(
        session.message("cli/result")
        + _outcome_line(session, way.after)
        + session.message("cli/total_cost", cost=half_up(way.cost))
    )
    _print_gates(session, way.after)
    _print_bounds(session, way)


def _print_bounds(session: Session, way: CheapestWay) -> None:
    """What the items that nobody knows can add at best; nothing where the target is reached."""
    if way.reachable and not way.steps:
        return
    for code, most in way.most.items():
        name = same("") if code in INSTRUMENTS else read_words("cli/indicator")
        words = session.message(
            "cli/bound_of_unknown_items", kind=name, code=code, most=half_up(most)
        )
        session.console.print(words, markup=False)


def _way_heading(session: Session, way: CheapestWay) -> str:
    missing = ", ".join(way.unknown)
    if way.contradicted:
        listed = ", ".join(way.contradicted)
        return session.message("cli/target_doubtful", target=way.target, listed=listed)
    heads = {
        True: session.message("cli/cheapest_way", target=way.target),
        False: session.message("cli/target_out_of_reach", target=way.target),
        None: session.message("cli/target_unknown", target=way.target, missing=missing),
    }
    return heads[way.reachable]


def _print_steps(session: Session, card: ScoreCard, way: CheapestWay) -> None:
    table = session.table("item", "name", "from", "to", "gain", "cost", right=range(2, 6))
    for step in way.steps:
        table.add_row(
            step.code,
            session.plain(short_title(card.framework.items[step.code])),
            str(step.start),
            str(step.end),
            f"+{half_up(step.gain)}",
            str(half_up(step.cost)),
        )
    session.console.print(table)
