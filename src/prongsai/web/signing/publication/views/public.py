"""What everybody may read, without signing in.

These pages are the same for all readers: they are drawn without the request, know no session and
set no cookie, so that what lies between site and reader may keep them.
"""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from prongsai.web.agency.models import Agency
from prongsai.web.platform import files
from prongsai.web.platform.serving import POLICY
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.publication import queries
from prongsai.web.signing.publication.views.drawn import (
    KEPT,
    drawn_page,
    kept_language,
    public_agency,
)


@require_safe
def public(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """What an agency has published, of one year, perhaps of one kind."""
    agency = public_agency(agency_id)
    year = whole_number(request.GET.get("year", ""))
    content = queries.public_page(agency, year, request.GET.get("kind", ""))
    context = {"page": content, "agency": agency}
    return drawn_page(request, "publication/public_list.html", context, home=_home(agency))


@require_safe
def paper(request: HttpRequest, agency_id: UUID, publication_id: UUID) -> HttpResponseBase:
    """One edition of one paper."""
    return _paper(request, agency_id, publication_id)


def _paper(
    request: HttpRequest, agency_id: UUID, publication_id: UUID, status: int = 200
) -> HttpResponseBase:
    agency = public_agency(agency_id)
    content = queries.edition_page(agency, publication_id)
    if content is None:
        raise Http404
    kept = kept_language(request)
    context = {
        "page": content,
        "agency": agency,
        "check": _check(content.check_code),
        "others": [
            (other, reverse("publication:paper", args=[agency.pk, other.id]) + kept)
            for other in content.others
        ],
    }
    template = "publication/public_paper.html"
    return drawn_page(request, template, context, home=_home(agency), status=status)


@require_safe
def file(request: HttpRequest, agency_id: UUID, publication_id: UUID) -> HttpResponseBase:
    """The exact file; once it is withdrawn, or while it is held, the page that says so."""
    agency = public_agency(agency_id)
    row = queries.publication_row(agency, publication_id)
    if row is None:
        raise Http404
    if row.withdrawn_at is not None or queries.held_of(row) is not None:
        return _paper(request, agency_id, publication_id, status=404)
    etag = f'"{row.file.digest}"'
    found = get_conditional_response(request, etag=etag)
    response: HttpResponseBase = found or FileResponse(
        files.opened(agency, row.file.digest), content_type=row.file.media_type
    )
    disposition = content_disposition_header(
        as_attachment="save" in request.GET, filename=row.file.name
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Last-Modified"] = http_date(row.published_at.timestamp())
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _check(code: str) -> str:
    """The public page that says whether a paper in hand is the approved one."""
    return reverse("approval:check", args=[code]) if code else ""


def _home(agency: Agency) -> str:
    """The list of what the agency has published."""
    return reverse("publication:public", args=[agency.pk])
