"""Which lines of a statement were imported before: by day, time, amount and reference alone.

The same line stands in files of other names, heads and columns. Where neither time nor reference
tells two alike sums apart, only the bank's own words do: a doubt keeps both, and a person sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal

from prongsai.core.bills.statement import Incoming
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

_APART = compiled(r"[\s-]")


def unknown(lines: Iterable[Incoming], known: Iterable[Incoming]) -> list[Incoming]:
    """The lines that are not among the known ones, of which each stands for one line."""
    left: dict[tuple[date, Decimal], list[Incoming]] = {}
    for one in known:
        left.setdefault((one.day, one.amount), []).append(one)
    waiting = list(lines)
    for is_same in (_are_equal, _is_same):  # what is alike in all, before what may differ
        waiting = [one for one in waiting if not _taken(one, left, is_same)]
    return waiting


def _taken(
    line: Incoming,
    left: dict[tuple[date, Decimal], list[Incoming]],
    is_same: Callable[[Incoming, Incoming], bool],
) -> bool:
    held = left.get((line.day, line.amount), [])
    for place, one in enumerate(held):
        if is_same(line, one):
            del held[place]
            return True
    return False


def _are_equal(one: Incoming, other: Incoming) -> bool:
    return (one.at, _reference(one), one.text) == (other.at, _reference(other), other.text)


def _is_same(one: Incoming, other: Incoming) -> bool:
    are_timed = one.at is not None and other.at is not None
    # Noughts in front are lost in a spreadsheet; the hour must agree then.
    is_named = _reference(one) == _reference(other) or (
        are_timed and bool(_reference(one)) is bool(_reference(other))
    )
    is_told = are_timed or bool(_reference(one)) or one.text == other.text
    return is_named and is_told and may_be_one(one, other, in_one_file=False)


def may_be_one(line: Incoming, other: Incoming, *, in_one_file: bool) -> bool:
    """Whether two lines of a day and amount may tell the same sum: nothing that both tell differs.

    Shape:  one file tells two sums by any difference; of two files either may leave something out.
    """
    if in_one_file:
        return _are_equal(line, other)
    references = {_reference(one).lstrip("0") for one in (line, other) if _reference(one)}
    return len(references) <= 1 and _are_near(line.at, other.at)


def _are_near(one: time | None, other: time | None) -> bool:
    if one is None or other is None or one == other:
        return True
    # Some exports leave the seconds out.
    to_minute = 0 in (one.second, other.second)
    return to_minute and one.replace(second=0) == other.replace(second=0)


def _reference(line: Incoming) -> str:
    return _APART.sub("", arabic_digits(line.reference)).casefold()
