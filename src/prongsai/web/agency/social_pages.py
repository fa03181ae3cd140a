"""Read the addresses of the agency's pages on social networks."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.core.thai import printed

MOST = 10
_LONGEST_ADDRESS = 300
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_EDGES = " \t:–-"


class SocialPage(Struct, frozen=True):
    """One page; `name` is that of the network where none was written."""

    name: str
    address: str


def social_pages(text: str) -> tuple[SocialPage, ...]:
    """The pages of the settings' lines, those that can be read.

    >>> social_pages("เฟซบุ๊ก: https://www.facebook.com/example")
    (SocialPage(name='เฟซบุ๊ก', address='https://www.facebook.com/example'),)
    >>> social_pages("https://page.line.me/example")
    (SocialPage(name='page.line.me', address='https://page.line.me/example'),)
    """
    return tuple(page for _, page in _read(text) if page is not None)


def faults_in(text: str) -> tuple[Text, ...]:
    """What of the lines cannot be kept, with each line's number."""
    read = list(_read(text))
    wrong = tuple(
        read_words("agency/line_without_address", number=number)
        for number, page in read
        if page is None
    )
    if len(read) > MOST:
        more = read_words("agency/too_many_lines", most=MOST, count=len(read))
        return (*wrong, more)
    return wrong


def _read(text: str) -> Iterator[tuple[int, SocialPage | None]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if typed := printed(line):
            yield number, _page(typed)


def _page(line: str) -> SocialPage | None:
    match = _ADDRESS.search(line)
    if match is None or len(match[0]) > _LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(match[0])
        host, has_person = parts.hostname or "", parts.username is not None
    except ValueError:
        return None
    if has_person or "." not in host:
        return None
    name = (line[: match.start()] + " " + line[match.end() :]).strip(_EDGES)
    return SocialPage(printed(name) or host.removeprefix("www."), match[0])
