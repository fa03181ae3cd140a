"""Changed scores through the same engine, and the cheapest set of changes that reaches a target.

Every gain is linear; how the cheapest set is found stands in search.py. Ways start from the figures
that were published; from what was recomputed only where a print contradicts it, and then no way is
told to reach anything: which of the two stands is not known.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct, field

from prongsai.core.analysis.search import Lever, Needs, Plan, everything, search
from prongsai.core.analysis.trend import FULL, share_in
from prongsai.core.errors import Misuse
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, instrument_of_item, level_of, sort_key
from prongsai.core.rounding import half_up, plain_number, round_up
from prongsai.core.scoring.card import Rating, Score, ScoreCard
from prongsai.core.scoring.rating import Gate, gates, level_needs, rate
from prongsai.core.text import Text

_HALF_DIGIT = Fraction(1, 200)
_HUNDRED = 100
ONE = Fraction(1)
# Points that a survey item rises in a year at most, where nobody says otherwise. It is our choice:
# a way that lifts one answer from 60 to 100 is none.
USUAL_RISE = Decimal(15)


class Terms(Struct, frozen=True):
    """What changes cost, by item: an OIT item as a whole, a survey item per point; and caps."""

    costs: Mapping[str, Fraction] = field(default_factory=dict)
    caps: Mapping[str, Fraction] = field(default_factory=dict)

    def cost(self, code: str) -> Fraction:
        """The item's cost, 1 where none is given."""
        return self.costs.get(code, ONE)

    def cap(self, code: str) -> Fraction:
        """The highest score the item may reach; scores have two decimals."""
        cap = min(self.caps.get(code, Fraction(FULL)), Fraction(FULL))
        return Fraction(cap * _HUNDRED // 1, _HUNDRED)


def caps_of_rise(card: ScoreCard, rise: Decimal) -> dict[str, Fraction]:
    """The caps of survey items with a score, where each may rise by so many points at most."""
    values = {
        code: card.scores[code].value
        for code in card.framework.items
        if code in card.scores and instrument_of_item(code) != "OIT"
    }
    return {
        code: min(value + Fraction(rise), Fraction(FULL))
        for code, value in values.items()
        if value is not None
    }


class WhatIfStep(Struct, frozen=True):
    """One item's change with what it adds to the total."""

    code: str
    name: Text
    start: Decimal
    end: Decimal
    gain: Fraction
    cost: Fraction


class WhatIfOutcome(Struct, frozen=True):
    """Scores after changes."""

    total: Fraction | None
    instruments: Mapping[str, Fraction]
    rating: Rating | None
    gates: tuple[Gate, ...] = ()


class CheapestWay(Struct, frozen=True):
    """The cheapest way to a target; `reachable` is None where unknown items may decide it.

    Shape:  `unknown` are the indicators of which items are not known, `most` how many points of
            the total each of them, or its instrument where its own score is not known, can add at
            best; `contradicted` the
            total and instruments whose print contradicts what the way starts from: `reachable` is
            None then too, and the steps are those of the recomputed figure.
    """

    target: str
    reachable: bool | None
    steps: tuple[WhatIfStep, ...]
    after: WhatIfOutcome
    cost: Fraction
    unknown: tuple[str, ...]
    most: Mapping[str, Fraction] = field(default_factory=dict)
    contradicted: tuple[str, ...] = ()


def start_of(score: Score) -> Fraction | None:
    """What a way starts from: the published figure, unrounded where the computed one prints so.

    Where the print contradicts the computed figure, or what that is made of contradicts its own
    print, it is the computed one, told as what it is: on a print that its items deny, what an item
    adds could come to more than 100.
    """
    figure, value = score.figure, score.value
    if figure is None or value is None or figure == half_up(value):
        return value
    return value if score.is_doubted else Fraction(figure)


def contradicted(card: ScoreCard) -> tuple[str, ...]:
    """The total and the instruments whose print, or that of a part, contradicts other figures."""
    codes = (TOTAL, *INSTRUMENTS)
    return tuple(code for code in codes if card.scores[code].is_doubted)


def change(card: ScoreCard, changes: Mapping[str, Fraction]) -> WhatIfOutcome:
    """The outcome with some scores set to other values.

    Shape:  `changes` by code of any level below the total.
    Errors: Misuse where a code is not in the year, has no score, or has no known place.
    """
    moves: dict[str, Fraction] = {}
    for code, value in changes.items():
        _check_change(card, code, value)
        _check_overlap(card, code, changes)
        before = _current(card, code)
        moves[code] = value - before
    return _outcome(card, moves)


def cheapest(card: ScoreCard, target: str, terms: Terms | None = None) -> CheapestWay:
    """The least total cost that reaches a score or a level.

    Shape:  `target` is a score ("85") or a level code ("A", "good"). Ties go to fewer steps,
            then to code order. An unreachable target gives the best that can be had.
    Errors: Misuse where the target is neither, the year has no total, or a cost or cap is
            given for what is no item of the year.
    """
    terms = terms or Terms()
    for code in (*terms.costs, *terms.caps):
        if code not in card.framework.items:
            raise Misuse("analysis/not_an_item", item_code=code, fiscal_year=card.fiscal_year)
    _check_caps(card, terms)
    needs = _needs(card, target)
    doubtful = in_doubt(card, target)
    levers = _levers(card, terms)
    unknown = _unknown_levers(card)
    plan = search(card.framework, needs, levers)
    reachable: bool | None = plan is not None
    if plan is None:
        plan = everything(levers)
        reachable = None if _may_still_reach(card, needs, plan, unknown) else False
    if doubtful:
        reachable = None
    steps = _steps(card, plan, terms)
    moves = {step.code: Fraction(step.end) - _current(card, step.code) for step in steps}
    cost = sum((step.cost for step in steps), Fraction(0))
    outcome = _outcome(card, moves)
    return CheapestWay(
        target, reachable, steps, outcome, cost, unknown, _most(card, unknown), doubtful
    )


def _most(card: ScoreCard, unknown: tuple[str, ...]) -> dict[str, Fraction]:
    """The most that unknown items may add to the total, by indicator, else by instrument."""
    most: dict[str, Fraction] = {}
    for code in unknown:
        above = card.framework.tree[code].parent
        for node in (code, above):
            gap = None if node is None else _gap(card, node, TOTAL)
            if node is not None and gap is not None:
                most[node] = gap
                break
    return most


def _current(card: ScoreCard, code: str) -> Fraction:
    return start_of(card.scores[code]) or Fraction(0)


def in_doubt(card: ScoreCard, target: str) -> tuple[str, ...]:
    """The contradicted figures that the target asks something of."""
    asked = (TOTAL,) if _target(card, target)[1] is None else (TOTAL, *INSTRUMENTS)
    return tuple(code for code in contradicted(card) if code in asked)


def _check_caps(card: ScoreCard, terms: Terms) -> None:
    """An OIT item is disclosed or is not: a cap between would say what no assessor can give."""
    for code, cap in terms.caps.items():
        score = card.scores.get(code)
        is_at_zero = score is None or score.value in (None, 0)
        if instrument_of_item(code) == "OIT" and is_at_zero and 0 < cap < FULL:
            raise Misuse("analysis/cap_impossible_for_oit", item_code=code, cap=half_up(cap))


def _check_change(card: ScoreCard, code: str, value: Fraction) -> None:
    score = card.scores.get(code)
    if score is None or level_of(code) is Level.TOTAL or code not in card.framework.tree:
        raise Misuse("analysis/item_unknown", item_code=code, fiscal_year=card.fiscal_year)
    if not 0 <= value <= FULL:
        raise Misuse("analysis/score_out_of_range", item_code=code)
    if score.value is None:
        raise Misuse("analysis/present_score_unknown", item_code=code)
    if share_in(card.framework, code) is None:
        raise Misuse("analysis/weight_unknown", fiscal_year=card.fiscal_year, item_code=code)


def _check_overlap(card: ScoreCard, code: str, changes: Mapping[str, Fraction]) -> None:
    above = card.framework.tree[code].parent
    while above is not None:
        if above in changes:
            raise Misuse("analysis/item_and_part_both_set", above=above, item_code=code)
        above = card.framework.tree[above].parent


def _outcome(card: ScoreCard, moves: Mapping[str, Fraction]) -> WhatIfOutcome:
    """Add up what every move does; all sums are linear."""
    framework = card.framework
    total = start_of(card.total)
    instruments = {
        code: value for code in INSTRUMENTS if (value := start_of(card.scores[code])) is not None
    }
    for code, move in moves.items():
        share = share_in(framework, code)
        if share is not None and total is not None:
            total += share * move
        for instrument in instruments:
            part = share_in(framework, code, instrument)
            if part is not None:
                instruments[instrument] += part * move
    # A print that was rounded up leaves less room above it than its items have.
    instruments = {code: _in_range(value) for code, value in instruments.items()}
    total = None if total is None else _in_range(total)
    rounded = {code: half_up(value) for code, value in instruments.items()}
    shown = None if total is None else half_up(total)
    return WhatIfOutcome(
        total, instruments, rate(framework, shown, rounded), gates(framework, shown, rounded)
    )


def _in_range(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(FULL), value))


