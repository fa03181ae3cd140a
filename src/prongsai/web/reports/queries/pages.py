"""What the pages of the reports show: frozen values, each worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.errors import Finding, Severity
from prongsai.core.progress.status import State as MeasureState
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.approval.queries import ApprovalState, state_of
from prongsai.web.platform.models import Job, JobState
from prongsai.web.platform.unchanged import while_unchanged
from prongsai.web.publication.models import Publication
from prongsai.web.publication.queries import held_of
from prongsai.web.reports.frozen import likeness
from prongsai.web.reports.kinds import KINDS, RESULTS, Kind
from prongsai.web.reports.models import DraftFile, Report
from prongsai.web.reports.queries import (
    CompiledReport,
    Line,
    compiled_report,
    report_from,
    sources_of,
)
from prongsai.web.reports.queries.states import State, is_copied, publication_of, state_in
from prongsai.web.reports.rights import Mine, may_compile

JOB = "report-draft"
FORMS = ("pdf", "docx", "xlsx")
_AT_ONCE = 8
# Places of one finding that are quoted: who reads three of ten notes knows what is meant.
_QUOTED = 3
_MISSING = "result_missing"
_TAGS = {
    MeasureState.DONE: "ok",
    MeasureState.OVERDUE: "late",
    MeasureState.AWAITING_EVIDENCE: "wait",
    MeasureState.DOING: "doing",
    MeasureState.WAITING: "todo",
    MeasureState.UNKNOWN: "unsure",
}


class FindingLine(Struct, frozen=True):
    """One finding with the row that mends it; no `measure_id` where it is of the whole report."""

    kind: str
    tag: Text
    message: Text
    quotes: tuple[str, ...]
    unquoted: int
    next_step: Text | None
    measure_id: UUID | None
    code: str


class RowLine(Struct, frozen=True):
    """One measure in the list; `late_days` past the report's last day while it is empty."""

    id: UUID
    number: str
    title: str
    owner: str
    summary: str
    percent: int
    state: Text
    tag: str
    measure_late: int
    spent: Decimal | None
    photos: int
    is_empty: bool
    is_written: bool
    is_behind: bool
    late_days: int
    may_write: bool
    errors: int
    warnings: int


class DraftLine(Struct, frozen=True):
    """One draft; `is_old` where the report says something else now."""

    id: UUID
    form: str
    name: str
    size: int
    made_at: datetime
    by_words: str
    is_old: bool


class Owed(Struct, frozen=True):
    """Who owes which rows; `days` past the last day, 0 before."""

    owner: str
    rows: tuple[RowLine, ...]
    days: int


class ReportPage(Struct, frozen=True):
    """One report as its page shows it.

    Shape:  `own_silent` counts the rows, the reader's or nobody's, that tell neither a problem nor
            a proposal.
    """

    kind: Kind
    year: int
    state: State
    opens: date
    due: date
    days_left: int
    lines: tuple[RowLine, ...]
    filled: int
    owed: tuple[Owed, ...]
    findings: tuple[FindingLine, ...]
    own_silent: int
    approval: ApprovalState | None
    publication: Publication | None
    report: Report | None
    layout: str
    drafts: tuple[DraftLine, ...]
    open_job: UUID | None
    on: date
    known_by: date | None
    may_compile: bool
    is_copied: bool = False

    @property
    def frozen_on(self) -> datetime | None:
        """When what is shown was fixed; None while it is what the units say today."""
        is_fixed = self.report is not None and not self.state.may_write and self.known_by is None
        return self.report.frozen_at if self.report and is_fixed else None

    @property
    def lacks_number(self) -> bool:
        """Whether it is approved and waits for its number before it is published."""
        approval = self.approval
        return self.is_stuck and approval is not None and not approval.number

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    @property
    def missing(self) -> int:
        """How many rows say nothing yet."""
        return self.count - self.filled

    @property
    def may_submit(self) -> bool:
        """Whether it can be submitted now."""
        is_ready = self.state in (State.COMPILED, State.SENT_BACK) and not self.errors
        return self.may_compile and is_ready

    @property
    def is_stuck(self) -> bool:
        """Whether it was approved and is not published: taken back, or not by itself."""
        return self.state is State.APPROVED and self.is_copied

    @property
    def is_results(self) -> bool:
        """Whether it is the report of the year's results, whose layout is chosen."""
        return self.kind.name == RESULTS

    @property
    def errors(self) -> int:
        """How many findings must be mended before it is submitted."""
        return sum(1 for one in self.findings if one.kind == "bad")

    @property
    def shows_findings(self) -> bool:
        """Whether findings are of use: not before the round, not once it is signed."""
        return self.known_by is None and self.state.may_write

    @property
    def listed(self) -> tuple[FindingLine, ...]:
        """The findings but the rows that are empty: who owes those stands beside."""
        return tuple(one for one in self.findings if one.code != _MISSING)

    @property
    def told(self) -> tuple[FindingLine, ...]:
        """The findings shown at once."""
        return self.listed[:_AT_ONCE]

    @property
    def more_told(self) -> tuple[FindingLine, ...]:
        """Those behind a fold."""
        return self.listed[_AT_ONCE:]

    @property
    def must_fill(self) -> int:
        """How many empty rows stop the submission."""
        return sum(1 for one in self.findings if one.code == _MISSING)


