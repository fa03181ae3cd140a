"""What an officer writes in Markdown as HTML that can do nothing but be read."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# A quotation in a list in a quotation …: deeper, it is text.
_DEEPEST = 20
# The title of the page is the only h1.
_BELOW = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "ul", "ol", "li",
    "blockquote", "pre", "code", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}
_BLOCK = re.compile(r"</(?:p|h[2-6]|li|tr|td|th|pre|blockquote)>|<(?:br|hr)>")
_HREF = re.compile(r'href="([^"]*)"')
_PRINTED = "\n\t"
# Letters that turn the line around: what is read would not be what is written.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@lru_cache(maxsize=64)
def rendered(text: str) -> SafeString:
    """The text as HTML: no markup of its own, no pictures, no address but of pages and mail.

    Shape:  its largest heading is h2, below the title of the page; an address with a name or a
            password before its host leads nowhere, for it is not where it seems to lead.
    """
    made = _parser()
    tokens = made.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = _BELOW[token.tag]
    # An entity is a letter only now.
    html = typed(made.renderer.render(tokens, made.options, {}))
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes=_SCHEMES,
        link_rel="noopener noreferrer", attribute_filter=_attribute,
    )  # fmt: skip
    return mark_safe(clean)  # noqa: S308 - nh3 made it clean in the line above


def plain(text: str) -> str:
    """The words of a text as they are read, without its signs; one line for each block."""
    html = _BLOCK.sub(lambda hit: f"{hit.group()}\n", rendered(text))
    words = unescape(nh3.clean(html, tags=set()))
    return "\n".join(filter(None, (line.strip() for line in words.splitlines())))


def addresses(text: str) -> Iterator[str]:
    """Where the links of a text lead, without the codes that hide letters in an address."""
    return (unquote(unescape(address)) for address in _HREF.findall(rendered(text)))


def typed(text: str) -> str:
    """What was typed without letters that steer a screen or turn a line around."""
    return "".join(filter(_is_printed, text))


def _is_printed(letter: str) -> bool:
    if unicodedata.category(letter) == "Cc":
        return letter in _PRINTED
    return unicodedata.bidirectional(letter) not in _TURNING


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name != "href":
        return value
    try:
        return None if "@" in urlsplit(value).netloc else value
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    return made.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
