"""Requests are taken in by many threads and made by one, or two where a page takes long.

A phone on a bad line sends its photos for minutes. Until the last of them has come it holds a
thread that sleeps, and nobody waits for it. Pages are made by one thread of a process: Python
works on no more at once, and of two each would wait for the other in the middle of a write. Where
others wait for a page that takes long, a second thread makes theirs; more of what stands half made
would take memory.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from tempfile import SpooledTemporaryFile
from time import monotonic, sleep
from typing import IO, Any, cast

from django.db import connections
from django.template.loader import render_to_string

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.platform.references import new_reference
from prongsai.web.platform.typed import whole_number

MOST_BYTES = 256 * 2**20
# Bodies under way in a process; the other threads are for those that come at once.
MOST_UNDER_WAY = 48
# A page that is made for longer takes long: whoever waits behind it gets a thread.
_LONG_SECONDS = 0.05
_IN_MEMORY = 2**16
_CHUNK = 2**16
_HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
_Task = tuple[Future[Iterable[bytes]], Callable[[], Iterable[bytes]]]

_thread = threading.local()
_under_way = threading.BoundedSemaphore(MOST_UNDER_WAY)
# A process that reads a file may take much memory: one at a time, whoever waits.
_other_process = threading.Lock()
_log = logging.getLogger(__name__)


class RequestPool:
    """A WSGI application whose requests arrive whole before a thread takes them."""

    def __init__(self, application: Application) -> None:
        """`application` is Django's."""
        self._application = application
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._has_thread = False
        self._is_watched = False
        self._is_helped = False
        self._last_taken = 0.0
        self._is_asked = threading.Event()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # How many bytes are announced; a number of more digits than any is more than may come.
        announced = environ.get("CONTENT_LENGTH") or ""
        known = whole_number(announced)
        length = known if known is not None else (MOST_BYTES + 1 if announced.isdecimal() else 0)
        if length > MOST_BYTES:
            most = MOST_BYTES // 2**20
            words = read_words("platform/request_too_large", megabytes=most)
            return _refused(start_response, "413 Content Too Large", words)
        with SpooledTemporaryFile(_IN_MEMORY) as body:
            if length:
                if refusal := _received(environ["wsgi.input"], body, length):
                    return _refused(start_response, *refusal)
                environ = {**environ, "wsgi.input": body}
            done: Future[Iterable[bytes]] = Future()
            # Not at the start: a process that is copied takes no threads along.
            # Where the machine has no thread to give now, the request fails; the next asks again.
            with self._starting:
                if not self._has_thread:
                    self.begin()
                    self._has_thread = True
                if not self._is_watched:
                    threading.Thread(target=self._watch, daemon=True, name="watch").start()
                    self._is_watched = True
            self._tasks.put((done, lambda: _whole(self._application(environ, start_response))))
            if not self._is_asked.is_set():
                self._is_asked.set()
            return done.result()

    def _watch(self) -> None:
        """Begin a second thread where something waits and none took anything for long.

        One looks for all who wait: sixty-four that woke every so often took a tenth of the time.
        """
        while self._is_asked.wait():
            sleep(_LONG_SECONDS)
            if self._tasks.empty():
                self._is_asked.clear()
                if not self._tasks.empty():  # came in between
                    self._is_asked.set()
            elif monotonic() - self._last_taken > _LONG_SECONDS:
                self._help()

    def _help(self) -> None:
        """Begin the second thread, if it is not at work."""
        with self._starting:
            if self._is_helped:
                return
            self._is_helped = True
            try:
                threading.Thread(target=self._make_waiting, daemon=True, name="page").start()
            except (RuntimeError, MemoryError):  # the machine has none to give now
                self._is_helped = False
                _log.exception("no second thread could be begun")

    def begin(self) -> None:
        threading.Thread(target=self._make, daemon=True, name="page").start()

    def end(self) -> None:
        """Take a thread from the pool, whichever is free first."""
        self._tasks.put(None)

    def _make(self) -> None:
        _thread.one_of = self
        try:
            while task := self._tasks.get():
                self._do(*task)
                del task  # while it waits it holds nothing
        finally:
            connections.close_all()

    def _make_waiting(self) -> None:
        _thread.one_of = self
        try:
            while task := self._tasks.get_nowait():
                self._do(*task)
                del task
            self._tasks.put(None)  # was for a thread that stays
        except Empty:
            pass
        finally:
            self._is_helped = False
            connections.close_all()

    def _do(self, done: Future[Iterable[bytes]], make: Callable[[], Iterable[bytes]]) -> None:
        self._last_taken = monotonic()
        done.set_running_or_notify_cancel()
        try:
            done.set_result(make())
        except BaseException as error:  # noqa: BLE001 - raised where it was asked for
            done.set_exception(error)


@contextmanager
def resting() -> Iterator[None]:
    """Let another thread make pages while this one waits for a process, one such at a time."""
    pool: RequestPool | None = getattr(_thread, "one_of", None)
    if pool is None:
        yield
        return
    pool.begin()
    try:
        with _other_process:
            yield
    finally:
        pool.end()


def _received(source: IO[bytes], body: IO[bytes], length: int) -> tuple[str, Text] | None:
    """Take in what was announced; why it is refused. Half a form is never read as a whole."""
    if not _under_way.acquire(blocking=False):
        return "503 Service Unavailable", read_words("platform/many_requests_under_way")
    try:
        while length > 0 and (chunk := _read(source, min(_CHUNK, length))):
            body.write(chunk)
            length -= len(chunk)
    except OSError:
        _log.exception("a body could not be kept while it came")
        return "507 Insufficient Storage", read_words("platform/disk_full")
    finally:
        _under_way.release()
    body.seek(0)
    if not length:
        return None
    return "400 Bad Request", read_words("platform/request_broke_off")


def _read(source: IO[bytes], size: int) -> bytes:
    try:
        return source.read(size)
    except OSError:  # the line broke
        return b""


def _refused(start_response: StartResponse, status: str, words: Text) -> Iterable[bytes]:
    """A page like the others: no language is known yet, so it speaks both."""
    reference = new_reference()
    _log.warning("%s: refused with %s", reference, status)
    context = {"words": words, "reference": reference}
    start_response(status, list(_HEADERS))
    return [render_to_string("platform/refused.html", context).encode()]


def _whole(answer: Iterable[bytes]) -> Iterable[bytes]:
    """A page to its last letter; a file is sent outside the pool.

    A stream is written aside here: language and database of the request are those of this thread.
    """
    if getattr(answer, "file_to_stream", None) is not None or not hasattr(answer, "streaming"):
        return answer
    try:
        return _aside(answer) if answer.streaming else list(answer)
    finally:
        cast("Any", answer).close()  # an answer of Django's


def _aside(answer: Iterable[bytes]) -> Iterator[bytes]:
    body = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    for part in answer:
        body.write(part)
    body.seek(0)
    return _sent(body)


def _sent(body: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with body:
        while chunk := body.read(_CHUNK):
            yield chunk
