"""What the register commands take, and the register that is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prongsai.cli.commands import Argument, Option
from prongsai.cli.session import read_bytes
from prongsai.core.errors import Misuse, Place, UnreadableInput
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.registers.kept import Opened
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.values import Context

_YAML = (".yaml", ".yml")
REGISTER = Argument(
    ["name"],
    metavar="REGISTER",
    help_text=Text(
        "ชื่อทะเบียน (ดู prongsai register list) หรือไฟล์ YAML ของตนเอง",
        "Name of a register (see prongsai register list), or a YAML file of your own.",
    ),
)
ROWS = Argument(
    ["file"],
    metavar="FILE",
    type=click.Path(path_type=Path),
    help_text=Text(
        "ไฟล์ที่มีแถว: XLSX, XLS, ODS, CSV หรือไฟล์ JSON จาก import --into",
        "File with rows: XLSX, XLS, ODS, CSV, or the JSON of import --into.",
    ),
)
YEAR = Option(
    ["--year"],
    type=click.IntRange(2550, 2649),
    required=True,
    metavar="YEAR",
    help_text=Text("ปีงบประมาณของแถว เช่น 2569", "Fiscal year of the rows, such as 2569."),
)
OTHER_ROWS = Option(
    ["--rows", "others"],
    multiple=True,
    metavar="REGISTER=FILE",
    help_text=Text("แถวของทะเบียนอื่นที่ช่องอ้างอิงชี้ไป", "Rows of another register that references name."),
)
COLUMN = Option(
    ["--column", "columns"],
    multiple=True,
    metavar="FIELD=HEADING",
    help_text=Text(
        "บอกเองว่าหัวคอลัมน์ (หรืออักษรคอลัมน์) ใดคือช่องใด",
        "Say which heading (or column's letter) is which field.",
    ),
)
SET = Option(
    ["--set", "defaults"],
    multiple=True,
    metavar="FIELD=TEXT",
    help_text=Text("ค่าของช่องที่ไฟล์ไม่มีคอลัมน์", "What stands in a field that has no column."),
)
ONLY_YEAR = Option(
    ["--only-year"],
    is_flag=True,
    help_text=Text("นำเข้าเฉพาะแถวของปีที่ระบุ", "Take the rows of the year and leave the others."),
)


def register_of(name: str) -> Register:
    """The register that is named, or that a YAML file holds.

    Errors: Misuse for a name that no register has; UnreadableInput for a file with a fault.
    """
    from prongsai.core.registers.reading import read_register, shipped_register

    if not name.endswith(_YAML):
        return shipped_register(name)
    path = Path(name)
    text = read_bytes(path).decode("utf-8-sig", errors="replace")
    register, findings = read_register(path.stem, text, path.name)
    if register is None:
        first = findings[0]
        raise UnreadableInput(
            first.message,
            place=first.places[0] if first.places else Place(path.name),
            next_step=Text(f"ดูทั้งหมดด้วย prongsai register check {name}",
                           f"see all of it: prongsai register check {name}"),
        )  # fmt: skip
    return register


def pairs(given: Iterable[str], option: str) -> dict[str, str]:
    """Options of the form NAME=TEXT.

    Errors: Misuse where one has no =.
    """
    found: dict[str, str] = {}
    for one in given:
        name, sign, text = one.partition("=")
        if not sign or not name.strip():
            raise Misuse("cli/option_not_name_text", place=Place(option), one=one)
        found[name.strip()] = text.strip()
    return found


def context_of(year: int, others: Sequence[str]) -> Context:
    """A year with the rows that references may name."""
    from prongsai.core.registers.rows import names_of_rows
    from prongsai.core.registers.values import Context

    named = {}
    for key, path in pairs(others, "--rows").items():
        other = register_of(key)
        named[other.key] = names_of_rows(other, rows_of(other, Path(path), year).rows)
    return Context(year, rows=named)


def rows_of(register: Register, path: Path, year: int, others: Sequence[str] = ()) -> Opened:
    """The rows of a file, which must be sound.

    Errors: UnreadableInput where something in it is wrong.
    """
    from prongsai.core.errors import Severity
    from prongsai.core.registers.importing import import_sheets
    from prongsai.core.registers.kept import Opened, decoded, opened
    from prongsai.readers.sheets import read_sheets

    data = read_bytes(path)
    if path.suffix.lower() == ".json":
        found = opened(register, decoded(data, path.name, register))
        if found.year == year:
            return found
        raise UnreadableInput("cli/file_of_other_year", place=Place(path.name), year=found.year)
    context = context_of(year, others)
    imported = import_sheets(register, read_sheets(data, path.name), context)
    if not imported.is_sound:
        first = next(one for one in imported.findings if one.severity is Severity.ERROR)
        step = f"prongsai register import {register.key} {path.name} --year {year}"
        raise UnreadableInput(
            first.message,
            place=first.places[0] if first.places else Place(path.name),
            next_step=Text(f"ดูทั้งหมดด้วย {step}", f"see all of it: {step}"),
        )
    return Opened(year, imported.rows, imported.nils, ())
