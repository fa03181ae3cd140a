"""YAML files as plain data, from what set-up compiled of them where it still holds.

Compiled files are JSON, read in a tenth of the time. One counts only for the very text that it was
made of: what an officer corrects is read from the YAML.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

COMPILED = "compiled.json"


def read_compiled(folder: Path, name: str, text: bytes) -> dict[str, Any] | None:
    """The document that was compiled of `text`, the YAML file `name`; None where there is none."""
    known = _compiled(folder).get(name)
    if known is None or known.of != _sign(text):
        return None
    document: dict[str, Any] = msgspec.json.decode(known.document)
    return document


def write_compiled(
    folder: Path, names: Sequence[str], parse: Callable[[bytes, Path], dict[str, Any]]
) -> None:
    """Compile the YAML files of a folder that are there."""
    documents = {}
    for path in (folder / f"{name}.yaml" for name in names):
        if path.exists():
            text = path.read_bytes()
            documents[path.stem] = {"of": _sign(text), "document": parse(text, path)}
    (folder / COMPILED).write_bytes(msgspec.json.encode(documents))


def _sign(text: bytes) -> list[int]:
    """What tells two versions of a file apart: a compiled one that is stale must not count."""
    return [len(text), crc32(text)]


class _Kept(msgspec.Struct, frozen=True):
    of: list[int]
    document: msgspec.Raw  # of many documents a command asks for one or two


@lru_cache(maxsize=8)
def _compiled(folder: Path) -> dict[str, _Kept]:
    try:
        return msgspec.json.decode((folder / COMPILED).read_bytes(), type=dict[str, _Kept])
    except (OSError, ValueError):  # msgspec.DecodeError is a ValueError
        return {}
