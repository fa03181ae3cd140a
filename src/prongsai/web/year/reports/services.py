"""Write the rows of a report, remind who owes them, submit it, fix what it says, publish it."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import ProngsaiError, Severity
from prongsai.core.measures.cells import tidy
from prongsai.core.messages import read_words
from prongsai.core.progress.rounds import NOTHING
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import hold, record
from prongsai.web.platform.models import Job
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import signed_version, submission_of
from prongsai.web.signing.approval.services import submitting as approval
from prongsai.web.signing.approval.services.numbering import refuse_unnumbered
from prongsai.web.signing.publication.gate import ForItems, gate_ahead
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish as publish_file
from prongsai.web.year.calendar.services.mailing import Owners
from prongsai.web.year.calendar.services.telling import add_reminders
from prongsai.web.year.reports.frozen import digest_of
from prongsai.web.year.reports.kinds import KINDS, Mine, ReportKind, items_of, may_compile
from prongsai.web.year.reports.models import TEXTS, Layout, Report, RowVersion
from prongsai.web.year.reports.queries import (
    MOST_PHOTOS,
    CompiledReport,
    ReportLine,
    compiled_report,
    digest_of_row,
    photos_of,
)
from prongsai.web.year.reports.queries.pages import JOB
from prongsai.web.year.reports.queries.shown import ReportPage
from prongsai.web.year.reports.queries.states import ReportState, state_in
from prongsai.web.year.reports.tasks import total_of


class Locked(Struct, frozen=True):
    """A report that nobody else changes until the transaction ends."""

    report: Report
    compiled: CompiledReport
    state: ReportState


def lock_report(agency: Agency, year: int, kind: ReportKind) -> Locked:
    """Lock a report, making its row where nobody wrote in it yet."""
    hold(agency)
    row, _ = Report.objects.get_or_create(
        agency=agency, fiscal_year=year, kind=kind.name, defaults={"made_at": now()}
    )
    report = Report.objects.select_for_update(no_key=True).get(pk=row.pk)
    compiled = compiled_report(agency, year, kind, today())
    if compiled is None:
        raise Refused("reports/plan_missing", year=year)
    return Locked(report, compiled, state_in(compiled, today()))


def check_open(held: Locked) -> None:
    """Whether the rows of a report may be changed."""
    if held.state is ReportState.NOT_YET:
        raise Refused("reports/round_not_open_yet")
    if not held.state.may_write:
        raise Refused("reports/report_submitted_already")


@transaction.atomic
def remind(agency: Agency, *, by: Actor, year: int, kind: ReportKind) -> int:
    """Put a line into the inbox of everybody who owes a row; how many people have a new one.

    Shape:  told again on the same day adds nothing.
    Errors: Refused where the report is not open.
    """
    held = lock_report(agency, year, kind)
    check_open(held)
    title = kind.title(year)
    count = add_reminders(
        agency,
        to=owing(agency, held.compiled.lines),
        about=held.report.pk,
        name=read_words("reports/write_your_rows", title=title),
        url=kind.url(year),
        year=year,
        last_day=kind.due_on(agency, year),
    )
    held.report.reminded_at = now()
    held.report.reminded_by_words = by.words
    held.report.save(update_fields=["reminded_at", "reminded_by_words"])
    record(agency, by, "report-reminded", report=kind.name, year=year, count=count)
    return count


def owing(agency: Agency, lines: Iterable[ReportLine]) -> tuple[User, ...]:
    """Who has to write the rows that are empty, each once."""
    owners = Owners(agency, today())
    users = [user for line in lines if line.is_empty for user in owners.of_measure(line.row.pk)]
    return tuple({user.pk: user for user in users}.values())


@transaction.atomic
def ask_draft(agency: Agency, *, by: Actor, year: int, kind: ReportKind) -> Job:
    """Queue the drawing of a draft in every form; who asks meanwhile gets the job that is at it."""
    held = lock_report(agency, year, kind)
    if not held.compiled.lines:
        raise Refused("reports/plan_without_measures")
    opened = jobs.open_jobs(agency, JOB, report=str(held.report.pk)).first()
    if opened is not None:
        return opened
    record(agency, by, "report-draft-asked", report=kind.name, year=year)
    arguments = {"report": str(held.report.pk), "kind": kind.name, "year": year, "by": by.words}
    return jobs.ask(agency, by, JOB, arguments)


@transaction.atomic
def submit(agency: Agency, *, by: Actor, year: int, kind: ReportKind) -> Submission:
    """Put a report before the signers; what it says is fixed meanwhile (`fix`).

    Shape:  a report that was sent back goes on as the next version of the same submission.
    """
    held = lock_report(agency, year, kind)
    if held.state is ReportState.NOT_YET:
        raise Refused("reports/round_not_open_yet.submitting")
    if not held.state.may_write:
        raise Refused("reports/report_submitted_already.submitting")
    _check_findings(held.compiled)
    former = submission_of(agency, kind.name, held.report.pk)
    if held.state is ReportState.SENT_BACK and former is not None:
        return approval.resubmit(former, by=by)
    return approval.submit(agency, by=by, kind=kind.name, subject=held.report.pk, year=year)


@transaction.atomic
def fix(report: Report, *, by: Actor) -> None:
    """Keep what a report says now, with its digest: this is what will be signed."""
    kind, year = KINDS[report.kind], report.fiscal_year
    hold(report.agency)
    fixed = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    compiled = compiled_report(report.agency, year, kind, today())
    if compiled is None:
        raise Refused("reports/plan_missing", year=year)
    _check_findings(compiled)
    # All that it prints, so that a score that comes later changes no report on its way.
    fixed.values = compiled.values() | {
        "total": total_of(report.agency, compiled.plan.plan.score_year)
    }
    fixed.digest = digest_of(fixed.values)
    fixed.frozen_at = now()
    fixed.save(update_fields=["values", "digest", "frozen_at"])
    record(
        report.agency, by, "report-frozen",
        subject=fixed.digest, report=kind.name, year=year, count=len(compiled.lines),
    )  # fmt: skip


@transaction.atomic
def publish(agency: Agency, *, by: Actor | None, report: Report, anyway: str = "") -> Publication:
    """Publish the signed copy of a report, as a new edition where one was published.

    Errors: KnownAgainst without a reason where something is; Refused before it is approved,
            numbered, and its copy is drawn.
    """
    signed = signed_version(agency, report.kind, report.pk)
    if signed is None or signed.signed_file is None:
        raise Refused("reports/report_not_approved_yet")
    refuse_unnumbered(signed.submission)
    kind = KINDS[report.kind]
    record(agency, by, "report-published", report=report.kind, year=report.fiscal_year)
    return publish_file(
        agency,
        by=by,
        kind=report.kind,
        subject=report.pk,
        title=kind.title(report.fiscal_year).th,
        year=report.fiscal_year,
        file=signed.signed_file,
        number=signed.submission.number,
        day=today(),
        items=items_of(agency, report),
        anyway=anyway,
    )


def draft_words(report: Report, on: date) -> Text | None:
    """Why a report that was fixed on a day is only a draft; None of its whole round."""
    if KINDS[report.kind].round_of(report.fiscal_year).is_over(on):
        return None
    return read_words("reports/made_before_end")


def known_ahead(agency: Agency, page: ReportPage) -> Gate:
    """What will be known against a report, for who prepares it."""
    report = Report(agency=agency, fiscal_year=page.year, kind=page.kind.name)
    entries = [row.line.entry for row in page.lines]
    words = [f"{entry.summary}\n{entry.problem}\n{entry.proposal}" for entry in entries]
    named = ForItems(report.kind, page.year, items_of(agency, report), is_signed=True)
    return gate_ahead(agency, words, named, draft=draft_words(report, today()))


def _check_findings(compiled: CompiledReport) -> None:
    errors = [finding for finding in compiled.findings if finding.severity is Severity.ERROR]
    if errors:
        raise Refused("reports/report_has_errors", count=len(errors))


_LONGEST = 8_000


class Written(Struct, frozen=True):
    """What somebody writes in a row; `photos` are ids of evidence in the order they print."""

    summary: str = ""
    outcome: str = ""
    problem: str = ""
    proposal: str = ""
    photos: tuple[str, ...] = ()


class RowWritten(ProngsaiError):  # noqa: N818 - named for what happened
    """Somebody else wrote the row after the form was opened; `version` is what stands."""

    def __init__(self, version: RowVersion) -> None:
        self.version = version
        super().__init__("reports/row_written_meanwhile")


@transaction.atomic
def save_row(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    kind: ReportKind,
    measure_id: UUID,
    written: Written,
    seen: int,
) -> RowVersion:
    """Write a row; `seen` is the number of the version that the writer had before them.

    Shape:  the version that stands already where that says the same.
    Errors: RowWritten where another version stands by now; Refused where the report is not open,
            the measure is not of its plan or not the writer's, or a photo is none of the measure's.
    """
    held = lock_report(agency, year, kind)
    check_open(held)
    line = held.compiled.line_of(measure_id)
    if line is None:
        raise Refused("reports/measure_gone")
    if not may_compile(by) and not Mine(by, today())(line.row, line.owners):
        raise Refused("reports/row_of_other_unit")
    tidied = {name: tidy(getattr(written, name)).strip()[:_LONGEST] for name in TEXTS}
    written = replace(written, **tidied)
    _check_photos(line, written.photos)
    if line.number != seen and line.written is not None:
        raise RowWritten(line.written)
    if line.written is not None and _is_same(line, written):
        return line.written
    version = _add(held, line, by, written)
    record(
        agency, by, "report-row-written",
        subject=line.row.title, report=kind.name, year=year, number=version.number,
    )  # fmt: skip
    return version


@transaction.atomic
def write_nothing(agency: Agency, *, by: Actor, year: int, kind: ReportKind) -> int:
    """Write "ไม่มี" where neither a problem nor a proposal is told; how many rows.

    Shape:  only in rows of the person's own, and of nobody for who compiles: what another unit met
            is theirs to say.
    Errors: Refused where the report is not open.
    """
    held = lock_report(agency, year, kind)
    check_open(held)
    mine = Mine(by, today())
    blank = [
        line for line in held.compiled.lines if line.is_silent and mine.fills(line.row, line.owners)
    ]
    for line in blank:
        entry = line.entry
        photos = tuple(photo.id for photo in entry.photos)
        _add(held, line, by, Written(entry.summary, entry.outcome, NOTHING, NOTHING, photos))
    if blank:
        record(agency, by, "report-nothing-written", report=kind.name, year=year, count=len(blank))
    return len(blank)


@transaction.atomic
def choose_layout(agency: Agency, *, by: Actor, year: int, kind: ReportKind, layout: str) -> None:
    """Choose how the report of results is laid out."""
    if layout not in Layout.values:
        raise Refused("reports/layout_unknown", field="layout")
    held = lock_report(agency, year, kind)
    if held.report.layout == layout:
        return
    check_open(held)
    held.report.layout = layout
    held.report.save(update_fields=["layout"])
    record(
        agency, by, "report-laid-out",
        report=kind.name, year=year, layout=str(Layout(layout).label),
    )  # fmt: skip


def _check_photos(line: ReportLine, photos: Sequence[str]) -> None:
    known = {photo.id for photo in photos_of(line.entry.row)}
    if len(photos) > MOST_PHOTOS:
        raise Refused("reports/too_many_photos", field="photos", most_photos=MOST_PHOTOS)
    if not known.issuperset(photos):
        raise Refused("reports/photo_unknown", field="photos")


def _is_same(line: ReportLine, written: Written) -> bool:
    entry = line.entry
    now_there = Written(
        entry.summary, entry.outcome, entry.problem, entry.proposal,
        tuple(photo.id for photo in entry.photos),
    )  # fmt: skip
    return not line.is_behind and now_there == written


def _add(held: Locked, line: ReportLine, by: Actor, written: Written) -> RowVersion:
    return RowVersion.objects.create(
        agency=held.report.agency,
        report=held.report,
        measure=line.row,
        number=line.number + 1,
        **{name: getattr(written, name) for name in TEXTS},
        photos=list(written.photos),
        based_on=digest_of_row(line.entry.row),
        **made(by),
    )
