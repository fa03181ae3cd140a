"""A folder of web pages: every link inside it must lead to a file of it. No line is opened."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from prongsai.core.errors import Finding, Findings, Place
from prongsai.links.page import refresh_of

_PAGE = ".html"
_NAMES = ("href", "src", "action", "data", "poster")
_CARRYING = ", ".join(f"[{name}]" for name in _NAMES)
_KEPT_PAGES = 256


def check_folder(root: Path, names: Sequence[str]) -> tuple[Finding, ...]:
    """What is wrong with the links of the pages among some files of a folder.

    Shape:  a link with a scheme ("https:", "mailto:") leads outside and is not looked at; all
            others must name one of the files. That a page has no such place is a warning: it opens.
    """
    known, findings = frozenset(names), Findings()

    @lru_cache(maxsize=_KEPT_PAGES)
    def places_of(name: str) -> frozenset[str]:
        named = LexborHTMLParser((root / name).read_bytes()).css("[id], a[name]")
        places = (node.attributes.get("id") or node.attributes.get("name") for node in named)
        return frozenset(place for place in places if place)

    for name in names:
        if name.endswith(_PAGE):
            page = LexborHTMLParser((root / name).read_bytes())
            for written in dict.fromkeys(_links(page)):
                target, mark = _target(name, written)
                if target is None:
                    continue
                if target not in known:
                    findings.error("links/export-link.no_file", Place(name, quote=written))
                elif mark and target.endswith(_PAGE) and mark not in places_of(target):
                    findings.warning("links/export-link.no_place", Place(name, quote=written))
    return tuple(findings.items)


def _links(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css(_CARRYING):
        for name in _NAMES:
            value = node.attributes.get(name)
            if value and (name != "data" or node.tag == "object"):
                yield value.strip()
    for node in page.css("meta[http-equiv=refresh i]"):
        led = refresh_of(node.attributes.get("content") or "")
        if led is not None:
            yield led.target


def _target(name: str, written: str) -> tuple[str | None, str]:
    """The file that a link names and the place in it; None where it leads outside."""
    parts = urlsplit(urldefrag(written).url)
    mark = unquote(urldefrag(written).fragment)
    if parts.scheme:
        return None, ""
    if parts.netloc or parts.path.startswith("/"):
        return written, ""  # from a folder it leads to another machine, or to the disk itself
    if not parts.path:
        return name, mark
    return _walked([*PurePosixPath(name).parts[:-1], *unquote(parts.path).split("/")]), mark


def _walked(steps: Iterable[str]) -> str:
    """A way through folders as the name it ends at; above the first folder it ends nowhere."""
    way: list[str] = []
    for step in steps:
        if step == ".." and not way:
            return "../"
        if step == "..":
            way.pop()
        elif step != ".":
            way.append(step)
    return "/".join(way)
