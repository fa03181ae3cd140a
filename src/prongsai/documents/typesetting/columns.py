"""How a table is laid out before it is printed: column widths, letters' size, rows that may break.

A column that cannot hold its own heading or a figure grows, at the cost of those that share the
rest; what does not fit the page at all is scaled down to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from msgspec import Struct

from prongsai.core.papers.document import Cell, Column, Table, TableStyle
from prongsai.documents.typesetting.breaks import text_width, units

POINTS_A_CM = 72 / 2.54
_SMALL, _COMMON, _LARGE = 13.5, 14.0, 16.0
_WIDE = (15.5, 15.0, 14.5, 14.0)
_FULL = 0.85
_LEAST = 9.0
_THREE_QUARTERS = 0.75  # see look.typ: sizes are those of TH SarabunPSK
_ANY_FONT = 1.08  # how large the widest common Thai font is drawn beside ours
_MANY_COLUMNS = 7
_INSET, _NARROW_INSET, _NARROW = 0.18, 0.07, 1.3
_GUTTER = 0.3
_PLAIN_INDENT = 1.2
_WEAK_SIGN = 8.0
# Longer texts may well break; a shorter one is a figure, a code, a month.
_SHORT = 12
_WIDEST_NEED = 3.2
_MOST_IN_ANY = _WIDEST_NEED / _THREE_QUARTERS
_LEAST_SHARE = 1.3
_LINE = 1.42
_TALL, _TALL_HEAD, _SMALL_TABLE = 0.45, 0.25, 0.34


class Room(Struct, frozen=True):
    """What a page has for text, in centimetres."""

    width: float
    height: float
    landscape: bool = False


class Layout(Struct, frozen=True):
    """A table laid out; lengths in centimetres, `size` of the letters in points of TH SarabunPSK.

    Shape: `insets` and `widths` have one entry for each column; `letters` is how large the letters
           are drawn, as a share of `size`.
    """

    size: float
    widths: tuple[float, ...]
    insets: tuple[float, ...]
    indent: float
    gutter: float
    letters: float = _THREE_QUARTERS

    def em(self, first: int, count: int = 1) -> float:
        """The width of a cell over `count` columns, in sizes of its letters."""
        return self._points(first, count) / (self.size * self.letters)

    def _points(self, first: int, count: int = 1) -> float:
        width = sum(self.widths[first : first + count]) - 2 * self.insets[first]
        return max(width * POINTS_A_CM - 0.5, 1)

    def height(self, cells: Sequence[Cell]) -> float:
        """About how high a row is, in centimetres."""
        points = self.size * self.letters
        lines = max(
            sum(
                ceil(text_width(line, points, cell.strong) / (0.93 * self._points(index))) or 1
                for line in cell.lines
            )
            for index, cell in enumerate(cells)
        )
        return lines * points * _LINE / POINTS_A_CM


def laid_out(table: Table, room: Room) -> Layout:
    """The widths that hold the table, within the room."""
    plain = table.style is TableStyle.PLAIN
    size = _size(table, room)
    indent = _PLAIN_INDENT if plain and room.width > 2 * _PLAIN_INDENT else 0.0
    gutter = _GUTTER if plain else 0.0
    insets = tuple(
        0.0 if plain else _NARROW_INSET if _is_narrow(column) else _INSET
        for column in table.columns
    )
    free = room.width - indent - gutter * (len(table.columns) - 1)
    needs = [
        _need(table, index, size * _THREE_QUARTERS) + 2 * insets[index]
        for index in range(len(table.columns))
    ]
    return Layout(size, _widths(table.columns, needs, free), insets, indent, gutter)


def held_by_any_font(table: Table, room: Room, size: float, inset: float) -> Layout:
    """A table laid out so that whatever font holds it.

    A file for an office program is opened where the papers' own font may be missing; what stands
    in for it is a third wider at the same size. No figure breaks in it: columns are as wide as
    their figures then, and where that is more than the page, the letters are smaller.
    """
    while True:
        needs = [
            _need(table, index, size * _ANY_FONT, _WIDEST_NEED / _THREE_QUARTERS, sign=1.5 * size)
            + 2 * inset
            for index in range(len(table.columns))
        ]
        if sum(needs) <= room.width or size <= _LEAST:
            widths = _widths(table.columns, needs, room.width)
            insets = (inset,) * len(widths)
            return Layout(size, widths, insets, indent=0.0, gutter=0.0, letters=_ANY_FONT)
        size -= 0.5


def breaks_over(
    layout: Layout, table: Table, cells: Sequence[Cell], room: Room, tall: float = _TALL
) -> bool:
    """Whether a row may run over a page: it is meant to, or it would take that share of a page."""
    return table.splits or layout.height(cells) > tall * room.height


def heads_too_tall(layout: Layout, table: Table, room: Room) -> bool:
    """Whether the heads would take so much of each page that they are printed only once."""
    headings = [Cell((column.heading,), strong=True) for column in table.columns]
    return layout.height(headings) > _TALL_HEAD * room.height


def is_small(layout: Layout, table: Table, room: Room) -> bool:
    """Whether a table takes so little of a page that it need not be torn; a plain list may be."""
    if table.splits or table.style is TableStyle.PLAIN:
        return False
    titles = sum(bool(group.title) for group in table.groups)
    height = _height(layout, table, table.rows) + titles * 0.8 + 1.5
    return height < _SMALL_TABLE * room.height


def kept_rows(layout: Layout, table: Table, room: Room) -> int:
    """How many of the last rows stay on one page: two of the last group, unless they are tall.

    A row cannot be kept with the title of another group: where that has one row, it is one.
    """
    last = table.groups[-1].rows[-2:] if table.groups else ()
    while last and _height(layout, table, last) > _TALL * room.height:
        last = last[1:]
    return len(last)


def _height(layout: Layout, table: Table, rows: Sequence[Sequence[Cell]]) -> float:
    padding = 0.2 if table.style is TableStyle.COMPACT else 0.33
    return sum(layout.height(cells) + padding for cells in rows)


def _size(table: Table, room: Room) -> float:
    if table.style is TableStyle.PLAIN:
        return _LARGE
    if table.style is TableStyle.COMPACT:
        return _SMALL
    if not room.landscape or len(table.columns) < _MANY_COLUMNS:
        return _COMMON
    # A wide page is there to be read: letters as large as the columns hold, figures whole.
    return next((size for size in _WIDE if _holds(table, room, size)), _SMALL)


def _holds(table: Table, room: Room, size: float) -> bool:
    """Whether every column keeps its share of a page beside what it needs."""
    needs = [_need(table, index, size * _THREE_QUARTERS) for index in range(len(table.columns))]
    return sum(needs) + 2 * _INSET * len(needs) <= _FULL * room.width


def _is_narrow(column: Column) -> bool:
    return column.width is not None and column.width < _NARROW


def _need(
    table: Table, index: int, points: float, most: float = _WIDEST_NEED, sign: float = _WEAK_SIGN
) -> float:
    """The widest piece of a column that should not break, in centimetres, `most` at most.

    Shape:  `sign` is how wide the mark of a weak score is, in points.
    """
    column = table.columns[index]
    widths = [text_width(unit.strip(), points, bold=True) for unit in units(column.heading)]
    # A row that is too short is told where it is set.
    for cell in (row[index] for row in table.rows if index < len(row)):
        bold = cell.strong or cell.weak
        mark = sign if cell.weak else 0.0
        widths += [text_width(piece, points, bold) + mark for piece in _whole_pieces(cell, column)]
    return min(max(widths, default=0.0) / POINTS_A_CM + 0.03, most)


def _whole_pieces(cell: Cell, column: Column) -> list[str]:
    """What of a cell should not break: short lines, and in a narrow column each word."""
    pieces = [line for line in cell.lines if len(line) <= _SHORT]
    if column.width is not None and column.width < _WIDEST_NEED:
        longer = (line for line in cell.lines if len(line) > _SHORT)
        pieces += [unit.strip() for line in longer for unit in units(line)]
    return pieces


def _widths(columns: Sequence[Column], needs: Sequence[float], free: float) -> tuple[float, ...]:
    fixed = {
        index: max(column.width, needs[index])
        for index, column in enumerate(columns)
        if column.width is not None
    }
    sharing = {index: column.share for index, column in enumerate(columns) if column.width is None}
    least = min(
        sum(max(_LEAST_SHARE, needs[index]) for index in sharing), free / 2 if fixed else free
    )
    if sum(fixed.values()) > free - least:
        scale = (free - least) / sum(fixed.values())
        fixed = {index: width * scale for index, width in fixed.items()}
    shared = _shared(sharing, needs, free - sum(fixed.values()))
    return tuple({**fixed, **shared}[index] for index in range(len(columns)))


def _shared(sharing: dict[int, float], needs: Sequence[float], free: float) -> dict[int, float]:
    """The rest by shares; who needs more than its share gets it while others have it."""
    shares = sum(sharing.values())
    short = {index for index, share in sharing.items() if free * share / shares < needs[index]}
    left = free - sum(needs[index] for index in short)
    others = sum(share for index, share in sharing.items() if index not in short)
    if not short or not others or left < _LEAST_SHARE * (len(sharing) - len(short)):
        return {index: free * share / shares for index, share in sharing.items()}
    return {
        index: needs[index] if index in short else left * share / others
        for index, share in sharing.items()
    }
