"""The words of pages and the bytes of files that tell that they are not what was asked for.

A sign that is all of a title, heading or line is sure; one inside a sentence is not: an agency may
well report "ไม่พบเรื่องร้องเรียน", and a lesson may be called "What 404 Not Found means".
"""

from collections.abc import Iterable

from prongsai.core.patterns import compiled
from prongsai.core.thai import shorten
from prongsai.links import words
from prongsai.links.addresses import Address
from prongsai.links.fetching import ServerAnswer
from prongsai.links.page import Page
from prongsai.links.verdicts import Reason

SHORT = 600
"""Letters up to which a page is little more than what it says in one line."""
_QUOTED = 80
_NOTHING_ELSE = 60
_LEAST = 300
_BESIDE_A_BOX = 150
_SEGMENTS = compiled(r"\s+[-–—|·•:»›/]+\s+|[|•·»›]|:\s|\s::\s")
_LONGEST_LINE = 300
_LABEL = compiled(r".{1,40}\s*[::]\s*[-–—]?")
_SHORT_HEAD = 20

_LEAST_GAMBLING = 2


def wall_of(address: Address) -> str:
    """The sign-in that an address names by itself; "" where it names none."""
    walled = (
        words.WALL_HOST.search(address.host)
        or words.WALL_PATH.search(address.path)
        or words.WALL_QUERY.search(address.query)
    )
    return f"{address.netloc}{shorten(address.path, 40)}" if walled else ""


def is_known_wall(address: Address) -> bool:
    """Whether an address is a sign-in that everybody knows."""
    return words.KNOWN_WALL.match(address.host + address.path) is not None


def names_missing(address: Address) -> bool:
    """Whether an address is by its name the page for what is missing."""
    return words.NAMED_MISSING.search(address.path) is not None


def names_error(address: Address) -> bool:
    """Whether an address is by its name the page for errors."""
    return words.NAMED_ERROR.search(address.path) is not None


def of_page(page: Page, own: tuple[str, ...] | None = None) -> tuple[Reason, str] | None:
    """What a page says against itself, surest first, with its words.

    Shape:  `own` are the lines that other pages of the host do not have, where that is known.
    """
    heads = [*_segments(page.title), *page.headings]
    lines = own if own is not None else page.inner or page.lines
    is_short = letters_in(lines) <= SHORT
    short = [line for line in lines if len(line) <= _LONGEST_LINE] if is_short else []
    return (
        _gambling(page)
        or _head(page, heads, letters_in(lines))
        or _short(page, short, "\n".join(lines)[: 2 * SHORT] if is_short else "")
        or _alerted(page)
    )


def perhaps_missing(page: Page) -> str:
    """Words somewhere in a page that may mean it is not there; "" where there are none."""
    for line in (page.title, *page.headings, *(page.inner or page.lines)):
        if words.PERHAPS_NOT_FOUND.search(line[:_LONGEST_LINE]) and not _is_asked(line):
            return shorten(line, _QUOTED)
    return ""


def perhaps_taken_away(lines: Iterable[str]) -> str:
    """Words of a page that says hardly anything else: taken away, or for others; "" where none."""
    written = list(lines)
    signs = [words.TAKEN_AWAY, words.STAY_OUT]
    if letters_in(written) <= _NOTHING_ELSE:
        signs.append(words.IN_A_WORD)
    for line in written:
        if any(sign.search(line[:_LONGEST_LINE]) for sign in signs) and not _is_asked(line):
            return shorten(line, _QUOTED)
    return ""


def are_only_labels(lines: Iterable[str]) -> bool:
    """Whether lines name what should stand there and leave it out: "หัวข้อ :"."""
    written = list(lines)
    return any(map(_LABEL.fullmatch, written)) and all(
        _LABEL.fullmatch(line) or len(line) <= _SHORT_HEAD for line in written
    )


def _is_asked(line: str) -> bool:
    return (words.QUESTION.fullmatch(line) or words.NUMBERED.fullmatch(line)) is not None


def _gambling(page: Page) -> tuple[Reason, str] | None:
    for text in (page.title, *page.headings[:3]):
        if len({word.lower() for word in words.GAMBLING.findall(text)}) >= _LEAST_GAMBLING:
            return Reason.GAMBLING, shorten(text, _QUOTED)
    return None


# In a title or heading a sign counts where it is all of it, or begins it; the signs of a short page
# may stand anywhere in a line.
_HEADS = (
    (Reason.BOT_WALL, words.BOTS, False),
    (Reason.SAYS_NOT_FOUND, words.NOT_FOUND, True),
    (Reason.SUSPENDED, words.SUSPENDED, False),
    (Reason.PARKED, words.PARKED, False),
    (Reason.DEFAULT_PAGE, words.DEFAULT_PAGE, False),
    (Reason.ASKS_PERMISSION, words.PERMISSION, True),
    (Reason.SIGN_IN_PAGE, words.SIGN_IN, True),
    (Reason.MAINTENANCE, words.MAINTENANCE, False),
    (Reason.ERROR_PAGE, words.ERROR, False),
)
# Below a heading that says so, a page with much content of its own is something else.
_NEEDS_LITTLE = {
    Reason.BOT_WALL,
    Reason.SUSPENDED,
    Reason.PARKED,
    Reason.DEFAULT_PAGE,
    Reason.MAINTENANCE,
    Reason.ERROR_PAGE,
    Reason.SIGN_IN_PAGE,
    Reason.ASKS_PERMISSION,
}
_LITTLE = 1_500


