"""Numbers that nobody guesses: of addresses on posters, of faults in journal and log."""

import secrets

LONGEST_CODE = 8
# No letter or digit that is taken for another when it is read over the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_HALF = 4
# No vowels, so that no word comes about; nothing that looks like something else.
_CODE_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def new_reference() -> str:
    """A number like 7K2Q-M9XD."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"


def new_code() -> str:
    """A code of an address that people type from a poster."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(LONGEST_CODE))
