"""Who sees and writes which rows: what a register declares, held against a person's positions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby, takewhile
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import Move, Reach
from prongsai.core.roles import Role, known_role
from prongsai.web.agency.freshness import names_readers
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units, overseen_units, units_of
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.catalogue import registers_ever
from prongsai.web.platform.typed import row_key


class Scope(Struct, frozen=True):
    """The rows that a right is about: all, those of some units, or none.

    Shape:  `own_rows` are units of whose rows only those that `user` added are among them.
    """

    is_all: bool = False
    units: frozenset[UUID] = frozenset()
    own_rows: frozenset[UUID] = frozenset()
    user: UUID | None = None

    def __bool__(self) -> bool:
        """Whether there may be any."""
        return self.is_all or bool(self.units or self.own_rows)

    def holds(self, row: RegisterRow) -> bool:
        """Whether a row is among them."""
        is_added = row.unit_id in self.own_rows and row.added_by_id == self.user
        return self.is_all or row.unit_id in self.units or is_added

    def has(self, unit: UUID | None) -> bool:
        """Whether a new row of a unit would be among them."""
        return self.is_all or unit in self.units or unit in self.own_rows

    def of(self, rows: QuerySet[RegisterRow]) -> QuerySet[RegisterRow]:
        """Those of some rows that are among them."""
        if self.is_all:
            return rows
        added = Q(unit__in=self.own_rows, added_by=self.user) if self.own_rows else Q()
        return rows.filter(Q(unit__in=self.units) | added)


def seen_by(person: Actor, register: Register, on: date) -> Scope:
    """The rows of a register that a person sees: whoever writes a row sees it."""
    rights = register.rights
    found = _scope(person, rights.sees, rights.seeing_roles, on)
    written = written_by(person, register, on)
    units = found.units | written.units
    own_rows = found.own_rows | written.own_rows
    return Scope(found.is_all or written.is_all, units, own_rows - units, person.user.pk)


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
    written = _scope(person, rights.writes, rights.writing_roles, on)
    if register.is_restricted:
        return written
    # What everybody sees an officer writes for the whole unit.
    return Scope(written.is_all, written.units | written.own_rows)


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
    units = frozenset(unit.pk for unit in units_of(person, on))
    overseen = overseen_units(person, on)
    return Scope(units=overseen, own_rows=units - overseen, user=person.user.pk)


def _held(person: Actor, keys: Iterable[str]) -> list[Role]:
    """Those of a person's roles that are named, by their keys of today or before."""
    named = {role.key for key in keys if (role := known_role(key)) is not None}
    return [role for role in person.roles if role.key in named]


def may_move(person: Actor, register: Register, row: RegisterRow, move: Move, on: date) -> bool:
    """Whether a person takes a row a way on.

    Shape:  where roles are named it is a decision: whoever added the row does not take it; a named
            role takes rows as far as it reaches, the head of a unit those of the own unit, and who
            does only what was assigned none. Where the row names who must agree,
            it is whoever holds that position, and never the person who brought it so far.
    """
    if move.holder:
        return _is_holder(person, register, row, move.holder, on)
    if not move.roles:
        return written_by(person, register, on).holds(row)
    if row.added_by_id == person.user.pk or not seen_by(person, register, on).holds(row):
        return False
    held = _held(person, move.roles)
    if any(role.reaches_agency for role in held):
        return True
    named = {known_role(key) for key in move.roles}
    leads = any(role is not None and role.leads_unit for role in named)
    return leads and row.unit_id in headed_units(person, on)


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
