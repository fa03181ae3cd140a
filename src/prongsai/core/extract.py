"""What a reader takes out of a file: paragraphs and tables in reading order, each with its place.

A merged cell stands in every place it covers. Cells are plain text; a spreadsheet number is
written with the fewest digits that mean the same number.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Place

_FEWEST_HEADS = 3


class Paragraph(Struct, frozen=True, tag=True):
    """A run of text; line breaks of the source are kept as newlines.

    Shape:  `heights`, where a reader joined lines, tells of how many each line of `text` is made.
    """

    text: str
    place: Place
    heights: tuple[int, ...] = ()

    def place_of_line(self, number: int) -> Place:
        line = self.place.line
        if line is not None:
            line += sum(self.heights[:number]) if self.heights else number
        return replace(self.place, line=line, quote=None)


class TableRow(Struct, frozen=True):
    """One table row; `place` is the row's own."""

    cells: tuple[str, ...]
    place: Place

    def place_of(self, column: int, quote: str | None = None) -> Place:
        """The place of a cell, `column` from 0."""
        return replace(self.place, column=column + 1, quote=quote)


class Table(Struct, frozen=True, tag=True):
    """Rows of one table or sheet; `under` are the places, from 0, of cells merged downwards."""

    rows: tuple[TableRow, ...]
    place: Place
    under: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def with_blank_row(rows: tuple[TableRow, ...], height: int) -> tuple[TableRow, ...]:
    """The rows that are not blank, and a blank one where a form is heads over blank rows alone.

    Shape:  `height` is how many rows there were; their first is row 1.
    """
    heads = rows[0].cells if len(rows) == 1 < height and rows[0].place.row == 1 else ()
    names = {cell for cell in heads if cell.strip() and not any(map(str.isdigit, cell))}
    if len(names) < _FEWEST_HEADS:
        return rows
    return (*rows, TableRow(("",) * len(heads), replace(rows[0].place, row=2)))


Block = Paragraph | Table


class Extract(Struct, frozen=True):
    """All blocks of one file, with what the reader had to say about it.

    Shape:  `recognised` are the pages whose text came from a picture; `asides` stand beside the
            text: comments with the place of their cell, heads and feet of pages, watermarks.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    recognised: frozenset[int] = frozenset()
    asides: tuple[Paragraph, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Only the paragraphs, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))
