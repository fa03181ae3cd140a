"""A file that was sent for a row, as its field keeps it: its name, for people, then its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.text import Text
from prongsai.core.thai import printed

_KEPT = compiled(r"(.+) \[แฟ้ม ([0-9a-f]{32})\]")
# What a list for everybody says of it: the name of a file may be that of a person.
HAS_FILE = Text("มีแฟ้ม", "has a file")


class Attached(Struct, frozen=True):
    """A file of a row: what it is called, and the key under which it is kept."""

    name: str
    key: UUID

    @property
    def text(self) -> str:
        """What its field keeps, and files of rows carry.

        >>> Attached("ภาพ.jpg", UUID(int=10)).text
        'ภาพ.jpg [แฟ้ม 0000000000000000000000000000000a]'
        """
        return f"{printed(self.name)} [แฟ้ม {self.key.hex}]"


def attached(text: object) -> Attached | None:
    """The file that a text names; None where it is an address, or anything else.

    >>> attached("ภาพ.jpg [แฟ้ม 0000000000000000000000000000000a]").name
    'ภาพ.jpg'
    >>> attached("https://example.go.th/ภาพ.jpg") is None
    True
    """
    found = _KEPT.fullmatch(text) if isinstance(text, str) else None
    return Attached(found[1], UUID(found[2])) if found else None


def attached_of(
    fields: tuple[Field, ...], values: Mapping[str, str | int | bool | Decimal | date]
) -> Iterator[tuple[Field, Attached]]:
    """The files of a row, each with its field."""
    for field in fields:
        found = attached(values.get(field.name)) if field.kind is FieldKind.FILE else None
        if found is not None:
            yield field, found
