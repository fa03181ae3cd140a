"""Subjects (lineage) from one year to the next: what is carried, changed, new and dropped."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from prongsai.core.framework.diff import Change, ItemChange, compare, not_comparable
from prongsai.core.framework.model import Framework, Item
from prongsai.core.ids import instrument_of_item, sort_key


class YearMapping(Struct, frozen=True):
    """Which items of a year continue which of the year before.

    Shape:  `items` are {subject: codes in the new year}, `former` {subject: codes in the old}.
    """

    from_year: int
    to_year: int
    items: Mapping[str, tuple[str, ...]]
    former: Mapping[str, tuple[str, ...]]

    def goes_on(self, lineage: str) -> bool:
        """Whether a subject is in both years."""
        return lineage in self.items


class Joined(Struct, frozen=True):
    """Two years side by side.

    Shape:  `carried` are unchanged items as (before, after); `changes` the changed ones, then the
            new and the dropped; `unknown` the instruments whose items one year does not know.
    """

    mapping: YearMapping
    carried: tuple[tuple[Item, Item], ...]
    changed: tuple[ItemChange, ...]
    new: tuple[Item, ...]
    dropped: tuple[Item, ...]
    unknown: tuple[str, ...]


def joined(old: Framework, new: Framework) -> Joined:
    """Join two years by subject."""
    changes = compare(old, new)
    unknown = not_comparable(old, new)
    touched = {item.code for change in changes for item in change.after}
    carried = [
        (before, after)
        for after in new.items.values()
        if after.code not in touched and instrument_of_item(after.code) not in unknown
        for before in old.items.values()
        if set(before.lineage) & set(after.lineage)
        and instrument_of_item(before.code) == instrument_of_item(after.code)
    ]
    return Joined(
        YearMapping(old.fiscal_year, new.fiscal_year, _codes(new), _codes(old)),
        tuple(sorted(carried, key=lambda pair: sort_key(pair[1].code))),
        tuple(one for one in changes if one.kind not in (Change.NEW, Change.DROPPED)),
        tuple(item for one in changes if one.kind is Change.NEW for item in one.after),
        tuple(item for one in changes if one.kind is Change.DROPPED for item in one.before),
        unknown,
    )


def _codes(framework: Framework) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in framework.items.values():
        for lineage in item.lineage:
            found[lineage] = (*found.get(lineage, ()), item.code)
    return found
