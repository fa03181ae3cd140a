"""What everybody may read, without signing in.

These pages are the same for all readers: they are drawn without the request, know no session and
set no cookie, so that what lies between site and reader may keep them.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from prongsai.web.agency.models import Agency
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.serving import POLICY
from prongsai.web.platform.typed import whole_number
from prongsai.web.publication import queries

# Short: what was withdrawn must be gone soon.
_KEPT = "public, max-age=300"
_OTHER = {"th": "en", "en": "th"}


@require_safe
def public(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """What an agency has published, of one year, perhaps of one kind."""
    agency = _agency(agency_id)
    year = whole_number(request.GET.get("year", ""))
    content = queries.public_page(agency, year, request.GET.get("kind", ""))
    return _page(request, "publication/public_list.html", {"page": content, "agency": agency})


@require_safe
def paper(request: HttpRequest, agency_id: UUID, publication_id: UUID) -> HttpResponseBase:
    """One edition of one paper."""
    return _paper(request, agency_id, publication_id)


def _paper(
    request: HttpRequest, agency_id: UUID, publication_id: UUID, status: int = 200
) -> HttpResponseBase:
    agency = _agency(agency_id)
    content = queries.edition_page(agency, publication_id)
    if content is None:
        raise Http404
    kept = _kept_language(request)
    context = {
        "page": content,
        "agency": agency,
        "check": _check(content.check_code),
        "others": [
            (other, reverse("publication:paper", args=[agency.pk, other.id]) + kept)
            for other in content.others
        ],
    }
    return _page(request, "publication/public_paper.html", context, status)


@require_safe
def file(request: HttpRequest, agency_id: UUID, publication_id: UUID) -> HttpResponseBase:
    """The exact file; once it is withdrawn, or while it is held, the page that says so."""
    agency = _agency(agency_id)
    row = queries.publication_row(agency, publication_id)
    if row is None:
        raise Http404
    if row.withdrawn_at is not None or queries.held_of(row) is not None:
        return _paper(request, agency_id, publication_id, status=404)
    etag = f'"{row.file.digest}"'
    found = get_conditional_response(request, etag=etag)
    response: HttpResponseBase = found or FileResponse(
        files.path_of(agency, row.file.digest).open("rb"), content_type=row.file.media_type
    )
    disposition = content_disposition_header(
        as_attachment="save" in request.GET, filename=row.file.name
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _KEPT
    response.headers["Last-Modified"] = http_date(row.published_at.timestamp())
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _check(code: str) -> str:
    """The public page that says whether a paper in hand is the approved one."""
    return reverse("approval:check", args=[code]) if code else ""


def _kept_language(request: HttpRequest) -> str:
    """The language that the address asks for, as a query of its own."""
    asked = request.GET.get("language", "")
    return f"?language={asked}" if asked in _OTHER else ""


def _agency(agency_id: UUID) -> Agency:
    agency = queries.agency_of(agency_id)
    if agency is None:
        raise Http404
    return agency


def _page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponseBase:
    """A page in the language of its address, else of its reader; told unchanged by its tag."""
    asked = request.GET.get("language", "")
    language = asked if asked in _OTHER else (translation.get_language() or "th")[:2]
    with translation.override(language):
        switch = request.GET.copy()
        switch["language"] = _OTHER.get(language, "th")
        given = {
            "home": reverse("publication:public", args=[context["agency"].pk]),
            "switch": f"{request.path}?{switch.urlencode()}",
            # The links of a page keep the language that its address asks for.
            "keep": f"&language={asked}" if asked in _OTHER else "",
            "keep_alone": _kept_language(request),
            "address": f"{site_address()}{request.path}",
        }
        text = render_to_string(template, {**context, **given})
    response = HttpResponse(text, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = _KEPT
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if status != HTTPStatus.OK:
        return response
    etag = f'"{sha256(text.encode()).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
