"""Requests are taken in by many threads and made by two.

A phone on a bad line sends its photos for minutes. Until the last of them has come it holds a
thread that sleeps, and nobody waits for it. Pages are made by two threads of a process: Python
works on no more at once, and what stands half made takes memory.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

MOST_BYTES = 256 * 2**20
_COUNT = 2
_IN_MEMORY = 2**20
_CHUNK = 2**16
_TOO_LARGE = "ส่งพร้อมกันมากเกินไป โปรดส่งทีละแฟ้ม / too much at once: send one file at a time"
_BROKEN_OFF = "ส่งไม่ครบ โปรดส่งใหม่ / only a part arrived: send it again"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
_Task = tuple[Future[Iterable[bytes]], Callable[[], Iterable[bytes]]]

_maker = threading.local()


class Makers:
    """A WSGI application whose requests arrive whole before one of two makers takes them."""

    def __init__(self, application: Application) -> None:
        """`application` is Django's."""
        self._application = application
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._is_started = False

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        told = environ.get("CONTENT_LENGTH") or ""
        length = int(told) if told.isdecimal() else 0
        if length > MOST_BYTES:
            return _refused(start_response, "413 Content Too Large", _TOO_LARGE)
        with SpooledTemporaryFile(_IN_MEMORY) as body:
            if length:
                if not _received(environ["wsgi.input"], body, length):
                    return _refused(start_response, "400 Bad Request", _BROKEN_OFF)
                environ = {**environ, "wsgi.input": body}
            done: Future[Iterable[bytes]] = Future()
            self._start()
            self._tasks.put((done, lambda: _whole(self._application(environ, start_response))))
            return done.result()

    def _start(self) -> None:
        """Not before the first request: a process that is copied takes no threads along."""
        with self._starting:
            if not self._is_started:
                self._is_started = True
                for _ in range(_COUNT):
                    self.begin()

    def begin(self) -> None:
        """One maker more."""
        threading.Thread(target=self._make, daemon=True, name="maker").start()

    def end(self) -> None:
        """One maker less, whoever is free first."""
        self._tasks.put(None)

    def _make(self) -> None:
        _maker.one_of = self
        while task := self._tasks.get():
            done, make = task
            try:
                done.set_result(make())
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked for
                done.set_exception(error)
            del task, done, make  # while it waits it holds nothing


@contextmanager
def resting() -> Iterator[None]:
    """Let another make pages while this maker waits for another process; nothing elsewhere."""
    makers: Makers | None = getattr(_maker, "one_of", None)
    if makers is None:
        yield
        return
    makers.begin()
    try:
        yield
    finally:
        makers.end()


def _received(source: IO[bytes], body: IO[bytes], length: int) -> bool:
    """Take in what was announced; whether all of it came. Half a form is never read as a whole."""
    try:
        while length > 0 and (chunk := source.read(min(_CHUNK, length))):
            body.write(chunk)
            length -= len(chunk)
    except OSError:  # the line broke
        return False
    body.seek(0)
    return length == 0


def _refused(start_response: StartResponse, status: str, words: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [words.encode()]


def _whole(answer: Iterable[bytes]) -> Iterable[bytes]:
    """A page to its last letter; a file that streams goes out without its maker."""
    if getattr(answer, "streaming", True):
        return answer
    try:
        return list(answer)
    finally:
        cast("Any", answer).close()  # a page that is no stream is an answer of Django's
