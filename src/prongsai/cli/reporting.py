"""`prongsai report check`: what is wrong with a round's report before it is submitted."""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.case import read_case
from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.making import Making
from prongsai.cli.plan import once, print_many
from prongsai.cli.session import DRAFT, FRAMEWORKS, JSON, STRICT, Session, command
from prongsai.core.progress.check import Entry, check_report
from prongsai.core.progress.rounds import HALF, WHOLE, Round, rows_of
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text

_CHECK = Text(
    "ตรวจรายงานรอบ 6 หรือ 12 เดือนจากบันทึกผล: ผลที่เป็นแผน วันนอกปี งานก่อนอนุมัติ หลักฐานและหัวข้อที่ขาด",
    "Check a round's report by the notes of a case folder: results that are plans, days outside the"
    " year, work before approval, missing evidence and headings.",
)
report = LazyGroup(
    "report",
    help_text=Text("รายงานผลตามมาตรการ: ตรวจก่อนเสนอ", "Reports on the measures: check them."),
    table={"check": ("prongsai.cli.reporting:check", _CHECK)},
)


@command(
    "check",
    _CHECK,
    [
        Argument(
            ["folder"],
            metavar="CASE",
            type=click.Path(path_type=Path),
            help_text=Text(
                "โฟลเดอร์ของหน่วยงานที่มี notes.yaml หรือ notes.xlsx",
                "Case folder with notes.yaml or notes.xlsx.",
            ),
        ),
        Option(
            ["--months"],
            type=click.Choice([str(HALF), str(WHOLE)]),
            default=str(HALF),
            help_text=Text("รอบ 6 หรือ 12 เดือน (ปกติ 6)", "The round: 6 or 12 months (6)."),
        ),
        JSON,
        STRICT,
        DRAFT,
        FRAMEWORKS,
    ],
)
def check(
    session: Session, folder: Path, months: str, frameworks: Path | None, *, draft: bool
) -> int:
    """Check the report of a round; an error ends with 1."""
    making = Making(folder, read_case(folder, frameworks=frameworks, draft=draft))
    notes, plan = making.notes(), making.reading.case.plan
    asked = Round(plan.fiscal_year, int(months))
    entries = [
        Entry(row, row.done, row.outcome, row.problem, row.proposal)
        for row in rows_of(asked, plan.measures, notes.notes)
    ]
    findings = once(making.findings, check_report(plan, asked, entries).items)
    filled = sum(1 for entry in entries if not entry.row.is_empty)
    if session.as_json:
        session.print_json(
            {
                "fiscal_year": plan.fiscal_year,
                "months": asked.months,
                "measures": len(entries),
                "filled": filled,
                "findings": [finding_data(finding) for finding in findings],
            }
        )
    else:
        said = session.message(
            "cli/report_summary",
            label=asked.label,
            fiscal_year=plan.fiscal_year,
            filled=filled,
            measures=len(entries),
        )
        session.console.print(said, style="bold", markup=False)
        print_many(session, findings)
    return session.code(findings)
