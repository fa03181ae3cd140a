"""Codes of addresses that people type from a poster: short, and found by nobody who tries."""

from __future__ import annotations

from secrets import choice

LONGEST_CODE = 8
# No vowels, so that no word comes about; nothing that looks like something else.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def new_code() -> str:
    """Another one, drawn by lot."""
    return "".join(choice(_LETTERS) for _ in range(LONGEST_CODE))
