"""Validates files that are kept and may be served again: by their content, not by their name.

Only PDF, JPEG, PNG, DOCX and XLSX pass, and of these none that acts: no script, macro, embedded
file or outside template. Every expansion is counted, no header is trusted. Pictures are drawn
anew, which drops where and by whom they were taken, and whatever was hidden behind them.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile

from msgspec import Struct
from PIL import Image, ImageOps

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text
from prongsai.web.platform.upload_validation import office
from prongsai.web.platform.upload_validation.fields import ActiveContent, UnknownTarget

_MOST_MEGABYTES = 20
MOST_BYTES = _MOST_MEGABYTES * 2**20
MOST_UNPACKED = 100 * 2**20
MOST_PIXELS = 60_000_000
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MOST_ENTRIES = 2_000
_MOST_RATIO = 200
_CHUNK = 65_536
_END_RECORD = 22  # bytes
_QUALITY = 92
_LONGEST_STEM = 150

_SEND = Text("ส่งเป็น PDF, JPG, PNG, DOCX หรือ XLSX", "send PDF, JPG, PNG, DOCX or XLSX")
_AS_PDF = Text("บันทึกเป็น PDF แล้วส่งใหม่", "save it as PDF and send that")
_PRINT_ANEW = Text(
    "สั่งพิมพ์เป็น PDF ใหม่ (Print to PDF) แล้วส่งแฟ้มนั้น", "print it to a new PDF and send that"
)
_WITHOUT = Text(
    "บันทึกเป็น .docx หรือ .xlsx แบบไม่มีมาโครและไม่มีแฟ้มฝัง หรือส่งเป็น PDF",
    "save it as .docx or .xlsx without macros or embedded files, or send a PDF",
)
_AS_JPEG = Text(
    "ส่งเป็น JPG: ใน iPhone ตั้งค่า > กล้อง > รูปแบบ > เข้ากันได้มากที่สุด แล้วถ่ายใหม่ หรือส่งออกรูปเดิมเป็น JPG",
    "send JPG: on an iPhone choose Settings > Camera > Formats > Most Compatible and take it anew,"
    " or export the picture as JPG",
)
_WHOLE = Text("ขอแฟ้มต้นฉบับหรือบันทึกใหม่จากโปรแกรมเดิม", "get the original or save it anew")

_OF_IPHONES = frozenset(
    b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
)
_NOT_IN_NAMES = frozenset('<>:"|?*')
_HIDDEN_LETTERS = ("Cc", "Cf", "Cs", "Co", "Cn")


class Checked(Struct, frozen=True):
    """A file that may be kept: its cleaned name, its media type, its (perhaps new) content."""

    name: str
    media_type: str
    data: bytes


def checked(name: str, data: bytes, *, longest: int | None = None) -> Checked:
    """Tell whether a file may be kept, and how.

    Units:  a picture whose longer side has more than `longest` pixels is drawn smaller.
    Errors: UnreadableInput, with the reason and what to send instead.
    """
    clean = clean_name(name)
    if not data:
        raise _refused(clean, Text("แฟ้มว่างเปล่า", "the file is empty"), _WHOLE)
    if len(data) > MOST_BYTES:
        raise _refused(
            clean,
            Text(f"แฟ้มใหญ่เกิน {_MOST_MEGABYTES} MB", f"the file is over {_MOST_MEGABYTES} MB"),
            Text("ลดความละเอียดของภาพหรือแยกเป็นหลายแฟ้ม", "scan it smaller, or split it"),
        )
    ending = clean.rpartition(".")[2]
    kind = _kind(data, clean)
    if kind == "zip":
        kind = _office(data, clean)
    media_type = MEDIA_TYPES[kind]
    if MEDIA_TYPES.get(ending) != media_type:
        raise _refused(
            clean,
            Text(
                f"ชื่อแฟ้มลงท้าย .{ending} แต่เนื้อในเป็น {kind.upper()}",
                f"the name ends in .{ending}, but the content is {kind.upper()}",
            ),
            Text(f"ตั้งชื่อให้ลงท้าย .{kind} แล้วส่งใหม่", f"name it .{kind} and send it again"),
        )
    if kind == "pdf":
        _check_pdf(data, clean)
    elif kind in ("jpg", "png"):
        data = _drawn_anew(data, kind, clean, longest)
    return Checked(clean, media_type, data)


def clean_name(name: str) -> str:
    """A file name that shows what it is: no folder, no hidden letter, not too long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")[-1]
    kept = "".join(
        letter
        for letter in last
        if unicodedata.category(letter) not in _HIDDEN_LETTERS and letter not in _NOT_IN_NAMES
    )
    kept = re.sub(r"\s+", " ", kept).strip().rstrip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    stem = stem.lstrip(".")
    while len(stem.encode()) > _LONGEST_STEM:
        stem = stem[:-1]
    while stem and unicodedata.combining(stem[0]):
        stem = stem[1:]
    return f"{stem or 'file'}.{ending.lower()}" if ending else stem or "file"


