"""What taking a roster over would do, and everything that speaks against it, found at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from prongsai.core.roles import Role
from prongsai.core.text import Text
from prongsai.web.agency.position_rules import Titles
from prongsai.web.agency.roster.columns import Column

PositionKey = tuple[Role, str]  # the role and the unit's name, "" for none


class Fault(Struct, frozen=True):
    """One cell that cannot be taken over: where, what, and what to write instead."""

    row: int
    column: Column
    message: Text
    next_step: Text


class NewAppointment(Struct, frozen=True):
    """Somebody who will hold a position."""

    login: str
    position: PositionKey
    first_day: date
    last_day: date | None
    is_acting: bool
    authority: str = ""


class NewPerson(Struct, frozen=True):
    """Somebody who will be able to sign in once a password is handed over."""

    login: str
    display_name: str
    email: str


class Plan(Struct):
    """What is new, what is there already, what is wrong; with a fault nothing is taken over."""

    faults: list[Fault] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    positions: dict[PositionKey, str] = field(default_factory=dict)
    people: dict[str, NewPerson] = field(default_factory=dict)
    appointments: list[NewAppointment] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether taking it over would change nothing."""
        return not (self.units or self.positions or self.people or self.appointments)


class Known(Struct, frozen=True):
    """What the agency has already.

    Shape:  `units` name → is closed; `people` login → is active; `taken` logins of other
            agencies; `appointments` by login and position; `titles` of the posts there are.
    """

    units: Mapping[str, bool]
    positions: frozenset[PositionKey]
    people: Mapping[str, bool]
    taken: frozenset[str]
    appointments: Mapping[tuple[str, PositionKey], tuple[tuple[date, date | None, bool], ...]]
    titles: Titles


def overlaps(first: date, last: date | None, others: Iterable[tuple[date, date | None]]) -> bool:
    """Whether a period shares a day with one of the others."""
    return any(
        (last is None or begin <= last) and (end is None or first <= end) for begin, end in others
    )
