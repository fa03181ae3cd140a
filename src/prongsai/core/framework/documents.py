"""The YAML files of a year as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prongsai.core.compiled import read_compiled, write_compiled
from prongsai.core.errors import BrokenFramework, Place, UnreadableInput
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.yaml_data.documents import Document

FIX = Text(
    "แก้แฟ้ม แล้วตรวจใหม่ด้วย prongsai framework check",
    "correct the file and run prongsai framework check",
)
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
        raise BrokenFramework("framework/framework_file_missing", place=Place(str(path))) from error
    known = read_compiled(folder, name, text)
    return known if known is not None else _mapping(text, path)


def compile_documents(folder: Path, names: Sequence[str] = SCORED) -> None:
    """Write what `read_document` may take in place of the YAML files of these names."""
    write_compiled(folder, names, _mapping)


def read_lines(folder: Path, name: str) -> Document:
    """One YAML file of a year with its lines, for who has a fault to tell.

    Errors: as `read_document`.
    """
    path = folder / f"{name}.yaml"
    return _parsed(path.read_bytes() if path.exists() else b"{}", path)


def _mapping(text: bytes, path: Path) -> dict[str, Any]:
    data: dict[str, Any] = _parsed(text, path).data
    return data


def _parsed(text: bytes, path: Path) -> Document:
    # A plain sheet of a known year is scored without YAML.
    from prongsai.core.yaml_data.documents import parse  # noqa: PLC0415

    try:
        document = parse(text, str(path))
    except UnreadableInput as error:
        raise BrokenFramework(error.message, place=error.place, next_step=FIX) from error
    if not isinstance(document.data, dict):
        raise BrokenFramework("framework/file_not_mapping", place=Place(str(path)))
    return document
