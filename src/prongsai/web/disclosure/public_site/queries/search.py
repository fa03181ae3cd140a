"""Search what is public, in Thai: a word inside a sentence is found, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.core.thai import around, shorten
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.letters import grams_of, terms_of
from prongsai.web.disclosure.public_site.models import SearchEntry
from prongsai.web.disclosure.public_site.words import FORM, ITEM, KIND_WORDS, PAPER, SERVICE
from prongsai.web.signing.approval.objections import held_codes

ON_A_PAGE = 20
_SNIPPET = 160
# Of SQLite, an index of its own; of PostgreSQL, one over the pairs themselves.
_IN_SQLITE = "SELECT rowid FROM public_site_found WHERE public_site_found MATCH %s"
_IN_POSTGRESQL = "string_to_array(public_site_searchentry.grams, ' ') @> %s::text[]"
# Of more entries than this PostgreSQL is faster without the pairs: it would read the whole table
# and take every entry's pairs apart, which costs ten times what looking into its text does.
_FEW = 500
LABELS = {
    **KIND_WORDS,
    ITEM: Text("ข้อ ITA", "ITA item"),
    PAPER: Text("เอกสาร", "paper"),
    SERVICE: Text("ขั้นตอนบริการ", "service chart"),
    FORM: Text("แบบคำร้อง", "form"),
}


class Hit(Struct, frozen=True):
    """One thing that was found; `snippet` is where the first word stands."""

    address: str
    title: str
    code: str
    label: Text
    year: int | None
    day: date
    snippet: str


class Results(Struct, frozen=True):
    """What a search gives; `count` of all its pages."""

    asked: str
    hits: tuple[Hit, ...]
    count: int
    page: Page[SearchEntry] | None


def search(agency: Agency, asked: str, on: date, page: str = "1", kind: str = "") -> Results:
    """What holds every word that is asked for; titles first, then the newest.

    Shape:  `kind` is one of `LABELS`, "" for all. Three queries, four on PostgreSQL.
    """
    terms = terms_of(asked)
    if not terms:
        return Results(asked, (), 0, None)
    # Before they are counted: a number would tell what words a held page has.
    rows_found = _found(agency, terms, on).exclude(check_code__in=held_codes(agency))
    chosen = rows_found.filter(kind=kind) if kind else rows_found
    shown = Paginator(chosen, ON_A_PAGE).get_page(page)
    hits = tuple(_hit(row, terms) for row in shown)
    return Results(asked, hits, shown.paginator.count, shown)


def _found(agency: Agency, terms: Sequence[str], on: date) -> QuerySet[SearchEntry]:
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
        When(folded_title__contains=whole, then=Value(1)),
        When(in_title, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "-day", "id")


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


def _hit(row: SearchEntry, terms: Sequence[str]) -> Hit:
    return Hit(
        row.address, row.title, row.code, LABELS[row.kind], row.fiscal_year, row.day,
        _snippet(row.text, terms),
    )  # fmt: skip


def _snippet(text: str, terms: Sequence[str]) -> str:
    """Some words around the first that was asked for; the beginning where it is not in the text."""
    low = text.casefold()
    place = next((low.find(term) for term in terms if term in low), -1)
    if place < 0 or len(low) != len(text):
        return shorten(text, _SNIPPET)
    return around(text, place, place + _SNIPPET // 2, _SNIPPET // 2)
