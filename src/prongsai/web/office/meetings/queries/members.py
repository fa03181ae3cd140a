"""Who belongs to a group or is invited to a meeting, and which people hold those positions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from prongsai.core.roles import rank_of
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User
from prongsai.web.agency.roles import KEEPING_SYSTEM
from prongsai.web.office.meetings.models import Group, Meeting
from prongsai.web.office.meetings.usual import Participant


def participants_of(group: Group) -> tuple[Participant, ...]:
    """The participants of a group in their order, by the titles that positions have today."""
    return tuple(
        Participant(one.position.title if one.position else one.title, one.role, one.position)
        for one in group.members.select_related("position__unit")
    )


def invited(meeting: Meeting) -> tuple[Participant, ...]:
    """Who is to come: the group's participants, or every position of the agency."""
    if meeting.group is not None:
        return participants_of(meeting.group)
    return tuple(Participant(one.title, "", one) for one in positions_of(meeting.agency))


def positions_of(agency: Agency) -> tuple[Position, ...]:
    """The positions of an agency in their usual order; who keeps the system sits nowhere."""
    rows = Position.objects.filter(agency=agency).exclude(kind__in=KEEPING_SYSTEM)
    rows = rows.select_related("unit")
    return tuple(sorted(rows, key=lambda one: (rank_of(one.role), one.title)))


def holders(agency: Agency, positions: Iterable[UUID], on: date) -> tuple[User, ...]:
    """The active people who hold one of some positions on a day, each once."""
    held = Appointment.objects.on(on).of_active()
    rows = held.filter(agency=agency, position__in=list(positions)).select_related("user")
    return tuple({row.user_id: row.user for row in rows}.values())


def told_people(meeting: Meeting, on: date) -> tuple[User, ...]:
    """Whom an invitation reaches: who holds the group's positions, or everybody of the agency."""
    if meeting.group is None:
        return tuple(User.objects.filter(agency=meeting.agency, is_active=True))
    participants = [
        participant.position.pk
        for participant in participants_of(meeting.group)
        if participant.position
    ]
    return holders(meeting.agency, participants, on)


def positions_of_group(group: Group) -> tuple[Position, ...]:
    """The positions that sit in a group: its members are asked, whatever their unit."""
    return tuple(
        participant.position
        for participant in participants_of(group)
        if participant.position is not None
    )


def units_of_group(group: Group) -> tuple[Unit, ...]:
    """The units whose positions sit in a group; the central office stands for those without one."""
    units: dict[UUID, Unit] = {}
    is_central = False
    for participant in participants_of(group):
        if participant.position is None:
            continue
        if participant.position.unit_id is None:
            is_central = True
        else:
            unit = participant.position.unit
            if unit is not None:
                units[unit.pk] = unit
    if is_central:
        own = Unit.objects.filter(agency=group.agency, is_office=True, is_closed=False)
        units |= {unit.pk: unit for unit in own}
    return tuple(sorted(units.values(), key=lambda one: one.sort_key))
