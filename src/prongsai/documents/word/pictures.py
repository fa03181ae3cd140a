"""Pictures: charts with their words for those who cannot see them, and the emblem."""

import io

from docx.shared import Cm

from prongsai.core.papers.document import Beside, Chart, Mark, Photo, Photos
from prongsai.documents.charts import WIDE, draw
from prongsai.documents.charts.bars import chart_png, svg_png
from prongsai.documents.marks import mark_alternative, mark_png
from prongsai.documents.photos import GUTTER, frame_of, sized
from prongsai.documents.photos import Frame as PhotoFrame
from prongsai.documents.word.grid import Frame, WordCell, WordRow, grid
from prongsai.documents.word.markup import (
    QUIET,
    SMALL,
    TABLE,
    Align,
    Element,
    Letters,
    Look,
    element,
    paragraph,
    run,
    with_letters,
)
from prongsai.documents.word.page import Page
from prongsai.documents.wording import printable

# Units of a chart fill the line of an upright page; a wider page does not make them larger.
_WIDEST_CHART = 16.0
_EMBLEM_SHAPE = 0.92
_MARK = 2.0


def picture(
    page: Page, data: bytes, alternative: str, *, width: float = 0, height: float = 0
) -> Element:
    """A run with a picture; one of its sides in centimetres, the other follows."""
    inline = page.part.new_pic_inline(
        io.BytesIO(data), Cm(width) if width else None, Cm(height) if height else None
    )
    # python-docx counts only pictures that stand in the text already.
    number = next(page.pictures)
    words = {"id": str(number), "name": f"Picture {number}", "descr": printable(alternative)}
    for name, value in words.items():
        inline.docPr.set(name, value)
    return with_letters(element("drawing", inline), Letters())


def chart(block: Chart, page: Page) -> list[Element]:
    """A chart with its caption below."""
    drawing = draw(block, thai_digits=page.thai_tables, names=page.document.names)
    width = min(page.width, drawing.width / WIDE * min(_WIDEST_CHART, max(page.width, 15.0)))
    shown = picture(page, chart_png(drawing, width), block.alternative, width=width)
    return [
        paragraph(Look(align="center", before=6, keep_next=True), shown),
        paragraph(Look("Caption", align="center", after=6), run(block.caption, Letters(TABLE))),
    ]


def beside(block: Beside, page: Page) -> list[Element]:
    """Two charts side by side, each as large as it fits."""
    half = page.width / 2
    room = page.narrowed(half - 0.3)
    cells = [WordCell(chart(block.left, room)), WordCell(chart(block.right, room))]
    return [grid([half, half], [WordRow(cells)], Frame(inset=(0.1, 0)))]


def photos(block: Photos, page: Page) -> list[Element]:
    """Photos in rows, each with its caption; a row stays on one page."""
    if not block.photos:
        return []
    across = max(1, min(block.across, 2))
    frame = frame_of(block, page.width)
    blank = WordCell([paragraph(Look())])
    rows = []
    for first in range(0, len(block.photos), across):
        cells = [_photo(photo, page, frame) for photo in block.photos[first : first + across]]
        rows.append(WordRow([*cells, *[blank] * (across - len(cells))]))
    widths = [page.width / across] * across
    return [paragraph(Look(exact=6)), grid(widths, rows, Frame(inset=(GUTTER / 2, 0.1)))]


def _photo(photo: Photo, page: Page, frame: PhotoFrame) -> WordCell:
    drawn = sized(photo.picture, frame, photo.caption)
    alternative = photo.alternative or photo.caption
    shown = picture(page, drawn.data, alternative, width=min(drawn.width, page.width))
    lines = [paragraph(Look(align="center", keep_next=True), shown)]
    caption = Look("Caption", align="center", after=6)
    lines.append(paragraph(caption, run(photo.caption, Letters(TABLE))))
    return WordCell(lines)


def mark(given: Mark, page: Page) -> list[Element]:
    """The QR with its words, at the foot of the page on which the paper ends."""
    shown = picture(page, mark_png(given), mark_alternative(given), width=_MARK)
    beside = _MARK + 0.4
    code = Look(frame=(0.0, None, _MARK))
    words = Look(frame=(beside, None, page.width - beside))
    letters = Letters(SMALL, colour=QUIET)
    return [paragraph(code, shown), *(paragraph(words, run(line, letters)) for line in given.words)]


def emblem(page: Page, height: float, align: Align = "left") -> Element:
    """The emblem, or empty room until the agency has given one."""
    given, label = page.document.emblem, page.document.emblem_label
    if given is None:
        return paragraph(Look(exact=Cm(height).pt))
    data = svg_png(given.data, height) if given.media_type == "image/svg+xml" else given.data
    return paragraph(
        Look(align=align), picture(page, data, label or page.document.author, height=height)
    )
