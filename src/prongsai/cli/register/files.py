"""`register list`, `check`, `template`, `import` and `export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from prongsai.cli.commands import Argument, Option
from prongsai.cli.register.arguments import (
    COLUMN,
    ONLY_YEAR,
    OTHER_ROWS,
    REGISTER,
    ROWS,
    SET,
    YEAR,
    context_of,
    pairs,
    register_of,
    rows_of,
)
from prongsai.cli.session import JSON, STRICT, Session, command, read_bytes, today, write_output
from prongsai.core.errors import Finding, Misuse, Place
from prongsai.core.scoring.data import finding_data, text_data
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.registers.importing import Imported
    from prongsai.core.registers.kept import Kept, Merging
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.reading import Registers


_FILES = Argument(
    ["files"],
    metavar="[FILE|DIR]...",
    nargs=-1,
    type=click.Path(path_type=Path),
    help_text=Text(
        "ไฟล์ YAML หรือโฟลเดอร์ ไม่ระบุคือทะเบียนที่มากับโปรแกรม",
        "YAML files or folders; without any those of the program.",
    ),
)


@command("list", Text("ทะเบียนที่มากับโปรแกรม", "The registers of the program."), [JSON])
def list_registers(session: Session) -> int:
    """List the registers."""
    from prongsai.core.registers.reading import shipped

    registers = shipped().registers
    if session.as_json:
        session.print_json([_data(one) for one in registers])
        return 0
    headings = (("ทะเบียน", "Register"), ("ชื่อ", "Title"), ("ช่อง", "Fields"), ("รายงาน", "Papers"))
    table = session.table(*headings, overflow="fold")
    for one in registers:
        papers = ", ".join(paper.key for paper in one.papers)
        table.add_row(one.key, session.shown(one.title), str(len(one.fields)), papers or "–")
    session.console.print(table)
    return 0


def _data(register: Register) -> dict[str, Any]:
    return {
        "key": register.key,
        "title": text_data(register.title),
        "group": register.group.value,
        "fields": [one.name for one in register.fields],
        "public": list(register.public),
        "lineages": list(register.all_lineages),
        "papers": [
            {"key": paper.key, "period": paper.period.value, "lineages": list(paper.lineages)}
            for paper in register.papers
        ],
    }


@command(
    "check",
    Text(
        "ตรวจไฟล์ YAML ของทะเบียน: บอกไฟล์ บรรทัด และช่องที่ผิด พร้อมวิธีแก้",
        "Check the YAML of registers: file, line and field of every fault, and what to do.",
    ),
    [_FILES, JSON, STRICT],
)
def check(session: Session, files: Sequence[Path]) -> int:
    """Check registers."""
    found = _checked(files)
    if not (found.findings or session.as_json):
        listed = ", ".join(one.key for one in found.registers)
        session.console.print(session.say(f"ถูกต้อง: {listed}", f"all sound: {listed}"))
    return session.end(found.findings, {"registers": [one.key for one in found.registers]})


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
    others = {one.key: one for one in shipped().registers}
    return read_several(texts, lineages, others)


_OUTPUT = Option(
    ["-o", "--output"],
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help_text=Text("ไฟล์ที่จะเขียน (.xlsx หรือ .csv)", "The file to write (.xlsx or .csv)."),
)
_INTO = Option(
    ["--into"],
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.json",
    help_text=Text(
        "เก็บแถวไว้ในไฟล์นี้ เพิ่มเฉพาะที่ใหม่หรือเปลี่ยน ไม่ระบุคือตรวจอย่างเดียว",
        "Keep the rows in this file, adding what is new or changed; without it, check only.",
    ),
)
_PUBLIC = Option(
    ["--public"],
    is_flag=True,
    help_text=Text("เฉพาะคอลัมน์ที่เผยแพร่ได้", "Only the columns that citizens may see."),
)


@command(
    "template",
    Text(
        "สร้างไฟล์เปล่าของทะเบียนพร้อมหัวคอลัมน์ ตัวเลือก และคำอธิบาย",
        "Make the empty file of a register, with headings, choices and explanations.",
    ),
    [REGISTER, YEAR, _OUTPUT, OTHER_ROWS],
)
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


@command(
    "import",
    Text(
        "อ่านแถวจากไฟล์ บอกว่าคอลัมน์ใดเป็นช่องใด และสิ่งที่ผิดทั้งหมดในครั้งเดียว\n"
        "ถ้ามีที่ผิดจะไม่นำเข้าแถวใดเลย ไฟล์เดิมอีกครั้งไม่เปลี่ยนอะไร",
        "Read the rows of a file; tell which column is which field, and all that is wrong.\n"
        "Where anything is wrong no row is taken; the same file again changes nothing.",
    ),
    [REGISTER, ROWS, YEAR, COLUMN, SET, ONLY_YEAR, OTHER_ROWS, _INTO, JSON, STRICT],
)
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
    found = import_sheets(register, read_sheets(read_bytes(file), file.name), context, options)
    kept, merging, wrong = _merged(register, found, year, into)
    found = replace(found, findings=(*found.findings, *wrong))
    is_taken = into is not None and session.code(found.findings) == 0
    if is_taken and into is not None:
        from prongsai.core.registers.kept import encoded

        write_output(session, into, encoded(kept))
    if session.as_json:
        session.print_json(_imported_data(found, merging, is_taken=is_taken))
    else:
        _show(session, register, found, merging, is_taken=is_taken)
    return session.code(found.findings)


def _merged(
    register: Register, found: Imported, year: int, into: Path | None
) -> tuple[Kept, Merging, list[Finding]]:
    """What the file would hold with the rows, what that changes, and what goes wrong by it."""
    from prongsai.core.registers.kept import broken, kept_of, merged, merging

    before = rows_of(register, into, year) if into is not None and into.is_file() else None
    rows = before.rows if before else ()
    nils = {*(before.nils if before else ()), *found.nils}
    changes = merging(register, rows, found.rows, found.fields, found.told)
    after = merged(rows, found.rows, changes)
    wrong = [
        fault.finding(found.places[one.row])
        for one in changes.changed
        for fault in broken(register, rows[one.kept], found.rows[one.row], after[one.kept])
    ]
    return kept_of(register, year, after, nils), changes, wrong


def _imported_data(found: Imported, merging: Merging, *, is_taken: bool) -> dict[str, Any]:
    return {
        "rows": len(found.rows),
        "nothing_to_report": len(found.nils),
        "totals": found.totals,
        "taken": is_taken,
        "new": len(merging.new),
        "changed": len(merging.changed),
        "same": merging.same,
        "absent": len(merging.absent),
        "columns": [
            {"sheet": sheet, "heading": one.heading, "field": one.field, "how": one.how.value}
            for sheet, matching in found.matchings
            for one in matching.matches
        ],
        "findings": [finding_data(one) for one in found.findings],
    }


def _show(
    session: Session, register: Register, found: Imported, merging: Merging, *, is_taken: bool
) -> None:
    headings = (("คอลัมน์", "Column"), ("ช่อง", "Field"), ("ชื่อช่อง", "Name"))
    for sheet, matching in found.matchings:
        title = session.text(Text(sheet, sheet)) or None
        table = session.table(*headings, overflow="fold", title=title)
        for one in matching.matches:
            field = register.field(one.field)
            title = session.shown(field.title) if field else one.field
            table.add_row(session.shown(Text(one.heading, one.heading)), title, one.field)
        session.console.print(table)
    session.print_findings(found.findings)
    session.console.print(_summary(session, found, merging, is_taken=is_taken), markup=False)


def _summary(session: Session, found: Imported, merging: Merging, *, is_taken: bool) -> str:
    if not found.is_sound:
        return session.say(
            "ไม่ได้นำเข้าแถวใด แก้แล้วลองใหม่", "no row was taken; correct it and try again"
        )
    th = f"{len(found.rows):,} แถว ใหม่ {len(merging.new):,} เปลี่ยน {len(merging.changed):,}"
    en = f"{len(found.rows):,} rows: {len(merging.new):,} new, {len(merging.changed):,} changed"
    th += f" เหมือนเดิม {merging.same:,} ช่วงที่ไม่มีรายการ {len(found.nils)}"
    en += f", {merging.same:,} the same; {len(found.nils)} times with nothing to report"
    if found.totals:
        th, en = f"{th} แถวรวมตรงกัน {found.totals}", f"{en}; {found.totals} totals agree"
    if not is_taken:
        th, en = f"{th} (ตรวจอย่างเดียว)", f"{en} (only checked)"
    return session.say(th, en)


@command(
    "export",
    Text(
        "ส่งออกแถวเป็น XLSX หรือ CSV ซึ่งนำเข้าคืนได้เหมือนเดิม",
        "Write rows as XLSX or CSV, which can be taken in again as they are.",
    ),
    [REGISTER, ROWS, YEAR, _OUTPUT, OTHER_ROWS, _PUBLIC],
)
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
    found = rows_of(register, file, year, others)
    context = context_of(year, others)
    ending = output.suffix.lower()
    if ending == ".xlsx":
        data = register_workbook(register, context, found.rows, found.nils, public=public)
    elif ending == ".csv":
        data = register_csv(register, found.rows, context, public=public)
    else:
        raise Misuse("cli/rows_suffix_unknown", place=Place("--output", quote=output.name))
    write_output(session, output, data)
    return 0
