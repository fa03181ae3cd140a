"""One request and its answer, within its limits, every fault with its reason."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpcore
import httpx
from msgspec import Struct

from prongsai import __version__
from prongsai.links.addresses import Address, NotSeen
from prongsai.links.guard import Guard
from prongsai.links.limits import Clock, Deadline, Limits, TimeIsUp
from prongsai.links.transport import (
    ENCODINGS,
    GuardedTransport,
    Inflater,
    Tape,
    TooMuch,
    is_refusal,
)
from prongsai.links.verdicts import Reason

PROGRAM = "Prongsai"
USER_AGENT = f"Mozilla/5.0 (compatible; {PROGRAM}-links/{__version__}; checks evidence of ITA)"
_ASKED = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Language": "th,en;q=0.5",
    "Accept-Encoding": ENCODINGS,
    "Connection": "close",
}
# OpenSSL's numbers of what is wrong with a certificate.
_CERTIFICATE = {
    9: Reason.CERTIFICATE_EARLY,
    10: Reason.CERTIFICATE_EXPIRED,
    18: Reason.CERTIFICATE_OWN,
    19: Reason.CERTIFICATE_ISSUER,
    20: Reason.CERTIFICATE_ISSUER,
    21: Reason.CERTIFICATE_ISSUER,
    62: Reason.CERTIFICATE_NAME,
    64: Reason.CERTIFICATE_NAME,
}
_ASCII = 128
_PERHAPS_ONCE = (Reason.REFUSED, Reason.CUT_OFF)
_PAUSE_BEFORE_SECOND = 0.5
_LEAST_ANSWER = len(b"HTTP/1.1 200")


class Exchange(Struct, frozen=True):
    """One request and its answer as they went over the line."""

    url: str
    at: datetime
    peer: str
    sent: bytes
    received: bytes
    whole: bool
    tls: str = ""
    certificate: bytes = b""


class ServerAnswer(Struct, frozen=True):
    """What a server answered."""

    address: Address
    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool
    seconds: float
    exchange: Exchange

    @property
    def media(self) -> str:
        """The kind of content that the server names."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def declared_length(self) -> int | None:
        """The number of bytes that the server names."""
        text = self.headers.get("content-length", "")
        return int(text) if text.isascii() and text.isdecimal() else None


class Fetcher:
    """Asks for single addresses: no redirect is followed, no cookie kept."""

    def __init__(
        self,
        guard: Guard,
        limits: Limits,
        *,
        trust: ssl.SSLContext | None = None,
        clock: Clock = time.monotonic,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`clock` counts seconds, `now` tells the day; `trust`: other certificate authorities."""
        self.limits = limits
        self._clock = clock
        self._now = now or (lambda: datetime.now(UTC))
        self._transport = GuardedTransport(guard, limits, trust=trust, clock=clock)

    def get(self, address: Address) -> ServerAnswer:
        """The answer of an address; one that refuses or breaks off is asked a second time.

        Errors: NotSeen with the reason.
        """
        deadline = Deadline(self.limits.connect, self._clock)
        try:
            return self._ask(address)
        except NotSeen as fault:
            if fault.reason not in _PERHAPS_ONCE or deadline.used > self.limits.connect:
                raise
        time.sleep(_PAUSE_BEFORE_SECOND)
        return self._ask(address)

    def _ask(self, address: Address) -> ServerAnswer:
        deadline = Deadline(self.limits.total, self._clock)
        tape = Tape(self.limits.raw)
        request = httpx.Request(
            "GET",
            address.url,
            headers=_ASKED,
            extensions={"deadline": deadline, "tape": tape},
        )
        at = self._now()
        with _faults_as_reasons(address, deadline, tape):
            response = self._transport.handle_request(request)
            try:
                body, whole = self._body(response)
            finally:
                response.close()
        exchange = Exchange(
            address.url,
            at,
            tape.peer,
            bytes(tape.sent),
            _final(bytes(tape.received)),
            whole,
            tape.tls,
            tape.certificate,
        )
        headers = {name: _text(value) for name, value in reversed(response.headers.raw)}
        lowered = {name.decode("latin-1").lower(): value for name, value in headers.items()}
        used = deadline.used
        return ServerAnswer(address, response.status_code, lowered, body, whole, used, exchange)

    def _body(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The content and whether it is all of it."""
        inflater = Inflater(response.headers.get("content-encoding", ""), self.limits.inflated)
        pieces: list[bytes] = []
        came = 0
        for piece in response.iter_raw():
            came += len(piece)
            pieces.append(inflater.take(piece))
            if came > self.limits.raw or inflater.is_full:
                return b"".join(pieces), False
        if came and not inflater.is_whole:
            raise NotSeen(Reason.CUT_OFF, f"{came:,} B")
        return b"".join(pieces), True


@contextmanager
def _faults_as_reasons(address: Address, deadline: Deadline, tape: Tape) -> Iterator[None]:
    """Every fault of the line as a reason."""
    host = address.host
    try:
        yield
    except TimeIsUp:
        reason = Reason.NOT_FINISHED if tape.received else Reason.NO_ANSWER_IN_TIME
        if tape.received and len(_final(bytes(tape.received))) < _LEAST_ANSWER:
            raise NotSeen(Reason.NOT_HTTP, "1xx") from None
        if not tape.peer or not tape.sent:
            raise NotSeen(Reason.NO_CONNECTION, host) from None
        raise NotSeen(reason, f"{deadline.seconds:g}") from None
    except TooMuch:
        raise NotSeen(Reason.NOT_HTTP, f"> {len(tape.received):,} B") from None
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        raise _of_connection(error, host) from None
    except httpcore.RemoteProtocolError as error:
        ended = "closed" in str(error) or "disconnected" in str(error)
        cut = ended and (not tape.received or tape.received.startswith(b"HTTP/"))
        raise NotSeen(Reason.CUT_OFF if cut else Reason.NOT_HTTP, _cause(error)) from None
    except (httpcore.NetworkError, httpcore.TimeoutException) as error:
        raise NotSeen(Reason.CUT_OFF, _cause(error)) from None
    except (httpcore.ProtocolError, ssl.SSLError, OSError, ValueError) as error:
        raise NotSeen(Reason.NOT_HTTP, _cause(error)) from None


def _of_connection(error: Exception, host: str) -> NotSeen:
    cause = error.__cause__
    if is_refusal(error):
        return NotSeen(Reason.REFUSED, host)
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = _CERTIFICATE.get(cause.verify_code, Reason.CERTIFICATE_OTHER)
        has_words = reason is Reason.CERTIFICATE_OTHER
        return NotSeen(reason, f"{host} ({cause.verify_message})" if has_words else host)
    if isinstance(cause, ssl.SSLError):
        return NotSeen(Reason.NO_SECURE_LINE, f"{host} ({cause.reason})")
    return NotSeen(Reason.NO_CONNECTION, host)


def _cause(error: BaseException) -> str:
    return str(error.__cause__ or error)[:80] or type(error).__name__


def _text(value: bytes) -> str:
    """A header as text: UTF-8 where it is, as Thai servers send it, else escaped byte by byte."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < _ASCII else f"%{byte:02X}" for byte in value)


def _final(received: bytes) -> bytes:
    """The answer alone, without the "go on" and "early hints" that may stand before it."""
    at = 0
    while received.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1"), at):
        end = received.find(b"\r\n\r\n", at)
        at = len(received) if end < 0 else end + 4
    return received[at:]
