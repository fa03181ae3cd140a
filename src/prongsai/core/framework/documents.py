"""The YAML files of a year: read as plain data, and loaded as its framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from prongsai.core.compiled import read_compiled, write_compiled
from prongsai.core.errors import BrokenFramework, Finding, Place, Severity, UnreadableInput, Wrong
from prongsai.core.framework.model import Cited, Confidence, Framework, Item
from prongsai.core.framework.periods import mark_years
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.messages import read_words
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.yaml_data.declared import Path as Keys
    from prongsai.core.yaml_data.declared import Reading
    from prongsai.core.yaml_data.documents import Document


FIX = Text(
    "แก้ไฟล์ แล้วตรวจใหม่ด้วย prongsai framework check",
    "correct the file and run prongsai framework check",
)
# What scoring reads; the rest of a year is read by who asks for it.
SCORED = ("framework", "iit", "eit", "oit")


def read_document(folder: Path, name: str) -> dict[str, Any]:
    """One YAML file of a year as plain data; an absent optional file is an empty document.

    Shape:  the years that elements name are marked (`periods`), also in files of before.

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
    data = known if known is not None else _mapping(text, path)
    if name == "elements" and folder.name.isdigit():
        mark_years(data, int(folder.name))
    return data


def compile_documents(folder: Path, names: Sequence[str] = SCORED) -> None:
    """Write what `read_document` may take in place of the YAML files of these names."""
    write_compiled(folder, names, _mapping)


def read_lines(folder: Path, name: str) -> Document:
    """One YAML file of a year with its lines, for who has a fault to tell."""
    path = folder / f"{name}.yaml"
    return _parsed(path.read_bytes() if path.exists() else b"{}", path)


def copy_data(data: Any) -> Any:
    """Copy plain data, with its lists and mappings: a fifth of what `deepcopy` costs."""
    if isinstance(data, dict):
        return {key: copy_data(value) for key, value in data.items()}
    return [copy_data(part) for part in data] if isinstance(data, list) else data


def _mapping(text: bytes, path: Path) -> dict[str, Any]:
    data: dict[str, Any] = copy_data(_parsed(text, path).data)
    return data


# Whether a year is sound is asked of each of its files several times over.
@lru_cache(maxsize=16)
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


FILES = ("framework", "iit", "eit", "oit", "elements", "context", "sources")
Part = TypeVar("Part", bound=msgspec.Struct)


class Items(msgspec.Struct, frozen=True):
    """What the file of an instrument holds."""

    items: tuple[Item, ...]


class ElementKind(StrEnum):
    """What an element of an item asks for."""

    REQUIRED = "required"
    FORMAT = "format"
    PERIOD = "period"


class Element(Cited, frozen=True):
    """One thing that an item of the OIT must disclose."""

    kind: ElementKind
    text: Text | None = None
    confidence: Confidence | None = None
    condition: Any = None
    contradicted: Any = None
    wording_seen: Any = None


class Elements(msgspec.Struct, frozen=True):
    """What `elements.yaml` holds: the elements by code of their item."""

    elements: dict[str, tuple[Element, ...] | None] = {}


class Source(msgspec.Struct, frozen=True):
    """Where facts of the year were read."""

    id: str
    page: Any = None
    address: Any = None
    proves: Any = None
    path: Any = None
    repository: Any = None
    commit: Any = None


class Sources(msgspec.Struct, frozen=True):
    """What `sources.yaml` holds."""

    sources: tuple[Source, ...] = ()
    proofs: Any = None


TYPES: dict[str, type[msgspec.Struct]] = {
    "framework": Framework,
    "iit": Items,
    "eit": Items,
    "oit": Items,
    "elements": Elements,
    "sources": Sources,
}


def load_framework(folder: Path) -> Framework:
    """Read one year's folder.

    Errors: BrokenFramework, with file and line, where a file is missing, is not YAML, or a
    value is of the wrong kind. Whether the contents make sense is `check`'s work.
    """
    main = part_of(folder, "framework", Framework)
    if tuple(part.code for part in main.instruments) != INSTRUMENTS:
        message = read_words("framework/instruments_out_of_order")
        raise _broken(folder, "framework", ("instruments",), message)
    items = {
        code: part_of(folder, code.lower(), Items).items
        for code in INSTRUMENTS
        if (folder / f"{code.lower()}.yaml").exists()
    }
    parts = tuple(replace(part, items=items.get(part.code)) for part in main.instruments)
    return replace(main, instruments=parts, folder=str(folder))


def type_faults(folder: Path) -> Iterator[Finding]:
    """Every value of a year's files that is not of its declared type, and names there are not."""
    for name, kind in TYPES.items():
        if name == "framework" or (folder / f"{name}.yaml").exists():
            document = read_lines(folder, name)
            faults = _read(document.data, kind).faults
            yield from document.findings((*document.twice, *faults), "framework", FIX)


def to_fraction(kind: Any, value: Any) -> Fraction:
    """A weight as it was typed, exactly.

    Errors: Wrong where it is no number; ValueError or OverflowError where it has no end.
    """
    if kind is not Fraction or isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("framework/not_a_number")
    number = Decimal(str(value))
    if not number.is_finite():
        raise Wrong("framework/number_not_finite")
    return Fraction(number)


def part_of(folder: Path, name: str, kind: type[Part]) -> Part:
    """One file of a year as its type.

    Errors: BrokenFramework, with file and line, as `load_framework`.
    """
    data = read_document(folder, name)
    try:
        return msgspec.convert(data, kind, dec_hook=to_fraction)
    except msgspec.ValidationError as error:
        reading = _read(data, kind)
        if reading.sound is not None:
            return reading.sound
        fault = reading.errors[0]
        raise _broken(folder, name, fault.path, fault.message) from error


def _read(data: Any, kind: type[Part]) -> Reading[Part]:
    # A plain sheet of a known year is scored without it.
    from prongsai.core.yaml_data.declared import read  # noqa: PLC0415

    return read(data, kind, hook=to_fraction, unknown=Severity.WARNING)


def _broken(folder: Path, name: str, path: Keys, message: Text) -> BrokenFramework:
    place = read_lines(folder, name).place(path)
    return BrokenFramework(message, place=place, next_step=FIX)
