"""From what was seen to what is said: a page is there only where nothing speaks against it."""

import re
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.links import signs
from prongsai.links.fetching import ServerAnswer
from prongsai.links.likeness import (
    Shown,
    differs_by_chance,
    digest_of,
    is_same,
    own_files,
    own_lines,
)
from prongsai.links.page import Page, decoded, read_page
from prongsai.links.signs import PAGES, begins_known, fault_of, is_document
from prongsai.links.verdicts import Reason
from prongsai.links.visiting import Hosts, Visit, is_html

_OK = 200
_PLAINLY = frozenset({200, 404, 410})
_FORBIDDEN = 403
_SERVER_FAULT = 500
# Told by the number alone.
_PLAIN_STATUS: tuple[tuple[Collection[int], Reason], ...] = (
    ((404, 410), Reason.NOT_FOUND),
    ((401, 407), Reason.ASKS_PASSWORD),
    ((204, 205), Reason.EMPTY),
    ((429,), Reason.TOO_MANY),
    (range(300, 400), Reason.BAD_REDIRECT),
)
_FILE_HOSTS = ("drive.google.com", "docs.google.com", "onedrive.live.com", "dropbox.com")
_LOADING = compiled(
    r"[^\w]{0,20}(?:please )?(?:loading|redirecting|wait|กำลัง(?:พา|นำ|เปลี่ยนเส้นทาง).{0,60}"
    r"|กำลังโหลด(?:ข้อมูล)?|กรุณารอสักครู่|โปรดรอ(?:สักครู่)?"
    r"|รอสักครู่)[^\w]{0,20}"
    r"|.{0,80}javascript.{0,80}|\{\{[^{}]*\}\}",
    re.IGNORECASE,
)
_ROUTE = compiled(r"!?/.*|!.+")
_LITTLE = 300
_HARDLY = 80
_SENTENCE = 160
_ONE_SENTENCE = 60
_PIECES = compiled(r"[{}\[\]\",:]+\s*")
_TAGS = compiled(r"<[^<>]*>")
_SAYS_ERROR = compiled(
    r"\"(?:errors?|error_code)\"\s*:|\"(?:success|ok)\"\s*:\s*false", re.IGNORECASE
)
_SHORT_DATA = 1_000
_AS_GOOD_AS_NOTHING = frozenset(
    {b"0", b"null", b"[]", b"{}", b"false", b"undefined", b"none", b"nan"}
)
_PICTURED = compiled(
    r"404|not[-_ ]?found|construction|maintenance|coming[-_ ]?soon|\berror|suspend|expired"
    r"|ปรับปรุง|ไม่พบ",
    re.IGNORECASE,
)
_MOST_PLAIN = 20_000
_LISTING = compiled(
    r"index of /.*|name|last modified|size|description|parent directory|\.\./?|\[[a-z]*\]"
    r"|apache/.*|nginx.*|directory listing.*",
    re.IGNORECASE,
)
_TEXT_KINDS = ("text/", "application/json", "application/xml", "application/javascript")


class Judgement(Struct, frozen=True):
    """The reason, and what is quoted with it."""

    reason: Reason
    detail: str = ""


def judge(visit: Visit, hosts: Hosts) -> Judgement:
    """What is to be said of a visit, apart from changes and slowness."""
    wall = signs.wall_of(visit.final)
    led_to_wall = wall and (visit.was_led and not signs.wall_of(visit.asked))
    enough = signs.is_known_wall(visit.final)
    if led_to_wall and (enough or visit.fault is None or visit.fault.reason in _SEEN_FROM_OUTSIDE):
        return Judgement(Reason.SIGN_IN_ADDRESS, wall)
    if visit.fault is not None or visit.answer is None:
        fault = visit.fault
        return Judgement(fault.reason, fault.detail) if fault else Judgement(Reason.NO_CONNECTION)
    answer = visit.answer
    if answer.status != _OK:
        return _of_status(visit, answer, hosts)
    if not answer.body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Judgement(Reason.EMPTY, str(answer.status))
    if is_html(answer):
        return _of_page(visit, visit.page or Page(), hosts)
    return _of_file(visit, answer, hosts)


# A sign-in is told by its address alone: that programs may not visit it takes nothing away.
_SEEN_FROM_OUTSIDE = frozenset({Reason.ROBOTS, Reason.ROBOTS_UNREADABLE, Reason.LOOP})


