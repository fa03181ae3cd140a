"""Where a copy begins: every address of an agency that the public may know, shown or taken back."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.queries.charts import public_offers, public_services
from prongsai.web.disclosure.public_site.content import ItaContent, content_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.table_files import file_addresses
from prongsai.web.platform.clock import today
from prongsai.web.signing.publication.models import Publication

FRAME = ("home", "about", "act", "open-data", "news", "questions", "search")


def first_page(agency: Agency) -> str:
    """The first page of an agency's site."""
    return reverse("public_site:home", args=[agency.pk])


def pages_of(agency: Agency) -> Iterator[str]:
    """Every page that was ever published, and whatever frames them; each is shown or says why not.

    Shape:  papers that were replaced and pages that were withdrawn are here too: their addresses
            stay, and tell what became of them.
    """
    for name in FRAME:
        yield reverse(f"public_site:{name}", args=[agency.pk])
    yield reverse("publication:public", args=[agency.pk])
    yield reverse("desk:public", args=[agency.pk])
    yield from _services(agency)
    for page in _published(agency):
        if page.kind != PageKind.ITA:
            yield reverse("public_site:read", args=[agency.pk, page.pk])
        elif page.published is not None:
            yield from _of_ita(agency, content_of(page.published.content))
    yield from file_addresses(agency, today())
    for key in Publication.objects.filter(agency=agency).values_list("pk", flat=True):
        yield reverse("publication:paper", args=[agency.pk, key])
        yield reverse("publication:file", args=[agency.pk, key])
    yield from permanent_of(agency)


def permanent_of(agency: Agency) -> Iterator[str]:
    """The permanent addresses of all evidence that was ever published, each once.

    Shape:  evidence of which nothing was published is nobody's business: it is not here.
    """
    shown = SiteEdition.objects.filter(
        page__agency=agency, page__kind=PageKind.ITA, published_at__isnull=False
    )
    keys = {
        piece.id
        for content in shown.order_by("pk").values_list("content", flat=True)
        for piece in content_of(content).pieces
    }
    return (reverse("disclosure:permanent", args=[key]) for key in sorted(keys))


def maps_of(agency: Agency) -> Iterator[str]:
    """What programs read: feed, map, and what they may visit."""
    yield reverse("public_site:feed", args=[agency.pk])
    yield reverse("public_site:sitemap", args=[agency.pk])
    yield robots()


def robots() -> str:
    """What programs may visit."""
    return reverse("public_site:robots")


def _services(agency: Agency) -> Iterator[str]:
    """The charts of services and the forms that everybody may take, with their files."""
    yield reverse("counter:services", args=[agency.pk])
    for row in public_services(agency):
        yield reverse("counter:service", args=[agency.pk, row.pk])
        yield reverse("counter:service-chart", args=[agency.pk, row.pk])
    for offer in public_offers(agency):
        yield reverse("counter:form", args=[agency.pk, offer.pk])
        for part in ("file", "example") if offer.shown and offer.shown.example else ("file",):
            yield reverse("counter:form-file", args=[agency.pk, offer.pk, part])


def _published(agency: Agency) -> Iterator[SitePage]:
    rows = SitePage.objects.filter(agency=agency, published__isnull=False)
    return iter(rows.select_related("published").order_by("pk"))


def _of_ita(agency: Agency, content: ItaContent) -> Iterator[str]:
    own = [agency.pk, content.year]
    yield reverse("public_site:ita", args=own)
    yield reverse("public_site:embedded", args=own)
    for item in content.items:
        yield reverse("public_site:item", args=[*own, item.code])
    for piece in content.pieces:
        if piece.file:
            yield reverse("public_site:file", args=[*own, piece.id])
