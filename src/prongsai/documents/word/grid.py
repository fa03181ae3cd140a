"""Tables as Word draws them, from cells that hold paragraphs.

Built by hand and not by python-docx, whose cells are found by walking the whole table: with two
hundred rows that takes minutes.
"""

from collections.abc import Sequence
from typing import Literal

from docx.oxml.ns import qn
from msgspec import Struct

from prongsai.core.papers.document import Block, KeyFigure, KeyFigures, Opinion, Opinions, Signature
from prongsai.documents.word.markup import (
    ACCENT,
    SOFT,
    TABLE,
    Border,
    Element,
    Letters,
    Look,
    borders_markup,
    element,
    keep_with_next,
    paragraph,
    run,
    tab,
    twips,
)
from prongsai.documents.word.page import Page
from prongsai.documents.word.prose import signed
from prongsai.documents.wording import choice_lines, is_because, printable

VerticalMerge = Literal["", "restart", "continue"]
SIDES = ("top", "left", "bottom", "right")


def boxed(kind: str, points: float, colour: str) -> tuple[Border, ...]:
    return tuple((side, kind, points, colour) for side in SIDES)


class WordCell(Struct, frozen=True):
    """One cell: its paragraphs, how many columns it spans, its ground and borders."""

    content: Sequence[Element]
    span: int = 1
    fill: str = ""
    merge: VerticalMerge = ""
    borders: tuple[Border, ...] = ()
    across: Literal["top", "center", "bottom"] = "top"


class WordRow(Struct, frozen=True):
    """One row; `height` in centimetres is exact when it is given."""

    cells: Sequence[WordCell]
    is_head: bool = False
    splits: bool = False
    height: float = 0


class Frame(Struct, frozen=True):
    """How a table stands: borders around and inside, room in its cells, place on the line."""

    borders: tuple[Border, ...] = ()
    inset: tuple[float, float] = (0.18, 0.06)  # beside and above, in centimetres
    align: Literal["left", "center"] = "left"
    indent: float = 0
    caption: str = ""


def grid(widths: Sequence[float], rows: Sequence[WordRow], frame: Frame) -> Element:
    """A table with columns of these widths in centimetres."""
    made = element(
        "tbl",
        _properties(sum(widths), frame),
        element("tblGrid", *(element("gridCol", w=twips(width)) for width in widths)),
    )
    made.extend([_row(row, widths) for row in rows])
    return made


def _properties(width: float, frame: Frame) -> Element:
    beside, above = map(twips, frame.inset)
    sides = (("top", above), ("left", beside), ("bottom", above), ("right", beside))
    centred = frame.align == "center"
    return element(
        "tblPr",
        element("tblW", w=twips(width), type="dxa"),
        element("jc", val="center") if centred else None,
        None if centred else element("tblInd", w=twips(frame.indent), type="dxa"),
        borders_markup("tblBorders", frame.borders),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=room, type="dxa") for side, room in sides)),
        element("tblLook", val="0000"),
        element("tblCaption", val=printable(frame.caption)) if frame.caption else None,
    )


def _row(row: WordRow, widths: Sequence[float]) -> Element:
    properties = element(
        "trPr",
        None if row.splits else element("cantSplit"),
        element("trHeight", val=twips(row.height), hRule="exact") if row.height else None,
        element("tblHeader") if row.is_head else None,
    )
    made = element("tr", properties)
    first = 0
    for cell in row.cells:
        made.append(_cell(cell, sum(widths[first : first + cell.span])))
        first += cell.span
    if row.is_head:
        keep_with_next([made])
    return made


def _cell(cell: WordCell, width: float) -> Element:
    merge = element("vMerge", val=cell.merge) if cell.merge else None
    properties = element(
        "tcPr",
        element("tcW", w=twips(width), type="dxa"),
        element("gridSpan", val=cell.span) if cell.span > 1 else None,
        merge,
        borders_markup("tcBorders", cell.borders),
        element("shd", val="clear", color="auto", fill=cell.fill) if cell.fill else None,
        element("vAlign", val=cell.across),
    )
    return element("tc", properties, *cell.content)


