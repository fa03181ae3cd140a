"""A PDF page laid upright, letters of it that nobody sees, and marks of notes behind numbers."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import pypdfium2 as pdfium
from msgspec import Struct
from pypdfium2 import raw

from prongsai.core.errors import Place
from prongsai.core.thai import repair
from prongsai.readers.unseen import Unseen

_WHITE = 250
# Of the height of the digit before: sizes, how far a mark is raised, stands over it and behind it.
_SMALL, _SMALLER = 0.75, 0.95
_RAISED, _RAISED_BRACKET, _OVER, _UNDER, _NEAR = 0.2, 0.15, 0.1, 0.3, 0.6
_DIGITS, _MARKS = "0123456789๐๑๒๓๔๕๖๗๘๙", "0123456789๐๑๒๓๔๕๖๗๘๙()"
_TINY, _READABLE = 2.5, 6.0
_LARGE, _LONGEST_MARK = 2.5, 12
_LONGEST_SLANTED = 60
_SLANT = 0.15
# So many letters tell how a page is turned.
_CHARACTERS_TRIED = 300
# Sine and cosine of what lays text upright that is turned by that many quarters clockwise.
_BACK = ((0, 1), (1, 0), (0, -1), (-1, 0))

Box = tuple[float, float, float, float]
# How pages are drawn, and what of a letter's box is left out at each edge.
_SCALE, _LONGEST_SIDE, _EDGE = 1.5, 2_000, 0.2


class TextLook(Struct, frozen=True):
    """How a text object is drawn: across the page, without colour, or in white."""

    is_slanted: bool
    is_clear: bool
    is_white: bool


class PageSight:
    """What can be seen of a page's letters; what cannot is gathered and told at the end."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        """The sight of a page that lies upright."""
        self.page, self.textpage = page, textpage
        self._page = textpage.raw
        self._looks: dict[int, TextLook] = {}
        self.slanted: list[str] = []
        self.clear: list[str] = []
        self.gone: list[tuple[int, str]] = []
        self._colours = tuple(ctypes.c_uint() for _ in range(4))
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = raw.FS_MATRIX()
        self._base: tuple[int, float, Box] | None = None

    def look_of(self, index: int) -> TextLook:
        """How a letter is drawn; letters of one text object are drawn alike."""
        item = raw.FPDFText_GetTextObject(self._page, index)
        key = ctypes.addressof(item.contents) if item else -index
        if key not in self._looks:
            raw.FPDFText_GetFillColor(self._page, index, *self._colours)
            *colours, alpha = (colour.value for colour in self._colours)
            mode = raw.FPDFTextObj_GetTextRenderMode(item) if item else 0
            is_filled = mode in (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_UNKNOWN)
            self._looks[key] = TextLook(
                is_slanted=_is_slanted(raw.FPDFText_GetCharAngle(self._page, index)),
                is_clear=mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE or not alpha,
                is_white=is_filled and min(colours) >= _WHITE,
            )
        return self._looks[key]

    def hides(self, index: int, letter: str, look: TextLook, box: raw.FS_RECTF) -> bool:
        """Whether a letter is white on white or drawn without colour."""
        if not look.is_clear and not look.is_white:
            return False
        is_seen = self._has_ink(box)
        if not is_seen:
            self.gone.append((index, letter))
        elif look.is_clear:
            self.clear.append(letter)
        return not is_seen

    def is_recognised(self, letters: int) -> bool:
        """Whether of so many letters most, or any digit, were recognised in a picture of them."""
        # What a scanner recognised is clear and lies over its picture: nobody sees what it misread.
        return 2 * len(self.clear) > letters or any(map(str.isdigit, self.clear))

    def points(self, index: int) -> float:
        """The size of a letter's font on the page; 0 where that is not known."""
        if not raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            return 0.0
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return float(raw.FPDFText_GetFontSize(self._page, index)) * scale

    def is_note_mark(self, index: int, letter: str) -> bool:
        """Whether a letter is small and raised behind a digit: it leads to a note."""
        if letter not in _MARKS:
            self._base = None
            return False
        left, right, bottom, top = self._edges
        raw.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        box = left.value, right.value, bottom.value, top.value
        if self._base:
            last, edge, base = self._base
            is_next = last == index - 1 and -1 <= box[0] - edge <= _NEAR * (base[3] - base[2])
            if is_next and _is_raised(letter, box, base):
                self._base = index, box[1], base
                return True
        self._base = (index, box[1], box) if letter in _DIGITS else None
        return False

    def tell(self, unseen: Unseen, place: Place) -> None:
        """Tell what was not seen, and a watermark laid across the page."""
        for text in _runs(self.gone):
            unseen.hide(repair(text), place)
        if len(self.slanted) <= _LONGEST_SLANTED:
            unseen.aside(repair("".join(self.slanted)), place)

    def _has_ink(self, box: raw.FS_RECTF) -> bool:
        """Whether the page as drawn has anything but white where a letter stands."""
        shown = self._drawn
        x, y = ctypes.c_int(), ctypes.c_int()
        wide, high = (box.right - box.left) * _EDGE, (box.top - box.bottom) * _EDGE
        corners = (box.left + wide, box.bottom + high), (box.right - wide, box.top - high)
        across, down = [], []
        for corner in corners:
            raw.FPDF_PageToDevice(self.page, 0, 0, shown.width, shown.height, 0, *corner, x, y)
            across.append(min(max(x.value, 0), shown.width - 1))
            down.append(min(max(y.value, 0), shown.height - 1))
        return any(
            shown.buffer[row * shown.stride + column] < _WHITE
            for row in range(min(down), max(down) + 1)
            for column in range(min(across), max(across) + 1)
        )

    @cached_property
    def _drawn(self) -> pdfium.PdfBitmap:
        """The page as drawn in shades of grey, only for pages with letters of no colour."""
        scale = min(_SCALE, _LONGEST_SIDE / max(*self.page.get_size(), 1.0))
        return self.page.render(scale=scale, grayscale=True)


