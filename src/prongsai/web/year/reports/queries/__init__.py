"""A report with everything that it is made of, in a fixed number of queries."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.approval.model import State as SubmissionState
from prongsai.core.errors import Finding
from prongsai.core.progress.check import RoundEntry, check_report
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.progress.rounds import Round, RoundRow, is_nothing, joined, row_of
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import day_of
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import Loaded, loaded
from prongsai.web.year.ownership.owners import Owner, Standing
from prongsai.web.year.reports.frozen import Values, freeze, thaw
from prongsai.web.year.reports.kinds import KINDS, ReportKind, owner_words, owners_of
from prongsai.web.year.reports.models import Layout, Report, RowVersion
from prongsai.web.year.tracking.queries import notes_of

MOST_PHOTOS = 2


class ReportLine(Struct, frozen=True):
    """One measure of a report.

    Shape:  `entry` is what will print; `written` the version somebody wrote, None where the units'
            own words stand; `is_behind` where the units wrote more since then; `carried_from` the
            earlier report of which the outcome was taken over, None where none was.
    """

    row: MeasureRow
    owners: tuple[Owner, ...]
    entry: RoundEntry
    written: RowVersion | None
    is_behind: bool
    carried_from: ReportKind | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing says what was done."""
        return not self.entry.summary.strip()

    @property
    def is_silent(self) -> bool:
        """Whether neither a problem nor a proposal is told, not even that there is none."""
        return not self.entry.problem.strip() and not self.entry.proposal.strip()

    @property
    def number(self) -> int:
        """The version that stands, 0 for none."""
        return self.written.number if self.written else 0


class CompiledReport(Struct, frozen=True, dict=True):
    """A report of a year, whether or not its row exists, with the plan it tells of.

    Shape:  `opens` is the day from which rows are filled in; `on` the day whose state it tells;
            `sent` the state of its newest submission, None before the first, and `is_objected`
            whether somebody objects to a result of it from paper.
    """

    kind: ReportKind
    year: int
    report: Report | None
    sent: SubmissionState | None
    is_published: bool
    plan: Loaded
    lines: tuple[ReportLine, ...]
    on: date
    opens: date
    is_objected: bool = False

    def as_submitted(self) -> Self:
        """The same with what was fixed when it was submitted: that is what is signed and published.

        Shape:  itself before it was ever submitted; a measure that came later is not in it.
        """
        if self.report is None or not self.report.values:
            return self
        frozen = thaw(self.report.values)
        entries = {entry.row.measure.key: entry for entry in frozen.entries}
        lines = tuple(
            replace(line, entry=entries[line.row.key], is_behind=False)
            for line in self.lines
            if line.row.key in entries
        )
        return replace(self, lines=lines, on=frozen.on)

    @property
    def round(self) -> Round:
        return self.kind.round_of(self.year)

    @property
    def entries(self) -> tuple[RoundEntry, ...]:
        """What will print, in the plan's order."""
        return tuple(line.entry for line in self.lines)

    @property
    def layout(self) -> str:
        """How the report of results is laid out."""
        return self.report.layout if self.report else Layout.EIGHT.value

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it before it may be submitted."""
        return tuple(check_report(self.plan.plan, self.round, self.entries).items)

    @property
    def filled(self) -> int:
        """How many rows say what was done."""
        return sum(1 for line in self.lines if not line.is_empty)

    def line_of(self, measure_id: UUID) -> ReportLine | None:
        return next((line for line in self.lines if line.row.pk == measure_id), None)

    def values(self) -> Values:
        """What it says, as data."""
        return freeze(self.kind.name, self.year, self.layout, self.on, self.plan.plan, self.entries)


def report_row(agency: Agency, year: int, kind: ReportKind) -> Report | None:
    """The row of a report; None before anybody wrote in it."""
    return Report.objects.filter(agency=agency, fiscal_year=year, kind=kind.name).first()


def _report_with_state(agency: Agency, year: int, kind: ReportKind) -> Any:
    """The row of a report: its newest submission's state, whether it is held, whether public."""
    own = {"agency": agency, "kind": OuterRef("kind"), "subject": OuterRef("pk")}
    sent = Submission.objects.filter(**own).order_by("-made_at", "-pk")
    public = Publication.objects.standing().filter(**own)
    rows = Report.objects.filter(agency=agency, fiscal_year=year, kind=kind.name)
    return rows.annotate(
        sent_state=Subquery(sent.values("state")[:1]),
        objected_at=Subquery(sent.values("objected_at")[:1]),
        is_public=Exists(public),
    ).first()


class Sources(Struct, frozen=True):
    """What all reports of a year are made of; `day` is today, or that as of which they are told."""

    plan: Loaded
    notes: Mapping[UUID, tuple[Note, ...]]
    standing: Standing
    day: date
    known_by: date | None


def sources_of(
    agency: Agency, year: int, today: date, known_by: date | None = None
) -> Sources | None:
    """The plan, its notes and its owners, in seven queries; None without a plan."""
    plan = loaded(agency, year)
    if plan is None:
        return None
    day = known_by or today
    notes = notes_of(agency, year, known_by)
    return Sources(plan, notes, Standing(agency, year, day), day, known_by)


