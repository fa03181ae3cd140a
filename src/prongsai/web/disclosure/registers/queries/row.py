"""One row of a register: what it holds, where it may go, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.registers.attached import attached, attached_of
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, RowFault, from_data, row_name, with_computed
from prongsai.core.registers.rules import Move
from prongsai.core.registers.values import Context, shown
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.catalogue import context_of, year_of_rows
from prongsai.web.disclosure.registers.rights import is_decided, may_move, seen_by, written_by
from prongsai.web.platform.language import in_language
from prongsai.web.platform.tags import Fact, Picture


class Way(Struct, frozen=True):
    """A way on from a row's state; `needs` are the titles of fields to be filled before."""

    to: str
    label: str
    needs: tuple[str, ...]


class Past(Struct, frozen=True):
    """One version of a row: when, by whom, and what it changed, a line each."""

    at: datetime
    by_words: str
    changes: tuple[str, ...]


class RowPage(Struct, frozen=True):
    """One row.

    Shape:  `facts` are its fields as they are shown, `faults` what is open or doubtful of it;
            `is_decided` where somebody decided on it, so that what is filled stays.
    """

    kept: RegisterRow
    register: Register
    row: Row
    context: Context
    name: str
    state: str
    facts: tuple[Fact, ...]
    faults: tuple[RowFault, ...]
    ways: tuple[Way, ...]
    history: tuple[Past, ...]
    may_write: bool
    is_decided: bool
    pictures: tuple[Picture, ...] = ()

    @property
    def asks_more(self) -> bool:
        """Whether a way on waits for a field that is empty."""
        return any(way.needs for way in self.ways)


def row_of(
    person: Actor, register: Register, year: int, row_id: UUID, on: date
) -> RegisterRow | None:
    """A row that a person may see, removed or not."""
    rows = RegisterRow.objects.filter(
        agency=person.agency, register=register.key, fiscal_year=year_of_rows(register, year),
        pk=row_id,
    )  # fmt: skip
    found = rows.select_related("agency", "unit").first()
    return found if found is not None and seen_by(person, register, on).holds(found) else None


def file_of(kept: RegisterRow, key: UUID) -> RegisterFile | None:
    """A file of a row; whoever asks sees the row."""
    rows = RegisterFile.objects.select_related("file__agency", "small__agency")
    return rows.filter(row=kept, pk=key).first()


def row_page(person: Actor, register: Register, kept: RegisterRow, year: int, on: date) -> RowPage:
    """One row with all that is told of it."""
    context = context_of(person.agency, register, year)
    reading = from_data(register, kept.values, year, kept.state)
    row = reading.row
    state = register.state(kept.state)
    addresses = _addresses(register, kept, row, year)
    return RowPage(
        kept, register, row, context,
        row_name(register, row, context),
        in_language(state.title) if state else kept.state,
        tuple(_facts(register, row, context, addresses)),
        (*reading.faults, *check_row(register, row, on)),
        tuple(_ways(person, register, kept, on)) if kept.removed_at is None else (),
        tuple(_history(register, kept, context, year)),
        written_by(person, register, on).holds(kept),
        is_decided(register, kept),
        tuple(_pictures(kept, row, register, addresses)),
    )  # fmt: skip


def _addresses(register: Register, kept: RegisterRow, row: Row, year: int) -> dict[str, str]:
    """Where what stands in fields of kind file is opened, by their names; only the web's and ours.

    Shape:  a row that was kept elsewhere may name a file that is not there: its name has no link.
    """
    found: dict[str, str] = {}
    for field in register.typed_fields:
        value = row.values.get(field.name)
        if field.kind is not FieldKind.FILE or not isinstance(value, str):
            continue
        one = attached(value)
        if one is not None:
            arguments = [year, register.key, kept.pk, one.key]
            found[field.name] = reverse("registers:file", args=arguments)
        elif value.lower().startswith(("https://", "http://")):
            found[field.name] = value
    return found


def _pictures(
    kept: RegisterRow, row: Row, register: Register, addresses: Mapping[str, str]
) -> Iterator[Picture]:
    """The photos of a row: one query where it names a file, else none."""
    named = list(attached_of(register.typed_fields, row.values))
    if not named:
        return
    keys = [one.key for _, one in named]
    photos = set(
        RegisterFile.objects.filter(row=kept, pk__in=keys, small__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for field, one in named:
        if one.key in photos:
            url = addresses[field.name]
            yield Picture(url, f"{url}?small", f"{in_language(field.title)}: {one.name}")


def _facts(
    register: Register, row: Row, context: Context, addresses: Mapping[str, str] | None = None
) -> Iterator[Fact]:
    values, links = with_computed(register, row.values), addresses or {}
    for field in register.fields:
        value = values.get(field.name)
        if value is not None:
            words = in_language(shown(field, value, context))
            yield Fact(in_language(field.title), words, links.get(field.name, ""))
    for name, text in row.left.items():
        known = register.field(name)
        yield Fact(in_language(known.title) if known else name, text)


def _ways(person: Actor, register: Register, kept: RegisterRow, on: date) -> Iterator[Way]:
    for move in register.moves_from(kept.state):
        if may_move(person, register, kept, move, on):
            yield Way(move.to, in_language(move.title), tuple(_needed(register, kept, move)))


def _needed(register: Register, kept: RegisterRow, move: Move) -> Iterator[str]:
    for name in move.needs:
        if name not in kept.values:
            yield in_language(register.named(name).title)


def _history(register: Register, kept: RegisterRow, context: Context, year: int) -> Iterator[Past]:
    versions = [*RegisterRowVersion.objects.filter(row=kept), None]
    for version, before in pairwise(versions):
        if version is not None:
            changes = tuple(_changes(register, version, before, context, year))
            yield Past(version.made_at, version.made_by_words, changes)


def _changes(
    register: Register,
    version: RegisterRowVersion,
    before: RegisterRowVersion | None,
    context: Context,
    year: int,
) -> Iterator[str]:
    if before is None:
        yield _("เพิ่มรายการ")
        return
    if version.is_removed != before.is_removed:
        yield _("เอาออก") if version.is_removed else _("นำกลับมา")
    if version.state != before.state:
        state = register.state(version.state)
        yield _("สถานะ: %(state)s") % {
            "state": in_language(state.title) if state else version.state
        }
    new = _told(register, version.values, context, year)
    old = _told(register, before.values, context, year)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            nothing = _("ว่าง")
            yield f"{name}: {old.get(name) or nothing} → {new.get(name) or nothing}"


def _told(
    register: Register, values: Mapping[str, Any], context: Context, year: int
) -> dict[str, str]:
    row = from_data(register, values, year).row
    return {fact.name: fact.value for fact in _facts(register, row, context)}
