"""What citizens see of a register: its public columns, as plain cells that programs read too."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from msgspec import Struct

from prongsai.core.dates import buddhist_year, month_and_year, short_date
from prongsai.core.fiscal import first_of_month
from prongsai.core.messages import read_words
from prongsai.core.registers.fields import Field, FieldKind, Result
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, order_of, with_computed
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.values import HAS_FILE, Context, Value, attached, attached_of, shown
from prongsai.core.text import Text, same


class CellKind(StrEnum):
    """How a cell is written, so that a program reads it without guessing."""

    TEXT = "text"
    DAY = "day"
    MONTH = "month"
    MONEY = "money"
    NUMBER = "number"

    @property
    def about(self) -> Text:
        """What stands in it, for a data dictionary."""
        return read_words(f"registers/cell.{self}")

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right."""
        return self in (CellKind.MONEY, CellKind.NUMBER)

    def display(self, cell: str) -> Text:
        """A cell as people read it; what is not of its kind stays as it was written."""
        try:
            return _DISPLAYS[self](cell) if cell else same("")
        except (ValueError, InvalidOperation):
            return same(cell)

    def is_written(self, cell: str) -> bool:
        """Whether a cell holds words: it is text, or what could not be read as its kind."""
        if self is CellKind.TEXT:
            return True
        try:
            _DISPLAYS[self](cell)
        except (ValueError, InvalidOperation):
            return True
        return False


_KINDS = {
    FieldKind.DATE: CellKind.DAY,
    FieldKind.MONTH: CellKind.MONTH,
    FieldKind.MONEY: CellKind.MONEY,
    FieldKind.COUNT: CellKind.NUMBER,
    FieldKind.PERCENT: CellKind.NUMBER,
}


class PublicColumn(Struct, frozen=True):
    """One column; `is_added` where a sum of it means something."""

    name: str
    title: Text
    kind: CellKind
    is_added: bool = False


class PublicFile(Struct, frozen=True):
    """A file that a cell stands for: the number of its row, from 1, its column, and its key."""

    row: int
    column: str
    key: str


class PublicRows(Struct, frozen=True):
    """A register's rows as citizens see them: a cell for each column, "" for nothing.

    Shape:  `files` are those that were sent for cells; a typed address is a cell as others.
    """

    columns: tuple[PublicColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    files: tuple[PublicFile, ...] = ()

    def sums(self) -> tuple[str, ...]:
        """What each column adds up to; "" where a sum means nothing, or a cell is no number."""
        return tuple(self._sum(place) for place in range(len(self.columns)))

    def _sum(self, place: int) -> str:
        if not self.columns[place].is_added:
            return ""
        cells = [row[place] for row in self.rows if row[place]]
        try:
            return f"{sum(map(Decimal, cells), Decimal(0)):f}" if cells else ""
        except InvalidOperation:
            return ""


def can_be_public(register: Register) -> bool:
    """Whether citizens may see rows of a register at all: none of one that few see."""
    return bool(register.public) and not register.is_restricted


def table_key(register: str, year: int) -> str:
    """What names the table of a register's year: the register alone where rows have no year, 0."""
    return f"{register}-{year}" if year else register


def public_rows(
    register: Register,
    rows: Iterable[Row],
    context: Context,
    others: Mapping[str, Register],
) -> PublicRows:
    """The public columns of rows, and the state that they are in.

    Shape:  a column that names rows of another register is left out unless all by which those are
            named is public there. `others` are the registers of the agency by key.
    Errors: ValueError for a register that cannot be public, the fault being ours.
    """
    if not can_be_public(register):
        raise ValueError(register.key)
    fields = tuple(field for field in register.public_fields if _may_be_named(field, others))
    columns = [_column(field) for field in fields]
    if register.states:
        columns.append(PublicColumn(STATE, read_words("registers/by.state"), CellKind.TEXT))
    rows = sorted(rows, key=lambda row: order_of(register, row))
    return PublicRows(
        tuple(columns),
        tuple(_cells(register, fields, row, context) for row in rows),
        tuple(
            PublicFile(number, field.name, file.key.hex)
            for number, row in enumerate(rows, start=1)
            for field, file in attached_of(fields, row.values)
        ),
    )


def _may_be_named(field: Field, others: Mapping[str, Register]) -> bool:
    if field.kind is not FieldKind.REFERENCE:
        return True
    other = others.get(field.register or "")
    return other is not None and can_be_public(other) and set(other.named_by) <= set(other.public)


def _column(field: Field) -> PublicColumn:
    kind = _KINDS.get(field.kind, CellKind.TEXT)
    if field.kind is FieldKind.COMPUTED:
        kind = CellKind.MONEY if field.result is Result.MONEY else CellKind.NUMBER
    return PublicColumn(field.name, field.title, kind, field.can_be_added)


def _cells(
    register: Register, fields: Iterable[Field], row: Row, context: Context
) -> tuple[str, ...]:
    values = with_computed(register, row.values)
    cells = [
        row.left.get(field.name, "") if (value := values.get(field.name)) is None
        else _cell(field, value, context)
        for field in fields
    ]  # fmt: skip
    if register.states:
        cells.append(register.state_title(row.state or register.first_state).th)
    return tuple(cells)


def _cell(field: Field, value: Value, context: Context) -> str:
    if field.kind is FieldKind.MONTH and isinstance(value, int):
        return f"{first_of_month(context.year, value):%Y-%m}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if field.kind is FieldKind.FILE and attached(value):
        return HAS_FILE.th
    return shown(field, value, context).th


def _day(cell: str) -> Text:
    day = date.fromisoformat(cell)
    return Text(short_date(day), f"{day.day} {day:%b} {buddhist_year(day)}")


def _month(cell: str) -> Text:
    first = date.fromisoformat(f"{cell}-01")
    return Text(month_and_year(first), f"{first:%B} {buddhist_year(first)}")


_DISPLAYS: Mapping[CellKind, Callable[[str], Text]] = {
    CellKind.TEXT: same,
    CellKind.DAY: _day,
    CellKind.MONTH: _month,
    CellKind.MONEY: lambda cell: same(f"{Decimal(cell):,.2f}"),
    CellKind.NUMBER: lambda cell: same(f"{Decimal(cell):,f}"),
}
