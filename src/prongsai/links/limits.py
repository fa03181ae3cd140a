"""The limits of one visit, and how often and how many at a time one host is asked."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


MOST_SECONDS = 10.0


class Pace:
    """Lets requests go to a host one after the other; waiting here is no fault of the host."""

    def __init__(
        self,
        interval: float = 0.2,
        at_once: int = 2,
        *,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`interval`: seconds between two requests to a host; `at_once`: how many may be open."""
        self.at_once = at_once
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._slower: dict[str, float] = {}
        self._open: dict[str, threading.Semaphore] = defaultdict(
            lambda: threading.Semaphore(at_once)
        )

    def slow_down(self, host: str, seconds: float) -> None:
        """Wait longer between the requests to a host, as it asks, up to ten seconds."""
        with self._lock:
            self._slower[host] = min(max(seconds, self._slower.get(host, 0.0)), MOST_SECONDS)

    def pause(self, host: str, seconds: float) -> None:
        """Let a host that asks for fewer visits have none for a while."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a turn, held for one request only: two hosts never wait in a ring."""
        with self._lock:
            gate = self._open[host]
        with gate:
            wait = self._reserved(host)
            if wait > 0:
                self._sleep(wait)
            yield

    def _reserved(self, host: str) -> float:
        with self._lock:
            now = self._clock()
            at = max(now, self._next.get(host, now))
            self._next[host] = at + max(self._interval, self._slower.get(host, 0.0))
            return at - now
