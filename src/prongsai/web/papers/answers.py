"""What is sent to a browser as it is: a paper as a page, a kept file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.web.agency.models import Agency
from prongsai.web.platform import files
from prongsai.web.platform.models import StoredFile

# A paper needs nothing from anywhere, so nothing that got into it can fetch or run.
_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
# Nothing in a file may be loaded or run; the browser may show a PDF or a picture.
_FILE = "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'"
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


def page_answer(document: Document, agency: Agency) -> HttpResponse:
    """A paper as one page, in the digits of its agency."""
    from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy

    response = HttpResponse(to_html(document, digits=Digits(agency.digits)))
    response["Content-Security-Policy"] = _PAGE
    return response


def file_answer(file: StoredFile, *, saves: bool = False) -> HttpResponse:
    """A kept file; what a browser shows safely it shows, all else is saved."""
    response = HttpResponse(files.read(file), content_type=file.media_type)
    as_file = saves or file.media_type not in _SHOWN
    disposition = content_disposition_header(as_attachment=as_file, filename=file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = f"{_FILE}; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
