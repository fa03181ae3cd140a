"""Papers drawn in a process of their own: what a large one takes goes back when it is drawn.

The engines that set, rewrite and write papers keep most of the memory they ever took. In a worker
that lives for months this would be the sum of the largest papers of all kinds. So another process
draws; it goes when it has grown, or when nothing is asked of it for a while.
"""

from __future__ import annotations

import atexit
import math
import os
import pickle
import re
import select
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from prongsai.core.errors import ProngsaiError
from prongsai.web.platform.error_data import data_of, error_of
from prongsai.web.platform.following import end_with

if TYPE_CHECKING:
    from prongsai.core.papers.digits import Digits
    from prongsai.core.papers.document import Document

# Bytes of a document for which a fresh process starts, so that nothing stands beside it.
_LARGE = 200_000
# Megabytes a drawer may have taken and still draw the next paper; a letter takes seventy.
_GROWN = 110
_PATIENCE = 5.0


def drawn_as(form: str, document: Document, digits: Digits) -> bytes:
    """A document as "pdf", "docx" or "html".

    Errors: what `prongsai.documents.drawn.drawn_as` raises, as far as it is a ProngsaiError;
            ProngsaiError where the process broke off.
    """
    return _drawer.drawn(pickle.dumps((form, document, digits)))


class _Drawer:
    """The process that draws, started when it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._alone = Lock()

    def drawn(self, asked: bytes) -> bytes:
        with self._alone:
            # One that was started before may just be going for want of work.
            answer = self._ask(asked) if len(asked) < _LARGE else None
            if answer is None:
                self._end()
                self._process = subprocess.Popen(  # noqa: S603 - ourselves
                    [sys.executable, "-P", "-m", __name__, str(os.getpid())],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
                answer = self._ask(asked)
            if answer is None:
                self._end()
                raise ProngsaiError("platform/paper_job_broke_off")
        data, refused = answer
        if isinstance(refused, str):
            raise RuntimeError(refused)  # noqa: TRY004 - a fault of ours, told there in full
        if refused:
            raise error_of(refused)
        return bytes(data)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, asked: bytes) -> tuple[Any, Any] | None:
        """What the process answers; None where it is gone."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(asked)
            process.stdin.flush()
            answer: tuple[Any, Any] = pickle.load(process.stdout)  # noqa: S301 - our own process
        except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
            return None
        return answer

    def rest(self) -> None:
        """Let the process go; the next paper starts another."""
        with self._alone:
            self._end()


_drawer = _Drawer()


def rest() -> None:
    """Let the drawing process go, if there is one."""
    _drawer.rest()


def _start_anew() -> None:
    """In a copy of this process: the other process answers to the original."""
    global _drawer  # noqa: PLW0603 - the one of this process
    _drawer = _Drawer()


atexit.register(rest)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)


# --- the other process ------------------------------------------------------------------------


def _draw(parent: int) -> None:
    """Answer (form, document, digits) on the input by (file, None) or (None, the error)."""
    from prongsai.documents.drawn import drawn_as as drawn  # noqa: PLC0415 - heavy

    # Who stops the site stops all its processes at once; the one that asked lets its job end.
    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, signal.SIG_IGN)
    end_with(parent)
    # What a library prints is no answer.
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while select.select([source], [], [], _PATIENCE)[0]:
        try:
            form, document, digits = pickle.load(source)  # noqa: S301 - from who started us
        except EOFError:
            return
        answer: tuple[bytes | None, dict[str, Any] | str | None]
        try:
            answer = drawn(form, document, digits), None
        except ProngsaiError as error:
            answer = None, data_of(error)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            traceback.print_exc()
            answer = None, repr(error)
        pickle.dump(answer, target)
        target.flush()
        if _most_held() > _GROWN:
            return


def _most_held() -> float:
    """The most memory the process ever held, in megabytes; without end where nobody tells."""
    # Not `getrusage`: it begins with what the process held that started this one.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return math.inf
    match = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(match[1]) / 1024 if match else math.inf


if __name__ == "__main__":
    _draw(int(sys.argv[1]))
