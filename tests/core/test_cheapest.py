"""The cheapest way against an exhaustive search over small random problems."""

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.trend import share_in
from prongsai.core.analysis.whatif import Terms, change, cheapest
from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS, Level, sort_key
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.model import Figure, Origin
from prongsai.core.scoring.compute import score

YEAR = 2566  # its levels have gates, and all its items are known
FRAMEWORK = Catalogue().get(YEAR)
ITEMS = [code for code, node in FRAMEWORK.tree.items() if node.level is Level.ITEM]
SURVEY = [code for code in ITEMS if code[0] != "o"]
DISCLOSED = [code for code in ITEMS if code[0] == "o"]
HALF_DIGIT = Fraction(1, 200)
DIGIT = Fraction(1, 100)


class Problem(Struct, frozen=True, dict=True):
    """A card in which few items may change: zeros of OIT, and survey items with room."""

    costs: dict[str, Fraction]
    caps: dict[str, Fraction]
    printed: dict[str, Decimal]  # what costs and caps are given for
    others: dict[str, int]  # what every other survey item has, by letter
    stuck: list[str]  # what of OIT is at 0 and stays there
    target: str = ""

    @cached_property
    def card(self):
        whole = {code: self.others.get(code[0], 100) for code in ITEMS}
        whole |= dict.fromkeys(self.stuck, 0) | self.printed
        return score(FRAMEWORK, {code: whole_figure(code, value) for code, value in whole.items()})

    @property
    def terms(self):
        """Every item that is no lever is held where it is."""
        held = dict.fromkeys({*SURVEY, *self.stuck} - self.costs.keys(), Fraction(0))
        return Terms(self.costs, held | self.caps)

    @property
    def levers(self):
        return sorted(self.costs, key=sort_key)

    def room(self, code):
        return self.caps.get(code, 100) - self.card.scores[code].value

    @property
    def most(self):
        """What all levers together add to the total."""
        rises = (self.room(code) * share_in(FRAMEWORK, code) for code in self.levers)
        return sum(rises, Fraction(0))


COSTS = st.integers(1, 4)
RAISED = st.integers(5, 9).map(lambda tens: Decimal(tens * 10)) | st.integers(5000, 9000).map(
    lambda hundredths: Decimal(hundredths).scaleb(-2)
)
# Items of a small sub-indicator more often: few of them at 0 shut a gate of OIT.
ZEROS = st.sampled_from(DISCLOSED) | st.sampled_from(
    [code for code, _ in FRAMEWORK.tree["10.2"].children]
)


@st.composite
def problems(draw, costs=COSTS, eit_costs=1, most_raised=4):
    """Few levers with random costs and caps; every other item is full or may not rise."""
    zeros = draw(st.lists(ZEROS, max_size=4, unique=True))
    raised = draw(st.lists(st.sampled_from(SURVEY), max_size=most_raised, unique=True))
    others = {"i": draw(st.integers(60, 97)), "e": draw(st.integers(60, 97))}
    printed = dict.fromkeys(zeros, Decimal(0)) | {code: draw(RAISED) for code in raised}
    caps = {code: Fraction(draw(st.integers(int(printed[code]) + 1, 100))) for code in raised}
    times = {"i": 1, "e": eit_costs, "o": 1}
    priced = {code: Fraction(draw(costs) * times[code[0]]) for code in printed}
    stuck = draw(st.lists(st.sampled_from(DISCLOSED), max_size=2))
    problem = Problem(priced, caps, printed, others, [code for code in stuck if code not in zeros])
    return replace(problem, target=draw_target(draw, problem))


def draw_target(draw, problem):
    """A level, or a score on the way from what is had to a little more than can be had."""
    target = draw(st.one_of(st.integers(0, 105), st.sampled_from(["excellent", "good", "pass"])))
    if isinstance(target, str):
        return target
    aim = problem.card.total.value + problem.most * target / 100
    return str(half_up(min(aim, Fraction(100))))


def whole_figure(code, value):
    return Figure(code, YEAR, str(value), Decimal(value), Origin.TABLE, Place())


def needs_of(card, target):
    """What total and what instruments a target asks for, unrounded."""
    levels = {level.code: level for level in FRAMEWORK.rating.levels}
    least, gate = Fraction(0), Fraction(0)
    if target in levels:
        least = Fraction(levels[target].minimum)
        gate = Fraction(levels[target].each_instrument or 0)
    else:
        least = Fraction(target)
    gates = {code: gate - HALF_DIGIT - card.scores[code].value for code in INSTRUMENTS}
    return least - HALF_DIGIT - card.total.value, gates


def subsets(codes):
    return chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1))


class Lever(Struct, frozen=True, dict=True):
    """A survey item: the most it adds to the total, and what one point of the total costs."""

    most: Fraction
    price: Fraction


def price_of(levers, gain):
    """The least cost of a gain from levers of one instrument: the cheapest first."""
    cost = Fraction(0)
    for lever in sorted(levers, key=lambda lever: lever.price):
        taken = max(Fraction(0), min(gain, lever.most))
        cost, gain = cost + taken * lever.price, gain - taken
    return cost if gain <= 0 else None


def corners(levers):
    """The gains at which the price of an instrument changes."""
    reached, found = Fraction(0), [Fraction(0)]
    for lever in sorted(levers, key=lambda lever: lever.price):
        reached += lever.most
        found.append(reached)
    return found


