"""Who sees and works on which cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from prongsai.core.desk.model import CaseKind
from prongsai.core.roles import role_of
from prongsai.web.agency.models import Agency, Appointment, Unit
from prongsai.web.agency.people import Actor, actor_on, appointments_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.desk.models import Case, ShutKind
from prongsai.web.desk.queries.kinds import kinds_of
from prongsai.web.ownership.owners import members_of, units_of

# A superior whom somebody complains of must not read it: such kinds are this officer's alone.
_OF_RESTRICTED = role_of("complaint-officer")


def seen_by(person: Actor, on: date) -> QuerySet[Case]:
    """The cases that a person sees.

    Shape:  who keeps the desk sees all but those of restricted kinds, which the complaint officer
            sees; a unit sees what was given to it, of any kind; a superior what came to them
            because nobody answered in time.
    """
    if not may(person, Right.KEEP_DESK):
        return of_units(person, on) | escalated(person)
    return _of_kinds_seen(person, Case.objects.filter(agency=person.agency))


def _of_kinds_seen(person: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    if _OF_RESTRICTED in person.roles:
        return cases
    # Of a kind that cannot be read any more nobody knows whether a superior may read it.
    kinds = kinds_of(person.agency.pk)
    return cases.filter(kind__in=[one.key for one in kinds if sees_kind(person, one)])


def sees(person: Actor, case: Case, on: date) -> bool:
    """Whether a person sees one case."""
    return seen_by(person, on).filter(pk=case.pk).exists()


def of_units(person: Actor, on: date) -> QuerySet[Case]:
    """The cases given to a person's units, and those joined with them; no unit, no query."""
    units = [unit.pk for unit in units_of(person, on)]
    if not units:
        return Case.objects.none()
    given = Q(unit__in=units) | Q(joined_to__unit__in=units)
    # The same words sent again stay with the one that they repeat, whatever that is joined with.
    given |= Q(is_again=True, joined_to__joined_to__unit__in=units)
    return Case.objects.filter(given, agency=person.agency)


def escalated(person: Actor) -> QuerySet[Case]:
    """The cases that came to a person's posts because nobody answered in time.

    Shape:  none of a kind that became a restricted one since.
    """
    roles = [role.key for role in person.roles]
    cases = Case.objects.filter(agency=person.agency, escalated_to__in=roles)
    return _of_kinds_seen(person, cases)


def standing_for(agency: Agency, on: date) -> Mapping[str, Sequence[Appointment]]:
    """Who stands for each role on a day, by its key: whoever acts for a post, else its holder."""
    posts: dict[UUID, list[Appointment]] = {}
    found = Appointment.objects.on(on).of_active().filter(agency=agency)
    for one in found.select_related("user", "position").order_by("first_day", "pk"):
        posts.setdefault(one.position_id, []).append(one)
    people: dict[str, list[Appointment]] = {}
    for held in posts.values():
        acting = [one for one in held if one.is_acting]
        people.setdefault(held[0].position.kind, []).extend(acting or held)
    return people


def sees_kind(person: Actor, kind: CaseKind) -> bool:
    """Whether the kind is one that a person who keeps the desk sees."""
    return not kind.restricted or _OF_RESTRICTED in person.roles


def is_unread_in(unit: Unit, on: date) -> bool:
    """Whether all people of a unit keep the desk, who read no restricted cases given to it.

    Shape:  not so of a unit in which nobody is: its cases wait at the desk.
    """
    found = (actor_on(user, on) for user in members_of(unit.agency, [unit], on))
    people = [one for one in found if one is not None]
    if not people and not unit.is_office:
        return False
    return all(may(one, Right.KEEP_DESK) and _OF_RESTRICTED not in one.roles for one in people)


def counts_corruption(person: Actor) -> bool:
    """Whether the person enters, and reads, how many complaints of corruption came."""
    return may(person, Right.KEEP_DESK) and _OF_RESTRICTED in person.roles


def offered(agency: Agency, on: date) -> tuple[CaseKind, ...]:
    """The kinds that can be brought: none that is shut, and restricted ones only while read."""
    held, closed = is_read(agency, on), shut_kinds(agency)
    kinds = kinds_of(agency.pk)
    return tuple(one for one in kinds if one.key not in closed and (held or not one.restricted))


def is_read(agency: Agency, on: date) -> bool:
    """Whether somebody is there who reads cases of restricted kinds."""
    return any(one.position.role == _OF_RESTRICTED for one in appointments_on(agency, on))


def posts_of_readers(agency: Agency, on: date) -> tuple[str, ...]:
    """All posts of those who read cases of restricted kinds, the one that lets them first.

    Shape:  who complains of the head of an office that is read there by that head must know it;
            posts are told, and nobody's name.
    """
    held = appointments_on(agency, on)
    readers = {one.user_id for one in held if one.position.role == _OF_RESTRICTED}
    own = [one.position for one in held if one.user_id in readers]
    own.sort(key=lambda position: position.role != _OF_RESTRICTED)
    return tuple(dict.fromkeys(position.title for position in own))


def shut_kinds(agency: Agency) -> Mapping[str, ShutKind]:
    """The kinds that the agency takes no more of, by their key."""
    return {one.kind: one for one in ShutKind.objects.filter(agency=agency)}
