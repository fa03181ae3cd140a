"""`prongsai document`, `prongsai run` and `prongsai report check`: the papers of a case folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from prongsai.cli.case import CaseReading, read_case
from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.making import LAYOUTS, MADE, Making
from prongsai.cli.plan import once, print_many
from prongsai.cli.session import DRAFT, FRAMEWORKS, JSON, STRICT, Session, command, write_output
from prongsai.core.errors import Finding, Misuse
from prongsai.core.progress.check import Entry, check_report
from prongsai.core.progress.rounds import HALF, WHOLE, Round, rows_of
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.papers.case import Case
    from prongsai.core.papers.document import Document


FORMATS = ("pdf", "docx", "html", "xlsx")
_USUAL = "pdf,docx"

_CASE = Argument(
    ["folder"],
    metavar="CASE",
    type=click.Path(path_type=Path),
    help_text=Text(
        "โฟลเดอร์ของหน่วยงาน: agency.yaml, scores*, remarks.yaml, plan.xlsx, overrides.yaml,"
        " notes.yaml หรือ notes.xlsx, meeting.yaml",
        "Case folder: agency.yaml, scores*, remarks.yaml, plan.xlsx, overrides.yaml, notes.yaml or"
        " notes.xlsx, meeting.yaml.",
    ),
)
OUTPUT = Option(
    ["-o", "--output"],
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help_text=Text("โฟลเดอร์ที่จะเขียน", "The folder to write to."),
)
_FORMAT = Option(
    ["--format", "formats"],
    default=_USUAL,
    show_default=True,
    metavar="pdf,docx,html,xlsx",
    help_text=Text(
        "รูปแบบไฟล์ คั่นด้วยจุลภาค xlsx คือตารางของเอกสาร",
        "File formats, separated by commas; xlsx has the paper's tables.",
    ),
)
_MEETING = Option(
    ["--meeting"],
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help_text=Text(
        "ไฟล์การประชุม (YAML) แทน meeting.yaml ของโฟลเดอร์",
        "The meeting (YAML) instead of the folder's meeting.yaml.",
    ),
)
_NOTICE = Option(
    ["--notice"],
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help_text=Text(
        "ไฟล์ชนิดประกาศ (YAML) สำหรับ notice", "The kind of announcement (YAML), for notice."
    ),
)
_LAYOUT = Option(
    ["--layout"],
    type=click.Choice(LAYOUTS),
    default=LAYOUTS[0],
    show_default=True,
    help_text=Text(
        "รูปแบบของ results: 8 คอลัมน์แนวนอน หรือ 3 คอลัมน์แนวตั้งพร้อมภาพ",
        "The layout of results: 8 columns lying, or 3 columns upright with photos.",
    ),
)


class _Job(Struct, frozen=True):
    """One file to be made."""

    document: Document
    form: str

    @property
    def name(self) -> str:
        # "plan.xlsx" is the plan itself.
        end = "-tables.xlsx" if self.form == "xlsx" else f".{self.form}"
        return f"{self.document.kind}{end}"


@command(
    "document",
    Text(
        f"ทำเอกสารหนึ่งชนิดจากโฟลเดอร์ของหน่วยงาน: {', '.join(MADE)}"
        "\nบันทึกข้อความเรื่องทั่วไปและรายงานการรับทราบทำบนเว็บเท่านั้น",
        f"Make one paper of a case folder: {', '.join(MADE)}."
        "\nMemos of any subject and acknowledgement reports are made on the site only.",
    ),
    [
        Argument(
            ["kind"],
            metavar="KIND",
            type=click.Choice(list(MADE)),
            help_text=Text("ชนิดของเอกสาร", "The kind of paper."),
        ),
        _CASE,
        OUTPUT,
        _FORMAT,
        _MEETING,
        _NOTICE,
        _LAYOUT,
        JSON,
        STRICT,
        DRAFT,
        FRAMEWORKS,
    ],
)
def document(
    session: Session,
    kind: str,
    folder: Path,
    output: Path,
    formats: str,
    meeting: Path | None,
    notice: Path | None,
    layout: str,
    *,
    frameworks: Path | None,
    draft: bool,
) -> int:
    """Make one paper."""
    forms = forms_of(formats)
    reading = read_case(folder, frameworks=frameworks, draft=draft)
    making = Making(folder, reading, meeting, notice, layout)
    jobs = _jobs([making.document(kind)], forms)
    return _make(session, reading, jobs, output, [*_findings(reading), *making.findings])


@command(
    "run",
    Text(
        "ทำทุกอย่างจากโฟลเดอร์ของหน่วยงาน: แผนมาตรการ เล่ม บันทึกข้อความ ประกาศ คำสั่ง ตารางผู้รับผิดชอบ"
        " พร้อมรายงานเมื่อมี notes และเอกสารการประชุมเมื่อมี meeting.yaml",
        "Make everything of a case folder: the plan, booklet, memo, announcement, order and"
        " responsibility table; its reports where it has notes, and the papers of a meeting where"
        " it has meeting.yaml.",
    ),
    [_CASE, OUTPUT, _FORMAT, JSON, STRICT, DRAFT, FRAMEWORKS],
)
def run(
    session: Session,
    folder: Path,
    output: Path,
    formats: str,
    frameworks: Path | None,
    *,
    draft: bool,
) -> int:
    """Make the plan and every paper."""
    from prongsai.documents.plan_workbook import plan_workbook

    forms = forms_of(formats)
    reading = read_case(folder, frameworks=frameworks, draft=draft)
    case = reading.case
    plan = output / "plan.xlsx"
    write_output(session, plan, plan_workbook(case.plan))
    making = Making(folder, reading)
    jobs = _jobs(list(making.everything()), forms)
    findings = [*_findings(reading), *making.findings]
    return _make(session, reading, jobs, output, findings, written=(plan,))


def _findings(reading: CaseReading) -> list[Finding]:
    """What reading found, and what the plan lacks."""
    from prongsai.core.measures.check import check_plan

    case = reading.case
    return [*reading.findings, *check_plan(case.plan, case.card, case.remarks)]


def _jobs(documents: Sequence[Document], forms: Sequence[str]) -> list[_Job]:
    """A file for each paper and form; a workbook only of papers that have tables.

    Errors: Misuse where nothing is left.
    """
    from prongsai.documents.tables_workbook import tables_of

    jobs = [
        _Job(document, form)
        for document in documents
        for form in forms
        if form != "xlsx" or tables_of(document)
    ]
    if not jobs:
        raise Misuse("cli/paper_without_tables")
    return jobs


def forms_of(formats: str) -> list[str]:
    """The formats of an option, each once.

    Errors: Misuse for one that is not known.
    """
    forms = [form.strip().lower() for form in formats.split(",") if form.strip()]
    strange = [form for form in forms if form not in FORMATS]
    if strange or not forms:
        raise Misuse(
            "cli/format_unknown",
            strange=", ".join(strange) or formats,
            formats=", ".join(FORMATS),
        )
    return list(dict.fromkeys(forms))


def _make(
    session: Session,
    reading: CaseReading,
    jobs: Sequence[_Job],
    output: Path,
    findings: Sequence[Finding],
    *,
    written: Sequence[Path] = (),
) -> int:
    """Write the files one by one, then say what was notable."""
    for job in session.track(jobs, session.say("กำลังทำเอกสาร", "Making papers")):
        write_output(session, output / job.name, _bytes(job, reading.case))
    files = [*map(str, written), *(str(output / job.name) for job in jobs)]
    return session.end(findings, {"files": files, "plan_drafted": reading.drafted})


def _bytes(job: _Job, case: Case) -> bytes:
    if job.form == "xlsx":
        from prongsai.documents.tables_workbook import to_xlsx

        return to_xlsx(job.document)
    from prongsai.documents.drawn import drawn_as

    return drawn_as(job.form, job.document, case.agency.digits)


_CHECK = Text(
    "ตรวจรายงานรอบ 6 หรือ 12 เดือนจากบันทึกผล: ผลที่เป็นแผน วันนอกปี งานก่อนอนุมัติ หลักฐานและหัวข้อที่ขาด",
    "Check a round's report by the notes of a case folder: results that are plans, days outside the"
    " year, work before approval, missing evidence and headings.",
)
report = LazyGroup(
    "report",
    help_text=Text("รายงานผลตามมาตรการ: ตรวจก่อนเสนอ", "Reports on the measures: check them."),
    table={"check": ("prongsai.cli.papers:check", _CHECK)},
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
