"""Who may write down progress: as far as the right reaches, and owners their own."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.reach import headed_units, may_everywhere, units_with, worked_for
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.rights import headed_measures
from prongsai.web.year.ownership.owners import Owners


class Recorder(Struct, frozen=True):
    """A person who may write down the progress of some measures.

    Shape:  `users` are the person, and those whose posts the person acts in; `records_all` where
            the right reaches the whole agency; `units` are the own units that may own a measure,
            `measures` those that name a unit the person heads.
    """

    users: frozenset[UUID]
    records_all: bool
    units: frozenset[UUID]
    measures: frozenset[UUID]

    def owns(self, owners: Owners) -> bool:
        """Whether the person is an owner, or does the work of a unit that is one."""
        return bool(owners.among(self.users, self.units))

    def may(self, row: MeasureRow, owners: Owners) -> bool:
        """Whether the person may write down what was done for a measure."""
        return self.records_all or self.owns(owners) or row.pk in self.measures


@cached_for_request
def recorder_of(person: Actor, on: date) -> Recorder:
    """What a person may write down on a day; two queries, for people of units."""
    right = Right.RECORD_PROGRESS
    return Recorder(
        worked_for(person, on),
        may_everywhere(person, right),
        units_with(person, right, on) | headed_units(person, on),
        headed_measures(person, on),
    )
