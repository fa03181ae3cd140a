"""What the pages of the reports show, and where a report stands."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.errors import Finding, Severity
from prongsai.core.messages import read_words
from prongsai.core.progress.model import Evidence, Note
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.jobs import open_jobs
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.signing.approval.queries import signed_copy, state_of
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.queries import held_of
from prongsai.web.year.reports.frozen import likeness
from prongsai.web.year.reports.kinds import KINDS, Mine, ReportKind, may_compile
from prongsai.web.year.reports.models import DraftFile, Report
from prongsai.web.year.reports.queries import (
    CompiledReport,
    ReportLine,
    compiled_report,
    photos_of,
    report_from,
    sources_of,
)
from prongsai.web.year.reports.queries.shown import (
    MISSING,
    DraftLine,
    FindingLine,
    Owed,
    ReportPage,
    RowLine,
)
from prongsai.web.year.reports.queries.states import ReportState, publication_of, state_in

JOB = "report-draft"
FORMS = ("pdf", "docx", "xlsx")
# Places of one finding that are quoted: who reads three of ten notes knows what is meant.
_QUOTED = 3


class ReportCard(Struct, frozen=True):
    """One report on the page of all three."""

    kind: ReportKind
    state: ReportState
    opens: date
    due: date
    days_left: int
    filled: int
    count: int


def cards(agency: Agency, year: int, today: date) -> Iterator[ReportCard]:
    """The three reports of a year, each worked out when it is asked for."""
    sources = sources_of(agency, year, today)
    for kind in KINDS.values():
        compiled = report_from(agency, year, kind, sources) if sources else None
        due = kind.due_on(agency, year)
        yield ReportCard(
            kind, state_in(compiled, today), kind.opens_on(year, due), due, (due - today).days,
            compiled.filled if compiled else 0, len(compiled.lines) if compiled else 0,
        )  # fmt: skip


@while_unchanged
def report_page(
    person: Actor, year: int, kind: ReportKind, today: date, known_by: date | None = None
) -> ReportPage | None:
    """One report; None without a plan."""
    agency, due = person.agency, kind.due_on(person.agency, year)
    compiled = compiled_report(agency, year, kind, today, known_by=known_by)
    if compiled is None:
        return None
    report, days_left = compiled.report, (due - today).days
    state = state_in(compiled, today)
    if not state.may_write and known_by is None:
        compiled = compiled.as_submitted()
    findings = finding_lines(compiled) if state.may_write else ()
    own = Mine(person, today)
    rows = _rows(compiled.lines, findings, max(0, -days_left))
    silent = [line for line in compiled.lines if line.is_silent]
    opened = open_jobs(agency, JOB, report=str(report.pk)).first() if report else None
    return ReportPage(
        kind=kind,
        year=year,
        state=state,
        opens=kind.opens_on(year, due),
        due=due,
        days_left=days_left,
        lines=rows,
        filled=compiled.filled,
        owed=owed_by(rows, max(0, -days_left)),
        findings=findings,
        own_silent=sum(own.fills(line.row, line.owners) for line in silent),
        approval=state_of(agency, kind.name, report.pk) if report else None,
        publication=_publication(report) if report and compiled.is_published else None,
        report=report,
        layout=compiled.layout,
        drafts=_drafts(report, compiled) if report else (),
        open_job=opened.pk if opened else None,
        on=compiled.on,
        known_by=known_by,
        may_compile=may_compile(person),
        is_stuck=state is ReportState.APPROVED
        and report is not None
        and signed_copy(agency, kind.name, report.pk) is not None,
    )


def finding_lines(compiled: CompiledReport) -> tuple[FindingLine, ...]:
    """The findings with the rows that they lead to, errors first."""
    lines = [
        _finding(compiled.lines, finding)
        for finding in compiled.findings
        if finding.severity is not Severity.NOTE
    ]
    return tuple(sorted(lines, key=lambda line: line.kind != "bad"))


def _finding(lines: Sequence[ReportLine], finding: Finding) -> FindingLine:
    rows = [place.row for place in finding.places if place.row]
    is_one = len(set(rows)) == 1
    is_bad = finding.severity is Severity.ERROR
    quotes = tuple(dict.fromkeys(place.quote for place in finding.places if place.quote))
    return FindingLine(
        kind="bad" if is_bad else "warn",
        tag=read_words("reports/must_be_corrected") if is_bad else read_words("reports/check"),
        message=finding.message,
        quotes=quotes[:_QUOTED],
        unquoted=len(quotes[_QUOTED:]),
        next_step=finding.next_step,
        measure_id=lines[rows[0] - 1].row.pk if is_one else None,
        code=finding.code,
    )


def _rows(
    lines: Sequence[ReportLine],
    findings: Sequence[FindingLine],
    late: int,
) -> tuple[RowLine, ...]:
    by_measure: dict[UUID | None, list[FindingLine]] = {}
    for finding in findings:
        by_measure.setdefault(finding.measure_id, []).append(finding)
    rows = []
    for line in lines:
        kinds = [
            finding.kind for finding in by_measure.get(line.row.pk, ()) if finding.code != MISSING
        ]
        rows.append(
            RowLine(
                line=line,
                late_days=late if line.is_empty else 0,
                errors=kinds.count("bad"),
                warnings=kinds.count("warn"),
            )
        )
    return tuple(rows)


def owed_by(rows: Sequence[RowLine], days: int) -> tuple[Owed, ...]:
    """The empty rows by who owes them, most first."""
    by_owner: dict[str, list[RowLine]] = {}
    for row in rows:
        if row.line.is_empty:
            by_owner.setdefault(row.line.entry.row.owner or _("ยังไม่มีผู้รับผิดชอบ"), []).append(row)
    owed = [Owed(owner, tuple(compiled), days) for owner, compiled in by_owner.items()]
    return tuple(sorted(owed, key=lambda group: -len(group.rows)))


def _drafts(report: Report, compiled: CompiledReport) -> tuple[DraftLine, ...]:
    newest: dict[str, DraftFile] = {}
    for row in DraftFile.objects.filter(report=report).select_related("file"):
        newest.setdefault(row.form, row)
    now = likeness(compiled.values()) if newest else ""
    return tuple(
        DraftLine(draft, is_old=draft.digest != now)
        for form in FORMS
        if (draft := newest.get(form)) is not None
    )


def draft_file(agency: Agency, file_id: UUID) -> DraftFile | None:
    rows = DraftFile.objects.filter(agency=agency, pk=file_id)
    return rows.select_related("file__agency").first()


def _publication(report: Report) -> Publication | None:
    """What is published of a report: not an edition whose approval was set aside."""
    row = publication_of(report)
    objected = held_of(row) if row is not None else None
    return None if objected is not None and objected.fallen_on is not None else row


class RowPage(Struct, frozen=True):
    """One measure of a report.

    Shape:  `is_own` whether the reader may write it once the report is open; `may_write` whether
            they may now; `notes` what the units wrote in the round; `next_id` the next row that is
            empty, None for none.
    """

    kind: ReportKind
    year: int
    state: ReportState
    line: ReportLine
    is_own: bool
    notes: tuple[Note, ...]
    photos: tuple[Evidence, ...]
    findings: tuple[FindingLine, ...]
    next_id: UUID | None

    @property
    def may_write(self) -> bool:
        return self.is_own and self.state.may_write


def row_page(
    person: Actor, year: int, kind: ReportKind, measure_id: UUID, today: date
) -> RowPage | None:
    compiled = compiled_report(person.agency, year, kind, today)
    if compiled is None:
        return None
    state = state_in(compiled, today)
    if not state.may_write:
        compiled = compiled.as_submitted()
    line = compiled.line_of(measure_id)
    if line is None:
        return None
    own = tuple(finding for finding in finding_lines(compiled) if finding.measure_id == measure_id)
    after = compiled.lines[compiled.lines.index(line) + 1 :]
    return RowPage(
        kind=kind,
        year=year,
        state=state,
        line=line,
        is_own=may_compile(person) or Mine(person, today)(line.row, line.owners),
        notes=line.entry.row.notes,
        photos=photos_of(line.entry.row),
        findings=own,
        next_id=next((later.row.pk for later in after if later.is_empty), None),
    )
