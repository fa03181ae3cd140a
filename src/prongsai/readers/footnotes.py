"""Raised marks that lead to a note: right behind a number they would be its last digit."""

from __future__ import annotations

_LONGEST = 3


def is_mark(text: str) -> bool:
    """Whether raised text is a note's mark, such as "1", "*" or "(2)"."""
    return len(text.strip()) <= _LONGEST
