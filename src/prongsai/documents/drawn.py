"""A document as a file of the form that is asked for."""

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document


def drawn_as(form: str, document: Document, digits: Digits) -> bytes:
    """A document as "pdf", "docx" or "html"; the engine of the other forms is not loaded.

    Errors: KeyError for another form, the fault being ours.
    """
    if form == "pdf":
        from prongsai.documents.pdf import to_pdf  # noqa: PLC0415 - the engines are heavy

        return to_pdf(document, digits=digits)
    if form == "docx":
        from prongsai.documents.word import to_docx  # noqa: PLC0415 - the engines are heavy

        return to_docx(document, digits=digits)
    if form == "html":
        from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy

        return to_html(document, digits=digits).encode()
    raise KeyError(form)
