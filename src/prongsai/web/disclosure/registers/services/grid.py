"""Keep all rows of a grid, or none."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.grid import seen_rows
from prongsai.web.disclosure.registers.services.keeping import Keeping, Wanted
from prongsai.web.disclosure.registers.services.saving import hold_year


class Line(Struct, frozen=True):
    """A line in which something was typed; `key` None where the row is new."""

    row: Row
    key: UUID | None = None
    seen: int = 0


@transaction.atomic
def save(
    person: Actor, register: Register, year: int, lines: Mapping[int, Line], reason: str = ""
) -> tuple[list[RegisterRow], list[RegisterRow]]:
    """Keep all lines; the rows that were added, and those that were changed.

    Shape:  `reason` as of one row.
    Errors: SomeRefused, by the places of the lines, where one of them will not do; Misuse where
            the year is not open. Then none is kept.
    """
    hold_year(person.agency, year)
    return _held(person, register, year, lines, reason).write()


def refusals(
    person: Actor, register: Register, year: int, lines: Mapping[int, Line], reason: str = ""
) -> dict[int, Refused]:
    """Why lines may not be kept, by their places; nothing is written."""
    return _held(person, register, year, lines, reason).refused


def _held(
    person: Actor, register: Register, year: int, lines: Mapping[int, Line], reason: str
) -> Keeping:
    """The lines held against the rows as they stand: one query finds them all."""
    keys = [one.key for one in lines.values() if one.key is not None]
    rows = seen_rows(person, register, year, keys)
    wanted = {
        place: Wanted(one.row, rows.get(one.key) if one.key else None, one.seen)
        for place, one in lines.items()
        if one.key is None or one.key in rows
    }
    held = Keeping(person.agency, person, register, year, wanted, reason)
    held.refused |= {place: _gone() for place in lines if place not in wanted}
    return held


def _gone() -> Refused:
    """What is said of a row that is not there for this person: whose it is they are not told."""
    return Refused(
        Text("ไม่พบรายการนี้ หรือท่านไม่มีสิทธิ์เห็น", "this row is not there, or not yours to see"),
        next_step=Text("รายการอื่นบันทึกได้ ถ้าบันทึกอีกครั้ง", "save again to keep the others"),
    )
