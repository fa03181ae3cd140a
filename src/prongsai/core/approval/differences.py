"""How two versions of a paper differ, line by line of their printed text."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from prongsai.core.text import Labelled

_ALIKE = 0.4


class LineChange(Labelled):
    """What happened to a line."""

    ADDED = "added", "เพิ่ม", "added"
    REMOVED = "removed", "ตัดออก", "removed"
    CHANGED = "changed", "แก้", "changed"


class Difference(Struct, frozen=True):
    """One line that differs; `before` is "" where it was added, `after` where it was removed."""

    change: LineChange
    before: str
    after: str


def differences(old: Sequence[str], new: Sequence[str]) -> tuple[Difference, ...]:
    """The lines that differ, in the order of the new text.

    >>> [one.change.value for one in differences(["ก", "ข"], ["ก", "ข", "ค"])]
    ['added']
    """
    changes: list[Difference] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "equal":
            changes += _block(old[i:j], new[k:m])
    return tuple(changes)


def _block(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """Lines replaced by others: alike ones are one change, the rest went and came."""
    changes, left = [], list(old)
    for line in new:
        near = max(left, key=lambda former: _likeness(former, line), default=None)
        if near is not None and _likeness(near, line) >= _ALIKE:
            # What stood before the line that stayed was removed.
            place = left.index(near)
            changes += [Difference(LineChange.REMOVED, gone, "") for gone in left[:place]]
            left = left[place + 1 :]
            changes.append(Difference(LineChange.CHANGED, near, line))
        else:
            changes.append(Difference(LineChange.ADDED, "", line))
    return changes + [Difference(LineChange.REMOVED, gone, "") for gone in left]


def _likeness(line: str, other: str) -> float:
    matcher = SequenceMatcher(None, line, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
