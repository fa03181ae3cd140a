"""A report as a paper, and its drafts drawn in a worker."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from prongsai.core.dates import long_date
from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Block, Document, Photo, Table
from prongsai.core.papers.memos import report_memo, report_text
from prongsai.core.papers.office import Office
from prongsai.core.papers.progress import Result, ResultsLayout, progress_report, results_report
from prongsai.core.progress.check import RoundEntry
from prongsai.core.progress.model import Evidence
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.year.analysis.rows import printed_text
from prongsai.web.year.reports.frozen import Frozen, likeness, thaw
from prongsai.web.year.reports.kinds import KINDS, RESULTS
from prongsai.web.year.reports.models import DraftFile, Report
from prongsai.web.year.reports.queries import compiled_report
from prongsai.web.year.reports.queries.pages import FORMS, JOB
from prongsai.web.year.scoring.queries import current_scores

STAMP = "ร่าง"


def paper_of(
    agency: Agency, values: Mapping[str, Any], on: date, signing: Signing = UNSIGNED
) -> Document:
    """The memo and the report of a report's data, as one paper.

    Shape:  `on` is the day that the paper bears.
    Errors: UnreadableInput for a photo that is damaged on the disk.
    """
    frozen, office = thaw(values), office_of(agency, on)
    report = report_document(agency, frozen, office, signing)
    asked = None if frozen.kind == RESULTS else KINDS[frozen.kind].round_of(frozen.year)
    text = report_text(office.of_unit(signing.unit), frozen.plan, asked)
    memo = report_memo(office, text, signing)
    return replace(report, title=memo.title, sections=(*memo.sections, *report.sections))


def draft_of(agency: Agency, values: Mapping[str, Any], on: date) -> Document:
    """The same paper unsigned, stamped as a draft on each page."""
    paper = paper_of(agency, values, on)
    return paper if paper.stamp == STAMP else replace(paper, stamp=f"{STAMP} {paper.stamp}".strip())


def with_captions(paper: Document) -> Document:
    """The same paper with a caption on each table, by which a workbook names its sheets."""

    def named(block: Block) -> Block:
        if isinstance(block, Table) and not block.caption:
            return replace(block, caption=paper.running_head or paper.title)
        return block

    sections = tuple(
        replace(section, blocks=tuple(named(block) for block in section.blocks))
        for section in paper.sections
    )
    return replace(paper, sections=sections)


def report_document(
    agency: Agency, frozen: Frozen, office: Office, signing: Signing = UNSIGNED
) -> Document:
    """The report alone."""
    plan = frozen.plan
    is_results = frozen.kind == RESULTS
    wanted = [photo for entry in frozen.entries for photo in entry.photos] if is_results else []
    rows = EvidenceRow.objects.filter(
        agency=agency, pk__in=[UUID(evidence.id) for evidence in wanted]
    )
    compiled = {str(row.pk): row for row in rows.select_related("file__agency")}
    results = tuple(_result(entry, compiled) for entry in frozen.entries)
    if not is_results:
        asked = KINDS[frozen.kind].round_of(frozen.year)
        return progress_report(office, plan, asked, results, signing, until=frozen.on)
    layout = ResultsLayout(frozen.layout)
    total = total_of(agency, plan.score_year) if frozen.total is None else frozen.total
    return results_report(
        office, plan, results, signing, layout=layout, total=total, until=frozen.on
    )


def total_of(agency: Agency, score_year: int) -> str:
    """The score of a year as a report prints it; "" where it is not known."""
    scores = current_scores(agency, score_year)
    return printed_text(scores.card.total) if scores else ""


def _result(entry: RoundEntry, compiled: Mapping[str, EvidenceRow]) -> Result:
    printed = [photo for photo in entry.photos if photo.id in compiled]
    row = replace(
        entry.row,
        done=entry.summary,
        outcome=entry.outcome,
        problem=entry.problem,
        proposal=entry.proposal,
    )
    photos = (_photo(photo, compiled[photo.id], entry, len(printed)) for photo in printed)
    return Result(row, tuple(photos))


def _photo(evidence: Evidence, row: EvidenceRow, entry: RoundEntry, across: int) -> Photo:
    from prongsai.documents.photos import for_print  # noqa: PLC0415 - the engines are heavy

    picture = for_print(files.read(row.file), across=across, name=evidence.name)
    day = long_date(evidence.taken_on) if evidence.taken_on else ""
    caption = " ".join(filter(None, (evidence.caption, evidence.place, day)))
    return Photo(picture, caption, alternative=evidence.caption or entry.row.measure.title)


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Make the draft of a report in every form; the result names the files."""
    report = Report.objects.get(agency=running.agency, pk=running.arguments["report"])
    kind = KINDS[report.kind]
    asked_on = day_of(running.job.asked_at)
    compiled = compiled_report(running.agency, report.fiscal_year, kind, asked_on)
    if compiled is None or not compiled.lines:
        raise Misuse("reports/plan_without_measures.job_running")
    values = compiled.values()
    document = draft_of(running.agency, values, asked_on)
    each, digest = running.each(FORMS, str.upper), likeness(values)
    return {"files": [_make(running, report, form, document, digest) for form in each]}


def _make(running: jobs.Running, report: Report, form: str, document: Document, digest: str) -> str:
    name = f"ร่าง{KINDS[report.kind].label.th}-{report.fiscal_year}.{form}"
    rows = DraftFile.objects.filter(job=running.job, form=form)
    return files.make_once(
        running, rows, name, lambda: _drawn(document, form, running), report=report, form=form,
        digest=digest,
    )  # fmt: skip


def _drawn(document: Document, form: str, running: jobs.Running) -> bytes:
    digits = Digits(running.agency.digits)
    if form != "xlsx":
        return drawn_as(form, document, digits)
    from prongsai.documents.tables_workbook import to_xlsx  # noqa: PLC0415

    return to_xlsx(with_captions(document))
