"""Where a block stands: its form, the room it has, the digits of the paper."""

from __future__ import annotations

from itertools import count

from docx.parts.document import DocumentPart
from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import (
    Document,
    Form,
    LetterHead,
    MemoHead,
    NoticeHead,
    Section,
    Title,
)
from prongsai.documents.wording import in_prose, in_tables

A4 = (21.0, 29.7)


class Margins(Struct, frozen=True):
    """The margins of a page in centimetres."""

    left: float
    right: float
    top: float
    bottom: float


class Page(Struct, frozen=True):
    """What a block needs to know of the page it stands on; `width`, `height`: the room for text."""

    document: Document
    digits: Digits
    part: DocumentPart
    form: Form = Form.LETTER
    width: float = 16.0
    height: float = 25.0
    headings: count[int] = field(default_factory=lambda: count(1))
    pictures: count[int] = field(default_factory=lambda: count(1))

    @property
    def is_letter(self) -> bool:
        """Whether the regulation's form holds, not that of a booklet."""
        return self.form is Form.LETTER

    @property
    def thai_tables(self) -> bool:
        """Whether tables and charts carry Thai digits."""
        return in_tables(self.digits)

    @property
    def thai_prose(self) -> bool:
        return in_prose(self.digits)

    def for_section(self, section: Section) -> Page:
        """The same paper, on the pages of a section."""
        around = margins(section)
        height = A4[not section.landscape] - around.top - around.bottom
        return replace(self, form=section.form, width=room(section), height=height)

    def narrowed(self, width: float) -> Page:
        """The same page for a block that has less room."""
        return replace(self, width=width)


def margins(section: Section) -> Margins:
    """The margins of a section's form."""
    if section.form is Form.COVER:
        return Margins(3.4, 2.2, 3.0, 1.7)
    left, right = (2.0, 2.0) if section.landscape else (3.0, 2.2)
    if section.form is not Form.LETTER:
        return Margins(left, right, 2.6, 2.2)
    # The emblem stands 1.5 cm below the edge; text without one keeps clear of the page number.
    return Margins(left, 2.0, 1.5 if begins_letter(section) else 2.5, 2.0)


def begins_letter(section: Section) -> bool:
    """Whether a section begins with the head of a letter, memo, order or of the minutes."""
    heads = LetterHead | MemoHead | NoticeHead | Title
    return bool(section.blocks) and isinstance(section.blocks[0], heads)


def room(section: Section) -> float:
    around = margins(section)
    return A4[section.landscape] - around.left - around.right
