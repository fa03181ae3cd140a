"""The line to a server: to checked addresses only, timed, written down, unpacked within limits.

httpcore speaks HTTP and TLS over it; the bytes are kept as they went and came, for the proof. Each
request has a line of its own, closed after its answer: no pool that has to be searched, no cookie,
no proxy, no setting of the environment. The transport may stand under any `httpx.Client`.
"""

from __future__ import annotations

import contextlib
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import httpcore
import httpx
from msgspec import Struct, field

from prongsai.links.addresses import NotSeen, read_address
from prongsai.links.guard import Guard
from prongsai.links.limits import Clock, Deadline, Limits, TimeIsUp
from prongsai.links.verdicts import Reason

_ROOM_FOR_HEADERS = 256 * 1024


class TooMuch(Exception):  # noqa: N818 - named for what happened
    """More bytes came than an answer may have."""


class Tape(Struct):
    """What went over one line, and whom it led to."""

    most: int
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    peer: str = ""
    certificate: bytes = b""
    tls: str = ""


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the addresses it was given, whatever the name."""

    def __init__(self, ways: Sequence[str], deadline: Deadline, connect: float, tape: Tape) -> None:
        """`ways`: addresses that were checked; `connect`: seconds for each."""
        self._ways = ways
        self._deadline = deadline
        self._connect = connect
        self._tape = tape
        self._below = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A line to the first address that answers; the name is not looked up again."""
        del host, timeout, local_address
        failed: list[Exception] = []
        for way in self._ways:
            try:
                line = self._below.connect_tcp(
                    way, port, self._deadline.left(self._connect), None, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed.append(error)
                continue
            self._tape.peer = str(line.get_extra_info("server_addr")[0])
            return CheckedStream(line, self._deadline, self._tape)
        # "Refused" is told only where every address refuses.
        raise next((error for error in failed if not is_refusal(error)), failed[0])


def is_refusal(error: BaseException) -> bool:
    """Whether a server said that nothing listens there."""
    return isinstance(error.__cause__, ConnectionRefusedError)


class CheckedStream(httpcore.NetworkStream):
    """A line whose every wait ends with the deadline, and whose bytes are counted and kept."""

    def __init__(self, line: httpcore.NetworkStream, deadline: Deadline, tape: Tape) -> None:
        """`line`: httpcore's own stream."""
        self._line = line
        self._deadline = deadline
        self._tape = tape

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes that came.

        Errors: TimeIsUp; TooMuch where more came than may.
        """
        del timeout
        try:
            data = self._line.read(max_bytes, self._deadline.left())
        except httpcore.ReadTimeout as error:
            raise TimeIsUp from error
        self._tape.received += data
        if len(self._tape.received) > self._tape.most + _ROOM_FOR_HEADERS:
            raise TooMuch
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._line.write(buffer, self._deadline.left())
        self._tape.sent += buffer

    def close(self) -> None:
        """End the line."""
        self._line.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same line made secure; the server's certificate is kept."""
        del timeout
        line = self._line.start_tls(ssl_context, server_hostname, self._deadline.left())
        secured = line.get_extra_info("ssl_object")
        self._tape.certificate = secured.getpeercert(True) or b""  # noqa: FBT003 - as bytes
        self._tape.tls = secured.version() or ""
        return CheckedStream(line, self._deadline, self._tape)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a stream."""
        return self._line.get_extra_info(info)


ENCODINGS = "gzip, deflate"
# What careless servers write there, and browsers pass over.
_NO_PACKING = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "text"})
_GZIP = 31
_ZLIB = 15
_BARE_DEFLATE = -15


class Inflater:
    """The body of an answer, unpacked as its headers say."""

    def __init__(self, encoding: str, most: int) -> None:
        """Errors: NotSeen where the answer is packed in a way that was not asked for."""
        names = [name.strip().lower() for name in encoding.split(",")]
        names = [name for name in names if name not in _NO_PACKING]
        if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip", "deflate")):
            raise NotSeen(Reason.ENCODED, encoding[:40])
        self._name = names[0] if names else ""
        self._unpack = zlib.decompressobj(_GZIP) if self._name.endswith("gzip") else None
        self._most = most
        self.size = 0
        self.is_full = False

    @property
    def is_whole(self) -> bool:
        """Whether what was packed came to its own end."""
        return self._unpack is None or self._unpack.eof

    def take(self, data: bytes) -> bytes:
        """The next piece; `is_full` where more would follow than is allowed.

        Errors: NotSeen where it is not packed as it says.
        """
        if self.is_full:
            return b""
        try:
            piece = self._unpacked(data)
        except zlib.error:
            raise NotSeen(Reason.ENCODED, self._name) from None
        self.size += len(piece)
        return piece

    def _unpacked(self, data: bytes) -> bytes:
        room = self._most - self.size
        if not self._name:
            self.is_full = len(data) > room
            return data[:room]
        if self._unpack is None:
            self._unpack = _begin_deflate(data)
        piece = self._unpack.decompress(data, room + 1)
        self.is_full = len(piece) > room
        return piece[:room]


def _begin_deflate(data: bytes) -> zlib._Decompress:
    """Some servers send "deflate" with its envelope, some without."""
    try:
        zlib.decompressobj(_ZLIB).decompress(data, 1)
    except zlib.error:
        return zlib.decompressobj(_BARE_DEFLATE)
    return zlib.decompressobj(_ZLIB)


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
