"""Numbers and keys that a browser sends outside a form's own fields: read, or nothing."""

from __future__ import annotations

from uuid import UUID

# More digits than any count, version or year of ours; int() refuses thousands of them.
_LONGEST = 9


def whole_number(text: str) -> int | None:
    """A number of at most nine Arabic digits; None for anything else.

    >>> whole_number("2569"), whole_number("๒๕๖๙"), whole_number("9" * 5_000), whole_number("-1")
    (2569, None, None, None)
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if is_number else None


def row_key(text: str) -> UUID | None:
    """The key of a row; None for anything else.

    >>> row_key("0b8f6a4c-0000-4000-8000-000000000001"), row_key("1")
    (UUID('0b8f6a4c-0000-4000-8000-000000000001'), None)
    """
    try:
        return UUID(text)
    except ValueError:
        return None
