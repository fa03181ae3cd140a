"""Take over what a table says of many items: states, remarks, and the units that answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from msgspec import Struct

from prongsai.core.disclosure.model import State
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.services.working import MOST_REMARK, save_each
from prongsai.web.year.ownership.services.assigning import assign, ranked


class TakenRow(Struct, frozen=True):
    """What a table says of an item.

    Shape:  `remark` is "" where the item's own stays; `units` are those to give it to, the main
            one first, () where its owners stay; `seen` is the state that was shown beside it, ""
            where none was.
    """

    item: YearItem
    state: State
    seen: str = ""
    remark: str = ""
    units: tuple[Unit, ...] = ()


class Taken(Struct, frozen=True):
    """How many items changed, and how many got owners."""

    changed: int
    assigned: int


@transaction.atomic
def take_table(agency: Agency, *, by: Actor, year: int, rows: Sequence[TakenRow]) -> Taken:
    """Write it all, or nothing.

    Errors: as `working.save_many` and `assigning.assign`.
    """
    changes = [
        (row.item, {"state": row.state} | ({"remark": _short(row.remark)} if row.remark else {}))
        for row in rows
    ]
    seen = {row.item.code: row.seen for row in rows if row.seen}
    changed = save_each(agency, by=by, year=year, changes=changes, seen=seen)
    assigned = 0
    for units in dict.fromkeys(row.units for row in rows if row.units):
        subjects = [row.item.subject for row in rows if row.units == units]
        assigned += len(subjects)
        for unit, rank in ranked(units):
            assign(agency, by=by, year=year, subjects=subjects, unit=unit, rank=rank)
    return Taken(changed, assigned)


def _short(remark: str) -> str:
    return shorten(remark, MOST_REMARK)