def fill(inside, outside, gates, missing):
    """The least cost of raising survey items, or None.

    The price of a gain is convex and piecewise linear in each instrument, so the best split between
    the two lies where one of them has a corner, or meets its gate; all such splits are tried.
    """
    ends = [*corners(inside), gates["IIT"]]
    ends += [missing - corner for corner in (*corners(outside), gates["EIT"])]
    costs = []
    for gain in ends:
        if gain < max(gates["IIT"], Fraction(0)):
            continue
        rest = max(gates["EIT"], missing - gain, Fraction(0))
        prices = price_of(inside, gain), price_of(outside, rest)
        if None not in prices:
            costs.append(sum(prices))
    return min(costs, default=None)


def exhaustive(problem):
    """The best plan of all: cost, number of items and their codes; None where there is none.

    Every set of items is tried; within a set the OIT items rise whole and the rest is filled.
    """
    missing, gates = needs_of(problem.card, problem.target)
    share = {code: share_in(FRAMEWORK, code) for code in problem.levers}
    weight = {part.code: part.weight for part in FRAMEWORK.instruments}
    gates = {code: gate * weight[code] for code, gate in gates.items()}
    costs = problem.costs
    levers = {c: Lever(problem.room(c) * share[c], costs[c] / share[c]) for c in problem.levers}
    plans = []
    for chosen in subsets(problem.levers):
        zeros = [code for code in chosen if code[0] == "o"]
        gained = sum(levers[code].most for code in zeros)
        if gained < gates["OIT"]:
            continue
        parts = [[levers[code] for code in chosen if code[0] == letter] for letter in "ie"]
        cost = fill(*parts, gates, missing - gained)
        if cost is not None:
            whole = sum(costs[code] for code in zeros)
            plans.append((cost + whole, len(chosen), [sort_key(code) for code in chosen], chosen))
    return min(plans, default=None)


def reaches(outcome, target):
    order = [level.code for level in FRAMEWORK.rating.levels]
    if target in order:
        return order.index(outcome.rating.code) <= order.index(target)
    return half_up(outcome.total) >= Decimal(target)


def rounding_of(way, costs):
    """The most that rounding every end up to two decimals can add to the cost."""
    return sum(costs[step.code] * DIGIT for step in way.steps if step.code[0] != "o")


@given(problems(costs=st.sampled_from([1, 3, 5])))  # no point of IIT costs as one of EIT
def test_the_cheapest_way_is_that_of_an_exhaustive_search(problem):
    best = exhaustive(problem)
    way = cheapest(problem.card, problem.target, problem.terms)
    assert way.reachable == (best is not None)
    assume(best is not None)
    cost, size, _, codes = best
    assert 0 <= way.cost - cost <= rounding_of(way, problem.costs)
    assert len(way.steps) == size
    assert tuple(step.code for step in way.steps) == codes


@given(problems(costs=st.integers(0, 2), most_raised=0))
@pytest.mark.long
def test_of_disclosure_items_alone_the_fewest_are_taken_and_then_the_first(problem):
    best = exhaustive(problem)
    assume(best is not None)
    steps = cheapest(problem.card, problem.target, problem.terms).steps
    assert tuple(step.code for step in steps) == best[3]


@given(problems(costs=st.integers(0, 2), eit_costs=2))  # a point of the total at one price
@pytest.mark.long
def test_of_ways_of_one_cost_the_shortest_is_taken_and_then_the_first(problem):
    best = exhaustive(problem)
    assume(best is not None)
    steps = cheapest(problem.card, problem.target, problem.terms).steps
    assert tuple(step.code for step in steps) == best[3]


@given(problems())
def test_setting_the_steps_reaches_the_target(problem):
    way = cheapest(problem.card, problem.target, problem.terms)
    outcome = change(problem.card, {step.code: Fraction(step.end) for step in way.steps})
    assert outcome == way.after
    assert reaches(outcome, problem.target) == way.reachable


@pytest.mark.long
@given(problems())
def test_no_step_can_be_left_out(problem):
    way = cheapest(problem.card, problem.target, problem.terms)
    assume(way.reachable)
    for left_out in way.steps:
        kept = {step.code: Fraction(step.end) for step in way.steps if step is not left_out}
        assert not reaches(change(problem.card, kept), problem.target)


@given(problems())
def test_a_step_says_what_it_adds_and_stays_within_its_cap(problem):
    card = problem.card
    way = cheapest(card, problem.target, problem.terms)
    for step in way.steps:
        assert step.start == half_up(card.scores[step.code].value)
        assert step.start < step.end <= problem.caps.get(step.code, 100)
        alone = change(card, {step.code: Fraction(step.end)})
        assert alone.total - card.total.value == step.gain
    assert sum(step.cost for step in way.steps) == way.cost
    assert card.total.value + sum(step.gain for step in way.steps) == way.after.total


@pytest.mark.long
@given(problems())
def test_an_unreachable_target_gives_all_that_can_be_had(problem):
    way = cheapest(problem.card, "100", problem.terms)
    assume(way.reachable is False)
    assert {step.code: step.end for step in way.steps} == {
        code: problem.caps.get(code, 100) for code in problem.levers
    }


@pytest.mark.long
@given(problems())
def test_the_order_in_which_costs_are_given_does_not_matter(problem):
    turned = Terms(dict(reversed(problem.costs.items())), problem.terms.caps)
    way = cheapest(problem.card, problem.target, problem.terms)
    assert cheapest(problem.card, problem.target, turned) == way
