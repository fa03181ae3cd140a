"""The limits of one visit."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct

Clock = Callable[[], float]


class Limits(Struct, frozen=True):
    """Seconds, numbers and bytes that one link may cost."""

    connect: float = 5.0
    """Seconds for the connection to one address of a host."""
    total: float = 20.0
    """Seconds for the whole of one request, looking up its name included."""
    slow: float = 5.0
    """Seconds from which an answer with content counts as slow."""
    redirects: int = 5
    raw: int = 2_000_000
    """Bytes of an answer as they come."""
    inflated: int = 8_000_000
    """Bytes of an answer when unpacked."""


class TimeIsUp(Exception):  # noqa: N818 - named for what happened
    """The seconds of a visit are used up."""


class Deadline:
    """The seconds that are left of a limit."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        """Begin now."""
        self.seconds = seconds
        self._clock = clock
        self._began = clock()

    @property
    def used(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._began

    def left(self, most: float | None = None) -> float:
        """The seconds that may still be waited, `most` at one time.

        Errors: TimeIsUp where none are left.
        """
        left = self.seconds - self.used
        if left <= 0:
            raise TimeIsUp
        return left if most is None else min(left, most)
