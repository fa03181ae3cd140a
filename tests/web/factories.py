"""Rows for tests, each made with the least that is said about it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from prongsai.core.roles import role_of
from prongsai.web.agency.models import (
    Agency,
    AgencyKind,
    Appointment,
    Position,
    Unit,
    User,
)
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.services import agency as units
from prongsai.web.platform import drawn

FIRST_DAY = date(2020, 10, 1)
# 15 January 2569, nine in the morning in Thailand: the second quarter of fiscal 2569.
MORNING = datetime(2026, 1, 15, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
MADE_AT = datetime(2025, 10, 1, 2, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"  # noqa: S105 - of an invented person
_numbers = itertools.count(1)


def make_agency(name="เทศบาลตำบลตัวอย่าง", **fields) -> Agency:
    """An agency that shows everywhere that it is invented."""
    fields = {"kind": AgencyKind.SUBDISTRICT_MUNICIPALITY, "is_sample": True} | fields
    return Agency.objects.create(name=name, made_at=MADE_AT, **fields)


def drawn_for(user, **fields):
    """What a form sends that was drawn for a person."""
    return fields | {drawn.FIELD: drawn.mark(SimpleNamespace(user=user))}


def make_unit(agency, name="กองคลัง", **fields) -> Unit:
    """A unit; measures that named it before are its own, as when the site adds it."""
    unit = Unit.objects.create(agency=agency, name=name, **fields)
    units.announce_names(agency, (unit,))
    return unit


def make_user(agency, login="", **fields) -> User:
    """A person of an agency (or, with None, of no agency) who signs in with `PASSWORD`."""
    login = login or f"person{next(_numbers)}"
    return User.objects.create_user(login, PASSWORD, agency=agency, made_at=MADE_AT, **fields)


def make_position(agency, role, unit=None, title="") -> Position:
    """The position of a role, or of its key, made once."""
    role = role_of(role) if isinstance(role, str) else role
    if role.leads_office:
        unit = unit or Unit.objects.filter(agency=agency, is_office=True).first()
    position, _ = Position.objects.get_or_create(
        agency=agency,
        kind=role.key,
        unit=unit,
        defaults={"title": title or role.title_in(agency.kind)},
    )
    return position


def hold(
    user, position, first_day=FIRST_DAY, last_day=None, *, is_acting=False, authority=""
) -> Appointment:
    """Put a person into a position from a day on, as one who was there before anything else."""
    return Appointment.objects.create(
        agency=position.agency,
        position=position,
        user=user,
        first_day=first_day,
        last_day=last_day,
        is_acting=is_acting,
        authority=authority,
        entered_on=None,
        waits_since=None,
    )


def make_actor(agency, *roles, on=None, **fields) -> Actor:
    """A new person who holds positions of these roles."""
    user = make_user(agency, **fields)
    for role in roles:
        hold(user, make_position(agency, role))
    return actor_on(user, on or date.today())  # noqa: DTZ011 - appointments have no last day
