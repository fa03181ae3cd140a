"""A year's framework as texts by file name, as plain data, and whether it is sound."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import yaml

from prongsai.core.errors import Finding
from prongsai.core.framework import years
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.check import check_folder
from prongsai.core.framework.load import FILES

Documents = dict[str, Any]
Texts = Mapping[str, str]
ITEM_FILES = {"IIT": "iit", "EIT": "eit", "OIT": "oit"}
_END = ".yaml"


def digest_of(texts: Texts) -> str:
    """The digest of a year's files."""
    return sha256(repr(sorted(texts.items())).encode()).hexdigest()


def text_digest(text: str) -> str:
    """The digest of one file."""
    return sha256(text.encode()).hexdigest()


def to_texts(documents: Documents) -> dict[str, str]:
    """The files of a year by name, empty ones left out."""
    return {f"{name}{_END}": text for name, text in years.files(documents).items()}


def from_texts(texts: Texts) -> Documents:
    """A year as plain data, to be changed at will."""
    return {name: deepcopy(_read(texts.get(f"{name}{_END}", ""))) for name in FILES}


def of_folder(folder: Path) -> dict[str, str]:
    """The files of a year's folder in the form that is kept."""
    return to_texts(years.documents(folder))


def shipped_root() -> Path:
    """The folder of the years that come with the program."""
    return Catalogue().builtin


def shipped_texts(fiscal_year: int) -> Texts:
    """The shipped files of a year in the form that is kept; {} where none are shipped."""
    folder = shipped_root() / str(fiscal_year)
    if not (folder / "framework.yaml").is_file():
        return {}
    return _shipped(folder, max(file.stat().st_mtime_ns for file in folder.iterdir()))


@lru_cache(maxsize=32)
def _shipped(folder: Path, changed: int) -> Texts:
    del changed
    return MappingProxyType(of_folder(folder))


def faults_of(documents: Documents, fiscal_year: int) -> tuple[Finding, ...]:
    """What is wrong with a year, found on a scratch folder; nothing for a sound one."""
    with TemporaryDirectory(prefix="prongsai-") as scratch:
        folder = Path(scratch) / str(fiscal_year)
        folder.mkdir()
        for name, text in to_texts(documents).items():
            (folder / name).write_text(text, encoding="utf-8")
        return check_folder(folder)


@lru_cache(maxsize=256)
def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    return found
