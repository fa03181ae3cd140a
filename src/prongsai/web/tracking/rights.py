"""Who may write down progress: officers all, unit heads their unit's, owners their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Holding, PositionKind
from prongsai.web.agency.people import Acting
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.measures.models import MeasureRow
from prongsai.web.measures.rights import is_of_unit
from prongsai.web.ownership.owners import Owners
from prongsai.web.platform.remembering import remembered


@dataclass(frozen=True, slots=True)
class Recorder:
    """A person who may write down the progress of some measures.

    Shape:  `records_all` for officers; `units` are ids of the units the person heads, `names`
            their names as comparison keys.
    """

    user_id: UUID
    records_all: bool
    units: frozenset[UUID]
    names: frozenset[str]

    def owns(self, owners: Owners) -> bool:
        """Whether the person is an owner, or heads a unit that is one."""
        return any(one.user_id == self.user_id or one.unit_id in self.units for one in owners.all)

    def may(self, row: MeasureRow, owners: Owners) -> bool:
        """Whether the person may write down what was done for a measure."""
        return self.records_all or self.owns(owners) or is_of_unit(row.unit, self.names)


@remembered
def recorder_of(person: Acting, on: date) -> Recorder:
    """What a person may write down on a day; one query, for heads of units."""
    others = person.kinds - {PositionKind.UNIT_HEAD}
    heads: dict[UUID, str] = {}
    if PositionKind.UNIT_HEAD in person.kinds:
        held = Holding.objects.on(on).filter(
            agency=person.agency,
            user=person.user,
            position__kind=PositionKind.UNIT_HEAD,
            position__unit__isnull=False,
        )
        heads = dict(held.values_list("position__unit_id", "position__unit__name"))
    return Recorder(
        person.user.pk,
        any(Right.RECORD_PROGRESS in MATRIX[kind] for kind in others),
        frozenset(heads),
        frozenset(map(skeleton, heads.values())),
    )
