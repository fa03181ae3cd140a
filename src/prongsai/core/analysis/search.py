"""The least-cost set of rises that meets a need, exactly and without a solver.

All OIT items of one sub-indicator that stand at one score have one gain, so for each number taken
of them the cheapest are taken; of the sets so made only those stay that no other beats in gain
and cost; survey items then fill what is missing, the most points for their cost first.
Source: docs/method/cheapest-way.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from prongsai.core.framework.model import Framework
from prongsai.core.ids import sort_key

# The rise of each item, in points of its score.
Plan = Mapping[str, Fraction]


class Needs(Struct, frozen=True):
    """What must hold: increases still missing, unrounded, in the total and each instrument."""

    total: Fraction
    instruments: Mapping[str, Fraction]


class Lever(Struct, frozen=True):
    """An item that can rise: by all of `room` at once (OIT), or by any part of it."""

    code: str
    instrument: str
    room: Fraction
    in_instrument: Fraction
    in_total: Fraction
    rate: Fraction

    @property
    def whole(self) -> bool:
        """An OIT item rises all the way or not at all."""
        return self.instrument == "OIT"

    @property
    def cost_of_all(self) -> Fraction:
        return self.rate if self.whole else self.rate * self.room


def everything(levers: Iterable[Lever]) -> Plan:
    """Every lever pulled all the way."""
    return {lever.code: lever.room for lever in levers}


class _Bundle(Struct, frozen=True):
    """A set of OIT items: its gains and cost."""

    in_total: Fraction
    in_instrument: Fraction
    cost: Fraction
    codes: tuple[str, ...]

    @property
    def order(self) -> tuple[Fraction, int, tuple[tuple[int, int, int], ...]]:
        """Cheaper first, then fewer items, then code order."""
        return self.cost, len(self.codes), tuple(sort_key(code) for code in self.codes)


def search(framework: Framework, needs: Needs, levers: Sequence[Lever]) -> Plan | None:
    """The best plan over all bundles worth having."""
    survey = [lever for lever in levers if not lever.whole]
    rooms = {lever.code: lever.room for lever in levers}
    best: tuple[tuple[object, ...], Plan] | None = None
    for bundle in _bundles(framework, [lever for lever in levers if lever.whole]):
        if bundle.in_instrument < needs.instruments.get("OIT", Fraction(0)):
            continue
        filled = _fill(survey, needs, needs.total - bundle.in_total)
        if filled is None:
            continue
        plan = {code: rooms[code] for code in bundle.codes} | filled
        rates = {lever.code: lever.rate for lever in survey}
        cost = bundle.cost + sum((rates[c] * rise for c, rise in filled.items()), Fraction(0))
        order = (cost, len(plan), tuple(sorted(sort_key(code) for code in plan)))
        if best is None or order < best[0]:
            best = (order, plan)
    return None if best is None else best[1]


def _bundles(framework: Framework, levers: Sequence[Lever]) -> list[_Bundle]:
    """Every set of OIT items that no other set beats; built one class of equal gain at a time."""
    classes: dict[tuple[str | None, Fraction], list[Lever]] = {}
    for lever in levers:
        classes.setdefault((framework.tree[lever.code].parent, lever.room), []).append(lever)
    bundles = [_Bundle(Fraction(0), Fraction(0), Fraction(0), ())]
    for members in classes.values():
        cheapest_first = sorted(members, key=lambda m: (m.cost_of_all, sort_key(m.code)))
        grown = list(bundles)
        for taken in range(1, len(cheapest_first) + 1):
            grown += [_joined(bundle, cheapest_first[:taken]) for bundle in bundles]
        bundles = _undominated(grown)
    return bundles


def _joined(bundle: _Bundle, members: Sequence[Lever]) -> _Bundle:
    gain = [(m.room * m.in_total, m.room * m.in_instrument, m.cost_of_all) for m in members]
    return _Bundle(
        bundle.in_total + sum((g[0] for g in gain), Fraction(0)),
        bundle.in_instrument + sum((g[1] for g in gain), Fraction(0)),
        bundle.cost + sum((g[2] for g in gain), Fraction(0)),
        tuple(sorted((*bundle.codes, *(m.code for m in members)), key=sort_key)),
    )


def _undominated(bundles: Iterable[_Bundle]) -> list[_Bundle]:
    """Drop each bundle that gains no more than one that comes before it in cost, size and code."""
    kept: list[_Bundle] = []
    most = Fraction(-1)
    for bundle in sorted(bundles, key=lambda b: b.order):
        if bundle.in_total > most:
            kept.append(bundle)
            most = bundle.in_total
    return kept


class _Tier(Struct):
    """Survey items with one cost for what they add to the total."""

    levers: list[Lever]
    amount: Fraction = Fraction(0)
    # What each instrument's gate asks of this tier; part of `amount`.
    gates: dict[str, Fraction] = field(default_factory=dict)

    def room(self, instrument: str | None = None) -> Fraction:
        """What the tier, or its items of one instrument, can still add to the total."""
        levers = (lever for lever in self.levers if instrument in (None, lever.instrument))
        of_all = sum(map(_gain, levers), Fraction(0))
        return of_all - (self.gates.get(instrument, Fraction(0)) if instrument else self.amount)

    def fewest(self) -> Plan:
        """Raise the fewest items that give the amount; of equal choices the first in code."""
        count = _count_to_complete([], self.levers, self.amount, self.gates)
        chosen: list[Lever] = []
        for position, lever in enumerate(self.levers):
            later = self.levers[position + 1 :]
            taken = [*chosen, lever]
            left = _count_to_complete(taken, later, self.amount, self.gates)
            if left is not None and count is not None and len(taken) + left <= count:
                chosen = taken
        # What the gates ask is raised first, then the rest in code order.
        gains = dict.fromkeys((lever.code for lever in chosen), Fraction(0))
        for instrument, gate in self.gates.items():
            _spread([lever for lever in chosen if lever.instrument == instrument], gate, gains)
        _spread(chosen, self.amount - sum(gains.values(), Fraction(0)), gains)
        return {
            lever.code: gains[lever.code] / lever.in_total for lever in chosen if gains[lever.code]
        }


def _gain(lever: Lever) -> Fraction:
    return lever.room * lever.in_total


def _spread(levers: Sequence[Lever], need: Fraction, gains: dict[str, Fraction]) -> None:
    for lever in levers:
        part = min(need, _gain(lever) - gains[lever.code])
        gains[lever.code] += part
        need -= part


def _count_to_complete(
    taken: Sequence[Lever],
    others: Sequence[Lever],
    amount: Fraction,
    gates: Mapping[str, Fraction],
) -> int | None:
    """The fewest further items with which gates and amount are met; None where all are too few."""
    held = sum((_gain(lever) for lever in taken), Fraction(0))
    largest = sorted(others, key=_gain, reverse=True)
    added: list[Lever] = []
    for instrument, gate in gates.items():
        own = sum((_gain(lever) for lever in taken if lever.instrument == instrument), Fraction(0))
        for lever in largest:
            if own < gate and lever.instrument == instrument:
                added.append(lever)
                own += _gain(lever)
        if own < gate:
            return None
    held += sum((_gain(lever) for lever in added), Fraction(0))
    for lever in largest:
        if held < amount and lever not in added:
            added.append(lever)
            held += _gain(lever)
    return len(added) if held >= amount else None


def _fill(survey: Sequence[Lever], needs: Needs, missing: Fraction) -> dict[str, Fraction] | None:
    """The cheapest rises of survey items: first what the gates ask, then what the total asks."""
    by_price: dict[Fraction, _Tier] = {}
    for lever in survey:
        by_price.setdefault(lever.rate / lever.in_total, _Tier([])).levers.append(lever)
    tiers = [by_price[price] for price in sorted(by_price)]
    if not all(_draw_gate(tiers, survey, *need) for need in needs.instruments.items()):
        return None
    rest = missing - sum((tier.amount for tier in tiers), Fraction(0))
    for tier in tiers:
        drawn = max(Fraction(0), min(rest, tier.room()))
        tier.amount += drawn
        rest -= drawn
    if rest > 0:
        return None
    rises: dict[str, Fraction] = {}
    for tier in tiers:
        rises |= tier.fewest()
    return rises


def _draw_gate(
    tiers: Sequence[_Tier], survey: Sequence[Lever], instrument: str, gate: Fraction
) -> bool:
    """Take from the cheapest tiers what an instrument's gate asks; False where it is too much."""
    member = next((lever for lever in survey if lever.instrument == instrument), None)
    if member is None:
        return gate <= 0 or instrument == "OIT"
    need = gate * member.in_total / member.in_instrument
    for tier in tiers:
        drawn = min(need, tier.room(instrument))
        if drawn > 0:
            tier.gates[instrument] = drawn
            tier.amount += drawn
            need -= drawn
    return need <= 0
