"""What Calamine does not tell of a sheet: formats, errors, bare formulas, hidden parts."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.patterns import compiled
from prongsai.readers.number_formats import NumberFormat, format_of
from prongsai.readers.sheet_asides import (
    Aside,
    asides_of,
    asides_of_ods,
    column_number,
    ods_cells,
    plain_text,
)
from prongsai.readers.unseen import is_mark

# A cell: its attributes, and what stands in it unless the tag is empty.
_CELL = compiled(rb"<(?:\w+:)?c\s([^<>]*+)>((?:[^<]++|<(?!/?(?:\w+:)?c[\s>]))*+)")
_STYLED = compiled(
    rb"<(?:\w+:)?c\s(?=[^<>]*?\br=\"([A-Z]{1,3})(\d{1,7})\")[^<>]*?\bs=\"(\d{1,5})\""
)
_REFERENCE = compiled(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_FORMULA = compiled(rb"<(?:\w+:)?f\b[^>]*+>([^<]*+)")
# A plain letter first is quicker; the rules of a drop-down are "<formula1>".
_FORMULA_TAG = compiled(rb"f[\s/>](?<=[<:]f[\s/>])")
# A column without width is not seen either.
_HIDDEN = compiled(rb"hidden=|(?:width|ht)=[\"']0(?:\.0*)?[\"']")
_VALUE = compiled(rb"<(?:\w+:)?v\b[^>]*+>[^<]|<(?:\w+:)?is\b")
# A formula that was worked out to no text at all, as =IF(A1="","",A1*2).
_EMPTY_TEXT = compiled(rb"\bt=\"str\"")
_ZERO = compiled(rb"<(?:\w+:)?v\b[^>]*+>0(?:\.0*)?<")
_NAMED = compiled(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_FORMAT = compiled(rb"<(?:\w+:)?numFmt\s[^>]*+>")
_FONTS = compiled(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = compiled(rb"<(?:\w+:)?font\s*/>|<(?:\w+:)?font>.*?</(?:\w+:)?font>", re.DOTALL)
_STRUCK = compiled(rb"strike(?<=[<:]strike)\s*(?:val=\"(?:1|true)\"\s*)?/>")
_WHITE = compiled(
    rb"<(?:\w+:)?color\s+(?:rgb=\"(?:FF|00)FFFFFF\"|theme=\"0\"|indexed=\"[19]\")\s*/>"
)
_CELL_STYLES = compiled(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ONE_STYLE = compiled(rb"<(?:\w+:)?xf\s[^>]*+>")
_SHEET = compiled(rb"<(?:\w+:)?sheet\s[^>]*+>")
_RELATION = compiled(rb"<(?:\w+:)?Relationship\s[^>]*+>")
_ATTRIBUTE = compiled(rb"\s([\w:.-]+)=(?:\"([^\"]*)\"|'([^']*)')")
_ROW_OR_COLUMN = compiled(rb"<(?:\w+:)?(?:row|col)\s[^>]*?\b(?:hidden|width|ht)=[^>]*+>")
_NOUGHT = compiled(r"0(?:\.0*)?")
# Of a text only a part may be struck out, or raised as the mark of a note.
_RAISED = compiled(rb"vertAlign(?<=[<:]vertAlign)\s+val=[\"']superscript[\"']")
_RUN = compiled(rb"<(?:\w+:)?r>.*?</(?:\w+:)?r>", re.DOTALL)
_WORDS = compiled(rb"<(?:\w+:)?t\b[^>]*+>([^<]*+)<")
_TEXT = compiled(rb"<(?:\w+:)?si\s*/>|<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_TEXT_OF = compiled(rb"<(?:\w+:)?v>(\d{1,9})<")
_OF_TEXT = compiled(rb"\bt=\"s\"")
_COMPUTED_ON_LOAD = compiled(rb"\bfullCalcOnLoad=\"(?:1|true)\"")
_ERROR_CELL = compiled(rb"<(?:\w+:)?c\s([^<>]*\bt=\"e\"[^<>]*)>.*?<(?:\w+:)?v>([^<]*)<", re.DOTALL)
_ON = {"1", "true"}
_TEXTS = "xl/sharedStrings.xml"
_MOST_COLUMNS = 16_384
# How many zero formulas, cells named in each and cells with numbers tell whether zeros are right.
_TRIED, _READ, _KEPT = 20, 10, 20_000

Cell = tuple[int, int]


class SheetNotes(Struct, frozen=True):
    """Of one sheet, by row and column from 0: what shows in a cell, or does not.

    Shape:  `shown` are the cells of OpenDocument as they show; `is_known` where formats are told;
            `unmarked` are texts without the raised marks of notes, `white` the cells of white
            letters on nothing, `asides` comments and the heads and feet of its pages.
    """

    formats: Mapping[Cell, NumberFormat] = field(default_factory=dict)
    formulas: Mapping[Cell, str] = field(default_factory=dict)
    struck: Collection[Cell] = ()
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    errors: Mapping[Cell, str] = field(default_factory=dict)
    shown: Mapping[Cell, str] = field(default_factory=dict)
    unmarked: Mapping[Cell, str] = field(default_factory=dict)
    white: Collection[Cell] = ()
    asides: Sequence[Aside] = ()
    is_known: bool = True


class _Style(Struct, frozen=True):
    """What a cell's style does to what is seen."""

    format: NumberFormat | None
    is_struck: bool
    is_white: bool


