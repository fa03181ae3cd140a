"""Who may write down progress: officers all, unit heads their unit's, owners their own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, rights_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.rights import headed_measures, headed_units
from prongsai.web.year.ownership.owners import Owners


class Recorder(Struct, frozen=True):
    """A person who may write down the progress of some measures.

    Shape:  `records_all` for officers; `units` are the units the person heads, `measures` those
            that name one of them.
    """

    user_id: UUID
    records_all: bool
    units: frozenset[UUID]
    measures: frozenset[UUID]

    def owns(self, owners: Owners) -> bool:
        """Whether the person is an owner, or heads a unit that is one."""
        return any(one.user_id == self.user_id or one.unit_id in self.units for one in owners.all)

    def may(self, row: MeasureRow, owners: Owners) -> bool:
        """Whether the person may write down what was done for a measure."""
        return self.records_all or self.owns(owners) or row.pk in self.measures


@cached_for_request
def recorder_of(person: Actor, on: date) -> Recorder:
    """What a person may write down on a day; two queries, for heads of units."""
    others = [role for role in person.roles if not role.leads_unit]
    return Recorder(
        person.user.pk,
        any(Right.RECORD_PROGRESS in rights_of(role) for role in others),
        headed_units(person, on),
        headed_measures(person, on),
    )
