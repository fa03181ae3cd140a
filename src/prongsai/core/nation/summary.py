"""What the scores of many agencies say together: levels, ranks, groups, change on last year."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.nation.scoring import AgencyScores
from prongsai.core.rounding import half_up

Value = TypeVar("Value", Decimal, Fraction, int)
_QUANTILES = (0, 10, 25, 50, 75, 90, 100)


class LevelShare(Struct, frozen=True):
    """How many agencies reached a level."""

    code: str
    count: int
    percent: Decimal


class Group(Struct, frozen=True):
    """The totals of the agencies of a province or kind."""

    name: str
    count: int
    mean: Decimal
    median: Decimal
    lowest: Decimal
    highest: Decimal
    passing: int | None


class GateLoss(Struct, frozen=True):
    """How many agencies reach a level by their total and miss it by an instrument.

    Shape:  `by` counts per instrument; an agency may miss a level by two of them.
    """

    level: str
    count: int
    by: Mapping[str, int]


class Before(Struct, frozen=True):
    """What an agency had the year before."""

    total: Decimal
    level: str = ""


class TotalChange(Struct, frozen=True):
    """The change of the totals of agencies that have each in both years.

    Shape:  `moves` counts pairs of levels, before and now.
    """

    count: int
    rose: int
    fell: int
    same: int
    mean: Decimal
    moves: Mapping[tuple[str, str], int]


class Summary(Struct, frozen=True):
    """All of a report."""

    agencies: int
    scored: int
    mean: Decimal | None
    passing: int | None
    levels: tuple[LevelShare, ...]
    quantiles: tuple[tuple[int, Decimal], ...]
    gates: tuple[GateLoss, ...]
    provinces: tuple[Group, ...]
    kinds: tuple[Group, ...]
    few: Mapping[str, int]
    change: TotalChange | None = None


def summarise(
    framework: Framework, scores: Sequence[AgencyScores], before: Mapping[str, Before] | None = None
) -> Summary:
    """What the scores say together; `before` holds last year's by the agency's code."""
    totals = sorted(each.total for each in scores if each.total is not None)
    target = framework.target_score
    return Summary(
        len(scores),
        len(totals),
        _mean(totals) if totals else None,
        None if target is None else sum(total >= target for total in totals),
        _levels(framework, scores),
        tuple((share, quantile(totals, share)) for share in _QUANTILES) if totals else (),
        _gate_losses(scores),
        _groups(scores, lambda scores: scores.agency.province, target),
        _groups(scores, lambda scores: scores.agency.kind, target),
        Counter(name for each in scores for name in each.few),
        _change(scores, before) if before else None,
    )


def ranks(scores: Iterable[AgencyScores]) -> dict[str, int]:
    """The rank of each agency with a total, by the rule of the message "nation/tie_rule"."""
    totals = ((each.total, each.agency.code) for each in scores if each.total is not None)
    falling = sorted(totals, key=lambda pair: (-pair[0], pair[1]))
    places: dict[str, int] = {}
    for _, equals in groupby(falling, key=lambda pair: pair[0]):
        rank = len(places) + 1
        places |= {code: rank for _, code in equals}
    return places


def quantile(ordered: Sequence[Value], percent: int) -> Value:
    """The smallest value with at least so many percent of all values at or below it.

    >>> [str(quantile([Decimal(1), Decimal(2), Decimal(9)], share)) for share in (0, 50, 100)]
    ['1', '2', '9']
    """
    place = -(-percent * len(ordered) // 100)
    return ordered[max(place, 1) - 1]


def _mean(totals: Sequence[Decimal]) -> Decimal:
    return rounded(Fraction(sum(totals)) / len(totals))


def rounded(value: Fraction) -> Decimal:
    """Round to two decimals, half away from zero: a change may be negative."""
    return half_up(value) if value >= 0 else -half_up(-value)


def _levels(framework: Framework, scores: Sequence[AgencyScores]) -> tuple[LevelShare, ...]:
    counts = Counter(each.level for each in scores if each.level)
    whole = counts.total() or 1
    return tuple(
        LevelShare(each.code, counts[each.code], half_up(Fraction(100 * counts[each.code], whole)))
        for each in framework.rating.levels or ()
    )


def _gate_losses(scores: Iterable[AgencyScores]) -> tuple[GateLoss, ...]:
    """The losses by level, the highest that each agency misses alone."""
    losses: dict[str, list[tuple[str, ...]]] = {}
    for each in scores:
        if each.shut:
            losses.setdefault(each.shut[0].level.code, []).append(each.shut[0].shut_by)
    return tuple(
        GateLoss(
            level,
            len(missed),
            {code: sum(code in by for by in missed) for code in INSTRUMENTS},
        )
        for level, missed in sorted(losses.items())
    )


def _groups(
    scores: Iterable[AgencyScores],
    name_of: Callable[[AgencyScores], str],
    target: Decimal | None,
) -> tuple[Group, ...]:
    """The groups by falling mean; agencies without a name of the group stand in none."""
    totals: dict[str, list[Decimal]] = {}
    for each in scores:
        if each.total is not None and name_of(each):
            totals.setdefault(name_of(each), []).append(each.total)
    groups = (_group(name, sorted(own), target) for name, own in totals.items())
    return tuple(sorted(groups, key=lambda group: (-group.mean, group.name)))


def _group(name: str, totals: Sequence[Decimal], target: Decimal | None) -> Group:
    passing = None if target is None else sum(total >= target for total in totals)
    median = quantile(totals, 50)
    return Group(name, len(totals), _mean(totals), median, totals[0], totals[-1], passing)


def _change(scores: Iterable[AgencyScores], before: Mapping[str, Before]) -> TotalChange | None:
    pairs = [
        (before[each.agency.code], each)
        for each in scores
        if each.total is not None and each.agency.code in before
    ]
    if not pairs:
        return None
    changes = [now.total - then.total for then, now in pairs if now.total is not None]
    rose, fell = sum(each > 0 for each in changes), sum(each < 0 for each in changes)
    moves = Counter((then.level, now.level) for then, now in pairs if then.level and now.level)
    same = len(changes) - rose - fell
    return TotalChange(len(changes), rose, fell, same, _mean(changes), moves)
