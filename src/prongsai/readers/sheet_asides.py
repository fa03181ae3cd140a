"""What stands beside the cells of a workbook: comments, heads and feet of its pages."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator

from prongsai.core.patterns import compiled

_EDGE = compiled(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_COMMENTS = compiled(rb"\bTarget=\"([^\"]*comments[^\"]*)\"")
_COMMENT = compiled(rb"<(?:\w+:)?comment\s([^>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_PLACE = compiled(rb"\bref=\"([A-Z]{1,3})(\d{1,7})\"")
_ANNOTATION = compiled(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_WORDS = compiled(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_TAG = compiled(rb"<[^<>]*>")
# "&C&\"Sarabun,Bold\"&14ร่าง หน้า &P": how a head is set says nothing.
_SETTING = compiled(r"&(?:[A-Z]|\d+|\"[^\"]*\")")

# A text with the row and column, from 0, of the cell that it is of.
Aside = tuple[tuple[int, int] | None, str]


def asides_of(archive: zipfile.ZipFile, name: str, part: bytes) -> list[Aside]:
    """The comments of a sheet, and the heads and feet of its pages."""
    edges = map(plain_text, _EDGE.findall(part))
    asides: list[Aside] = [(None, _SETTING.sub(" ", edge)) for edge in edges]
    folder, file = posixpath.split(name)
    relations = f"{folder}/_rels/{file}.rels"
    targets = _COMMENTS.findall(archive.read(relations)) if relations in archive.NameToInfo else []
    for target in targets:
        comments = posixpath.normpath(posixpath.join("/", folder, target.decode())).lstrip("/")
        asides += _comments(archive.read(comments)) if comments in archive.NameToInfo else []
    return asides


def asides_of_ods(content: bytes) -> list[list[Aside]]:
    """The comments of each sheet of an OpenDocument workbook."""
    sheets = re.split(rb"<table:table[\s>]", content)[1:]
    return [
        [((0, 0), plain_text(_TAG.sub(b" ", note))) for note in _ANNOTATION.findall(sheet)]
        for sheet in sheets
    ]


def _comments(part: bytes) -> Iterator[Aside]:
    for attributes, content in _COMMENT.findall(part):
        if place := _PLACE.search(attributes):
            at = int(place[2]) - 1, column_number(place[1])
            yield at, plain_text(b"".join(_WORDS.findall(content)))


def plain_text(text: bytes) -> str:
    """What the bytes of a part say."""
    plain = text.decode(errors="replace")
    if "&" not in plain:
        return plain
    import html  # noqa: PLC0415 - its two thousand names, for texts that have one

    return html.unescape(plain)


def column_number(letters: bytes) -> int:
    """The number of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
