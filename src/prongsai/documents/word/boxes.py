"""Boxes: the figures to see first, and the chain of opinions."""

from __future__ import annotations

from prongsai.core.papers.document import KeyFigure, KeyFigures, Opinion, Opinions
from prongsai.documents.word.grid import Cell, Frame, Row, boxed, grid
from prongsai.documents.word.markup import (
    ACCENT,
    SOFT,
    TABLE,
    Element,
    Letters,
    Look,
    paragraph,
    run,
    tab,
)
from prongsai.documents.word.page import Page
from prongsai.documents.word.prose import signed
from prongsai.documents.wording import TICK_BOX

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
    return [_space(), grid([half, half], rows, Frame(inset=_BOX_INSET))]


def _pair(pair: list[Opinion], half: float, width: float) -> Row:
    if len(pair) == 1:
        return Row([_box(pair[0], width, span=2)])
    return Row([_box(opinion, half) for opinion in pair])


def _box(opinion: Opinion, width: float, span: int = 1) -> Cell:
    dots = Look(tabs=((width - 2 * _BOX_INSET[0], "right", "dot"),))
    title = paragraph(Look(), run(opinion.title, Letters(bold=True)))
    *choices, last = opinion.choices or ("",)
    lines = [paragraph(Look(), run(f"{TICK_BOX}\u00a0{choice}")) for choice in choices]
    if last:
        lines.append(paragraph(dots, run(f"{TICK_BOX}\u00a0{last} "), tab()))
    blank = _DOTTED_LINES - len(lines)
    lines += [paragraph(dots, tab()) for _ in range(max(blank, 1))]
    return Cell(
        [title, *lines, *signed(opinion.position)], span, borders=boxed("single", 0.75, "787878")
    )
