"""Who sees and writes which rows: what a register declares, held against a person's positions."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby, pairwise, takewhile
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import Move, Reach
from prongsai.core.roles import Role, known_role
from prongsai.web.agency.models import Agency, Appointment, Position
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.position_rules import names_readers
from prongsai.web.agency.queries.people import open_units
from prongsai.web.agency.reach import Holder, headed_units, overseen_units, units_of
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.catalogue import registers_ever
from prongsai.web.disclosure.registers.queries.writers import Writers, chosen_writers, writers_of
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
        return self.is_all or bool(self.units or self.own_rows)

    def holds(self, row: RegisterRow) -> bool:
        is_added = row.unit_id in self.own_rows and row.added_by_id == self.user
        return self.is_all or row.unit_id in self.units or is_added

    def has(self, unit: UUID | None) -> bool:
        """Whether a new row of a unit would be among them."""
        return self.is_all or unit in self.units or unit in self.own_rows

    def speaks_for(self, unit: UUID | None) -> bool:
        """Whether all rows of a unit are among them, with None those of any unit."""
        return self.is_all or (bool(self.units) if unit is None else unit in self.units)

    def limit(self, rows: QuerySet[RegisterRow]) -> QuerySet[RegisterRow]:
        """Those of some rows that are among them."""
        if self.is_all:
            return rows
        added = Q(unit__in=self.own_rows, added_by=self.user) if self.own_rows else Q()
        return rows.filter(Q(unit__in=self.units) | added)


def seen_by(person: Actor, register: Register, on: date) -> Scope:
    """The rows of a register that a person sees: whoever writes a row sees it.

    Shape:  an agency that lets others write a register takes nobody's reading away.
    """
    if not register.is_restricted:
        return Scope(is_all=True)
    rights = register.rights
    holder = holder_of(person, on)
    scopes = (
        _scope(holder, rights.sees, rights.seeing_roles),
        _scope(holder, rights.writes, rights.writing_roles),
        written_by(person, register, on),
    )
    units = frozenset[UUID]().union(*(scope.units for scope in scopes))
    own_rows = frozenset[UUID]().union(*(scope.own_rows for scope in scopes))
    return Scope(any(scope.is_all for scope in scopes), units, own_rows - units, person.user.pk)


@names_readers
def reading(agency: Agency) -> frozenset[str]:
    """The roles that see all rows of a register that not everybody sees, be it closed or not."""
    restricted = [register for register in registers_ever(agency) if register.is_restricted]
    rights = [register.rights for register in restricted]
    named = {key for each in rights for key in (*each.seeing_roles, *each.writing_roles)}
    chosen = chosen_writers(agency)
    writers = [chosen[register.key] for register in restricted if register.key in chosen]
    posts = frozenset[UUID]().union(*(each.posts for each in writers))
    units = frozenset[UUID]().union(*(each.units for each in writers))
    if posts or units:
        rows = Position.objects.filter(Q(pk__in=posts) | Q(unit__in=units), agency=agency)
        named.update(rows.values_list("kind", flat=True))
    return frozenset(role.key for key in named if (role := known_role(key)) is not None)


def written_by(person: Actor, register: Register, on: date) -> Scope:
    """The rows of a register that a person adds, changes and removes.

    Shape:  who keeps the disclosure writes what everybody sees: small agencies have nobody else.
    """
    if not register.is_restricted and may(person, Right.DISCLOSE):
        return Scope(is_all=True)
    writers = writers_of(person.agency, register)
    return scope_of_holder(holder_of(person, on, writers), register, writers)


def chosen_scope(writers: Writers, holder: Holder, *, is_restricted: bool) -> Scope:
    """The rows that chosen writers let somebody write.

    Shape:  of a register that few see, a chosen unit is whoever sees what colleagues do there.
    """
    units = holder.overseen if is_restricted else holder.units
    if not (writers.units.isdisjoint(units) and writers.posts.isdisjoint(holder.posts)):
        return Scope(is_all=True)
    return _unit_scope(holder) if writers.own_unit else Scope()


def scope_of_holder(holder: Holder, register: Register, writers: Writers | None) -> Scope:
    """The rows that somebody would write with some writers, None as the register says; no query."""
    rights, person = register.rights, holder.person
    if not rights.is_restricted and may(person, Right.DISCLOSE):
        return Scope(is_all=True)
    if writers is not None:
        written = chosen_scope(writers, holder, is_restricted=rights.is_restricted)
    else:
        written = _scope(holder, rights.writes, rights.writing_roles)
    if rights.is_restricted:
        return written
    # What everybody sees an officer writes for the whole unit.
    return Scope(written.is_all, written.units | written.own_rows)


def writes_for_all(person: Actor, register: Register, on: date) -> bool:
    """Whether the agency lets a person write the rows of all units, so that each names its unit."""
    writers = writers_of(person.agency, register)
    if writers is None:
        return False
    holder = holder_of(person, on, writers)
    return chosen_scope(writers, holder, is_restricted=register.is_restricted).is_all


def offered_units(person: Actor, register: Register, on: date) -> dict[str, frozenset[str]]:
    """The open units for which a person may write new rows, by the field that names them."""
    if not register.owned_by:
        return {}
    scope = written_by(person, register, on)
    offered = (unit.name for unit in open_units(person.agency) if scope.has(unit.pk))
    return {register.owned_by: frozenset(offered)}


def usual_unit(person: Actor, register: Register, on: date) -> dict[str, str]:
    """The unit that stands in a new row, by its field.

    Shape:  none where the person works in several units, or writes for all.
    """
    units = units_of(person, on) if register.owned_by else ()
    if len(units) != 1 or writes_for_all(person, register, on):
        return {}
    return {register.owned_by or "": units[0].name}


def holder_of(person: Actor, on: date, *writers: Writers | None) -> Holder:
    """A person with the own units, and with the own posts where some of the writers are posts."""
    posts: Iterable[UUID] = ()
    if any(each is not None and each.posts for each in writers):
        rows = Appointment.objects.on(on).filter(agency=person.agency, user=person.user)
        posts = rows.values_list("position", flat=True)
    units = frozenset(unit.pk for unit in units_of(person, on))
    return Holder(person, units, overseen_units(person, on), frozenset(posts))


def may_report(person: Actor, register: Register, on: date) -> bool:
    """Whether a person makes the papers of a register, which tell of all its rows.

    Shape:  who sees all rows, and writes some, keeps the disclosure or makes official papers: of
            a register that few see nobody may do all the rest.
    """
    if not seen_by(person, register, on).is_all:
        return False
    papers = may(person, Right.DISCLOSE) or may(person, Right.MAKE_PAPERS)
    return papers or bool(written_by(person, register, on))


def _scope(holder: Holder, reach: Reach, roles: Iterable[str]) -> Scope:
    if reach is Reach.ALL or _held(holder.person, roles):
        return Scope(is_all=True)
    return _unit_scope(holder) if reach is Reach.OWN_UNIT else Scope()


def _unit_scope(holder: Holder) -> Scope:
    own_rows = holder.units - holder.overseen
    # Who is in no unit has the scope of nobody: a preview compares them.
    user = holder.person.user.pk if own_rows else None
    return Scope(units=holder.overseen, own_rows=own_rows, user=user)


def _held(person: Actor, keys: Iterable[str]) -> list[Role]:
    """Those of a person's roles that are named, by their keys of today or before."""
    named = {role.key for key in keys if (role := known_role(key)) is not None}
    return [role for role in person.roles if role.key in named]


