"""What the public search finds: entries of pages, papers, tables and what other apps offer."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from msgspec import Struct

from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import content_of, shown_table
from prongsai.web.disclosure.public_site.markdown import plain
from prongsai.web.disclosure.public_site.models import (
    ITEM,
    PAPER,
    PageKind,
    SearchEntry,
    SiteEdition,
    SitePage,
)
from prongsai.web.disclosure.public_site.queries.table_files import open_part
from prongsai.web.disclosure.public_site.search_index import grams_of
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.thai_order import folded
from prongsai.web.signing.publication.models import Publication

_LONGEST_TITLE, _LONGEST_FOLDED = 500, 600
_AT_ONCE = 500


def index_page(page: SitePage) -> None:
    """Make the entries of a page anew; none where it was taken back. Within a transaction."""
    source = f"page:{page.pk}"
    SearchEntry.objects.filter(agency=page.agency, source=source).delete()
    if page.published is not None and page.withdrawn_at is None:
        _store_entries(_of_page(page, page.published, source))


def index_paper(agency: Agency, kind: str, subject: UUID) -> None:
    """Make the entry of a paper's standing edition anew. Within a transaction."""
    source = f"paper:{kind}:{subject}"
    SearchEntry.objects.filter(agency=agency, source=source).delete()
    rows = Publication.objects.standing().filter(agency=agency, kind=kind, subject=subject)
    _store_entries(_of_paper(row) for row in rows)


def index_tables(agency: Agency, register: str) -> None:
    """Make the entries of the pages anew that show a register's table. Within a transaction."""
    pages = SitePage.objects.filter(
        agency=agency, published__content__table__register=register, withdrawn_at=None
    )
    for page in pages.select_related("published", "agency"):
        index_page(page)


def index_changed_tables() -> int:
    """Make the entries of the pages anew whose table says another thing by now; how many.

    A new version of the program may hold back a column of a register that it ships, which nobody
    of the agency is told of.
    """
    pages = SitePage.objects.filter(published__content__table__isnull=False, withdrawn_at=None)
    changed = 0
    for page in pages.select_related("published__agency", "agency"):
        if page.published is None:
            continue
        text = squeeze(_of_text(page.published))
        if not SearchEntry.objects.filter(source=f"page:{page.pk}", text=text).exists():
            with transaction.atomic():
                index_page(page)
            changed += 1
    return changed


class Offered(Struct, frozen=True):
    """One thing of another app that everybody sees; `key` is its own within the app's kind."""

    kind: str
    key: str
    address: str
    title: str
    text: str
    day: date


OffersOf = Callable[[Agency], Iterable[Offered]]
_OTHERS: dict[str, OffersOf] = {}


def offers(maker: OffersOf) -> OffersOf:
    """Name a function that knows what another app shows to everybody, for `rebuild`."""
    _OTHERS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def index_offered(agency: Agency, kind: str, key: str, offered: Offered | None) -> None:
    """Make the entry of another app's thing anew; None where it is shown no more."""
    SearchEntry.objects.filter(agency=agency, source=f"{kind}:{key}").delete()
    _store_entries([_of_other(agency, offered)] if offered is not None else [])


@transaction.atomic
def rebuild(agency: Agency) -> int:
    """Make every entry of an agency anew; how many there are."""
    SearchEntry.objects.filter(agency=agency).delete()
    pages = SitePage.objects.filter(agency=agency, published__isnull=False, withdrawn_at=None)
    for page in pages.select_related("published", "agency"):
        index_page(page)
    papers = Publication.objects.standing().filter(agency=agency)
    _store_entries(_of_paper(row) for row in papers.iterator())
    for maker in _OTHERS.values():
        _store_entries([_of_other(agency, other) for other in maker(agency)])
    return SearchEntry.objects.filter(agency=agency).count()


def _store_entries(entries: Iterable[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(entries, batch_size=_AT_ONCE)


def _of_page(page: SitePage, edition: SiteEdition, source: str) -> Iterator[SearchEntry]:
    if page.kind != PageKind.ITA:
        address = reverse("public_site:read", args=[page.agency_id, page.pk])
        yield _entry(page, edition, source, page.kind, address, edition.title, _of_text(edition))
        return
    content = content_of(edition.content)
    address = reverse("public_site:ita", args=[page.agency_id, content.year])
    about = content.about
    titles = [f"{executive.title} {executive.name}" for executive in about.executives]
    social = [account.name for account in about.social]
    parts = (
        about.duties,
        about.street,
        about.telephone,
        about.email,
        *about.units,
        *titles,
        *social,
    )
    text = " ".join(filter(None, parts))
    yield _entry(page, edition, source, page.kind, address, edition.title, text)
    for item in content.items:
        address = reverse("public_site:item", args=[page.agency_id, content.year, item.code])
        text = " ".join((item.explanation, *(piece.title for piece in item.pieces)))
        entry = _entry(page, edition, source, ITEM, address, item.name.th, text)
        entry.code = item.code
        entry.day = item.day or entry.day
        entry.folded = f"{item.code} {folded(item.name.en)} {entry.folded}"
        entry.grams = " ".join(grams_of(entry.folded))
        yield entry


def _entry(
    page: SitePage,
    edition: SiteEdition,
    source: str,
    kind: str,
    address: str,
    title: str,
    text: str,
) -> SearchEntry:
    published = edition.published_at or edition.made_at
    entry = _made(title, text)
    entry.agency, entry.source, entry.kind, entry.address = page.agency, source, kind, address
    entry.fiscal_year, entry.expires_on = page.fiscal_year, edition.expires_on
    entry.day = day_of(published)
    entry.check_code = edition.check_code
    return entry


def _of_text(edition: SiteEdition) -> str:
    """What a page says: its text as it is read, and the words of its table that are public now."""
    frozen = shown_table(edition.content)
    table = open_part(edition.agency, frozen) if frozen else None
    words = (table.title.th, *(cell for _, cell in table.words)) if table else ()
    return "\n".join((plain(edition.text), *words))


def _of_paper(row: Publication) -> SearchEntry:
    entry = _made(row.title, " ".join(filter(None, (row.number, *row.items))))
    entry.agency_id, entry.source = row.agency_id, f"paper:{row.kind}:{row.subject}"
    entry.kind, entry.fiscal_year, entry.day = PAPER, row.fiscal_year, row.day
    entry.address = reverse("publication:paper", args=[row.agency_id, row.pk])
    return entry


def _of_other(agency: Agency, offered: Offered) -> SearchEntry:
    entry = _made(offered.title, offered.text)
    entry.agency, entry.source = agency, f"{offered.kind}:{offered.key}"
    entry.kind, entry.address, entry.day = offered.kind, offered.address, offered.day
    return entry


def _made(title: str, text: str) -> SearchEntry:
    compared = folded(f"{title} {text}")
    return SearchEntry(
        title=title[:_LONGEST_TITLE],
        text=squeeze(text),
        folded_title=folded(title)[:_LONGEST_FOLDED],
        folded=compared,
        grams=" ".join(grams_of(compared)),
    )
