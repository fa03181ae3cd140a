"""All text of a file, seen or not: whoever is handed the file has its hidden sheets and notes too.

Readers of scores skip what nobody sees. What goes public with the file is more: hidden rows and
sheets, comments, heads and feet, struck out words, forms and notes of a PDF, its white letters.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from lxml import etree
from pypdfium2 import raw

from prongsai.core.errors import Place
from prongsai.core.text import Text
from prongsai.readers.kinds import Kind, damaged, kind_of

# What belongs together in a part of an office file, however many runs it is cut into.
_WHOLE = frozenset({"p", "si", "is", "comment", "row"})
_TOLD = frozenset({"Target", "name", "title", "descr", "tooltip", "display", "alt"})
_OF_PDF = frozenset({
    "/Contents", "/V", "/DV", "/TU", "/RC", "/URI", "/Title", "/Author", "/Subject", "/Keywords",
    "/Alt", "/ActualText",
})  # fmt: skip
_DEEPEST = 40
_FEW_LETTERS = 20  # a page number or a stamp over a scan
_HALF = 0.5
# The place of text that only this module finds.
BESIDE = Text(
    "นอกเนื้อความ (หัวท้ายกระดาษ หมายเหตุ ช่องกรอก หรือส่วนที่ซ่อน)",
    "outside the plain text (head or foot of a page, note, field, or a hidden part)",
)


def all_texts(data: bytes, name: str) -> Iterator[tuple[str, Place]]:
    """Every text that an office file or a PDF holds, whether it is shown or not.

    Shape:  nothing of other kinds, whose whole text the readers give.
    Errors: UnreadableInput where it cannot be opened; then nothing is known of it.
    """
    kind = kind_of(data, name)
    if kind is Kind.PDF:
        yield from _of_pdf(data, name)
    elif data.startswith(b"PK"):
        yield from _of_office(data, name)


def pictured_pages(data: bytes, name: str) -> tuple[int, ...]:
    """The pages of a PDF that show something but hardly a letter: scans and photos, from 1."""
    if kind_of(data, name) is not Kind.PDF:
        return ()
    document = pdfium.PdfDocument(data)
    try:
        return tuple(number for number, page in enumerate(document, start=1) if _is_picture(page))
    finally:
        document.close()


def _is_picture(page: pdfium.PdfPage) -> bool:
    letters = sum(letter.isalnum() for letter in page.get_textpage().get_text_bounded())
    if not letters:
        return any(True for _ in page.get_objects())
    return letters < _FEW_LETTERS and any(
        _is_half_of(page, picture) for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])
    )


def _is_half_of(page: pdfium.PdfPage, shown: pdfium.PdfObject) -> bool:
    left, bottom, right, top = shown.get_bounds()
    return bool((right - left) * (top - bottom) > _HALF * page.get_width() * page.get_height())


def _of_office(data: bytes, name: str) -> Iterator[tuple[str, Place]]:
    place = Place(name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels", ".vml")):
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            try:
                root = etree.fromstring(archive.read(part), parser)
            except (etree.XMLSyntaxError, ValueError) as error:
                raise damaged(name) from error
            if root is not None:
                yield from ((text, place) for text in _of_part(root))


def _of_part(root: Any) -> Iterator[str]:
    """The texts of one part: whole paragraphs and rows, and what stands alone."""
    for node in root.iter(etree.Element):
        for key, value in node.attrib.items():
            if etree.QName(key).localname in _TOLD:
                yield value
        local = etree.QName(node).localname
        if local == "row":
            yield from (text for text in node.itertext() if text.strip())
        elif local in _WHOLE:
            yield "".join(node.itertext())
        elif not len(node) and node.text and local not in ("v", "t", "r"):
            yield node.text


def _of_pdf(data: bytes, name: str) -> Iterator[tuple[str, Place]]:
    document = pdfium.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            page_text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
            yield page_text, Place(name, page=number)
    finally:
        document.close()
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            for part in (*opened.objects, opened.trailer):
                yield from ((text, Place(name)) for text in _strings(part, 0))
    except pikepdf.PdfError as error:
        raise damaged(name) from error


def _strings(part: Any, depth: int) -> Iterator[str]:
    """What a dictionary of a PDF says to people: notes, fields of forms, addresses."""
    if depth > _DEEPEST:
        return
    if isinstance(part, pikepdf.Array):
        for inner in part:
            if not getattr(inner, "is_indirect", False):
                yield from _strings(inner, depth + 1)
    elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in part.items():
            if key in _OF_PDF and isinstance(value, pikepdf.String):
                yield str(value)
            elif not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
