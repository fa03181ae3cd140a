"""`prongsai plan check` and `plan show`: what a plan lacks, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from prongsai.cli.commands import Argument
from prongsai.cli.plan import (
    PLAN_FILE,
    once,
    print_many,
    print_summary,
    report,
    scored,
)
from prongsai.cli.session import (
    DRAFT,
    JSON,
    NAME_WIDTH,
    OF_RESULTS,
    STRICT,
    TAKE,
    YEAR,
    Session,
    command,
    read_bytes,
)
from prongsai.core.errors import Finding, Findings, Place, Severity
from prongsai.core.measures.check import check_plan, standing
from prongsai.core.measures.data import plan_data
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text, same
from prongsai.readers.plan import read_plan

if TYPE_CHECKING:
    from prongsai.core.measures.model import Plan

_UNIT_WIDTH = 30
_OF_CANDIDATES = ("candidates_taken", "candidates_left")


@command(
    "check",
    Text(
        "ตรวจแผน: จุดอ่อนหรือข้อเสนอแนะที่ไม่มีมาตรการ มาตรการที่ไม่มีข้อ หน่วยงาน หรือวันที่ วันที่นอกปีงบประมาณ"
        " และการอนุมัติหลังเริ่มงาน เมื่อให้แฟ้มคะแนน จุดอ่อนจะหาใหม่จากคะแนนนั้น",
        "Check a plan: weak items or remarks without a measure, measures without item, unit or"
        " date, dates outside the fiscal year, approval after the work began. With a file of scores"
        " the weak items are those of its scores.",
    ),
    [
        PLAN_FILE,
        Argument(
            ["file"],
            required=False,
            type=click.Path(path_type=Path),
            help_text=Text("แฟ้มคะแนนที่แผนตอบ", "The scores the plan answers."),
        ),
        YEAR,
        TAKE,
        DRAFT,
        *OF_RESULTS,
    ],
)
def check_command(
    session: Session,
    plan_file: Path,
    file: Path | None,
    year: int | None,
    take: tuple[str, ...],
    frameworks: Path | None,
    *,
    draft: bool,
) -> int:
    """Check a plan, with the scores or without."""
    reading = read_plan(read_bytes(plan_file), plan_file.name)
    plan = reading.plan
    if file is None:
        found = [*_placed(check_plan(plan), plan_file), _no_scores()]
        reached = standing(plan)
    else:
        known = scored(file, frameworks, year, plan.agency or None, plan, draft=draft, take=take)
        # What is notable of the scores is told by `prongsai score`; what is wrong counts here too.
        wrong = [
            one
            for one in known.findings
            if one.severity is Severity.ERROR or one.code in _OF_CANDIDATES
        ]
        found = [*wrong, *_placed(check_plan(plan, known.card, known.remarks), plan_file)]
        reached = standing(plan, known.card, known.remarks)
    findings = once(reading.findings, found)
    report(session, plan_file, plan, reached, findings)
    return session.code(findings)


def _placed(findings: Iterable[Finding], file: Path) -> Iterator[Finding]:
    """What is true of the whole plan stands in its file."""
    for finding in findings:
        yield finding if finding.places else replace(finding, places=(Place(file.name),))


def _no_scores() -> Finding:
    findings = Findings()
    findings.note("cli/checked_without_scores")
    return findings.items[0]


@command(
    "show",
    Text("แสดงมาตรการของแผนตามด้าน", "Show a plan's measures by group."),
    [PLAN_FILE, JSON, STRICT],
)
def show_command(session: Session, plan_file: Path) -> int:
    """Show a plan."""
    reading = read_plan(read_bytes(plan_file), plan_file.name)
    if session.as_json:
        listed = [finding_data(finding) for finding in reading.findings]
        session.print_json({**plan_data(reading.plan), "findings": listed})
    else:
        print_summary(session, reading.plan, standing(reading.plan))
        _print_measures(session, reading.plan)
        print_many(session, reading.findings)
    return session.code(reading.findings)


def _print_measures(session: Session, plan: Plan) -> None:
    table = session.table(
        ("ลำดับ", "No."),
        ("มาตรการ", "Measure"),
        ("หน่วยงาน", "Unit"),
        ("แล้วเสร็จ", "Due"),
        ("ตอบข้อ", "Answers"),
    )
    for name, measures in plan.groups:
        if name:
            table.add_section()
            table.add_row("", f"[bold]{session.shown(same(name), NAME_WIDTH)}[/bold]")
        for measure in measures:
            remarks = [session.say(f"ข้อเสนอแนะ {n}", f"remark {n}") for n in measure.remarks]
            cells = (
                (measure.number, _UNIT_WIDTH),
                (measure.title, NAME_WIDTH),
                (measure.unit, _UNIT_WIDTH),
                (measure.due, _UNIT_WIDTH),
                (", ".join((*measure.items, *remarks)), NAME_WIDTH),
            )
            table.add_row(*(session.shown(same(text), width) for text, width in cells))
    session.console.print(table)
