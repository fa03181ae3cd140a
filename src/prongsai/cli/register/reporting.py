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
from prongsai.cli.register.files import (
    OTHER_ROWS,
    REGISTER,
    ROWS,
    YEAR,
    context_of,
    others_of,
    pairs,
    register_of,
    rows_of,
)
from prongsai.cli.session import FILE, JSON, STRICT, Session, command, today, write_output
from prongsai.core.errors import Misuse, Place

if TYPE_CHECKING:
    from prongsai.core.papers.agency import Agency
    from prongsai.core.papers.document import Document
    from prongsai.core.registers.model import Register
    from prongsai.core.registers.papers import Paper

_AGENCY = Option(["--agency"], type=FILE, required=True, metavar="agency.yaml")
_FORMAT = Option(
    ["--format", "formats"],
    default="pdf,docx,xlsx",
    show_default=True,
    metavar="pdf,docx,html,xlsx",
)
_PAPER = Option(["--paper"], metavar="KEY")
_NUMBER = Option(["--number"], type=click.IntRange(1, 12), default=1, metavar="N")
_SAY = Option(["--say"], multiple=True, metavar="HEADING=TEXT")
_UNIT = Option(["--unit", "units"], multiple=True, metavar="NAME")
_ON = Option(["--on"], metavar="DAY")


@command(
    "report",
    [REGISTER, ROWS, YEAR, _AGENCY, OUTPUT, _PAPER, _NUMBER, _SAY, _UNIT, _ON, _FORMAT,
     OTHER_ROWS, JSON, STRICT])  # fmt: skip
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
    from prongsai.core.papers.office import Office
    from prongsai.core.papers.register_paper import Material, open_headings, register_paper

    forms = forms_of(formats)
    register = register_of(name)
    chosen = _paper(register, paper)
    day = _day(on)
    read, _ = read_agency_file(agency)
    opened = rows_of(register, file, year, others)
    material = Material(
        register, chosen, year, opened.rows, context_of(year, others), day, number, opened.nils,
        _said(chosen, say), tuple(units), others_of(others, year),
    )  # fmt: skip
    document = register_paper(Office(read, day), material)
    findings = open_headings(material)
    written = [_write(session, document, read, form, output) for form in forms]
    return session.end(findings, {"files": written})


def _said(paper: Paper, given: Sequence[str]) -> dict[str, str]:
    """What people wrote, by the keys of headings."""
    words = pairs(given, "--say")
    known = [heading.key for heading in paper.headings]
    for key in words:
        if key not in known:
            raise Misuse(
                "cli/heading_unknown", place=Place("--say"), name=key, known=", ".join(known)
            )
    return words


def _paper(register: Register, key: str | None) -> Paper:
    if not register.papers:
        raise Misuse("cli/register_without_papers")
    paper = register.papers[0] if key is None else register.paper(key)
    if paper is None:
        known = ", ".join(known_paper.key for known_paper in register.papers)
        raise Misuse("cli/paper_unknown", place=Place("--paper"), name=key, known=known)
    return paper


def _day(typed: str | None) -> date:
    from prongsai.core.registers.periods import read_day

    if typed is None:
        return today()
    day = read_day(typed)
    if day is None:
        raise Misuse("cli/day_not_understood", place=Place("--on"), typed=typed)
    return day


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
