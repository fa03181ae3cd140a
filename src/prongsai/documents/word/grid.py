"""Tables as Word draws them, from cells that hold paragraphs.

Built by hand and not by python-docx, whose cells are found by walking the whole table: with two
hundred rows that takes minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from prongsai.documents.word.markup import (
    Border,
    Element,
    borders_markup,
    element,
    keep_with_next,
    twips,
)
from prongsai.documents.wording import printable

VerticalMerge = Literal["", "restart", "continue"]
SIDES = ("top", "left", "bottom", "right")


def boxed(kind: str, points: float, colour: str) -> tuple[Border, ...]:
    """The same border on all sides."""
    return tuple((side, kind, points, colour) for side in SIDES)


class Cell(Struct, frozen=True):
    """One cell: its paragraphs, how many columns it spans, its ground and borders."""

    content: Sequence[Element]
    span: int = 1
    fill: str = ""
    merge: VerticalMerge = ""
    borders: tuple[Border, ...] = ()
    across: Literal["top", "center", "bottom"] = "top"


class Row(Struct, frozen=True):
    """One row; `height` in centimetres is exact when it is given."""

    cells: Sequence[Cell]
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


def grid(widths: Sequence[float], rows: Sequence[Row], frame: Frame) -> Element:
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


def _row(row: Row, widths: Sequence[float]) -> Element:
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


def _cell(cell: Cell, width: float) -> Element:
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
