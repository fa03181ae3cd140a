"""Take units, positions and people over from a file: read, shown, and then all of it or nothing."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from prongsai.web.agency.models import Agency, Appointment, Position, Roster, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.position_rules import Post
from prongsai.web.agency.queries.people import roster_plan
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roster.reading import Plan, PositionKey, RosterColumn, key_of, read_roster
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import appointing
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.thai_order import sort_key

_KEPT = timedelta(days=7)
_BATCH = 500


def read_file(*, agency: Agency, by: Actor, name: str, data: bytes) -> Roster:
    """Read a file and keep its rows for the preview; files of last week are forgotten.

    Errors: UnreadableInput where it is no roster.
    """
    reading = read_roster(data, name)
    rows = [
        {"row": line.number, "cells": {column.value: cell for column, cell in line.cells.items()}}
        for line in reading.lines
    ]
    with transaction.atomic():
        old = Roster.objects.filter(agency=agency, made_at__lt=now() - _KEPT)
        remnants.delete(old, subject="agency:rosters")
        return Roster.objects.create(
            agency=agency,
            name=name[:255],
            rows=rows,
            unread=reading.unknown,
            made_at=now(),
            by=by.user,
        )


def plan_for(roster: Roster, by: Actor, *, is_done: bool = False) -> Plan:
    """What a file does, and what is refused to a person as on the page of a position."""
    plan = roster_plan(roster.agency, roster, today())
    rows = Position.objects.filter(agency=roster.agency).select_related("unit", "agency")
    acting = any(new.is_acting for new in plan.appointments)
    there = {key_of(Post.of_position(row)): row for row in rows} if acting else {}
    for new in plan.appointments:
        try:
            if new.login == by.user.login:
                appointing.refuse_oneself(
                    roster.agency, new.role, by.user.pk, by=by, title=new.title,
                    has_unit=bool(new.unit), is_done=is_done and not plan.faults,
                )  # fmt: skip
            if new.is_acting and new.position in there:
                appointing.refuse_backdated(there[new.position], new.first_day)
        except Refused as why:
            column = RosterColumn.LOGIN if why.field == "user" else RosterColumn.FIRST
            plan.refuse(new.row, column, why)
    return plan


def take_over(*, roster: Roster, by: Actor) -> dict[str, int]:
    """Make everything the file holds that is not there yet; nothing where one row is wrong.

    Shape:  how much came of it, by kind; people get no password here: one is handed to each of
            them afterwards.
    """
    try:
        with transaction.atomic():
            # Of two who press the button, or appoint on a page, one is first.
            journal.hold(roster.agency)
            untaken = Roster.objects.filter(pk=roster.pk, taken_at__isnull=True)
            if not untaken.update(taken_at=now()):
                raise Refused("agency/file_imported_already")
            plan = plan_for(roster, by, is_done=True)
            if plan.faults:
                raise Refused("agency/import_has_faults", count=len(plan.faults))
            made = _apply(roster.agency, plan, by)
            taken = {
                "units": len(plan.units), "positions": len(plan.positions),
                "people": len(plan.people), "holdings": len(made),
            }  # fmt: skip
            seated = [str(appointment.pk) for appointment in made]
            journal.record(roster.agency, by, "roster-taken", roster.name, **taken, seated=seated)
    except IntegrityError as error:
        # Somebody added the same at the same moment.
        raise Refused("agency/import_has_faults", count=1) from error
    return taken


def _apply(agency: Agency, plan: Plan, by: Actor) -> list[Appointment]:
    units = _make_units(agency, plan)
    positions = _make_positions(agency, plan, units)
    users = _make_people(agency, plan)
    made = Appointment.objects.bulk_create(
        [
            Appointment(
                agency=agency,
                position=positions[new.position],
                user=users[new.login],
                first_day=new.first_day,
                last_day=new.last_day,
                is_acting=new.is_acting,
                authority=new.authority,
                entered_by=by.user,
            )
            for new in plan.appointments
        ],
        _BATCH,
    )
    appointing.refuse_two_holders(
        positions[new.position] for new in plan.appointments if not new.is_acting
    )
    appointing.tell_all_appointed(agency, made, by)
    return made


def _make_units(agency: Agency, plan: Plan) -> dict[str, Unit]:
    # Made in bulk, `save` is not called: the sort key is set here.
    made = Unit.objects.bulk_create(
        [Unit(agency=agency, name=name, sort_key=sort_key(name)) for name in plan.units], _BATCH
    )
    units.announce_names(agency, made)
    return {unit.name: unit for unit in Unit.objects.filter(agency=agency)}


def _make_positions(
    agency: Agency, plan: Plan, units: dict[str, Unit]
) -> dict[PositionKey, Position]:
    office = next((unit for unit in units.values() if unit.is_office), None)
    Position.objects.bulk_create(
        [
            Position(
                agency=agency,
                kind=post.role.key,
                unit=office if post.role.leads_office else units.get(post.unit),
                title=post.title,
            )
            for post in plan.positions.values()
        ],
        _BATCH,
    )
    rows = Position.objects.filter(agency=agency).select_related("unit")
    return {key_of(Post.of_position(row)): row for row in rows}


def _make_people(agency: Agency, plan: Plan) -> dict[str, User]:
    User.objects.bulk_create(
        [
            User(
                agency=agency,
                login=new.login,
                display_name=new.display_name,
                email=new.email,
                password=make_password(None),
                made_at=now(),
            )
            for new in plan.people.values()
        ],
        _BATCH,
    )
    return {user.login: user for user in User.objects.filter(agency=agency)}
