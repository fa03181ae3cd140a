"""All registers with how they stand: rows, what is missing, which items they serve."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from prongsai.core.registers.model import Group, Register
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.registers.models import LASTING, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.disclosure.registers.rights import seen_by
from prongsai.web.platform.language import in_language


class Standing(Struct, frozen=True):
    """One register; `rows` None where the person sees no rows, nor how many there are."""

    register: Register
    rows: int | None
    items: tuple[str, ...]
    may_open: bool

    @property
    def words(self) -> str:
        """How many rows it has where they may know it, what it is for, which items it serves."""
        if not self.may_open:
            return _("ไม่เปิดให้ตำแหน่งของท่าน")
        purpose = in_language(self.register.purpose)
        told = f"{purpose} ({', '.join(self.items)})" if self.items else purpose
        if self.rows is None:
            return told
        count = ngettext("%(rows)s รายการ", "%(rows)s รายการ", self.rows) % {"rows": self.rows}
        return f"{count} · {told}"


class Shelf(Struct, frozen=True):
    """Registers of one kind."""

    group: Group
    registers: tuple[Standing, ...]


def shelves(person: Actor, year: int, on: date) -> tuple[Shelf, ...]:
    """All registers, by kind; one query for the rows, and those of the year's items."""
    counts = _counts(person, year, on)
    codes = {key: item.code for item in items_of(person.agency, year).items for key in item.keys}
    found: dict[Group, list[Standing]] = {}
    for register in registers_of(person.agency).registers:
        items = sorted({codes[one] for one in register.all_lineages if one in codes})
        standing = Standing(
            register, counts.get(register.key), tuple(items),
            bool(seen_by(person, register, on)),
        )  # fmt: skip
        found.setdefault(register.group, []).append(standing)
    return tuple(Shelf(group, tuple(found[group])) for group in Group if group in found)


def _counts(person: Actor, year: int, on: date) -> dict[str, int]:
    """How many rows a person may know of, by register."""
    rows = RegisterRow.objects.filter(
        agency=person.agency, fiscal_year__in=(year, LASTING), removed_at=None
    )
    told = rows.order_by().values_list("register", "unit").annotate(count=Count("pk"))
    known = {register.key: register for register in registers_of(person.agency).registers}
    counts: dict[str, int] = {
        key: 0 for key, register in known.items()
        if seen_by(person, register, on) or register.rights.only_counts_leave
    }  # fmt: skip
    for key, unit, count in told:
        register = known.get(key)
        if register is None:
            continue
        scope = seen_by(person, register, on)
        if scope.is_all or unit in scope.units or register.rights.only_counts_leave:
            counts[key] = counts.get(key, 0) + count
    return counts
