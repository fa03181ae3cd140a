"""Which lines of a statement were imported before: by day, time, amount and reference alone.

The same line stands in files of other names, heads and columns. Where neither time nor reference
tells two alike sums apart, only the bank's own words do: a doubt keeps both, and the day shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
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
    reference, others = _reference(one), _reference(other)
    are_timed = one.at is not None and other.at is not None
    # Noughts in front are lost in a spreadsheet; the hour must agree then.
    if reference != others and not (are_timed and reference.lstrip("0") == others.lstrip("0")):
        return False
    if one.at is not None and other.at is not None:
        # Some exports leave the seconds out.
        to_minute = 0 in (one.at.second, other.at.second)
        return one.at == other.at or (
            to_minute and one.at.replace(second=0) == other.at.replace(second=0)
        )
    return bool(reference) or one.text == other.text


def _reference(line: Incoming) -> str:
    return _APART.sub("", arabic_digits(line.reference)).casefold()