def _of_status(visit: Visit, answer: ServerAnswer, hosts: Hosts) -> Judgement:
    status = answer.status
    plain = next((reason for some, reason in _PLAIN_STATUS if status in some), None)
    if plain is not None:
        return Judgement(plain, str(status))
    bot = _bot_wall(answer)
    if bot:
        return Judgement(Reason.BOT_WALL, bot)
    if status == _FORBIDDEN:
        return _of_forbidden(visit, answer, hosts)
    return Judgement(
        Reason.SERVER_ERROR if status >= _SERVER_FAULT else Reason.OTHER_STATUS, str(status)
    )


def _bot_wall(answer: ServerAnswer) -> str:
    if "cf-mitigated" in answer.headers:
        return f"cf-mitigated: {answer.headers['cf-mitigated'][:40]}"
    page = _page_of(answer)
    sign = signs.of_page(page) if page else None
    return sign[1] if sign and sign[0] is Reason.BOT_WALL else ""


def _page_of(answer: ServerAnswer) -> Page | None:
    if not is_html(answer):
        return None
    return read_page(decoded(answer.body, answer.headers.get("content-type", "")))


def _of_forbidden(visit: Visit, answer: ServerAnswer, hosts: Hosts) -> Judgement:
    """A refusal: of this page to everybody, or of this program to the whole site."""
    page = _page_of(answer)
    if page and page.has_password:
        return Judgement(Reason.SIGN_IN_PAGE, page.title)
    if any(probe.status in _PLAINLY for probe in hosts.randoms(visit.final)):
        return Judgement(Reason.FORBIDDEN_HERE)
    return Judgement(Reason.FORBIDDEN, str(answer.status))


def _of_file(visit: Visit, answer: ServerAnswer, hosts: Hosts) -> Judgement:
    judgement = None if begins_known(answer.body) else _plain_words(answer)
    if judgement:
        return judgement
    damage = fault_of(answer, visit.asked.suffix or visit.final.suffix)
    if damage:
        return Judgement(Reason.DAMAGED_FILE, damage)
    judgement = _led_home(visit, hosts) if visit.was_led else None
    return judgement or _same_file(visit, answer, hosts) or _large(answer) or _there(visit)


def _plain_words(answer: ServerAnswer) -> Judgement | None:
    """What a text says that is no page."""
    if not answer.media.startswith(_TEXT_KINDS) and not _is_short_text(answer.body):
        return None
    if answer.body.strip(b"\0 \t\r\n;\"'").lower() in _AS_GOOD_AS_NOTHING:
        return Judgement(Reason.EMPTY, str(answer.status))
    text = decoded(answer.body, answer.headers.get("content-type", ""))
    if "json" in answer.media and len(text) <= _SHORT_DATA and _SAYS_ERROR.search(text):
        return _own_words(Page(), _PIECES.split(text)) or Judgement(Reason.ERROR_PAGE, text[:80])
    if "xml" in answer.media:
        text = _TAGS.sub("\n", text[:_MOST_PLAIN])
    pieces = _PIECES.split(text[:_MOST_PLAIN]) if "json" in answer.media else text.splitlines()
    lines = tuple(filter(None, (line.strip() for line in pieces[:200])))
    sign = signs.of_page(Page(lines=lines, inner=lines))
    return Judgement(*sign) if sign else None


def _is_short_text(body: bytes) -> bool:
    """Whether an answer that names no text is one: what programs say when they have no file."""
    return len(body) <= _SHORT_DATA and not any(byte < ord("\t") for byte in body)


def _same_file(visit: Visit, answer: ServerAnswer, hosts: Hosts) -> Judgement | None:
    if visit.asked.is_home and not visit.was_led:
        return None
    digest = digest_of(answer.body)
    for other in hosts.randoms(visit.final):
        if other.status == _OK and other.digest == digest:
            return Judgement(Reason.SAME_AS_RANDOM, other.asked.url)
    return None


def _large(answer: ServerAnswer) -> Judgement | None:
    if answer.whole:
        return None
    length = answer.declared_length
    return Judgement(Reason.LARGE, f"{length:,} B" if length else f"> {len(answer.body):,} B")


