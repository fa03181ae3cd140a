"""A calendar that other programs subscribe to: iCalendar, RFC 5545."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration
from msgspec import Struct

_EVERY = timedelta(hours=12)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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


def feed(name: str, entries: Iterable[Entry]) -> bytes:
    """The feed: UTF-8, lines ended by CR LF and folded at 75 octets."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Prongsai//Prongsai//TH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _printable(name))
    calendar.add("x-wr-timezone", "Asia/Bangkok")
    calendar.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_EVERY))
    for entry in entries:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    for key in ("dtstamp", "last-modified"):
        event.add(key, entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.first)
    # The end of days is the day after (§3.6.1).
    event.add("dtend", entry.last + timedelta(days=1))
    event.add("summary", _printable(entry.name))
    if entry.detail:
        event.add("description", _printable(entry.detail))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _printable(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
