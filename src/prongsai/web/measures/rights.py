"""Who may edit which measure: the plan's editors all, the head of a unit those of the unit."""

from __future__ import annotations

import re
from datetime import date

from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Holding, PositionKind
from prongsai.web.agency.people import Acting
from prongsai.web.agency.permissions import Right, may
from prongsai.web.measures.models import MeasureRow
from prongsai.web.platform.remembering import remembered

# A blank stands before an "and" between units; "กองสาธารณสุขและสิ่งแวดล้อม" is one.
_BETWEEN = re.compile(r"[,;/\n]|\s+และ\s*")


@remembered
def own_units(person: Acting, on: date) -> frozenset[str]:
    """The units whose head a person is that day, as comparison keys; none for other positions."""
    if PositionKind.UNIT_HEAD not in person.kinds:
        return frozenset()
    holdings = Holding.objects.on(on).filter(
        agency=person.agency,
        user=person.user,
        position__kind=PositionKind.UNIT_HEAD,
        position__unit__isnull=False,
    )
    return frozenset(map(skeleton, holdings.values_list("position__unit__name", flat=True)))


def is_of_unit(words: str, units: frozenset[str]) -> bool:
    """Whether a measure's responsible units, as typed, name one of these."""
    return bool(units) and any(skeleton(part) in units for part in _BETWEEN.split(words))


def may_edit_plan(person: Acting) -> bool:
    """Whether a person edits the whole plan."""
    return may(person, Right.EDIT_PLAN)


def may_edit_measure(person: Acting, row: MeasureRow, on: date) -> bool:
    """Whether a person edits one measure."""
    return may_edit_plan(person) or is_of_unit(row.unit, own_units(person, on))
