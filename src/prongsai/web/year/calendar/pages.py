"""What the pages of the calendar show."""

from calendar import Calendar, month_abbr
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.calendar_rules.model import Origin
from prongsai.core.calendar_rules.strip import OF_A_MONTH, Bar, laid_out
from prongsai.core.dates import SHORT_MONTHS, short_month
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.year.calendar.queries import (
    Dated,
    done_of,
    due_events,
    events_of,
    managed_by,
    moves_of,
)

_MONDAY = 0
_MOST_ROWS = 6


class Line(Struct, frozen=True):
    """One event in a list, with how it stands today."""

    event: Dated
    state: str
    days: int  # until its last day; negative once it is past

    @property
    def days_late(self) -> int:
        """How many days ago it was due."""
        return -self.days


class Month(Struct, frozen=True):
    """A month and what is due in it; `is_past` where nothing in it is left to do."""

    first: date
    lines: tuple[Line, ...]
    is_now: bool
    is_past: bool


class Piece(Struct, frozen=True):
    """One bar of the strip.

    Shape:  `place` is the class that puts it where it belongs; `following` counts the later dates
            of its series that have no bars.
    """

    line: Line
    place: str
    bar: Bar
    kind: str
    days: Text
    following: int

    @property
    def before(self) -> int:
        """Days of the bar before its event."""
        return self.bar.first - self.bar.column

    @property
    def during(self) -> int:
        return self.bar.last - self.bar.first + 1


class Strip(Struct, frozen=True):
    """October to September with bars; `left_over` events found no room."""

    year: int
    months: tuple[tuple[Text, bool], ...]
    pieces: tuple[Piece, ...]
    left_over: int
    is_proposed: bool


class ListPage(Struct, frozen=True):
    """The year as a strip and a list."""

    year: int
    today: date
    strip: Strip
    months: tuple[Month, ...]
    late: tuple[Line, ...]
    next: Line | None
    tasks: int
    is_proposed: bool

    @property
    def past(self) -> tuple[Month, ...]:
        """The months that are over and done."""
        return tuple(month for month in self.months if month.is_past)

    @property
    def coming(self) -> tuple[Month, ...]:
        """The month of today, those that come, and past ones in which something is left to do."""
        return tuple(month for month in self.months if not month.is_past)

    @property
    def past_count(self) -> int:
        """How many dates stand in the months that are over."""
        return sum(len(month.lines) for month in self.past)


class Cell(Struct, frozen=True):
    """One day of the month view."""

    day: date
    is_here: bool
    is_today: bool
    lines: tuple[Line, ...]

    @property
    def marks(self) -> str:
        """The classes it is shown by."""
        marks = {"is-out": not self.is_here, "is-today": self.is_today, "is-empty": not self.lines}
        return " ".join(name for name, is_so in marks.items() if is_so)


class EventAct(Struct, frozen=True):
    """A button of an event's page: where it goes, what it sends, its words and colour."""

    url: str
    name: str
    value: str
    words: str
    kind: str = "secondary"


def list_page(agency: Agency, year: int) -> ListPage:
    day = today()
    lines = [line_of(event, day) for event in events_of(agency, year)]
    coming = [line for line in lines if line.days >= 0 and line.state != "done"]
    late = {event.id for event in due_events((line.event for line in lines), day)}
    return ListPage(
        year,
        day,
        strip_of(year, [line.event for line in lines], day),
        tuple(_months(lines, day)),
        tuple(line for line in lines if line.event.id in late),
        coming[0] if coming else None,
        sum(1 for line in lines if line.event.origin is Origin.TASK),
        _is_proposed(line.event for line in lines),
    )


def month_page(agency: Agency, year: int, month: int) -> dict[str, Any]:
    """One month of the fiscal year as weeks from Monday; `month` is 1 to 12."""
    day = today()
    first = fiscal.first_of_month(year, month)
    lines = [line_of(event, day) for event in events_of(agency, year)]
    weeks = tuple(
        tuple(_cell(cell_day, month, day, lines) for cell_day in week)
        for week in Calendar(_MONDAY).monthdatescalendar(first.year, month)
    )
    shown = [line for week in weeks for cell in week if cell.is_here for line in cell.lines]
    last = weeks[-1][-1].day
    place = fiscal.place_in_year(month)
    return {
        "first": first,
        "weeks": weeks,
        "running": tuple(line for line in lines if line.event.first <= last
                         and line.event.last >= first and line not in shown),
        "before": fiscal.MONTHS_OF_YEAR[place - 1] if place else None,
        "after": next(iter(fiscal.MONTHS_OF_YEAR[place + 1 :]), None),
        "count": len([line for line in shown if line.state != "done"]),
        "is_proposed": _is_proposed(line.event for line in lines),
    }  # fmt: skip


def event_page(agency: Agency, event: Dated, markable: Collection[UUID]) -> dict[str, Any]:
    """One event with everything that happened to it.

    Shape:  `markable` are the parts of it that its reader may mark; `done` who said so of the
            whole; `shares` where several have to do it: who, whether it is done, the act where its
            reader may say so; `managed` where another app changes it.
    """
    done = done_of(agency, event.id)
    offered = () if None in done or event.is_removed else markable
    shares = tuple(
        (
            owner, done.get(owner.part),
            _mark(event, owner.part, is_done=owner.part in done) if owner.part in offered else None,
        )
        for owner in event.owners.all
    )  # fmt: skip
    return {
        "line": line_of(event, today()),
        "moves": moves_of(agency, event.id),
        "done": done.get(None) or (done.get(*event.parts) if len(event.parts) == 1 else None),
        "shares": shares if len(event.parts) > 1 else (),
        "managed": managed_by(agency, event.id) if event.origin is Origin.OWN else None,
    }


