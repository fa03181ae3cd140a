"""Files by their bytes: whether they begin as what they are, and end."""

from __future__ import annotations

from prongsai.links.fetching import Answer

PAGES = frozenset(
    {"", "html", "htm", "php", "asp", "aspx", "jsp", "jspx", "do", "cfm", "shtml", "xhtml", "phtml"}
)
_BEGINS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "ppt": (b"\xd0\xcf\x11\xe0",),
    "rar": (b"Rar!",),
    "7z": (b"7z\xbc\xaf",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG",),
    "gif": (b"GIF8",),
    "webp": (b"RIFF",),
}
_OF_MEDIA = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "application/zip": "zip",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_KNOWN = tuple({mark for marks in _BEGINS.values() for mark in marks})
_ENDS = {"pdf": (b"%%EOF", 2048), "zip": (b"PK\x05\x06", 65_600), "png": (b"IEND", 64)}


def is_document(suffix: str) -> bool:
    """Whether an address by its ending names a file and no page."""
    return suffix in _BEGINS


def begins_known(body: bytes) -> bool:
    """Whether bytes begin as some file that people exchange."""
    return body.startswith(_KNOWN) or b"%PDF-" in body[:1024]


def fault_of(answer: Answer, suffix: str) -> str:
    """What is wrong with a file, by its beginning and its end; "" where nothing is."""
    body = answer.body
    kind = suffix if suffix in _BEGINS else _OF_MEDIA.get(answer.media, "")
    if not kind:
        return ""
    if not begins_known(body):
        return kind.upper()
    if b"%PDF-" in body[:1024]:
        kind = "pdf"
    elif body.startswith(b"PK\x03\x04"):
        kind = "zip"
    elif body.startswith(b"\x89PNG"):
        kind = "png"
    end = _ENDS.get(kind)
    if end and answer.whole and end[0] not in body[-end[1] :]:
        return kind.upper()
    return ""
