"""Pages of a kept PDF as pictures, so that a phone shows exactly what will print."""

from __future__ import annotations

import io
from threading import Lock

_WIDTH = 1000  # pixels: sharp on a phone, and on half a screen
# The engine keeps its state for the whole process.
_ENGINE = Lock()


def sheet_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _ENGINE, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def sheet_picture(pdf: bytes, number: int) -> bytes | None:
    """A page as PNG, counted from 1; None where there is no such page."""
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _ENGINE, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        sheet = document[number - 1]
        bitmap = sheet.render(scale=_WIDTH / sheet.get_width(), no_smoothpath=False)
        picture = bitmap.to_pil().convert("P", colors=64)
        told = io.BytesIO()
        picture.save(told, "PNG", optimize=True)
        return told.getvalue()
