"""Tell what went wrong from an error, and keep the log short while the ground gives way.

Logging is set up before there are models: nothing here may ask for one.
"""

import errno
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from django.db import DatabaseError, InterfaceError, OperationalError

_PAUSE = 60.0
_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("disk is full", "no space left", "disk i/o error")
_BUSY_WORDS = ("is locked", "deadlock", "lock timeout", "could not serialize")
# PostgreSQL's own: disk_full; lock_not_available, deadlock_detected, serialization_failure.
_FULL_STATES = {"53100"}
_BUSY_STATES = {"55P03", "40P01", "40001"}


class Fault(StrEnum):
    """What went wrong."""

    BUSY = "busy"
    FULL = "full"
    GONE = "gone"
    LOST = "lost"
    OWN = "own"


def fault_of(error: BaseException | None) -> Fault:
    """Tell faults of the ground from those of the program."""
    chain = tuple(chain_of(error))
    words = " ".join(str(cause).lower() for cause in chain)
    states = {getattr(cause, "sqlstate", None) for cause in chain}
    if any(isinstance(cause, OSError) and cause.errno in _FULL_ERRORS for cause in chain):
        return Fault.FULL
    if not any(isinstance(cause, DatabaseError | InterfaceError) for cause in chain):
        return Fault.OWN
    if states & _FULL_STATES or any(known in words for known in _FULL_WORDS):
        return Fault.FULL
    if states & _BUSY_STATES or any(known in words for known in _BUSY_WORDS):
        return Fault.BUSY
    if any(isinstance(cause, OperationalError | InterfaceError) for cause in chain):
        return Fault.GONE
    return Fault.OWN


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class OncePerMinute(logging.Filter):
    """Let one record a minute pass of each fault of the ground, and say how many came before it.

    A full disk is often the log's own: a traceback for each refusal keeps it full.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._next: dict[Fault, float] = {}
        self._left_out: Counter[Fault] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        fault = getattr(record, "fault", None) or fault_of(error)
        if fault in (Fault.OWN, Fault.LOST):
            return True
        with self._lock:
            moment = time.monotonic()
            if moment < self._next.get(fault, moment):
                self._left_out[fault] += 1
                return False
            self._next[fault] = moment + _PAUSE
            count = self._left_out.pop(fault, 0)
        record.msg, record.args = f"{record.getMessage()} ({fault}; {count} more before)", None
        if fault is Fault.FULL:
            record.exc_info = record.exc_text = None
        return True
