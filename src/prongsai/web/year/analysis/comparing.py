"""Two scenarios side by side, computed anew from the scores that stand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from prongsai.core.ids import sort_key
from prongsai.core.text import Text
from prongsai.web.year.analysis.forms import WhatIfForm
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.rows import printed_text
from prongsai.web.year.analysis.whatif_queries import Answer, answer
from prongsai.web.year.scoring.queries import CurrentScores


class Side(Struct, frozen=True):
    """One scenario; `answer` is None where its question no longer fits the scores."""

    scenario: Scenario
    answer: Answer | None


class ItemSides(Struct, frozen=True):
    """One score now and in each scenario; None where a scenario leaves it alone."""

    code: str
    name: Text
    before: str
    after: tuple[Decimal | None, ...]


class InstrumentSides(Struct, frozen=True):
    """One instrument now and in each scenario, as printed."""

    code: str
    before: str
    after: tuple[str, ...]


class ComparePage(Struct, frozen=True):
    """The scores that stand, and two scenarios of them."""

    year: int
    score_year: int
    before: str
    level: Text | None
    sides: tuple[Side, ...]
    instruments: tuple[InstrumentSides, ...]
    items: tuple[ItemSides, ...]


def compare_page(found: CurrentScores, year: int, chosen: Sequence[Scenario]) -> ComparePage:
    """Both questions asked again of the scores that stand."""
    card = found.card
    sides = []
    for one in chosen:
        question = WhatIfForm(one.asked, card=card).question()
        sides.append(Side(one, answer(card, question) if question else None))
    moves: list[dict[str, tuple[Text, Decimal]]] = [_moves(side.answer) for side in sides]
    names = {code: name for side in moves for code, (name, _) in side.items()}
    return ComparePage(
        year=year,
        score_year=year - 1,
        before=printed_text(card.total),
        level=card.rating.label if card.rating else None,
        sides=tuple(sides),
        instruments=_instruments(sides),
        items=tuple(
            ItemSides(
                code,
                names[code],
                printed_text(card.scores[code]),
                tuple(side[code][1] if code in side else None for side in moves),
            )
            for code in sorted(names, key=sort_key)
        ),
    )


def _moves(found: Answer | None) -> dict[str, tuple[Text, Decimal]]:
    if found is None:
        return {}
    steps = {step.code: (step.name, step.end) for step in found.steps}
    return steps | {one.code: (one.name, one.after) for one in found.moved}


def _instruments(sides: Sequence[Side]) -> tuple[InstrumentSides, ...]:
    answered = [side.answer for side in sides if side.answer]
    if not answered:
        return ()
    after = [
        {row.code: row.after for row in side.answer.instruments} if side.answer else {}
        for side in sides
    ]
    return tuple(
        InstrumentSides(row.code, row.before, tuple(one.get(row.code, "–") for one in after))
        for row in answered[0].instruments
    )
