"""What Calamine does not tell of an Excel sheet: percent formats, and formulas without a value."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from prongsai.core.patterns import compiled

# A cell: its attributes, and what stands in it unless the tag is empty.
_CELL = compiled(rb"<(?:\w+:)?c\s([^<>]*+)>((?:[^<]|<(?!/?(?:\w+:)?c[\s>]))*+)")
_REFERENCE = compiled(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_STYLE = compiled(rb"\bs=\"(\d{1,5})\"")
_FORMULA = compiled(rb"<(?:\w+:)?f\b[^>]*+>([^<]*+)")
_VALUE = compiled(rb"<(?:\w+:)?v\b[^>]*+>[^<]|<(?:\w+:)?is\b")
_FORMAT = compiled(rb"<(?:\w+:)?numFmt\s[^>]*+>")
_CELL_STYLES = compiled(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ONE_STYLE = compiled(rb"<(?:\w+:)?xf\s[^>]*+>")
_SHEET = compiled(rb"<(?:\w+:)?sheet\s[^>]*+>")
_RELATION = compiled(rb"<(?:\w+:)?Relationship\s[^>]*+>")
_ATTRIBUTE = compiled(rb"\s([\w:.-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_PERCENT = compiled(r"0(?:\.(0+))?\s*%")
# Formats that need no definition: 0% and 0.00%.
_BUILT_IN = {"9": 0, "10": 2}


class SheetNotes(Struct, frozen=True):
    """Of one sheet, by row and column from 0: decimals of its percents, formulas with no value."""

    percents: Mapping[tuple[int, int], int]
    formulas: Mapping[tuple[int, int], str]


def notes_of(data: bytes) -> list[SheetNotes]:
    """The notes of each sheet in the workbook's order; none where it is no XLSX."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                return []
            styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
            decimals = _decimals_by_style(styles)
            parts = (part for part in _parts(archive) if part in names)
            return [_notes(archive.read(part), decimals) for part in parts]
    except (zipfile.BadZipFile, KeyError, OSError, ValueError):
        return []


def percent_shown(value: float, decimals: int) -> str:
    """A share as its percent format shows it.

    >>> percent_shown(0.9355, 2)
    '93.55%'
    """
    step = Decimal(1).scaleb(-decimals)
    return f"{(Decimal(repr(value)) * 100).quantize(step, ROUND_HALF_UP)}%"


def _notes(part: bytes, decimals: Mapping[int, int]) -> SheetNotes:
    percents: dict[tuple[int, int], int] = {}
    formulas: dict[tuple[int, int], str] = {}
    if decimals or b"<f" in part or b":f" in part:
        for attributes, content in _CELL.findall(part):
            place = _REFERENCE.search(attributes)
            if not place:
                continue
            at = int(place[2]) - 1, _column(place[1])
            style = _STYLE.search(attributes)
            if style and int(style[1]) in decimals:
                percents[at] = decimals[int(style[1])]
            formula = _FORMULA.search(content)
            if formula and not _VALUE.search(content):
                formulas[at] = _plain(formula[1].decode(errors="replace"))
    return SheetNotes(percents, formulas)


def _decimals_by_style(styles: bytes) -> dict[int, int]:
    """Each cell style that shows a percent, with its decimals."""
    formats = dict(_BUILT_IN)
    for tag in _FORMAT.findall(styles):
        told = _attributes(tag)
        found = _PERCENT.search(told.get("formatCode", ""))
        number = told.get("numFmtId", "")
        if found:
            formats[number] = len(found[1] or "")
    cells = _CELL_STYLES.search(styles)
    tags = _ONE_STYLE.findall(cells[0]) if cells else []
    numbers = [_attributes(tag).get("numFmtId", "") for tag in tags]
    return {style: formats[number] for style, number in enumerate(numbers) if number in formats}


def _parts(archive: zipfile.ZipFile) -> Iterator[str]:
    """The parts of the sheets in the workbook's order."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    found = (_attributes(tag) for tag in _RELATION.findall(relations))
    targets = {told.get("Id", ""): told.get("Target", "") for told in found}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attributes(tag).get("id", ""), "")
        yield target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, by their names without prefix."""
    return {
        name.decode().rpartition(":")[2]: _plain((double or single).decode(errors="replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def _plain(text: str) -> str:
    if "&" not in text:
        return text
    import html  # noqa: PLC0415 - its two thousand names, for texts that have one

    return html.unescape(text)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
