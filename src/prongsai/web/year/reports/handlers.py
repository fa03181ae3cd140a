"""What approval must know of a report."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from prongsai.core.approval.model import State
from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import SignedStep, Signing
from prongsai.core.papers.document import Document, Mark
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.handlers import register
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.numbering import lacks_number
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication.services import by_itself
from prongsai.web.year.reports.drawing import paper_of
from prongsai.web.year.reports.kinds import KINDS, Kind
from prongsai.web.year.reports.models import Report, RowVersion
from prongsai.web.year.reports.queries import report_of
from prongsai.web.year.reports.services.submitting import fix, publish


class ReportHandler:
    """One kind of report on its way to who decides: the memo with the report as its enclosure."""

    route = "usual"
    is_fixed = True
    after = Text(
        "รายงานเผยแพร่บนหน้าสาธารณะเองเมื่อมีเลขที่แล้ว",
        "the report is published by itself once it is numbered",
    )

    def __init__(self, kind: Kind) -> None:
        """A handler for each of the three."""
        self._kind = kind
        self.label = kind.label

    def title(self, agency: Agency, subject: UUID) -> str:
        """The report with its year."""
        return self._kind.title(_report(agency, subject).fiscal_year).th

    def url(self, agency: Agency, subject: UUID) -> str:
        """Where its rows are written."""
        year = _report(agency, subject).fiscal_year
        return reverse("reports:report", args=[year, self._kind.name])

    def prepare(self, agency: Agency, subject: UUID, *, by: Actor) -> None:
        """Fix what the report says, each time it is put before the signers."""
        fix(_report(agency, subject), by=by)

    def series(self, _agency: Agency, _subject: UUID) -> str:
        """Its memo is numbered."""
        return Series.MEMO.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """The digest of what was fixed; rows cannot change while it is on its way."""
        return _report(agency, subject).digest

    def written_by(self, agency: Agency, user: User) -> QuerySet[Any, Any]:
        """The reports of which a person wrote a row."""
        return RowVersion.objects.filter(agency=agency, made_by=user).values("report")

    def draw(
        self,
        agency: Agency,
        subject: UUID,
        *,
        mark: Mark,
        steps: tuple[SignedStep, ...],
        number: str,
        on: date,
    ) -> Document:
        """The memo and the report, of what was fixed when it was submitted."""
        report = _report(agency, subject)
        signing = Signing(number=number, day=on, steps=steps, mark=mark)
        return paper_of(agency, report.values or {}, on, signing)

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Write into the journal how it ended."""
        record(
            submission.agency, by, "report-decided",
            subject=submission.code, report=self._kind.name, year=submission.fiscal_year,
            state=State(submission.state).label.th,
        )  # fmt: skip

    def copied(self, submission: Submission) -> None:
        """The signed copy is there: publish it, once it has its number."""
        if submission.state != State.APPROVED or lacks_number(submission):
            return
        report = _report(submission.agency, submission.subject)
        by_itself(submission, lambda: publish(submission.agency, by=None, report=report))


def _report(agency: Agency, subject: UUID) -> Report:
    report = report_of(agency, subject)
    if report is None:
        raise Misuse(
            Text("ไม่มีรายงานนี้แล้ว", "there is no such report any more"),
            next_step=Text("เปิดหน้ารายงานใหม่", "open the page of reports again"),
        )
    return report


for _kind in KINDS.values():
    register(_kind.name, ReportHandler(_kind))
