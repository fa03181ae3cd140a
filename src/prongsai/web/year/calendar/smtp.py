"""Hand one mail to a server, and know what became of it.

A mail counts as taken with the line that ends it: until that line is sent it may be tried again;
after it only the server knows. `ending` is called in between, so that it can be written down
before: a mail whose end was sent and not answered is never sent a second time.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from enum import Enum

from msgspec import Struct

_SECONDS = 30.0
_LAST_SECONDS = 120.0  # a server that has the whole mail may take its time (RFC 5321 §4.5.3.2.6)
_GOES_ON, _WELL, _REFUSED = 354, 250, 500
_DOT = re.compile(rb"^\.", re.MULTILINE)
_SHOWN = 300


class MailServer(Struct, frozen=True):
    """A server and whose mail it takes.

    Shape:  `tls` is "" for none, "start" for STARTTLS, "whole" for TLS from the first octet.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = ""

    def __repr__(self) -> str:
        """Where it is; never with the password."""
        return f"MailServer({self.host}:{self.port})"


class Outcome(Enum):
    """What became of a mail."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNSURE = "unsure"


class Answer(Struct, frozen=True):
    """What became of a mail, and the server's words for it; `is_down` where there is no server."""

    outcome: Outcome
    words: str = ""
    is_down: bool = False


class _SaidNoError(Exception):
    def __init__(self, code: int, words: bytes) -> None:
        super().__init__(code)
        # 4xx asks to come back; so does every answer that is none.
        outcome = Outcome.REFUSED if code >= _REFUSED else Outcome.LATER
        self.answer = Answer(outcome, f"{code} {words.decode(errors='replace')}"[:_SHOWN])


def hand_over(
    server: MailServer, to: str, mail: bytes, ending: Callable[[], None], *, patience: float = 1.0
) -> Answer:
    """Send one mail.

    Shape:  `mail` has lines ended by CR LF and no octet over 127; `patience` scales all waiting.
    Errors: whatever `ending` raises; the mail was then not sent.
    """
    try:
        talk = _connected(server, patience)
    except (OSError, smtplib.SMTPException) as error:
        # A password that is refused too is the host's to mend, not the mail's fault: it waits.
        return Answer(Outcome.LATER, _words(error), is_down=True)
    try:
        return _handed_over(talk, server, to, mail, ending, patience)
    finally:
        # QUIT would wait for a server that may be dead; what it was sent, it has.
        talk.close()


def ascii_address(address: str) -> str:
    """An address whose domain a mail server understands: Thai domains in their ASCII form."""
    name, _at, domain = address.rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def check(server: MailServer) -> str:
    """Why the server takes no connection of the sender, "" where it does; nothing is sent."""
    try:
        talk = _connected(server, 1 / 6)
        with suppress(OSError, smtplib.SMTPException):
            talk.quit()
    except (OSError, smtplib.SMTPException) as error:
        return _words(error)
    return ""


def _connected(server: MailServer, patience: float) -> smtplib.SMTP:
    seconds = _SECONDS * patience
    context = ssl.create_default_context()
    if server.tls == "whole":
        talk: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=seconds, context=context
        )
    else:
        talk = smtplib.SMTP(server.host, server.port, timeout=seconds)
    try:
        talk.ehlo_or_helo_if_needed()
        if server.tls == "start":
            talk.starttls(context=context)
            talk.ehlo()
        if server.user:
            talk.login(server.user, server.password)
    except BaseException:
        talk.close()
        raise
    return talk


def _handed_over(
    talk: smtplib.SMTP,
    server: MailServer,
    to: str,
    mail: bytes,
    ending: Callable[[], None],
    patience: float,
) -> Answer:
    try:
        _demand(talk.mail(server.sender), _WELL)
        _demand(talk.rcpt(to), _WELL)
        _demand(talk.docmd("DATA"), _GOES_ON)
        talk.send(_DOT.sub(b"..", mail.removesuffix(b"\r\n")) + b"\r\n")
    except _SaidNoError as no:
        return no.answer
    except (OSError, smtplib.SMTPException) as error:
        return Answer(Outcome.LATER, _words(error), is_down=True)
    ending()
    try:
        if talk.sock is not None:
            talk.sock.settimeout(_LAST_SECONDS * patience)
        talk.send(b".\r\n")
        code, words = talk.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Answer(Outcome.UNSURE, _words(error), is_down=True)
    if code == _WELL:
        return Answer(Outcome.SENT, words.decode(errors="replace")[:_SHOWN])
    return _SaidNoError(code, words).answer


def _demand(reply: tuple[int, bytes], wanted: int) -> None:
    code, words = reply
    # 251: the server will forward it.
    if code != wanted and not (wanted == _WELL and code // 10 == _WELL // 10):
        raise _SaidNoError(code, words)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_SHOWN]
