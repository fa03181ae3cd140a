"""The YAML files of a year as plain data, from what was compiled of them where it still holds.

`make setup` compiles the years that come with the product to JSON, which is read in a tenth of the
time. A compiled file counts only for the very text that it was made of: what an officer corrects
is read from the YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from prongsai.core.errors import BrokenFramework, Place, UnreadableInput
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.yaml_data.documents import Document

FIX = Text(
    "แก้แฟ้ม แล้วตรวจใหม่ด้วย prongsai framework check",
    "correct the file and run prongsai framework check",
)
COMPILED = "compiled.json"
# What scoring reads; the rest of a year is read by who asks for it.
SCORED = ("framework", "iit", "eit", "oit")


def read_document(folder: Path, name: str) -> dict[str, Any]:
    """One YAML file of a year as plain data; an absent optional file is an empty document.

    Errors: BrokenFramework, with file and line, where it is missing or no mapping in YAML.
    """
    path = folder / f"{name}.yaml"
    if not path.exists() and name != "framework":
        return {}
    try:
        text = path.read_bytes()
    except OSError as error:
        raise BrokenFramework(
            Text("ไม่พบแฟ้มกรอบการประเมิน", "a framework file is missing"),
            place=Place(str(path)),
            next_step=FIX,
        ) from error
    known = _compiled(folder).get(name)
    if known is not None and known["of"] == _sign(text):
        document: dict[str, Any] = known["document"]
        return document
    data: dict[str, Any] = _parsed(text, path).data
    return data


def compile_documents(folder: Path, names: Sequence[str] = SCORED) -> None:
    """Write what `read_document` may take in place of the YAML files of these names."""
    documents = {
        name: {"of": _sign(path.read_bytes()), "document": _parsed(path.read_bytes(), path).data}
        for name in names
        if (path := folder / f"{name}.yaml").exists()
    }
    (folder / COMPILED).write_bytes(msgspec.json.encode(documents))


def read_lines(folder: Path, name: str) -> Document:
    """One YAML file of a year with its lines, for who has a fault to tell.

    Errors: as `read_document`.
    """
    path = folder / f"{name}.yaml"
    return _parsed(path.read_bytes() if path.exists() else b"{}", path)


def _parsed(text: bytes, path: Path) -> Document:
    # A plain sheet of a known year is scored without YAML.
    from prongsai.core.yaml_data.documents import parse  # noqa: PLC0415

    try:
        document = parse(text, str(path))
    except UnreadableInput as error:
        raise BrokenFramework(error.message, place=error.place, next_step=FIX) from error
    if not isinstance(document.data, dict):
        raise BrokenFramework(
            Text("แฟ้มต้องขึ้นต้นด้วยชื่อหัวข้อ", "the file must be a mapping"),
            place=Place(str(path)),
            next_step=FIX,
        )
    return document


def _sign(text: bytes) -> list[int]:
    """What tells two versions of a file apart: a compiled one that is stale must not count."""
    return [len(text), crc32(text)]


@lru_cache(maxsize=8)
def _compiled(folder: Path) -> dict[str, Any]:
    try:
        found = msgspec.json.decode((folder / COMPILED).read_bytes())
    except (OSError, ValueError):  # msgspec.DecodeError is a ValueError
        return {}
    return found if isinstance(found, dict) else {}
