"""Official information by the sections of its Act, filled from what is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.information_act import InformationClass, classes
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ItaContent, ShownItem, content_of
from prongsai.web.disclosure.public_site.models import PageKind
from prongsai.web.disclosure.public_site.queries.public import pages_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.queries import CURRENT, Published


class YearItem(Struct, frozen=True):
    """An item of a published ITA page."""

    year: int
    item: ShownItem


class ClassOfInformation(Struct, frozen=True):
    """One clause with what is published of it, the newest year first."""

    own: InformationClass
    items: tuple[YearItem, ...]
    papers: tuple[Published, ...]


class ActPage(Struct, frozen=True):
    """The index, by section."""

    sections: tuple[tuple[int, tuple[ClassOfInformation, ...]], ...]


@cached_for_request
def act_page(agency: Agency, on: date) -> ActPage:
    """The index as it stands."""
    found = pages_of(agency, on, (PageKind.ITA,))
    contents = [content_of(one.edition.content) for one in found if one.is_current]
    contents.sort(key=lambda one: one.year, reverse=True)
    published = [one for one in papers.in_force(agency) if one.state == CURRENT]
    rows = [_filled(one, contents, published) for one in classes()]
    sections = dict.fromkeys(one.own.section for one in rows)
    return ActPage(
        tuple(
            (section, tuple(row for row in rows if row.own.section == section))
            for section in sections
        )
    )


def _filled(
    own: InformationClass, contents: Sequence[ItaContent], published: Sequence[Published]
) -> ClassOfInformation:
    wanted = set(own.lineages)
    items = (
        YearItem(content.year, item)
        for content in contents
        for item in content.items
        if item.is_given and wanted & set(item.keys)
    )
    return ClassOfInformation(
        own, tuple(items), tuple(one for one in published if one.kind in own.kinds)
    )
