"""Writers of SQLite take turns.

SQLite lets one write at a time, and whoever finds it busy tries again after naps that grow: some
are passed over many times. Those who wait for a turn are woken when it is free.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_NAME = "turn.lock"
_ours = threading.Lock()


@contextmanager
def taken() -> Iterator[None]:
    """Wait for a turn among the threads and processes that ask for one; elsewhere at once."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _ours, _among_processes():
        yield


@contextmanager
def _among_processes() -> Iterator[None]:
    if sys.platform == "win32":
        yield  # one process alone has turns; the others wait as SQLite does
        return
    import fcntl  # noqa: PLC0415 - Unix alone has it

    file = os.open(f"{settings.DATA}/{_NAME}", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
