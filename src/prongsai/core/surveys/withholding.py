"""Which groups of respondents may be shown apart, so that nobody is told from the others.

A group is shown whole or not at all, and there is one way of grouping in a survey: with two, their
crossings could be worked out. What is not shown apart is still a part of the whole, so whoever
subtracts the shown groups from the whole learns of the rest together: that rest must be many, or
nobody, in every question.

Whoever keeps a survey keys in sheets and holds the cards that were left: what they may know is no
crowd that hides anybody, and does not count towards the fewest.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

FEWEST = 5
FEWEST_STAFF = 20  # of fewer people in an agency only the whole is shown


class Known(Struct, frozen=True):
    """How many answers whoever keeps a survey may know, at the most.

    Shape:  `keyed` by point how many sheets were keyed in; `spare` how many cards more than people.
    """

    keyed: Mapping[str, int] = {}
    spare: int = 0

    def among(self, points: Mapping[str, int]) -> int:
        """Of the respondents at some points, `points` counting them; where all were keyed in, none.

        Then there is nobody else whose answers could be worked out.
        """
        keyed = sum(self.keyed.get(key, 0) for key in points)
        return self.spare + (0 if keyed >= sum(points.values()) else keyed)


def may_show_whole(answers: Sequence[int], known: int = 0) -> bool:
    """Whether even the whole may be shown.

    Shape:  `answers` counts those to each question, `known` how many of them somebody may know.
    """
    return bool(answers) and all(count == 0 or count - known >= FEWEST for count in answers)


def shown_groups(
    groups: Mapping[str, Sequence[int]],
    *,
    staff: int | None = None,
    known: Mapping[str, int] | None = None,
) -> frozenset[str]:
    """The groups that may be shown beside the whole; none where too few are asked.

    Shape:  `groups` holds for each group how many of it answered each question; `staff` is how
            many may be asked, None where it is not known: then those who answered count; `known`
            is for each group how many of its answers somebody may know.
    """
    if not groups:
        return frozenset()
    held = known or {}
    whole, all_held = _added(groups.values()), sum(held.values())
    asked = staff if staff is not None else max(whole)
    if not may_show_whole(whole, all_held) or asked - all_held < FEWEST_STAFF:
        return frozenset()
    # The smallest are held back first, until what is held back can hide each other.
    order = sorted(groups, key=lambda key: (min(groups[key]), sum(groups[key]), key))
    shown = [key for key in order if min(groups[key]) - held.get(key, 0) >= FEWEST]
    while shown and not _hides(groups.keys() - shown, groups, held):
        shown = shown[1:]
    return frozenset(shown)


def _hides(
    rest: Iterable[str], groups: Mapping[str, Sequence[int]], held: Mapping[str, int]
) -> bool:
    """Whether what is left after subtraction is nobody, or many."""
    left = list(rest)
    known = sum(held.get(key, 0) for key in left)
    return not left or may_show_whole(_added(groups[key] for key in left), known)


def _added(counts: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*counts, strict=True)]
