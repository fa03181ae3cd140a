"""What a file and the site each changed since the file was taken out: three versions of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.year.measures.models import MeasureRevision, PlanRow, PointRevision
from prongsai.web.year.measures.values import Difference, Values, differences, same

Bases = Mapping[UUID, Values]


class Merged(Struct, frozen=True):
    """What a file says otherwise than the site.

    Shape:  `cells` were changed in the file alone; `clashes` on both sides, and differently.
            What was changed on the site alone is in neither: an old file takes nothing back.
    """

    cells: tuple[Difference, ...]
    clashes: tuple[Difference, ...]


def bases(plan: PlanRow, exported_at: datetime | None) -> Bases:
    """By row, the version that a file was made of; only of rows the site has changed since."""
    if exported_at is None:
        return {}
    measures = MeasureRevision.objects.filter(measure__plan=plan, number__isnull=False)
    points = PointRevision.objects.filter(point__plan=plan, number__isnull=False)
    found: dict[UUID, Values] = {}
    for owner, every in (("measure_id", measures), ("point_id", points)):
        later = every.filter(made_at__gt=exported_at).values(owner)
        before = every.filter(made_at__lte=exported_at, **{f"{owner}__in": later})
        found |= _newest((getattr(one, owner), one.number or 0, one.values) for one in before)
    return found


def _newest(revisions: Iterable[tuple[UUID, int, Values]]) -> dict[UUID, Values]:
    return {row: values for row, _, values in sorted(revisions, key=lambda one: one[1])}


def merged(base: Values | None, site: Values, file: Values, labels: Mapping[str, Text]) -> Merged:
    """Compare a row of the file with the site's; without a base the file changed all it says."""
    found = differences(site, file, labels)
    if base is None:
        return Merged(found, ())
    own = tuple(one for one in found if not same(base, file, (one.field,)))
    cells = tuple(one for one in own if same(base, site, (one.field,)))
    return Merged(cells, tuple(one for one in own if one not in cells))
