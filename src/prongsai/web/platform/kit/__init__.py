"""The kit page: the parts side by side, then each of them in all its states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prongsai.web.platform.kit import cards, drawings, fields, lists, words
from prongsai.web.platform.kit.example import example
from prongsai.web.platform.kit.parts import Part

__all__ = ["page", "parts"]


def page() -> dict[str, Any]:
    """The context of the page."""
    return {**example(), "parts_of_kit": parts()}


def parts() -> tuple[Part, ...]:
    """Every shared part with its states."""
    return tuple(_parts())


def _parts() -> Iterator[Part]:
    for group in (words, cards, fields, lists, drawings):
        yield from group.parts()
