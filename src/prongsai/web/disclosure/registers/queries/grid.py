"""Rows of a register that one person changes at once: which they are, and what they were before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import slots_of
from prongsai.core.registers.rules import Every
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.catalogue import year_of_rows
from prongsai.web.disclosure.registers.queries.rows import Asked, kept_rows, narrowed, sorted_keys
from prongsai.web.disclosure.registers.rights import seen_by, written_by
from prongsai.web.platform.clock import today


def page_of(
    person: Actor, register: Register, year: int, asked: Asked, page: str, most: int
) -> Page[UUID]:
    """The keys of the rows that a person may write, as the list has them.

    Shape:  unsorted, the database counts them and reads one page; sorted by a field, all keys.
    """
    scope = written_by(person, register, today())
    rows = narrowed(scope.of(kept_rows(person.agency, register, year)), year, asked)
    keys: Any = rows.values_list("pk", flat=True)
    if asked.sort:
        keys = sorted_keys(rows, register, asked)
    found: Page[UUID] = Paginator(keys, most).get_page(page)
    return found


def seen_rows(
    person: Actor, register: Register, year: int, keys: Collection[UUID]
) -> dict[UUID, RegisterRow]:
    """Those of some rows that a person may see, removed ones too: one query."""
    if not keys:
        return {}
    scope = seen_by(person, register, today())
    rows = RegisterRow.objects.filter(
        agency=person.agency, register=register.key, fiscal_year=year_of_rows(register, year)
    )
    return scope.of(rows).in_bulk(list(keys))


def versions_of(
    rows: Mapping[UUID, RegisterRow], seen: Mapping[UUID, int]
) -> dict[tuple[UUID, int], RegisterRowVersion]:
    """Of the rows that have moved on, the version that was seen and the one that stands.

    Shape:  by row and number; one query, none where nothing has moved on.
    """
    wanted = Q()
    for key, number in seen.items():
        if key in rows and rows[key].version != number:
            wanted |= Q(row=key, number__in=(number, rows[key].version))
    if not wanted:
        return {}
    return {(one.row_id, one.number): one for one in RegisterRowVersion.objects.filter(wanted)}


def open_months(person: Actor, register: Register, year: int) -> tuple[int, ...]:
    """The months of a year of which a person has no row to write yet: one query."""
    scope = written_by(person, register, today())
    rows = scope.of(kept_rows(person.agency, register, year)).order_by()
    days: set[date | None] = set(rows.values_list("day", flat=True).distinct())
    there = {day.month for day in days if day is not None}
    months = (slot.months[0] for slot in slots_of(year, Every.MONTH))
    return tuple(month for month in months if month not in there)
