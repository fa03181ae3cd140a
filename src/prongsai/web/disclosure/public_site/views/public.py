"""What everybody may read, without signing in: the same for all readers, without cookies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import (
    ShownFile,
    ShownPiece,
    shown_table,
)
from prongsai.web.disclosure.public_site.markdown import rendered
from prongsai.web.disclosure.public_site.models import KINDS, PageKind
from prongsai.web.disclosure.public_site.queries import public as queries
from prongsai.web.disclosure.public_site.queries.about import given_photos
from prongsai.web.disclosure.public_site.queries.public import (
    PublicPage,
    Standing,
    former_answers,
    held_file,
    pieces_held,
)
from prongsai.web.disclosure.public_site.queries.search import everything
from prongsai.web.disclosure.public_site.queries.search import search as found
from prongsai.web.disclosure.public_site.queries.table_files import (
    address_of,
    file_in,
    open_part,
    with_addresses,
    withheld,
)
from prongsai.web.disclosure.public_site.search_index import MOST_ASKED
from prongsai.web.disclosure.public_site.tables import MEDIA_TYPES
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.platform.serving import POLICY
from prongsai.web.signing.publication.views import KEPT, drawn_page, is_copy, public_agency

# What was taken back is gone; what is disputed may come again.
_STATUS = {
    Standing.CURRENT: HTTPStatus.OK,
    Standing.WITHDRAWN: HTTPStatus.GONE,
    Standing.EXPIRED: HTTPStatus.GONE,
    Standing.HELD: HTTPStatus.NOT_FOUND,
}
_NEWS_ON_A_PAGE = 20
_QUESTIONS_ON_A_PAGE = 20
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
# Of a request: what was searched, for those who count; nothing that a browser sends is named so.
SEARCHED = "prongsai.searched"


class Searched(Struct, frozen=True):
    """A search that was answered with its first page."""

    asked: str
    is_found: bool


@require_safe
def home(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """The first page: scores, the ITA pages, news, papers."""
    agency = public_agency(agency_id)
    context = {"page": queries.home_page(agency, today()), "language": _language(request)}
    return drawn(request, agency, "public_site/home.html", context)


@require_safe
def ita(
    request: HttpRequest, agency_id: UUID, year: int, template: str = "public_site/ita.html"
) -> HttpResponseBase:
    """The ITA page of a year."""
    agency = public_agency(agency_id)
    page = queries.ita_page(agency, year, today())
    if page is None:
        return missing(request, agency)
    if not page.shown.is_current:
        return gone(request, agency, page.shown)
    return drawn(request, agency, template, {"page": page})


@require_safe
def item(request: HttpRequest, agency_id: UUID, year: int, code: str) -> HttpResponseBase:
    """One item with its evidence."""
    agency = public_agency(agency_id)
    page = queries.item_page(agency, year, code, today())
    if page is None:
        return missing(request, agency)
    if not page["shown"].is_current:
        return gone(request, agency, page["shown"])
    context = {"page": page, "pieces": pieces_held(agency, page["item"])}
    return drawn(request, agency, "public_site/item.html", context)


@require_safe
def file(request: HttpRequest, agency_id: UUID, year: int, piece_id: UUID) -> HttpResponseBase:
    """The file of a piece, exactly as the executive agreed to it."""
    agency = public_agency(agency_id)
    piece = queries.piece_of(agency, year, str(piece_id), today())
    if piece is None:
        shown = queries.ita_of(agency, year, today())
        if shown is not None and not shown.is_current:
            return gone(request, agency, shown)
        return missing(request, agency)
    return _sent(request, agency, piece, piece.name)


@require_safe
def table_file(request: HttpRequest, agency_id: UUID, page_id: UUID, key: UUID) -> HttpResponseBase:
    """A file of a register's row, while a page shows its table and the row names it."""
    agency = public_agency(agency_id)
    table_and_file = file_in(agency, page_id, key, today())
    if table_and_file is None:
        shown = queries.page_of(agency, page_id, today())
        if shown is not None and not shown.is_current:
            return gone(request, agency, shown)
        return missing(request, agency)
    table, file = table_and_file
    return _sent(request, agency, file, table.file_name(file))


def _sent(
    request: HttpRequest, agency: Agency, kept: ShownPiece | ShownFile, name: str
) -> HttpResponseBase:
    """A kept file exactly as the executive agreed to it; a page where its paper fell."""
    held = held_file(agency, kept.digest)
    if held is not None:
        context = {"held": held}
        return drawn(request, agency, "public_site/file_held.html", context, HTTPStatus.NOT_FOUND)
    etag = f'"{kept.digest}"'
    known = get_conditional_response(request, etag=etag)
    response: HttpResponseBase = known or FileResponse(
        files.opened(agency, kept.digest), content_type=kept.media_type
    )
    as_file = "save" in request.GET or kept.media_type not in _SHOWN
    disposition = content_disposition_header(as_attachment=as_file, filename=name)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Security-Policy"] = POLICY
    return response