_IN_A_ROW = 4
_ROOM_FOR_TEXT = 2
_FIGURE = Letters(32, bold=True, colour=ACCENT)
_LABEL = Letters(TABLE, colour="505050")
_BOX_INSET = (0.35, 0.15)
_DOTTED_LINES = 3


def key_figures(block: KeyFigures, page: Page) -> list[Element]:
    """The figures in a shaded band; the sentence beside them, or below when they are many."""
    figures = [_figure(figure) for figure in block.figures]
    words = [paragraph(Look(align="right"), run(block.text))] if block.text else []
    if words and 0 < len(figures) <= _ROOM_FOR_TEXT:
        rows = [WordRow([*figures, WordCell(words, fill=SOFT, across="center")])]
        widths = [page.width * 0.28] * len(figures)
        widths.append(page.width - sum(widths))
    else:
        most = min(len(figures), _IN_A_ROW) or 1
        rows = [
            _line(figures[first : first + most], most) for first in range(0, len(figures), most)
        ]
        if words:
            rows.append(WordRow([WordCell(words, most, SOFT)]))
        widths = [page.width / most] * most
    if not rows:
        return []
    frame = Frame((("left", "single", 3, ACCENT),), inset=_BOX_INSET)
    return [_space(), grid(widths, rows, frame), _space()]


def _figure(figure: KeyFigure) -> WordCell:
    lines = [
        paragraph(Look(), run(figure.label, _LABEL)),
        paragraph(Look(), run(figure.text, _FIGURE)),
    ]
    return WordCell(lines, fill=SOFT)


def _line(figures: list[WordCell], most: int) -> WordRow:
    blank = WordCell([paragraph(Look())], fill=SOFT)
    return WordRow([*figures, *[blank] * (most - len(figures))])


def _space() -> Element:
    """Room around a box; two tables that touch become one."""
    return paragraph(Look(exact=8))


def hands(both: Sequence[Block], page: Page) -> list[Element]:
    """Two signatures side by side."""
    half = page.width / 2
    cells = [WordCell(signed(hand, half)) for hand in both if isinstance(hand, Signature)]
    return [grid([half, half], [WordRow(cells)], Frame(inset=(0, 0)))]


def opinions(block: Opinions, page: Page) -> list[Element]:
    """The boxes two by two; the decision over the full width where it is the odd one."""
    if not block.boxes:
        return []
    half = page.width / 2
    rows = [
        _pair(block.boxes[first : first + 2], half, page.width)
        for first in range(0, len(block.boxes), 2)
    ]
    boxes = grid([half, half], rows, Frame(inset=_BOX_INSET))
    # The decision never stands alone; what is before the last two rows may end a page.
    keep_with_next([*boxes.iter(qn("w:tr"))][-2:-1])
    return [_space(), boxes]


def _pair(pair: Sequence[Opinion], half: float, width: float) -> WordRow:
    if len(pair) == 1:
        return WordRow([_box(pair[0], width, span=2)])
    return WordRow([_box(opinion, half) for opinion in pair])


def _box(opinion: Opinion, width: float, span: int = 1) -> WordCell:
    room = width - 2 * _BOX_INSET[0]
    dots = Look(tabs=((room, "right", "dot"),))
    title = paragraph(Look(), run(opinion.title, Letters(bold=True)))
    lines = _choices(opinion, dots)
    if opinion.text and not is_because(opinion):
        lines.append(paragraph(Look(), run(opinion.text)))
    if not (opinion.text or opinion.signed):
        blank = max(_DOTTED_LINES - len(lines), 1)
        lines += [paragraph(dots, tab()) for _ in range(blank)]
    hand = signed(Signature(opinion.position, signed=opinion.signed, name=opinion.name), room)
    return WordCell([title, *lines, *hand], span, borders=boxed("single", 0.75, "787878"))


def _choices(opinion: Opinion, dots: Look) -> list[Element]:
    """A line for each choice; the last goes on with its reason, or with room to write one."""
    lines = choice_lines(opinion)
    if not lines:
        return []
    open_end = [] if opinion.chosen is not None else [run(" "), tab()]
    return [
        *(paragraph(Look(), run(line)) for line in lines[:-1]),
        paragraph(dots, run(lines[-1]), *open_end),
    ]
