"""`register report`: the papers of a register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prongsai.cli.case import read_agency_file
from prongsai.cli.commands import Option
from prongsai.cli.papers import OUTPUT, forms_of
from prongsai.cli.register.arguments import (
    OTHER_ROWS,
    REGISTER,
    ROWS,
    YEAR,
    context_of,
    pairs,
    register_of,
    rows_of,
)
from prongsai.cli.session import JSON, STRICT, Session, command, today, write_output
from prongsai.core.errors import Misuse, Place
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.papers.agency import Agency
    from prongsai.core.papers.document import Document
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.papers import Paper
    from prongsai.core.registers.rolling import Others

_AGENCY = Option(
    ["--agency"],
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="agency.yaml",
    help_text=Text("ไฟล์ของหน่วยงาน", "The agency's file."),
)
_FORMAT = Option(
    ["--format", "formats"],
    default="pdf,docx,xlsx",
    show_default=True,
    metavar="pdf,docx,html,xlsx",
    help_text=Text("รูปแบบไฟล์ คั่นด้วยจุลภาค", "File formats, separated by commas."),
)
_PAPER = Option(
    ["--paper"],
    metavar="KEY",
    help_text=Text("รายงานฉบับใด (ปกติ: ฉบับแรก)", "Which of its papers (usually the first)."),
)
_NUMBER = Option(
    ["--number"],
    type=click.IntRange(1, 12),
    default=1,
    metavar="N",
    help_text=Text(
        "ไตรมาสหรือเดือนที่เท่าใดของปีงบประมาณ (ตุลาคมคือ 1)",
        "Which quarter or month of the fiscal year (October is 1).",
    ),
)
_SAY = Option(
    ["--say"],
    multiple=True,
    metavar="HEADING=TEXT",
    help_text=Text(
        "ข้อความใต้หัวข้อที่คนต้องเขียน เช่น problems=ไม่มี",
        "What stands under a heading that people write, such as problems=none.",
    ),
)
_UNIT = Option(
    ["--unit", "units"],
    multiple=True,
    metavar="NAME",
    help_text=Text("ส่วนราชการที่ต้องรายงาน (ใช้ซ้ำได้)", "A unit that owes rows; may be repeated."),
)
_ON = Option(
    ["--on"],
    metavar="DAY",
    help_text=Text("ข้อมูล ณ วันที่ (ปกติ: วันนี้)", "The day of the figures (today when left out)."),
)


@command(
    "report",
    Text(
        "ทำรายงานของทะเบียนครบทุกหัวข้อ เป็น PDF, DOCX และ XLSX\n"
        "หัวข้อที่คนต้องเขียนจะพิมพ์ว่ายังไม่ได้ระบุ จนกว่าจะมีผู้เขียนหรือบอกว่าไม่มี",
        "Make a register's paper with all its headings, as PDF, DOCX and XLSX.\n"
        "A heading that people must fill says so until somebody writes, or says there is nothing.",
    ),
    [REGISTER, ROWS, YEAR, _AGENCY, OUTPUT, _PAPER, _NUMBER, _SAY, _UNIT, _ON, _FORMAT,
     OTHER_ROWS, JSON, STRICT],
)  # fmt: skip
def report(
    session: Session,
    *,
    name: str,
    file: Path,
    year: int,
    agency: Path,
    output: Path,
    paper: str | None,
    number: int,
    say: Sequence[str],
    units: Sequence[str],
    on: str | None,
    formats: str,
    others: Sequence[str],
) -> int:
    """Make the paper."""
    from prongsai.core.papers.office import Office
    from prongsai.core.papers.register_paper import Material, open_headings, register_paper

    forms = forms_of(formats)
    register = register_of(name)
    chosen = _paper(register, paper)
    day = _day(on)
    read, _ = read_agency_file(agency)
    found = rows_of(register, file, year, others)
    material = Material(
        register, chosen, year, found.rows, context_of(year, others), day, number, found.nils,
        _said(chosen, say), tuple(units), _others(others, year),
    )  # fmt: skip
    document = register_paper(Office(read, day), material)
    findings = open_headings(material)
    written = [_write(session, document, read, form, output) for form in forms]
    return session.end(findings, {"files": written})


def _said(paper: Paper, given: Sequence[str]) -> dict[str, str]:
    """What people wrote, by the keys of headings.

    Errors: Misuse for a heading that the paper does not have.
    """
    said = pairs(given, "--say")
    known = [one.key for one in paper.headings]
    for key in said:
        if key not in known:
            raise Misuse(
                "cli/heading_unknown", place=Place("--say"), name=key, known=", ".join(known)
            )
    return said


def _others(given: Sequence[str], year: int) -> dict[str, Others]:
    from prongsai.core.registers.rolling import Others

    found = {}
    for key, path in pairs(given, "--rows").items():
        other = register_of(key)
        found[other.key] = Others(other, rows_of(other, Path(path), year).rows)
    return found


def _paper(register: Register, key: str | None) -> Paper:
    if not register.papers:
        raise Misuse("cli/register_without_papers")
    found = register.papers[0] if key is None else register.paper(key)
    if found is None:
        known = ", ".join(one.key for one in register.papers)
        raise Misuse("cli/paper_unknown", place=Place("--paper"), name=key, known=known)
    return found


def _day(typed: str | None) -> date:
    from prongsai.core.registers.periods import read_day

    if typed is None:
        return today()
    found = read_day(typed)
    if found is None:
        raise Misuse("cli/day_not_understood", place=Place("--on"), typed=typed)
    return found


def _write(session: Session, document: Document, agency: Agency, form: str, output: Path) -> str:
    from prongsai.core.papers.digits import printed

    path = output / f"{document.kind}.{form}"
    if form == "xlsx":
        from prongsai.documents.tables_workbook import tables_of, to_xlsx

        if not tables_of(document):
            return ""
        write_output(session, path, to_xlsx(document))
        return str(path)
    from prongsai.documents.drawn import drawn_as

    write_output(session, path, drawn_as(form, printed(document, agency.digits), agency.digits))
    return str(path)
