"""The kinds of cases of an agency, and who sees and works on which cases."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from prongsai.core.desk.model import Act, CaseKind
from prongsai.core.desk.reading import kind_of, read_kind, shipped
from prongsai.core.roles import all_roles
from prongsai.web.agency.models import Agency, Appointment, Unit, User
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.permissions import Right, keys_with, may
from prongsai.web.agency.position_rules import names_readers
from prongsai.web.agency.reach import (
    headed_units,
    members_of,
    overseen_units,
    terms_in_units,
    worked_for,
)
from prongsai.web.citizens.desk.models import Case, CaseEntry, OwnKind, ShutKind
from prongsai.web.platform.request_cache import cached_for_request


@cached_for_request
def kinds_of(agency_id: UUID) -> tuple[CaseKind, ...]:
    """All kinds of an agency in their order, those that are shut among them; one query."""
    own = tuple(OwnKind.objects.filter(agency=agency_id).values_list("key", "text"))
    return _with_own(own) if own else shipped()


def kind_in(agency_id: UUID, key: str) -> CaseKind | None:
    """A kind by its key; no query for those that come with the program."""
    kind = kind_of(key)
    return kind or next((kind for kind in kinds_of(agency_id) if kind.key == key), None)


def is_for_few(agency_id: UUID, key: str) -> bool:
    """Whether only few know of cases of a kind; so too where it cannot be read any more."""
    kind = kind_in(agency_id, key)
    return kind is None or kind.restricted


@lru_cache(maxsize=64)
def _with_own(own: tuple[tuple[str, str], ...]) -> tuple[CaseKind, ...]:
    read = [read_kind(key, text, key)[0] for key, text in own if kind_of(key) is None]
    # "own-10" stands behind "own-9".
    order = sorted(
        (kind for kind in read if kind is not None),
        key=lambda kind: (kind.rank, len(kind.key), kind.key),
    )
    all_kinds = (*shipped(), *order)
    return tuple(sorted(all_kinds, key=lambda kind: kind.rank))


def seen_by(person: Actor, on: date) -> QuerySet[Case]:
    """The cases that a person sees.

    Shape:  who keeps the desk sees all but those of restricted kinds, which only some of them
            read; a unit sees what was given to it, an officer there what nobody else was given; a
            superior what came to them because nobody answered in time. A restricted case is seen
            by its assignee besides those who read such kinds, and by nobody else of the unit. Of a
            new reader's restricted ones of before some wait (`waiting_for_word`).
    """
    return _reached(person, on)


def waiting_for_word(person: Actor, on: date) -> QuerySet[Case]:
    """The restricted cases of before that a person sees after a second person's word."""
    return _reached(person, on, with_waiting=True).exclude(pk__in=seen_by(person, on))


def _reached(person: Actor, on: date, *, with_waiting: bool = False) -> QuerySet[Case]:
    if not may(person, Right.KEEP_DESK):
        given = of_units(person, on, with_waiting=with_waiting)
        return given | escalated(person, on, with_waiting=with_waiting)
    cases = Case.objects.filter(agency=person.agency)
    return _of_kinds_seen(person, cases, on, with_waiting=with_waiting)


def _of_kinds_seen(
    person: Actor, cases: QuerySet[Case], on: date, *, with_waiting: bool
) -> QuerySet[Case]:
    if not may(person, Right.READ_RESTRICTED):
        given = Q(pk__in=of_units(person, on, with_waiting=with_waiting))
        return cases.filter(is_open_kind(person.agency) | given)
    reading = keys_with(Right.READ_RESTRICTED)
    held = appointments_on(person.agency, on)
    terms = [
        appointment
        for appointment in held
        if appointment.user_id == person.user.pk and appointment.position.kind in reading
    ]
    if with_waiting or _is_known(terms):
        return cases
    # What the person was given stays in sight of who reads beside it now.
    free = is_open_kind(person.agency) | Q(pk__in=of_units(person, on))
    for appointment in terms:
        free |= came_after(appointment.waits_since, appointment.first_day)
    return cases.filter(free)


def is_open_kind(agency: Agency) -> Q:
    """The condition that a case is of no restricted kind.

    Shape:  of a kind that cannot be read any more nobody knows whether a superior may read it.
    """
    return Q(kind__in=[kind.key for kind in kinds_of(agency.pk) if not kind.restricted])


def came_after(waits_since: date | OuterRef | None, first_day: date | OuterRef) -> Q:
    """The condition that a case came when an appointment had been written down and had begun.

    Shape:  of the day itself nobody knows which was first: it waits.
    """
    return Q(day__gt=waits_since, day__gte=first_day)


