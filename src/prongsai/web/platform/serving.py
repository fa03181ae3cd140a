"""Kept files as answers: what a browser shows safely it shows, all else it saves."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from prongsai.web.platform import files
from prongsai.web.platform.models import StoredFile

# Kept files ran through the gate, or are our own; nothing in one may be loaded or run all the same.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


# A paper as a page needs nothing from anywhere, so nothing that got into it can fetch or run.
_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


def page_answer(page: str | bytes) -> HttpResponse:
    """A paper as one page of HTML that `documents.page.to_html` made."""
    response = HttpResponse(page)
    response["Content-Security-Policy"] = _PAGE
    return response


def file_answer(kept: StoredFile, *, saves: bool = False) -> HttpResponse:
    """A kept file; `saves` where the browser must not show it."""
    response = HttpResponse(files.read(kept), content_type=kept.media_type)
    as_file = saves or kept.media_type not in _SHOWN
    disposition = content_disposition_header(as_attachment=as_file, filename=kept.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
