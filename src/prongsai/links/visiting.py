"""A visit, each step checked like the first, and what is known of a host besides the address."""

import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable

from msgspec import Struct, field
from protego import Protego

from prongsai.core.patterns import compiled
from prongsai.links.addresses import Address, NotSeen, read_address
from prongsai.links.fetching import PROGRAM, Exchange, Fetcher, ServerAnswer
from prongsai.links.likeness import Shown, showing
from prongsai.links.limits import Pace
from prongsai.links.page import Page, decoded, read_page, refresh_of
from prongsai.links.verdicts import Reason

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
    answer: ServerAnswer | None = None
    page: Page | None = None
    fault: NotSeen | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def was_led(self) -> bool:
        """Whether it showed another address than the one asked for."""
        return not self.asked.is_same(self.final)


def is_html(answer: ServerAnswer) -> bool:
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

    def _asked(self, address: Address) -> ServerAnswer:
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

    def _rules_in(self, answer: ServerAnswer) -> Protego | NotSeen | None:
        if answer.status >= _SERVER_FAULT:
            return NotSeen(Reason.ROBOTS_UNREADABLE, str(answer.status))
        if answer.status != _OK or is_html(answer):
            return None
        rules = Protego.parse(answer.body[:_MOST_RULES].decode("utf-8", errors="replace"))
        delay = rules.crawl_delay(PROGRAM)
        if delay is not None and delay > 0:  # not for what is no number
            self.pace.slow_down(answer.address.host, delay)
        return rules


def _target(answer: ServerAnswer) -> str:
    """Where an answer's headers lead."""
    if answer.status in _REDIRECTS:
        return answer.headers.get("location", "").strip()
    if answer.status == _OK and "refresh" in answer.headers:
        led = refresh_of(answer.headers["refresh"])
        return led.target if led else ""
    return ""


_MOST_FOLDERS = 30
_BY_CHANCE = frozenset(
    {Reason.NO_ANSWER_IN_TIME, Reason.NOT_FINISHED, Reason.CUT_OFF, Reason.NO_CONNECTION}
)
_NUMBER_ASKED = compiled(r"(?:^|&)[^=&]+=([0-9]+|[0-9a-f-]{8,})(?=&|$)", re.IGNORECASE)


def _shape(address: Address) -> tuple[str, str, bool]:
    """The folder an address lies in, its ending, and whether its name is a number."""
    path = address.path
    stroke = "/" if path.endswith("/") and path != "/" else ""
    folder, _, name = path.removesuffix("/").rpartition("/") if stroke else path.rpartition("/")
    ending = f".{address.suffix}" if address.suffix and not stroke else ""
    return f"{folder}/", ending + stroke, name.removesuffix(ending).isdecimal()


class Hosts:
    """Asks once for a host's home page, and once in a folder for an address that never was."""

    def __init__(
        self, visitor: Visitor, *, random_word: Callable[[], str] = lambda: secrets.token_hex(9)
    ) -> None:
        """`random_word`: a word that no address has."""
        self._visitor = visitor
        self._word = random_word
        self._homes: dict[str, Shown | None] = {}
        self._randoms: dict[tuple[str, ...], tuple[Shown, ...]] = {}
        self._folders: dict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def home(self, address: Address) -> Shown | None:
        """What the host's home page shows; None where it was not seen."""
        with self._lock_of(f"home {address.origin}"):
            if address.origin not in self._homes:
                self._homes[address.origin] = self._seen(f"{address.origin}/")
        return self._homes[address.origin]

    def randoms(self, address: Address) -> tuple[Shown, ...]:
        """What addresses show that never were: one, or two where the host answers such with 200.

        Shape:  beside the address, in its folder, with its ending, a number where it is one; of a
                host with very many folders, beside the host's home.
        """
        folder, ending, is_number = _shape(address)
        with self._lock:
            folders = self._folders[address.origin]
            if folder not in folders and len(folders) >= _MOST_FOLDERS:
                folder = "/"
            folders.add(folder)
        key = (address.origin, folder, ending, str(is_number))
        with self._lock_of(" ".join(key)):
            if key not in self._randoms:
                self._randoms[key] = self._asked(address.origin + folder, ending, is_number)
        return self._randoms[key]

    def other_number(self, address: Address) -> Shown | None:
        """What the address shows with another number after "?"; None where it has none there."""
        matches = list(_NUMBER_ASKED.finditer(address.query))
        if not matches:
            return None
        at = matches[-1]
        query = address.query[: at.start(1)] + self._number() + address.query[at.end(1) :]
        return self._seen(f"{address.origin}{address.path}?{query}")

    def _asked(self, beginning: str, ending: str, is_number: bool) -> tuple[Shown, ...]:  # noqa: FBT001
        word = self._number if is_number else self._word
        first = self._seen(f"{beginning}{word()}{ending}")
        if first is None:
            return ()
        if first.status != _OK:
            return (first,)
        second = self._seen(f"{beginning}{word()}{ending}")
        return (first,) if second is None else (first, second)

    def _number(self) -> str:
        """A number that is that of nothing, as long as databases take it."""
        return str(900_000_000 + int.from_bytes(self._word().encode()) % 99_999_999)

    def _seen(self, url: str) -> Shown | None:
        try:
            address = read_address(url)
        except NotSeen:
            return None
        visit = self._visitor.visit(address)
        if visit.fault is not None and visit.fault.reason in _BY_CHANCE:
            # Once unseen by chance, a host that answers everything would pass for an honest one.
            visit = self._visitor.visit(address)
        if visit.fault is not None or visit.answer is None:
            return None
        answer = visit.answer
        return showing(visit.asked, visit.final, answer.status, visit.page, answer.body)

    def _lock_of(self, key: str) -> threading.Lock:
        with self._lock:
            return self._locks[key]