def notes_of(data: bytes, unpacked: Mapping[str, bytes]) -> list[SheetNotes]:
    """The notes of each sheet in the workbook's order; none where it is neither XLSX nor ODS.

    Shape:  `unpacked` are parts of the file that were read before, by their names.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())

            def unpack(name: str) -> bytes:
                return unpacked.get(name) or (archive.read(name) if name in names else b"")

            if "xl/workbook.xml" not in names:
                return _notes_of_ods(unpack("content.xml"))
            styles, book = _styles(unpack("xl/styles.xml")), unpack("xl/workbook.xml")
            # Programs that compute leave a chain; those that only write ask for computing on load.
            doubted = "xl/calcChain.xml" not in names or bool(_COMPUTED_ON_LOAD.search(book))
            texts = unpack(_TEXTS)
            gone, raised = _texts_with(_STRUCK, texts), _texts_with(_RAISED, texts)
            notes = []
            for name in (part for part in _parts(archive, book) if part in names):
                part = unpack(name)
                sheet_notes = _notes(part, styles, doubted=doubted)
                struck = {*sheet_notes.struck, *_cells_with(_STRUCK, part, gone)}
                marked = _cells_with(_RAISED, part, raised)
                unmarked = {at: _without_marks(text) for at, text in marked.items()}
                beside = asides_of(archive, name, part)
                notes.append(replace(sheet_notes, struck=struck, unmarked=unmarked, asides=beside))
            return notes
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        return []


def _notes_of_ods(content: bytes) -> list[SheetNotes]:
    return [
        SheetNotes(
            shown=cells.shown,
            errors=cells.errors,
            hidden_rows=cells.hidden_rows,
            hidden_columns=cells.hidden_columns,
            asides=asides,
        )
        for cells, asides in zip(
            ods_cells(content.decode(errors="replace")), asides_of_ods(content), strict=False
        )
    ]


def _notes(part: bytes, styles: Mapping[int, _Style], *, doubted: bool) -> SheetNotes:
    formats: dict[Cell, NumberFormat] = {}
    struck: set[Cell] = set()
    white: set[Cell] = set()
    for letters, digits, number in _STYLED.findall(part) if styles else ():
        if style := styles.get(int(number)):
            at = int(digits) - 1, column_number(letters)
            if style.format:
                formats[at] = style.format
            if style.is_struck:
                struck.add(at)
            if style.is_white:
                white.add(at)
    sums = _Formulas()
    for attributes, content in _CELL.findall(part) if _FORMULA_TAG.search(part) else ():
        if place := _REFERENCE.search(attributes):
            sums.take((int(place[2]) - 1, column_number(place[1])), attributes, content)
    rows, columns = _hidden(part)
    return SheetNotes(
        formats, sums.without_values(doubted=doubted), struck, rows, columns, dict(_errors(part)),
        white=white,
    )  # fmt: skip


def _texts_with(sign: re.Pattern[bytes], texts: bytes) -> dict[bytes, bytes]:
    """The texts of which a part has a sign, by their numbers."""
    if not sign.search(texts):
        return {}
    each = enumerate(_TEXT.findall(texts))
    return {str(number).encode(): text for number, text in each if sign.search(text)}


def _cells_with(
    sign: re.Pattern[bytes], part: bytes, texts: Mapping[bytes, bytes]
) -> dict[Cell, bytes]:
    """The cells of a text of which a part has a sign, with the text."""
    cells: dict[Cell, bytes] = {}
    for attributes, content in _CELL.findall(part) if texts or sign.search(part) else ():
        number = _TEXT_OF.search(content) if _OF_TEXT.search(attributes) else None
        text = texts.get(number[1]) if number else content if sign.search(content) else None
        if text is not None and (place := _REFERENCE.search(attributes)):
            cells[int(place[2]) - 1, column_number(place[1])] = text
    return cells


def _without_marks(text: bytes) -> str:
    """A text of several fonts without the raised marks of notes."""
    runs = [
        (plain_text(b"".join(_WORDS.findall(run))), _RAISED.search(run))
        for run in _RUN.findall(text)
    ]
    behind = [words for words, _ in runs[1:]] + [""]
    return "".join(
        words
        for (words, raised), after in zip(runs, behind, strict=True)
        if not (raised and is_mark(words, after))
    )


def _errors(part: bytes) -> Iterator[tuple[Cell, str]]:
    """The cells that show an error, as #DIV/0!."""
    for attributes, error in _ERROR_CELL.findall(part) if b't="e"' in part else ():
        if place := _REFERENCE.search(attributes):
            yield (int(place[2]) - 1, column_number(place[1])), plain_text(error)


