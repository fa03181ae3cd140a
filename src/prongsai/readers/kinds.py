"""What kind of file some bytes are, by the bytes; the name only decides between kinds of text."""

import io
import re
from enum import StrEnum

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.patterns import compiled
from prongsai.core.text import Text
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
_SEND = Text("ส่งเป็น PDF, DOCX, XLSX, CSV, HTML หรือ TXT", "send PDF, DOCX, XLSX, CSV, HTML or TXT")


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of a file.

    Errors: UnreadableInput where it is empty, too large, encrypted, damaged or of another kind.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise _unreadable(name, Text("ไฟล์ว่างเปล่า", "the file is empty"))
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data), MAX_BYTES)
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(b"PK"):
        return _zip_kind(data, name)
    if data.startswith(_OLE):
        return _ole_kind(data, name)
    if data.startswith(_PICTURES):
        words = Text("ไฟล์เป็นรูปภาพ ไม่ใช่เอกสาร", "the file is a picture, not a document")
        raise OnlyPictures(words, place=Place(name), next_step=_SEND)
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
        raise _unreadable(
            name,
            Text(
                f"ไฟล์มี {lines} บรรทัด เกิน {MAX_LINES} บรรทัด",
                f"the file has {lines} lines, over {MAX_LINES}",
            ),
            Text("แยกเฉพาะส่วนที่มีคะแนนแล้วอ่านใหม่", "cut out the part with scores and read that"),
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
        raise _encrypted(name)
    if "word/document.xml" in entries:
        return FileKind.WORD
    if "xl/workbook.xml" in entries or "xl/workbook.bin" in entries:
        return FileKind.SPREADSHEET
    if "content.xml" in entries and "mimetype" in entries:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if b"spreadsheet" in archive.read("mimetype")[:100]:
                return FileKind.SPREADSHEET
    raise _unreadable(
        name, Text("ไฟล์ซิปนี้ไม่ใช่ Word หรือ Excel", "this zip file is neither Word nor Excel")
    )


def _ole_kind(data: bytes, name: str) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted(name)
    if "WordDocument".encode("utf-16-le") in data:
        raise _unreadable(
            name,
            Text("ไฟล์ Word รุ่นเก่า (.doc) อ่านไม่ได้", "an old Word file (.doc) cannot be read"),
            Text("บันทึกเป็น .docx แล้วส่งใหม่", "save it as .docx and send that"),
        )
    return FileKind.SPREADSHEET


def _too_large(name: str, size: int, limit: int) -> UnreadableInput:
    has, most = f"{size / 2**20:.0f}", f"{limit / 2**20:.0f}"
    return _unreadable(
        name,
        Text(f"ไฟล์ใหญ่ {has} MB เกิน {most} MB", f"the file has {has} MB, over {most} MB"),
        Text("แยกเฉพาะหน้าที่มีคะแนนแล้วอ่านใหม่", "cut out the pages with scores and read those"),
    )


def _text_kind(data: bytes, name: str) -> FileKind:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or bare_utf16(data):
        return FileKind.DELIMITED if name.lower().endswith((".csv", ".tsv")) else FileKind.TEXT
    head = data[:65536]
    control = len(head) - len(head.translate(None, _CONTROLS))
    if control * 50 > len(head):
        raise _unreadable(
            name, Text("ไฟล์ไม่ใช่ข้อความหรือเอกสารที่รู้จัก", "the file is not a known document")
        )
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


def _unreadable(name: str, message: Text, next_step: Text = _SEND) -> UnreadableInput:
    return UnreadableInput(message, place=Place(name), next_step=next_step)


def _encrypted(name: str) -> UnreadableInput:
    return _unreadable(
        name,
        Text("ไฟล์ล็อกด้วยรหัสผ่าน", "the file is locked by a password"),
        Text("ปลดรหัสผ่านแล้วส่งใหม่", "remove the password and send it again"),
    )


def damaged(name: str) -> UnreadableInput:
    """The error for a file that says what it is and then is not."""
    return _unreadable(
        name,
        Text("ไฟล์เสียหาย เปิดไม่ได้", "the file is damaged and cannot be opened"),
        Text(
            "ขอไฟล์ต้นฉบับหรือบันทึกใหม่จากโปรแกรมเดิม",
            "get the original, or save it again from the program that made it",
        ),
    )


def unpacks_too_much(name: str, unpacked: int, most: int) -> UnreadableInput:
    """The error for a file that is far larger than it looks; sizes in bytes."""
    return _unreadable(
        name,
        Text(
            f"ไฟล์คลายออกมาใหญ่ {unpacked // 2**20} MB เกิน {most // 2**20} MB",
            f"the file unpacks to {unpacked // 2**20} MB, over {most // 2**20} MB",
        ),
    )


def too_many_pages(name: str, count: int, most: int) -> UnreadableInput:
    """The error for a file of more pages, or slides, than are read."""
    return UnreadableInput("readers/too_many_pages", place=Place(name), count=count, max_pages=most)


def too_deep(name: str) -> UnreadableInput:
    """The error for a file whose parts stand inside each other without end."""
    return _unreadable(
        name,
        Text("ไฟล์ซ้อนกันหลายชั้นเกินไป", "the file is nested too deeply"),
        Text("บันทึกเฉพาะตารางคะแนนเป็นไฟล์ใหม่แล้วส่งใหม่", "save the score table alone and send that"),
    )


def too_many_cells(place: Place, *, sheet: bool = False) -> UnreadableInput:
    """The error for a table or sheet of more cells than any score sheet has."""
    what = Text("ตารางใหญ่เกินไป", "the table is too large")
    if sheet:
        what = Text("แผ่นงานใหญ่เกินไป", "the sheet is too large")
    return UnreadableInput(
        what,
        place=place,
        next_step=Text("ลบแถวและคอลัมน์ที่ไม่ใช้", "delete the rows and columns not in use"),
    )


def too_many_parts(name: str) -> UnreadableInput:
    """The error for a page of more tags, or longer ones, than any page of scores has."""
    return _unreadable(
        name,
        Text("หน้าเว็บมีแท็กมากหรือยาวเกินไป", "the page has too many tags, or too long ones"),
        Text("บันทึกเฉพาะตารางคะแนนเป็นไฟล์ใหม่แล้วส่งใหม่", "save the score table alone and send that"),
    )


def encrypted(name: str) -> UnreadableInput:
    """The error for a file that asks for a password."""
    return _encrypted(name)
