"""The rows of a register and year as one piece of JSON, and back, though the register changed."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot, slots_of
from prongsai.core.registers.rows import Row, RowFault, from_data, to_data
from prongsai.core.registers.rules import Every
from prongsai.core.text import Text


class KeptRow(Struct, frozen=True, omit_defaults=True):
    """One row as plain data."""

    values: dict[str, str | int | bool]
    state: str = ""


class KeptNil(Struct, frozen=True, omit_defaults=True):
    """One time with nothing to report."""

    every: Every
    number: int
    unit: str = ""


class Kept(Struct, frozen=True, omit_defaults=True):
    """The rows of one register and fiscal year."""

    register: str
    year: int
    rows: tuple[KeptRow, ...] = ()
    nils: tuple[KeptNil, ...] = ()


class Opened(Struct, frozen=True):
    """Kept rows as rows; `faults` tell what does not fit the register of today, by row."""

    year: int
    rows: tuple[Row, ...]
    nils: tuple[Nil, ...]
    faults: tuple[RowFault, ...]


def kept_of(register: Register, year: int, rows: Iterable[Row], nils: Iterable[Nil] = ()) -> Kept:
    """Rows and times with nothing to report, as they are kept."""
    return Kept(
        register.key,
        year,
        tuple(KeptRow(to_data(row), row.state) for row in rows),
        tuple(KeptNil(nil.slot.every, nil.slot.number, nil.unit) for nil in sorted(nils)),
    )


def encoded(kept: Kept) -> bytes:
    """As JSON that people can read too."""
    return msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n"


def decoded(data: bytes, name: str, register: Register) -> Kept:
    """What a file of kept rows holds.

    Errors: UnreadableInput where it is none, or of another register.
    """
    try:
        kept = msgspec.json.decode(data, type=Kept)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UnreadableInput(
            Text("แฟ้มนี้ไม่ใช่แฟ้มที่เก็บแถวของทะเบียน", "this is no file of kept rows"),
            place=Place(name),
            next_step=Text(
                "ใช้แฟ้มจาก prongsai register import --into",
                "use that of prongsai register import --into",
            ),
        ) from error
    if kept.register != register.key:
        raise UnreadableInput(
            Text(
                f"แฟ้มนี้เป็นของทะเบียน {kept.register} ไม่ใช่ {register.key}",
                f"this is of the register {kept.register}, not {register.key}",
            ),
            place=Place(name),
            next_step=Text("เลือกแฟ้มหรือทะเบียนให้ตรงกัน", "choose the file or the register that fits"),
        )
    return kept


def opened(register: Register, kept: Kept) -> Opened:
    """Kept rows as rows; nothing in them is lost."""
    readings = [from_data(register, row.values, kept.year, row.state) for row in kept.rows]
    faults = tuple(
        replace(fault, row=number)
        for number, reading in enumerate(readings)
        for fault in reading.faults
    )
    rows = tuple(reading.row for reading in readings)
    nils = tuple(
        Nil(Slot(kept.year, nil.every, nil.number), nil.unit)
        for nil in kept.nils
        if 1 <= nil.number <= len(slots_of(kept.year, nil.every))
    )
    return Opened(kept.year, rows, nils, faults)
