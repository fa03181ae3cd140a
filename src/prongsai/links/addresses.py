"""Addresses: read as a browser would, refused in words where nobody could or should open them."""

from __future__ import annotations

import re
from functools import cached_property

import httpx
from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.links.verdicts import Reason

MOST_LETTERS = 2_000
_USUAL_PORTS = {"http": 80, "https": 443}
_SCHEME = compiled(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BARE = compiled(r"(?:[\w-]+\.)+[\w-]{2,}(?:[:/?#].*)?")
_PARTS = compiled(r"https?://([^/?#]*)[^#]*(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_HOST = compiled(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@%]+))(?::([0-9]{0,5}))?")
_QUAD = compiled(
    r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]"
    r"|1[0-9][0-9]|[1-9]?[0-9])"
)
_NUMBER = compiled(r"0[xX][0-9a-fA-F]*|[0-9]+")
_NAME = compiled(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_ESCAPE = compiled(r"%[0-9a-f]{2}")
_INDEX = compiled(
    r"/(?:(?:index|default|home|main|welcome|start)(?:\.[a-z]{2,5})?)?/?", re.IGNORECASE
)
_LANGUAGE = compiled(r"/(?:th|en|tha|eng|thai|english|th-th|en-us)(?=/|$)", re.IGNORECASE)
# What stands after "?" and chooses no page.
_NO_CHOICE = compiled(
    r"(?:utm_\w+|fbclid|gclid|ref|from|src|source|lang|language|locale|l|error|err|e|msg"
    r"|message|notfound|"
    r"not_found|404|redirect|redirected|return|returnurl|next|url|r|_|t|v)(?:=.*)?",
    re.IGNORECASE,
)
_SIGN_IN = compiled(r"(?:(?<=//)|^)[^/?#]*@")


class NotSeen(Exception):  # noqa: N818 - named for what is told
    """An address whose page was not seen, and why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Address(Struct, frozen=True, dict=True):
    """One address that may be visited, if its host lies outside."""

    scheme: str
    host: str
    port: int
    target: str
    fragment: str = ""

    @property
    def netloc(self) -> str:
        """Host, and port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What shares rules for programs: scheme, host and port."""
        return f"{self.scheme}://{self.netloc}"

    @cached_property
    def url(self) -> str:
        """The address as it is asked for: nothing after "#"."""
        return f"{self.origin}{self.target}"

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What stands after "?"."""
        return self.target.partition("?")[2]

    @property
    def suffix(self) -> str:
        """The ending of a file's name, in small letters, without its point."""
        name = self.path.rpartition("/")[2]
        stem, dot, ending = name.rpartition(".")
        return ending.lower() if dot and stem and len(ending) <= 5 else ""  # noqa: PLR2004

    @property
    def folder(self) -> str:
        """The path up to its last stroke."""
        return self.path.rpartition("/")[0] + "/"

    @property
    def is_home(self) -> bool:
        """Whether the address itself is that of a home page."""
        path = _LANGUAGE.sub("", self.path, count=1)
        choices = [choice for choice in self.query.split("&") if choice]
        return _INDEX.fullmatch(path or "/") is not None and all(map(_NO_CHOICE.fullmatch, choices))

    def is_above(self, other: Address) -> bool:
        """Whether this is the index of a folder in which the other lies."""
        if self.host.removeprefix("www.") != other.host.removeprefix("www.") or self.query:
            return False
        path = self.path
        last = path.rpartition("/")[2]
        if last and _INDEX.fullmatch(f"/{last}"):
            path = path.removesuffix(last)
        whole = path.rstrip("/") + "/"
        inner = other.path.rstrip("/")
        return inner.startswith(whole) and inner + "/" != whole

    def is_same(self, other: Address) -> bool:
        """Whether both name one page: neither scheme, "www." nor a last stroke tells them apart."""
        return self._bare == other._bare

    @property
    def _bare(self) -> tuple[str, str, str]:
        return self.host.removeprefix("www."), self.path.rstrip("/"), self.query

    def join(self, target: str) -> Address:
        """The address a page names, seen from this one."""
        written = target.strip(" \t\r\n\x0c")
        if len(written) > MOST_LETTERS:
            raise NotSeen(Reason.TOO_LONG, f"{len(written):,}")
        try:
            joined = str(httpx.URL(self.url).join(httpx.URL(_safe(written))))
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise NotSeen(Reason.NO_ADDRESS, without_sign_in(written)[:80]) from None
        return read_address(joined)


def without_sign_in(typed: str) -> str:
    """What was typed as an address, without who signs in there and how; for what others read.

    >>> without_sign_in("https://officer:secret@example.go.th/ita")
    'https://…@example.go.th/ita'
    """
    return _SIGN_IN.sub("…@", typed, count=1)


def read_address(typed: str) -> Address:
    """Read an address.

    Shape:  blanks around it are dropped; one without "https://" gets it, as on the site.
    Errors: NotSeen, with the reason.
    """
    text = typed.strip()
    if text.startswith("#"):
        raise NotSeen(Reason.PLACE_IN_PAGE, text[:40])
    if len(text) > MOST_LETTERS:
        raise NotSeen(Reason.TOO_LONG, f"{len(text):,}")
    odd = next((letter for letter in text if letter.isspace() or not letter.isprintable()), None)
    if odd is not None:
        raise NotSeen(Reason.UNSEEN_LETTER, f"U+{ord(odd):04X}")
    if _BARE.fullmatch(text):
        text = f"https://{text}"
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _USUAL_PORTS:
        raise NotSeen(Reason.SCHEME, scheme[1].lower()[:40])
    parts = _PARTS.fullmatch(text)
    if parts is None or "\\" in text:
        raise NotSeen(Reason.NO_ADDRESS, without_sign_in(text)[:80])
    if "@" in parts[1]:
        raise NotSeen(Reason.PASSWORD)
    return _made(text, parts[1], parts[2] or "")


def _made(text: str, authority: str, fragment: str) -> Address:
    scheme = text.partition(":")[0].lower()
    host, port = _host_and_port(authority)
    rest = text[len(scheme) + 3 + len(authority) :].partition("#")[0]
    try:
        target = httpx.URL(f"http://host{_safe(rest)}").raw_path.decode("ascii")
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotSeen(Reason.NO_ADDRESS, without_sign_in(text)[:80]) from None
    target = _ESCAPE.sub(lambda match: match[0].upper(), target)
    return Address(scheme, host, _USUAL_PORTS[scheme] if port is None else port, target, fragment)


def _host_and_port(authority: str) -> tuple[str, int | None]:
    match = _HOST.fullmatch(authority)
    if match is None:
        raise NotSeen(Reason.NO_ADDRESS, authority[:80])
    port = int(match[3]) if match[3] else None
    if port is not None and not 0 < port < 2**16:
        raise NotSeen(Reason.PORT, str(port))
    if match[1]:
        return match[1].lower(), port
    name = _ascii_name(match[2].rstrip(".")).lower()
    if _QUAD.fullmatch(name):
        return name, port
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise NotSeen(Reason.NUMBER_AS_HOST, name[:80])
    if not _NAME.fullmatch(name):
        raise NotSeen(Reason.NO_ADDRESS, authority[:80])
    return name, port


def _ascii_name(name: str) -> str:
    if name.isascii():
        return name
    try:
        return httpx.URL(f"http://{name}/").raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotSeen(Reason.NO_ADDRESS, name[:80]) from None


def _safe(text: str) -> str:
    """Blanks and control letters inside a redirect's address are escaped, as browsers do."""
    return "".join(
        letter
        if letter.isprintable() and not letter.isspace()
        else "".join(f"%{b:02X}" for b in letter.encode())
        for letter in text
    )
