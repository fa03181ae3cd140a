"""Presentations (pptx): the text and tables of each slide, as it is shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.readers.kinds import MAX_UNPACKED, damaged, too_many_parts

_SLIDE = compiled(r"ppt/slides/slide(\d{1,5})\.xml")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_SLIDES = 400


def is_presentation(data: bytes) -> bool:
    """Whether a file is a presentation."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "ppt/presentation.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_slides(data: bytes, name: str) -> Extract:
    """Every slide in order; every place is a page.

    Errors: UnreadableInput where it is damaged or unpacks to more than may be.
    """
    blocks: list[Block] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise too_many_parts(name)
            parts = {
                int(match[1]): part
                for part in archive.namelist()
                if (match := _SLIDE.fullmatch(part))
            }
            for page, number in enumerate(sorted(parts)[:_MOST_SLIDES], start=1):
                parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                root = etree.fromstring(archive.read(parts[number]), parser)
                blocks += _blocks(root, Place(name, page=page))
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        ValueError,
        OSError,
        KeyError,
        NotImplementedError,
    ) as error:
        raise damaged(name) from error
    return Extract(tuple(blocks))


def _blocks(root: etree._Element, place: Place) -> Iterator[Block]:
    for node in root.iter(f"{_DRAWING}tbl", f"{_DRAWING}p"):
        if node.tag == f"{_DRAWING}tbl":
            rows = tuple(
                Row(tuple(_text(cell) for cell in row.iter(f"{_DRAWING}tc")), place)
                for row in node.iter(f"{_DRAWING}tr")
            )
            if rows:
                yield Table(rows, place)
        elif next(node.iterancestors(f"{_DRAWING}tbl"), None) is None and (text := _text(node)):
            yield Paragraph(text, place)


def _text(node: etree._Element) -> str:
    return "".join(part.text or "" for part in node.iter(f"{_DRAWING}t")).strip()
