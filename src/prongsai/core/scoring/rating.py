"""The result level of a year: letters by the total, or levels with instrument gates."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from msgspec import Struct, field

from prongsai.core.framework.model import Framework, RatingLevel
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.messages import read_words
from prongsai.core.rounding import Interval, half_up
from prongsai.core.scoring.card import Rating, Score, ScoreCard
from prongsai.core.text import Text, listed


def rate(
    framework: Framework, total: Decimal | None, instruments: Mapping[str, Decimal]
) -> Rating | None:
    """The level of a published-precision total.

    Shape:  `instruments` holds the known instrument scores; a gate on one that is not known
            leaves the level provisional, at the best that may still hold.
    """
    levels = framework.rating.levels
    if levels is None or total is None:
        return None
    reached = [level for level in levels if total >= level.minimum] or [levels[-1]]
    gates = _Gates(framework, total, instruments)
    possible: list[RatingLevel] = []
    shut: Decimal | None = None
    for level in reached:
        if gates.may_be_between(level.each_instrument, shut):
            possible.append(level)
        if level.each_instrument is None:
            break
        shut = level.each_instrument
    if not possible:
        # Figures that contradict each other: the level that the known instruments leave.
        possible = [next(level for level in reached if gates.known_reach(level.each_instrument))]
    best = possible[0]
    return Rating(best.code, best.label, len(possible) > 1, tuple(level.code for level in possible))


class Gate(Struct, frozen=True):
    """A level that asks a score of every instrument, and what stands in its way.

    Shape:  `total_reached` and `shut_by` hold for the figures given; `unknown` are the
            instruments nobody knows.
    """

    level: RatingLevel
    total_reached: bool
    shut_by: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_open(self) -> bool | None:
        """Whether the level is reached; None where an unknown instrument decides."""
        if not self.total_reached or self.shut_by:
            return False
        return None if self.unknown else True


def gates(
    framework: Framework, total: Decimal | None, instruments: Mapping[str, Decimal]
) -> tuple[Gate, ...]:
    """Every gate of a year, highest level first; none in years that rate by the total alone."""
    listed: list[Gate] = []
    for level in framework.rating.levels or ():
        floor = level.each_instrument
        if floor is None:
            continue
        shut = tuple(code for code, score in instruments.items() if score < floor)
        unknown = tuple(code for code in INSTRUMENTS if code not in instruments)
        listed.append(Gate(level, total is not None and total >= level.minimum, shut, unknown))
    return tuple(listed)


class Shortfall(Struct, frozen=True):
    """What keeps an agency from a level.

    Shape:  `lacks` by code of the total or an instrument, in points; `total_reached` tells that
            the total alone would do: an instrument's gate costs the level. `costs` is what each
            instrument takes from the total by being below 100, most first: only where the total
            lacks, and all instruments and their weights are known and undisputed.
    """

    level: RatingLevel
    lacks: Mapping[str, Decimal]
    total_reached: bool
    costs: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def in_words(self) -> Text:
        """What is lacking for the level, and which instruments cost it where that is known."""
        level, parts = self.level.label, [self._lack(*item) for item in self.lacks.items()]
        lacks = listed(parts)
        if self.total_reached:
            return read_words("scoring/total_reaches_level", level=level, lacks=lacks)
        costs = ", ".join(f"{code} {points}" for code, points in self.costs.items())
        words = read_words("scoring/short_of_level", level=level, lacks=lacks)
        return listed((words, read_words("scoring/costs", costs=costs)), " ") if costs else words

    def _lack(self, code: str, points: Decimal) -> Text:
        if code == TOTAL:
            return read_words("scoring/lack.total", points=points)
        asked = self.level.each_instrument
        return read_words("scoring/lack.instrument", code=code, points=points, asked=asked)


def shortfall(card: ScoreCard) -> Shortfall | None:
    """What costs the level that the total alone would reach, or else the next one up.

    Shape:  None where the year's levels are not known, or the highest is reached, or only
            instruments that nobody knows are in the way, or the total contradicts other figures.
    """
    levels = card.framework.rating.levels or ()
    total = card.total.figure
    if card.rating is None or total is None:
        return None
    above = list(takewhile(lambda level: level.code not in card.rating_codes, levels))
    aim = next((level for level in above if total >= level.minimum), above[-1] if above else None)
    if aim is None:
        return None
    lacks = {TOTAL: aim.minimum - total} if total < aim.minimum else {}
    if aim.each_instrument is not None:
        lacks |= {
            code: aim.each_instrument - score
            for code, score in figures_of(card.scores).items()
            if score < aim.each_instrument
        }
    costs = _costs(card) if TOTAL in lacks else {}
    return Shortfall(aim, lacks, total >= aim.minimum, costs) if lacks else None


def _costs(card: ScoreCard) -> dict[str, Decimal]:
    """Points of the total that each instrument costs; none where one of them is open to doubt."""
    known = figures_of(card.scores)
    shares = dict(card.framework.tree[TOTAL].children or ())
    if shares.keys() != known.keys() or any(card.scores[code].is_doubted for code in known):
        return {}
    lost = {code: half_up(share * (100 - Fraction(known[code]))) for code, share in shares.items()}
    falling = sorted(lost.items(), key=lambda pair: -pair[1])
    return {code: points for code, points in falling if points}


def figures_of(scores: Mapping[str, Score]) -> dict[str, Decimal]:
    return {code: figure for code in INSTRUMENTS if (figure := scores[code].figure) is not None}


def level_needs(framework: Framework, code: str) -> tuple[Decimal, Decimal | None]:
    """What a level asks: the least total, and the least score of each instrument."""
    levels = framework.rating.levels or ()
    level = next(level for level in levels if level.code == code)
    return level.minimum, level.each_instrument


class _Gates:
    """What the known instruments and the total leave open about those that are not known."""

    def __init__(
        self, framework: Framework, total: Decimal, instruments: Mapping[str, Decimal]
    ) -> None:
        self.known = list(instruments.values())
        missing = [part for part in framework.instruments if part.code not in instruments]
        self.weights = [part.weight for part in missing]
        places = framework.published_places
        self.half = Fraction(1, 2 * 10**places)
        # What the instruments that are not known add to the total.
        self.open = Interval.of_published(Fraction(total), places)
        for part in framework.instruments:
            if part.code in instruments and part.weight is not None:
                own = Interval.of_published(Fraction(instruments[part.code]), places)
                self.open = self.open - own.times(part.weight)

    def known_reach(self, gate: Decimal | None) -> bool:
        """Whether no known instrument is below a gate."""
        return gate is None or all(score >= gate for score in self.known)

    def may_be_between(self, gate: Decimal | None, shut: Decimal | None) -> bool:
        """Whether all instruments may reach `gate` while one stays below `shut`."""
        if not self.known_reach(gate):
            return False
        closed = shut is None or any(score < shut for score in self.known)
        weights = [weight for weight in self.weights if weight is not None]
        if not self.weights or len(weights) < len(self.weights):
            return closed or bool(self.weights)
        low = Fraction(0) if gate is None else Fraction(gate) - self.half
        highest = 100 * sum(weights, Fraction(0))
        ceilings = [highest]
        if not closed and shut is not None:
            below = Fraction(shut) - self.half
            ceilings = [highest - weight * (100 - below) for weight in weights]
        least = low * sum(weights, Fraction(0))
        return any(least < self.open.high and self.open.low < ceiling for ceiling in ceilings)
