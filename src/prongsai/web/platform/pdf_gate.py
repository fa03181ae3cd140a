"""What a PDF is, read object by object: how many pages, and whether it acts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

_ACTIVE = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia",
        "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/XFA", "/OpenAction", "/AA",
    }
)  # fmt: skip


class Locked(Exception):  # noqa: N818 - named for what it is, as in core/errors.py
    """A PDF that opens with a password only."""


def pages_and_acts(data: bytes) -> tuple[int, bool]:
    """How many pages a PDF has, and whether it can do more than be looked at.

    Errors: Locked; of a damaged one, whatever the library raises.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages), any(_acts(thing) for thing in pdf.objects)
    except pikepdf.PasswordError as error:
        raise Locked from error


def _acts(thing: Any) -> bool:
    """Whether an object of a PDF, or one inside it, can do more than be looked at."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        inner: Iterator[Any]
        if isinstance(one, pikepdf.Array):
            inner = iter(one)
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            entries = one.stream_dict if isinstance(one, pikepdf.Stream) else one
            for key, value in entries.items():
                at_a_page = key == "/OpenAction" and isinstance(value, pikepdf.Array)
                if key in _ACTIVE and not at_a_page:
                    return True
                if key in ("/S", "/Subtype", "/Type") and str(value) in _ACTIVE:
                    return True
            inner = (value for _, value in entries.items())
        else:
            continue
        waiting += [
            value
            for value in inner
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect
        ]
    return False
