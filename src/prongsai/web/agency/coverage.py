"""Whether a position is held without a gap and by one person at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

_ONE_DAY = timedelta(days=1)


class Period(Struct, frozen=True):
    """Somebody in a position; `last` None until further notice."""

    who: str
    first: date
    last: date | None
    is_acting: bool = False


class CoverageFault(StrEnum):
    """What may be noticed."""

    GAP = "gap"
    OVERLAP = "overlap"


class CoverageFinding(Struct, frozen=True):
    """Days on which nobody, or more than one, held a position; `last` None without an end."""

    kind: CoverageFault
    first: date
    last: date | None
    who: tuple[str, ...] = ()


def coverage_findings(periods: Sequence[Period], *, until: date) -> tuple[CoverageFinding, ...]:
    """Gaps and overlaps of one position, oldest first.

    Shape:  a gap lies between two periods, or goes on to `until` and beyond; the holder and one
            who acts for them may overlap, two holders or two who act may not.
    """
    found = [*_gaps(periods, until)]
    for acting in (False, True):
        found += _overlaps([one for one in periods if one.is_acting is acting])
    return tuple(sorted(found, key=lambda finding: (finding.first, finding.kind)))


def _gaps(periods: Sequence[Period], until: date) -> list[CoverageFinding]:
    gaps: list[CoverageFinding] = []
    covered: date | None = None
    for one in sorted(periods, key=lambda period: period.first):
        if covered is not None and one.first > covered + _ONE_DAY:
            gaps.append(
                CoverageFinding(CoverageFault.GAP, covered + _ONE_DAY, one.first - _ONE_DAY)
            )
        if one.last is None:
            return gaps
        covered = one.last if covered is None else max(covered, one.last)
    if covered is not None and covered < until:
        gaps.append(CoverageFinding(CoverageFault.GAP, covered + _ONE_DAY, None))
    return gaps


def _overlaps(periods: Sequence[Period]) -> list[CoverageFinding]:
    found: list[CoverageFinding] = []
    for place, one in enumerate(periods):
        for other in periods[place + 1 :]:
            first = max(one.first, other.first)
            ends = [last for last in (one.last, other.last) if last is not None]
            last = min(ends, default=None)
            if last is None or first <= last:
                found.append(
                    CoverageFinding(CoverageFault.OVERLAP, first, last, (one.who, other.who))
                )
    return found