def sees(person: Actor, case: Case, on: date) -> bool:
    return seen_by(person, on).filter(pk=case.pk).exists()


def of_units(person: Actor, on: date, *, with_waiting: bool = False) -> QuerySet[Case]:
    """The cases given to a person's units, and those joined with them; no unit, no query.

    Shape:  of restricted ones those given to the person by name; of the others an officer's own,
            those of whom the officer acts for, and those that nobody of the unit was given.
    """
    terms = terms_in_units(person, on)
    if not terms:
        return Case.objects.none()
    is_open, overseen = is_open_kind(person.agency), overseen_units(person, on)
    users = worked_for(person, on)
    given = Q(pk__in=())
    for unit, held in terms.items():
        own = in_unit(unit.pk, assignee=person.user.pk)
        if not with_waiting and not _is_known(held):
            free = is_open
            for appointment in held:
                free |= came_after(appointment.waits_since, appointment.first_day)
                free |= given_after(appointment.waits_since, appointment.first_day)
            own &= free
        others = in_unit(unit.pk)
        if unit.pk not in overseen:
            others = in_unit(unit.pk, assignee=None) | in_unit(unit.pk, assignee__in=users)
        given |= own | (others & is_open)
    return Case.objects.filter(given, agency=person.agency)


def _is_known(held: Sequence[Appointment]) -> bool:
    """Whether one of somebody's appointments waits for nobody's word."""
    return any(appointment.waits_since is None for appointment in held)


def in_unit(unit: UUID, **person: Collection[UUID] | UUID | None) -> Q:
    """The condition that a case was given to a unit, or is joined with such a one.

    Shape:  `person` may name the `assignee`, None for nobody, or some as `assignee__in`.
    """

    def given(way: str) -> Q:
        return Q(**{f"{way}{name}": key for name, key in {"unit": unit, **person}.items()})

    # The same words sent again stay with the one that they repeat, whatever that is joined with.
    again = Q(is_again=True) & given("joined_to__joined_to__")
    return given("") | given("joined_to__") | again


def given_after(waits_since: date | OuterRef | None, first_day: date | OuterRef) -> Q:
    """The condition that a case, or what it is joined with, was given to a unit since then.

    Shape:  who gives somebody a restricted case is a reader, and knows who it is by now.
    """
    whose = Q(case=OuterRef("pk")) | Q(case=OuterRef("joined_to"))
    whose |= Q(case=OuterRef("joined_to__joined_to"))
    given = CaseEntry.objects.filter(whose, act=Act.ASSIGN, day__gt=waits_since, day__gte=first_day)
    return Q(Exists(given))


def of_nobody(agency: Agency, on: date) -> Q:
    """The condition that a case is of no unit, or of one that is closed or where nobody reads it.

    Shape:  an open kind is read by the assignee or, where that one left, by who oversees the unit.
    """
    held = Appointment.objects.on(on).of_active().filter(agency=agency)
    peopled = held.exclude(position__unit=None).values("position__unit")
    overseers = [role.key for role in all_roles() if role.oversees_unit]
    headed = peopled.filter(position__kind__in=overseers)
    is_left = ~Q(assignee=None) & ~Exists(_of_assignee(held)) & ~Q(unit__in=headed)
    is_unread = (is_open_kind(agency) & is_left) | shut_to_assignee(agency, on)
    return Q(unit=None) | Q(unit__is_closed=True) | ~Q(unit__in=peopled) | is_unread


def shut_to_assignee(agency: Agency, on: date) -> Q:
    """The condition that a restricted case is opened by nobody of its unit.

    Shape:  its assignee is missing, left, lost the post, or is too new there (`of_units`).
    """
    since = {"day__gt": OuterRef("waits_since"), "day__gte": OuterRef("first_day")}
    given = CaseEntry.objects.filter(case=OuterRef(OuterRef("pk")), act=Act.ASSIGN, **since)
    knows = Q(waits_since=None) | Q(Exists(given))
    knows |= Q(waits_since__lt=OuterRef("day"), first_day__lte=OuterRef("day"))
    held = Appointment.objects.on(on).of_active().filter(knows, agency=agency)
    return ~is_open_kind(agency) & Q(~Exists(_of_assignee(held)))


