"""The least-cost set of rises that meets a need, exactly and without a solver.

All OIT items of one sub-indicator that stand at one score have one gain, so for each number taken
of them the cheapest are taken; of the sets so made only those stay that no other beats in gain
and cost; survey items then fill what is missing, the most points for their cost first.
Source: docs/method/cheapest-way.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, sort_key

# The rise of each item, in points of its score.
Plan = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Needs:
    """What must hold: increases still missing, unrounded, in the total and each instrument."""

    total: Fraction
    instruments: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Lever:
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
        """What the whole room costs."""
        return self.rate if self.whole else self.rate * self.room


def everything(levers: Iterable[Lever]) -> Plan:
    """Every lever pulled all the way."""
    return {lever.code: lever.room for lever in levers}


@dataclass(frozen=True, slots=True)
class _Bundle:
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


def _fill(survey: Sequence[Lever], needs: Needs, missing: Fraction) -> dict[str, Fraction] | None:
    """The cheapest rises of survey items: first what the gates ask, then what the total asks.

    Items of one instrument with one cost per gain are a group; amounts are settled by group
    first, so that the fewest items of each can be chosen afterwards.
    """
    groups: dict[tuple[Fraction, str], list[Lever]] = {}
    for lever in survey:
        groups.setdefault((lever.rate / lever.in_total, lever.instrument), []).append(lever)
    ordered = sorted(groups, key=lambda key: (key[0], INSTRUMENTS.index(key[1])))
    amounts = dict.fromkeys(ordered, Fraction(0))
    room = {key: sum((m.room * m.in_total for m in groups[key]), Fraction(0)) for key in ordered}
    for instrument, gate in needs.instruments.items():
        own = [key for key in ordered if key[1] == instrument]
        if not own:
            if gate > 0 and instrument != "OIT":
                return None
            continue
        member = groups[own[0]][0]
        if not _draw(own, gate * member.in_total / member.in_instrument, amounts, room):
            return None
    rest = missing - sum(amounts.values(), Fraction(0))
    if not _draw(ordered, rest, amounts, room):
        return None
    rises: dict[str, Fraction] = {}
    for key, amount in amounts.items():
        rises |= _fewest(groups[key], amount)
    return rises


def _draw(
    keys: Sequence[tuple[Fraction, str]],
    need: Fraction,
    amounts: dict[tuple[Fraction, str], Fraction],
    room: Mapping[tuple[Fraction, str], Fraction],
) -> bool:
    """Draw a gain from groups in order; False where they have too little."""
    for key in keys:
        if need <= 0:
            break
        drawn = min(need, room[key] - amounts[key])
        amounts[key] += drawn
        need -= drawn
    return need <= 0


def _fewest(group: Sequence[Lever], amount: Fraction) -> Plan:
    """Raise the fewest items of a group by `amount` in all; of equal choices the first in code."""
    if amount <= 0:
        return {}
    gains = [lever.room * lever.in_total for lever in group]
    count, reached = 0, Fraction(0)
    for gain in sorted(gains, reverse=True):
        if reached >= amount:
            break
        reached += gain
        count += 1
    chosen: list[Lever] = []
    held = Fraction(0)
    for position, lever in enumerate(group):
        left = count - len(chosen) - 1
        if left < 0:
            break
        later = sorted(gains[position + 1 :], reverse=True)[:left]
        if held + gains[position] + sum(later, Fraction(0)) >= amount:
            chosen.append(lever)
            held += gains[position]
    rises: dict[str, Fraction] = {}
    for lever in chosen:
        part = min(amount, lever.room * lever.in_total)
        rises[lever.code] = part / lever.in_total
        amount -= part
    return rises
