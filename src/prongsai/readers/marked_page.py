"""A picture of a page of a PDF, with the places of quotes marked."""

import io
import re
from collections.abc import Sequence
from functools import cache, partial
from itertools import chain

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.thai import skeleton

_DOTS_PER_INCH = 110
_MOST_PIXELS = 4_000_000
_COLOURS = 15
_MARK = (196, 40, 28)
_FEWEST_LETTERS = 6
_NEARLY = 0.8
_THICK, _AROUND = 2, (-4, -4, 4, 4)


def marked_page(data: bytes, name: str, number: int, *quotes: tuple[str, str]) -> bytes:
    """A page as PNG, the figure of each quote in a box, else its words, where the text has them.

    Shape:  a quote is its words and its figure, "" where only the words count.
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
        text, marked = page.get_textpage(), set[_Run]()
        places = cache(partial(_places, text))
        boxes = (
            _boxes(text, quote.replace(figure or "\n", " "), places(figure), marked)
            for quote, figure in quotes
        )
        for left, bottom, right, top in chain.from_iterable(boxes):
            box = zip((left, height - top, right, height - bottom), _AROUND, strict=True)
            edges = [edge * scale + apart for edge, apart in box]
            draw.rectangle(edges, outline=_COLOURS, width=_THICK)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _small(picture: Image.Image) -> Image.Image:
    """A picture of few colours, a fraction of the size; that of the mark comes behind them."""
    few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    colours = (few.getpalette() or [])[: _COLOURS * 3]
    few.putpalette([*colours, *[0] * (_COLOURS * 3 - len(colours)), *_MARK])
    return few


_Box = tuple[float, ...]
_Run = tuple[int, int]


def _boxes(
    text: pdfium.PdfTextPage, quote: str, places: Sequence[tuple[_Run, str]], marked: set[_Run]
) -> list[_Box]:
    """The place in the line most like the quote, of equal ones the next; else words of it."""
    words = skeleton(quote)
    threes = [words[at : at + 3] for at in range(len(words) - 2)]
    likeness = {run: sum(three in line for three in threes) for run, line in places}
    most = max(likeness.values(), default=0)
    if not likeness or (len(likeness) > 1 and most < min(_FEWEST_LETTERS - 2, len(threes))):
        return _words(text, quote)
    likely = [run for run, size in likeness.items() if size >= most * _NEARLY]
    best = max(likely, key=lambda run: (run not in marked, likeness[run]))
    marked.add(best)
    return _lines(text, best)


def _places(text: pdfium.PdfTextPage, figure: str) -> list[tuple[_Run, str]]:
    """Where a figure stands that is no part of a longer number, each with its line."""
    whole = re.compile(rf"(?<!\d\.){re.escape(figure)}(?!\.\d)")
    search = text.search(figure, match_whole_word=True) if figure else None
    places = []
    for start, count in iter(search.get_next, None) if search else ():
        if whole.search(text.get_text_range(max(start - 2, 0), count + 4)):
            _, bottom, _, top = _lines(text, (start, count))[0]
            line = skeleton(text.get_text_bounded(bottom=bottom, top=top))
            places.append(((start, count), line))
    return places


def _words(text: pdfium.PdfTextPage, quote: str) -> list[_Box]:
    """The longest run of words that is found: a quote may be broken over lines."""
    words = quote.rstrip("…").split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            run = text.search(part).get_next() if len(part) >= _FEWEST_LETTERS else None
            if run is not None:
                return _lines(text, run)
    return []


def _lines(text: pdfium.PdfTextPage, run: _Run) -> list[_Box]:
    """The boxes of a run of letters, one a line."""
    lines: list[_Box] = []
    for box in map(text.get_rect, range(text.count_rects(*run))):
        if lines and min(box[3], lines[-1][3]) > max(box[1], lines[-1][1]):
            edges = list(zip(lines.pop(), box, strict=True))
            box = (*map(min, edges[:2]), *map(max, edges[2:]))  # noqa: PLW2901
        lines.append(box)
    return lines
