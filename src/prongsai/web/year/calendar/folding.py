"""Series on the dashboard: of dates planned together only the next, and how many follow.

A meeting every month would fill the strip and push out what the year is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from prongsai.web.year.calendar.queries import Dated


def folded(
    events: Iterable[Dated], series: Mapping[UUID, UUID], day: date
) -> tuple[tuple[Dated, ...], Mapping[UUID, int]]:
    """The events with one of each series, and how many follow it, by its id.

    Shape:  `series` holds the series of an event by the event's id. The next is the first that is
            not over and not done; of a series that is over its last one stands, followed by none.
    """
    found = tuple(events)
    joined: dict[UUID, list[Dated]] = defaultdict(list)
    for one in found:
        if one.id in series:
            joined[series[one.id]].append(one)
    following = dict(_next(each, day) for each in joined.values())
    shown = tuple(one for one in found if one.id not in series or one.id in following)
    return shown, following


def _next(events: Sequence[Dated], day: date) -> tuple[UUID, int]:
    ordered = sorted(events, key=lambda one: (one.last, one.first))
    coming = [one for one in ordered if one.last >= day and not one.is_done]
    return (coming[0].id, len(coming) - 1) if coming else (ordered[-1].id, 0)
