"""Two columns out of a spreadsheet, item and address, as they arrive in a text box."""

import re
from collections.abc import Collection

from msgspec import Struct

from prongsai.core.disclosure.addresses import read_address
from prongsai.core.errors import Wrong
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

_CODE = re.compile(r"(?:ข้อ\s*)?(?P<code>o\s?[0-9๐-๙]{1,3})(?![0-9๐-๙])[.):\s]*", re.IGNORECASE)

# What follows the code where a line names several items: o1/o3, o1-o3, o1 และ o3.
_ANOTHER = re.compile(r"(?:[-–/,\s]|และ|ถึง)*o\s?[0-9๐-๙]", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+|[,;](?=https?://)", re.IGNORECASE)
_WHOLE = re.compile(r"https?://", re.IGNORECASE)


class PastedRow(Struct, frozen=True):
    """One line that could be read."""

    line: int
    code: str
    address: str
    title: str


class LineFault(Struct, frozen=True):
    """A line that was not taken, as it stands, and why."""

    line: int
    text: str
    message: Text


class Pasted(Struct, frozen=True):
    """What became of every line: nothing is left out without a word."""

    rows: tuple[PastedRow, ...]
    faults: tuple[LineFault, ...]


def read_pasted(text: str, codes: Collection[str]) -> Pasted:
    """Read lines of an item's code, an address and, where there is one, its title.

    Shape:  a line that begins with an address goes on with the item above, as merged cells do; one
            that begins with anything else but a code is told, and nothing goes on with it; `codes`
            are those of the year.
    """
    rows: list[PastedRow] = []
    faults: list[LineFault] = []
    code = ""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words:
            continue
        match = _CODE.match(words)
        if match:
            code = arabic_digits("".join(match["code"].split())).lower()
            words = words[match.end() :]
        elif not _begins_with_address(words):
            code = ""
        try:
            rows += _rows(number, code, words, codes)
        except Wrong as wrong:
            faults.append(LineFault(number, line.strip(), wrong.message))
    return Pasted(tuple(rows), tuple(faults))


def _rows(line: int, code: str, words: str, codes: Collection[str]) -> list[PastedRow]:
    if not code:
        raise Wrong("disclosure/item_code_missing")
    if code not in codes:
        raise Wrong("disclosure/item_unknown", item_code=code)
    if _ANOTHER.match(words):
        raise Wrong("disclosure/line_with_several_items")
    parts = _parts(words)
    addresses = _addresses(parts)
    if not addresses:
        raise Wrong("disclosure/line_without_address")
    title = " ".join(part for part in parts if part not in addresses)
    return [PastedRow(line, code, read_address(address), title) for address in addresses]


def _parts(words: str) -> list[str]:
    """The words of a line without the quotes that a spreadsheet puts around several lines."""
    parts = (part.strip('"“”') for part in _BETWEEN.split(words))
    return [part for part in parts if part]


def _addresses(parts: list[str]) -> list[str]:
    """The words that are addresses: where one says https://, others with a dot are of the title."""
    whole = [part for part in parts if _WHOLE.match(part)]
    return whole or [part for part in parts if "." in part and not part.endswith(".")]


def _begins_with_address(words: str) -> bool:
    parts = _parts(words)
    return bool(parts) and parts[0] in _addresses(parts)
