"""Addresses of evidence as people type them: what an assessor outside can never open is told."""

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.text import Labelled

MOST_LETTERS = 2_000
_PARTS = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#]+)(?P<rest>.*)", re.IGNORECASE)
_NAMED_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}(?:[:/?#].*)?")
_INSIDE = (
    "localhost", ".local", ".localhost", ".localdomain", ".internal", ".lan", ".home.arpa",
)  # fmt: skip
_NUMBERED = re.compile(r"\[(?P<number>[0-9a-fA-F:.]+)\](?::(?P<port>.*))?")
# Of the letters of English only those that a name of the web may have; any of other languages.
_LABEL = re.compile(r"(?:[a-z0-9_-]|[^\x00-\x7f]){1,63}")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_LONGEST_HOST, _LAST_PORT = 253, 65_535
# Addresses of version 4 as those who only have version 6 reach them.
_TRANSLATED = IPv6Network("64:ff9b::/96")


def read_address(typed: str) -> str:
    """An address as it is kept.

    Shape:  blanks around it are dropped; one without "https://" gets it.
    Errors: Wrong, with what to do, for whatever nobody outside could open.

    >>> read_address(" www.example.go.th/ita ")
    'https://www.example.go.th/ita'
    """
    text = typed.strip()
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        raise Wrong("disclosure/address_with_unseen_letter")
    if _BARE.fullmatch(text):
        text = f"https://{text}"
    if len(text) > MOST_LETTERS:
        raise Wrong("disclosure/address_too_long", most_letters=MOST_LETTERS)
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise _no_address(text)
    _check_host(parts["host"])
    return text


def _no_address(text: str) -> Wrong:
    if _NAMED_SCHEME.match(text) and not text.lower().startswith("http"):
        return Wrong("disclosure/address_scheme_not_allowed")
    return _unread()


def _unread() -> Wrong:
    return Wrong("disclosure/not_a_web_address")


def _check_host(written: str) -> None:
    if "@" in written:
        raise Wrong("disclosure/address_with_password")
    host = _bracketed(written) if written.startswith("[") else _named(written)
    if host in _INSIDE or host.endswith(_INSIDE) or _is_inside(host):
        raise Wrong("disclosure/address_inside_network", host=host)


def _bracketed(written: str) -> str:
    """The number of a host of version 6, which stands in brackets."""
    match = _NUMBERED.fullmatch(written)
    if match is None or not _is_port(match["port"]):
        raise _unread()
    try:
        return str(IPv6Address(match["number"]))
    except ValueError:
        raise _unread() from None


def _named(written: str) -> str:
    """The name or number of a host as browsers read it, in small letters.

    Other dots and wide digits are those that they stand for. A name whose last part is a number
    is a number to browsers, however it is written (127.1, 0x7f.1): only the plain one is taken.
    """
    name, colon, port = written.partition(":")
    host = unicodedata.normalize("NFKC", name).replace("。", ".").removesuffix(".").lower()
    labels = host.split(".")
    is_sound = all(_LABEL.fullmatch(label) for label in labels) and (not colon or _is_port(port))
    is_number = _NUMBER.fullmatch(labels[-1]) is not None
    if not is_sound or (len(labels) == 1 and host != "localhost") or len(host) > _LONGEST_HOST:
        raise _unread()
    if is_number and not _is_plain_number(host):
        raise _unread()
    return host


def _is_port(port: str) -> bool:
    return not port or (port.isascii() and port.isdecimal() and 0 < int(port[:9]) <= _LAST_PORT)


def _is_plain_number(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _is_inside(host: str) -> bool:
    """Whether a host is a number of no public place, also one that is packed into another."""
    try:
        number = ip_address(host)
    except ValueError:
        return False
    if isinstance(number, IPv6Address):
        packed = number.ipv4_mapped or number.sixtofour
        if number in _TRANSLATED:
            packed = IPv4Address(int(number) & 0xFFFFFFFF)
        if packed is not None:
            return not packed.is_global
    return not number.is_global


class Counting(Labelled):
    """What a form counts; where nobody knows, the longest that it may be is counted."""

    UNKNOWN = (
        "unknown",
        "ไม่ทราบ (นับแบบที่ยาวที่สุด: ช่องว่างด้วย ขึ้นบรรทัดใหม่นับสอง)",
        "not known (counted the longest way: with spaces, a new line as two)",
    )
    ALL = (
        "all",
        "ทุกตัวอักษร รวมสระ วรรณยุกต์ และช่องว่าง",
        "every character, with vowels, tone marks and spaces",
    )
    NO_BLANKS = "no_blanks", "ทุกตัวอักษร ไม่นับช่องว่าง", "every character, without spaces"


class Limit(Struct, frozen=True):
    """How long an explanation may be; `source` says who knows: the manual and its page."""

    most: int
    counting: Counting
    source: str

    def over(self, text: str) -> int:
        """By how much a text is too long; 0 where it fits."""
        return max(0, length(text, self.counting) - self.most)


def length(text: str, counting: Counting) -> int:
    """How long a text is.

    >>> length("ที่ 1", Counting.ALL), length("ที่ 1", Counting.NO_BLANKS)
    (5, 4)
    >>> length("a" + chr(10) + "b", Counting.UNKNOWN)
    4
    """
    text = text.replace("\r\n", "\n")
    if counting is Counting.NO_BLANKS:
        return sum(not letter.isspace() for letter in text)
    return len(text) + (text.count("\n") if counting is Counting.UNKNOWN else 0)