def _head(page: Page, heads: Iterable[str], letters: int) -> tuple[Reason, str] | None:
    written = [head for head in heads if head and len(head) <= _LONGEST_LINE]
    for reason, pattern, whole in _HEADS:
        if reason in _NEEDS_LITTLE and letters > _LITTLE:
            continue
        for head in written:
            if (pattern.fullmatch if whole else pattern.search)(head):
                if reason is Reason.SIGN_IN_PAGE and not _is_sign_in(page, head, letters):
                    continue
                if reason is Reason.SAYS_NOT_FOUND and _may_be_a_list(head, letters):
                    continue
                return reason, shorten(head, _QUOTED)
    return None


def _is_sign_in(page: Page, head: str, letters: int) -> bool:
    """A box for signing in beside content is no wall."""
    named = head in _segments(page.title) and letters <= _LITTLE
    return named or (page.has_password and letters <= SHORT)


def _may_be_a_list(line: str, letters: int) -> bool:
    """Whether "nothing found" may be said of what a page lists, and not of the page."""
    return words.EMPTY_LIST.fullmatch(line) is not None and letters > _NOTHING_ELSE


def _short(page: Page, lines: list[str], text: str) -> tuple[Reason, str] | None:
    """What a page says that says little."""
    letters = letters_in(lines)
    for reason, pattern, whole in _HEADS:
        for line in lines:
            if reason is Reason.SIGN_IN_PAGE and not (
                words.PLEA.search(line) or _is_box(page, lines)
            ):
                continue
            if reason is Reason.SAYS_NOT_FOUND and _may_be_a_list(line, letters):
                continue
            if (pattern.fullmatch if whole else pattern.search)(line):
                return reason, shorten(line, _QUOTED)
        if reason is Reason.SAYS_NOT_FOUND and letters <= _LEAST:
            missing = next((line for line in lines if _says_missing(line)), None)
            if missing:
                return reason, shorten(missing, _QUOTED)
    found_bot = words.BOTS.search(text)
    return (Reason.BOT_WALL, shorten(found_bot[0], _QUOTED)) if found_bot else None


def _says_missing(line: str) -> bool:
    return words.NOT_EXISTING.search(line) is not None and not _is_asked(line)


def _is_box(page: Page, lines: Iterable[str]) -> bool:
    """Whether a page is a box for signing in and hardly more."""
    if not page.has_password or page.files:
        return False
    beside = (
        line
        for line in lines
        if not (words.SIGN_IN.fullmatch(line) or words.SIGN_IN_BOX.fullmatch(line))
    )
    return letters_in(beside) <= _BESIDE_A_BOX


def _alerted(page: Page) -> tuple[Reason, str] | None:
    """What a page says in a box of its script, where little else is on it."""
    if letters_in(page.lines) > SHORT:
        return None
    for alert in page.alerts:
        for reason, pattern, _ in _HEADS:
            if pattern.search(alert) if reason is not Reason.SAYS_NOT_FOUND else _missing(alert):
                return reason, shorten(alert, _QUOTED)
    return None


def _missing(text: str) -> bool:
    return bool(
        words.NOT_FOUND.fullmatch(text) or words.NOT_EXISTING.search(text) or "ไม่พบ" in text
    )


def _segments(title: str) -> list[str]:
    """A title, and its parts: "ไม่พบหน้า | เทศบาลตัวอย่าง"."""
    return [title, *(segment.strip() for segment in _SEGMENTS.split(title) if segment.strip())]


def letters_in(lines: Iterable[str]) -> int:
    return sum(len(line.replace(" ", "")) for line in lines)


PAGES = frozenset(
    {"", "html", "htm", "php", "asp", "aspx", "jsp", "jspx", "do", "cfm", "shtml", "xhtml", "phtml"}
)
_BEGINS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "ppt": (b"\xd0\xcf\x11\xe0",),
    "rar": (b"Rar!",),
    "7z": (b"7z\xbc\xaf",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG",),
    "gif": (b"GIF8",),
    "webp": (b"RIFF",),
}
_OF_MEDIA = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "application/zip": "zip",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_KNOWN = tuple({mark for marks in _BEGINS.values() for mark in marks})
_ENDS = {"pdf": (b"%%EOF", 2048), "zip": (b"PK\x05\x06", 65_600), "png": (b"IEND", 64)}


def is_document(suffix: str) -> bool:
    """Whether an address by its ending names a file and no page."""
    return suffix in _BEGINS


def begins_known(body: bytes) -> bool:
    """Whether bytes begin as some file that people exchange."""
    return body.startswith(_KNOWN) or b"%PDF-" in body[:1024]


def fault_of(answer: ServerAnswer, suffix: str) -> str:
    """What is wrong with a file, by its beginning and its end; "" where nothing is."""
    body = answer.body
    kind = suffix if suffix in _BEGINS else _OF_MEDIA.get(answer.media, "")
    if not kind:
        return ""
    if not begins_known(body):
        return kind.upper()
    if b"%PDF-" in body[:1024]:
        kind = "pdf"
    elif body.startswith(b"PK\x03\x04"):
        kind = "zip"
    elif body.startswith(b"\x89PNG"):
        kind = "png"
    end = _ENDS.get(kind)
    if end and answer.whole and end[0] not in body[-end[1] :]:
        return kind.upper()
    return ""
