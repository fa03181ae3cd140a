"""What a web page shows to somebody who looks, and where it would lead a browser by itself."""

import codecs
import re
from functools import cached_property
from itertools import islice

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from prongsai.core.patterns import compiled
from prongsai.core.thai import mend_line, shorten
from prongsai.readers.unseen import Unseen
from prongsai.readers.web import is_too_deep
from prongsai.readers.web_unseen import take_out_unseen

_CHARSET = compiled(rb"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = compiled(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_UNSHOWN = "script, style, noscript, template, svg, head, [hidden], input, select, option, textarea"
_AROUND = "nav, header, footer, aside"
_HEADINGS = "h1, h2, h3"
_FILES = compiled(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|csv|jpe?g|png)(?:$|[?#])"
    r"|(?:drive|docs)\.google\.com/|1drv\.ms/|sharepoint\.com/|download|\bfile\b",
    re.IGNORECASE,
)
_SEEN_WITHOUT_TEXT = "img, image, embed, object, video, audio, canvas, iframe"
_REFRESH = compiled(
    r"\s*([0-9]{1,6})(?:\.[0-9]{0,6})?(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?[\"']?([^\"']*)",
    re.IGNORECASE,
)
# A long chain is tried from its beginning only, or its time would grow with its square.
_PLACE = r"(?<![\w.])(?:(?:window|document|top|self|parent|this)\s*\.\s*)*location(?:\s*\.\s*href)?"
_ASSIGNED = compiled(
    _PLACE + r"\s*=(?!=)\s*[\"'`]([^\"'`\r\n]{1,2000})[\"'`]"
    r"|" + _PLACE + r"\s*\.\s*(?:replace|assign)\s*\(\s*[\"'`]([^\"'`\r\n]{1,2000})[\"'`]"
)
_LEADS = compiled(
    _PLACE + r"\s*(?:=(?!=)|\.\s*(?:replace|assign)\s*\()|history\s*\.\s*(?:back|go)\s*\("
)
_DEPENDS = compiled(r"\b(?:if|switch|addEventListener|onclick|function)\b|\?[^\"']{0,200}:|=>")
_WRAPPED = compiled(
    r"(?:window\s*\.\s*)?setTimeout\s*\(\s*(?:function\s*\(\s*\)|\(\s*\)\s*=>)"
    r"|window\s*\.\s*onload\s*=\s*(?:function\s*\(\s*\)|\(\s*\)\s*=>)|\(\s*function\s*\(\s*\)"
)
_COMMENTS = compiled(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/|(?<![:\"'])//[^\r\n]*")
_ALERT = compiled(r"\balert\s*\(\s*[\"'`]([^\"'`]{1,500})")
_FILLED_BY_SCRIPT = (
    "#root, #app, #__next, #__nuxt, #___gatsby, app-root, [ng-app], [data-reactroot]"
)
_NOT_RENDERED = compiled(r"\{\{[^{}]{0,200}\}\}")
_DESCRIBED = 'meta[property="og:title"], meta[name=title]'
_MISSING_BY_NAME = 'meta[name="prerender-status-code"]'
_MOST_PICTURES = 20
_MOST_SECONDS = 30
_SHORT_SCRIPT = 1_500
_COMMENTED_SCRIPT = 8_000
_MOST_TEXT = 2_000_000
_MOST_LINES = 20_000


class Led(Struct, frozen=True):
    """Where a page leads by itself; an address of nothing is not known."""

    target: str
    by_script: bool


class Page(Struct, dict=True):
    """One page as it is seen."""

    title: str = ""
    headings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    """The lines outside of menus, heads and feet."""
    files: frozenset[str] = frozenset()
    alerts: tuple[str, ...] = ()
    led: Led | None = None
    may_lead: bool = False
    has_password: bool = False
    has_scripts: bool = False
    has_pictures: bool = False
    frame: str = ""
    described: str = ""
    base: str = ""
    pictures: tuple[str, ...] = ()
    """What pictures are called, where nothing is written."""
    waits_for_script: bool = False
    """Whether the place for the content is empty, and a script is to fill it."""
    is_too_deep: bool = False

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def letters(self) -> int:
        """How much is written, blanks not counted."""
        return sum(len(line.replace(" ", "")) for line in self.inner or self.lines)


def decoded(data: bytes, content_type: str = "") -> str:
    """The text of a page.

    Shape:  the bytes weigh more than what is declared: what is valid UTF-8 is UTF-8, whatever the
            header or the page says; then the header's name, the page's own, the Thai Windows page.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                       (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if data[:400].count(0) > len(data[:400]) // 4:
        little = data[1:2] == b"\0"
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    text = data.decode("utf-8", errors="replace")
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if text.count("\ufffd") * 20 <= high:
        return text
    header = _HEADER_CHARSET.search(content_type)
    inside = _CHARSET.search(data[:4096])
    for name in (
        header[1] if header else "",
        inside[1].decode("ascii", "replace") if inside else "",
    ):
        decoded_so = _by_name(data, name)
        if decoded_so is not None:
            return decoded_so
    return data.decode("cp874", errors="replace")


def _by_name(data: bytes, name: str) -> str | None:
    """The text by a declared name; Latin is what careless servers declare of Thai."""
    name = name.lower()
    if name in ("windows-874", "tis-620", "tis620", "iso-8859-11", "cp874"):
        return data.decode("cp874", errors="replace")
    if not name or name.startswith(("utf", "iso-8859-1", "latin", "us-ascii", "windows-1252")):
        return None
    try:
        text = data.decode(name, errors="replace")
    except (LookupError, ValueError):
        return None
    return text


def read_page(text: str) -> Page:
    text = text[:_MOST_TEXT]
    if is_too_deep(text):
        return Page(is_too_deep=True)
    tree = LexborHTMLParser(text)
    scripts = [_without_comments(script) for script in tree.css("script") if _runs(script)]
    led, may_lead = _led(tree, scripts)
    node = tree.css_first("title")
    page = Page(
        title=_clean("" if node is None else node.text()),
        alerts=tuple(
            _clean(alert) for script in scripts for alert in _ALERT.findall(script[:_MOST_TEXT])
        ),
        led=led,
        may_lead=may_lead,
        has_scripts=tree.css_first("script") is not None,
        frame=shorten(_attribute(tree, "frame[src], iframe[src]", "src"), 80),
        described=_clean(_attribute(tree, _DESCRIBED, "content")),
        base=_attribute(tree, "base[href]", "href").strip(),
    )
    return _with_seen(page, tree, text)


def _with_seen(page: Page, tree: LexborHTMLParser, text: str) -> Page:
    """The page with what is seen of it: the tree is cut on the way."""
    body = tree.body
    if body is None:
        return page
    take_out_unseen(tree, text, "page", Unseen())
    page.has_password = tree.css_first("input[type=password]") is not None
    page.has_pictures = body.css_first(_SEEN_WITHOUT_TEXT) is not None
    for node in body.css(_UNSHOWN):
        node.decompose()
    page.headings = tuple(
        filter(None, (_clean(heading.text()) for heading in tree.css(_HEADINGS)[:20]))
    )
    # The status that a page tells programs in place of the server.
    page.headings += tuple(filter(None, [_clean(_attribute(tree, _MISSING_BY_NAME, "content"))]))
    page.lines = _lines(body)
    page.waits_for_script = page.has_scripts and _waits(body)
    if not page.lines:
        pictures = body.css("img")[:_MOST_PICTURES]
        page.pictures = tuple(
            f"{picture.attributes.get('alt') or ''} {picture.attributes.get('src') or ''}"[:300]
            for picture in pictures
        )
    for node in body.css(_AROUND):
        node.decompose()
    page.inner = _lines(body)
    page.files = frozenset(filter(_FILES.search, _targets(body)))
    return page


def _without_comments(script: LexborNode) -> str:
    """What runs of a short script; nothing is concluded from a long one."""
    written = script.text()
    return _COMMENTS.sub(" ", written) if len(written) <= _COMMENTED_SCRIPT else written


def _runs(script: LexborNode) -> bool:
    kind = (script.attributes.get("type") or "").lower()
    return kind in ("", "module", "text/javascript", "application/javascript")


def _targets(body: LexborNode) -> list[str]:
    targets: list[str] = []
    for node in body.css("a[href], embed[src], iframe[src], object[data], img[src]"):
        for name in ("href", "src", "data"):
            value = node.attributes.get(name)
            if value:
                targets.append(value.strip())
    return targets


def _waits(body: LexborNode) -> bool:
    """Whether a place that a script fills has nothing in it yet."""
    for node in body.css(_FILLED_BY_SCRIPT):
        written = _clean(_NOT_RENDERED.sub("", node.text()))
        if not written and node.css_first(_SEEN_WITHOUT_TEXT) is None:
            return True
    return False


def _lines(body: LexborNode) -> tuple[str, ...]:
    written = body.text(separator="\n", strip=False)
    lines = (line for line in written.split("\n") if line and not line.isspace())
    return tuple(filter(None, map(_clean, islice(lines, _MOST_LINES))))


def _clean(text: str) -> str:
    return mend_line(text)


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    """An attribute of the first such element; "" where there is none."""
    node = tree.css_first(selector)
    return "" if node is None else node.attributes.get(name) or ""


def _led(tree: LexborHTMLParser, scripts: list[str]) -> tuple[Led | None, bool]:
    """Where the page leads by itself, and whether a script may lead somewhere at all."""
    for node in tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
            refresh = refresh_of(node.attributes.get("content") or "")
            if refresh and not _in_noscript(node):
                return refresh, True
    loads = tree.css_first("body[onload]")
    if loads is not None:
        scripts = [*scripts, loads.attributes.get("onload") or ""]
    leading = [script for script in scripts if _LEADS.search(script)]
    for script in leading:
        if len(script) <= _SHORT_SCRIPT and not _DEPENDS.search(_WRAPPED.sub(" ", script)):
            assigned = _ASSIGNED.search(script)
            return Led((assigned[1] or assigned[2]) if assigned else "", by_script=True), True
    return None, bool(leading)


def refresh_of(content: str) -> Led | None:
    """Where a "refresh" leads, unless it lets people read first or loads the same page again."""
    match = _REFRESH.match(content)
    if match is None or not match[2].strip() or int(match[1]) > _MOST_SECONDS:
        return None
    return Led(match[2].strip(), by_script=False)


def _in_noscript(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "noscript":
            return True
        parent = parent.parent
    return False
