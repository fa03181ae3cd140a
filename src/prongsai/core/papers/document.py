"""A paper as values: what it says, in the order it says it.

One model for every surface: PDF, DOCX and HTML are drawn from the same `Document`, so they
cannot disagree. Strings carry Arabic digits until `digits.printed` sets the agency's own.
Lengths are centimetres; a table column without a width takes its share of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from prongsai.core.papers.tables import (
    Align,
    Beside,
    Cell,
    Chart,
    ChartKind,
    ChartRow,
    Column,
    RowGroup,
    Spanning,
    Table,
    TableStyle,
)

__all__ = [
    "Align",
    "Beside",
    "Block",
    "Cell",
    "Chart",
    "ChartKind",
    "ChartRow",
    "Column",
    "Contents",
    "Cover",
    "Dated",
    "Document",
    "Form",
    "Heading",
    "KeyFigure",
    "KeyFigures",
    "Labelled",
    "Mark",
    "MemoHead",
    "Note",
    "NoticeHead",
    "Numbered",
    "Opinion",
    "Opinions",
    "PageBreak",
    "Paragraph",
    "Photo",
    "Photos",
    "Picture",
    "RowGroup",
    "Section",
    "Signature",
    "Spanning",
    "Table",
    "TableStyle",
    "Title",
    "Together",
]


class Form(StrEnum):
    """How the pages of a section are laid out."""

    LETTER = "letter"  # memo, order, announcement: the regulation's margins and page number
    COVER = "cover"
    FRONT = "front"  # preface and contents, numbered ก, ข, …
    CHAPTER = "chapter"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that has passed the check of its uploader: PNG, JPEG or clean SVG."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A QR of `url` at the foot of the last page, with `words` beside it.

    Shape:  `code` is what a hand can type in the QR's stead ("7F3A-91C2"); the words say it too,
            and that the mark is no digital signature.
    """

    code: str
    url: str
    words: tuple[str, ...]


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
class Title:
    """The centred bold lines a report or the minutes begin with; the first is the title."""

    lines: tuple[str, ...]


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
class Photo:
    """A photo with its caption; `alternative` tells what it shows to those who cannot see it."""

    picture: Picture
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos in rows of `across`, 1 or 2; a row stays on one page."""

    photos: tuple[Photo, ...]
    across: int = 2


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
    """Room for a hand and a name, and the position below; `above` stands over it.

    Shape:  `signed` is the line that stands in the hand's place ("ลงนามในระบบ 14 มี.ค. 2566
            09.12 น."); "" leaves room for a hand. `name` is printed in brackets above the
            position; "" leaves room for it until somebody has signed.
    """

    position: str
    above: str = ""
    below: str = ""
    signed: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A box in which one position writes an opinion or ticks a choice, and signs.

    Shape:  `text` is the opinion that was written and `chosen` the choice that was ticked,
            counted from 0; `signed` and `name` as in `Signature`. All open: room for a hand.
    """

    title: str
    position: str
    choices: tuple[str, ...] = ()
    text: str = ""
    chosen: int | None = None
    signed: str = ""
    name: str = ""


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
    | Title
    | Heading
    | Paragraph
    | Numbered
    | Note
    | KeyFigures
    | Table
    | Chart
    | Beside
    | Photos
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
            is there; `names` are never broken at a line's end; `mark` leads to the page that says
            whether a paper in hand is the approved one.
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
    mark: Mark | None = None

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, those that stay together one by one."""
        for section in self.sections:
            for block in section.blocks:
                yield from _opened(block)

    def strings(self) -> Iterator[str]:
        """Every printed string in reading order; alternatives, which are heard, are not printed."""
        yield from (text for section in self.sections for text in _strings(section.blocks))
        yield from self.mark.words if self.mark else ()
        yield from filter(None, (self.running_head, self.footnote, self.stamp))


# What is no printed text although it is a string, or holds none.
_UNPRINTED = frozenset({"alternative", "picture"})


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
