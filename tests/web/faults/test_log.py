"""While the ground gives way the log stays short, and says how much it leaves out."""

import errno
import logging

import pytest
from django.db import OperationalError

from prongsai.web.platform import fault_kinds
from prongsai.web.platform.fault_kinds import Fault, OncePerMinute

FULL = OperationalError("database or disk is full")


@pytest.fixture
def log(monkeypatch):
    """Writes a record with an error, or a line of ours; what was written, and the clock."""
    handler = logging.StreamHandler()
    written = []
    monkeypatch.setattr(handler, "emit", lambda record: written.append(handler.format(record)))
    handler.addFilter(OncePerMinute())
    moment = [1_000.0]
    monkeypatch.setattr(fault_kinds.time, "monotonic", lambda: moment[0])

    def write(error=None, fault=None, after=0.0):
        moment[0] += after
        info = (type(error), error, None) if error else None
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "refused %s", ("/a/",), info)
        if fault:
            record.fault = fault
        handler.handle(record)
        return written

    return write


def test_a_full_disk_is_told_once_a_minute_without_traceback(log):
    for number in range(2_228):
        written = log(FULL if number % 2 else None, None if number % 2 else Fault.FULL, 15 / 2_228)
    log(OSError(errno.ENOSPC, "No space left on device"))
    assert written == ["refused /a/ (full; 0 more before)"]
    log(FULL, after=50)
    assert written[1:] == ["refused /a/ (full; 2228 more before)"]


def test_other_faults_are_told_beside_it_and_our_own_each_time(log):
    log(FULL)
    for _ in range(3):
        log(OperationalError("database is locked"))
        log(ZeroDivisionError("inside"))
        written = log()
    told = [line.splitlines()[0] for line in written]
    assert told.count("refused /a/") == 6
    assert [line for line in told if "(" in line] == [
        "refused /a/ (full; 0 more before)", "refused /a/ (busy; 0 more before)",
    ]  # fmt: skip
    assert sum("ZeroDivisionError" in line for line in written) == 3