def _needs(card: ScoreCard, target: str) -> Needs:
    total = start_of(card.total)
    if total is None:
        raise Misuse("analysis/total_missing")
    minimum, gate = _target(card, target)
    gates: dict[str, Fraction] = {}
    if gate is not None:
        for code in INSTRUMENTS:
            value = start_of(card.scores[code])
            if value is not None:
                gates[code] = max(Fraction(0), gate - _HALF_DIGIT - value)
    return Needs(max(Fraction(0), minimum - _HALF_DIGIT - total), gates)


def _target(card: ScoreCard, target: str) -> tuple[Fraction, Fraction | None]:
    """The least total, and the least instrument score, as published."""
    levels = card.framework.rating.levels or ()
    codes = {level.code.lower(): level.code for level in levels}
    if target.lower() in codes:
        minimum, gate = level_needs(card.framework, codes[target.lower()])
        return Fraction(minimum), None if gate is None else Fraction(gate)
    number = plain_number(target.removeprefix("-"))
    if number is None:
        known = ", ".join(level.code for level in levels)
        raise Misuse(
            "analysis/target_not_understood",
            target=target,
            fiscal_year=card.fiscal_year,
            known=known,
        )
    value = -Fraction(number) if target.startswith("-") else Fraction(number)
    if not 0 <= value <= FULL:
        raise Misuse("analysis/target_out_of_range")
    return value, None


