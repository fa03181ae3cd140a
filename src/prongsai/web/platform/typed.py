"""Numbers that a browser sends outside a form's own fields: read, or nothing."""

from __future__ import annotations

# More digits than any count, version or year of ours; int() refuses thousands of them.
_LONGEST = 9


def whole_number(text: str) -> int | None:
    """A number of at most nine Arabic digits; None for anything else.

    >>> whole_number("2569"), whole_number("๒๕๖๙"), whole_number("9" * 5_000), whole_number("-1")
    (2569, None, None, None)
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if is_number else None
