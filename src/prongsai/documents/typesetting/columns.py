"""How a table is laid out before it is printed: column widths, letters' size, rows that may break.

A column that cannot hold its own heading or a figure grows, at the cost of those that share the
rest; what does not fit the page at all is scaled down to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from msgspec import Struct

from prongsai.core.papers.document import PaperCell, PaperColumn, Table, TableStyle
from prongsai.documents.typesetting.breaks import text_width, units

POINTS_A_CM = 72 / 2.54
_SMALL, _COMMON, _LARGE = 13.5, 14.0, 16.0
_WIDE = (15.5, 15.0, 14.5, 14.0)
_DENSE = (_SMALL, 13.0, 12.5, 12.0, 11.5, 11.0)
_FULL = 0.85
_LEAST = 9.0
_THREE_QUARTERS = 0.75  # see look.typ: sizes are those of TH SarabunPSK
_ANY_FONT = 1.08  # how large the widest common Thai font is drawn beside ours
_MANY_COLUMNS, _VERY_MANY_COLUMNS = 7, 12
_INSET, _TIGHT_INSET, _NARROW_INSET, _NARROW = 0.18, 0.1, 0.07, 1.3
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

    def height(self, cells: Sequence[PaperCell]) -> float:
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
    indent = _PLAIN_INDENT if plain and room.width > 2 * _PLAIN_INDENT else 0.0
    gutter = _GUTTER if plain else 0.0
    inset = _INSET if len(table.columns) <= _VERY_MANY_COLUMNS else _TIGHT_INSET
    insets = tuple(
        0.0 if plain else _NARROW_INSET if _is_narrow(column) else inset for column in table.columns
    )
    free = room.width - indent - gutter * (len(table.columns) - 1)
    pieces = _widest(table)
    size = _size(table, pieces, room, insets)
    needs = [
        piece.need(size * _THREE_QUARTERS) + 2 * inset
        for piece, inset in zip(pieces, insets, strict=True)
    ]
    return Layout(size, _widths(table.columns, needs, free), insets, indent, gutter)


def held_by_any_font(table: Table, room: Room, size: float, inset: float) -> Layout:
    """A table laid out so that whatever font holds it.

    A file for an office program is opened where the papers' own font may be missing; what stands
    in for it is a third wider at the same size. No figure breaks in it: columns are as wide as
    their figures then, and where that is more than the page, the letters are smaller.
    """
    pieces = _widest(table)
    while True:
        needs = [
            piece.need(size * _ANY_FONT, _MOST_IN_ANY, sign=1.5 * size) + 2 * inset
            for piece in pieces
        ]
        if sum(needs) <= room.width or size <= _LEAST:
            widths = _widths(table.columns, needs, room.width)
            insets = (inset,) * len(widths)
            return Layout(size, widths, insets, indent=0.0, gutter=0.0, letters=_ANY_FONT)
        size -= 0.5


def breaks_over(
    layout: Layout, table: Table, cells: Sequence[PaperCell], room: Room, tall: float = _TALL
) -> bool:
    """Whether a row may run over a page: it is meant to, or it would take that share of a page."""
    return table.splits or layout.height(cells) > tall * room.height


def heads_too_tall(layout: Layout, table: Table, room: Room) -> bool:
    """Whether the heads would take so much of each page that they are printed only once."""
    headings = [PaperCell((column.heading,), strong=True) for column in table.columns]
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


def _height(layout: Layout, table: Table, rows: Sequence[Sequence[PaperCell]]) -> float:
    padding = 0.2 if table.style is TableStyle.COMPACT else 0.33
    return sum(layout.height(cells) + padding for cells in rows)


def _size(table: Table, pieces: Sequence[_Widest], room: Room, insets: Sequence[float]) -> float:
    if table.style is TableStyle.PLAIN:
        return _LARGE
    if table.style is TableStyle.COMPACT:
        # Smaller letters are read more easily than a figure that is torn.
        held = (size for size in _DENSE if _needed(pieces, size, insets) <= room.width)
        return next(held, _DENSE[-1])
    if not room.landscape or len(table.columns) < _MANY_COLUMNS:
        return _COMMON
    # A wide page is there to be read: letters as large as the columns hold, figures whole.
    common = [_INSET] * len(pieces)
    held = (size for size in _WIDE if _needed(pieces, size, common) <= _FULL * room.width)
    return next(held, _SMALL)


def _needed(pieces: Sequence[_Widest], size: float, insets: Sequence[float]) -> float:
    return sum(
        piece.need(size * _THREE_QUARTERS) + 2 * inset
        for piece, inset in zip(pieces, insets, strict=True)
    )


def _is_narrow(column: PaperColumn) -> bool:
    return column.width is not None and column.width < _NARROW


class _Widest(Struct, frozen=True):
    """The widest pieces of a column that should not break, in sizes of its letters.

    Shape:  `marked` is of those that stand behind the mark of a weak score.
    """

    plain: float
    marked: float | None

    def need(self, points: float, most: float = _WIDEST_NEED, sign: float = _WEAK_SIGN) -> float:
        """What they need in centimetres, `most` at most; `sign` is the mark's width in points."""
        marked = 0.0 if self.marked is None else self.marked * points + sign
        return min(max(self.plain * points, marked) / POINTS_A_CM + 0.03, most)


