"""All that is public, in one list: what a copy without a search offers instead."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.models import PageKind, SearchEntry
from prongsai.web.disclosure.public_site.queries.search import LABELS
from prongsai.web.disclosure.public_site.words import FORM, ITEM, PAPER, SERVICE
from prongsai.web.signing.approval.objections import objected_codes

_BEGINNING = 300
_KINDS = (PageKind.NEWS.value, PageKind.PAGE.value, PageKind.FAQ.value, SERVICE, FORM, PAPER)


class Listed(Struct, frozen=True):
    """One thing with its address; `text` is the beginning of what the search would look into."""

    address: str
    title: str
    code: str
    day: date
    text: str


class Group(Struct, frozen=True):
    """The things of one kind; `year` of an ITA page and its items, None for others."""

    label: Text
    year: int | None
    rows: tuple[Listed, ...]


def everything(agency: Agency, on: date) -> tuple[Group, ...]:
    """What the search could find: the ITA pages by year, newest first, then the rest by kind.

    Shape:  items stand as their page has them; all else the newest first. Two queries.
    """
    rows = SearchEntry.objects.filter(Q(expires_on=None) | Q(expires_on__gte=on), agency=agency)
    found = list(rows.defer("folded", "grams").order_by("-day", "id"))
    held = objected_codes(agency, (row.check_code for row in found))
    shown = [row for row in found if row.check_code not in held]
    ita = [row for row in shown if row.kind in (PageKind.ITA, ITEM)]
    # Entries of a page are made in its order, the page itself first.
    ita.sort(key=lambda row: row.pk)
    years = sorted({row.fiscal_year for row in ita if row.fiscal_year is not None}, reverse=True)
    groups = [
        _group(PageKind.ITA.value, year, [row for row in ita if row.fiscal_year == year])
        for year in years
    ]
    groups += [_group(kind, None, [row for row in shown if row.kind == kind]) for kind in _KINDS]
    return tuple(group for group in groups if group.rows)


def _group(kind: str, year: int | None, rows: list[SearchEntry]) -> Group:
    listed = (
        Listed(row.address, row.title, row.code, row.day, shorten(row.text, _BEGINNING))
        for row in rows
    )
    return Group(LABELS[kind], year, tuple(listed))
