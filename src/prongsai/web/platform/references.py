"""Numbers that nobody guesses: of addresses on posters, of faults in journal and log."""

from __future__ import annotations

import secrets
from secrets import choice

# No letter or digit that is taken for another when it is read over the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_HALF = 4


def new_reference() -> str:
    """A number like 7K2Q-M9XD."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"


LONGEST_CODE = 8
# No vowels, so that no word comes about; nothing that looks like something else.
_LETTERS_short_codes = "bcdfghjkmnpqrstvwxz23456789"


def new_code() -> str:
    """Another one, drawn by lot."""
    return "".join(choice(_LETTERS_short_codes) for _ in range(LONGEST_CODE))
