"""What stands beside the cells of a workbook: comments, heads and feet of its pages."""

import posixpath
import re
import zipfile
from collections.abc import Iterator

from msgspec import Struct

from prongsai.core.patterns import compiled

_EDGE = compiled(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_COMMENTS = compiled(rb"\bTarget=\"([^\"]*comments[^\"]*)\"")
_DRAWING = compiled(rb"\bTarget=\"([^\"]*/drawing\d+\.xml)\"")
_COMMENT = compiled(rb"<(?:\w+:)?comment\s([^>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_PLACE = compiled(rb"\bref=\"([A-Z]{1,3})(\d{1,7})\"")
_ANNOTATION = compiled(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_WORDS = compiled(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_TAG = compiled(rb"<[^<>]*>")
# "&C&\"Sarabun,Bold\"&14ร่าง หน้า &P": how a head is set says nothing.
_SETTING = compiled(r"&(?:[A-Z]|\d+|\"[^\"]*\")")

# A text with the row and column, from 0, of the cell that it is of.
Aside = tuple[tuple[int, int] | None, str]
_PART = compiled(
    r"<(?P<end>/?)(?:table:(?P<name>table-(?:row|column|cell)|covered-table-cell|table)|text:(?P<p>p))"
    r"(?=[\s/>])(?P<told>[^<>]*?)(?P<empty>/?)>"
)
_ODS_TAG = compiled(r"<[^<>]*>")
_REPEATED = compiled(r"number-(?:rows|columns)-repeated=\"(\d{1,7})\"")
_MOST_CELLS, _MOST_COLUMNS = 2_000_000, 16_384
_NUMBERS = ('value-type="float"', 'value-type="percentage"', 'value-type="currency"')


def asides_of(archive: zipfile.ZipFile, name: str, part: bytes) -> list[Aside]:
    """The comments and drawn texts of a sheet, and the heads and feet of its pages."""
    edges = map(plain_text, _EDGE.findall(part))
    asides: list[Aside] = [(None, _SETTING.sub(" ", edge)) for edge in edges]
    folder, file = posixpath.split(name)
    relations = f"{folder}/_rels/{file}.rels"
    targets = archive.read(relations) if relations in archive.NameToInfo else b""
    for target in _COMMENTS.findall(targets):
        asides += _comments(_part_at(archive, folder, target))
    for target in _DRAWING.findall(targets):
        words = _WORDS.findall(_part_at(archive, folder, target))
        asides.append((None, plain_text(b" ".join(words))))
    return asides


def _part_at(archive: zipfile.ZipFile, folder: str, target: bytes) -> bytes:
    """The part that another one names; nothing where it is not in the file."""
    name = posixpath.normpath(posixpath.join("/", folder, target.decode())).lstrip("/")
    return archive.read(name) if name in archive.NameToInfo else b""


def asides_of_ods(content: bytes) -> list[list[Aside]]:
    """The comments of each sheet of an OpenDocument workbook."""
    sheets = re.split(rb"<table:table[\s>]", content)[1:]
    return [
        [((0, 0), plain_text(_TAG.sub(b" ", note))) for note in _ANNOTATION.findall(sheet)]
        for sheet in sheets
    ]


def _comments(part: bytes) -> Iterator[Aside]:
    for attributes, content in _COMMENT.findall(part):
        if place := _PLACE.search(attributes):
            at = int(place[2]) - 1, column_number(place[1])
            yield at, plain_text(b"".join(_WORDS.findall(content)))


def plain_text(text: bytes) -> str:
    """What the bytes of a part say."""
    plain = text.decode(errors="replace")
    if "&" not in plain:
        return plain
    import html  # noqa: PLC0415 - its two thousand names, for texts that have one

    return html.unescape(plain)


def column_number(letters: bytes) -> int:
    """The number of a column, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


class OdsCells(Struct):
    """Of one sheet, by row and column from 0."""

    shown: dict[tuple[int, int], str]
    errors: dict[tuple[int, int], str]
    hidden_rows: set[int]
    hidden_columns: set[int]


def ods_cells(content: str) -> list[OdsCells]:
    """The cells of each sheet in their order: the texts of numbers, and errors."""
    reader = _Reader(content)
    for part in _PART.finditer(content):
        reader.take(part)
    return reader.sheets


class _Reader:
    """Where in a sheet the reading stands, and the cell that is open."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.sheets: list[OdsCells] = []
        self.row = self.column = self.start = 0
        self.height = self.width = 1
        self.told, self.texts = "", list[str]()

    def take(self, part: re.Match[str]) -> None:
        """Take a tag: its beginning, its end, or both where it is empty."""
        begins, ends = not part["end"], bool(part["end"] or part["empty"])
        again = int(match[1]) if (match := _REPEATED.search(part["told"])) else 1
        if part["name"] == "table" and begins:
            self.sheets.append(OdsCells({}, {}, set(), set()))
            self.row = self.column = 0
        elif part["name"] == "table-column":
            if begins and "visibility=" in part["told"]:
                last = min(self.column + again, _MOST_COLUMNS)
                self.sheets[-1].hidden_columns.update(range(self.column, last))
            self.column += again * begins
        elif part["name"] == "table-row":
            self._row(part["told"], again, begins=begins, ends=ends)
        elif part["p"]:
            if part["end"]:
                self.texts.append(_ODS_TAG.sub("", self.content[self.start : part.start()]))
            self.start = part.end()
        elif part["name"] != "table":
            if begins:
                self.told, self.texts, self.width = part["told"], [], again
            if ends:
                self._cell("\n".join(self.texts))
                self.column += self.width

    def _row(self, attributes: str, again: int, *, begins: bool, ends: bool) -> None:
        if begins:
            self.column, self.height = 0, again
            if "visibility=" in attributes and again <= _MOST_CELLS:
                self.sheets[-1].hidden_rows.update(range(self.row, self.row + again))
        if ends:
            self.row += self.height

    def _cell(self, text: str) -> None:
        """Note a cell in all places in which it is repeated."""
        is_error = 'value-type="error"' in self.told
        is_number = any(kind in self.told for kind in _NUMBERS)
        if not text or not (is_error or is_number) or self.height * self.width > _MOST_CELLS:
            return
        import html  # noqa: PLC0415 - its two thousand names, for sheets that have such cells

        into = self.sheets[-1].errors if is_error else self.sheets[-1].shown
        for row in range(self.row, self.row + self.height):
            for column in range(self.column, self.column + self.width):
                into[row, column] = html.unescape(text)