class _Formulas:
    """The formulas of a sheet and whether a program has computed them."""

    def __init__(self) -> None:
        self.blank: dict[Cell, str] = {}
        self.zero: dict[Cell, str] = {}
        self.filled: set[Cell] = set()
        self.is_any_computed = False

    def take(self, at: Cell, attributes: bytes, content: bytes) -> None:
        formula = _FORMULA.search(content)
        has_value = bool(_VALUE.search(content)) or bool(_EMPTY_TEXT.search(attributes))
        is_zero = has_value and bool(_ZERO.search(content))
        if not formula:
            is_number = b't="' not in attributes or b't="n"' in attributes
            if has_value and not is_zero and is_number and len(self.filled) < _KEPT:
                self.filled.add(at)
        elif not has_value:
            self.blank[at] = plain_text(formula[1])
        elif is_zero:
            self.zero[at] = plain_text(formula[1])
        else:
            self.is_any_computed = True

    def without_values(self, *, doubted: bool) -> dict[Cell, str]:
        """Formulas never computed: without a value, or all zero though what they name is not."""
        tried = list(self.zero.values())[:_TRIED]
        if (
            doubted
            and not self.is_any_computed
            and any(self._should_count(formula) for formula in tried)
        ):
            return {**self.blank, **self.zero}
        return self.blank

    def _should_count(self, formula: str) -> bool:
        """Whether a formula names a cell with a number, or numbers alone."""
        named = _NAMED.findall(formula)[:_READ]
        if not named:
            return any(digit in formula for digit in "123456789")
        return "!" in formula or any(self._has_number(*reference) for reference in named)

    def _has_number(self, left: str, top: str, right: str, bottom: str) -> bool:
        first = int(top) - 1, column_number(left.encode())
        if not right:
            return first in self.filled
        last = int(bottom) - 1, column_number(right.encode())
        return any(
            first[0] <= row <= last[0] and first[1] <= column <= last[1]
            for row, column in self.filled
        )


def _hidden(part: bytes) -> tuple[set[int], set[int]]:
    """The rows and columns that are hidden, from 0."""
    rows: set[int] = set()
    columns: set[int] = set()
    for tag in filter(_HIDDEN.search, _ROW_OR_COLUMN.findall(part)):
        attributes = _attributes(tag)
        is_thin = _NOUGHT.fullmatch(attributes.get("width", attributes.get("ht", "")))
        if attributes.get("hidden") not in _ON and not is_thin:
            continue
        if "min" in attributes:
            last = min(int(attributes.get("max", attributes["min"])), _MOST_COLUMNS)
            columns.update(range(int(attributes["min"]) - 1, last))
        elif "r" in attributes:
            rows.add(int(attributes["r"]) - 1)
    return rows, columns


def _styles(styles: bytes) -> dict[int, _Style]:
    """The cell styles that strike out or whiten, or show another text than the plain number."""
    codes = {
        attributes.get("numFmtId", ""): attributes.get("formatCode", "")
        for attributes in map(_attributes, _FORMAT.findall(styles))
    }
    fonts = _FONTS.search(styles)
    each = [*enumerate(_FONT.findall(fonts[0]) if fonts else ())]
    struck = {str(number) for number, font in each if _STRUCK.search(font)}
    white = {str(number) for number, font in each if _WHITE.search(font)}
    cells = _CELL_STYLES.search(styles)
    by_number: dict[int, _Style] = {}
    for number, tag in enumerate(_ONE_STYLE.findall(cells[0]) if cells else []):
        attributes = _attributes(tag)
        kind = attributes.get("numFmtId", "0")
        font, shown = (
            attributes.get("fontId"),
            format_of(kind, codes.get(kind)) if kind != "0" else None,
        )
        is_bare = attributes.get("fillId", "0") == "0"
        style = _Style(shown, font in struck, font in white and is_bare)
        if style.format or style.is_struck or style.is_white:
            by_number[number] = style
    return by_number


def _parts(archive: zipfile.ZipFile, book: bytes) -> Iterator[str]:
    """The parts of the sheets in the workbook's order."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    linked = (_attributes(tag) for tag in _RELATION.findall(relations))
    targets = {attributes.get("Id", ""): attributes.get("Target", "") for attributes in linked}
    for tag in _SHEET.findall(book):
        target = targets.get(_attributes(tag).get("id", ""), "")
        yield target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, by their names without prefix."""
    return {
        name.decode().rpartition(":")[2]: plain_text(double or single)
        for name, double, single in _ATTRIBUTE.findall(tag)
    }
