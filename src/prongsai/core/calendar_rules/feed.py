"""A calendar that other programs subscribe to: iCalendar, RFC 5545."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

_FOLD = 75  # octets in a line, its end not counted (RFC 5545 §3.1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Entry(Struct, frozen=True):
    """One event of a feed.

    Shape:  `uid` never changes, `sequence` grows with every move; `stamp` is when it last changed.
    """

    uid: str
    name: str
    first: date
    last: date
    stamp: datetime
    sequence: int = 0
    detail: str = ""
    url: str = ""
    is_gone: bool = False


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """The feed: UTF-8, lines ended by CR LF and folded at 75 octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Prongsai//Prongsai//TH",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"NAME:{escaped(name)}",
             f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Bangkok",
             "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"]  # fmt: skip
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text as RFC 5545 §3.3.11 writes it."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    r"""A line in pieces of at most 75 octets; no character is torn.

    >>> max(len(piece) for piece in folded("ก" * 90).split(b"\r\n"))
    75
    """
    pieces: list[bytes] = []
    current = b""
    for character in line:
        octets = character.encode()
        # Every piece but the first begins with the blank that marks it.
        if len(current) + len(octets) > _FOLD - bool(pieces):
            pieces.append(current)
            current = b""
        current += octets
    return b"\r\n ".join([*pieces, current])


def _event(entry: Entry) -> Iterator[str]:
    stamp = f"{entry.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}"
    # The end of days is the day after (§3.6.1).
    yield f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(entry.name)}"
    if entry.detail:
        yield f"DESCRIPTION:{escaped(entry.detail)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{'CANCELLED' if entry.is_gone else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
