"""The measures of a plan as clauses of an announcement."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from prongsai.core.announcements.content import Row, RowKind
from prongsai.core.thai import squeeze

# More than this is no announcement that anybody reads: then only what, who and when.
MOST_CLAUSES = 120
_LIST = "รายการมาตรการ"
_OURS = re.compile(rf"มาตรการที่ \d+ |{_LIST}$")


class Carried(Struct, frozen=True):
    """One measure as an announcement tells it; "" for what the plan does not say."""

    title: str
    steps: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""


def carrying(rows: Sequence[Row], measures: Sequence[Carried]) -> tuple[Row, ...]:
    """The rows of an announcement with the measures in them.

    Shape:  measures that were taken in before are replaced where they stand; else they follow the
            first part. Each is a part with its steps; where that were more than `MOST_CLAUSES`
            clauses, all are one list of what, who and when.
    """
    parts = _split(rows)
    own = [place for place, part in enumerate(parts) if _is_ours(part)]
    place = own[0] if own else min(1, len(parts))
    before = [part for part in parts[:place] if not _is_ours(part)]
    after = [part for part in parts[place:] if not _is_ours(part)]
    return tuple(row for part in [*before, _rows(measures), *after] for row in part)


def has_steps(measures: Sequence[Carried]) -> bool:
    """Whether `carrying` tells the steps of each measure, and not only the list."""
    return sum(len(measure.steps) + 2 for measure in measures) <= MOST_CLAUSES


def _split(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows part by part; each begins with its heading."""
    parts: list[list[Row]] = []
    for row in rows:
        if row.kind is RowKind.HEADING or not parts:
            parts.append([])
        parts[-1].append(row)
    return parts


def _is_ours(part: Sequence[Row]) -> bool:
    return part[0].kind is RowKind.HEADING and bool(_OURS.match(squeeze(part[0].text)))


def _rows(measures: Sequence[Carried]) -> list[Row]:
    if not has_steps(measures):
        listed = (Row(RowKind.ITEM, " ".join(_named(measure))) for measure in measures)
        return [Row(RowKind.HEADING, _LIST), *listed]
    return [
        row for number, measure in enumerate(measures, start=1) for row in _part(number, measure)
    ]


def _part(number: int, measure: Carried) -> Iterator[Row]:
    yield Row(RowKind.HEADING, f"มาตรการที่ {number} {measure.title}")
    for step in measure.steps:
        yield Row(RowKind.ITEM, step)
    who = " ".join(_named(Carried("", unit=measure.unit, period=measure.period)))
    if who:
        yield Row(RowKind.TEXT, who)


def _named(measure: Carried) -> Iterator[str]:
    if measure.title:
        yield measure.title
    if measure.unit:
        yield f"ผู้รับผิดชอบ {measure.unit}"
    if measure.period:
        yield f"ระยะเวลา {measure.period}"
