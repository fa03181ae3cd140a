"""What a browser sends outside a form's own fields, and several alike in one form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

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


MORE = 3


def several(
    kind: type[forms.Form],
    initial: Sequence[dict[str, Any]],
    data: Any = None,
    *,
    most: int,
    more: int = 0,
    empty: int = MORE,
    prefix: str = "field",
) -> Any:
    """A form for each, and some that are `empty`; `more` of them beside those that were sent."""
    made = forms.formset_factory(kind, extra=empty, max_num=most, absolute_max=most)
    if data is not None and more:
        grown = data.copy()
        count = whole_number(data.get(f"{prefix}-TOTAL_FORMS", "")) or 0
        grown[f"{prefix}-TOTAL_FORMS"] = str(min(most, count + more))
        data = grown
    return made(data, initial=list(initial) if data is None else [], prefix=prefix)
