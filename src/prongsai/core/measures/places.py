"""Where a measure or a point of a plan stands, with its name as quotation."""

from __future__ import annotations

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.measures.model import Measure, WeakPoint
from prongsai.core.thai import shorten, squeeze

QUOTED = 60


def place_of(one: Measure | WeakPoint) -> Place:
    """The place that was read with it, or none but its name."""
    if isinstance(one, WeakPoint):
        name = f"{one.item} {one.name}" if one.item is not None else one.name
    else:
        name = " ".join(filter(None, (one.number, one.title))) or one.key
    return replace(one.place or Place(), quote=quoted(name))


def quoted(text: str) -> str:
    """A text short enough to stand in a message."""
    return shorten(squeeze(text), QUOTED)
