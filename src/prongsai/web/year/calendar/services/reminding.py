"""Make the reminders of a day, and outdate those that no longer hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from prongsai.core import fiscal
from prongsai.core.calendar_rules.reminding import rule_on, shipped
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.roles import REMINDED_IN_TURN
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.calendar.models import RemindedDay, Reminder
from prongsai.web.year.calendar.queries import Dated, events_of
from prongsai.web.year.calendar.services.telling import tell_what_waits
from prongsai.web.year.measures.models import ResponsibleUnit
from prongsai.web.year.ownership.models import Assignment, Kind

_BATCH = 500


def remind_all() -> int:
    """The reminders of today for every agency that has none yet; how many were made."""
    if timezone.localtime(now()).hour < shipped().from_hour:
        return 0
    had = RemindedDay.objects.filter(day=today()).values_list("agency", flat=True)
    agencies = list(Agency.objects.exclude(pk__in=had))
    # First, for the day counts as done with `remind`: broken off here it is done again, once.
    return sum(tell_what_waits(agency) + remind(agency) for agency in agencies)


@transaction.atomic
def remind(agency: Agency) -> int:
    """The reminders of today; how many are new. Done twice it makes nothing twice."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    day, made = today(), 0
    owners = Owners(agency, day)
    for year in _living(agency, day):
        events = events_of(agency, year)
        _settle(agency, year, events)
        wanted = [one for event in events for one in _reminders(agency, event, owners, day)]
        # By its key, not by counting what the database says it made: those differ.
        held = set(
            Reminder.objects.filter(
                agency=agency, fiscal_year=year, event__in={one.event for one in wanted}
            ).values_list("user", "event", "last_day", "rule")
        )
        new = [one for one in wanted if _key(one) not in held]
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
        made += len(new)
    RemindedDay.objects.get_or_create(agency=agency, day=day, defaults={"at": now()})
    return made


def follow(agency: Agency, year: int) -> None:
    """Let the reminders follow the calendar, in the transaction of what changed it."""
    _settle(agency, year, events_of(agency, year))


def _living(agency: Agency, day: date) -> tuple[int, ...]:
    """The opened years of which something may be due: the day's own and its neighbours."""
    return tuple(one for one in years(agency) if abs(one - fiscal.year_of(day)) <= 1)


class Owners:
    """Who has to do something on a day: whom it was assigned to, else by positions."""

    def __init__(self, agency: Agency, day: date) -> None:
        """Three queries: who heads which unit that day, who was assigned what, what plans name."""
        self._by_kind: dict[str, list[User]] = defaultdict(list)
        self._by_unit: dict[UUID, list[User]] = defaultdict(list)
        for one in _appointments(agency, day):
            self._by_kind[one.position.kind].append(one.user)
            unit = one.position.unit
            if unit is not None and not unit.is_closed and one.position.role.leads_unit:
                self._by_unit[unit.pk].append(one.user)
        self._assigned = _assigned(agency)
        self._responsible = _responsible(agency)

    def of(self, event: Dated) -> tuple[User, ...]:
        """Whom to remind, each once; the ITA officer where nobody else has it."""
        return self._or_officer(self._heads(event.unit_id), self._of_measure(event.id))

    def of_measure(self, measure: UUID) -> tuple[User, ...]:
        """Whom to remind of a measure: whom it was assigned to, else the heads of its units."""
        return self._or_officer(self._of_measure(measure))

    def _or_officer(self, *groups: Iterable[User]) -> tuple[User, ...]:
        found = [user for group in groups for user in group]
        if not found:
            found = next(
                (self._by_kind[kind] for kind in REMINDED_IN_TURN if self._by_kind[kind]), []
            )
        return tuple({user.pk: user for user in found}.values())

    def _of_measure(self, measure: UUID) -> Iterable[User]:
        if measure in self._assigned:
            return self._assignees(measure)
        return [user for unit in self._responsible.get(measure, ()) for user in self._heads(unit)]

    def _heads(self, unit: UUID | None) -> Iterable[User]:
        return self._by_unit.get(unit, ()) if unit else ()

    def _assignees(self, measure: UUID) -> Iterable[User]:
        for one in self._assigned.get(measure, ()):
            if one.user is not None:
                if one.user.is_active:
                    yield one.user
            elif one.unit_id is not None:
                yield from self._heads(one.unit_id)


def _appointments(agency: Agency, day: date) -> Iterable[Appointment]:
    held = Appointment.objects.on(day).of_active().filter(agency=agency)
    return held.select_related("user", "position__unit")


def _responsible(agency: Agency) -> Mapping[UUID, list[UUID]]:
    """The units that each measure names, by the measure."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = ResponsibleUnit.objects.filter(agency=agency, unit__isnull=False)
    for measure, unit in rows.values_list("measure", "unit"):
        found[measure].append(unit)
    return found


def _assigned(agency: Agency) -> dict[UUID, list[Assignment]]:
    """The assignments of measures that stand, by the measure's id."""
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(agency=agency, kind=Kind.MEASURE, ended_at=None)
    for row in rows.select_related("user"):
        with suppress(ValueError):
            found[UUID(row.subject)].append(row)
    return dict(found)


def _reminders(agency: Agency, event: Dated, owners: Owners, day: date) -> Iterable[Reminder]:
    if event.is_done:
        return
    rule = rule_on(shipped(), event.last, day, asks=event.asks)
    if not rule:
        return
    for user in owners.of(event):
        yield Reminder(
            agency=agency,
            user=user,
            fiscal_year=event.year,
            event=event.id,
            last_day=event.last,
            rule=rule,
            name={"th": event.name.th, "en": event.name.en},
            made_at=now(),
        )


def _key(one: Reminder) -> tuple[UUID, UUID, date | None, str]:
    return one.user_id, one.event, one.last_day, one.rule


def _settle(agency: Agency, year: int, events: Iterable[Dated]) -> None:
    """Outdate reminders of days that were moved and of things done or gone; revive the others."""
    appointment = {(one.id, one.last) for one in events if not one.is_done}
    rows = Reminder.objects.filter(agency=agency, fiscal_year=year, url="", last_day__isnull=False)
    old: list[UUID] = []
    again: list[UUID] = []
    for pk, event, day, outdated in rows.values_list("pk", "event", "last_day", "outdated_at"):
        if ((event, day) in appointment) == (outdated is None):
            continue
        (old if outdated is None else again).append(pk)
    for found, moment in ((old, now()), (again, None)):
        for start in range(0, len(found), _BATCH):
            rows.filter(pk__in=found[start : start + _BATCH]).update(outdated_at=moment)