def _of_assignee(held: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Those that put the assignee of a case into its unit."""
    return held.filter(position__unit=OuterRef("unit"), user=OuterRef("assignee"))


def is_shut_to_assignee(case: Case, on: date) -> bool:
    """Whether a restricted case that somebody was given by name cannot be opened by them."""
    if case.assignee_id is None or not is_for_few(case.agency_id, case.kind):
        return False
    return Case.objects.filter(shut_to_assignee(case.agency, on), pk=case.pk).exists()


def is_new_today(unit: Unit, user: User, on: date) -> bool:
    """Whether somebody came to a unit on that day alone: a case given then is not opened by it."""
    held = Appointment.objects.on(on).filter(position__unit=unit, user=user)
    return not held.filter(Q(waits_since=None) | Q(waits_since__lt=on)).exists()


def escalated(person: Actor, on: date, *, with_waiting: bool = False) -> QuerySet[Case]:
    """The cases that came to a person's posts because nobody answered in time.

    Shape:  none of a kind that became a restricted one since.
    """
    roles = [role.key for role in person.roles]
    cases = Case.objects.filter(agency=person.agency, escalated_to__in=roles)
    return _of_kinds_seen(person, cases, on, with_waiting=with_waiting)


@names_readers
def taking_up(agency: Agency) -> frozenset[str]:
    """The roles to which overdue cases go, which they read then."""
    steps = (kind.escalation.steps for kind in kinds_of(agency.pk) if kind.escalation)
    return frozenset(step.to for each in steps for step in each)


def standing_for(agency: Agency, on: date) -> Mapping[str, Sequence[Appointment]]:
    """Who stands for each role on a day, by its key: whoever acts for a post, else its holder."""
    posts: dict[UUID, list[Appointment]] = {}
    appointments = Appointment.objects.on(on).of_active().filter(agency=agency)
    for appointment in appointments.select_related("user", "position").order_by("first_day", "pk"):
        posts.setdefault(appointment.position_id, []).append(appointment)
    people: dict[str, list[Appointment]] = {}
    for held in posts.values():
        acting = [appointment for appointment in held if appointment.is_acting]
        people.setdefault(held[0].position.kind, []).extend(acting or held)
    return people


def sees_kind(person: Actor, kind: CaseKind) -> bool:
    """Whether the kind is one that a person who keeps the desk sees."""
    return not kind.restricted or may(person, Right.READ_RESTRICTED)


def is_assignee(unit: Unit, user: User, on: date) -> bool:
    """Whether a person may be given a case of a unit: somebody of it, who can sign in."""
    return user in members_of(unit.agency, [unit], on)


def may_hand(person: Actor, case: Case, on: date) -> bool:
    """Whether a person says who of a unit works on a case: its head, of no restricted kind."""
    is_headed = case.unit_id in headed_units(person, on)
    return is_headed and not is_for_few(case.agency_id, case.kind)


def may_give(person: Actor, case: Case, on: date) -> bool:
    """Whether a person says who works on a case as it stands: by the desk's right, or as head."""
    if not case.is_open or case.joined_to_id is not None:
        return False
    if may(person, Right.KEEP_DESK):
        kind = kind_in(case.agency_id, case.kind)
        return kind is not None and sees_kind(person, kind)
    return may_hand(person, case, on)


def counts_corruption(person: Actor) -> bool:
    """Whether the person enters, and reads, how many complaints of corruption came."""
    return may(person, Right.KEEP_DESK) and may(person, Right.READ_RESTRICTED)


def offered(agency: Agency, on: date) -> tuple[CaseKind, ...]:
    """The kinds that can be brought: none that is shut, and restricted ones only while read."""
    held, closed = is_read(agency, on), shut_kinds(agency)
    kinds = kinds_of(agency.pk)
    return tuple(kind for kind in kinds if kind.key not in closed and (held or not kind.restricted))


def is_read(agency: Agency, on: date) -> bool:
    """Whether somebody is there who reads cases of restricted kinds."""
    reading = keys_with(Right.READ_RESTRICTED)
    return any(appointment.position.kind in reading for appointment in appointments_on(agency, on))


def posts_of_readers(agency: Agency, on: date) -> tuple[str, ...]:
    """All posts of those who read cases of restricted kinds, the one that lets them first.

    Shape:  who complains of the head of an office that is read there by that head must know it;
            posts are told, and nobody's name.
    """
    held, reading = appointments_on(agency, on), keys_with(Right.READ_RESTRICTED)
    readers = {appointment.user_id for appointment in held if appointment.position.kind in reading}
    own = [appointment.position for appointment in held if appointment.user_id in readers]
    own.sort(key=lambda position: position.kind not in reading)
    return tuple(dict.fromkeys(position.title for position in own))


def shut_kinds(agency: Agency) -> Mapping[str, ShutKind]:
    """The kinds that the agency takes no more of, by their key."""
    return {row.kind: row for row in ShutKind.objects.filter(agency=agency)}
