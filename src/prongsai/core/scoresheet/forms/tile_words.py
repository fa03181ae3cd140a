"""What a tile holds: a number alone, or the name of a scored thing alone."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import ITEMS_BEHIND
from prongsai.core.thai import squeeze

_SCORE = compiled(r"[0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,2})?\s*(?:คะแนน|%)?")
_ENUMERATION = compiled(r"[0-9๐-๙]{1,2}[.)]\s*(?=[^\W\d_])")
_LONGEST_LABEL = 80


class Tile(Struct, frozen=True):
    """A number, a name or anything else, from block `at` to before block `until`."""

    at: int
    until: int
    text: str
    place: Place
    is_number: bool
    code: str | None

    @property
    def tells(self) -> bool:
        """Whether it is a number or a name."""
        return self.is_number or self.code is not None


def is_number(text: str) -> bool:
    """Whether a text is a number alone, as a score may be printed."""
    return bool(_SCORE.fullmatch(squeeze(text)))


def label_of(text: str, names: Names) -> str | None:
    """The total, instrument or indicator that a text names and nothing else.

    The number that lists count by may stand before it.
    """
    if len(text) > _LONGEST_LABEL:
        return None
    counted = _ENUMERATION.match(text := squeeze(text))
    bare = ITEMS_BEHIND.sub("", text[counted.end() :] if counted else text)
    return None if not bare or any(one.isdigit() for one in bare) else names.node_of(bare)
