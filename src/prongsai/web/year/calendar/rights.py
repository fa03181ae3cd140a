"""Who may say that a date is done: the calendar's keepers, whose it is, and who is reminded."""

from datetime import date
from uuid import UUID

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units, worked_for
from prongsai.web.year.calendar.queries import Dated
from prongsai.web.year.calendar.services.mailing import Owners
from prongsai.web.year.measures.rights import headed_measures


def may_mark(person: Actor, event: Dated, on: date, part: UUID | None = None) -> bool:
    """Whether a person may mark an event as done, or a part of it, or as not done after all.

    Shape:  who has to do something says it of the own part, of the whole where nobody else has one.
    """
    if may(person, Right.MOVE_DATES) or event.id in headed_measures(person, on):
        return part is None or part in event.parts
    owners = event.owners.among(worked_for(person, on), headed_units(person, on))
    mine = {owner.part for owner in owners}
    if part or event.parts:
        return part in mine if part else mine == event.parts
    return person.user in Owners(person.agency, on).people_of(event)
