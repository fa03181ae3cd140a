"""Numbers by which a fault that a person saw is found again in the journal and the log."""

from __future__ import annotations

import secrets

# No letter or digit that is taken for another when it is read over the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_HALF = 4


def new_reference() -> str:
    """A number like 7K2Q-M9XD."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"
