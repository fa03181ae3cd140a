"""Which items of a document are the published ones of their year, as far as the whole tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec.structs import replace

from prongsai.core.framework.model import Node
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.scoresheet.model import Origin
from prongsai.core.scoresheet.prints import Doubt, Print

Tree = Mapping[str, Node]
# What people answer: no office checks it before the results are published.
_ANSWERED = INSTRUMENTS[:2]


def doubt_unproved(
    prints: Sequence[Print],
    tree_of: Callable[[int], Tree],
    years: Collection[int],
    says_more: Callable[[], bool],
) -> list[Print]:
    """The prints; doubted the items of another year's list, and those of an office's own check.

    Shape:  an office checks the items of OIT itself: they are certain beside a published score of
            their year, or where nothing `says_more` than results.
    """
    numbers: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in prints:
        if (
            one.code
            and one.year
            and one.origin is Origin.TABLE
            and level_of(one.code) is Level.ITEM
        ):
            numbers[one.year, one.code[0]].add(int(one.code[1:]))
    against: dict[tuple[int | None, str], Doubt] = {}
    for (year, letter), told in numbers.items():
        tree = tree_of(year)
        own, last = _count(tree, letter), max(told)
        is_whole = told == {*range(1, last + 1)} and last != own
        if last > own or (is_whole and any(last == _count(tree_of(y), letter) for y in years)):
            against[year, letter] = Doubt.YEAR
        elif letter == "o" and not _is_published(prints, year, tree) and says_more():
            against[year, letter] = Doubt.WORDS
    return [
        replace(one, doubts=frozenset({why}))
        if not one.doubts
        and level_of(one.code or "") is Level.ITEM
        and (why := against.get((one.year, (one.code or "")[0])))
        else one
        for one in prints
    ]


def _is_published(prints: Sequence[Print], year: int, tree: Tree) -> bool:
    """Whether a total of a year, or a score of what people answered, is certain."""
    certain = {one.code for one in prints if one.year == year and one.code and not one.doubts}
    answered = {code for code, node in tree.items() if node.parent in _ANSWERED}
    return not certain.isdisjoint({TOTAL, *_ANSWERED, *answered})


def _count(tree: Tree, letter: str) -> int:
    """How many items of an instrument a year has; 0 where they are not known."""
    return sum(code[0] == letter and level_of(code) is Level.ITEM for code in tree)
