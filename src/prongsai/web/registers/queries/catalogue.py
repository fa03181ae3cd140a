"""The registers that an agency keeps, and what their rows are read beside."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.core.registers.model import Register
from prongsai.core.registers.reading import Registers, shipped
from prongsai.core.registers.rows import Row, from_data, names_of_rows
from prongsai.core.registers.values import Context, Names
from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.registers.models import LASTING, RegisterRow


def registers_of() -> Registers:
    """All registers, in their order."""
    return shipped()


def register_of(key: str) -> Register | None:
    """One register."""
    return registers_of().register(key)


def year_of_rows(register: Register, year: int) -> int:
    """The year under which rows are kept: none where a register's rows belong to no year."""
    return LASTING if register.lasting else year


def context_of(agency: Agency, register: Register, year: int) -> Context:
    """Units, positions and rows that may be named: two queries, one more for each reference."""
    units = Unit.objects.filter(agency=agency).values_list("pk", "name")
    positions = Position.objects.filter(agency=agency).values_list("pk", "title")
    return Context(
        year,
        Names.of((str(key), name) for key, name in units),
        Names.of((str(key), title) for key, title in positions),
        {other.key: _rows_named(agency, other, year) for other in _referred(register)},
    )


def _referred(register: Register) -> Iterator[Register]:
    for field in register.references():
        other = register_of(field.register or "")
        if other is not None:
            yield other


def _rows_named(agency: Agency, register: Register, year: int) -> Names:
    rows = RegisterRow.objects.filter(
        agency=agency, register=register.key, fiscal_year=year_of_rows(register, year),
        removed_at=None,
    )  # fmt: skip
    return names_of_rows(register, (core_row(register, row, year) for row in rows))


def core_row(register: Register, row: RegisterRow, year: int) -> Row:
    """A kept row as the core knows it, whatever became of the register since."""
    return from_data(register, row.values, year, row.state).row
