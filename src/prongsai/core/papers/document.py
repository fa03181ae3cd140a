"""A paper as values: what it says, in the order it says it.

One model for every surface: PDF, DOCX and HTML are drawn from the same `Document`, so they
cannot disagree. Strings carry Arabic digits until `digits.printed` sets the agency's own.
Lengths are centimetres; a table column without a width takes its share of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How the pages of a section are laid out."""

    LETTER = "letter"  # memo, order, announcement: the regulation's margins and page number
    COVER = "cover"
    FRONT = "front"  # preface and contents, numbered ก, ข, …
    CHAPTER = "chapter"


class Align(StrEnum):
    """Where the text of a table column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that has passed the check of its uploader: PNG, JPEG or clean SVG."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of a booklet."""

    title: str
    subtitle: str
    agency: str
    place: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with the text that follows it on a dotted line, as in the head of a memo."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MemoHead:
    """The head of a memo; `number` may end open, for the register to fill in."""

    title: str
    office: Labelled
    number: Labelled
    day: Labelled
    subject: Labelled
    to: Labelled
    enclosures_label: str
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """The head of an order or announcement: the emblem, bold centred lines, a short rule.

    `number` is printed before `year` with room between them until the register gives one.
    """

    issuer: str
    subject: tuple[str, ...]
    number_label: str = ""
    number: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter and begins a page in a booklet."""

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose with the form's first-line indent."""

    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph that begins with its own number ("2.1", "ข้อ 3"); level 2 is set further in."""

    number: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Note:
    """Small print below a table or chart."""

    text: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure with its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures to see first, with a sentence beside them."""

    figures: tuple[KeyFigure, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` in centimetres, else `share` of the room that is left."""

    heading: str
    width: float | None = None
    align: Align = Align.LEFT
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
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


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under a title that is repeated where they run over a page; "" for no title."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Spanning:
    """A heading over several columns, the first counted from 0."""

    heading: str
    first: int
    count: int


class TableStyle(StrEnum):
    """How a table is ruled."""

    RULED = "ruled"
    COMPACT = "compact"  # ruled, smaller, for long lists of items
    PLAIN = "plain"  # no rules, no head: the members of a working group


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page.

    Shape:  every row has one cell for each column; `splits` lets long rows run over a page.
    """

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    spanning: tuple[Spanning, ...] = ()
    style: TableStyle = TableStyle.RULED
    splits: bool = False

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """All rows, without their groups."""
        return tuple(row for group in self.groups for row in group.rows)


class ChartKind(StrEnum):
    """What a chart looks like."""

    BARS = "bars"  # one line for each name; earlier years as marks
    COLUMNS = "columns"  # one column for each name


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One name with its values, one for each series and in their order; None where unknown."""

    label: str
    values: tuple[Decimal | None, ...]
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of scores from 0 to 100; the last series is the one that is drawn large.

    Shape:  `target` is the pass line; `words` are the printed words of the key: "pass", "weak",
            "target" in this order; `alternative` tells the whole content in words.
    """

    kind: ChartKind
    caption: str
    alternative: str
    series: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    target: Decimal
    words: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two blocks side by side (stacked where there is no room)."""

    left: Chart
    right: Chart


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents, made from the headings of levels 1 and 2."""

    title: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The line "ประกาศ ณ วันที่ …"; the day may be left open."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Room for a hand and a name, and the position below; `above` stands over it."""

    position: str
    above: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A box in which one position writes an opinion or ticks a choice, and signs."""

    title: str
    position: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinions:
    """The chain of opinions; the last box is the decision and has the full width."""

    boxes: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page: a signature never stands alone."""

    blocks: tuple[Block, ...]


Block = (
    Cover
    | MemoHead
    | NoticeHead
    | Heading
    | Paragraph
    | Numbered
    | Note
    | KeyFigures
    | Table
    | Chart
    | Beside
    | Contents
    | Dated
    | Signature
    | Opinions
    | PageBreak
    | Together
)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one form."""

    form: Form
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One paper.

    Shape:  `kind` names it ("booklet"); `running_head` stands on each page of a booklet;
            `footnote` at the foot of each page of every form; `stamp` lies behind the text of
            each page ("ร่าง"); `emblem_label` is what the placeholder box says until `emblem`
            is there; `names` are never broken at a line's end.
    """

    kind: str
    title: str
    author: str
    made_on: date
    sections: tuple[Section, ...]
    subject: str = ""
    running_head: str = ""
    footnote: str = ""
    stamp: str = ""
    emblem: Picture | None = None
    emblem_label: str = ""
    names: frozenset[str] = frozenset()

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, those that stay together one by one."""
        for section in self.sections:
            for block in section.blocks:
                yield from _opened(block)

    def strings(self) -> Iterator[str]:
        """Every printed string in reading order; alternatives, which are heard, are not printed."""
        yield from (text for section in self.sections for text in _strings(section.blocks))
        yield from filter(None, (self.running_head, self.footnote, self.stamp))


# What is no printed text although it is a string.
_UNPRINTED = frozenset({"alternative"})


def _opened(block: Block) -> Iterator[Block]:
    if isinstance(block, Together):
        for inner in block.blocks:
            yield from _opened(inner)
    elif isinstance(block, Beside):
        yield block.left
        yield block.right
    else:
        yield block


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, StrEnum):
        return
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif is_dataclass(value):
        for part in fields(value):
            if part.name not in _UNPRINTED:
                yield from _strings(getattr(value, part.name))
