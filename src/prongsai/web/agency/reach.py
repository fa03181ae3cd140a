"""How far the rights of a person reach: the whole agency, own units, or what was assigned.

Source: `reach` in data/roles.yaml. A right of the matrix opens a page; these functions say whose
rows it is about (ADR 0102).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Struct

from prongsai.core.roles import Role
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User
from prongsai.web.agency.people import Actor, appointments_on, held_positions
from prongsai.web.agency.permissions import Right, rights_of
from prongsai.web.platform.request_cache import cached_for_request


def may_everywhere(person: Actor, right: Right) -> bool:
    """Whether a position of the person gives the right in the whole agency."""
    return any(role.reaches_agency and right in rights_of(role) for role in person.roles)


def heads(position: Position) -> bool:
    """Whether the position is that of the head of its unit; the unit is at hand."""
    unit, role = position.unit, position.role
    return unit is not None and (role.leads_unit or (role.leads_office and unit.is_office))


@cached_for_request
def units_of(person: Actor, on: date) -> tuple[Unit, ...]:
    """The open units in which a person holds a position."""
    return tuple(terms_in_units(person, on))


@cached_for_request
def terms_in_units(person: Actor, on: date) -> Mapping[Unit, Sequence[Appointment]]:
    """The same in Thai order, each with the appointments that put the person there."""
    held: dict[Unit, list[Appointment]] = {}
    rows = _held(person.agency, on).filter(user=person.user, position__unit__is_closed=False)
    for row in rows:
        if row.position.unit is not None:
            held.setdefault(row.position.unit, []).append(row)
    return dict(sorted(held.items(), key=lambda pair: pair[0].sort_key))


def headed_units(person: Actor, on: date) -> frozenset[UUID]:
    """The open units whose head a person is that day, the central office among them.

    Shape:  the head of a closed unit heads nothing: what it had is to be given to others.
    """
    if not any(role.leads_unit or role.leads_office for role in person.roles):
        return frozenset()
    terms = terms_in_units(person, on)
    return frozenset(
        unit.pk for unit, held in terms.items() if any(heads(row.position) for row in held)
    )


def is_draft_of(person: Actor, on: date) -> Q:
    """The condition that a draft is a person's: of the writer (`by`) and the head of its `unit`.

    Shape:  a writer who has left the unit has left its drafts, to read as to change.
    """
    terms = terms_in_units(person, on)
    headed = [unit for unit, held in terms.items() if any(heads(row.position) for row in held)]
    return Q(by=person.user) & (Q(unit=None) | Q(unit__in=[*terms])) | Q(unit__in=headed)


def overseen_units(person: Actor, on: date) -> frozenset[UUID]:
    """The own units in which a person sees what colleagues do, and not the own work alone."""
    return _units_where(person, on, lambda role: role.oversees_unit)


def units_with(person: Actor, right: Right, on: date) -> frozenset[UUID]:
    """The own units in which a position that reaches no further gives a right."""
    return _units_where(
        person, on, lambda role: not role.reaches_agency and right in rights_of(role)
    )


def units_acted_for(person: Actor, right: Right, on: date) -> frozenset[UUID]:
    """The own units in whose name a person may do something; all of them where it is everywhere."""
    if may_everywhere(person, right):
        return frozenset(unit.pk for unit in units_of(person, on))
    return units_with(person, right, on)


def _units_where(person: Actor, on: date, holds: Callable[[Role], bool]) -> frozenset[UUID]:
    if not any(map(holds, person.roles)):
        return frozenset()
    terms = terms_in_units(person, on)
    return frozenset(
        unit.pk for unit, held in terms.items() if any(holds(row.position.role) for row in held)
    )


@cached_for_request
def worked_for(person: Actor, on: date) -> frozenset[UUID]:
    """Whose named work a person does that day: the own, and that of whose post they act in."""
    own = person.user.pk
    if not any(post.is_acting for post in person.positions):
        return frozenset({own})
    acted = substitutes(appointments_on(person.agency, on)).items()
    return frozenset({own, *(holder for holder, users in acted if person.user in users)})


def substitutes(held: Iterable[Appointment]) -> Mapping[UUID, Sequence[User]]:
    """Who acts in a post of whom, by the key of its holder; of some appointments of one day."""
    acting: dict[UUID, list[User]] = {}
    holders: list[tuple[UUID, UUID]] = []
    for row in held:
        if row.is_acting:
            acting.setdefault(row.position_id, []).append(row.user)
        else:
            holders.append((row.user_id, row.position_id))
    users: dict[UUID, list[User]] = {}
    for holder, post in holders:
        users.setdefault(holder, []).extend(acting.get(post, ()))
    return users


class Holder(Struct, frozen=True):
    """Somebody who can sign in, with the open units and the positions of a day.

    Shape:  `overseen` are those of the units in which they see what colleagues do.
    """

    person: Actor
    units: frozenset[UUID]
    overseen: frozenset[UUID]
    posts: frozenset[UUID]


def holders_on(agency: Agency, on: date) -> tuple[Holder, ...]:
    """Everybody who holds a position; the number of queries does not grow with the people."""
    rows: dict[User, list[Appointment]] = {}
    for row in _held(agency, on).filter(user__is_active=True).select_related("user"):
        rows.setdefault(row.user, []).append(row)
    return tuple(
        Holder(
            Actor(user, agency, held_positions(held)),
            frozenset(_open_units(held)),
            frozenset(_open_units(row for row in held if row.position.role.oversees_unit)),
            frozenset(row.position_id for row in held),
        )
        for user, held in rows.items()
    )


def _open_units(held: Iterable[Appointment]) -> Iterator[UUID]:
    units = (row.position.unit for row in held)
    return (unit.pk for unit in units if unit is not None and not unit.is_closed)


def members_of(agency: Agency, units: Iterable[Unit | UUID], on: date) -> list[User]:
    """People who hold a position in one of some units."""
    held = _held(agency, on).filter(position__unit__in=list(units), user__is_active=True)
    return sorted({row.user for row in held.select_related("user")}, key=str)


@cached_for_request
def leavers_on(agency: Agency, on: date) -> frozenset[tuple[UUID | None, UUID | None]]:
    """People and units in which they held a post once and hold none that day."""
    rows = Appointment.objects.filter(agency=agency, position__unit__isnull=False)
    begun = list(rows.filter(first_day__lte=on).values_list("user", "position__unit", "last_day"))
    held = {(user, unit) for user, unit, last in begun if last is None or last >= on}
    return frozenset((user, unit) for user, unit, _last in begun) - held


def _held(agency: Agency, on: date) -> QuerySet[Appointment]:
    return Appointment.objects.on(on).filter(agency=agency).select_related("position__unit")
