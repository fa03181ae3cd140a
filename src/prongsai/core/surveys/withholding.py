"""Which groups of respondents may be shown apart, so that nobody is told from the others.

A group is shown whole or not at all, and there is one way of grouping in a survey: with two, their
crossings could be worked out. What is not shown apart is still a part of the whole, so whoever
subtracts the shown groups from the whole learns of the rest together: that rest must be many, or
nobody, in every question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

FEWEST = 5
FEWEST_STAFF = 20  # of fewer people in an agency only the whole is shown


def may_show_whole(answers: Sequence[int]) -> bool:
    """Whether even the whole may be shown: `answers` counts those to each question."""
    return bool(answers) and all(count == 0 or count >= FEWEST for count in answers)


def shown_groups(
    groups: Mapping[str, Sequence[int]], *, staff: int | None = None
) -> frozenset[str]:
    """The groups that may be shown beside the whole; none where too few are asked.

    Shape:  `groups` holds for each group how many of it answered each question; `staff` is how
            many may be asked, None where it is not known: then those who answered count.
    """
    if not groups:
        return frozenset()
    whole = _added(groups.values())
    if not may_show_whole(whole) or (staff if staff is not None else max(whole)) < FEWEST_STAFF:
        return frozenset()
    # The smallest are held back first, until what is held back can hide each other.
    order = sorted(groups, key=lambda key: (min(groups[key]), sum(groups[key]), key))
    shown = [key for key in order if min(groups[key]) >= FEWEST]
    while shown and not _hides(_added(groups[key] for key in groups if key not in shown)):
        shown = shown[1:]
    return frozenset(shown)


def _hides(rest: Sequence[int]) -> bool:
    """Whether what is left after subtraction is nobody, or many."""
    return all(count == 0 or count >= FEWEST for count in rest)


def _added(counts: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*counts, strict=True)]