def compiled_report(
    agency: Agency, year: int, kind: ReportKind, today: date, *, known_by: date | None = None
) -> CompiledReport | None:
    """A report of a year; None without a plan. A fixed number of queries.

    Shape:  `known_by` tells it as it was known in the evening of that day: its notes, its evidence
            and what had been written in its rows.
    """
    sources = sources_of(agency, year, today, known_by)
    return report_from(agency, year, kind, sources) if sources else None


def report_from(agency: Agency, year: int, kind: ReportKind, sources: Sources) -> CompiledReport:
    """A report made of what was read already."""
    report = _report_with_state(agency, year, kind)
    sent = SubmissionState(report.sent_state) if report and report.sent_state else None
    asked, plan, known_by = kind.round_of(year), sources.plan, sources.known_by
    # Of days to come nothing can be told: a measure due in May is not late in March.
    day = min(sources.day, asked.last_day)
    written = versions_of(report, known_by) if report else {}
    former = outcomes_before(agency, year, kind, known_by)
    lines = []
    for row, measure in zip(plan.measures, plan.plan.measures, strict=True):
        owners = owners_of(sources.standing, row)
        own_row = row_of(
            asked, measure, sources.notes.get(row.pk, ()), owner_words(owners, row), day
        )
        version, earlier = written.get(row.pk), former.get(row.pk)
        lines.append(
            ReportLine(
                row=row,
                owners=owners,
                entry=entry_of(own_row, version, earlier),
                written=version,
                is_behind=version is not None and version.based_on != digest_of_row(own_row),
                carried_from=KINDS[earlier.report.kind] if earlier and version is None else None,
            )
        )
    return CompiledReport(
        kind, year, report, sent, bool(report and report.is_public), plan, tuple(lines), day,
        kind.opens_on(year, kind.due_on(agency, year)),
        is_objected=bool(report and report.objected_at),
    )  # fmt: skip


def versions_of(report: Report, known_by: date | None = None) -> Mapping[UUID, RowVersion]:
    """The version of each row that stands, or stood in the evening of a day."""
    standing: dict[UUID, RowVersion] = {}
    for version in RowVersion.objects.filter(report=report):
        if known_by is None or day_of(version.made_at) <= known_by:
            standing[version.measure_id] = version
    return standing


def outcomes_before(
    agency: Agency, year: int, kind: ReportKind, known_by: date | None = None
) -> Mapping[UUID, RowVersion]:
    """For each measure the version of the nearest earlier report of the year that tells an outcome.

    Shape:  {} without a query for the first report of a year.
    """
    if not kind.before:
        return {}
    rows = RowVersion.objects.filter(
        report__agency=agency, report__fiscal_year=year, report__kind__in=kind.before
    )
    # The newest version of each row; then the nearest report goes before one further back.
    newest: dict[tuple[UUID, str], RowVersion] = {}
    for version in rows.select_related("report"):
        if known_by is None or day_of(version.made_at) <= known_by:
            newest[version.measure_id, version.report.kind] = version
    nearest: dict[UUID, RowVersion] = {}
    for name in kind.before:
        for (measure_id, report_kind), version in newest.items():
            if report_kind == name and not is_nothing(version.outcome):
                nearest.setdefault(measure_id, version)
    return nearest


def entry_of(
    row: RoundRow, version: RowVersion | None, former: RowVersion | None = None
) -> RoundEntry:
    """What will print of a measure: what somebody wrote, else the units' own words.

    Shape:  `former` is the row of an earlier report whose outcome is carried on.
    """
    photos = photos_of(row)
    if version is None:
        return RoundEntry(
            row, row.done, _outcome(row, former), row.problem, row.proposal,
            photos=photos[-MOST_PHOTOS:],
        )  # fmt: skip
    chosen = {photo.id: photo for photo in photos}
    return RoundEntry(
        row, version.summary, version.outcome, version.problem, version.proposal,
        photos=tuple(chosen[key] for key in version.photos if key in chosen),
    )  # fmt: skip


def _outcome(row: RoundRow, former: RowVersion | None) -> str:
    """What came of a measure: an earlier report's words, and what the units told since."""
    if former is None:
        return row.outcome
    since = day_of(former.made_at)
    later = (note.outcome for note in row.notes if note.recorded_on > since)
    return joined(
        [former.outcome, *(outcome for outcome in later if outcome not in former.outcome)]
    )


def photos_of(row: RoundRow) -> tuple[Evidence, ...]:
    """The photos of a measure in a round, oldest note first."""
    return tuple(evidence for evidence in row.evidence if evidence.kind is EvidenceKind.PHOTO)


def digest_of_row(row: RoundRow) -> str:
    """A digest of what the units wrote of a measure."""
    # Only an outcome that is told: rows that were written before notes had any stay up to date.
    words = repr((row.done, row.problem, row.proposal, *filter(None, [row.outcome])))
    return sha256(words.encode()).hexdigest()
