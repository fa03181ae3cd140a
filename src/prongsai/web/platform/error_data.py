"""Errors and findings as plain data and back: they cross processes and wait in rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.core.errors import (
    BrokenFramework,
    Finding,
    Misuse,
    Place,
    ProngsaiError,
    Severity,
    UnknownYear,
    UnreadableInput,
)
from prongsai.core.text import Text

_KINDS = {
    kind.__name__: kind
    for kind in (ProngsaiError, UnreadableInput, UnknownYear, BrokenFramework, Misuse)
}
_NOTHING_KNOWN = Text("ทำไม่สำเร็จ", "it failed")


def data_of(error: ProngsaiError) -> dict[str, Any]:
    """An error with its texts; a kind of which nothing is known here becomes a ProngsaiError."""
    kind = next(base.__name__ for base in type(error).__mro__ if base.__name__ in _KINDS)
    return {
        "kind": kind,
        "message": _text(error.message),
        "place": error.place.as_dict() if error.place else None,
        "next_step": _text(error.next_step) if error.next_step else None,
    }


def error_of(data: Mapping[str, Any]) -> ProngsaiError:
    """The error again."""
    place, step = data.get("place"), data.get("next_step")
    return _KINDS.get(data.get("kind", ""), ProngsaiError)(
        Text(**data["message"]) if data.get("message") else _NOTHING_KNOWN,
        place=Place(**place) if place else None,
        next_step=Text(**step) if step else None,
    )


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding, so that `finding_of` gives it back whole."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": _text(finding.message),
        "places": [place.as_dict() for place in finding.places],
        "next_step": _text(finding.next_step) if finding.next_step else None,
    }


def finding_of(data: Mapping[str, Any]) -> Finding:
    """The finding again."""
    return Finding(
        data["code"],
        Severity(data["severity"]),
        Text(**data["message"]),
        tuple(Place(**place) for place in data["places"]),
        Text(**data["next_step"]) if data["next_step"] else None,
    )


def _text(text: Text) -> dict[str, str]:
    return {"th": text.th, "en": text.en}
