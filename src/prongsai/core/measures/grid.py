"""A sheet of a plan as it shows, and where the heading of its table stands."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Place
from prongsai.core.ids import INSTRUMENTS, instrument_of_item
from prongsai.core.measures.cells import is_item
from prongsai.core.measures.columns import own_headings
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.registers.damage import Damage, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.core.thai import shorten, skeleton, squeeze

_REPEATED = 3


class Grid(Sheet, frozen=True):
    """A sheet of which every cell is what it shows, a day without its hour."""

    def cell(self, row: int, column: int) -> str:
        """The text of the cell, or of any that covers it."""
        is_day = self.damaged.get((row, column)) in (Damage.DATE, Damage.SWAPPED)
        text = None if is_day else self.displayed.get((row, column))
        return Sheet.cell(self, row, column) if text is None else text

    def seen(self, row: int, column: int) -> str:
        """The text of the cell, or of the one that covers it from above."""
        return "" if (row, column) in self.beside else self.cell(row, column)

    def faults(
        self, row: int, titles: Mapping[int, str], *, identifiers: Collection[int], keeps: bool
    ) -> Iterator[Finding]:
        """What no certain value can be taken from in a row.

        Shape:  a day is one but in `identifiers`; where the table `keeps` columns without heading
                as somebody's own, a workbook's cell in such a one is no fault.
        """
        headed = {column for column, title in titles.items() if title}
        return row_faults(
            self, row, titles, dates=titles.keys() - set(identifiers),
            headed=None if keeps and self.lines is None else headed,
        )  # fmt: skip


class Head(Struct, frozen=True):
    """The heading of a table.

    Shape:  `first` and `last` are its rows; `named` are all columns with their headings, of which
            `fields` are those we know and `own` those of somebody's own.
    """

    first: int
    last: int
    fields: Mapping[str, int]
    named: Mapping[int, str]
    own: Mapping[int, str]
    keys: Mapping[int, str]

    def renamed(self, field: str, to: str | None = None) -> Self:
        """The heading with one column taken for another field, or for somebody's own."""
        fields = {name: column for name, column in self.fields.items() if name != field}
        if to is not None:
            fields[to] = self.fields[field]
        return replace(self, fields=fields, own=_own(self.named, fields))

    def repeats(self, typed: Mapping[int, str]) -> bool:
        """Whether a row is the heading again, as on the next page."""
        same = sum(self.keys.get(column) == skeleton(text) for column, text in typed.items())
        return same >= _REPEATED and same * 2 > len(typed)


def find_head(
    grid: Grid, field_of: Callable[[str], str | None], enough: Callable[[set[str]], bool]
) -> Head | None:
    """The first row whose headings are enough to be a table's; None where there is none."""
    for row in range(len(grid.rows)):
        typed = grid.typed(row)
        fields = {field for text in typed.values() if (field := field_of(text))}
        if enough(fields):
            return _head(grid, row, typed, field_of)
    return None


def _head(
    grid: Grid, row: int, typed: Mapping[int, str], field_of: Callable[[str], str | None]
) -> Head:
    headings = {column: squeeze(text) for column, text in typed.items()}
    below = _second_line(grid, row, typed, field_of)
    headings |= below
    fields: dict[str, int] = {}
    columns = sorted(_columns_in_use(grid, row, headings))
    for column in columns:
        field = field_of(headings.get(column, ""))
        if field is not None:
            fields.setdefault(field, column)
    named = {column: headings.get(column, "") for column in columns}
    keys = {column: skeleton(text) for column, text in typed.items()}
    return Head(row, row + bool(below), fields, named, _own(named, fields), keys)


def _own(named: Mapping[int, str], fields: Mapping[str, int]) -> dict[int, str]:
    columns = [column for column in named if column not in fields.values()]
    return dict(zip(columns, own_headings([named[c] for c in columns]), strict=True))


def _second_line(
    grid: Grid, row: int, typed: Mapping[int, str], field_of: Callable[[str], str | None]
) -> dict[int, str]:
    """Headings below one that spans them, whole: "การติดตามผล" over "6 เดือน" and "12 เดือน"."""
    below = grid.typed(row + 1) if row + 1 < len(grid.rows) else {}
    spanned = {column for column in below if column not in typed}
    spanned |= {column for column in below if column + 1 in spanned}
    if not below or set(below) != spanned:
        return {}
    joined = {
        column: squeeze(f"{_parent(grid, row, column, typed)} {text}")
        for column, text in below.items()
    }
    merged = any((row, column) in grid.beside for column in below)
    return joined if merged or all(map(field_of, joined.values())) else {}


def _parent(grid: Grid, row: int, column: int, typed: Mapping[int, str]) -> str:
    """The heading above a column; where no cells are merged the nearest to the left."""
    nearest = max((other for other in typed if other <= column), default=None)
    return grid.cell(row, column) or ("" if nearest is None else typed[nearest])


def _columns_in_use(grid: Grid, row: int, headings: Mapping[int, str]) -> set[int]:
    """Columns with a heading, and those without one that hold text below it."""
    used = set(headings)
    for below in range(row + 1, len(grid.rows)):
        used.update(grid.typed(below))
    return used


REMARKS_ONLY = "remarks"


class Arrangement(StrEnum):
    """Under which headings the measures stand."""

    GROUP = "group"
    INSTRUMENT = "instrument"
    FLAT = "flat"


# What a table of so many columns shows; "number" stands in front of the title where it has none.
COLUMNS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        4: ("measure", "steps", "unit", "period"),
        5: ("measure", "steps", "unit", "period", "follow_up"),
        8: ("number", "measure", "steps", "unit", "period", "evidence", "follow_up", "budget"),
    }
)


class Layout(Struct, frozen=True):
    """One form of the table; eight columns by group is that of the booklet."""

    arrangement: Arrangement = Arrangement.GROUP
    columns: int = 8

    @property
    def fields(self) -> tuple[str, ...]:
        return COLUMNS[self.columns]


USUAL = Layout()


def arranged(plan: Plan, arrangement: Arrangement) -> tuple[tuple[str, tuple[Measure, ...]], ...]:
    """The measures under their headings, in the plan's order; every measure stands once.

    Shape:  headings are the names of groups, codes of instruments with `REMARKS_ONLY` last, or
            one "" where the plan is flat.
    """
    if arrangement is Arrangement.GROUP:
        return plan.groups
    if arrangement is Arrangement.FLAT:
        return (("", plan.measures),) if plan.measures else ()
    own = [(instrument_of(measure), measure) for measure in plan.measures]
    grouped = (
        (name, tuple(measure for held, measure in own if held == name))
        for name in (*INSTRUMENTS, REMARKS_ONLY)
    )
    return tuple((name, measures) for name, measures in grouped if measures)


def instrument_of(measure: Measure) -> str:
    """The instrument that most items of a measure belong to, the first of several.

    >>> instrument_of(Measure("M1", "1", "", items=("e1", "o3", "o4")))
    'OIT'
    """
    counts = Counter(instrument_of_item(code) for code in measure.items if is_item(code))
    return max(INSTRUMENTS, key=lambda name: counts[name]) if counts else REMARKS_ONLY


QUOTED = 60


def place_of(row: Measure | WeakPoint) -> Place:
    """The place that was read with it, or none but its name."""
    if isinstance(row, WeakPoint):
        name = f"{row.item} {row.name}" if row.item is not None else row.name
    else:
        name = " ".join(filter(None, (row.number, row.title))) or row.key
    return replace(row.place or Place(), quote=quoted(name))


def quoted(text: str) -> str:
    """A text short enough to stand in a message."""
    return shorten(squeeze(text), QUOTED)
