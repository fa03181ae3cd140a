"""How pages for everybody are drawn: without the request, the same bytes for all readers."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from prongsai.web.agency.models import Agency
from prongsai.web.platform.address import site_address
from prongsai.web.signing.publication import queries

# Short: what was withdrawn must be gone soon.
KEPT = "public, max-age=300"
# Set by the export alone, inside this process: what a browser sends is named HTTP_….
COPY = "prongsai.copy"
_OTHER = {"th": "en", "en": "th"}


def public_agency(agency_id: UUID) -> Agency:
    """The agency of a public address.

    Errors: Http404.
    """
    agency = queries.agency_of(agency_id)
    if agency is None:
        raise Http404
    return agency


def is_copy(request: HttpRequest) -> bool:
    """Whether the page is drawn for a copy as files, behind which no server stands."""
    return COPY in request.META


def kept_language(request: HttpRequest) -> str:
    """The language that the address asks for, as a query of its own."""
    asked = request.GET.get("language", "")
    return f"?language={asked}" if asked in _OTHER else ""


def drawn_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    home: str,
    status: int = 200,
) -> HttpResponseBase:
    """A page in the language of its address, else of its reader; told unchanged by its tag.

    Shape:  `context` has the agency; `home` is where the head of the page leads.
    """
    asked = request.GET.get("language", "")
    language = asked if asked in _OTHER else (translation.get_language() or "th")[:2]
    with translation.override(language):
        switch = request.GET.copy()
        switch["language"] = _OTHER.get(language, "th")
        given = {
            "home": home,
            "is_copy": is_copy(request),
            "switch": f"{request.path}?{switch.urlencode()}",
            # The links of a page keep the language that its address asks for.
            "keep": f"&language={asked}" if asked in _OTHER else "",
            "keep_alone": kept_language(request),
            "address": f"{site_address()}{request.path}",
        }
        text = render_to_string(template, {**context, **given})
    response = HttpResponse(text, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if status != HTTPStatus.OK:
        return response
    etag = f'"{sha256(text.encode()).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
