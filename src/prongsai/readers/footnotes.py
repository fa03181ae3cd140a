"""Raised marks that lead to a note: right behind a number they would be its last digit."""

from __future__ import annotations

from prongsai.core.patterns import compiled

_LONGEST = 3
_DECIMALS = compiled(r"[.,][0-9๐-๙]")


def is_mark(text: str, behind: str = "") -> bool:
    """Whether raised text is a note's mark, such as "1", "*" or "(2)".

    Shape:  `behind` is what follows it; digits raised inside a number are the number's.
    """
    plain = text.strip()
    is_inside = _DECIMALS.match(plain) or (plain.isdigit() and _DECIMALS.match(behind))
    return len(plain) <= _LONGEST and not is_inside
