"""Which units a plan's measures name: found once by their names, kept by their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.year.measures.models import MeasureRow, ResponsibleUnit
from prongsai.web.year.measures.naming import names_in


def follow(rows: Sequence[MeasureRow]) -> None:
    """Let the keys follow what measures of one agency name now; three queries and what changes.

    Shape:  a name that stood there before keeps its unit; a new one gets the unit that bears it
            today, an open one before one that is closed.
    """
    if not rows:
        return
    agency = rows[0].agency_id
    units = Unit.objects.filter(agency=agency).order_by("-is_closed").values_list("name", "pk")
    known = {skeleton(name): pk for name, pk in units}
    held: dict[UUID, dict[str, ResponsibleUnit]] = defaultdict(dict)
    for one in ResponsibleUnit.objects.filter(measure__in=rows):
        held[one.measure_id][one.words] = one
    gone: list[UUID] = []
    made: list[ResponsibleUnit] = []
    for row in rows:
        names, standing = names_in(row.unit, known), held[row.pk]
        gone += [one.pk for words, one in standing.items() if words not in names]
        made += [
            ResponsibleUnit(agency_id=agency, measure=row, words=name, unit_id=known.get(name))
            for name in sorted(names - standing.keys())
        ]
    ResponsibleUnit.objects.filter(pk__in=gone).delete()
    ResponsibleUnit.objects.bulk_create(made)


def find_named(agency: Agency, units: Iterable[Unit]) -> None:
    """Units that got a name are those that measures named in vain before."""
    for unit in units:
        rows = ResponsibleUnit.objects.filter(agency=agency, unit=None)
        rows.filter(words=skeleton(unit.name)).update(unit=unit)
