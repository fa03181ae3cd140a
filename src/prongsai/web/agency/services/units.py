"""Units: add, rename, close, open again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from prongsai.core.text import Text
from prongsai.core.thai import printed, skeleton
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.signals import units_named
from prongsai.web.platform import journal


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
    named(unit.agency, (unit,))
    journal.record(unit.agency, by, "unit-renamed", wanted, old=old)


def named(agency: Agency, units: Sequence[Unit]) -> None:
    """Units got a name: what was written of them before they were there is theirs now."""
    if not Unit.objects.filter(agency=agency, is_office=True).exists():
        find_office(agency)
    units_named.send(Unit, agency=agency, units=units)


def find_office(agency: Agency) -> None:
    """The unit that bears the name of the central office is it; the former one if none does."""
    units = Unit.objects.filter(agency=agency)
    if agency.office and units.filter(name=agency.office).exists():
        units.filter(is_office=True).update(is_office=False)
        units.filter(name=agency.office).update(is_office=True)


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
