"""What is sent to a browser as it is: a paper as a page, a kept file."""

from __future__ import annotations

from django.http import HttpResponse

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.web.agency.models import Agency
from prongsai.web.platform.serving import page_answer


def paper_answer(document: Document, agency: Agency) -> HttpResponse:
    """A paper as one page, in the digits of its agency."""
    from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy

    return page_answer(to_html(document, digits=Digits(agency.digits)))
