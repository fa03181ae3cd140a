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
from prongsai.cli.plan import once
from prongsai.cli.session import (
    DRAFT,
    FILE,
    FOLDER,
    FRAMEWORKS,
    JSON,
    STRICT,
    Session,
    command,
    output_option,
    write_output,
)
from prongsai.core.errors import Finding, Misuse
from prongsai.core.progress.check import RoundEntry, check_report
from prongsai.core.progress.rounds import HALF, WHOLE, Round, rows_of

if TYPE_CHECKING:
    from prongsai.core.papers.case import Case
    from prongsai.core.papers.document import Document


FORMATS = ("pdf", "docx", "html", "xlsx")

_CASE = Argument(["folder"], metavar="CASE", type=click.Path(path_type=Path))
OUTPUT = output_option("DIR", FOLDER)
_FORMAT = Option(
    ["--format", "formats"], default="pdf,docx", show_default=True, metavar="pdf,docx,html,xlsx"
)
_MEETING = Option(["--meeting"], type=FILE, metavar="FILE")
_NOTICE = Option(["--notice"], type=FILE, metavar="FILE")
_LAYOUT = Option(["--layout"], type=click.Choice(LAYOUTS), default=LAYOUTS[0], show_default=True)


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
    [
        Argument(["kind"], metavar="KIND", type=click.Choice(list(MADE))),
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
    kinds=", ".join(MADE),
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
    forms = forms_of(formats)
    reading = read_case(folder, frameworks=frameworks, draft=draft)
    making = Making(folder, reading, meeting, notice, layout)
    jobs = _jobs([making.document(kind)], forms)
    return _make(session, reading, jobs, output, [*_findings(reading), *making.findings])


@command("run", [_CASE, OUTPUT, _FORMAT, JSON, STRICT, DRAFT, FRAMEWORKS])
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
    """A file for each paper and form; a workbook only of papers that have tables."""
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
    """The formats of an option, each once."""
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
    for job in session.track(jobs, session.message("cli/making_papers")):
        write_output(session, output / job.name, _bytes(job, reading.case))
    files = [*map(str, written), *(str(output / job.name) for job in jobs)]
    return session.end(findings, {"files": files, "plan_drafted": reading.drafted})


def _bytes(job: _Job, case: Case) -> bytes:
    if job.form == "xlsx":
        from prongsai.documents.tables_workbook import to_xlsx

        return to_xlsx(job.document)
    from prongsai.documents.drawn import drawn_as

    return drawn_as(job.form, job.document, case.agency.digits)


report = LazyGroup(
    "report",
    table={"check": "prongsai.cli.papers:check"},
)


@command(
    "check",
    [
        _CASE,
        Option(["--months"], type=click.Choice([str(HALF), str(WHOLE)]), default=str(HALF)),
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
        RoundEntry(row, row.done, row.outcome, row.problem, row.proposal)
        for row in rows_of(asked, plan.measures, notes.notes)
    ]
    findings = once(making.findings, check_report(plan, asked, entries).items)
    filled = sum(1 for entry in entries if not entry.row.is_empty)
    counts = {
        "fiscal_year": plan.fiscal_year,
        "months": asked.months,
        "measures": len(entries),
        "filled": filled,
    }

    def show() -> None:
        summary = session.message("cli/report_summary", label=asked.label, **counts)
        session.console.print(summary, style="bold", markup=False)

    return session.end(findings, counts, show, is_short=True)
