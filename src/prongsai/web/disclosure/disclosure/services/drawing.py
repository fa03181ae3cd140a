"""Draw papers that are made of what an agency keeps (`disclosure.made`)."""

from __future__ import annotations

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.documents.tables_workbook import tables_of, to_xlsx
from prongsai.web.disclosure.disclosure.made import MadePaper
from prongsai.web.platform import files
from prongsai.web.platform.clock import now
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES


def keep(row: MadePaper, document: Document, name: str, digits: Digits) -> None:
    """Draw an edition in all its forms, as a workbook where it has tables; again replaces them."""
    made = {form: drawn_as(form, document, digits) for form in ("pdf", "docx")}
    if tables_of(document):
        made["xlsx"] = to_xlsx(document)
    for form, data in made.items():
        kept = files.store(row.agency, None, f"{name}.{form}", MEDIA_TYPES[form], data)
        setattr(row, form, kept)
    row.drawn_at = now()
    row.save(update_fields=[*made, "drawn_at"])
