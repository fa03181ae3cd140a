"""`prongsai read`: what a file says about scores, and what was found and not found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prongsai.cli import candidates, taking
from prongsai.cli.commands import FileGroup, Option
from prongsai.cli.scored import read_sheet
from prongsai.cli.session import (
    AGENCY,
    DRAFT,
    OF_RESULTS,
    TAKE,
    YEAR,
    Session,
    command,
    file_argument,
    write_output,
)
from prongsai.core.ids import Level, level_of
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text
from prongsai.readers.scores_json import write_scores

if TYPE_CHECKING:
    from prongsai.core.scoresheet.model import ScoreSheet

_LEVELS = {
    Level.TOTAL: Text("คะแนนรวม", "total"),
    Level.INSTRUMENT: Text("แบบวัด", "instruments"),
    Level.INDICATOR: Text("ตัวชี้วัด", "indicators"),
    Level.SUB_INDICATOR: Text("ตัวชี้วัดย่อย", "sub-indicators"),
    Level.ITEM: Text("รายข้อ", "items"),
}


_OF_A_FILE = Text(
    "อ่านคะแนนจาก PDF, DOCX, XLSX, CSV, HTML, TXT หรือ JSON แล้วบอกว่าพบและไม่พบอะไร",
    "Read scores from PDF, DOCX, XLSX, CSV, HTML, TXT or JSON; say what was found and not.",
)
EVALUATION = Text(
    "วัดการอ่าน: เทียบกับป้ายคำตอบข้างแฟ้ม นับที่อ่านถูก รอยืนยัน ผิด ขาด และเกิน",
    "Measure the reading against labelled files: right, candidate, wrong, missed, invented.",
)
read = FileGroup(
    "read",
    help_text=_OF_A_FILE,
    usual="file",
    usage="[file] FILE [-o SCORES] | eval FOLDER",
    table={
        "file": ("prongsai.cli.reading:read_file", _OF_A_FILE),
        "eval": ("prongsai.cli.evaluating:evaluate", EVALUATION),
    },
)


@command(
    "file",
    _OF_A_FILE,
    [
        file_argument(),
        YEAR,
        AGENCY,
        TAKE,
        Option(
            ["--interactive"],
            is_flag=True,
            help_text=Text(
                "ถามทีละรายการในหน้าจอ: ใช่ ไม่ใช่ หรือแก้",
                "Ask of each candidate: yes, no, or corrected.",
            ),
        ),
        DRAFT,
        Option(
            ["-o", "--output"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help_text=Text("เก็บคะแนนเป็น JSON", "Keep the scores as JSON."),
        ),
        *OF_RESULTS,
    ],
)
def read_file(
    session: Session,
    file: Path,
    year: int | None,
    agency: str | None,
    take: tuple[str, ...],
    output: Path | None,
    frameworks: Path | None,
    *,
    interactive: bool,
    draft: bool,
) -> int:
    """Read one file."""
    whole, catalogue = read_sheet(
        file, frameworks=frameworks, year=year, agency=agency, draft=draft
    )
    if interactive:
        take = candidates.ask(session, whole, take, catalogue)
    reading = taking.take(whole, take, catalogue)
    left = taking.left_of(whole, reading)
    findings = list(reading.findings)
    if left and not reading.sheet.figures:
        nothing = taking.nothing_certain_listed(reading)
        findings = [nothing, *(one for one in findings if one.code not in taking.SETTLED)]
    document = write_scores(reading.sheet)
    document["candidates"] = [candidates.candidate_data(*pair) for pair in left]
    document["findings"] = [finding_data(finding) for finding in findings]
    if output is not None:
        data = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        write_output(session, output, data.encode())
    if session.as_json:
        session.print_json(document)
    else:
        _print_reading(session, reading.sheet)
        if left:
            candidates.print_candidates(session, left, catalogue)
        session.print_findings(findings)
    return session.code(findings)


def _print_reading(session: Session, sheet: ScoreSheet) -> None:
    from rich.table import Table

    table = Table(title=session.say("คะแนนที่พบ", "Scores found"))
    table.add_column(session.say("ปีงบประมาณ", "Fiscal year"))
    for level in _LEVELS.values():
        table.add_column(session.text(level), justify="right")
    table.add_column(session.say("ระดับ", "Level"))
    for year in sheet.years():
        table.add_row(*_year_row(sheet, year))
    console = session.console
    if sheet.figures:
        console.print(table)
    if sheet.remarks:
        lead = session.say("ข้อเสนอแนะของ ป.ป.ช.", "Remarks of the NACC")
        console.print(f"{lead}: {len(sheet.remarks)}", markup=False)
        for number, remark in enumerate(sheet.remarks, start=1):
            part = f"[{remark.instrument}] " if remark.instrument else ""
            console.print(f"  {number}. {part}{remark.text}", markup=False)


def _year_row(sheet: ScoreSheet, year: int) -> list[str]:
    standing = sheet.of_year(year)
    chief = f"{year} *" if year == sheet.fiscal_year else str(year)
    counts = [sum(level_of(code) is level for code in standing) for level in _LEVELS]
    total = standing.get("total")
    cells = [total.published if total else "–", *(str(count) for count in counts[1:])]
    rating = sheet.rating_of(year)
    return [chief, *cells, rating.published if rating else "–"]
