"""Addresses of the public site: where a copy begins, and the files that stand for them.

A file lies where its address says, so that a copy at the root of a web server answers at the
addresses of the site itself: what was printed as a QR code goes on leading somewhere.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from mimetypes import guess_extension
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.queries import public_offers, public_services
from prongsai.web.disclosure.public_site.content import ItaContent, content_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.table_files import file_addresses
from prongsai.web.platform.clock import today
from prongsai.web.signing.publication.models import Publication

# What chooses a page, in the order in which it is named; anything else after "?" changes nothing.
_CHOICES = ("year", "kind", "page", "language")
_USUAL = {"language": "th"}
_PLAIN = re.compile(r"[A-Za-z0-9]+")
_PART = re.compile(r"[A-Za-z0-9._-]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST = 40
HTML = "text/html"


class Own(Struct, frozen=True):
    """What is an agency's own among the addresses of a site.

    Shape:  `site` is where people find the site, without a slash at its end; `folders` the paths
            under which everything is of this agency; `pages` single addresses that are too.
    """

    site: str
    folders: tuple[str, ...]
    pages: frozenset[str]

    def address(self, written: str, base: str) -> str | None:
        """The address that a link of a page means, as it is known here; None for all others."""
        whole = self.outside(written, base)
        if not whole.startswith(f"{self.site}/"):
            return None
        try:
            parts = urlsplit(whole)
        except ValueError:
            return None
        path = quote(unquote(parts.path), safe="/-._~:@")
        if ".." in path.split("/"):
            return None  # written as %2e%2e, which no browser keeps: a file would lie elsewhere
        if path in self.pages or path.startswith((*self.folders, settings.STATIC_URL)):
            return canonical(path, dict(parse_qsl(parts.query)))
        return None

    def outside(self, written: str, base: str) -> str:
        """Where a link leads on the web; as it is written where it has a scheme of its own.

        Shape:  what is no address at all stays as it is, and leads nowhere here as there.
        """
        plain = written.strip()
        if _SCHEME.match(plain):
            return plain
        try:
            return urljoin(f"{self.site}{base}", plain)
        except ValueError:
            return written


def own_of(agency: Agency, site: str, pages: frozenset[str]) -> Own:
    """What is an agency's own: its site, what it published, and some addresses beside."""
    return Own(site, (f"/site/{agency.pk}/", f"/public/{agency.pk}/"), pages)


def canonical(path: str, chosen: Mapping[str, str]) -> str:
    """One way to write an address, without what chooses nothing."""
    pairs = [
        (name, chosen[name])
        for name in _CHOICES
        if chosen.get(name) and chosen[name] != _USUAL.get(name)
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def language_of(address: str) -> str:
    """The language in which an address is asked for."""
    return dict(parse_qsl(urlsplit(address).query)).get("language", "th")


def in_language(address: str, language: str) -> str:
    parts = urlsplit(address)
    return canonical(parts.path, {**dict(parse_qsl(parts.query)), "language": language})


def page_file(address: str) -> str:
    """The file of a page: "index.html" of its folder, and after it what was chosen."""
    parts = urlsplit(address)
    folder = _folder(parts.path)
    return f"{folder}index{_marks(parts.query)}.html"


def other_file(address: str, media_type: str, name: str = "") -> str:
    """The file of anything but a page: its own name, or "file" in the folder of its address.

    Shape:  letters of the Latin alphabet only, for not every web server and every copying program
            keeps Thai ones; what people call it stands in the link to it.
    """
    parts = urlsplit(address)
    if parts.path.endswith("/"):
        return f"{_folder(parts.path)}file{_suffix(name, media_type)}"
    path = PurePosixPath(parts.path.lstrip("/"))
    return str(path.with_name(f"{path.stem}{_marks(parts.query)}{path.suffix}"))


def relative(source: str, target: str) -> str:
    """How a file of the copy names another, from where it lies itself."""
    own, other = source.split("/")[:-1], target.split("/")
    same = 0
    while same < min(len(own), len(other) - 1) and own[same] == other[same]:
        same += 1
    return quote("/".join([*[".."] * (len(own) - same), *other[same:]]))


def _folder(path: str) -> str:
    return path.lstrip("/") if path.endswith("/") else f"{path.lstrip('/')}/"


def _marks(query: str) -> str:
    """What was chosen, as a part of a file's name."""
    pairs = parse_qsl(query)
    return "".join(
        f"-{value}" if name == "language" else f"-{name}-{_marked(value)}" for name, value in pairs
    )


def _marked(value: str) -> str:
    """A value as it may stand in a file's name: as it is, or its digest."""
    if _PART.fullmatch(value) and len(value) <= _LONGEST:
        return value
    return sha256(value.encode()).hexdigest()[:16]


def _suffix(name: str, media_type: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if len(suffix) > 1 and _PLAIN.fullmatch(suffix[1:]):
        return suffix
    return guess_extension(media_type) or ""


FRAME = ("home", "about", "act", "open-data", "news", "questions", "search")


def first_page(agency: Agency) -> str:
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
    rows = SitePage.objects.filter(agency=agency, published__isnull=False)
    for page in rows.select_related("published").order_by("pk"):
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
    for service in public_services(agency):
        yield reverse("counter:service", args=[agency.pk, service.pk])
        yield reverse("counter:service-chart", args=[agency.pk, service.pk])
    for form in public_offers(agency):
        yield reverse("counter:form", args=[agency.pk, form.pk])
        edition = form.published
        for part in ("file", "example") if edition and edition.example else ("file",):
            yield reverse("counter:form-file", args=[agency.pk, form.pk, part])


def _of_ita(agency: Agency, content: ItaContent) -> Iterator[str]:
    own = [agency.pk, content.year]
    yield reverse("public_site:ita", args=own)
    yield reverse("public_site:embedded", args=own)
    for item in content.items:
        yield reverse("public_site:item", args=[*own, item.code])
    for piece in content.pieces:
        if piece.file:
            yield reverse("public_site:file", args=[*own, piece.id])
