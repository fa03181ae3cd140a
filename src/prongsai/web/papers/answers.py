"""What is sent to a browser as it is: a paper as a page, a kept file."""

from __future__ import annotations

from django.http import HttpResponse

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.web.agency.models import Agency

# A paper needs nothing from anywhere, so nothing that got into it can fetch or run.
_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


def page_answer(document: Document, agency: Agency) -> HttpResponse:
    """A paper as one page, in the digits of its agency."""
    from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy

    response = HttpResponse(to_html(document, digits=Digits(agency.digits)))
    response["Content-Security-Policy"] = _PAGE
    return response
