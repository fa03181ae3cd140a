"""Where a report stands: worked out from the day, its findings and its submission, never stored."""

from datetime import date

from prongsai.core.approval.model import State as SubmissionState
from prongsai.core.progress.check import is_blocked
from prongsai.core.text import Labelled
from prongsai.web.signing.approval.models import HELD_WORDS
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.reports.models import Report
from prongsai.web.year.reports.queries import CompiledReport


class ReportState(Labelled):
    """Where a report stands; worked out, never stored."""

    NO_PLAN = "no-plan", "ยังไม่มีแผน", "no plan yet"
    NOT_YET = "not-yet", "ยังไม่เปิดรอบ", "not open yet"
    OPEN = "open", "กำลังรวบรวม", "being compiled"
    COMPILED = "compiled", "รวบรวมครบ พร้อมเสนอ", "complete, ready to submit"
    WAITING = "waiting", "รอลงนาม", "waiting for signatures"
    SENT_BACK = "sent-back", "ส่งกลับให้แก้", "sent back"
    APPROVED = "approved", "อนุมัติแล้ว", "approved"
    PUBLISHED = "published", "เผยแพร่แล้ว", "published"
    HELD = "held", HELD_WORDS.th, HELD_WORDS.en

    @property
    def tag(self) -> str:
        return _COLOURS[self]

    @property
    def may_write(self) -> bool:
        return self in (ReportState.OPEN, ReportState.COMPILED, ReportState.SENT_BACK)


_COLOURS = {
    ReportState.NO_PLAN: "todo",
    ReportState.NOT_YET: "todo",
    ReportState.OPEN: "doing",
    ReportState.COMPILED: "ok",
    ReportState.WAITING: "wait",
    ReportState.SENT_BACK: "late",
    ReportState.APPROVED: "ok",
    ReportState.PUBLISHED: "ok",
    ReportState.HELD: "bad",
}


def state_in(compiled: CompiledReport | None, today: date) -> ReportState:
    if compiled is None or not compiled.lines:
        return ReportState.NO_PLAN
    if compiled.is_objected and compiled.sent is SubmissionState.APPROVED:
        return ReportState.HELD
    if compiled.sent is SubmissionState.APPROVED and not _may_be_final(compiled, today):
        return ReportState.PUBLISHED if compiled.is_published else ReportState.APPROVED
    if compiled.sent is not None and not compiled.sent.is_over:
        return (
            ReportState.SENT_BACK
            if compiled.sent is SubmissionState.SENT_BACK
            else ReportState.WAITING
        )
    if today < compiled.opens:
        return ReportState.NOT_YET
    return ReportState.OPEN if is_blocked(compiled.findings) else ReportState.COMPILED


def _may_be_final(compiled: CompiledReport, today: date) -> bool:
    """Whether what was approved is a draft, and its round is over by now: it is made anew."""
    if compiled.report is None or not compiled.report.values:
        return False
    told_on = date.fromisoformat(compiled.report.values["on"])
    return not compiled.round.is_over(told_on) and compiled.round.is_over(today)


def publication_of(report: Report) -> Publication | None:
    rows = Publication.objects.standing().filter(agency=report.agency_id, kind=report.kind)
    return rows.filter(subject=report.pk).first()
