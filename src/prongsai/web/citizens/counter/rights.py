"""Who keeps the counter, who calls at a point, and which points are whose."""

from datetime import date
from uuid import UUID

from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import ServicePoint
from prongsai.web.platform.clock import today


def point_of(agency: Agency, point_id: UUID) -> ServicePoint | None:
    rows = ServicePoint.objects.select_related("agency", "unit")
    return rows.filter(agency=agency, pk=point_id).first()


def point_by_code(agency: Agency, code: str) -> ServicePoint | None:
    """The service point of a public address."""
    return ServicePoint.objects.select_related("agency").filter(agency=agency, code=code).first()


def calls_at(person: Actor, point: ServicePoint, on: date) -> bool:
    """Whether a person calls numbers here: who keeps counters, and the people of its unit."""
    if person.agency.pk != point.agency_id:
        return False
    if may(person, Right.KEEP_COUNTERS):
        return True
    return point.unit_id in {unit.pk for unit in units_of(person, on)}


def begins_at_counter(person: Actor, on: date) -> bool:
    """Whether the day of a person begins at the queue: an officer of a unit that has a point."""
    if any(role.signs or role.reaches_agency for role in person.roles):
        return False
    units = [unit.pk for unit in units_of(person, on)]
    return ServicePoint.objects.filter(agency=person.agency, unit__in=units).exists()


def refuse_callers(person: Actor, point: ServicePoint) -> None:
    """Let only those pass who call numbers here."""
    if not calls_at(person, point, today()):
        raise Refused("counter/calling_not_allowed")


def refuse_others(person: Actor, agency_id: UUID | None = None) -> None:
    """Let only those pass who keep counters, charts and forms, each of their own agency."""
    is_theirs = agency_id is None or agency_id == person.agency.pk
    if not (is_theirs and may(person, Right.KEEP_COUNTERS)):
        raise Refused("counter/keeping_counters_not_allowed")
