"""A transport of httpx that visits only what the guard allows.

Each request has a line of its own, closed after its answer: no pool that has to be searched, no
cookie, no proxy, no setting of the environment. It may stand under any `httpx.Client`.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterator
from functools import cache

import httpcore
import httpx

from prongsai.links.addresses import read_address
from prongsai.links.guard import Guard
from prongsai.links.limits import Clock, Deadline, Limits
from prongsai.links.wire import CheckedBackend, Tape


@cache
def usual_trust() -> ssl.SSLContext:
    """The public certificate authorities, whatever the environment says."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.BaseTransport):
    """Speaks HTTP/1.1 by httpcore over lines that lead only where the guard allows."""

    def __init__(
        self,
        guard: Guard,
        limits: Limits,
        *,
        trust: ssl.SSLContext | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        """`trust`: other authorities than the public ones."""
        self._guard = guard
        self._limits = limits
        self._trust = trust
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; redirects are not followed.

        Shape:  the extensions "deadline" and "tape" are taken where the caller gives them.
        Errors: NotSeen, TimeIsUp, TooMuch; httpcore's for what went wrong on the line.
        """
        address = read_address(str(request.url))
        deadline = request.extensions.get("deadline") or Deadline(self._limits.total, self._clock)
        tape = request.extensions.get("tape") or Tape(self._limits.raw)
        ways = self._guard.ways_to(address, deadline)
        backend = CheckedBackend(ways, deadline, self._limits.connect, tape)
        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        secure = (self._trust or usual_trust()) if address.scheme == "https" else None
        line = httpcore.HTTPConnection(url.origin, secure, network_backend=backend)
        asked = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=request.stream
        )
        try:
            answer = line.handle_request(asked)
        except BaseException:
            line.close()
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, line),
            extensions={"tape": tape, "deadline": deadline},
        )


class _Body(httpx.SyncByteStream):
    """An answer's body as it comes; its end is the line's end."""

    def __init__(self, answer: httpcore.Response, line: httpcore.HTTPConnection) -> None:
        self._answer = answer
        self._line = line

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        with contextlib.suppress(httpcore.NetworkError, httpcore.ProtocolError):
            self._answer.close()
        self._line.close()
