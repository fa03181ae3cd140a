"""A part of pytest that makes SlipCover cheap: `-p scripts.sparing`, given by `covered.py`.

To take its marks out SlipCover looks at every function there is, and it did so whenever a line had
run fifty times since: a fifth of the time that the tests took. Here it does so seldom; a mark that
stays a while longer costs a call. What was run is noted all the same.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from slipcover.importer import SlipcoverMetaPathFinder
from slipcover.slipcover import Slipcover

# So many times what it took last passes before it is done again.
REST = 20


class Sparing:
    """Does something costly when it is asked to, unless it was done a moment ago: then later."""

    def __init__(self, act: Callable[[Any], None]) -> None:
        """`act` is what is costly; its argument, on whom."""
        self._act = act
        self._waiting: Any = None
        self._not_before = 0.0

    def ask(self, whom: Any) -> None:
        """Do it, now or at a later time."""
        self._waiting = whom
        self.catch_up()

    def catch_up(self) -> None:
        """Do what was put off, if its time has come."""
        start = time.process_time()
        if self._waiting is None or start < self._not_before:
            return
        whom, self._waiting = self._waiting, None
        self._act(whom)
        end = time.process_time()
        self._not_before = end + REST * (end - start)


def spare() -> Sparing:
    """Put it between SlipCover and its taking out."""
    # From Python 3.12 on there is nothing to take out: the interpreter itself forgets a mark.
    act = getattr(Slipcover, "deinstrument_seen", None)
    sparing = Sparing(act or (lambda _: None))

    def asked(slipcover: Slipcover) -> None:
        sparing.ask(slipcover)

    if act is not None:
        Slipcover.deinstrument_seen = asked
    return sparing


def leave_it_to_the_workers() -> None:
    """Mark nothing in the process that only hands out tests: it runs none of the code."""
    for finder in list(sys.meta_path):
        if isinstance(finder, SlipcoverMetaPathFinder):
            finder.sci.source = None
            sys.meta_path.remove(finder)


_sparing = spare()
if "-n" in sys.argv and "PYTEST_XDIST_WORKER" not in os.environ:
    leave_it_to_the_workers()


def pytest_runtest_logfinish() -> None:
    """A line asks only once: what was put off must not wait for another to ask."""
    _sparing.catch_up()
