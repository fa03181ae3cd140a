"""Show evidence: pictures in the page, all other files saved, nothing in them run."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.platform import files
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.evidence.views.common import row_in

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
# The browser keeps it and asks each time whether the person may still see it.
_CACHE = "private, no-cache"


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """A file as it was kept; only pictures, which we drew ourselves, show in the browser."""
    row = row_in(request, evidence_id)
    return sent_file(request, row.file, inline=row.is_photo and "save" not in request.GET)


@require_safe
@needs(Right.SEE)
def small(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The little picture of a photo."""
    row = row_in(request, evidence_id)
    if row.small is None:
        raise Http404
    return sent_file(request, row.small, inline=True)


def sent_file(request: HttpRequest, stored: StoredFile, *, inline: bool) -> HttpResponse:
    """A kept file as an answer; one that is not `inline` is saved, and nothing in it runs."""
    etag = f'"{stored.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:  # noqa: PLR2004 - not modified
        response = HttpResponse(files.read(stored), content_type=stored.media_type)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=not inline, filename=stored.name
        ) or ("inline" if inline else "attachment")
    response["ETag"] = etag
    response["Cache-Control"] = _CACHE
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