def _levers(card: ScoreCard, terms: Terms) -> list[Lever]:
    """Every item with a known score, a known share and room to rise, in code order."""
    levers: list[Lever] = []
    for score in card.of_level(Level.ITEM):
        instrument = instrument_of_item(score.code)
        in_total = share_in(card.framework, score.code)
        in_instrument = share_in(card.framework, score.code, instrument)
        if score.value is None or in_total is None or in_instrument is None:
            continue
        end = terms.cap(score.code)
        if instrument == "OIT" and (score.value != 0 or end < FULL):
            continue
        if end > score.value:
            levers.append(
                Lever(
                    score.code, instrument, end - score.value, in_instrument, in_total,
                    terms.cost(score.code),
                )
            )  # fmt: skip
    return sorted(levers, key=lambda lever: sort_key(lever.code))


def _unknown_levers(card: ScoreCard) -> tuple[str, ...]:
    """Indicators some of whose items are not known or have no score."""
    unknown: list[str] = []
    for part in card.framework.instruments:
        for indicator in part.indicators:
            items = [item for item in part.items or () if item.indicator == indicator.code]
            scored = all(
                item.code in card.scores and card.scores[item.code].value is not None
                for item in items
            )
            if not items or not scored:
                unknown.append(indicator.code)
    return tuple(unknown)


def _may_still_reach(card: ScoreCard, needs: Needs, plan: Plan, unknown: tuple[str, ...]) -> bool:
    """Whether what nobody knows could make up for what the known items cannot give.

    An indicator never rises above 100, so what its unknown items may add is bounded by its gap;
    where its own score is not known, by the gap that the plan leaves in its instrument.
    """
    if not unknown:
        return False
    gained = _outcome(card, plan)
    total = needs.total - _rise(start_of(card.total), gained.total)
    for code in INSTRUMENTS:
        now = start_of(card.scores[code])
        weight = share_in(card.framework, code)
        open_here = [item for item in unknown if card.framework.tree[item].parent == code]
        room = _room(card, code, gained.instruments.get(code), open_here)
        if room is None or weight is None or now is None:
            return True
        if needs.instruments.get(code, Fraction(0)) - _rise(now, gained.instruments[code]) > room:
            return False
        total -= weight * room
    return total <= 0


def _room(
    card: ScoreCard, code: str, after: Fraction | None, unknown: list[str]
) -> Fraction | None:
    """The most that unknown items may add to an instrument; None where nobody can say."""
    if after is None:
        return None if unknown else Fraction(0)
    whole = FULL - after
    gaps = [_gap(card, item, code) for item in unknown]
    known = [gap for gap in gaps if gap is not None]
    return whole if len(known) < len(gaps) else min(whole, sum(known, Fraction(0)))


def _gap(card: ScoreCard, code: str, top: str) -> Fraction | None:
    """The most that an indicator can add to the total or its instrument; None where not known."""
    share, score = share_in(card.framework, code, top), start_of(card.scores[code])
    return None if share is None or score is None else share * (FULL - score)


def _rise(before: Fraction | None, after: Fraction | None) -> Fraction:
    return (after or Fraction(0)) - (before or Fraction(0))


def _steps(card: ScoreCard, plan: Plan, terms: Terms) -> tuple[WhatIfStep, ...]:
    """The plan at published precision: ends rounded up, so that setting them reaches the target."""
    steps: list[WhatIfStep] = []
    for code in sorted(plan, key=sort_key):
        before = _current(card, code)
        end = min(round_up(before + plan[code]), half_up(terms.cap(code)))
        rise = Fraction(end) - before
        share = share_in(card.framework, code) or Fraction(0)
        cost = terms.cost(code) if code[0] == "o" else terms.cost(code) * rise
        name = card.scores[code].name
        steps.append(WhatIfStep(code, name, half_up(before), end, share * rise, cost))
    return tuple(steps)
