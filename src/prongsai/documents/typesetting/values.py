"""A document as the values the Typst template draws.

Strings get their line breaks, table columns their widths, charts their shapes; what is left to
the template is where things stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import (
    Beside,
    Chart,
    Contents,
    Dated,
    Document,
    Form,
    Heading,
    LetterHead,
    MemoHead,
    NoticeHead,
    Numbered,
    PaperCell,
    PaperColumn,
    Photos,
    Section,
    Table,
    Title,
    Together,
)
from prongsai.documents.charts import draw
from prongsai.documents.endings import Ending, in_pairs, with_endings
from prongsai.documents.marks import mark_alternative
from prongsai.documents.photos import Sized, frame_of, sized
from prongsai.documents.typesetting.breaks import WIDEST, set_breaks
from prongsai.documents.typesetting.columns import (
    Layout,
    Room,
    breaks_over,
    heads_too_tall,
    is_small,
    kept_rows,
    laid_out,
)
from prongsai.documents.typesetting.font import fonts
from prongsai.documents.typesetting.press import files_of, photo_file
from prongsai.documents.wording import in_prose, in_tables, is_clause, printable

_ARABIC_DIGITS = "0123456789"
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
# Pages before the first chapter; the two obsolete consonants are left out, as everywhere.
_FRONT_NUMBERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_PAGE = (21.0, 29.7)
# Left, right, top, bottom, in centimetres. The regulation's for letters; binding at the left.
_MARGINS = {
    Form.COVER: (0.0, 0.0, 0.0, 0.0),
    Form.LETTER: (3.0, 2.0, 2.5, 2.0),
    Form.FRONT: (3.0, 2.2, 2.6, 2.2),
    Form.CHAPTER: (3.0, 2.2, 2.6, 2.2),
}
_LANDSCAPE_MARGINS = {
    Form.LETTER: (2.0, 1.8, 2.3, 1.8),
    Form.FRONT: (2.0, 2.0, 2.6, 1.9),
    Form.CHAPTER: (2.0, 2.0, 2.6, 1.9),
}
# Blocks with less room than a line, in em of their letters.
_WIDEST: Mapping[str, float] = {
    "Cover": 15, "KeyFigure": 9, "Labelled": 13, "LetterHead": 13, "LetterRow": 13, "Opinion": 15,
    "Signature": 16, "Chart": 17,
}  # fmt: skip
_BOLD = frozenset({"Cover", "Heading", "MemoHead", "NoticeHead", "Title", "KeyFigure", "Opinion"})
_HEADS = (Heading, LetterHead, MemoHead, NoticeHead, Title, Contents)
_AS_THEY_ARE = frozenset({"alternative"})
_ROOM_TO_WRITE = re.compile(r"(\s{3,})")
_SPACE_WIDTH = 0.1
# Of the letters of a caption, which are 10 points large.
_EM_A_CM = 72 / 2.54 / 10.9
_MARK_WORDS = 28.0
# Signs of office programs the font does not have, and what stands for them.
_REPLACED = str.maketrans(
    dict.fromkeys("✓✔☑✅", "√") | dict.fromkeys("○▪◦❖\uf0b7\uf0a7", "•") | {"●": "■"}
)
_NO_GLYPH = "?"
_FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


class Values(Struct, frozen=True):
    """What paper.typ reads: paper.json, and the pictures as files by name."""

    paper: dict[str, Any]
    files: dict[str, bytes]


def values_of(document: Document, digits: Digits) -> Values:
    """The values of a document.

    Errors: UnreadableInput for a damaged photo; its place is the caption.
    """
    maker = _Maker(document, digits)
    paper = _paper(maker)
    return Values(paper, files_of(document, tuple(maker.photos)))


def _paper(maker: _Maker) -> dict[str, Any]:
    document, digits = maker.document, maker.digits
    target = next((block.target for block in document.blocks() if isinstance(block, Chart)), None)
    return {
        "title": document.title,
        "author": document.author,
        "subject": document.subject,
        "made_on": [document.made_on.year, document.made_on.month, document.made_on.day],
        "running_head": maker.text(document.running_head),
        "footnote": maker.text(document.footnote),
        "stamp": maker.text(document.stamp),
        "emblem": _FORMATS[document.emblem.media_type] if document.emblem else None,
        "emblem_alt": document.emblem_label or document.author or document.title,
        "prose_digits": list(_THAI_DIGITS if in_prose(digits) else _ARABIC_DIGITS),
        "table_digits": list(_THAI_DIGITS if in_tables(digits) else _ARABIC_DIGITS),
        "front_numbers": list(_FRONT_NUMBERS),
        "target": None if target is None else float(target),
        "mark": maker.mark(),
        "sections": [
            maker.section(section, following)
            for section, following in zip(
                document.sections, (*document.sections[1:], None), strict=True
            )
        ],
    }


def break_line(document: Document, text: str) -> str:
    """A short text of ours with the document's words kept whole."""
    return set_breaks(text, document.names)


