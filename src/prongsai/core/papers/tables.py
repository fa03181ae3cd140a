"""Tables and charts of a paper as values; part of the model in `document`."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class Align(StrEnum):
    """Where the text of a table column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class PaperColumn(Struct, frozen=True):
    """One column of a table; `width` in centimetres, else `share` of the room that is left."""

    heading: str
    width: float | None = None
    align: Align = Align.LEFT
    share: float = 1.0


class PaperCell(Struct, frozen=True):
    """The lines of one cell.

    Shape:  `weak` marks a score below target (sign, weight and colour); `bar` draws a score of
            0-100 beside nothing but itself; `numbered` counts the lines; `filled` shades the
            cell (a month in which work goes on), its text saying the same.
    """

    lines: tuple[str, ...]
    strong: bool = False
    weak: bool = False
    numbered: bool = False
    filled: bool = False
    bar: Decimal | None = None


class RowGroup(Struct, frozen=True):
    """Rows under a title that is repeated where they run over a page; "" for no title."""

    title: str
    rows: tuple[tuple[PaperCell, ...], ...]


class Spanning(Struct, frozen=True):
    """A heading over several columns, the first counted from 0."""

    heading: str
    first: int
    count: int


class TableStyle(StrEnum):
    RULED = "ruled"
    COMPACT = "compact"  # ruled, smaller, for long lists of items
    PLAIN = "plain"  # no rules, no head: the members of a working group


class Table(Struct, frozen=True):
    """A table whose head is repeated on each page.

    Shape:  every row has one cell for each column; `splits` lets long rows run over a page;
            `constants` are columns, by heading, that say the same in each row: a file alone has
            them, behind its first column.
    """

    caption: str
    columns: tuple[PaperColumn, ...]
    groups: tuple[RowGroup, ...]
    spanning: tuple[Spanning, ...] = ()
    style: TableStyle = TableStyle.RULED
    splits: bool = False
    constants: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> tuple[tuple[PaperCell, ...], ...]:
        return tuple(row for group in self.groups for row in group.rows)


def table_of_rows(
    caption: str,
    columns: Iterable[PaperColumn],
    rows: Iterable[Iterable[PaperCell | str]],
    style: TableStyle = TableStyle.COMPACT,
) -> Table:
    """A table whose rows stand in no groups; a text alone is a cell of one line."""
    cells = tuple(
        tuple(PaperCell((cell,)) if isinstance(cell, str) else cell for cell in row) for row in rows
    )
    return Table(caption, tuple(columns), (RowGroup("", cells),), style=style)


class ChartKind(StrEnum):
    """What a chart looks like."""

    BARS = "bars"  # one line for each name; earlier years as marks
    COLUMNS = "columns"  # one column for each name


class ChartRow(Struct, frozen=True):
    """One name with its values, one for each series and in their order; None where unknown."""

    label: str
    values: tuple[Decimal | None, ...]
    foot: str = ""


class Chart(Struct, frozen=True):
    """A chart of scores from 0 to 100; the last series is the one that is drawn large.

    Shape:  `target` is the pass line, None where there is none; `words` are the printed words of
            the key: "pass", "weak", "target" in this order; `alternative` tells the whole content
            in words.
    """

    kind: ChartKind
    caption: str
    alternative: str
    series: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    target: Decimal | None
    words: tuple[str, str, str]


class Beside(Struct, frozen=True):
    """Two blocks side by side (stacked where there is no room)."""

    left: Chart
    right: Chart
