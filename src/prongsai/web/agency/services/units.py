"""Units: add, rename, close, open again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from prongsai.core.text import Text
from prongsai.core.thai import printed, skeleton
from prongsai.web.agency.models import Agency, Appointment, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import LEADING_OFFICE
from prongsai.web.agency.services import appointing
from prongsai.web.agency.signals import units_named
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today


@transaction.atomic
def add_unit(*, agency: Agency, by: Actor, name: str) -> Unit:
    """Add a unit.

    Errors: Refused where a unit has this name.
    """
    wanted = printed(name)
    _refuse_taken(agency, wanted)
    unit = Unit.objects.create(agency=agency, name=wanted)
    named(agency, (unit,))
    journal.record(agency, by, "unit-added", wanted)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, by: Actor, name: str) -> None:
    """Give a unit another name; what belongs to it stays with it.

    Errors: Refused where another unit has this name.
    """
    wanted = printed(name)
    if wanted == unit.name:
        return
    _refuse_taken(unit.agency, wanted, but=unit.pk)
    old, unit.name = unit.name, wanted
    unit.save(update_fields=["name", "sort_key"])
    named(unit.agency, (unit,), by)
    journal.record(unit.agency, by, "unit-renamed", wanted, old=old)


def named(agency: Agency, units: Sequence[Unit], by: Actor | None = None) -> None:
    """Units got a name: what was written of them before they were there is theirs now.

    Shape:  `by` is who gave a unit that was there another name, None for new units.
    """
    if not Unit.objects.filter(agency=agency, is_office=True).exists():
        find_office(agency, by)
    units_named.send(Unit, agency=agency, units=units)


def find_office(agency: Agency, by: Actor | None) -> None:
    """The unit that bears the name of the central office is it; the former one if none does.

    Shape:  its head needs no unit in the post, and reads what the unit was given: where a person
            makes a unit that was there the office, that is an appointment to it.
    Errors: Refused for who heads the office and would open a unit to himself.
    """
    unit = Unit.objects.filter(agency=agency, name=agency.office).first() if agency.office else None
    if unit is None or unit.is_office:
        return
    Unit.objects.filter(agency=agency, is_office=True).update(is_office=False)
    Unit.objects.filter(pk=unit.pk).update(is_office=True)
    if by is not None:
        _join_heads(agency, unit, by)


def _join_heads(agency: Agency, unit: Unit, by: Actor) -> None:
    rows = Appointment.objects.between(today(), None).filter(
        agency=agency, position__unit=None, position__kind__in=LEADING_OFFICE
    )
    for row in rows.select_related("position__agency", "user"):
        appointing.refuse_oneself(
            agency, row.position.role, row.user_id, by=by, title=f"หัวหน้า{unit.name}", has_unit=True
        )
        appointing.wait_again(row.user, by)
        appointing.tell_appointed(row, by)


@transaction.atomic
def close_unit(*, unit: Unit, by: Actor) -> None:
    """Offer a unit for nothing new; its positions and their history stay."""
    _set_closed(unit, by, closed=True)


@transaction.atomic
def reopen_unit(*, unit: Unit, by: Actor) -> None:
    """Offer a closed unit again."""
    _set_closed(unit, by, closed=False)


def _set_closed(unit: Unit, by: Actor, *, closed: bool) -> None:
    if not Unit.objects.filter(pk=unit.pk, is_closed=not closed).update(is_closed=closed):
        return
    unit.is_closed = closed
    journal.record(unit.agency, by, "unit-closed" if closed else "unit-reopened", unit.name)


def _refuse_taken(agency: Agency, name: str, *, but: UUID | None = None) -> None:
    # Plans name units by words: two that read the same could not be told apart.
    units = {skeleton(unit.name): unit for unit in Unit.objects.filter(agency=agency)}
    found = units.get(skeleton(name))
    if found is None or found.pk == but:
        return
    raise Refused(
        Text(f"มีส่วนราชการชื่อ “{name}” แล้ว", f"there is a unit named “{name}” already"),
        field="name",
        next_step=Text("เปิดใช้หน่วยที่ปิดไว้แทนการเพิ่มใหม่", "open the closed unit again instead")
        if found.is_closed
        else Text("ใช้ชื่ออื่น", "use another name"),
    )
