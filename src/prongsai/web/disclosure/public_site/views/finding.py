"""What leads to the pages: index of official information, map, feed, robots, frame, open data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as drawn_map
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from msgspec import Struct

from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import content_of
from prongsai.web.disclosure.public_site.models import FORM, SERVICE, PageKind, SearchEntry
from prongsai.web.disclosure.public_site.queries import public as queries
from prongsai.web.disclosure.public_site.queries.public import PublicPage
from prongsai.web.disclosure.public_site.queries.search import act_page
from prongsai.web.disclosure.public_site.queries.tables import tables_of, tables_of_year
from prongsai.web.disclosure.public_site.tables import (
    MEDIA_TYPES,
    Addresses,
    PublicTable,
    ckan_package,
    dcat,
    fields_file,
    table_file,
)
from prongsai.web.disclosure.public_site.views.public import drawn, gone, ita, missing
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.serving import download
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.models import CURRENT, Publication
from prongsai.web.signing.publication.views import KEPT, public_agency

_MOST_IN_FEED = 30


@require_safe
def information_act(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Official information by sections 7 and 9 of its Act."""
    agency = public_agency(agency_id)
    context = {"sections": act_page(agency, today())}
    return drawn(request, agency, "public_site/act.html", context)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": [NONE]})  # type: ignore[arg-type]  # its type takes no arguments
def embedded(request: HttpRequest, agency_id: UUID, year: int) -> HttpResponseBase:
    """The ITA page of a year for a frame in the agency's other site: no form, no script."""
    return ita(request, agency_id, year, template="public_site/embedded.html")


class _Place(Struct, frozen=True):
    """One address of the map."""

    address: str
    at: datetime | None = None


class _Map(Sitemap[_Place]):
    """Every page of an agency that is shown."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency

    def items(self) -> Sequence[_Place]:
        """Home, every page and item, every paper."""
        own = [self.agency.pk]
        names = ("home", "about", "news", "questions", "act", "open-data")
        places = [_Place(reverse(f"public_site:{name}", args=own)) for name in names]
        places.append(_Place(reverse("publication:public", args=own)))
        for page in queries.pages_of(self.agency, today()):
            if not page.is_current:
                continue
            at = _published_at(page)
            places.append(_Place(_address(page), at))
            if page.page.kind == PageKind.ITA:
                content = content_of(page.edition.content)
                places += [
                    _Place(reverse("public_site:item", args=[*own, content.year, item.code]), at)
                    for item in content.items
                ]
        standing = [paper for paper in papers.in_force(self.agency) if paper.state == CURRENT]
        places += [_Place(_address(paper), paper.published_at) for paper in standing]
        others = SearchEntry.objects.filter(agency=self.agency, kind__in=(SERVICE, FORM)).order_by(
            "pk"
        )
        return places + [_Place(address) for address in others.values_list("address", flat=True)]

    def location(self, item: _Place) -> str:
        return item.address

    def lastmod(self, item: _Place) -> datetime | None:
        """When it was published."""
        return item.at


@require_safe
def sitemap(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """The map for search engines."""
    agency = public_agency(agency_id)
    response = drawn_map(request, {"pages": _Map(agency)})
    response["Cache-Control"] = KEPT
    return response


class _AtomFeed(Atom1Feed):
    """A feed in which nothing stands is as old as can be, not new whenever it is asked for."""

    def latest_post_date(self) -> datetime:
        """When its newest entry was published."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class NewsFeed(Feed):  # type: ignore[type-arg]
    """The newest news and papers of an agency, as Atom."""

    feed_type = _AtomFeed

    def get_object(self, _request: HttpRequest, agency_id: UUID) -> Agency:
        return public_agency(agency_id)

    def title(self, agency: Agency) -> str:
        return agency.name

    def link(self, agency: Agency) -> str:
        """The first page."""
        return reverse("public_site:home", args=[agency.pk])

    def items(self, agency: Agency) -> Sequence[PublicPage | Publication]:
        """What was published last."""
        published: list[PublicPage | Publication] = [
            page for page in queries.pages_of(agency, today()) if page.is_current
        ]
        published += [paper for paper in papers.in_force(agency) if paper.state == CURRENT]
        return sorted(published, key=_published_at, reverse=True)[:_MOST_IN_FEED]

    def item_title(self, item: PublicPage | Publication) -> str:
        """Its title, without what no XML may hold."""
        return printed(item.edition.title if isinstance(item, PublicPage) else item.title)

    def item_description(self, _item: PublicPage | Publication) -> str:
        """Nothing: the page has it."""
        return ""

    def item_link(self, item: PublicPage | Publication) -> str:
        return _address(item)

    def item_updateddate(self, item: PublicPage | Publication) -> datetime:
        return _published_at(item)


