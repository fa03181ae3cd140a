"""The first run: an agency, its year, and its first person, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from msgspec import Struct

from prongsai.core.roles import Role, all_roles
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.roles import system_administrator
from prongsai.web.agency.services.agency import create_agency
from prongsai.web.agency.services.people import login_taken
from prongsai.web.agency.signals import agency_started
from prongsai.web.agency.titles import title_of
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today


class FirstPerson(Struct, frozen=True):
    """Who sets the site up, and the positions they hold from today on."""

    login: str
    password: str
    display_name: str
    roles: frozenset[Role]


class NewAgency(Struct, frozen=True):
    """What the wizard asks of an agency; only name, kind and year must be there."""

    name: str
    kind: AgencyKind
    fiscal_year: int
    district: str = ""
    province: str = ""


def start(*, new: NewAgency, person: FirstPerson) -> Actor:
    """Make the agency, all its positions, and the person who holds some; listeners open the year.

    Shape:  the person is the administrator whatever else they hold: somebody must be.
    Errors: Misuse where the login is taken, the database holds its one agency, or a listener
            cannot open the year.
    """
    hashed = make_password(person.password)
    try:
        with transaction.atomic():
            agency = create_agency(
                name=new.name, kind=new.kind, district=new.district, province=new.province
            )
            user = User.objects.create(
                agency=agency,
                login=person.login.strip().lower(),
                display_name=printed(person.display_name),
                password=hashed,
                made_at=now(),
            )
            _appoint(agency, user, person.roles | {system_administrator()})
            by = actor_on(user, today())
            if by is None:  # the agency was given a line above
                raise AssertionError
            journal.record(agency, by, "agency-started", agency.name, year=new.fiscal_year)
            agency_started.send(Agency, agency=agency, fiscal_year=new.fiscal_year, by=by)
    except IntegrityError as error:
        raise login_taken(person.login) from error
    return by


def _appoint(agency: Agency, user: User, roles: Iterable[Role]) -> None:
    """Every position but heads of units, which need units first; the person takes theirs."""
    held = set(roles)
    for role in all_roles():
        if role.needs_unit:
            continue
        position = Position.objects.create(
            agency=agency, kind=role.key, title=title_of(role, AgencyKind(agency.kind))
        )
        if role in held:
            # Nothing was brought to an agency that was not there: nothing of before can wait.
            Appointment.objects.create(
                agency=agency,
                position=position,
                user=user,
                first_day=today(),
                entered_by=user,
                waits_since=None,
            )