def _of_page(visit: Visit, page: Page, hosts: Hosts) -> Judgement:
    answer = visit.answer
    assert answer is not None  # noqa: S101 - a page comes with its answer
    if page.is_too_deep or not answer.whole:
        return Judgement(Reason.TOO_LARGE, f"> {len(answer.body):,} B")
    for step in _STEPS:
        judgement = step(visit, page, hosts)
        if judgement is not None:
            return judgement
    return _there(visit)


def _there(visit: Visit) -> Judgement:
    if _ROUTE.fullmatch(visit.asked.fragment):
        return Judgement(Reason.ROUTE_IN_FRAGMENT, f"#{visit.asked.fragment[:60]}")
    if visit.was_led:
        return Judgement(Reason.MOVED, visit.final.url)
    return Judgement(Reason.ANSWERS)


def _names_fault(visit: Visit, _page: Page, _hosts: Hosts) -> Judgement | None:
    if not visit.was_led:
        return None
    if signs.names_missing(visit.final) and not signs.names_missing(visit.asked):
        return Judgement(Reason.NAMED_NOT_FOUND, visit.final.url)
    if signs.names_error(visit.final) and not signs.names_error(visit.asked):
        return Judgement(Reason.ERROR_PAGE, visit.final.url)
    return None


def _tells_fault(_visit: Visit, page: Page, _hosts: Hosts) -> Judgement | None:
    sign = signs.of_page(page)
    return Judgement(*sign) if sign else None


def _was_led_home(visit: Visit, _page: Page, hosts: Hosts) -> Judgement | None:
    return _led_home(visit, hosts) if visit.was_led else None


def _led_home(visit: Visit, hosts: Hosts) -> Judgement | None:
    """Whether a redirect led to the home page of its host or of another, or to a page above."""
    asked, final = visit.asked, visit.final
    if asked.is_home:
        return None
    if final.is_home:
        return Judgement(Reason.TO_HOME, final.url)
    if final.is_above(asked):
        return Judgement(Reason.TO_ABOVE, final.url)
    home = hosts.home(final)
    if home and home.status == _OK and home.final.is_same(final) and not home.final.is_same(asked):
        return Judgement(Reason.TO_HOME, final.url)
    return None


def _leads_by_script(_visit: Visit, page: Page, _hosts: Hosts) -> Judgement | None:
    if page.led is not None and page.led.by_script and not page.led.target:
        return Judgement(Reason.LED_BY_SCRIPT, page.title)
    return None


def _shows_nothing(visit: Visit, page: Page, _hosts: Hosts) -> Judgement | None:
    """A page on which nothing is seen."""
    if " ".join(page.lines).lower().encode() in _AS_GOOD_AS_NOTHING or (
        page.title.lower().startswith("index of /") and all(map(_LISTING.fullmatch, page.lines))
    ):
        return Judgement(Reason.EMPTY, str(_OK))
    if any(not _LOADING.fullmatch(line) for line in page.lines):
        return None
    host = visit.final.host
    if (
        any(host == file_host or host.endswith(f".{file_host}") for file_host in _FILE_HOSTS)
        and page.described
    ):
        return None  # these show a file's name only to those who may see the file
    return _unseen(page)


def _unseen(page: Page) -> Judgement | None:
    """Why nothing is seen on a page."""
    if page.has_scripts and page.may_lead and not page.lines:
        return Judgement(Reason.LED_BY_SCRIPT, page.title)
    if page.has_scripts or page.lines:
        return Judgement(Reason.DRAWN_BY_SCRIPT)
    if page.frame:
        return Judgement(Reason.FRAMES, page.frame)
    pictured = next(filter(_PICTURED.search, page.pictures), None)
    if pictured:
        return Judgement(Reason.ERROR_PAGE, pictured[:80])
    return None if page.has_pictures else Judgement(Reason.EMPTY, str(_OK))


def _waits_for_script(_visit: Visit, page: Page, _hosts: Hosts) -> Judgement | None:
    """A page whose menus are there and whose content a script would fill in."""
    return Judgement(Reason.DRAWN_BY_SCRIPT) if page.waits_for_script else None