@require_safe
def feed(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    response: HttpResponse = NewsFeed()(request, agency_id=agency_id)
    response["Cache-Control"] = KEPT
    return response


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What search engines may read: what is public, and nothing of the staff."""
    maps = [
        f"Sitemap: {site_address()}{reverse('public_site:sitemap', args=[agency_id])}"
        for agency_id in Agency.objects.order_by("pk").values_list("pk", flat=True)
    ]
    # Permanent addresses of evidence; in a demo also the pages that they lead to.
    public = ["/site/", "/public/", "/e/", *(["/demo-web/"] if settings.DEMO else [])]
    allowed = [f"Allow: {path}" for path in public]
    lines = ["User-agent: *", *allowed, "Disallow: /", *maps, ""]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = KEPT
    return response


def _published_at(item: PublicPage | Publication) -> datetime:
    if isinstance(item, Publication):
        return item.published_at
    return item.edition.published_at or item.edition.made_at


def _address(item: PublicPage | Publication) -> str:
    if isinstance(item, Publication):
        return reverse("publication:paper", args=[item.agency_id, item.id])
    return item.page.get_absolute_url()


_JSON = "application/json; charset=utf-8"
_JSON_LD = "application/ld+json; charset=utf-8"


@require_safe
def open_data(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Every public table with its forms and what its columns are."""
    agency = public_agency(agency_id)
    context = {"tables": tables_of(agency, today()), "forms": tuple(MEDIA_TYPES)}
    return drawn(request, agency, "public_site/open_data.html", context)


@require_safe
def table(request: HttpRequest, agency_id: UUID, key: str, form: str) -> HttpResponseBase:
    agency = public_agency(agency_id)
    table = _table(agency, key)
    if table is None or form not in MEDIA_TYPES:
        return missing(request, agency)
    return _sent(table_file(table, form), MEDIA_TYPES[form], f"{key}.{form}")


@require_safe
def year_table(request: HttpRequest, agency_id: UUID, year: int, form: str) -> HttpResponseBase:
    """The items of a year as a file; a page that was taken back says so."""
    agency = public_agency(agency_id)
    shown = queries.ita_of(agency, year, today())
    if shown is None or form not in MEDIA_TYPES:
        return missing(request, agency)
    if not shown.is_current:
        return gone(request, agency, shown)
    items = next(iter(tables_of_year(agency, shown)))
    return _sent(table_file(items, form), MEDIA_TYPES[form], f"ita-{year}.{form}")


@require_safe
def fields(request: HttpRequest, agency_id: UUID, key: str) -> HttpResponseBase:
    """What the columns of a table are."""
    agency = public_agency(agency_id)
    table = _table(agency, key)
    if table is None:
        return missing(request, agency)
    return _sent(fields_file(table), MEDIA_TYPES["csv"], f"{key}-fields.csv")


@require_safe
def package(request: HttpRequest, agency_id: UUID, key: str) -> HttpResponseBase:
    """A table as a package of CKAN."""
    agency = public_agency(agency_id)
    table = _table(agency, key)
    if table is None:
        return missing(request, agency)
    return _as_json(ckan_package(agency, table, _addresses(agency)), _JSON, f"{key}-ckan.json")


@require_safe
def catalogue(_request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """All tables as DCAT."""
    agency = public_agency(agency_id)
    document = dcat(agency, tables_of(agency, today()), _addresses(agency))
    return _as_json(document, _JSON_LD, "catalogue.jsonld")


def _table(agency: Agency, key: str) -> PublicTable | None:
    return next((table for table in tables_of(agency, today()) if table.key == key), None)


def _addresses(agency: Agency) -> Addresses:
    def whole(name: str, *more: str) -> str:
        return f"{site_address()}{reverse(f'public_site:{name}', args=[agency.pk, *more])}"

    return Addresses(
        page=whole("open-data"),
        home=whole("home"),
        file=lambda key, form: whole("table", key, form),
        fields=lambda key: whole("fields", key),
    )


def _as_json(document: dict[str, Any], media_type: str, name: str) -> HttpResponse:
    return _sent(json.dumps(document, ensure_ascii=False, indent=1).encode(), media_type, name)


def _sent(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = download(data, media_type, name)
    response["Cache-Control"] = KEPT
    return response
