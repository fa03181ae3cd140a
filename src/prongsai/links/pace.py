"""How often and how many at a time one host is asked."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prongsai.links.limits import Clock

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
