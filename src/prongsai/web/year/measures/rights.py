"""Who may edit which measure: the plan's editors all, the head of a unit those of the unit."""

from datetime import date
from uuid import UUID

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.measures.models import MeasureRow, ResponsibleUnit


@cached_for_request
def headed_measures(person: Actor, on: date) -> frozenset[UUID]:
    """The measures that name a unit whose head a person is that day, of all years."""
    units = headed_units(person, on)
    if not units:
        return frozenset()
    rows = ResponsibleUnit.objects.filter(agency=person.agency, unit__in=units)
    return frozenset(rows.values_list("measure", flat=True))


def may_edit_plan(person: Actor) -> bool:
    return may(person, Right.EDIT_PLAN)


def may_edit_measure(person: Actor, row: MeasureRow, on: date) -> bool:
    return may_edit_plan(person) or row.pk in headed_measures(person, on)
