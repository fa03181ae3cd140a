"""Pages of a PDF whose text lies sideways or upside down, laid upright before they are read."""

import math
from collections import Counter

import pypdfium2 as pdfium
from pypdfium2 import raw

_CHARACTERS_TRIED = 300
# Sine and cosine of what lays text upright that is turned by that many quarters clockwise.
_BACK = ((0, 1), (1, 0), (0, -1), (-1, 0))


def upright_page(
    document: pdfium.PdfDocument, index: int
) -> tuple[pdfium.PdfPage, pdfium.PdfTextPage, bool]:
    """A page with its text upright, that text, and whether a viewer shows it turned.

    The content itself is turned: PDFium orders the letters of a line, and halves the box of two
    letters with one glyph, as if all text lay upright, so turning the letters it found is too late.
    """
    page = document[index]
    textpage = page.get_textpage()
    quarter = _quarter(textpage)
    is_shown_turned = (quarter * 90 + page.get_rotation()) % 360 != 0
    if not quarter:
        return page, textpage, is_shown_turned
    textpage.close()
    _turn_back(page, quarter)
    page.close()
    page = document[index]  # a page is laid out when it is opened
    return page, page.get_textpage(), is_shown_turned


def _turn_back(page: pdfium.PdfPage, quarter: int) -> None:
    """Turn a page's content and its edges about the origin."""
    sine, cosine = _BACK[quarter]
    left, bottom, right, top = page.get_bbox()
    corners = [
        (x * cosine - y * sine, x * sine + y * cosine) for x in (left, right) for y in (bottom, top)
    ]
    across, up = zip(*corners, strict=True)
    box = min(across), min(up), max(across), max(up)
    raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(cosine, sine, -sine, cosine, 0, 0), None)
    page.set_mediabox(*box)
    page.set_cropbox(*box)
    page.set_rotation(0)


def _quarter(textpage: pdfium.PdfTextPage) -> int:
    """How most of the text is turned in the content, in quarters of a circle clockwise.

    A page's own rotation says how it is shown, not how its text lies.
    """
    quarters: Counter[int] = Counter()
    for index in range(textpage.count_chars()):
        if raw.FPDFText_IsGenerated(textpage, index) != 1:
            angle = raw.FPDFText_GetCharAngle(textpage, index)
            quarters[round(angle / (math.pi / 2)) % 4] += 1
        if quarters.total() == _CHARACTERS_TRIED:
            break
    return quarters.most_common(1)[0][0] if quarters else 0
