"""A picture of a page of a PDF, with the places of quotes marked."""

import io

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from prongsai.core.errors import Place, UnreadableInput

_DOTS_PER_INCH = 110
_MOST_PIXELS = 4_000_000
_COLOURS = 15
_MARK = (196, 40, 28)
_FEWEST_LETTERS = 6


def marked_page(data: bytes, name: str, number: int, *quotes: str) -> bytes:
    """A page as PNG, a box around each quote where the text layer has it.

    Errors: UnreadableInput where there is no such page.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise UnreadableInput("readers/not_evidence", place=Place(name)) from None
    with document:
        if not 1 <= number <= len(document):
            raise UnreadableInput("readers/not_evidence", place=Place(name, page=number))
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        picture = _small(page.render(scale=scale).to_pil())
        draw = ImageDraw.Draw(picture)
        text = page.get_textpage()
        boxes = (box for quote in quotes for box in _boxes(text, quote))
        for left, bottom, right, top in boxes:
            box = (left, height - top, right, height - bottom)
            draw.rectangle([edge * scale for edge in box], outline=_COLOURS, width=3)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _small(picture: Image.Image) -> Image.Image:
    """A picture of few colours, a fraction of the size; that of the mark comes behind them."""
    few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    colours = (few.getpalette() or [])[: _COLOURS * 3]
    few.putpalette([*colours, *[0] * (_COLOURS * 3 - len(colours)), *_MARK])
    return few


def _boxes(text: pdfium.PdfTextPage, quote: str) -> list[tuple[float, float, float, float]]:
    """Where the quote stands; of one that is broken over lines its longest run that is found."""
    words = quote.rstrip("…").split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            place = text.search(run).get_next() if len(run) >= _FEWEST_LETTERS else None
            if place is not None:
                count = text.count_rects(*place)
                return [text.get_rect(number) for number in range(count)]
    return []