@require_safe
def about(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Structure, executives, powers and contact, as the newest ITA page has them."""
    agency = public_agency(agency_id)
    content = queries.about_page(agency, today())
    context = {
        "about": content.about if content else None,
        "year": content and content.year,
        "photos": given_photos(agency),
    }
    return drawn(request, agency, "public_site/about.html", context)


@require_safe
def news(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """All news that are shown, newest first."""
    agency = public_agency(agency_id)
    rows = queries.pages_of(agency, today(), (PageKind.NEWS,))
    shown = Paginator([page for page in rows if page.is_current], _NEWS_ON_A_PAGE)
    language = _language(request)
    context = {
        "page_obj": shown.get_page(request.GET.get("page")),
        "query": f"language={language}" if language else "",
    }
    return drawn(request, agency, "public_site/news.html", context)


@require_safe
def questions(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """The frequent questions that are shown, each with its answer, newest first."""
    agency = public_agency(agency_id)
    rows = queries.pages_of(agency, today(), (PageKind.FAQ,))
    shown = Paginator([page for page in rows if page.is_current], _QUESTIONS_ON_A_PAGE)
    page_obj = shown.get_page(request.GET.get("page"))
    texts = queries.texts_of(page_obj)
    language = _language(request)
    context = {
        "page_obj": page_obj,
        "rows": [(page, rendered(texts[page.edition.pk])) for page in page_obj],
        "language": language,
        "query": f"language={language}" if language else "",
    }
    return drawn(request, agency, "public_site/questions.html", context)


@require_safe
def read(request: HttpRequest, agency_id: UUID, page_id: UUID) -> HttpResponseBase:
    """One piece of news, or a page."""
    agency = public_agency(agency_id)
    shown = queries.page_of(agency, page_id, today())
    if shown is None:
        return missing(request, agency)
    if not shown.is_current:
        return gone(request, agency, shown)
    if shown.page.fiscal_year is not None:
        return redirect("public_site:ita", agency.pk, shown.page.fiscal_year)
    frozen = shown_table(shown.edition.content)
    # What of the table is public; its files that are given have their addresses.
    table = open_part(agency, frozen) if frozen else None
    if table is not None:
        address = partial(address_of, agency, shown.page.pk)
        table = with_addresses(agency, table, table.first_files, address)
    context = {
        "shown": shown,
        "html": rendered(shown.edition.text),
        "former": [(row, rendered(row.text)) for row in former_answers(shown)],
        "table": table,
        "withheld": withheld(agency, frozen) if frozen else None,
        "forms": tuple(MEDIA_TYPES),
    }
    return drawn(request, agency, "public_site/read.html", context)


@require_safe
def search(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """What holds the words that are asked for; a copy as files lists all there is instead."""
    agency = public_agency(agency_id)
    if is_copy(request):
        groups = everything(agency, today())
        return drawn(request, agency, "public_site/everything.html", {"groups": groups})
    asked = squeeze(request.GET.get("q", "")).strip()[:MOST_ASKED]
    language = _language(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    results = found(agency, asked, today(), request.GET.get("page", "1"), kind)
    if results.page is not None and results.page.number == 1:
        request.META[SEARCHED] = Searched(asked, bool(results.hits))
    narrowed = {"language": language, "kind": kind}
    context = {
        "found": results,
        "kind": kind,
        "kind_words": read_words(f"public_site/kind.{kind}") if kind else None,
        "language": language,
        "everywhere": urlencode({"q": asked} | ({"language": language} if language else {})),
        "query": urlencode(
            {"q": asked} | {name: value for name, value in narrowed.items() if value}
        ),
    }
    return drawn(request, agency, "public_site/search.html", context)


@require_safe
def unknown(request: HttpRequest, agency_id: UUID, rest: str) -> HttpResponseBase:
    """An address that the site never had; one that only lacks its last stroke is mended."""
    agency = public_agency(agency_id)
    if not rest.endswith("/") and resolve(f"{request.path_info}/").func is not unknown:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{request.path}/{f'?{query}' if query else ''}", permanent=True)
    return missing(request, agency)


def drawn(
    request: HttpRequest,
    agency: Agency,
    template: str,
    context: Mapping[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponseBase:
    """A page of the site in its frame."""
    home_address = reverse("public_site:home", args=[agency.pk])
    whole = {"agency": agency, **context}
    return drawn_page(request, template, whole, home=home_address, status=status)


def gone(request: HttpRequest, agency: Agency, shown: PublicPage) -> HttpResponseBase:
    """A page that says what became of it."""
    context = {"shown": shown}
    return drawn(request, agency, "public_site/gone.html", context, _STATUS[shown.standing])


def missing(request: HttpRequest, agency: Agency) -> HttpResponseBase:
    """A page that says that there is no such, and where to look."""
    context = {"page": queries.home_page(agency, today())}
    return drawn(request, agency, "public_site/missing.html", context, HTTPStatus.NOT_FOUND)


def _language(request: HttpRequest) -> str:
    """The language that the address asks for; "" for that of the reader."""
    asked = request.GET.get("language", "")
    return asked if asked in ("th", "en") else ""
