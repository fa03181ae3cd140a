"""The calendar that the program proposes where no date is known, and the known ones beside it.

Source: data/calendar/default.yaml, which says what it rests on.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.calendar_rules.model import Event, Origin
from prongsai.core.dates import last_of_month, read_calendar_text
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import load

SHIPPED = Path(__file__).parents[2] / "data" / "calendar"
_KEY_LENGTH = 12


class Proposal(Struct, frozen=True):
    """One line of the default calendar.

    Shape:  `known_as` is a word of the framework's own phases that stands in its place.
    Units:  `months` are month numbers; `is_day` takes only the last day of the last of them.
    """

    key: str
    name: Text
    detail: Text
    months: tuple[int, int]
    is_day: bool
    is_after: bool
    asks: bool
    known_as: str


@lru_cache(maxsize=1)
def shipped() -> tuple[Proposal, ...]:
    """The default calendar that comes with the program."""
    return read(read_yaml("default.yaml"))


def read_yaml(name: str) -> Any:
    """The content of a file of the shipped calendar."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    return load(text)


def read(data: Mapping[str, Any]) -> tuple[Proposal, ...]:
    """The proposals of a YAML file's content."""
    return tuple(_proposal(entry) for entry in data["events"])


def proposed(year: int, proposals: Iterable[Proposal] | None = None) -> tuple[Event, ...]:
    """The default calendar of a fiscal year, in its order."""
    chosen = shipped() if proposals is None else proposals
    return tuple(_event(proposal, year) for proposal in chosen)


def official(calendar: Sequence[Mapping[str, Any]] | None) -> tuple[Event, ...]:
    """The events of a framework's calendar; what has no readable day is left out."""
    events: dict[str, Event] = {}
    for phase in calendar or ():
        event = _phase(phase)
        if event is None:
            continue
        key, number = event.key, 2
        while key in events:
            key, number = f"{event.key}-{number}", number + 1
        events[key] = replace(event, key=key)
    return tuple(events.values())


def whole(
    year: int,
    calendar: Sequence[Mapping[str, Any]] | None,
    before: Sequence[Mapping[str, Any]] | None = None,
    proposals: Iterable[Proposal] | None = None,
) -> tuple[Event, ...]:
    """The year's events by their days: what its framework knows, and the rest as proposed.

    Shape:  `calendar` is that of the year, `before` that of the year before: its results are what
            this year begins with, and stand in place of the proposal that is known as that.
    """
    chosen = tuple(shipped() if proposals is None else proposals)
    results = {event.key: event for event in official(before)}
    own = [_known(proposal, results.values()) or _event(proposal, year) for proposal in chosen]
    events = [*own, *official(calendar)]
    return tuple(sorted(events, key=lambda event: (event.last, event.first, event.key)))


def _known(proposal: Proposal, phases: Iterable[Event]) -> Event | None:
    """The phase that a proposal stands for, under the proposal's key and name."""
    if not proposal.known_as:
        return None
    phase = next((phase for phase in phases if proposal.known_as in phase.name.en.lower()), None)
    if phase is None:
        return None
    return replace(phase, key=proposal.key, name=proposal.name, detail=proposal.detail)


def _proposal(data: Mapping[str, Any]) -> Proposal:
    day = data.get("last_day_of")
    first, last = (day, day) if day else data["months"]
    return Proposal(
        data["key"],
        Text(**data["name"]),
        Text(**data["detail"]),
        (first, last),
        day is not None,
        bool(data.get("after_year")),
        bool(data.get("asks", True)),
        data.get("known_as", ""),
    )


def _event(proposal: Proposal, year: int) -> Event:
    lived = year + proposal.is_after
    first, last = (fiscal.first_of_month(lived, month) for month in proposal.months)
    last = last_of_month(last)
    return Event(
        proposal.key,
        Origin.PROPOSED,
        proposal.name,
        last if proposal.is_day else first,
        last,
        proposal.detail,
        asks=proposal.asks,
    )


def _phase(phase: Mapping[str, Any]) -> Event | None:
    first = read_calendar_text(phase.get("from"))
    last = read_calendar_text(phase.get("to")) if phase.get("to") else first
    if first is None or last is None or last < first:
        return None
    name = Text(**phase["phase"])
    is_month = phase.get("precision") == "month"
    both_names = f"{name.en}|{name.th}"
    return Event(
        sha256(both_names.encode()).hexdigest()[:_KEY_LENGTH],
        Origin.OFFICIAL,
        name,
        first.replace(day=1) if is_month else first,
        last_of_month(last) if is_month else last,
        source=_source(phase),
        is_month=is_month,
        asks=False,
    )


def _source(phase: Mapping[str, Any]) -> Text:
    named = ", ".join(phase.get("sources") or [])
    page = phase.get("page")
    if not page:
        return Text(named, named)
    return Text(f"{named} หน้า {page}".strip(), f"{named} page {page}".strip())
