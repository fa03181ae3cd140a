"""What the register commands take, and the register that is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prongsai.cli.commands import Argument, Option
from prongsai.cli.session import read_bytes
from prongsai.core.errors import Finding, Misuse, Place, UnreadableInput
from prongsai.core.messages import read_words

if TYPE_CHECKING:
    from prongsai.core.registers.kept import Opened
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.rolling import Others
    from prongsai.core.registers.values import Context

_YAML = (".yaml", ".yml")
REGISTER = Argument(["name"], metavar="REGISTER")
ROWS = Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))
YEAR = Option(["--year"], type=click.IntRange(2550, 2649), required=True, metavar="YEAR")
OTHER_ROWS = Option(["--rows", "others"], multiple=True, metavar="REGISTER=FILE")
COLUMN = Option(["--column", "columns"], multiple=True, metavar="FIELD=HEADING")
SET = Option(["--set", "defaults"], multiple=True, metavar="FIELD=TEXT")
ONLY_YEAR = Option(["--only-year"], is_flag=True)


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
        raise _refused(first, path, f"prongsai register check {name}")
    return register


def _refused(first: Finding, path: Path, command: str) -> UnreadableInput:
    """The first fault of a file as what stops the work, and the command that tells all."""
    place = first.places[0] if first.places else Place(path.name)
    step = read_words("cli/see_all", command=command)
    return UnreadableInput(first.message, place=place, next_step=step)


def pairs(given: Iterable[str], option: str) -> dict[str, str]:
    """Options of the form NAME=TEXT."""
    values: dict[str, str] = {}
    for given_pair in given:
        name, sign, text = given_pair.partition("=")
        if not sign or not name.strip():
            raise Misuse("cli/option_not_name_text", place=Place(option), one=given_pair)
        values[name.strip()] = text.strip()
    return values


def context_of(year: int, others: Sequence[str]) -> Context:
    """A year with the rows that references may name."""
    from prongsai.core.registers.rows import names_of_rows
    from prongsai.core.registers.values import Context

    named = {
        key: names_of_rows(other.register, other.rows)
        for key, other in others_of(others, year).items()
    }
    return Context(year, rows=named)


def others_of(given: Sequence[str], year: int) -> dict[str, Others]:
    """The registers that references may name, with their rows."""
    from prongsai.core.registers.rolling import Others

    rows = {}
    for key, path in pairs(given, "--rows").items():
        other = register_of(key)
        rows[other.key] = Others(other, rows_of(other, Path(path), year).rows)
    return rows


def rows_of(register: Register, path: Path, year: int, others: Sequence[str] = ()) -> Opened:
    """The rows of a file, which must be sound."""
    from prongsai.core.errors import Severity
    from prongsai.core.registers.importing import import_sheets
    from prongsai.core.registers.kept import Opened, decoded, opened
    from prongsai.readers.sheets import read_sheets

    data = read_bytes(path)
    if path.suffix.lower() == ".json":
        opened_file = opened(register, decoded(data, path.name, register))
        if opened_file.year == year:
            return opened_file
        raise UnreadableInput(
            "cli/file_of_other_year", place=Place(path.name), year=opened_file.year
        )
    context = context_of(year, others)
    imported = import_sheets(register, read_sheets(data, path.name), context)
    if not imported.is_sound:
        first = next(finding for finding in imported.findings if finding.severity is Severity.ERROR)
        step = f"prongsai register import {register.key} {path.name} --year {year}"
        raise _refused(first, path, step)
    return Opened(year, imported.rows, imported.nils, ())