@lru_cache(maxsize=1)
def _letters_at_hand() -> frozenset[int]:
    """Every code point the font has a glyph for."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, only for papers

    with TTFont(fonts()["Regular"], lazy=True) as font:
        return frozenset(font.getBestCmap())


def _with_glyphs(text: str) -> str:
    """The text with "?" for what the font cannot print: Typst would refuse the whole paper."""
    clean = printable(text)
    if clean.isascii():
        return clean
    known = _letters_at_hand()
    return "".join(
        letter if ord(letter) in known else _NO_GLYPH for letter in clean.translate(_REPLACED)
    )


class _Maker(Struct):
    """Turns blocks into values; remembers how deep the headings have gone."""

    document: Document
    digits: Digits
    depth: int = 0
    photos: list[Sized] = field(default_factory=list)
    room: Room = field(default=Room(16.0, 25.2))

    def text(self, text: str, *, widest: float = WIDEST, bold: bool = False) -> str:
        """A printed string: what the font has, with its line breaks."""
        return set_breaks(_with_glyphs(text), self.document.names, widest=widest, bold=bold)

    def section(self, section: Section, following: Section | None) -> dict[str, Any]:
        margins = (_LANDSCAPE_MARGINS if section.landscape else _MARGINS)[section.form]
        width, height = _PAGE[::-1] if section.landscape else _PAGE
        left, right, top, bottom = margins
        self.room = Room(width - left - right, height - top - bottom, section.landscape)
        next_form = following.form if following else None
        return {
            "form": section.form.value,
            "landscape": section.landscape,
            "margins": margins,
            "room": (self.room.width, self.room.height),
            "next_restarts": next_form is not None and next_form is not section.form,
            "ends_paper": following is None,
            "ends_letter": section.form is Form.LETTER and next_form is not Form.LETTER,
            "blocks": [self.block(block) for block in with_endings(section.blocks)],
        }

    def block(self, block: Any) -> dict[str, Any]:
        """One block, named by its kind; what only some kinds have is added."""
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Photos):
            return self.photos_of(block)
        values = {"block": type(block).__name__, **self.fields_of(block)}
        if isinstance(block, _HEADS):
            values["depth"] = self.deeper(block)
        elif isinstance(block, Together | Ending):
            rows = [[self.block(inner) for inner in row] for row in in_pairs(block.blocks)]
            values["blocks"] = [
                row[0] if len(row) == 1 else {"block": "Hands", "hands": row} for row in rows
            ]
        elif isinstance(block, Beside):
            values |= {"left": self.block(block.left), "right": self.block(block.right)}
        elif isinstance(block, Chart):
            values = {**values, "rows": [], "drawing": self.drawing(block)}
        elif isinstance(block, Numbered):
            values["named"] = is_clause(block.number.lstrip("("))
        elif isinstance(block, Dated):
            values["parts"] = self.with_room(block.text)
        return values

    def deeper(self, block: Heading | LetterHead | MemoHead | NoticeHead | Title | Contents) -> int:
        """The level in the structure: PDF/UA begins with 1 and skips none."""
        level = block.level if isinstance(block, Heading) else 1
        self.depth = max(1, min(level, self.depth + 1))
        return self.depth

    def fields_of(self, value: Struct) -> dict[str, Any]:
        """The fields of a block with its strings set."""
        kind = type(value).__name__
        widest, bold = _WIDEST.get(kind, WIDEST), kind in _BOLD
        return {
            name: getattr(value, name)
            if name in _AS_THEY_ARE
            else self.value(getattr(value, name), widest=widest, bold=bold)
            for name in value.__struct_fields__
            if not (isinstance(value, Together | Ending | Beside) or name == "drawing")
        }

    def value(self, value: Any, *, widest: float, bold: bool) -> Any:
        """A field's value as JSON knows it."""
        if isinstance(value, StrEnum):
            return value.value
        if isinstance(value, str):
            return self.text(value, widest=widest, bold=bold)
        if isinstance(value, tuple):
            return [self.value(part, widest=widest, bold=bold) for part in value]
        if isinstance(value, Decimal):
            return float(value)
        return self.fields_of(value) if isinstance(value, Struct) else value

    def with_room(self, text: str) -> list[str | float]:
        """Text, and in centimetres the room left for a hand where it has many spaces."""
        return [
            len(part) * _SPACE_WIDTH if part.isspace() else self.text(part)
            for part in _ROOM_TO_WRITE.split(text)
            if part
        ]

    def photos_of(self, block: Photos) -> dict[str, Any]:
        """Photos at the size they are printed; their files come with `values_of`."""
        frame = frame_of(block, self.room.width)
        shown = []
        for photo in block.photos:
            drawn = sized(photo.picture, frame, photo.caption)
            self.photos.append(drawn)
            shown.append(
                {
                    "file": photo_file(len(self.photos)),
                    "width": drawn.width,
                    "height": drawn.height,
                    "caption": self.text(photo.caption, widest=frame.width * _EM_A_CM),
                    "alternative": photo.alternative or photo.caption or self.document.title,
                }
            )
        across = max(1, min(block.across, 2))
        return {"block": "Photos", "photos": shown, "across": across, "height": frame.height}

    def mark(self) -> dict[str, Any] | None:
        """The words beside the QR, and what it says."""
        mark = self.document.mark
        if mark is None:
            return None
        return {
            "words": [self.text(line, widest=_MARK_WORDS) for line in mark.words],
            "alternative": mark_alternative(mark),
        }

    def drawing(self, chart: Chart) -> dict[str, Any]:
        drawn = draw(chart, thai_digits=in_tables(self.digits), names=self.document.names)
        return {
            "width": drawn.width,
            "height": drawn.height,
            "shapes": drawn.svg_shapes,
            "labels": [
                {
                    "x": label.x,
                    "y": label.y,
                    "text": _with_glyphs(label.text),
                    "anchor": label.anchor,
                    "size": label.size,
                    "weight": "bold" if label.bold else "regular",
                    "fill": label.colour,
                }
                for label in drawn.labels
            ],
        }

    def table(self, table: Table) -> dict[str, Any]:
        """A table with its widths, its rows marked where they may break."""
        layout = laid_out(table, self.room)
        whole = layout.em(0, len(table.columns))
        untorn = is_small(layout, table, self.room)
        heads = [
            {
                "heading": self.text(
                    span.heading, widest=layout.em(span.first, span.count), bold=True
                ),
                "first": span.first,
                "count": span.count,
            }
            for span in table.spanning
        ]
        groups = [
            {
                "title": self.text(group.title, widest=whole, bold=True),
                "rows": [self.row(table, layout, cells) for cells in group.rows],
            }
            for group in table.groups
        ]
        return {
            "block": "Table",
            "caption": self.text(table.caption, bold=True),
            "columns": [self.column(layout, *numbered) for numbered in enumerate(table.columns)],
            "spanning": heads,
            "groups": groups,
            "whole": untorn,
            "kept": 0 if untorn else kept_rows(layout, table, self.room),
            "repeats": not heads_too_tall(layout, table, self.room),
            "style": table.style.value,
            "size": layout.size,
            "indent": layout.indent,
            "gutter": layout.gutter,
            "upright": any(len(cell.lines) > 1 for cells in table.rows for cell in cells),
        }

    def column(self, layout: Layout, index: int, column: PaperColumn) -> dict[str, Any]:
        return {
            "heading": self.text(column.heading, widest=layout.em(index), bold=True),
            "width": layout.widths[index],
            "inset": layout.insets[index],
            "align": column.align.value,
        }

    def row(self, table: Table, layout: Layout, cells: Sequence[PaperCell]) -> dict[str, Any]:
        return {
            "splits": breaks_over(layout, table, cells, self.room),
            "cells": [self.cell(layout, *numbered) for numbered in enumerate(cells)],
        }

    def cell(self, layout: Layout, index: int, cell: PaperCell) -> dict[str, Any]:
        """A cell whose words fit its column."""
        # A number or a sign stands before the words.
        room = layout.em(index) - (2.2 if cell.numbered else 0.8 if cell.weak else 0)
        bold = cell.strong or cell.weak
        return {
            "lines": [self.text(line, widest=room, bold=bold) for line in cell.lines],
            "strong": cell.strong,
            "weak": cell.weak,
            "numbered": cell.numbered,
            "filled": cell.filled,
            "bar": None if cell.bar is None else float(cell.bar),
        }