class Card(Struct, frozen=True):
    """One report on the page of all three."""

    kind: Kind
    label: Text
    state: State
    opens: date
    due: date
    days_left: int
    filled: int
    count: int


def cards(agency: Agency, year: int, today: date) -> Iterator[Card]:
    """The three reports of a year, each worked out when it is asked for."""
    sources = sources_of(agency, year, today)
    for kind in KINDS.values():
        compiled = report_from(agency, year, kind, sources) if sources else None
        yield Card(
            kind, kind.label, state_in(compiled, today), kind.opens_on(year), kind.due_on(year),
            (kind.due_on(year) - today).days, compiled.filled if compiled else 0,
            len(compiled.lines) if compiled else 0,
        )  # fmt: skip


@while_unchanged
def report_page(
    person: Actor, year: int, kind: Kind, today: date, known_by: date | None = None
) -> ReportPage | None:
    """One report; None without a plan."""
    agency = person.agency
    compiled = compiled_report(agency, year, kind, today, known_by=known_by)
    if compiled is None:
        return None
    report = compiled.report
    state = state_in(compiled, today)
    if not state.may_write and known_by is None:
        compiled = compiled.as_submitted()
    compiles = may_compile(person)
    told = finding_lines(compiled) if state.may_write else ()
    days = max(0, (today - kind.due_on(year)).days)
    own = Mine(person, today)
    may_write = state.may_write and known_by is None
    rows = _rows(
        compiled.lines, told, days,
        lambda line: may_write and (compiles or own(line.row, line.owners)),
    )  # fmt: skip
    return ReportPage(
        kind=kind,
        year=year,
        state=state,
        opens=kind.opens_on(year),
        due=kind.due_on(year),
        days_left=(kind.due_on(year) - today).days,
        lines=rows,
        filled=compiled.filled,
        owed=owed_by(rows, days),
        findings=told,
        own_silent=sum(
            1 for one in compiled.lines if one.is_silent and own.fills(one.row, one.owners)
        ),
        approval=state_of(agency, kind.name, report.pk) if report else None,
        publication=_shown(publication_of(agency, report)) if compiled.is_published else None,
        report=report,
        layout=compiled.layout,
        drafts=_drafts(report, compiled) if report else (),
        open_job=open_job(agency, report),
        on=compiled.on,
        known_by=known_by,
        may_compile=compiles,
        is_copied=state is State.APPROVED and is_copied(agency, report),
    )


def finding_lines(compiled: CompiledReport) -> tuple[FindingLine, ...]:
    """The findings with the rows that they lead to, errors first."""
    told = [
        _finding(compiled.lines, one)
        for one in compiled.findings
        if one.severity is not Severity.NOTE
    ]
    return tuple(sorted(told, key=lambda one: one.kind != "bad"))


