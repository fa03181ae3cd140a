"""Lists of links as people keep them: an address to a line, or a table of item and address."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from prongsai.core.errors import Finding, Findings, Place, UnreadableInput
from prongsai.core.extract import TableRow
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.core.thai import arabic_digits, shorten
from prongsai.links.results import AskedLink
from prongsai.readers.kinds import FileKind, kind_of
from prongsai.readers.plain import decode
from prongsai.readers.sheets import read_sheets

MOST_LINKS = 50_000
_LIKE_AN_ADDRESS = compiled(
    r"\s*(?:[a-z][a-z0-9+.-]*:/|www\.|[\w-]+(?:\.[\w-]+)+(?:[:/?#]|\s*$))", re.IGNORECASE
)
_REMARK = compiled(r"\s*(?:#\s|//\s|;)")
_BLANKS = compiled(r"\s+")


class Listed(Struct, frozen=True):
    """A link and where it stands in the file."""

    asked: AskedLink
    place: Place


class LinkList(Struct, frozen=True):
    """The links of a file; rows without an address are named."""

    links: tuple[Listed, ...]
    findings: tuple[Finding, ...] = ()


def read_list(data: bytes, name: str) -> LinkList:
    """Read a list: text with an address to a line, or CSV or XLSX with item and address.

    Shape:  a row without an item belongs to the item above it, as merged cells do; headings and
            lines that begin with "# " are left out.
    Errors: UnreadableInput where it is no such file, holds no address, or a cell is not certain.
    """
    findings = Findings()
    if kind_of(data, name) is FileKind.TEXT:
        links = tuple(_links(_lines(data, name), findings))
    else:
        sheets = read_sheets(data, name)
        links = tuple(link for sheet in sheets for link in _links(_rows(sheet), findings))
    if not links:
        raise UnreadableInput("links/no_list.no_address", place=Place(name))
    if len(links) > MOST_LINKS:
        raise UnreadableInput("links/no_list.too_many", place=Place(name), count=len(links))
    return LinkList(links, tuple(findings.items))


def _lines(data: bytes, name: str) -> Iterator[TableRow]:
    """The lines of a text: an item may stand before the address."""
    for number, line in enumerate(decode(data).splitlines(), 1):
        if not line.strip() or _REMARK.match(line):
            continue
        first, *rest = _BLANKS.split(line.strip(), maxsplit=1)
        has_item = rest and _LIKE_AN_ADDRESS.match(rest[0]) and not _LIKE_AN_ADDRESS.match(first)
        cells = (first, rest[0]) if has_item else (line.strip(),)
        yield TableRow(cells, Place(name, line=number))


def _rows(sheet: Sheet) -> Iterator[TableRow]:
    """The rows of a table that hold anything."""
    faults: list[Finding] = []
    rows: list[TableRow] = []
    headed: set[int] = set()
    is_below = False
    for number, own in enumerate(sheet.rows):
        cells = tuple(sheet.text(number, column) for column in range(len(own)))
        last = max(
            (at for at, cell in enumerate(cells) if _LIKE_AN_ADDRESS.match(cell)), default=-1
        )
        is_below = is_below or last >= 0
        if not is_below:
            headed.update(at for at, cell in enumerate(cells) if cell.strip())
        elif any(map(str.strip, cells)):
            # In a text without a heading what follows an address may be a part of it.
            known = headed or (range(last + 1) if sheet.lines and last >= 0 else None)
            titles = {at: f"ช่อง {at + 1}" for at in range(last + 1)}
            faults += row_faults(sheet, number, titles, headed=known)
        if any(map(str.strip, cells)):
            at = sheet.place_of(number)
            rows.append(TableRow(cells, Place(at.file, row=at.row or at.line)))
    refuse_damaged(faults)
    yield from rows


def _links(rows: Iterable[TableRow], findings: Findings) -> Iterator[Listed]:
    item, column = "", -1
    for row in rows:
        cells = [cell.strip() for cell in row.cells]
        places = [at for at, cell in enumerate(cells) if _LIKE_AN_ADDRESS.match(cell)]
        if not places and (len(cells) == 1 or (0 <= column < len(cells) and cells[column])):
            places = [max(column, 0)]  # what stands where addresses stand is meant as one
        others = [cell for at, cell in enumerate(cells) if cell and at not in places]
        if others and (places or column >= 0):
            item = shorten(arabic_digits(others[0]).removeprefix("ข้อ").strip(), 60)
        if places:
            column = places[0] if column < 0 else column
        elif column >= 0:
            findings.warning("links/no_address", row.place, item=item)
        for at in places:
            yield Listed(AskedLink(cells[at], item), row.place)
