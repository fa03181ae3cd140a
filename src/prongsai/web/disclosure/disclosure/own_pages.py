"""Pages of the agency's own public site that answer an item, for the button that attaches them.

An app above says which of its pages answer what by the item's subject, which stays when codes
change, and what a page still lacks. That a page is there says nothing of the item's elements:
those somebody checks as with any evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.conf import settings
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.platform.address import is_local, site_address

_NOWHERE = Text(
    "เว็บนี้ยังไม่มีที่อยู่ที่คนนอกเปิดได้ ให้ผู้ดูแลระบบตั้งที่อยู่ก่อน",
    "this site has no address that others can open: whoever looks after it sets one first",
)


class OwnPage(Struct, frozen=True):
    """One page; `lacks` says why it answers nothing yet, None where it does."""

    title: Text
    path: str
    lacks: Text | None = None

    @property
    def address(self) -> str:
        """Where everybody finds it."""
        return f"{site_address()}{self.path}"


PageOf = Callable[[Agency, int, date], OwnPage]
_MAKERS: dict[str, PageOf] = {}


def answers(subject: str) -> Callable[[PageOf], PageOf]:
    """Name a function that knows the page which answers a subject in a year."""

    def named(maker: PageOf) -> PageOf:
        _MAKERS[subject] = maker
        return maker

    return named


def own_pages(agency: Agency, item: YearItem, year: int, on: date) -> tuple[OwnPage, ...]:
    """The pages of this site that answer an item, each once."""
    return tuple(dict.fromkeys(_pages(agency, item, year, on)))


def _pages(agency: Agency, item: YearItem, year: int, on: date) -> Iterator[OwnPage]:
    is_nowhere = is_local(site_address()) and not settings.DEMO
    for maker in (_MAKERS[key] for key in item.keys if key in _MAKERS):
        page = maker(agency, year, on)
        yield OwnPage(page.title, page.path, page.lacks or (_NOWHERE if is_nowhere else None))
