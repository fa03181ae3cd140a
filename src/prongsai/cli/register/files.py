"""What register commands take; `register list`, `check`, `template`, `import` and `export`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from prongsai.cli.commands import Argument, Option
from prongsai.cli.session import (
    FILE,
    JSON,
    STRICT,
    Session,
    command,
    output_option,
    read_bytes,
    today,
    write_output,
)
from prongsai.cli.telling import seen
from prongsai.core.errors import Finding, Misuse, Place, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.scoring.data import finding_data, text_data
from prongsai.core.text import same

if TYPE_CHECKING:
    from prongsai.core.registers.importing import Imported
    from prongsai.core.registers.kept import Kept, Merging, Opened
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.reading import Registers
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


_FILES = Argument(["files"], metavar="[FILE|DIR]...", nargs=-1, type=click.Path(path_type=Path))


@command("list", [JSON])
def list_registers(session: Session) -> int:
    from prongsai.core.registers.reading import shipped

    registers = shipped().registers
    if session.as_json:
        session.print_json([_data(entry) for entry in registers])
        return 0
    table = session.table("register", "title", "fields", "papers", overflow="fold")
    for entry in registers:
        papers = ", ".join(paper.key for paper in entry.papers)
        table.add_row(entry.key, session.plain(entry.title), str(len(entry.fields)), papers or "–")
    session.console.print(table)
    return 0


def _data(register: Register) -> dict[str, Any]:
    return {
        "key": register.key,
        "title": text_data(register.title),
        "group": register.group.value,
        "fields": [field.name for field in register.fields],
        "public": list(register.public),
        "lineages": list(register.all_lineages),
        "papers": [
            {"key": paper.key, "period": paper.period.value, "lineages": list(paper.lineages)}
            for paper in register.papers
        ],
    }


@command("check", [_FILES, JSON, STRICT])
def check(session: Session, files: Sequence[Path]) -> int:
    checked = _checked(files)
    if not (checked.findings or session.as_json):
        listed = ", ".join(register.key for register in checked.registers)
        session.console.print(session.message("cli/registers_correct", listed=listed))
    return session.end(
        checked.findings, {"registers": [register.key for register in checked.registers]}
    )


def _checked(files: Sequence[Path]) -> Registers:
    from prongsai.core.framework.catalogue import Catalogue
    from prongsai.core.registers.reading import SHIPPED, read_folder, read_several, shipped

    lineages = {
        lineage
        for framework in Catalogue().all()
        for item in framework.items.values()
        for lineage in item.lineage
    }
    if not files:
        return read_folder(SHIPPED, lineages)
    texts: dict[str, str] = {}
    for given in files:
        for path in sorted(given.glob("*.yaml")) if given.is_dir() else [given]:
            texts[path.name] = read_bytes(path).decode("utf-8-sig", errors="replace")
    others = {register.key: register for register in shipped().registers}
    return read_several(texts, lineages, others)


_OUTPUT = output_option("FILE")
_INTO = Option(["--into"], type=FILE, metavar="FILE.json")
_PUBLIC = Option(["--public"], is_flag=True)


@command("template", [REGISTER, YEAR, _OUTPUT, OTHER_ROWS])
def template(session: Session, name: str, year: int, output: Path, others: Sequence[str]) -> int:
    """Write the empty file."""
    from prongsai.documents.register_workbook import register_csv, register_workbook

    register = register_of(name)
    context = context_of(year, others)
    if output.suffix.lower() == ".csv":
        data = register_csv(register, (), context)
    else:
        data = register_workbook(register, context)
    write_output(session, output, data)
    return 0


@command("import", [REGISTER, ROWS, YEAR, COLUMN, SET, ONLY_YEAR, OTHER_ROWS, _INTO, JSON, STRICT])
def import_(
    session: Session,
    name: str,
    file: Path,
    year: int,
    columns: Sequence[str],
    defaults: Sequence[str],
    others: Sequence[str],
    into: Path | None,
    *,
    only_year: bool,
) -> int:
    """Check rows and take them in."""
    from prongsai.core.registers.importing import Options, import_sheets
    from prongsai.readers.sheets import read_sheets

    register = register_of(name)
    options = Options(pairs(columns, "--column"), pairs(defaults, "--set"), today(), only_year)
    context = context_of(year, others)
    imported = import_sheets(register, read_sheets(read_bytes(file), file.name), context, options)
    kept, merging, wrong = _merged(register, imported, year, into)
    imported = replace(imported, findings=(*imported.findings, *wrong))
    is_taken = into is not None and session.code(imported.findings) == 0
    if is_taken and into is not None:
        from prongsai.core.registers.kept import encoded

        write_output(session, into, encoded(kept))
    if session.as_json:
        session.print_json(_imported_data(imported, merging, is_taken=is_taken))
    else:
        _show(session, register, imported, merging, is_taken=is_taken)
    return session.code(imported.findings)


def _merged(
    register: Register, imported: Imported, year: int, into: Path | None
) -> tuple[Kept, Merging, list[Finding]]:
    """What the file would hold with the rows, what that changes, and what goes wrong by it."""
    from prongsai.core.registers.kept import broken, kept_of, merged, merging

    before = rows_of(register, into, year) if into is not None and into.is_file() else None
    rows = before.rows if before else ()
    nils = {*(before.nils if before else ()), *imported.nils}
    changes = merging(register, rows, imported.rows, imported.fields, imported.told)
    after = merged(rows, imported.rows, changes)
    wrong = [
        fault.finding(imported.places[change.row])
        for change in changes.changed
        for fault in broken(
            register, rows[change.kept], imported.rows[change.row], after[change.kept]
        )
    ]
    return kept_of(register, year, after, nils), changes, wrong


def _imported_data(imported: Imported, merging: Merging, *, is_taken: bool) -> dict[str, Any]:
    return {
        "rows": len(imported.rows),
        "nothing_to_report": len(imported.nils),
        "totals": imported.totals,
        "taken": is_taken,
        "new": len(merging.new),
        "changed": len(merging.changed),
        "same": merging.same,
        "absent": len(merging.absent),
        "columns": [
            {"sheet": sheet, "heading": match.heading, "field": match.field, "how": match.how.value}
            for sheet, matching in imported.matchings
            for match in matching.matches
        ],
        "findings": [finding_data(match) for match in imported.findings],
    }


def _show(
    session: Session, register: Register, imported: Imported, merging: Merging, *, is_taken: bool
) -> None:
    for sheet, matching in imported.matchings:
        title = seen(sheet) or None
        table = session.table("column", "field", "name_of_field", overflow="fold", title=title)
        for match in matching.matches:
            field = register.field(match.field)
            title = session.plain(field.title) if field else match.field
            table.add_row(session.plain(same(match.heading)), title, match.field)
        session.console.print(table)
    session.print_findings(imported.findings)
    session.console.print(_summary(session, imported, merging, is_taken=is_taken), markup=False)


def _summary(session: Session, imported: Imported, merging: Merging, *, is_taken: bool) -> str:
    if not imported.is_sound:
        return session.message("cli/no_row_imported")
    words = session.message(
        "cli/rows_imported",
        rows=len(imported.rows),
        new=len(merging.new),
        changed=len(merging.changed),
        same=merging.same,
        nils=len(imported.nils),
    )
    if imported.totals:
        words += session.message("cli/totals_agree", totals=imported.totals)
    return words if is_taken else f"{words} {session.message('cli/only_checked')}"


@command("export", [REGISTER, ROWS, YEAR, _OUTPUT, OTHER_ROWS, _PUBLIC])
def export(
    session: Session,
    name: str,
    file: Path,
    year: int,
    output: Path,
    others: Sequence[str],
    *,
    public: bool,
) -> int:
    """Write rows."""
    from prongsai.documents.register_workbook import register_csv, register_workbook

    register = register_of(name)
    opened = rows_of(register, file, year, others)
    context = context_of(year, others)
    ending = output.suffix.lower()
    if ending == ".xlsx":
        data = register_workbook(register, context, opened.rows, opened.nils, public=public)
    elif ending == ".csv":
        data = register_csv(register, opened.rows, context, public=public)
    else:
        raise Misuse("cli/rows_suffix_unknown", place=Place("--output", quote=output.name))
    write_output(session, output, data)
    return 0
