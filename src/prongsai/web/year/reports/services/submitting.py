"""Make drafts, submit a report for signatures, publish what was approved."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.errors import Severity
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import Job
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import signed_copy, submission_of
from prongsai.web.signing.approval.services import submitting as approval
from prongsai.web.signing.approval.services.numbering import refuse_unnumbered
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish as publish_file
from prongsai.web.year.reports.drawing import total_of
from prongsai.web.year.reports.frozen import digest_of
from prongsai.web.year.reports.items import items_of
from prongsai.web.year.reports.kinds import KINDS, Kind
from prongsai.web.year.reports.models import Report
from prongsai.web.year.reports.queries import CompiledReport, compiled_report
from prongsai.web.year.reports.queries.pages import JOB, open_job
from prongsai.web.year.reports.queries.states import State
from prongsai.web.year.reports.services.common import locked, no_plan


@transaction.atomic
def ask_draft(agency: Agency, *, by: Actor, year: int, kind: Kind) -> Job:
    """Queue the drawing of a draft in every form; who asks meanwhile gets the job that is at it.

    Errors: Refused without a plan or measures.
    """
    one = locked(agency, year, kind)
    if not one.compiled.lines:
        raise _empty()
    opened = open_job(agency, one.report)
    if opened is not None:
        return Job.objects.get(pk=opened)
    record(agency, by, "report-draft-asked", report=kind.name, year=year)
    arguments = {"report": str(one.report.pk), "kind": kind.name, "year": year, "by": by.words}
    return jobs.ask(agency, by, JOB, arguments)


@transaction.atomic
def submit(agency: Agency, *, by: Actor, year: int, kind: Kind) -> Submission:
    """Put a report before the signers; what it says is fixed meanwhile (`fix`).

    Shape:  a report that was sent back goes on as the next version of the same submission.
    Errors: Refused before the round opens, while findings stop it, and where it is on its way.
    """
    one = locked(agency, year, kind)
    if not one.state.may_write:
        raise _not_ready(one.state)
    _check_findings(one.compiled)
    former = submission_of(agency, kind.name, one.report.pk)
    if one.state is State.SENT_BACK and former is not None:
        return approval.resubmit(former, by=by)
    return approval.submit(agency, by=by, kind=kind.name, subject=one.report.pk, year=year)


@transaction.atomic
def fix(report: Report, *, by: Actor) -> None:
    """Keep what a report says now, with its digest: this is what will be signed.

    Errors: Refused without a plan, and while findings stop it.
    """
    kind, year = KINDS[report.kind], report.fiscal_year
    fixed = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    compiled = compiled_report(report.agency, year, kind, today())
    if compiled is None:
        raise no_plan(year)
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
def publish(agency: Agency, *, by: Actor | None, report: Report) -> Publication:
    """Publish the signed copy of a report, as a new edition where one was published.

    Errors: Refused before it is approved, numbered, and its copy is drawn.
    """
    file = signed_copy(agency, report.kind, report.pk)
    submission = submission_of(agency, report.kind, report.pk)
    if file is None or submission is None:
        raise Refused(
            Text("รายงานยังไม่ได้รับอนุมัติ", "the report is not approved yet"),
            next_step=Text("เสนอลงนามก่อน", "submit it for signatures first"),
        )
    refuse_unnumbered(submission)
    kind = KINDS[report.kind]
    record(agency, by, "report-published", report=report.kind, year=report.fiscal_year)
    return publish_file(
        agency,
        by=by,
        kind=report.kind,
        subject=report.pk,
        title=kind.title(report.fiscal_year).th,
        year=report.fiscal_year,
        file=file,
        number=submission.number,
        day=today(),
        items=items_of(agency, report),
    )


def _check_findings(compiled: CompiledReport) -> None:
    errors = [one for one in compiled.findings if one.severity is Severity.ERROR]
    if errors:
        raise Refused(
            Text(
                f"ยังมี {len(errors)} เรื่องต้องแก้ก่อนเสนอ", f"{len(errors)} things must be mended first"
            ),
            next_step=Text("ดูรายการตรวจ แล้วเปิดแถวที่บอกไว้", "see the findings and open their rows"),
        )


def _empty() -> Refused:
    return Refused(
        Text("แผนยังไม่มีมาตรการ", "the plan has no measures"),
        next_step=Text("เพิ่มมาตรการในแผนก่อน", "add measures to the plan first"),
    )


def _not_ready(state: State) -> Refused:
    said = {
        State.NOT_YET: Text("รอบนี้ยังไม่เปิด", "this round is not open yet"),
    }
    return Refused(
        said.get(state, Text("รายงานนี้เสนอไปแล้ว", "this report was submitted already")),
        next_step=Text("ดูสถานะที่หัวหน้ารายงาน", "see where the report stands"),
    )
