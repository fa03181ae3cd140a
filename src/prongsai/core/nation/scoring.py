"""Score many agencies, each as one agency is scored: exact fractions, rounded once at the end.

A year's shares become whole weights over one denominator, worked out once. A score is a pair of
whole numbers, numerator and denominator, not reduced; the denominator 0 stands for a score that is
not known. So an agency costs a few dozen operations on whole numbers and stays exact.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import lcm
from operator import itemgetter, mul
from typing import Any, NamedTuple

from msgspec import Struct

from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.scoring.rating import Gate, gates, rate
from prongsai.core.surveys.questionnaire import (
    SURVEYS,
    Questionnaire,
    questionnaire,
    staff_minimum,
    staff_rule,
)
from prongsai.core.surveys.tally import points_of_questions

# What an OIT item earns by its letter, and whether it is known: the two parts of its score.
_EARNED = {"1": 100, "0": 0, "-": 0}
_KNOWN = {"1": 1, "0": 1, "-": 0}
_UNKNOWN = -1


class WeightedSum(NamedTuple):
    """How a score is made of those before it: a tuple, for it is unpacked a million times.

    Shape:  `parts` takes the places of the parts from a list; `weights` is None where all are 1.
            The denominator 0 is that of a sum whose parts the year does not tell.
    """

    parts: Callable[[Sequence[int]], Sequence[int]]
    weights: tuple[int, ...] | None
    denominator: int


class Figures(dict[int, str]):
    """Published figures as text by their number of last places; "" for one that is not known."""

    def __init__(self, places: int) -> None:
        """Units: 8527 is 85.27 where `places` is 2."""
        super().__init__({_UNKNOWN: ""})
        self._places = places

    def __missing__(self, number: int) -> str:
        """Work a figure out the first time: a million scores share the ten thousand there are."""
        self[number] = text = str(Decimal(number).scaleb(-self._places))
        return text


class WeightedTree:
    """The tree of a year, ready to score agencies from the values of their items."""

    def __init__(self, framework: Framework, items: Sequence[str]) -> None:
        """Shape: `items` are the codes of the items in the order in which values will come."""
        self.codes = [*items]
        place_of = {code: place for place, code in enumerate(items)}
        sums = []
        for node in framework.sums[TOTAL]:
            known = node.children and all(code in place_of for code, _ in node.children)
            parts = node.children if known and node.children else ()
            sums.append(_weighted(place_of, parts))
            place_of[node.code] = len(self.codes)
            self.codes.append(node.code)
        self._sums = sums
        self._scale = 2 * 10**framework.published_places

    def scores(self, numerators: list[int], denominators: list[int]) -> None:
        """Append the scores of all sums to those of the items."""
        for parts, weights, denominator in self._sums:
            own, values = parts(denominators), parts(numerators)
            common = own[0]
            if own.count(common) != len(own):
                common = lcm(*own)
                if common:
                    values = [
                        value * (common // part) for value, part in zip(values, own, strict=True)
                    ]
            denominators.append(common * denominator)
            numerators.append(sum(map(mul, weights, values)) if weights else sum(values))

    def published(self, numerators: Sequence[int], denominators: Sequence[int]) -> list[int]:
        """The scores rounded half up, in units of the last published place; -1 for not known."""
        scale = self._scale
        return [
            (scale * value + whole) // (2 * whole) if whole else _UNKNOWN
            for value, whole in zip(numerators, denominators, strict=True)
        ]


def _weighted(place_of: Mapping[str, int], children: Any) -> WeightedSum:
    if not children:
        return WeightedSum(itemgetter(slice(1)), None, 0)
    shares = [share for _, share in children]
    denominator = lcm(*(share.denominator for share in shares))
    weights = tuple(share.numerator * (denominator // share.denominator) for share in shares)
    places = [place_of[code] for code, _ in children]
    # Of one place itemgetter gives no sequence, of a slice it does.
    parts = itemgetter(*places) if places[1:] else itemgetter(slice(places[0], places[0] + 1))
    return WeightedSum(parts, None if set(weights) == {1} else weights, denominator)


class AgencyRow(Struct, frozen=True):
    """One agency of the list; "" and None for what the list does not say."""

    code: str
    name: str = ""
    province: str = ""
    kind: str = ""
    staff: int | None = None


class Counted(Struct, frozen=True):
    """What is counted of one agency.

    Shape:  `points` and `answers` of all answers by survey item, in the order of `Scorer.items`;
            no answers for an item of which a question has none. `disclosed` has a letter for
            each OIT item: 1 all of it is disclosed, 0 it is not, - nobody says.
    """

    agency: AgencyRow
    respondents: Mapping[str, int]
    points: Sequence[int]
    answers: Sequence[int]
    disclosed: str


class AgencyScores(Struct, frozen=True):
    """The scores of one agency.

    Shape:  `figures` are the published scores in the order of `Scorer.codes`, "" for those of
            which a part is not known; `shut` are the gates that the total reaches and an
            instrument shuts.
    """

    agency: AgencyRow
    respondents: Mapping[str, int]
    figures: Sequence[str]
    exact_total: Fraction | None
    total: Decimal | None
    level: str = ""
    shut: tuple[Gate, ...] = ()
    few: tuple[str, ...] = ()


class Scorer:
    """Scores agencies by the rules of one year."""

    def __init__(self, catalogue: Catalogue, framework: Framework) -> None:
        """Prepare what every agency needs.

        Errors: Misuse where the year's questions, or what answers earn, are not known.
        """
        self.framework = framework
        self.surveys = {name: self._survey(catalogue, name) for name in SURVEYS}
        self.points = {name: points_of_questions(asked) for name, asked in self.surveys.items()}
        asked_items = (item for points in self.points.values() for item, _ in points.values())
        self.items = tuple(dict.fromkeys(asked_items))
        oit = next(part for part in framework.instruments if part.code == "OIT")
        self.disclosed = tuple(item.code for item in oit.items or ())
        self._tree = WeightedTree(framework, (*self.items, *self.disclosed))
        self.codes = (TOTAL, *(code for code in framework.tree if code != TOTAL))
        place_of = {code: place for place, code in enumerate(self._tree.codes)}
        self._in_order = itemgetter(*(place_of[code] for code in self.codes))
        self._rated = itemgetter(*(place_of[code] for code in (TOTAL, *INSTRUMENTS)))
        self._texts = Figures(framework.published_places)
        self._ratings = Ratings(framework)
        self._rule = staff_rule(framework)
        self._least: dict[int | None, int] = {}

    def _survey(self, catalogue: Catalogue, name: str) -> Questionnaire:
        year = self.framework.fiscal_year
        part = next(part for part in self.framework.instruments if part.code == name)
        if not part.items:
            raise Misuse("nation/questions_unknown", instrument=name, year=year)
        survey = questionnaire(catalogue, year, name)
        if any(None in asked.all_points for asked in survey.asked if asked.has_points):
            raise Misuse("nation/questions_unknown", instrument=name, year=year)
        return survey

    def score(self, counted: Counted) -> AgencyScores:
        numerators = [*counted.points, *map(_EARNED.__getitem__, counted.disclosed)]
        denominators = [*counted.answers, *map(_KNOWN.__getitem__, counted.disclosed)]
        self._tree.scores(numerators, denominators)
        figures = self._tree.published(numerators, denominators)
        total, level, shut = self._ratings.rate(self._rated(figures))
        # The total is the last of the sums.
        exact = Fraction(numerators[-1], denominators[-1]) if denominators[-1] else None
        return AgencyScores(
            counted.agency,
            counted.respondents,
            tuple(map(self._texts.__getitem__, self._in_order(figures))),
            exact,
            total,
            level,
            shut,
            self._few(counted),
        )

    def _few(self, counted: Counted) -> tuple[str, ...]:
        """The surveys that fewer answered than the year asks; staff alone has a known rule."""
        few = []
        if counted.respondents.get("IIT", 0) < self._least_staff(counted.agency.staff):
            few.append("IIT")
        if not counted.respondents.get("EIT", 0):
            few.append("EIT")
        return tuple(few)

    def _least_staff(self, staff: int | None) -> int:
        """How many of so many staff the year asks for at least; 0 where it has no rule."""
        if self._rule is None:
            return 0
        if staff is None:
            return self._rule.at_least
        if staff not in self._least:
            year = self.framework.fiscal_year
            self._least[staff] = staff_minimum(self._rule, staff, year).count
        return self._least[staff]


class Ratings:
    """The levels of totals by the year's rules; equal cases are rated once.

    A level is decided by comparing figures with thresholds alone where all of them are known, so
    that two agencies whose figures lie between the same thresholds have the same level.
    """

    def __init__(self, framework: Framework) -> None:
        """Take the thresholds of the year's levels."""
        self._framework, places = framework, framework.published_places
        # Agencies share their totals: ten nations have ten thousand.
        self._figure = cache(lambda figure: Decimal(figure).scaleb(-places))
        levels = framework.rating.levels or ()
        marks = {each.minimum for each in levels} | {each.each_instrument for each in levels}
        self._marks = sorted(each.scaleb(places) for each in marks if each is not None)
        self._known: dict[tuple[int, ...], tuple[str, tuple[Gate, ...]]] = {}

    def rate(self, figures: Sequence[int]) -> tuple[Decimal | None, str, tuple[Gate, ...]]:
        """The published total, its level, and the gates that it reaches and an instrument shuts.

        Shape:  `figures` of total, IIT, EIT and OIT in units of the last published place, negative
                for one that is not known.
        """
        total = self._figure(figures[0]) if figures[0] >= 0 else None
        if min(figures) < 0:
            return total, *self._rate(total, figures)
        case = tuple(bisect_right(self._marks, figure) for figure in figures)
        if case not in self._known:
            self._known[case] = self._rate(total, figures)
        return total, *self._known[case]

    def _rate(self, total: Decimal | None, figures: Sequence[int]) -> tuple[str, tuple[Gate, ...]]:
        named = zip(INSTRUMENTS, figures[1:], strict=True)
        instruments = {code: self._figure(figure) for code, figure in named if figure >= 0}
        rating = rate(self._framework, total, instruments)
        shut = tuple(
            gate
            for gate in gates(self._framework, total, instruments)
            if gate.total_reached and gate.shut_by
        )
        return rating.code if rating else "", shut