def _like_random_address(visit: Visit, page: Page, hosts: Hosts) -> Judgement | None:
    """What addresses show that never were, where the host answers such as if they were there."""
    if visit.asked.is_home:
        return None
    randoms = [probe for probe in hosts.randoms(visit.final) if probe.status == _OK]
    if not randoms:
        return None
    example = randoms[0].asked.url
    if visit.was_led and all(
        probe.was_led and probe.final.is_same(visit.final) for probe in randoms
    ):
        return Judgement(Reason.SAME_AS_RANDOM, example)
    surely, perhaps = differs_by_chance(page, visit.asked, randoms)
    assert visit.answer is not None  # noqa: S101 - a page comes with its answer
    if surely or digest_of(visit.answer.body) in {probe.digest for probe in randoms}:
        return Judgement(Reason.SAME_AS_RANDOM, example)
    own = own_lines(page, visit.asked, randoms)
    return _own_words(page, own) or (Judgement(Reason.LIKE_RANDOM, example) if perhaps else None)


def _shows_home(visit: Visit, page: Page, hosts: Hosts) -> Judgement | None:
    """The home page under another address, and words that stand only beside what it has."""
    if visit.asked.is_home:
        return None
    home = hosts.home(visit.final)
    if home is None or home.status != _OK or home.final.is_same(visit.final):
        return None
    if home.lines and is_same(page, visit.asked, home):
        return Judgement(Reason.SHOWS_HOME, home.final.url)
    own = own_lines(page, visit.asked, [home])
    if own and all(map(_LOADING.fullmatch, own)):
        return Judgement(Reason.DRAWN_BY_SCRIPT)
    beyond = sum(map(len, own)) > _HARDLY or own_files(page, visit.asked, [home])
    return _own_words(page, own) or (
        None if beyond else _like_other_number(visit, page, hosts, own)
    )


def _like_other_number(
    visit: Visit, page: Page, hosts: Hosts, own: Sequence[str]
) -> Judgement | None:
    """A page with hardly more than the home: what another number shows that never was."""
    other = hosts.other_number(visit.final)
    if other is not None and other.status == _OK and is_same(page, visit.asked, other):
        return Judgement(Reason.SAME_AS_RANDOM, other.asked.url)
    return None if own or not page.lines else Judgement(Reason.NOTHING_OWN)


def _own_words(page: Page, own: Sequence[str]) -> Judgement | None:
    sign = signs.of_page(page, tuple(own))
    return Judgement(*sign) if sign else None


def _is_page_for_file(visit: Visit, _page: Page, _hosts: Hosts) -> Judgement | None:
    """A page where a file was named."""
    if is_document(visit.asked.suffix) and visit.asked.suffix not in PAGES:
        return Judgement(Reason.PAGE_FOR_FILE, visit.asked.suffix.upper())
    return None


def _perhaps_missing(visit: Visit, page: Page, hosts: Hosts) -> Judgement | None:
    """Words that may mean "missing" on a page with little else."""
    if visit.asked.is_home or page.letters > _LITTLE:
        return None
    words = signs.perhaps_missing(page)
    if words:
        return Judgement(Reason.PERHAPS_NOT_FOUND, words)
    home = hosts.home(visit.final)
    known = [home] if home is not None and home.status == _OK else []
    if own_files(page, visit.asked, known):
        return None
    own = own_lines(page, visit.asked, known)
    if signs.are_only_labels(own) or (home is not None and _names_nothing(page, own, home)):
        return Judgement(Reason.NOTHING_OWN)
    words = signs.perhaps_taken_away(own) if sum(map(len, own)) <= _SENTENCE else ""
    return Judgement(Reason.PERHAPS_NOT_FOUND, words) if words else None


def _names_nothing(page: Page, own: Sequence[str], home: Shown) -> bool:
    """A short sentence below the title and the menus of the home, without a subject or a figure."""
    words = " ".join(own)
    return (
        page.title == home.title
        and bool(home.lines)
        and len(own) < len(page.lines)
        and not any(heading in own for heading in page.headings)
        and len(words) <= _ONE_SENTENCE
        and not any(map(str.isdecimal, words))
    )


Step = Callable[[Visit, Page, Hosts], Judgement | None]
_STEPS: tuple[Step, ...] = (
    _names_fault,
    _tells_fault,
    _was_led_home,
    _leads_by_script,
    _shows_nothing,
    _waits_for_script,
    _like_random_address,
    _shows_home,
    _is_page_for_file,
    _perhaps_missing,
)
