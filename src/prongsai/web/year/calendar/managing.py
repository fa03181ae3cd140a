"""Dates that another app manages: the day of a meeting is the meeting's, and is changed there only.

Apps above the calendar name a function with `manager`, and are imported when Django is ready; so
the calendar knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency


class Managed(Struct, frozen=True):
    """Whose date it is.

    Shape:  `change` are the words of the link to `url`, the page where the day is changed;
            `series` joins the dates that were planned together, None for a single one.
    """

    url: str
    change: Text
    series: UUID | None = None


Manager = Callable[[Agency, Collection[UUID]], Mapping[UUID, Managed]]
_MANAGERS: dict[str, Manager] = {}


def manager(finder: Manager) -> Manager:
    """Name a function that tells which of some events it manages, in one query for all."""
    _MANAGERS[f"{finder.__module__}.{finder.__qualname__}"] = finder
    return finder


def managed_among(agency: Agency, events: Collection[UUID]) -> Mapping[UUID, Managed]:
    """Those of some events that another app manages, by the event's id."""
    found: dict[UUID, Managed] = {}
    for finder in _MANAGERS.values() if events else ():
        found |= finder(agency, events)
    return found


def managed_by(agency: Agency, event: UUID) -> Managed | None:
    """Who manages one event; None where it is moved in the calendar."""
    return managed_among(agency, (event,)).get(event)
