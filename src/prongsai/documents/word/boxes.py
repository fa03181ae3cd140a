"""Boxes: the figures to see first, and the chain of opinions."""

from __future__ import annotations

from docx.oxml.ns import qn

from prongsai.core.papers.document import KeyFigure, KeyFigures, Opinion, Opinions, Signature
from prongsai.documents.word.grid import Cell, Frame, Row, boxed, grid
from prongsai.documents.word.markup import (
    ACCENT,
    SOFT,
    TABLE,
    Element,
    Letters,
    Look,
    keep_with_next,
    paragraph,
    run,
    tab,
)
from prongsai.documents.word.page import Page
from prongsai.documents.word.prose import signed
from prongsai.documents.wording import choice_lines, is_because

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
        rows = [Row([*figures, Cell(words, fill=SOFT, across="center")])]
        widths = [page.width * 0.28] * len(figures)
        widths.append(page.width - sum(widths))
    else:
        most = min(len(figures), _IN_A_ROW) or 1
        rows = [
            _line(figures[first : first + most], most) for first in range(0, len(figures), most)
        ]
        if words:
            rows.append(Row([Cell(words, most, SOFT)]))
        widths = [page.width / most] * most
    if not rows:
        return []
    frame = Frame((("left", "single", 3, ACCENT),), inset=_BOX_INSET)
    return [_space(), grid(widths, rows, frame), _space()]


def _figure(figure: KeyFigure) -> Cell:
    lines = [
        paragraph(Look(), run(figure.label, _LABEL)),
        paragraph(Look(), run(figure.text, _FIGURE)),
    ]
    return Cell(lines, fill=SOFT)


def _line(figures: list[Cell], most: int) -> Row:
    blank = Cell([paragraph(Look())], fill=SOFT)
    return Row([*figures, *[blank] * (most - len(figures))])


def _space() -> Element:
    """Room around a box; two tables that touch become one."""
    return paragraph(Look(exact=8))


def opinions(block: Opinions, page: Page) -> list[Element]:
    """The boxes two by two, the decision over the full width."""
    if not block.boxes:
        return []
    *others, decision = block.boxes
    half = page.width / 2
    rows = [
        _pair(others[first : first + 2], half, page.width) for first in range(0, len(others), 2)
    ]
    rows.append(Row([_box(decision, page.width, span=2)]))
    boxes = grid([half, half], rows, Frame(inset=_BOX_INSET))
    # The decision never stands alone.
    keep_with_next([*boxes.iter(qn("w:tr"))][:-1])
    return [_space(), boxes]


def _pair(pair: list[Opinion], half: float, width: float) -> Row:
    if len(pair) == 1:
        return Row([_box(pair[0], width, span=2)])
    return Row([_box(opinion, half) for opinion in pair])


def _box(opinion: Opinion, width: float, span: int = 1) -> Cell:
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
    return Cell([title, *lines, *hand], span, borders=boxed("single", 0.75, "787878"))


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
