"""Search what is public, in Thai: a word inside a sentence is found, on both databases."""

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from msgspec import Struct

from prongsai.core.information_act import InformationClass, classes
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.core.thai import passage, shorten
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ItaContent, ShownItem, content_of
from prongsai.web.disclosure.public_site.models import (
    FORM,
    ITEM,
    PAPER,
    SERVICE,
    PageKind,
    SearchEntry,
)
from prongsai.web.disclosure.public_site.queries.public import pages_of
from prongsai.web.disclosure.public_site.search_index import grams_of, terms_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.approval.objections import held_codes, objected_codes
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.models import CURRENT, Publication

ON_A_PAGE = 20
_SNIPPET = 160
# Of SQLite, an index of its own; of PostgreSQL, one over the pairs themselves.
_IN_SQLITE = "SELECT rowid FROM public_site_found WHERE public_site_found MATCH %s"
_IN_POSTGRESQL = "string_to_array(public_site_searchentry.grams, ' ') @> %s::text[]"
# Of more entries than this PostgreSQL is faster without the pairs: it would read the whole table
# and take every entry's pairs apart, which costs ten times what looking into its text does.
_FEW = 500


class Results(Struct, frozen=True):
    """What a search gives; `count` of all its pages; `snippet` is told of each of the hits."""

    asked: str
    hits: tuple[SearchEntry, ...]
    count: int
    page: Page[SearchEntry] | None


def search(agency: Agency, asked: str, on: date, page: str = "1", kind: str = "") -> Results:
    """What holds every word that is asked for; titles first, then the newest, empty items last.

    Shape:  `kind` is one of `KINDS`, "" for all. Three queries, four on PostgreSQL.
    """
    terms = terms_of(asked)
    if not terms:
        return Results(asked, (), 0, None)
    rows = SearchEntry.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=on), agency=agency
    ).defer("folded", "grams")
    in_title = Q()
    for term in terms:
        rows = rows.filter(folded__contains=term)
        in_title &= Q(folded_title__contains=term)
    grams = sorted({gram for term in terms for gram in grams_of(term)})
    if grams:
        rows = _narrowed(rows, agency, grams)
    whole = " ".join(terms)
    rank = Case(
        When(code=whole, then=Value(0)),
        # An item without evidence helps nobody who looks for something.
        When(kind=ITEM, text="", then=Value(4)),
        When(folded_title__contains=whole, then=Value(1)),
        When(in_title, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    # Before they are counted: a number would tell what words a held page has.
    rows_found = rows.order_by(rank, "-day", "id").exclude(check_code__in=held_codes(agency))
    chosen = rows_found.filter(kind=kind) if kind else rows_found
    shown = Paginator(chosen, ON_A_PAGE).get_page(page)
    hits = tuple(shown)
    for row in hits:
        row.snippet = _snippet(row.text, terms)
    return Results(asked, hits, shown.paginator.count, shown)


def _narrowed(
    rows: QuerySet[SearchEntry], agency: Agency, grams: Sequence[str]
) -> QuerySet[SearchEntry]:
    """Those that hold every pair of letters, by the index of the database; all where many do."""
    if connection.vendor == "postgresql":
        held = RawSQL(_IN_POSTGRESQL, [list(grams)], output_field=BooleanField())  # noqa: S611 - no words of others
        own = SearchEntry.objects.filter(held, agency=agency).order_by()
        few = list(own.values_list("pk", flat=True)[: _FEW + 1])
        return rows.filter(pk__in=few) if len(few) <= _FEW else rows
    match = " AND ".join(f'"{gram}"' for gram in grams)
    return rows.filter(pk__in=RawSQL(_IN_SQLITE, [match]))  # noqa: S611 - no words of others


def _snippet(text: str, terms: Sequence[str]) -> str:
    """Some words around the first that was asked for; the beginning where it is not in the text."""
    low = text.casefold()
    place = next((low.find(term) for term in terms if term in low), -1)
    if place < 0 or len(low) != len(text):
        return shorten(text, _SNIPPET)
    return passage(text, place, _SNIPPET // 2)


class YearItem(Struct, frozen=True):
    """An item of a published ITA page."""

    year: int
    item: ShownItem


class ClassOfInformation(Struct, frozen=True):
    """One clause with what is published of it, the newest year first."""

    own: InformationClass
    items: tuple[YearItem, ...]
    papers: tuple[Publication, ...]


@cached_for_request
def act_page(agency: Agency, on: date) -> tuple[tuple[int, tuple[ClassOfInformation, ...]], ...]:
    """The index as it stands, by section."""
    pages = pages_of(agency, on, (PageKind.ITA,))
    contents = [content_of(page.edition.content) for page in pages if page.is_current]
    contents.sort(key=lambda content: content.year, reverse=True)
    published = [paper for paper in papers.in_force(agency) if paper.state == CURRENT]
    rows = [_filled(information_class, contents, published) for information_class in classes()]
    sections = dict.fromkeys(row.own.section for row in rows)
    return tuple(
        (section, tuple(row for row in rows if row.own.section == section)) for section in sections
    )


def _filled(
    own: InformationClass, contents: Sequence[ItaContent], published: Sequence[Publication]
) -> ClassOfInformation:
    wanted = set(own.lineages)
    items = (
        YearItem(content.year, item)
        for content in contents
        for item in content.items
        if item.is_given and wanted & set(item.keys)
    )
    return ClassOfInformation(
        own, tuple(items), tuple(paper for paper in published if paper.kind in own.kinds)
    )


_KINDS = (PageKind.NEWS.value, PageKind.PAGE.value, PageKind.FAQ.value, SERVICE, FORM, PAPER)


def everything(agency: Agency, on: date) -> list[tuple[Text, int | None, tuple[SearchEntry, ...]]]:
    """What the search could find: the ITA pages by year, newest first, then the rest by kind.

    Shape:  the kind, the year of an ITA page and its items, None for others, and the entries: items
            stand as their page has them, all else the newest first. Two queries.
    """
    rows = SearchEntry.objects.filter(Q(expires_on=None) | Q(expires_on__gte=on), agency=agency)
    entries = list(rows.defer("text", "folded", "grams").order_by("-day", "id"))
    held = objected_codes(agency, (row.check_code for row in entries))
    shown = [row for row in entries if row.check_code not in held]
    ita = [row for row in shown if row.kind in (PageKind.ITA, ITEM)]
    # Entries of a page are made in its order, the page itself first.
    ita.sort(key=lambda row: row.pk)
    years = sorted({row.fiscal_year for row in ita if row.fiscal_year is not None}, reverse=True)
    groups: list[tuple[str, int | None, tuple[SearchEntry, ...]]] = [
        ("ita", year, tuple(row for row in ita if row.fiscal_year == year)) for year in years
    ]
    groups += [(kind, None, tuple(row for row in shown if row.kind == kind)) for kind in _KINDS]
    return [
        (read_words(f"public_site/kind.{kind}"), year, rows) for kind, year, rows in groups if rows
    ]
