"""What kind of file some bytes are, by the bytes; the name only decides between kinds of text."""

import io
import re
from enum import StrEnum

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.patterns import compiled
from prongsai.readers.plain import bare_utf16

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
# Text of a whole country's scores is smaller; pictures inside a page do not count.
MAX_TEXT_BYTES = 8 * 1024 * 1024
MAX_LINES = 20_000
PICTURE_IN_TEXT = compiled(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]{64,}+")


class OnlyPictures(UnreadableInput):
    """A file is a picture, or a scan without text."""


class FileKind(StrEnum):
    """The kinds that can be read."""

    PDF = "pdf"
    SPREADSHEET = "spreadsheet"
    WORD = "word"
    HTML = "html"
    JSON = "json"
    DELIMITED = "delimited"
    TEXT = "text"


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r\f\x1a"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = compiled(rb"<(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE)


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of a file.

    Errors: UnreadableInput where it is empty, too large, encrypted, damaged or of another kind.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableInput("readers/empty_file", place=Place(name))
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data), MAX_BYTES)
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(b"PK"):
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    if data.startswith(_PICTURES):
        raise OnlyPictures("readers/only_picture", place=Place(name))
    return _text_kind(data, name)


def refuse_long_text(data: bytes, name: str) -> None:
    """Refuse a text larger than any score sheet; the pictures in it do not count.

    Errors: UnreadableInput.
    """
    if len(data) > MAX_TEXT_BYTES:
        text = len(data)
        if b";base64," in data:
            text -= sum(len(picture[0]) for picture in PICTURE_IN_TEXT.finditer(data))
        if text > MAX_TEXT_BYTES:
            raise _too_large(name, text, MAX_TEXT_BYTES)
    if (lines := data.count(b"\n")) > MAX_LINES:
        raise UnreadableInput(
            "readers/too_many_lines", place=Place(name), lines=lines, most=MAX_LINES
        )


def _zip_kind(data: bytes, name: str) -> FileKind:
    import zipfile  # noqa: PLC0415 - a CSV starts faster without

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(name) from error
    unpacked = sum(entry.file_size for entry in entries.values())
    if unpacked > MAX_UNPACKED:
        raise unpacks_too_much(name, unpacked, MAX_UNPACKED)
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise encrypted(name)
    if "word/document.xml" in entries:
        return FileKind.WORD
    if "xl/workbook.xml" in entries or "xl/workbook.bin" in entries:
        return FileKind.SPREADSHEET
    if "content.xml" in entries and "mimetype" in entries:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if b"spreadsheet" in archive.read("mimetype")[:100]:
                return FileKind.SPREADSHEET
    raise UnreadableInput("readers/other_zip", place=Place(name))


def _ole_kind(data: bytes, name: str) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted(name)
    if "WordDocument".encode("utf-16-le") in data:
        raise UnreadableInput("readers/old_word", place=Place(name))
    return FileKind.SPREADSHEET


def _too_large(name: str, size: int, limit: int) -> UnreadableInput:
    return UnreadableInput(
        "readers/too_many_megabytes", place=Place(name), size=size / 2**20, most=limit / 2**20
    )


def _text_kind(data: bytes, name: str) -> FileKind:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or bare_utf16(data):
        return FileKind.DELIMITED if name.lower().endswith((".csv", ".tsv")) else FileKind.TEXT
    head = data[:65536]
    control = len(head) - len(head.translate(None, _CONTROLS))
    if control * 50 > len(head):
        raise UnreadableInput("readers/unknown_kind", place=Place(name))
    _, dot, ending = name.lower().rpartition(".")
    suffix = ending if dot else ""
    if suffix in ("csv", "tsv"):
        return FileKind.DELIMITED
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"[") and suffix in ("json", ""):
        return FileKind.JSON
    if suffix == "json":
        return FileKind.JSON
    if (suffix in ("html", "htm", "xhtml") and b"<" in data) or _HTML.match(start):
        return FileKind.HTML
    return FileKind.TEXT


def damaged(name: str) -> UnreadableInput:
    """The error for a file that says what it is and then is not."""
    return UnreadableInput("readers/damaged", place=Place(name))


def unpacks_too_much(name: str, unpacked: int, most: int) -> UnreadableInput:
    """The error for a file that is far larger than it looks; sizes in bytes."""
    return UnreadableInput(
        "readers/unpacks_too_much", place=Place(name), size=unpacked // 2**20, most=most // 2**20
    )


def too_many_pages(name: str, count: int, most: int) -> UnreadableInput:
    """The error for a file of more pages, or slides, than are read."""
    return UnreadableInput("readers/too_many_pages", place=Place(name), count=count, max_pages=most)


def too_deep(name: str) -> UnreadableInput:
    """The error for a file whose parts stand inside each other without end."""
    return UnreadableInput("readers/nested_too_deeply", place=Place(name))


def too_many_cells(place: Place, *, sheet: bool = False) -> UnreadableInput:
    """The error for a table or sheet of more cells than any score sheet has."""
    what = "sheet" if sheet else "table"
    return UnreadableInput(f"readers/too_many_cells.{what}", place=place)


def too_many_parts(name: str) -> UnreadableInput:
    """The error for a page of more tags, or longer ones, than any page of scores has."""
    return UnreadableInput("readers/too_many_parts", place=Place(name))


def encrypted(name: str) -> UnreadableInput:
    """The error for a file that asks for a password."""
    return UnreadableInput("readers/encrypted", place=Place(name))
