"""Which measures are done: apps above know it, and what is done waits for nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from prongsai.web.agency.models import Agency

Maker = Callable[[Agency, int, date], frozenset[UUID]]
_MAKERS: dict[str, Maker] = {}


def finished(maker: Maker) -> Maker:
    """Name a function that knows which measures of a fiscal year are done on a day."""
    _MAKERS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def finished_in(agency: Agency, year: int, on: date) -> frozenset[UUID]:
    """The measures of a year that are done; none where no app knows any."""
    return frozenset(one for maker in _MAKERS.values() for one in maker(agency, year, on))
