"""Figures that a room keeps and papers of rooms below it print, by the name in the data."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from prongsai.web.agency.models import Agency

Rows = Sequence[Mapping[str, str]]
Source = Callable[[Agency, int, date], Rows]
_SOURCES: dict[str, Source] = {}


def gives(name: str, source: Source) -> None:
    """Let a room give the rows of a fiscal year as they stand on a day."""
    _SOURCES[name] = source


def figures_of(name: str, agency: Agency, year: int, on: date) -> Rows:
    """The rows of that name, in printed words; () where there are none yet."""
    return _SOURCES[name](agency, year, on)