def _widest(table: Table) -> list[_Widest]:
    return [_widest_of(table, index, column) for index, column in enumerate(table.columns)]


def _widest_of(table: Table, index: int, column: PaperColumn) -> _Widest:
    plain = _widest_piece((unit.strip() for unit in units(column.heading)), bold=True)
    marked: float | None = None
    in_words = _is_in_words(table, column)
    # A row that is too short is told where it is set.
    for cell in (row[index] for row in table.rows if index < len(row)):
        widest = _widest_piece(_whole_pieces(cell, in_words), bold=cell.strong or cell.weak)
        if cell.weak:
            marked = max(marked or 0.0, widest)
        else:
            plain = max(plain, widest)
    return _Widest(plain, marked)


def _widest_piece(pieces: Iterable[str], *, bold: bool) -> float:
    return max((text_width(piece, 1, bold) for piece in pieces), default=0.0)


def _is_in_words(table: Table, column: PaperColumn) -> bool:
    """Whether its long texts should break between words alone: in a narrow or a dense column."""
    if column.width is None:
        return table.style is TableStyle.COMPACT
    return column.width < _WIDEST_NEED


def _whole_pieces(cell: PaperCell, in_words: bool) -> list[str]:  # noqa: FBT001
    """What of a cell should not break: short lines, and maybe each word of the others."""
    pieces = [line for line in cell.lines if len(line) <= _SHORT]
    if in_words:
        longer = (line for line in cell.lines if len(line) > _SHORT)
        pieces += [unit.strip() for line in longer for unit in units(line)]
    return pieces


def _widths(
    columns: Sequence[PaperColumn], needs: Sequence[float], free: float
) -> tuple[float, ...]:
    fixed = {
        index: max(column.width, needs[index])
        for index, column in enumerate(columns)
        if column.width is not None
    }
    sharing = {index: column.share for index, column in enumerate(columns) if column.width is None}
    most = max(free / 2, free - sum(needs[index] for index in fixed)) if fixed else free
    least = min(sum(max(_LEAST_SHARE, needs[index]) for index in sharing), most)
    fixed = _narrowed(fixed, needs, free - least)
    shared = _shared(sharing, needs, free - sum(fixed.values()))
    return tuple({**fixed, **shared}[index] for index in range(len(columns)))


def _narrowed(fixed: dict[int, float], needs: Sequence[float], room: float) -> dict[int, float]:
    """The fixed widths in a room: first what is more than needed goes, then all become less."""
    over = sum(fixed.values()) - room
    if over <= 0:
        return fixed
    needed = {index: needs[index] for index in fixed}
    more = sum(fixed.values()) - sum(needed.values())
    if over <= more:
        return {
            index: width - (width - needs[index]) * over / more for index, width in fixed.items()
        }
    return {index: width * room / sum(needed.values()) for index, width in needed.items()}


def _shared(sharing: dict[int, float], needs: Sequence[float], free: float) -> dict[int, float]:
    """The rest by shares; who needs more than its share gets that, and less where all need more."""
    least = {index: max(_LEAST_SHARE, needs[index]) for index in sharing}
    if sum(least.values()) > free:
        least = {index: needs[index] for index in sharing}
    if (needed := sum(least.values())) > free:
        return {index: width * free / needed for index, width in least.items()}
    widths: dict[int, float] = {}
    while left := {index: share for index, share in sharing.items() if index not in widths}:
        room, shares = free - sum(widths.values()), sum(left.values())
        by_share = {index: room * share / shares for index, share in left.items()}
        short = {index: least[index] for index in left if by_share[index] < least[index]}
        widths |= short or by_share
    return widths