def _mark(event: Dated, part: UUID | None = None, *, is_done: bool) -> EventAct:
    url = reverse("calendar:state", args=[event.year, event.id])
    url += f"?part={part}" if part else ""
    if is_done:
        return EventAct(url, "state", "open", gettext("ยังไม่เสร็จ"))
    return EventAct(url, "state", "done", gettext("ทำแล้ว เลิกเตือน"))


def acts_of(event: Dated, *, may_mark: bool, may_remove: bool) -> tuple[EventAct, ...]:
    """What may be done with an event, each by one button; a removed one can only come back."""
    acts = []
    if may_mark and not (event.is_removed or event.is_finished):
        acts.append(_mark(event, is_done=event.is_done))
    if may_remove:
        url = reverse("calendar:presence", args=[event.year, event.id])
        acts.append(
            EventAct(url, "presence", "back", gettext("นำกลับมา"))
            if event.is_removed
            else EventAct(url, "presence", "gone", gettext("นำออกจากปฏิทิน"), "no")
        )
    return tuple(acts)


def line_of(event: Dated, day: date) -> Line:
    return Line(event, event.state(day), (event.last - day).days)


def strip_of(
    year: int, events: Iterable[Dated], day: date, following: Mapping[UUID, int] | None = None
) -> Strip:
    """The strip of a year; tasks have no bars, there may be hundreds.

    Shape:  `following` counts what was left out behind an event, by its id (`folding`).
    """
    shown = [event for event in events if event.origin is not Origin.TASK]
    shown.sort(key=lambda event: (event.first, event.last))
    bars, left_over = laid_out(year, [(event.first, event.last) for event in shown], _MOST_ROWS)
    now = day.month if fiscal.year_of(day) == year else 0
    pieces = []
    for bar in bars:
        event = shown[bar.place]
        line = line_of(event, day)
        place = f"{_edge('from', bar.column)} {_edge('to', bar.column + bar.width - 1)} r{bar.row}"
        place += " is-day" if event.first == event.last else ""
        more = (following or {}).get(event.id, 0)
        pieces.append(Piece(line, place, bar, _kind(line), _days(event), more))
    months = tuple((short_month(month), month == now) for month in fiscal.MONTHS_OF_YEAR)
    return Strip(year, months, tuple(pieces), left_over, _is_proposed(shown))


def _edge(name: str, column: int) -> str:
    """The classes of a column: a month and a day are fewer rules for the style than 372 columns."""
    month, day = divmod(column - 1, OF_A_MONTH)
    return f"{name}-m{month} {name}-d{day + 1}"


def _days(event: Dated) -> Text:
    """The days without the year: the strip shows but one."""
    if event.is_month:
        return short_month(event.last.month)
    return Text(
        *(_span(event.first, event.last, names) for names in (SHORT_MONTHS, month_abbr[1:]))
    )


def _span(first: date, last: date, names: Sequence[str]) -> str:
    end = f"{last.day} {names[last.month - 1]}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    return f"{first.day} {names[first.month - 1]} – {end}"


def _kind(line: Line) -> str:
    if line.state in ("done", "past"):
        return "past"
    if line.state == "late":
        return "late"
    if line.state in ("today", "soon"):
        return "soon"
    is_own = line.event.origin is Origin.OWN or line.event.is_moved
    return "own" if is_own else "known"


def _months(lines: Sequence[Line], day: date) -> Iterable[Month]:
    for first, group in groupby(lines, key=lambda line: line.event.last.replace(day=1)):
        own = tuple(group)
        this = day.replace(day=1)
        yield Month(
            first,
            own,
            first == this,
            first < this and all(line.state in ("done", "past") for line in own),
        )


def _cell(day: date, month: int, now: date, lines: Sequence[Line]) -> Cell:
    is_here = day.month == month
    here = tuple(line for line in lines if line.event.last == day) if is_here else ()
    return Cell(day, is_here, day == now, here)


def _is_proposed(events: Iterable[Dated]) -> bool:
    """Whether a date that nobody but us has named stands in the year."""
    return any(event.origin is Origin.PROPOSED and not event.is_moved for event in events)


def folded(
    events: Iterable[Dated], series: Mapping[UUID, UUID], day: date
) -> tuple[tuple[Dated, ...], Mapping[UUID, int]]:
    """The events with one of each series, and how many follow it, by its id.

    Shape:  `series` holds the series of an event by the event's id. The next is the first that is
            not over and not done; of a series that is over its last one stands, followed by none.
    """
    every = tuple(events)
    joined: dict[UUID, list[Dated]] = defaultdict(list)
    for event in every:
        if event.id in series:
            joined[series[event.id]].append(event)
    following = dict(_next(each, day) for each in joined.values())
    shown = tuple(event for event in every if event.id not in series or event.id in following)
    return shown, following


def _next(events: Sequence[Dated], day: date) -> tuple[UUID, int]:
    ordered = sorted(events, key=lambda event: (event.last, event.first))
    coming = [event for event in ordered if event.last >= day and not event.is_done]
    return (coming[0].id, len(coming) - 1) if coming else (ordered[-1].id, 0)
