"""The line to a server: to the addresses that were checked and no other, timed and written down.

httpcore speaks HTTP and TLS over it; the bytes are kept as they went and came, for the proof.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
from msgspec import Struct, field

from prongsai.links.limits import Deadline, TimeIsUp

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
        raise next((one for one in failed if not is_refusal(one)), failed[0])


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
        """Send bytes."""
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
