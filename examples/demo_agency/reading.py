"""Reads the YAML files of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from msgspec import convert

from prongsai.core.yaml_data.documents import parse

Data = TypeVar("Data")


def read_data(name: str, kind: type[Data]) -> Data:
    """The content of a file of this folder."""
    return convert(parse((Path(__file__).parent / name).read_bytes(), name).data, kind)
