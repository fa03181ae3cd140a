"""What changed between two years, joined by lineage; codes are no key."""

from collections.abc import Iterable

from msgspec import Struct

from prongsai.core.framework.model import Framework, Item
from prongsai.core.ids import sort_key
from prongsai.core.text import Labelled
from prongsai.core.thai import skeleton


class Change(Labelled):
    """The kinds of change an item can meet; one item can meet several."""

    RENAMED = "renamed", "เปลี่ยนชื่อ", "renamed"
    MOVED = "moved", "ย้าย", "moved"
    SPLIT = "split", "แยก", "split"
    MERGED = "merged", "รวม", "merged"
    NEW = "new", "ใหม่", "new"
    DROPPED = "dropped", "ตัดออก", "dropped"
    TURNED = "turned", "กลับทิศทางคำถาม", "direction of the question reversed"


class ItemChange(Struct, frozen=True):
    """Items of the old year and what became of them in the new one."""

    kind: Change
    before: tuple[Item, ...]
    after: tuple[Item, ...]

    @property
    def order(self) -> tuple[int, tuple[int, int, int]]:
        """By kind, then by the first code."""
        first = (self.before or self.after)[0]
        return list(Change).index(self.kind), sort_key(first.code)


def compare(old: Framework, new: Framework) -> tuple[ItemChange, ...]:
    """All changes of items from one year to another, where both years know their items."""
    shared = [
        part.code
        for part in old.instruments
        if part.items is not None and _items(new, part.code) is not None
    ]
    changes: list[ItemChange] = []
    for code in shared:
        changes += _compare_parts(_items(old, code) or (), _items(new, code) or ())
    return tuple(sorted(changes, key=lambda change: change.order))


def not_comparable(old: Framework, new: Framework) -> tuple[str, ...]:
    """Instruments whose items one of the two years does not know."""
    return tuple(
        part.code
        for part in old.instruments
        if part.items is None or _items(new, part.code) is None
    )


def same_items(old: Framework, new: Framework) -> dict[str, str]:
    """The items that ask the same in the new year: their codes of both years."""
    codes = {_asked(item): item.code for item in new.items.values()}
    return {
        item.code: codes[_asked(item)]
        for item in old.items.values()
        if item.lineage and _asked(item) in codes
    }


def _asked(item: Item) -> tuple[tuple[str, ...], str | None]:
    return item.lineage, item.polarity


def _items(framework: Framework, instrument: str) -> tuple[Item, ...] | None:
    return next((part.items for part in framework.instruments if part.code == instrument), None)


def _compare_parts(old: Iterable[Item], new: Iterable[Item]) -> list[ItemChange]:
    changes: list[ItemChange] = []
    for before, after in _groups(list(old), list(new)):
        if not after:
            changes.append(ItemChange(Change.DROPPED, before, after))
        elif not before:
            changes.append(ItemChange(Change.NEW, before, after))
        else:
            changes += _joined(before, after)
    return changes


def _joined(before: tuple[Item, ...], after: tuple[Item, ...]) -> list[ItemChange]:
    if len(before) > 1 or len(after) > 1:
        kinds = [Change.MERGED] if len(before) > 1 else []
        kinds += [Change.SPLIT] if len(after) > 1 else []
        return [ItemChange(kind, before, after) for kind in kinds]
    old, other = before[0], after[0]
    kinds = []
    if skeleton(old.name.th) != skeleton(other.name.th):
        kinds.append(Change.RENAMED)
    if (old.code, old.indicator, old.sub_indicator) != (
        other.code,
        other.indicator,
        other.sub_indicator,
    ):
        kinds.append(Change.MOVED)
    if old.polarity != other.polarity:
        kinds.append(Change.TURNED)
    return [ItemChange(kind, before, after) for kind in kinds]


def _groups(old: list[Item], new: list[Item]) -> list[tuple[tuple[Item, ...], tuple[Item, ...]]]:
    """Items of both years that share subjects, directly or through others."""
    pending = [(0, item) for item in old] + [(1, item) for item in new]
    groups: list[tuple[set[str], list[tuple[int, Item]]]] = []
    for entry in pending:
        subjects = set(entry[1].lineage)
        touching = [group for group in groups if group[0] & subjects]
        members = [entry]
        for group in touching:
            subjects |= group[0]
            members = group[1] + members
            groups.remove(group)
        groups.append((subjects, members))
    return [
        (
            tuple(item for side, item in members if side == 0),
            tuple(item for side, item in members if side == 1),
        )
        for _, members in groups
    ]
