"""Where SMS are handed over; read with the settings, so nothing here opens a line."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct


class SmsHook(Struct, frozen=True):
    """Where SMS are handed over; `is_inside` where that may be a private address."""

    url: str
    secret: str
    is_inside: bool = False

    @property
    def host(self) -> str:
        """Its name."""
        return urlsplit(self.url).hostname or ""

    def __repr__(self) -> str:
        """Where it is; never with the secret, nor with a key that stands in the address."""
        return f"SmsHook({self.host})"
