"""A sheet as cells of text, where the heading of its table stands, and the same as plain data."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, skeleton, squeeze

_LOOKED_AT = 60  # rows in which a heading may stand
_COUNTED = 3
_FIGURE = compiled(r"[-−]?[\d๐-๙][\d๐-๙.,/: %-]*")
_LEVEL = compiled(r"-?[\d๐-๙]{1,2}")
Cell = tuple[int, int]


class Sheet(Struct, frozen=True):
    """All rows of one sheet or file, the blank ones too; places count from 0.

    Shape:  a merged cell stands in every place that it covers; `under` and `beside` are those it
            covers from above and from the left. `formulas` were never computed by any program;
            `lines` are the lines of a text file, None for the rows of a workbook. `displayed` is
            what a cell shows where that is not the value beneath, as a number under a format;
            `damaged` are cells that a spreadsheet changed (`damage`). Of a sheet that
            was laid out anew, `row_from` are the rows, and `cell_from` the cells, that stand in
            the file itself: places, `displayed` and `damaged` always name those. `above` are the
            words of a page or Word file between the table before and this one.
    """

    rows: tuple[tuple[str, ...], ...]
    place: Place
    under: frozenset[Cell] = frozenset()
    beside: frozenset[Cell] = frozenset()
    formulas: Mapping[Cell, str] = {}
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[Cell] = frozenset()
    lines: tuple[int, ...] | None = None
    displayed: Mapping[Cell, str] = {}
    damaged: Mapping[Cell, str] = {}
    row_from: tuple[int, ...] | None = None
    cell_from: Mapping[Cell, Cell] = {}
    above: str = ""

    @property
    def title(self) -> str:
        """The sheet's name; "" where the file has none."""
        return self.place.sheet or ""

    def own(self, row: int, column: int) -> str:
        """The text that was typed into this very cell."""
        return "" if (row, column) in self.under or (row, column) in self.beside else (
            self.cell(row, column)
        )  # fmt: skip

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, or of one that covers it."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """What a cell shows to who looks at the sheet."""
        if self.displayed and (row, column) not in self.cell_from:
            shown = self.displayed.get(self.origin(row, column))
            if shown is not None:
                return shown
        return self.cell(row, column)

    def origin(self, row: int, column: int) -> Cell:
        """Where a cell stands in the file itself."""
        if (row, column) in self.cell_from:
            return self.cell_from[row, column]
        return (row if self.row_from is None else self.row_from[row], column)

    def typed(self, row: int) -> dict[int, str]:
        """The cells of a row that hold text of their own, by column."""
        own = ((column, self.own(row, column)) for column in range(len(self.rows[row])))
        return {column: text for column, text in own if text.strip()}

    def place_of(self, row: int, column: int | None = None, quote: str | None = None) -> Place:
        if column is None:
            row = row if self.row_from is None else self.row_from[row]
        else:
            row, column = self.origin(row, column)
        at = None if column is None else column + 1
        if self.lines is not None:
            return replace(self.place, line=self.lines[row], column=at, quote=quote)
        return replace(self.place, row=row + 1, column=at, quote=quote)


class Head(Struct, frozen=True, dict=True):
    """The heading of a table: its first and last row, and the words over each column.

    Shape:  of a column under a heading that spans several: both together, its own, the upper one.
    """

    first: int
    last: int
    words: Mapping[int, tuple[str, ...]]

    def heading(self, column: int) -> str:
        """What a page calls a column."""
        words = self.words.get(column, ())
        return words[0] if words else ""

    @cached_property
    def _all_words(self) -> frozenset[str]:
        return frozenset(word for words in self.words.values() for word in words)

    def is_repeated(self, typed: Mapping[int, str]) -> bool:
        """Whether a row is the heading again, as on the next page."""
        if squeeze(next(iter(typed.values()))) not in self._all_words:
            return False
        same = sum(
            skeleton(text) in {skeleton(word) for word in self.words.get(column, ())}
            for column, text in typed.items()
        )
        return same >= min(_COUNTED, len(self.words)) and same * 2 > len(typed)


def find_head(sheet: Sheet, known: Callable[[str], str | None]) -> Head | None:
    """The heading with the most words that are known; None where none has two, or the only one."""
    best: Head | None = None
    most = 0
    for row in range(min(len(sheet.rows), _LOOKED_AT)):
        for head in _heads_at(sheet, row):
            names = (filter(None, map(known, words)) for words in head.words.values())
            known_fields = {name for column_fields in names if (name := next(column_fields, None))}
            if len(known_fields) > most:
                best, most = head, len(known_fields)
    return best if best is not None and most > min(1, len(best.words) - 1) else None


def likely_head(sheet: Sheet) -> Head | None:
    """The row with the most words above a row with figures: a heading of which no word is known.

    Shape:  None where there is none of two words or more.
    """
    best: Head | None = None
    for row in range(min(len(sheet.rows) - 1, _LOOKED_AT)):
        below = sheet.typed(row + 1).values()
        if not any(_FIGURE.fullmatch(text.strip()) for text in below):
            continue
        for head in _heads_at(sheet, row):
            words = [squeeze(column_words[0]) for column_words in head.words.values()]
            figures = [word for word in words if _FIGURE.fullmatch(word)]
            is_of_words = not figures or _is_scale(figures)
            most = len(best.words) if best is not None else 1
            if head.first == row == head.last and is_of_words and len(words) > most:
                best = head
    return best


def _is_scale(figures: list[str]) -> bool:
    """Whether figures over columns are the levels of a scale: whole, each the next of another."""
    if not all(_LEVEL.fullmatch(figure) for figure in figures):
        return False
    levels = sorted(int(arabic_digits(figure)) for figure in figures)
    return levels == list(range(levels[0], levels[0] + len(levels)))


def _heads_at(sheet: Sheet, row: int) -> Iterator[Head]:
    typed = {column: squeeze(text) for column, text in sheet.typed(row).items()}
    if not typed:
        return
    yield Head(row, row, {column: (text,) for column, text in typed.items()})
    below = _second_line(sheet, row, typed)
    if below:
        words: dict[int, tuple[str, ...]] = {
            column: (text,) for column, text in typed.items() if column not in below
        }
        for column, text in below.items():
            parent = _parent(sheet, row, column, typed)
            joined = squeeze(f"{parent} {text}")
            words[column] = (joined, text, parent) if parent else (text,)
        yield Head(row, row + 1, dict(sorted(words.items())))


def _second_line(sheet: Sheet, row: int, typed: Mapping[int, str]) -> dict[int, str]:
    """Headings below those that span them; {} where the next row is none of the heading."""
    if row + 1 >= len(sheet.rows):
        return {}
    below = {column: squeeze(text) for column, text in sheet.typed(row + 1).items()}
    if len(typed) == 1 and min(typed) <= min(below, default=0):
        return {}  # a line over the whole table is its title
    merged = {column for column in below if (row, column) in sheet.beside}
    if merged:
        spanned = merged | {column for column in below if (row, column + 1) in sheet.beside}
    else:
        spanned = {column for column in below if column not in typed}
        spanned |= {column for column in below if column + 1 in spanned}
    return below if below and set(below) == spanned else {}


def _parent(sheet: Sheet, row: int, column: int, typed: Mapping[int, str]) -> str:
    """The heading above a column; where no cells are merged the nearest to the left."""
    if (row, column) in sheet.beside or column in typed:
        return squeeze(sheet.cell(row, column))
    nearest = max((other for other in typed if other <= column), default=None)
    return "" if nearest is None else typed[nearest]


def counts_columns(typed: Mapping[int, str]) -> bool:
    """Whether a row only counts the columns: (1) (2) (3).

    >>> counts_columns({0: "(1)", 1: "(2)", 2: "(๓)"}), counts_columns({0: "1", 1: "กระดาษ"})
    (True, False)
    """
    plain = [skeleton(text) for text in typed.values()]
    return len(plain) >= _COUNTED and plain == [str(number) for number in range(1, len(plain) + 1)]


class _Kept(Struct, frozen=True, omit_defaults=True):
    """A sheet whose places of cells are lists, for JSON knows no other."""

    rows: tuple[tuple[str, ...], ...]
    place: Place
    under: tuple[Cell, ...] = ()
    beside: tuple[Cell, ...] = ()
    formulas: tuple[tuple[Cell, str], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    struck: tuple[Cell, ...] = ()
    lines: tuple[int, ...] | None = None
    displayed: tuple[tuple[Cell, str], ...] = ()
    damaged: tuple[tuple[Cell, str], ...] = ()
    above: str = ""


def sheets_data(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Sheets, so that `sheets_of` gives them back whole."""
    kept = [
        _Kept(
            sheet.rows, sheet.place, tuple(sorted(sheet.under)), tuple(sorted(sheet.beside)),
            tuple(sorted(sheet.formulas.items())), tuple(sorted(sheet.hidden_rows)),
            tuple(sorted(sheet.hidden_columns)), tuple(sorted(sheet.struck)), sheet.lines,
            tuple(sorted(sheet.displayed.items())), tuple(sorted(sheet.damaged.items())),
            sheet.above,
        )
        for sheet in sheets
    ]  # fmt: skip
    data: list[dict[str, Any]] = msgspec.to_builtins(kept)
    return data


def sheets_of(data: Sequence[Any]) -> tuple[Sheet, ...]:
    """The sheets again."""
    return tuple(
        Sheet(
            kept.rows, kept.place, frozenset(kept.under), frozenset(kept.beside),
            dict(kept.formulas),
            frozenset(kept.hidden_rows), frozenset(kept.hidden_columns), frozenset(kept.struck),
            kept.lines, dict(kept.displayed), dict(kept.damaged), above=kept.above,
        )
        for kept in msgspec.convert(data, tuple[_Kept, ...])
    )  # fmt: skip
