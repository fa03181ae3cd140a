"""A document as a file of the form that is asked for."""

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document


def drawn_as(form: str, document: Document, digits: Digits) -> bytes:
    """A document as "pdf", "docx" or "html"; the engine of the other forms is not loaded.

    Errors: KeyError for another form, the fault being ours.
    """
    return {"pdf": _pdf, "docx": _docx, "html": _html}[form](document, digits)


def _pdf(document: Document, digits: Digits) -> bytes:
    from prongsai.documents.pdf import to_pdf  # noqa: PLC0415 - the engines are heavy

    return to_pdf(document, digits=digits)


def _docx(document: Document, digits: Digits) -> bytes:
    from prongsai.documents.word import to_docx  # noqa: PLC0415 - the engines are heavy

    return to_docx(document, digits=digits)


def _html(document: Document, digits: Digits) -> bytes:
    from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy

    return to_html(document, digits=digits).encode()
