"""Who sees and writes which rows: what a register declares, held against a person's positions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby, takewhile
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import Move, Reach
from prongsai.core.roles import Role, known_role
from prongsai.web.agency.freshness import names_readers
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.catalogue import registers_ever
from prongsai.web.platform.typed import row_key
from prongsai.web.year.measures.rights import headed_units
from prongsai.web.year.ownership.owners import units_of


class Scope(Struct, frozen=True):
    """The rows that a right is about: all, those of some units, or none."""

    is_all: bool = False
    units: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        """Whether there may be any."""
        return self.is_all or bool(self.units)

    def holds(self, row: RegisterRow) -> bool:
        """Whether a row is among them."""
        return self.has(row.unit_id)

    def has(self, unit: UUID | None) -> bool:
        """Whether the rows of a unit are among them."""
        return self.is_all or unit in self.units

    def of(self, rows: QuerySet[RegisterRow]) -> QuerySet[RegisterRow]:
        """Those of some rows that are among them."""
        return rows if self.is_all else rows.filter(unit__in=self.units)


def seen_by(person: Actor, register: Register, on: date) -> Scope:
    """The rows of a register that a person sees: whoever writes a row sees it."""
    rights = register.rights
    found = _scope(person, rights.sees, rights.seeing_roles, on)
    written = written_by(person, register, on)
    return Scope(found.is_all or written.is_all, found.units | written.units)


@names_readers
def reading(agency: Agency) -> frozenset[str]:
    """The roles that see all rows of a register that not everybody sees, be it closed or not."""
    rights = [one.rights for one in registers_ever(agency) if one.is_restricted]
    named = {key for one in rights for key in (*one.seeing_roles, *one.writing_roles)}
    return frozenset(role.key for key in named if (role := known_role(key)) is not None)


def written_by(person: Actor, register: Register, on: date) -> Scope:
    """The rows of a register that a person adds, changes and removes.

    Shape:  who keeps the disclosure writes what everybody sees: small agencies have nobody else.
    """
    rights = register.rights
    if not register.is_restricted and may(person, Right.DISCLOSE):
        return Scope(is_all=True)
    return _scope(person, rights.writes, rights.writing_roles, on)


def may_report(person: Actor, register: Register, on: date) -> bool:
    """Whether a person makes the papers of a register, which tell of all its rows.

    Shape:  who sees all rows, and writes some, keeps the disclosure or makes official papers: of
            a register that few see nobody may do all the rest.
    """
    if not seen_by(person, register, on).is_all:
        return False
    papers = may(person, Right.DISCLOSE) or may(person, Right.MAKE_PAPERS)
    return papers or bool(written_by(person, register, on))


def _scope(person: Actor, reach: Reach, roles: Iterable[str], on: date) -> Scope:
    if reach is Reach.ALL or _held(person, roles):
        return Scope(is_all=True)
    if reach is Reach.ROLES:
        return Scope()
    return Scope(units=frozenset(unit.pk for unit in units_of(person, on)))


def _held(person: Actor, keys: Iterable[str]) -> list[Role]:
    """Those of a person's roles that are named, by their keys of today or before."""
    named = {role.key for key in keys if (role := known_role(key)) is not None}
    return [role for role in person.roles if role.key in named]


def may_move(person: Actor, register: Register, row: RegisterRow, move: Move, on: date) -> bool:
    """Whether a person takes a row a way on.

    Shape:  where roles are named it is a decision: whoever added the row does not take it, and a
            head of a unit takes those of the own unit alone. Where the row names who must agree,
            it is whoever holds that position, and never the person who brought it so far.
    """
    if move.holder:
        return _is_holder(person, register, row, move.holder, on)
    if not move.roles:
        return written_by(person, register, on).holds(row)
    if row.added_by_id == person.user.pk or not seen_by(person, register, on).holds(row):
        return False
    held = _held(person, move.roles)
    if any(not role.leads_unit for role in held):
        return True
    return bool(held) and row.unit_id in headed_units(person, on)


def _is_holder(person: Actor, register: Register, row: RegisterRow, holder: str, on: date) -> bool:
    if not seen_by(person, register, on).holds(row):
        return False
    key = row_key(str(row.values.get(holder, "")))
    held = Appointment.objects.on(on).filter(agency=person.agency, user=person.user, position=key)
    if key is None or not held.exists():
        return False
    if row.state == register.first_state:
        return True
    # Two positions may be held by one person: then nobody else agreed.
    versions = RegisterRowVersion.objects.filter(row=row).order_by("-number")
    since = takewhile(lambda told: told[0] == row.state, versions.values_list("state", "made_by"))
    brought = [by for _, by in since][-1:]
    is_own = brought == [person.user.pk]
    return not is_own or holder_of_first(register) == holder


def holder_of_first(register: Register) -> str:
    """The field that names who brings rows out of the first state; "" where no position does."""
    ways = register.moves_from(register.first_state)
    return next((way.holder for way in ways if way.holder), "") or ""


def is_decided(register: Register, kept: RegisterRow) -> bool:
    """Whether somebody decided on a row since it last stood in the first state."""
    return kept.pk in decided_among(register, [kept.pk])


def decided_among(register: Register, keys: Collection[UUID]) -> frozenset[UUID]:
    """Those of some rows on which somebody decided since they last stood in the first state.

    Shape:  whatever state it went on to since; one that was sent back to the first is free again.
            One query, none for registers without decisions.
    """
    decided = {move.to for move in register.moves if move.is_decision}
    if not decided or not keys:
        return frozenset()
    rows = RegisterRowVersion.objects.filter(row__in=keys).order_by("row", "-number")
    found = set()
    for key, versions in groupby(rows.values_list("row", "state"), lambda told: told[0]):
        since = takewhile(lambda told: told[1] != register.first_state, versions)
        if any(state in decided for _, state in since):
            found.add(key)
    return frozenset(found)
