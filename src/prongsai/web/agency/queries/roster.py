"""A roster before it is taken over: what it would do to the agency as it is today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.core.roles import role_of
from prongsai.core.thai import printed
from prongsai.web.agency.models import (
    Agency,
    AgencyKind,
    Appointment,
    Position,
    Roster,
    Unit,
    User,
)
from prongsai.web.agency.position_rules import Titles
from prongsai.web.agency.roster.checking import plan_of
from prongsai.web.agency.roster.columns import Column
from prongsai.web.agency.roster.plan import Known, Plan, PositionKey
from prongsai.web.agency.roster.reading import Line
from prongsai.web.agency.titles import usual_title

ROWS_SHOWN = 100


class PositionShown(Struct, frozen=True):
    """A new position in the preview."""

    title: str
    unit: str


class AppointmentShown(Struct, frozen=True):
    """Somebody who will hold a position, in the preview."""

    login: str
    title: str
    unit: str
    first_day: date
    last_day: date | None
    is_acting: bool


class RosterPage(Struct, frozen=True):
    """The preview: faults, or what will be new; lists are cut at `ROWS_SHOWN`, counts are not."""

    roster: Roster
    plan: Plan
    is_taken: bool
    rows: int
    faulty_rows: int
    positions: tuple[PositionShown, ...]
    appointments: tuple[AppointmentShown, ...]
    hidden: int


def roster_of(agency: Agency, roster_id: UUID) -> Roster | None:
    """One read file of an agency."""
    return Roster.objects.filter(agency=agency, pk=roster_id).first()


def roster_page(agency: Agency, roster: Roster, on: date) -> RosterPage:
    """What taking the file over today would do."""
    plan = roster_plan(agency, roster, on)
    kind = AgencyKind(agency.kind)
    positions = tuple(
        PositionShown(title or usual_title(position[0], position[1], kind), position[1])
        for position, title in plan.positions.items()
    )
    appointments = tuple(
        AppointmentShown(
            new.login, usual_title(new.position[0], new.position[1], kind), new.position[1],
            new.first_day, new.last_day, new.is_acting,
        )
        for new in plan.appointments[:ROWS_SHOWN]
    )  # fmt: skip
    return RosterPage(
        roster,
        plan,
        roster.taken_at is not None,
        len(roster.rows),
        len({fault.row for fault in plan.faults}),
        positions,
        appointments,
        max(0, len(plan.appointments) - ROWS_SHOWN),
    )


def roster_plan(agency: Agency, roster: Roster, on: date) -> Plan:
    """Everything new, everything wrong."""
    lines = [
        Line(
            row["row"],
            {Column(name): told for name, cell in row["cells"].items() if (told := printed(cell))},
        )
        for row in roster.rows
    ]
    logins = {line.cells.get(Column.LOGIN, "").lower() for line in lines} - {""}
    return plan_of(lines, known_of(agency, logins), AgencyKind(agency.kind), on)


def known_of(agency: Agency, logins: set[str]) -> Known:
    """What the agency has; five queries however long the file is."""
    units = dict(Unit.objects.filter(agency=agency).values_list("name", "is_closed"))
    positions = Position.objects.filter(agency=agency).values_list("kind", "unit__name")
    people, taken = {}, set()
    for login, owner, is_active in User.objects.values_list("login", "agency_id", "is_active"):
        if owner == agency.pk:
            people[login] = is_active
        elif login in logins:
            taken.add(login)
    held: dict[tuple[str, PositionKey], list[tuple[date, date | None, bool]]] = defaultdict(list)
    for login, kind, unit, first, last, is_acting in Appointment.objects.filter(
        agency=agency
    ).values_list(
        "user__login", "position__kind", "position__unit__name",
        "first_day", "last_day", "is_acting",
    ):  # fmt: skip
        held[login, (role_of(kind), unit or "")].append((first, last, is_acting))
    return Known(
        units,
        frozenset((role_of(kind), unit or "") for kind, unit in positions),
        people,
        frozenset(taken),
        {key: tuple(periods) for key, periods in held.items()},
        Titles.of(agency),
    )
