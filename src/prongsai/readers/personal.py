"""What a file that is to become public holds of persons, with its places.

Readers of scores skip what nobody sees. What goes public with the file is more: hidden rows and
sheets, comments, heads and feet, struck out words, forms and notes of a PDF, its white letters;
who made it, and where its pictures were taken, which programs write without asking.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from lxml import etree
from PIL import Image
from pypdfium2 import raw

from prongsai.core.errors import Finding, Place, Severity, finding
from prongsai.core.extract import Extract, Paragraph
from prongsai.core.personal_data import PersonalDatum, letters_of, personal_data
from prongsai.core.thai import squeeze
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import FileKind, damaged, kind_of

_LONG_NUMBER = re.compile(r"[0-9๐-๙](?:[^0-9A-Za-zก-๙]{0,3}[0-9๐-๙]){7,}")
_FEWEST = 9  # of a telephone without its zero
_HEAD = 120  # letters of the cells above a number

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
_KEYS = ("/Author", "/Manager")
_ARTIST, _OWNER, _DETAILS, _GPS = 0x013B, 0xA430, 0x8769, 0x8825
_LATITUDE = 2
_PICTURE_HEAD = 400_000  # bytes of a picture, before its pixels
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


def personal_findings(data: bytes, name: str, own: Collection[str] = ()) -> tuple[Finding, ...]:
    """Citizens' numbers, telephones, accounts and e-mail addresses in a file of any kind.

    Shape:  what is quoted is masked; `own` are numbers and addresses that the agency makes public;
            pages that are pictures are told too, for nobody looked into them; of a PDF also what it
            carries of who made it and where its pictures were taken.
    Errors: UnreadableInput where the file's text cannot be read: then nothing is known of it.
    """
    extract = read_extract(data, name)
    if not isinstance(extract, Extract):
        return ()
    shown = list(_texts(extract))
    findings = [
        _finding(hit, place)
        for text, place in (*shown, *_figure_by_figure(shown))
        for hit in personal_data(text, own)
    ]
    findings += _named_by_columns(extract, own)
    findings += _behind(data, name, [text for text, _ in shown], own)
    if kind_of(data, name) is FileKind.PDF:
        findings += carried_findings(data, name, " ".join(text for text, _ in shown))
    return (*findings, *_pictures(data, name))


def _figure_by_figure(shown: list[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    """Figures of which each has a line or a row of its own, below the text that heads them."""
    start = 0
    for is_figure, group in groupby(shown, lambda text: len(text[0].strip()) == 1):
        texts = list(group)
        if is_figure and len(texts) >= _FEWEST:
            lines = [text.strip() for text, _ in (*shown[max(0, start - 1) : start], *texts)]
            yield "\n".join(lines), texts[0][1]
        start += len(texts)


def _pictures(data: bytes, name: str) -> Iterator[Finding]:
    """Pages that nobody could look into."""
    pages = pictured_pages(data, name)
    if pages:
        shown, place = ", ".join(map(str, pages[:10])), Place(name, page=pages[0])
        yield finding("readers/unread_pages", Severity.WARNING, place, pages=shown)


def _named_by_columns(extract: Extract, own: Collection[str]) -> Iterator[Finding]:
    """Numbers of a table that only the head of their column tells: a spreadsheet drops the zero."""
    for block in extract.blocks:
        if isinstance(block, Paragraph):
            continue
        heads: dict[int, str] = {}
        for row in block.rows:
            line = " ".join(row.cells)
            known = {_bare(line, hit) for hit in personal_data(line, own)}
            for column, cell in enumerate(row.cells):
                if not _LONG_NUMBER.search(cell):
                    heads[column] = f"{heads.get(column, '')} {cell}"[:_HEAD]
                elif column in heads:
                    headed = f"{heads[column]} {cell}"
                    hits = personal_data(headed, own)
                    new = [hit for hit in hits if _bare(headed, hit) not in known]
                    yield from (_finding(hit, row.place_of(column)) for hit in new)


def _behind(data: bytes, name: str, shown: list[str], own: Collection[str]) -> Iterator[Finding]:
    """What stands in no text that was looked into already, each once."""
    seen = [letters_of(text) for text in shown]
    reported: set[str] = set()
    for text, place in all_texts(data, name):
        for hit in personal_data(text, own):
            bare = _bare(text, hit)
            if bare not in reported and not any(bare in shown_text for shown_text in seen):
                reported.add(bare)
                yield _finding(hit, place, is_shown=False)


def _bare(text: str, hit: PersonalDatum) -> str:
    return letters_of(text[hit.start : hit.end])


def _finding(hit: PersonalDatum, place: Place, *, is_shown: bool = True) -> Finding:
    where, label = "in_text" if is_shown else "beside_text", hit.kind.label
    quote = " ".join(hit.masked.split())
    return finding(
        f"readers/personal_data.{where}", Severity.WARNING, place, label=label, quote=quote
    )


def _texts(extract: Extract) -> Iterator[tuple[str, Place]]:
    """Paragraphs, and rows as one text: what a number is often stands in the cell before it."""
    for block in extract.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
        else:
            for row in block.rows:
                yield " ".join(row.cells), row.place


def all_texts(data: bytes, name: str) -> Iterator[tuple[str, Place]]:
    """Every text that an office file or a PDF holds, whether it is shown or not.

    Shape:  nothing of other kinds, whose whole text the readers give.
    Errors: UnreadableInput where it cannot be opened; then nothing is known of it.
    """
    kind = kind_of(data, name)
    if kind is FileKind.PDF:
        yield from _of_pdf(data, name)
    elif data.startswith(b"PK"):
        yield from _of_office(data, name)


def pictured_pages(data: bytes, name: str) -> tuple[int, ...]:
    """The pages of a PDF that show something but hardly a letter: scans and photos, from 1."""
    if kind_of(data, name) is not FileKind.PDF:
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
            place = Place(name)
            yield finding("readers/carried_data.maker", Severity.WARNING, place, maker=maker)
    if pages:
        on = ", ".join(map(str, pages[:10]))
        place = Place(name, page=pages[0])
        yield finding("readers/carried_data.place", Severity.WARNING, place, pages=on)


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
                data = zlib.decompressobj().decompress(data, _PICTURE_HEAD)
            with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
                return picture.getexif()
    return Image.Exif()