def may_move(person: Actor, register: Register, row: RegisterRow, move: Move, on: date) -> bool:
    """Whether a person takes a row a way on.

    Shape:  where roles are named it is a decision: whoever wrote the row does not take it; a named
            role takes rows as far as it reaches, the head of a unit those of the own unit, and who
            does only what was assigned none. Where the row names who must agree,
            it is whoever holds that position, and never the person who brought it so far.
    """
    if move.holder:
        return _is_holder(person, register, row, move.holder, on)
    if not move.roles:
        return written_by(person, register, on).holds(row)
    if has_written(person, row) or not seen_by(person, register, on).holds(row):
        return False
    held = _held(person, move.roles)
    if any(role.reaches_agency for role in held):
        return True
    named = {known_role(key) for key in move.roles}
    leads = any(role is not None and role.leads_unit for role in named)
    return leads and row.unit_id in headed_units(person, on)


def has_written(person: Actor, row: RegisterRow) -> bool:
    """Whether a person added a row, or changed what stands in it; a decision changes no value."""
    if row.added_by_id == person.user.pk:
        return True
    if not row.versions.filter(made_by=person.user).exists():
        return False
    return any(
        later.made_by_id == person.user.pk and later.values != earlier.values
        for earlier, later in pairwise(row.versions.order_by("number"))
    )


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
    versions = row.versions.values_list("state", "made_by")
    since = takewhile(lambda pair: pair[0] == row.state, versions)
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
    decided_keys = set()
    for key, versions in groupby(rows.values_list("row", "state"), lambda pair: pair[0]):
        since = takewhile(lambda pair: pair[1] != register.first_state, versions)
        if any(state in decided for _, state in since):
            decided_keys.add(key)
    return frozenset(decided_keys)
