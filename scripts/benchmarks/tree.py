"""The memory that a process and those it started hold at the same moment, as Linux counts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Self

_PROC = Path("/proc")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_HELD_MOST = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_EVERY = 0.01


class Watched:
    """The most that a process and its children held together while it was watched.

    Shape:  bytes; `most` counts what several share once (PSS), sampled a hundred times a second;
            `peaks` is the sum of what each held most, at whatever moment.
    """

    def __init__(self, pid: int) -> None:
        """Not watched yet."""
        self._pid, self._done = pid, Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._each: dict[int, int] = {}
        self.most = 0
        self.samples = 0

    def __enter__(self) -> Self:
        """Watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Watch no more."""
        self._done.set()
        self._thread.join()

    @property
    def peaks(self) -> int:
        """The sum of each process's own peak."""
        return sum(self._each.values())

    def _watch(self) -> None:
        while not self._done.wait(_EVERY):
            family = list(_family(self._pid))
            self.most = max(self.most, sum(_told(one, "smaps_rollup", _PSS) for one in family))
            self.samples += 1
            for one in family:
                self._each[one] = max(self._each.get(one, 0), _told(one, "status", _HELD_MOST))


def held(pid: int) -> int:
    """What a process and its children hold now, in bytes."""
    return sum(_told(one, "smaps_rollup", _PSS) for one in _family(pid))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in (_PROC / str(pid) / "task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _told(pid: int, name: str, pattern: re.Pattern[str]) -> int:
    """A figure of a process; 0 where it is gone."""
    try:
        found = pattern.search((_PROC / str(pid) / name).read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
