"""Who may work on which item: who keeps the disclosure on all, owners and their units on theirs."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units, units_with, worked_for
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.ownership.owners import Owners, Standing


class Worker(Struct, frozen=True):
    """A person who may work on some items, those of `users` and of `units`."""

    users: frozenset[UUID]
    works_on_all: bool
    units: frozenset[UUID]

    def owns(self, owners: Owners) -> bool:
        """Whether the person is an owner, or does the work of a unit that is one."""
        return bool(owners.among(self.users, self.units))

    def may(self, owners: Owners) -> bool:
        """Whether the person may work on an item of these owners."""
        return self.works_on_all or self.owns(owners)


@cached_for_request
def worker_of(person: Actor, on: date) -> Worker:
    """What a person may work on, on a day."""
    units = units_with(person, Right.RECORD_PROGRESS, on) | headed_units(person, on)
    return Worker(worked_for(person, on), may(person, Right.DISCLOSE), units)


def may_work_on_all(person: Actor) -> bool:
    """Whether a person works on every item, whoever owns it."""
    return may(person, Right.DISCLOSE)


def may_hand_in(person: Actor) -> bool:
    """Whether a person says what was handed in: those who keep the whole disclosure."""
    return may_work_on_all(person)


def may_work_on(person: Actor, year: int, items: Iterable[YearItem], on: date) -> bool:
    """Whether a person may work on each of some items; on none they may always."""
    worker = worker_of(person, on)
    if worker.works_on_all:
        return True
    standing = Standing(person.agency, year, None)
    return all(worker.owns(standing.owners_of(item.subject)) for item in items)
