"""What a paper says apart from what its approval puts on it, and the digest of that.

The exact paper and its signed copy are drawn at different times. They must say the same in every
word, figure and picture; only number, day, opinions, signatures and mark are added in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import FieldInfo, fields, replace

from prongsai.core.papers.document import (
    Block,
    Dated,
    Document,
    Labelled,
    MemoHead,
    NoticeHead,
    Opinions,
    Section,
    Signature,
    Together,
)


def content_of(document: Document) -> Document:
    """The document with the places empty that approval fills: number, day, opinions, hands, mark.

    Shape:  the day of a memo stays: it is that of its submission.
    """
    sections = tuple(_section(one) for one in document.sections)
    return replace(document, sections=sections, mark=None, names=frozenset())


def content_digest(document: Document, *said: str) -> str:
    """The digest of what a document says; `said` is what else must stay as it was.

    Shape:  a field that is as it is by default is left out, so that one which is added to the
            model later changes no digest.
    """
    told = sha256()
    for part in (*_told(content_of(document)), *_told(said)):
        told.update(len(part).to_bytes(8, "big"))
        told.update(part)
    return told.hexdigest()


def _section(section: Section) -> Section:
    return replace(section, blocks=tuple(_emptied(block) for block in section.blocks))


def _emptied(block: Block) -> Block:
    """A block without what approval adds to it."""
    made: Block = block
    match block:
        case MemoHead():
            made = replace(block, number=Labelled(block.number.label, ""))
        case NoticeHead():
            # A paper that bears no number has no label for one either.
            made = replace(block, number_label="", number="", year="")
        case Dated():
            made = Dated("")
        case Signature():
            made = Signature("", above=block.above, below=block.below)
        case Opinions():
            made = Opinions(())
        case Together():
            made = Together(tuple(_emptied(inner) for inner in block.blocks))
    return made


def _told(value: Any) -> Iterator[bytes]:
    """A value piece by piece, each with its kind, in an order that never changes."""
    if isinstance(value, Struct):
        told = [one for one in fields(value) if _is_said(value, one)]
        yield f"{type(value).__name__} {len(told)}".encode()
        for one in told:
            yield one.name.encode()
            yield from _told(getattr(value, one.name))
    elif isinstance(value, tuple):
        yield f"{len(value)} parts".encode()
        for part in value:
            yield from _told(part)
    elif isinstance(value, bytes):
        yield value
    else:
        plain = value.value if isinstance(value, Enum) else value
        yield f"{type(plain).__name__} {plain}".encode()


def _is_said(value: Struct, field: FieldInfo) -> bool:
    return bool(getattr(value, field.name) != field.default)
