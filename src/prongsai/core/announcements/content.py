"""The text of an announcement as plain data, and as the rows in which it is edited."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from msgspec import Struct

from prongsai.core.announcements.model import Level, TextLine, TextPart

Content = Mapping[str, Any]


class RowKind(StrEnum):
    """What a row of the form is."""

    HEADING = "heading"
    ITEM = "item"
    SUB = "sub"
    TEXT = "text"


class TextRow(Struct, frozen=True):
    """One row of the parts as they are edited: a heading or a line."""

    kind: RowKind
    text: str


class Words(Struct, frozen=True):
    """Everything of an announcement that its drafter may write."""

    subject: str
    preamble: tuple[str, ...]
    parts: tuple[TextPart, ...]
    closing: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "subject": self.subject,
            "preamble": list(self.preamble),
            "parts": [
                {
                    "heading": part.heading,
                    "lines": [[line.level.value, line.text] for line in part.lines],
                }
                for part in self.parts
            ],
            "closing": list(self.closing),
        }

    def fingerprint(self) -> str:
        """A digest that changes when any word does."""
        text = json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def paragraphs(self) -> list[str]:
        """Every paragraph with its printed number, in reading order: what people compare."""
        texts = [self.subject, *self.preamble]
        for part in self.parts:
            texts += [part.heading] if part.heading else []
            texts += [f"{line.number} {line.text}".strip() for line in part.numbered()]
        return [*texts, *self.closing]


def words_of(data: Content) -> Words:
    """What `Words.as_data` wrote."""
    return Words(
        data["subject"],
        tuple(data["preamble"]),
        tuple(
            TextPart(
                part["heading"],
                tuple(TextLine(text, Level(level)) for level, text in part["lines"]),
            )
            for part in data["parts"]
        ),
        tuple(data["closing"]),
    )


def rows_of(parts: Iterable[TextPart]) -> tuple[TextRow, ...]:
    """The parts as rows; a first part without a heading begins with its first line."""
    rows: list[TextRow] = []
    for place, part in enumerate(parts):
        if part.heading or place:
            rows.append(TextRow(RowKind.HEADING, part.heading))
        rows += [TextRow(RowKind(line.level.value), line.text) for line in part.lines]
    return tuple(rows)


def parts_of(rows: Iterable[TextRow]) -> tuple[TextPart, ...]:
    """The parts that rows make; empty rows are left out.

    >>> item = TextRow(RowKind.ITEM, "ข")
    >>> parts_of([TextRow(RowKind.HEADING, "ก"), item, TextRow(RowKind.ITEM, " ")])
    (TextPart(heading='ก', lines=(TextLine(text='ข', level=<Level.ITEM: 'item'>, each=None),)),)
    """
    heading, lines = "", list[TextLine]()
    parts: list[TextPart] = []
    for row in rows:
        text = row.text.strip()
        if not text:
            continue
        if row.kind is not RowKind.HEADING:
            lines.append(TextLine(text, Level(row.kind.value)))
            continue
        if heading or lines:
            parts.append(TextPart(heading, tuple(lines)))
        heading, lines = text, []
    if heading or lines:
        parts.append(TextPart(heading, tuple(lines)))
    return tuple(parts)


class Changed(Struct, frozen=True):
    """One paragraph of two texts: `before` and `after` alike, or one of them "" where it lacks."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def compared(before: Words, after: Words) -> tuple[Changed, ...]:
    """Two texts beside each other, paragraph by paragraph."""
    first, second = before.paragraphs(), after.paragraphs()
    changes: list[Changed] = []
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for change_reason, i, j, m, n in matcher.get_opcodes():
        if change_reason == "equal":
            changes += [Changed(text, text) for text in first[i:j]]
            continue
        old, new = first[i:j], second[m:n]
        length = max(len(old), len(new))
        old += [""] * (length - len(old))
        new += [""] * (length - len(new))
        changes += [Changed(a, b) for a, b in zip(old, new, strict=True)]
    return tuple(changes)
