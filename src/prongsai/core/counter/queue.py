"""A queue: what becomes of a ticket, who is next, how long people waited."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, printed, thai_digits

LONGEST_NAME = 60
MOST_LINES = 12
MOST_WINDOWS = 30
_PREFIX = compiled(r"[A-Zก-ฮ]{1,2}")
_MINUTE = 60
_DIGITS = 3


class TicketState(StrEnum):
    """What became of a ticket; a day that is over leaves none waiting or called."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    SKIPPED = "skipped"
    LEFT = "left"


class LineWords(Struct, frozen=True):
    """One line of a queue as it is set up: the letter before its numbers, and what it is for."""

    prefix: str
    name: str


class WindowWords(Struct, frozen=True):
    """One window as it is set up; `prefixes` are the lines that it serves, () for all."""

    name: str
    prefixes: tuple[str, ...] = ()


class Passed(Struct, frozen=True, gc=False):
    """A ticket as statistics see it: taken in Thailand's time; None where it came to none."""

    taken: datetime
    called: datetime | None
    ended: datetime | None
    state: TicketState


class Waits(Struct, frozen=True):
    """How long people waited; `first` is the hour, day or month, None for all together.

    Shape:  `taken` counts tickets, `called` those of them that were called, which the times are
            of; `left` were neither served nor called to the end.
    Units:  seconds; None where nobody was called.
    """

    first: date | int | None
    taken: int
    called: int
    served: int
    skipped: int
    left: int
    median: int | None
    longest: int | None
    served_for: int | None


def printed_number(prefix: str, number: int, *, thai: bool = False) -> str:
    """A number as it is called out.

    >>> printed_number("A", 7)
    'A007'
    >>> printed_number("ก", 12, thai=True)
    'ก๐๑๒'
    """
    text = f"{prefix}{number:0{_DIGITS}d}"
    return thai_digits(text) if thai else text


def state_on(state: TicketState, day: date, today: date) -> TicketState:
    """What a ticket is on a day: one of a day that is over waits no more, whoever ended it."""
    is_open = state in (TicketState.WAITING, TicketState.CALLED)
    return TicketState.LEFT if is_open and day < today else state


def read_lines(typed: str) -> tuple[LineWords, ...]:
    """The lines of a queue, one on a line: a letter, then what it is for.

    Errors: Wrong with the line's number.
    """
    lines: list[LineWords] = []
    for number, text in _rows(typed):
        prefix, _, name = text.partition(" ")
        if not _PREFIX.fullmatch(prefix.upper()) or not name.strip():
            raise Wrong("counter/line_unusable.service", number=number)
        if any(line.prefix == prefix.upper() for line in lines):
            raise Wrong("counter/line_unusable.letter_twice", number=number, letter=prefix.upper())
        lines.append(LineWords(prefix.upper(), name.strip()[:LONGEST_NAME]))
    if not lines or len(lines) > MOST_LINES:
        raise Wrong("counter/service_count_out_of_range", most_lines=MOST_LINES)
    return tuple(lines)


def read_windows(typed: str, lines: Sequence[LineWords]) -> tuple[WindowWords, ...]:
    """The windows, one on a line; after a colon the letters of the lines that it serves."""
    known = {line.prefix for line in lines}
    windows: list[WindowWords] = []
    for number, text in _rows(typed):
        # Every page says the word before the name itself.
        name, _, letters = text.removeprefix("ช่อง").partition(":")
        prefixes = tuple(dict.fromkeys(letters.upper().replace(",", " ").split()))
        if not name.strip():
            raise Wrong("counter/line_unusable.window", number=number)
        if stranger := next((prefix for prefix in prefixes if prefix not in known), None):
            raise Wrong("counter/line_unusable.letter_unknown", number=number, letter=stranger)
        if any(window.name == name.strip() for window in windows):
            raise Wrong("counter/line_unusable.window_twice", number=number, name=name.strip())
        windows.append(WindowWords(name.strip()[:LONGEST_NAME], prefixes))
    if not windows or len(windows) > MOST_WINDOWS:
        raise Wrong("counter/window_count_out_of_range", most_windows=MOST_WINDOWS)
    unserved = known - {prefix for window in windows for prefix in window.prefixes or known}
    if unserved:
        unserved_letters = ", ".join(sorted(unserved))
        raise Wrong("counter/service_without_window", told=unserved_letters)
    return tuple(windows)


def waits(tickets: Iterable[Passed], first: date | int | None = None) -> Waits:
    """How long some people waited, all together."""
    every = tuple(tickets)
    states = Counter(ticket.state for ticket in every)
    waited = [
        _seconds(ticket.taken, ticket.called) for ticket in every if ticket.called is not None
    ]
    served = [
        _seconds(ticket.called, ticket.ended)
        for ticket in every
        if ticket.state is TicketState.SERVED
        and ticket.called is not None
        and ticket.ended is not None
    ]
    return Waits(
        first, len(every), len(waited), states[TicketState.SERVED], states[TicketState.SKIPPED],
        states[TicketState.LEFT], _median(waited), max(waited, default=None), _median(served),
    )  # fmt: skip


def by_hour(tickets: Iterable[Passed]) -> tuple[Waits, ...]:
    """The same for each hour of the day in which a number was taken, all days together."""
    groups: defaultdict[int, list[Passed]] = defaultdict(list)
    for ticket in tickets:
        groups[ticket.taken.hour].append(ticket)
    return tuple(waits(groups[hour], hour) for hour in sorted(groups))


def by_day(tickets: Iterable[Passed]) -> tuple[Waits, ...]:
    """The same for each day on which a number was taken."""
    groups: defaultdict[date, list[Passed]] = defaultdict(list)
    for ticket in tickets:
        groups[ticket.taken.date()].append(ticket)
    return tuple(waits(groups[day], day) for day in sorted(groups))


def by_month(tickets: Iterable[Passed]) -> tuple[Waits, ...]:
    """The same for each month; `first` is its first day."""
    groups: defaultdict[date, list[Passed]] = defaultdict(list)
    for ticket in tickets:
        groups[ticket.taken.date().replace(day=1)].append(ticket)
    return tuple(waits(groups[month], month) for month in sorted(groups))


def minutes(seconds: int | None) -> int | None:
    """Whole minutes, one that began counted: nobody waited longer; None where nothing is known."""
    return None if seconds is None else -(-seconds // _MINUTE)


def _median(values: Sequence[int]) -> int | None:
    return round(median(values)) if values else None


def _seconds(earlier: datetime, later: datetime) -> int:
    return max(0, int((later - earlier).total_seconds()))


def _rows(typed: str) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(typed.splitlines(), start=1):
        text = printed(arabic_digits(line))
        if text:
            yield number, text