def _finding(lines: Sequence[Line], one: Finding) -> FindingLine:
    rows = [place.row for place in one.places if place.row]
    is_one = len(set(rows)) == 1
    is_bad = one.severity is Severity.ERROR
    quotes = tuple(dict.fromkeys(place.quote for place in one.places if place.quote))
    return FindingLine(
        kind="bad" if is_bad else "warn",
        tag=Text("ต้องแก้", "must be mended") if is_bad else Text("ตรวจ", "look at it"),
        message=one.message,
        quotes=quotes[:_QUOTED],
        unquoted=len(quotes[_QUOTED:]),
        next_step=one.next_step,
        measure_id=lines[rows[0] - 1].row.pk if is_one else None,
        code=one.code,
    )


def _rows(
    lines: Sequence[Line], told: Sequence[FindingLine], late: int, may: Callable[[Line], bool]
) -> tuple[RowLine, ...]:
    found: dict[UUID | None, list[FindingLine]] = {}
    for one in told:
        found.setdefault(one.measure_id, []).append(one)
    return tuple(_row(line, found.get(line.row.pk, ()), late, may=may(line)) for line in lines)


def _row(line: Line, told: Sequence[FindingLine], late: int, *, may: bool) -> RowLine:
    status = line.entry.row.status
    own = [one.kind for one in told if one.code != _MISSING]
    return RowLine(
        id=line.row.pk,
        number=line.row.number,
        title=line.row.title,
        owner=line.entry.row.owner,
        summary=line.entry.summary,
        percent=status.percent,
        state=status.state.label,
        tag=_TAGS[status.state],
        measure_late=status.late_days,
        spent=line.entry.row.spent,
        photos=len(line.entry.photos),
        is_empty=line.is_empty,
        is_written=line.written is not None,
        is_behind=line.is_behind,
        late_days=late if line.is_empty else 0,
        may_write=may,
        errors=own.count("bad"),
        warnings=own.count("warn"),
    )


def owed_by(rows: Sequence[RowLine], days: int) -> tuple[Owed, ...]:
    """The empty rows by who owes them, most first."""
    found: dict[str, list[RowLine]] = {}
    for row in rows:
        if row.is_empty:
            found.setdefault(row.owner or _("ยังไม่มีผู้รับผิดชอบ"), []).append(row)
    owed = [Owed(owner, tuple(compiled), days) for owner, compiled in found.items()]
    return tuple(sorted(owed, key=lambda one: -len(one.rows)))


def open_job(agency: Agency, report: Report | None) -> UUID | None:
    """The job that is making drafts of a report."""
    if report is None:
        return None
    rows = Job.objects.filter(
        agency=agency,
        kind=JOB,
        state__in=(JobState.WAITING, JobState.RUNNING),
        arguments__report=str(report.pk),
    )
    found: UUID | None = rows.order_by("-asked_at").values_list("pk", flat=True).first()
    return found


def _drafts(report: Report, compiled: CompiledReport) -> tuple[DraftLine, ...]:
    """The newest draft of each form."""
    newest: dict[str, DraftFile] = {}
    for row in DraftFile.objects.filter(report=report).select_related("file"):
        newest.setdefault(row.form, row)
    now = likeness(compiled.values()) if newest else ""
    return tuple(
        DraftLine(
            one.pk, form, one.file.name, one.file.size, one.made_at, one.by_words,
            one.digest != now,
        )
        for form in FORMS
        if (one := newest.get(form)) is not None
    )  # fmt: skip


def draft_file(agency: Agency, file_id: UUID) -> DraftFile | None:
    """One draft of an agency."""
    rows = DraftFile.objects.filter(agency=agency, pk=file_id)
    return rows.select_related("file__agency").first()


def _shown(row: Publication | None) -> Publication | None:
    """What is told as published: not an edition whose approval was set aside."""
    objected = held_of(row) if row is not None else None
    return None if objected is not None and objected.fallen_on is not None else row
