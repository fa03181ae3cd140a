"""Errors and findings as plain data and back: they cross processes and wait in rows."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, convert, to_builtins

from prongsai.core.errors import (
    BrokenFramework,
    Finding,
    Misuse,
    Place,
    ProngsaiError,
    UnknownYear,
    UnreadableInput,
)
from prongsai.core.messages import read_words
from prongsai.core.text import Text

_KINDS = {
    kind.__name__: kind
    for kind in (ProngsaiError, UnreadableInput, UnknownYear, BrokenFramework, Misuse)
}


class _Told(Struct):
    """An error as data; what older data do not hold is not known."""

    kind: str = ""
    message: Text | None = None
    place: Place | None = None
    next_step: Text | None = None


def data_of(error: ProngsaiError) -> dict[str, Any]:
    """An error with its texts; a kind of which nothing is known here becomes a ProngsaiError."""
    kind = next(base.__name__ for base in type(error).__mro__ if base.__name__ in _KINDS)
    data: dict[str, Any] = to_builtins(_Told(kind, error.message, error.place, error.next_step))
    return data


def error_of(data: Mapping[str, Any]) -> ProngsaiError:
    kept = convert(data, _Told)
    return _KINDS.get(kept.kind, ProngsaiError)(
        kept.message or read_words("platform/failed"), place=kept.place, next_step=kept.next_step
    )


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding, so that `finding_of` gives it back whole."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(finding))
    return data


def finding_of(data: Mapping[str, Any]) -> Finding:
    return convert(data, Finding)
