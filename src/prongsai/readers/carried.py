"""What a PDF carries of persons beside its pages: who made it, and where its pictures were taken.

Programs write it without asking, no page shows it, and it goes public with the file.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import pikepdf
from PIL import Image

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.text import Text
from prongsai.core.thai import squeeze
from prongsai.readers.kinds import damaged

_KEYS = ("/Author", "/Manager")
_ARTIST, _OWNER, _DETAILS, _GPS = 0x013B, 0xA430, 0x8769, 0x8825
_LATITUDE = 2
_HEAD = 400_000  # bytes of a picture, before its pixels
_LONGEST = 60
# What programs write where nobody typed a name, and names of offices.
_NOBODY = frozenset(
    """
    user users admin administrator owner guest default unknown anonymous none windows microsoft
    office word excel pc com computer notebook desktop laptop scanner acer asus dell hp lenovo msi
    canon epson brother ricoh python docx openpyxl prongsai
    """.split()  # noqa: SIM905 - a table
)
_OFFICE = re.compile(
    r"สำนัก|เทศบาล|อบต|อบจ|องค์การ|กอง|ศูนย์|โรงเรียน|งาน|ฝ่าย|กรม|municipality", re.IGNORECASE
)
_WORD = re.compile(r"[a-zก-๙]{2,}")
_NEXT = Text(
    "ลบออกในต้นฉบับ (Word: ไฟล์ > ข้อมูล > ตรวจสอบเอกสาร) แล้วทำ PDF ใหม่ หรือบอกเหตุผลที่เปิดเผยได้",
    "delete it in the original (Word: File > Info > Inspect Document) and make a new PDF,"
    " or say why it may be public",
)


def carried_findings(data: bytes, name: str, shown: str) -> Iterator[Finding]:
    """Tell who made the file or noted it, and which pictures say where they were taken.

    Shape:  each name once, none that stands in `shown`, the text of the pages.
    Errors: UnreadableInput where it cannot be looked into.
    """
    try:
        names, pages = _carried(data)
    except Exception as error:
        raise damaged(name) from error
    for maker in names:
        words = _WORD.findall(maker.casefold())
        is_somebody = not _OFFICE.search(maker) and any(word not in _NOBODY for word in words)
        if is_somebody and maker not in shown:
            message = Text(
                f"ไฟล์บอกชื่อผู้จัดทำ “{maker}”", f"the file has the name of its maker: “{maker}”"
            )
            yield Finding("carried_data", Severity.WARNING, message, (Place(name),), _NEXT)
    if pages:
        on = ", ".join(map(str, pages[:10]))
        message = Text(
            f"ภาพในหน้า {on} บอกพิกัดที่ถ่าย", f"pictures on page {on} say where they were taken"
        )
        place = Place(name, page=pages[0])
        yield Finding("carried_data", Severity.WARNING, message, (place,), _NEXT)


def _carried(data: bytes) -> tuple[Iterable[str], list[int]]:
    """All names, and the pages of pictures with a place."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        creators = opened.open_metadata().get("dc:creator") or ()
        names = [creators] if isinstance(creators, str) else list(creators)
        lists = (page.obj.get("/Annots") for page in opened.pages)
        notes = (
            note
            for annotations in lists
            if isinstance(annotations, pikepdf.Array)
            for note in annotations
        )
        for part in (*opened.objects, *notes):
            if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
                names += _names(part)
        pages = [
            number
            for number, page in enumerate(opened.pages, start=1)
            if any(
                _LATITUDE in _exif_of(picture).get_ifd(_GPS)
                for picture in page.get_images().values()
            )
        ]
    return dict.fromkeys(squeeze(maker)[:_LONGEST] for maker in names), pages


def _names(part: Any) -> Iterator[str]:
    """Of the file, of a note on a page, and of a camera."""
    is_note = "/Rect" in part and part.get("/Subtype") != "/Widget"
    values = (part.get(key) for key in (*_KEYS, *(["/T"] if is_note else [])))
    yield from (str(value) for value in values if isinstance(value, pikepdf.String))
    exif = _exif_of(part)
    held = (exif.get(_ARTIST), exif.get_ifd(_DETAILS).get(_OWNER))
    yield from (str(maker) for maker in held if maker)


def _exif_of(part: Any) -> Image.Exif:
    """What a camera wrote into a JPEG of a PDF; nothing for every other object."""
    filters = part.get("/Filter")
    names = [
        str(filter_name)
        for filter_name in (filters if isinstance(filters, pikepdf.Array) else [filters])
    ]
    if isinstance(part, pikepdf.Stream) and names[-1:] == ["/DCTDecode"]:
        data = part.read_raw_bytes()
        # One that is damaged, or packed in a rare way, is nobody's picture: it says nothing.
        with suppress(Exception):
            if names[:-1] == ["/FlateDecode"]:
                data = zlib.decompressobj().decompress(data, _HEAD)
            with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
                return picture.getexif()
    return Image.Exif()
