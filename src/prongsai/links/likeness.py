"""How far two pages show the same: what stands on every page of a site weighs nothing."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote, unquote_plus

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.links.addresses import Address
from prongsai.links.page import Page
from prongsai.links.signs import letters_in

_FEW = 12
"""Letters that may differ between two looks at one page: a name, a greeting."""
_SOME = 60
_BEGINNING = 6
"""Letters by which a line is known whose end is another at each look."""
_MORE_THAN_NOISE = 1.5
_MAY_LACK = 0.3
# Whatever has a figure in it, and long runs of letters that no word is.
_CHANGING = compiled(
    r"[a-z]{0,40}[0-9๐-๙][0-9a-z๐-๙]*(?:[.,:/_-][0-9a-z๐-๙]+)*|\b[0-9a-f]{6,}\b"
    r"|(?<![a-z0-9])[a-z0-9+/=_-]{20,}",
    re.IGNORECASE,
)
_LEAST_ECHO = 4
_STROKES = compiled(r"[-_+/]+")
_SESSION = compiled(
    r"(?<=[?&])(?:[a-z]*sess(?:ion)?(?:id)?|phpsessid|sid|jsessionid|token|csrf\w*|nonce|_|t|ts"
    r"|time|timestamp|v|ver|rand|cb)=[^&#]*&?",
    re.IGNORECASE,
)
_COUNTED = compiled(
    r"(?:ผู้(?:เข้า)?(?:ชม|เยี่ยมชม|ใช้งาน)|เข้า(?:ชม|อ่าน|ดู)|เปิดอ่าน|อ่านแล้ว|จำนวน(?:ครั้ง|ผู้)|ยอด(?:วิว|ชม)"
    r"|ดาวน์โหลดแล้ว|ออนไลน|"
    r"สถิติ|วันนี้|เมื่อวาน|สัปดาห์นี้|เดือนนี้|ปีนี้|ไอพี|หมายเลข ?ip|\bip\b|ขณะนี้|เวลา|"
    r"visit(?:or|s)?|views?|\bhits?\b|online|today|yesterday|this (?:week|month|year)|counter"
    r"|generated|rendered|loaded|"
    r"seconds?|วินาที|server time|powered by|copyright|©|สงวนลิขสิทธิ์|session|token|request id"
    r"|ref(?:erence)? ?(?:id|no))",
    re.IGNORECASE,
)
_LONGEST_COUNT = 80
_NUMBERS_ALONE = compiled(r"[\W0-9๐-๙]*(?:ครั้ง|คน|times?|views?)?\W*", re.IGNORECASE)
_CLOCK = compiled(r"(?<![0-9๐-๙])[0-9๐-๙]{1,2}[:.][0-9๐-๙]{2}(?:[:.][0-9๐-๙]{2})(?![0-9๐-๙])")
_TODAY = compiled(
    r"(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์"
    r"|อาทิตย์)(?:ที่)?[\s,]*[0-9๐-๙]{1,2}\s+\S{3,12}\s+(?:พ\.ศ\.\s*)?[0-9๐-๙]{4}.{0,20}"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,? .{5,30}[0-9]{4}.{0,20}",
    re.IGNORECASE,
)


class Shown(Struct, frozen=True):
    """What an address showed, to hold others against."""

    asked: Address
    final: Address
    status: int
    title: str = ""
    lines: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    """Without what is taken from the address itself: a link to share a page is no file of it."""
    digest: str = ""

    @property
    def was_led(self) -> bool:
        """Whether it showed another address."""
        return not self.asked.is_same(self.final)


def showing(asked: Address, final: Address, status: int, page: Page | None, body: bytes) -> Shown:
    """Keep what an address showed."""
    if page is None:
        return Shown(asked, final, status, digest=digest_of(body))
    return Shown(
        asked,
        final,
        status,
        page.title,
        frozenset(plain(line, asked) for line in page.lines),
        frozenset(_without_echo(file, asked) for file in page.files),
        digest_of(body),
    )


def digest_of(data: bytes) -> str:
    """SHA-256 in small letters."""
    return hashlib.sha256(data).hexdigest()


def plain(line: str, asked: Address) -> str:
    """A line without what an address puts into it, and without numbers and marks of the moment.

    >>> from prongsai.links.addresses import read_address
    >>> plain("Not found: /ita/o12 (12:30:05)", read_address("http://example.go.th/ita/o12"))
    'not found: ~ (#)'
    """
    return _CHANGING.sub("#", _without_echo(line, asked))


def _without_echo(text: str, asked: Address) -> str:
    """A text in small letters, without what is taken from the address that was asked for."""
    text = text.lower()
    long, short = _echoes(asked)
    for echo in long:
        text = text.replace(echo, _put_for(echo))
    return short.sub(lambda match: _put_for(match[0]), text) if short else text


def _put_for(echo: str) -> str:
    """A figure stays one: inside of a clock or a number of the moment it must not stand out."""
    return "0" if echo.isdecimal() else "~"


@lru_cache(maxsize=512)
def _echoes(asked: Address) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """What an address puts into a page: long parts wherever they stand, short ones as words."""
    path = unquote(asked.path, errors="replace")
    name = path.rstrip("/").rpartition("/")[2]
    stem = name.removesuffix(f".{asked.suffix}")
    parts = {asked.url, unquote(asked.url, errors="replace"), asked.target, path, asked.path}
    parts |= {asked.target.lstrip("/"), path.lstrip("/"), name, stem}
    parts |= {_STROKES.sub(" ", part) for part in (path.lstrip("/"), name, stem)}
    parts |= {unquote_plus(pair.partition("=")[2]) for pair in asked.query.split("&")}
    lowered = {part.lower().strip() for part in parts} - {""}
    long = sorted((part for part in lowered if len(part) >= _LEAST_ECHO), key=len, reverse=True)
    short = "|".join(re.escape(part) for part in lowered if len(part) < _LEAST_ECHO)
    return tuple(long), re.compile(rf"(?<!\w)(?:{short})(?!\w)") if short else None


def own_lines(page: Page, asked: Address, others: Sequence[Shown]) -> tuple[str, ...]:
    """The lines of a page that none of the others has."""
    known = frozenset[str]().union(*(other.lines for other in others))
    return tuple(line for line in page.lines if plain(line, asked) not in known)


def own_files(page: Page, asked: Address, others: Sequence[Shown]) -> frozenset[str]:
    """The files a page leads to, and none of the others does; the address itself is none."""
    known = frozenset[str]().union(*(other.files for other in others))
    return frozenset(
        file
        for file in page.files
        if (bare := _without_echo(file, asked)) not in known and bare != "~"
    )


def is_same(page: Page, asked: Address, other: Shown) -> bool:
    """Whether a page shows what another does, but for a name or a number."""
    own = own_lines(page, asked, [other])
    return (
        letters_in(own) <= _FEW
        and not own_files(page, asked, [other])
        and _lacking(page, asked, other) <= letters_in(other.lines) * _MAY_LACK
    )


def differs_by_chance(page: Page, asked: Address, randoms: Sequence[Shown]) -> tuple[bool, bool]:
    """Whether a page surely shows what random addresses do, and whether it may.

    Shape:  two random addresses tell how much a page of the host differs from itself.
    """
    if own_files(page, asked, randoms):
        return False, False
    first, last = randoms[0], randoms[-1]
    noise = max(letters_in(first.lines - last.lines), letters_in(last.lines - first.lines))
    lacking = min(_lacking(page, asked, probe) for probe in randoms)
    if lacking > letters_in(first.lines) * _MAY_LACK + noise:
        return False, False
    own = own_lines(page, asked, randoms)
    letters = letters_in(own)
    if letters <= _FEW:
        return True, True
    changing = (first.lines ^ last.lines) if first is not last else frozenset()
    begun = {line[:_BEGINNING] for line in changing if len(line) >= _BEGINNING}
    strange = [line for line in own if plain(line, asked)[:_BEGINNING] not in begun]
    if letters_in(strange) <= _FEW:
        return letters <= _SOME, True
    return False, letters <= noise * _MORE_THAN_NOISE and page.title == first.title


def _lacking(page: Page, asked: Address, other: Shown) -> int:
    return letters_in(other.lines - {plain(line, asked) for line in page.lines})


def content_digest(page: Page) -> str:
    """A digest of what a page means: counters, clocks and today's date left out."""
    lines: list[str] = []
    after_count = False
    for line in page.inner or page.lines:
        counted = len(line) <= _LONGEST_COUNT and _COUNTED.search(line) is not None
        moment = _CLOCK.search(line) is not None or _TODAY.fullmatch(line) is not None
        number = after_count and _NUMBERS_ALONE.fullmatch(line) is not None
        if not (counted or moment or number):
            lines.append(line)
        after_count = counted or number
    files = sorted({_SESSION.sub("", file).rstrip("?&") for file in page.files})
    return digest_of("\n".join((page.title, *lines, *files)).encode())
