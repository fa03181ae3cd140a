"""Validates files that are kept and may be served again: by their content, not by their name.

Only PDF, JPEG, PNG, DOCX and XLSX pass, and of these none that acts: no script, macro, embedded
file or outside template. Every expansion is counted, no header is trusted. Pictures are drawn
anew, which drops where and by whom they were taken, and whatever was hidden behind them.
"""

import io
import re
import unicodedata
import warnings
import zipfile

from msgspec import Struct
from PIL import Image, ImageOps

from prongsai.core.errors import Place, UnreadableInput
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
    try:
        return _checked(clean, data, longest)
    except UnreadableInput as error:
        error.place = Place(clean)
        raise


def _checked(name: str, data: bytes, longest: int | None) -> Checked:
    if not data:
        raise UnreadableInput("platform/file_empty")
    if len(data) > MOST_BYTES:
        raise UnreadableInput("platform/file_too_large", megabytes=_MOST_MEGABYTES)
    ending = name.rpartition(".")[2]
    kind = _kind(data)
    if kind == "zip":
        kind = _office(data)
    media_type = MEDIA_TYPES[kind]
    if MEDIA_TYPES.get(ending) != media_type:
        raise UnreadableInput(
            "platform/name_not_of_content", ending=ending, kind=kind, content=kind.upper()
        )
    if kind == "pdf":
        _check_pdf(data)
    elif kind in ("jpg", "png"):
        data = _drawn_anew(data, kind, longest)
    return Checked(name, media_type, data)


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


def _kind(data: bytes) -> str:
    for start, kind in (
        (b"%PDF-", "pdf"),  # at the first byte: what stands before it, a browser would run
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"PK\x03\x04", "zip"),
    ):
        if data.startswith(start):
            return kind
    if data[4:12] in _OF_IPHONES:
        raise UnreadableInput("platform/picture_of_iphone")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableInput("platform/old_office_file")
    raise UnreadableInput("platform/kind_not_kept")


def _office(data: bytes) -> str:
    """The kind of an Office file, once nothing in it acts or hides behind it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _count(archive)
            _check_end(data)
            kind = office.kind_of(archive)
    except UnreadableInput:
        raise
    except UnknownTarget as error:
        raise UnreadableInput("platform/formula_link_unknown", formula=str(error)) from error
    except ActiveContent as error:
        raise UnreadableInput("platform/office_file_acts", content=str(error)) from error
    except Exception as error:
        raise UnreadableInput("platform/file_damaged") from error
    if not kind:
        raise UnreadableInput("platform/neither_word_nor_excel")
    return kind


def _check_end(data: bytes) -> None:
    """An archive ends with its own end record, without a comment: no Office writes one.

    What one program takes for a paper, another might take for something else.
    """
    if not (data[-_END_RECORD:].startswith(b"PK\x05\x06") and data.endswith(b"\x00\x00")):
        raise UnreadableInput("platform/data_after_end.office")


def _count(archive: zipfile.ZipFile) -> None:
    """Every byte of an archive, before any of it is read as something."""
    infos = archive.infolist()
    if len(infos) > _MOST_ENTRIES or len({info.filename for info in infos}) != len(infos):
        raise UnreadableInput("platform/file_damaged")
    total = 0
    for info in infos:
        parts = info.filename.split("/")
        if info.filename.startswith("/") or ".." in parts or "\\" in info.filename:
            raise UnreadableInput("platform/file_damaged")
        if info.flag_bits & 1:
            raise UnreadableInput("platform/file_locked")
        size = 0
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > MOST_UNPACKED or size > _MOST_RATIO * max(info.compress_size, 1024):
                    raise UnreadableInput("platform/unpacked_too_large.office")


def _check_pdf(data: bytes) -> None:
    from prongsai.web.platform.upload_validation import (  # noqa: PLC0415 - 15 MB, once a PDF is sent
        pdf,
        pdf_expansion,
    )

    try:
        pages, acting = pdf.pages_and_acts(data)
    except pdf.Locked as error:
        raise UnreadableInput("platform/file_locked") from error
    except pdf.Tangled as error:
        raise UnreadableInput("platform/pdf_pages_tangled", most_pages=pdf.MOST_PAGES) from error
    except pdf_expansion.TooLarge as error:
        raise UnreadableInput("platform/unpacked_too_large.pdf") from error
    except Exception as error:
        raise UnreadableInput("platform/file_damaged") from error
    if not pages:
        raise UnreadableInput("platform/file_damaged")
    if not pdf.ends_with_itself(data):
        raise UnreadableInput("platform/data_after_end.pdf")
    if acting:
        raise UnreadableInput("platform/pdf_acts")


def _drawn_anew(data: bytes, kind: str, longest: int | None) -> bytes:
    form = {"jpg": "JPEG", "png": "PNG"}[kind]
    drawn = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                _check_size(picture)
                if longest is not None:
                    # A JPEG can be unpacked at a half or a quarter, which spares the memory.
                    picture.draft(None, (longest, longest))
                picture.load()
                # The picture upright, with nothing but its pixels.
                upright = ImageOps.exif_transpose(picture)
                upright.info = {
                    key: value
                    for key, value in upright.info.items()
                    if key in ("transparency", "dpi")
                }
                upright.getexif().clear()
                if longest is not None:
                    upright.thumbnail((longest, longest))
                upright.save(drawn, form, quality=_QUALITY)
    except UnreadableInput:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableInput("platform/picture_too_large") from error
    except Exception as error:
        raise UnreadableInput("platform/file_damaged") from error
    return drawn.getvalue()


def _check_size(picture: Image.Image) -> None:
    """Before a pixel of it is unpacked."""
    if picture.width * picture.height > MOST_PIXELS:
        raise UnreadableInput("platform/picture_too_large")
