"""`register list` and `register check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument
from prongsai.cli.session import JSON, STRICT, Session, command, read_bytes
from prongsai.core.scoring.data import text_data
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.reading import Registers

_FILES = Argument(
    ["files"],
    metavar="[FILE|DIR]...",
    nargs=-1,
    type=click.Path(path_type=Path),
    help_text=Text(
        "แฟ้ม YAML หรือโฟลเดอร์ ไม่ระบุคือทะเบียนที่มากับโปรแกรม",
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
        "ตรวจแฟ้ม YAML ของทะเบียน: บอกแฟ้ม บรรทัด และช่องที่ผิด พร้อมวิธีแก้",
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
