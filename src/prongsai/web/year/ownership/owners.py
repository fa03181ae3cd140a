"""Who owns each subject today, and whether they still can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct

from prongsai.core.roles import rank_of
from prongsai.web.agency.models import Agency, Appointment, Unit, User
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.ownership.models import MAIN, Assignment, Kind
from prongsai.web.year.ownership.subjects import Subject


class Owner(Struct, frozen=True):
    """One owner of a subject.

    Shape:  `key` is the assignment's; `unit` and `person` are "" where only the other is named;
            `person` is the position held today, else the person's own name; `is_gone` where the
            unit was closed or the person's account was.
    """

    key: UUID
    rank: int
    unit_id: UUID | None
    unit: str
    user_id: UUID | None
    person: str
    is_gone: bool

    @property
    def is_main(self) -> bool:
        """Whether this is the one who answers for it."""
        return self.rank == MAIN

    @property
    def words(self) -> str:
        """Unit and person in one line."""
        return " · ".join(filter(None, (self.unit, self.person)))


class Owners(Struct, frozen=True):
    """The owners of a subject, the main one first; `inherited` where they are the indicator's."""

    all: tuple[Owner, ...] = ()
    inherited: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody is the main owner."""
        return not any(one.is_main for one in self.all)

    @property
    def is_gone(self) -> bool:
        """Whether somebody of them cannot answer any more: it must be assigned anew."""
        return any(one.is_gone for one in self.all)

    @property
    def is_gap(self) -> bool:
        """Whether somebody has to assign it."""
        return self.is_open or self.is_gone

    @property
    def main(self) -> Owner | None:
        """The first owner."""
        return next((one for one in self.all if one.is_main), None)

    @property
    def joint(self) -> tuple[Owner, ...]:
        """Who joins the main owner, as they came."""
        return tuple(one for one in self.all if not one.is_main)


@cached_for_request
def _standing(agency: Agency, year: int) -> tuple[Assignment, ...]:
    rows = Assignment.objects.filter(agency=agency, fiscal_year=year, ended_at__isnull=True)
    return tuple(
        rows.select_related("unit", "user").order_by("rank", "begun_at", "unit__name", "id")
    )


class Standing:
    """All standing assignments of a year, looked up by subject: two queries however many."""

    def __init__(self, agency: Agency, year: int, on: date | None) -> None:
        """Read them; `on` decides which position a person is shown by, None for their name."""
        rows = _standing(agency, year)
        titles = titles_of(agency, on) if on else {}
        held: dict[tuple[str, str], list[Owner]] = {}
        for row in rows:
            held.setdefault((row.kind, row.subject), []).append(owner_of(row, titles))
        self._held = held

    def own(self, subject: Subject) -> tuple[Owner, ...]:
        """The owners given to a subject itself, the main one first."""
        kind = subject.kind.value
        held = [owner for key in subject.keys for owner in self._held.get((kind, key), ())]
        main = [owner for owner in held if owner.is_main][:1]
        return (*main, *(owner for owner in held if not owner.is_main))

    def of(self, subject: Subject) -> Owners:
        """The owners of a subject; an item that has none has those of its indicator."""
        own = self.own(subject)
        if own or not subject.indicator:
            return Owners(own)
        given = self._held.get((Kind.INDICATOR.value, subject.indicator), ())
        return Owners(tuple(given), inherited=bool(given))


def owner_of(row: Assignment, titles: Mapping[UUID, str]) -> Owner:
    """An assignment as pages show it."""
    unit, user = row.unit, row.user
    gone = (unit is not None and unit.is_closed) or (user is not None and not user.is_active)
    person = (titles.get(user.pk) or str(user)) if user else ""
    name = unit.name if unit else ""
    return Owner(row.pk, row.rank, row.unit_id, name, row.user_id, person, gone)


@cached_for_request
def titles_of(agency: Agency, on: date) -> dict[UUID, str]:
    """The position each person holds on a day; of several the one they are shown by elsewhere."""
    held = sorted(
        appointments_on(agency, on), key=lambda row: (row.is_acting, rank_of(row.position.role))
    )
    found: dict[UUID, str] = {}
    for row in held:
        found.setdefault(row.user_id, row.position.title)
    return found


@cached_for_request
def units_of(person: Actor, on: date) -> tuple[Unit, ...]:
    """The open units in which a person holds a position."""
    return tuple(terms_in_units(person, on))


@cached_for_request
def terms_in_units(person: Actor, on: date) -> Mapping[Unit, Sequence[Appointment]]:
    """The same in Thai order, each with the appointments that put the person there.

    The head of the central office heads that unit: their position needs none.
    """
    held: dict[Unit, list[Appointment]] = {}
    without: list[Appointment] = []
    for row in _held(person.agency, on).filter(user=person.user):
        unit = row.position.unit
        if unit is not None and not unit.is_closed:
            held.setdefault(unit, []).append(row)
        elif unit is None and row.position.role.leads_office:
            without.append(row)
    if without:
        office = Unit.objects.filter(agency=person.agency, is_office=True).first()
        if office is not None:
            held.setdefault(office, []).extend(without)
    return dict(sorted(held.items(), key=lambda one: one[0].sort_key))


def members_of(agency: Agency, units: Iterable[Unit], on: date) -> list[User]:
    """People who hold a position in one of some units."""
    held = _held(agency, on).filter(position__unit__in=list(units), user__is_active=True)
    return sorted({row.user for row in held.select_related("user")}, key=str)


def _held(agency: Agency, on: date) -> QuerySet[Appointment]:
    return Appointment.objects.on(on).filter(agency=agency).select_related("position__unit")
