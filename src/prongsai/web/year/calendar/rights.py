"""Who may say that a date is done: keepers, the head of its unit, and whoever is reminded of it."""

from datetime import date

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units
from prongsai.web.year.calendar.queries import Dated
from prongsai.web.year.calendar.services.mailing import Owners
from prongsai.web.year.measures.rights import headed_measures


def may_mark(person: Actor, event: Dated, on: date) -> bool:
    """Whether a person may mark an event as done, or as not done after all."""
    return (
        may(person, Right.MOVE_DATES)
        or event.unit_id in headed_units(person, on)
        or event.id in headed_measures(person, on)
        or person.user in Owners(person.agency, on).of(event)
    )