def _kind(data: bytes, name: str) -> str:
    for start, kind in (
        (b"%PDF-", "pdf"),  # at the first byte: what stands before it, a browser would run
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"PK\x03\x04", "zip"),
    ):
        if data.startswith(start):
            return kind
    if data[4:12] in _OF_IPHONES:
        what = Text(
            "รูปแบบ HEIC ของ iPhone เปิดในเครื่องอื่นไม่ได้เสมอไป",
            "HEIC pictures of an iPhone do not open everywhere",
        )
        raise _refused(name, what, _AS_JPEG)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        what = Text(
            "แฟ้ม Office รุ่นเก่าหรือที่ล็อกรหัสผ่าน", "an old Office file, or one locked by a password"
        )
        raise _refused(name, what, _AS_PDF)
    what = Text("รับเก็บเฉพาะเอกสารและรูปภาพ", "only documents and pictures are kept")
    raise _refused(name, what, _SEND)


def _office(data: bytes, name: str) -> str:
    """The kind of an Office file, once nothing in it acts or hides behind it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _count(archive, name)
            _check_end(data, name)
            kind = office.kind_of(archive)
    except UnreadableInput:
        raise
    except UnknownTarget as error:
        raise _untold(name, str(error)) from error
    except ActiveContent as error:
        raise _acting(name, str(error)) from error
    except Exception as error:
        raise _damaged(name) from error
    if not kind:
        raise _refused(name, Text("ไม่ใช่ Word หรือ Excel", "this is neither Word nor Excel"), _SEND)
    return kind


def _check_end(data: bytes, name: str) -> None:
    """An archive ends with its own end record, without a comment: no Office writes one."""
    if not (data[-_END_RECORD:].startswith(b"PK\x05\x06") and data.endswith(b"\x00\x00")):
        raise _two_files(name, _WHOLE)


def _count(archive: zipfile.ZipFile, name: str) -> None:
    """Every byte of an archive, before any of it is read as something."""
    infos = archive.infolist()
    if len(infos) > _MOST_ENTRIES or len({info.filename for info in infos}) != len(infos):
        raise _damaged(name)
    total = 0
    for info in infos:
        parts = info.filename.split("/")
        if info.filename.startswith("/") or ".." in parts or "\\" in info.filename:
            raise _damaged(name)
        if info.flag_bits & 1:
            raise _locked(name)
        size = 0
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > MOST_UNPACKED or size > _MOST_RATIO * max(info.compress_size, 1024):
                    raise _unpacks_to_far_too_much(name, _AS_PDF)


def _unpacks_to_far_too_much(name: str, next_step: Text) -> UnreadableInput:
    return _refused(
        name, Text("แฟ้มคลายออกมาใหญ่ผิดปกติ", "the file unpacks to far too much"), next_step
    )


def _check_pdf(data: bytes, name: str) -> None:
    from prongsai.web.platform.upload_validation import (  # noqa: PLC0415 - 15 MB, once a PDF is sent
        pdf,
        pdf_expansion,
    )

    try:
        pages, acting = pdf.pages_and_acts(data)
    except pdf.Locked as error:
        raise _locked(name) from error
    except pdf.Tangled as error:
        raise _refused(
            name,
            Text(
                f"หน้าของ PDF นี้วนกลับมาที่เดิม หรือมีเกิน {pdf.MOST_PAGES:,} หน้า",
                f"the pages of this PDF lead back to themselves, or are over {pdf.MOST_PAGES:,}",
            ),
            _PRINT_ANEW,
        ) from error
    except pdf_expansion.TooLarge as error:
        raise _unpacks_to_far_too_much(name, _PRINT_ANEW) from error
    except Exception as error:
        raise _damaged(name) from error
    if not pages:
        raise _damaged(name)
    if not pdf.ends_with_itself(data):
        raise _two_files(name, _PRINT_ANEW)
    if acting:
        raise _refused(
            name,
            Text(
                "PDF นี้มีสคริปต์ แฟ้มฝัง หรือคำสั่งที่ทำงานเอง",
                "this PDF holds a script, an embedded file or something that acts by itself",
            ),
            _PRINT_ANEW,
        )


def _drawn_anew(data: bytes, kind: str, name: str, longest: int | None) -> bytes:
    form = {"jpg": "JPEG", "png": "PNG"}[kind]
    drawn = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                _check_size(picture, name)
                if longest is not None:
                    # A JPEG can be unpacked at a half or a quarter, which spares the memory.
                    picture.draft(None, (longest, longest))
                picture.load()
                upright = _without_data(picture)
                if longest is not None:
                    upright.thumbnail((longest, longest))
                upright.save(drawn, form, quality=_QUALITY)
    except UnreadableInput:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except Exception as error:
        raise _damaged(name) from error
    return drawn.getvalue()


def _check_size(picture: Image.Image, name: str) -> None:
    """Before a pixel of it is unpacked."""
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large(name)


def _without_data(picture: Image.Image) -> Image.Image:
    """The picture upright, with nothing but its pixels."""
    upright = ImageOps.exif_transpose(picture)
    upright.info = {
        key: value for key, value in upright.info.items() if key in ("transparency", "dpi")
    }
    upright.getexif().clear()
    return upright


def _too_large(name: str) -> UnreadableInput:
    return _refused(
        name,
        Text("รูปมีจุดภาพมากเกินไป", "the picture has too many pixels"),
        Text("ย่อรูปแล้วส่งใหม่", "make it smaller and send it again"),
    )


def _acting(name: str, what: str) -> UnreadableInput:
    return _refused(
        name,
        Text(
            f"แฟ้มมีมาโคร แฟ้มฝัง หรือเรียกของจากที่อื่น ({what})",
            f"the file holds macros or embedded files, or calls for something elsewhere ({what})",
        ),
        _WITHOUT,
    )


def _untold(name: str, what: str) -> UnreadableInput:
    return _refused(
        name,
        Text(
            f"สูตร HYPERLINK ไม่ได้เขียนที่อยู่ไว้ในสูตร จึงไม่รู้ว่าลิงก์ไปที่ใด ({what})",
            "a HYPERLINK formula does not hold its address; nobody can say where it leads"
            f" ({what})",
        ),
        Text(
            "เขียนที่อยู่ลงในสูตรโดยตรง หรือใส่เป็นลิงก์ของช่อง (Ctrl+K) หรือส่งเป็น PDF",
            "write the address into the formula, or make it a link of the cell (Ctrl+K), or send a"
            " PDF",
        ),
    )


def _locked(name: str) -> UnreadableInput:
    return _refused(
        name,
        Text("แฟ้มล็อกด้วยรหัสผ่าน", "the file is locked by a password"),
        Text("ปลดรหัสผ่านแล้วส่งใหม่", "remove the password and send it again"),
    )


def _two_files(name: str, next_step: Text) -> UnreadableInput:
    """What one program takes for a paper, another might take for something else."""
    return _refused(
        name,
        Text("มีข้อมูลอื่นต่อท้ายแฟ้ม", "something else follows the end of the file"),
        next_step,
    )


def _damaged(name: str) -> UnreadableInput:
    return _refused(
        name, Text("แฟ้มเสียหาย เปิดไม่ได้", "the file is damaged and cannot be opened"), _WHOLE
    )


def _refused(name: str, message: Text, next_step: Text) -> UnreadableInput:
    return UnreadableInput(message, place=Place(name), next_step=next_step)