def _is_slanted(angle: float) -> bool:
    """Whether a letter of that angle, in radians, is part of a watermark laid across the page."""
    quarter = angle % (math.pi / 2)
    return angle >= 0 and _SLANT < quarter < math.pi / 2 - _SLANT


def _is_raised(letter: str, box: Box, base: Box) -> bool:
    """Whether a letter is smaller than the digit before it and stands at its top or above."""
    high = base[3] - base[2]
    size, raised, over = box[3] - box[2], box[2] - base[2], box[3] - base[3]
    if size >= _SMALLER * high:
        return False
    if letter not in _DIGITS:
        return raised > _RAISED_BRACKET * high
    is_high = size < _SMALL * high or over > _OVER * high
    under = _OVER if letter.isascii() else _UNDER  # Thai digits are lower
    return is_high and raised > _RAISED * high and over > -under * high


def _runs(letters: list[tuple[int, str]]) -> Iterator[str]:
    """Letters that follow each other on the page, as texts."""
    run, last = "", -1
    for index, letter in letters:
        # One place may stand for a line's end.
        if run and index > last + 3:
            yield run
            run = ""
        run, last = run + letter, index
    if run:
        yield run


def may_be_tiny(height: float) -> bool:
    """Whether a letter's box is so low that its font's size has to be asked."""
    return height < _TINY


def is_tiny(size: float, usual: float) -> bool:
    """Whether letters of that height cannot be read beside usual ones.

    >>> is_tiny(1.1, 13.0), is_tiny(1.1, 1.1)
    (True, False)
    """
    return size < _TINY and usual >= _READABLE


def is_overlarge(size: float, usual: float) -> bool:
    """Whether a letter may be part of a word laid large over the page."""
    return size > _LARGE * usual


def is_laid_over(text: str) -> bool:
    """Whether a text is short enough for a word laid over the page."""
    return 0 < len(text) <= _LONGEST_MARK


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
