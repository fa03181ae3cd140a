"""A visit: from the address that was given to what it shows, each step checked like the first."""

from __future__ import annotations

import re
import threading
from collections import defaultdict

from msgspec import Struct, field
from protego import Protego

from prongsai.core.patterns import compiled
from prongsai.links.addresses import Address, NotSeen, read_address
from prongsai.links.fetching import PROGRAM, Answer, Exchange, Fetcher
from prongsai.links.limits import Pace
from prongsai.links.page import Page, decoded, read_page, refresh_of
from prongsai.links.reasons import Reason

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_SERVER_FAULT = 500
_TOO_MANY = 429
_PAUSE_AFTER_TOO_MANY = 2.0
_MOST_RULES = 500 * 1024
_HTML_START = compiled(
    rb"\s*(?:<!--[^>]{0,2000}-->\s*){0,5}(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html"
    rb"|head|body|title|meta|script|div|p|h[1-6]|table|center|form|frameset|style|link|br|span"
    rb"|a|font|b|img|section|main|article|ul)\b",
    re.IGNORECASE,
)
_HTML_KINDS = ("text/html", "application/xhtml+xml")
# What is wrong with a host, and so with each of its addresses.
_OF_THE_HOST = frozenset(
    {
        Reason.REFUSED,
        Reason.NO_SUCH_HOST,
        Reason.NAME_SERVER,
        Reason.NO_CONNECTION,
        Reason.NO_ANSWER_IN_TIME,
        Reason.NO_SECURE_LINE,
        Reason.INSIDE,
        Reason.PORT,
        Reason.CERTIFICATE_EARLY,
        Reason.CERTIFICATE_EXPIRED,
        Reason.CERTIFICATE_ISSUER,
        Reason.CERTIFICATE_NAME,
        Reason.CERTIFICATE_OTHER,
        Reason.CERTIFICATE_OWN,
    }
)


class Hop(Struct, frozen=True):
    """One address on the way, and what it answered; 200 where a page led on by itself."""

    url: str
    status: int


class Visit(Struct):
    """What became of one address."""

    asked: Address
    final: Address
    hops: list[Hop] = field(default_factory=list)
    answer: Answer | None = None
    page: Page | None = None
    fault: NotSeen | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def was_led(self) -> bool:
        """Whether it showed another address than the one asked for."""
        return not self.asked.is_same(self.final)


def is_html(answer: Answer) -> bool:
    """Whether an answer is a page, by its bytes first: what a server says of it is often wrong."""
    if _HTML_START.match(answer.body[:4096].lstrip(b"\xef\xbb\xbf").replace(b"\0", b"")):
        return True
    plain = not answer.body[:1024].startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return plain and answer.media in _HTML_KINDS


class Visitor:
    """Visits addresses at the pace of their hosts, by the rules that they have for programs."""

    def __init__(self, fetcher: Fetcher, pace: Pace) -> None:
        """The rules of each host are read once in the life of a visitor."""
        self.fetcher = fetcher
        self.pace = pace
        self._rules: dict[str, Protego | NotSeen | None] = {}
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def visit(self, address: Address, *, keep: bool = False) -> Visit:
        """Go where an address leads; `keep` keeps the bytes that went over the line."""
        visit = Visit(address, address)
        seen: set[str] = set()
        try:
            while visit.final.url not in seen:
                seen.add(visit.final.url)
                if len(seen) > self.fetcher.limits.redirects + 1:
                    break
                self.may_visit(visit.final)
                following = self._step(visit, keep=keep)
                if following is None:
                    return visit
                visit.final = following
        except NotSeen as fault:
            visit.fault = fault
            return visit
        visit.fault = NotSeen(Reason.LOOP, " → ".join(hop.url for hop in visit.hops[-2:])[:160])
        return visit

    def _step(self, visit: Visit, *, keep: bool) -> Address | None:
        """Ask for one address; where it leads on."""
        visit.answer = visit.page = None
        answer = self._asked(visit.final)
        visit.answer = answer
        visit.seconds += answer.seconds
        visit.hops.append(Hop(answer.address.url, answer.status))
        if keep:
            visit.exchanges.append(answer.exchange)
        target = _target(answer)
        if not target and answer.status == _OK and is_html(answer):
            visit.page = read_page(decoded(answer.body, answer.headers.get("content-type", "")))
            led = visit.page.led
            target = led.target if led else ""
        if not target:
            return None
        try:
            base = visit.page.base if visit.page else ""
            place = answer.address.join(base) if base else answer.address
            following = place.join(target)
        except NotSeen as fault:
            # What opens a door is written down nowhere.
            quoted = "" if fault.reason is Reason.PASSWORD else f"{target[:60]} "
            raise NotSeen(Reason.BAD_REDIRECT, f"{quoted}({fault.reason})") from None
        # A page that loads itself again, or a place in itself, shows itself.
        return None if visit.page and following.url == answer.address.url else following

    def _asked(self, address: Address) -> Answer:
        with self.pace.turn(address.host):
            answer = self.fetcher.get(address)
        if answer.status != _TOO_MANY:
            return answer
        self.pace.pause(address.host, _PAUSE_AFTER_TOO_MANY)
        with self.pace.turn(address.host):
            return self.fetcher.get(address)

    def may_visit(self, address: Address) -> None:
        """Errors: NotSeen where the host's rules forbid it or cannot be read."""
        with self._lock:
            lock = self._locks[address.origin]
        with lock:
            if address.origin not in self._rules:
                self._rules[address.origin] = self._read_rules(address)
        rules = self._rules[address.origin]
        if isinstance(rules, NotSeen):
            raise NotSeen(rules.reason, rules.detail)
        if rules is not None and not rules.can_fetch(address.url, PROGRAM):
            raise NotSeen(Reason.ROBOTS, f"{address.netloc}/robots.txt")

    def _read_rules(self, address: Address) -> Protego | NotSeen | None:
        """The rules of a host; None where it has none."""
        place = read_address(f"{address.origin}/robots.txt")
        try:
            for _ in range(self.fetcher.limits.redirects + 1):
                answer = self._asked(place)
                target = _target(answer)
                if not target:
                    return self._rules_in(answer)
                place = place.join(target)
        except NotSeen as fault:
            if fault.reason in _OF_THE_HOST and place.origin == address.origin:
                return fault
            return NotSeen(Reason.ROBOTS_UNREADABLE, str(fault.reason))
        return None  # more redirects than are followed count as "there are none"

    def _rules_in(self, answer: Answer) -> Protego | NotSeen | None:
        if answer.status >= _SERVER_FAULT:
            return NotSeen(Reason.ROBOTS_UNREADABLE, str(answer.status))
        if answer.status != _OK or is_html(answer):
            return None
        rules = Protego.parse(answer.body[:_MOST_RULES].decode("utf-8", errors="replace"))
        delay = rules.crawl_delay(PROGRAM)
        if delay is not None and delay > 0:  # not for what is no number
            self.pace.slow_down(answer.address.host, delay)
        return rules


def _target(answer: Answer) -> str:
    """Where an answer's headers lead."""
    if answer.status in _REDIRECTS:
        return answer.headers.get("location", "").strip()
    if answer.status == _OK and "refresh" in answer.headers:
        led = refresh_of(answer.headers["refresh"])
        return led.target if led else ""
    return ""
