"""The report of a quarter: how it is approved, when it is a draft, when it is to be made."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import Misuse
from prongsai.core.fiscal import Quarter, quarter_of
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import Document
from prongsai.core.papers.quarter import quarter_paper
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.disclosure.statistics.models import KIND, Counting, QuarterPaper
from prongsai.web.disclosure.statistics.queries.figures import of_quarter as period_of_quarter
from prongsai.web.disclosure.statistics.queries.quarters import of_quarter, paper_row
from prongsai.web.signing.approval.handlers import Handler, register
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication.gate import ForItems, before_signing, knows_drafts


class QuarterHandler(Handler):
    """The report of a quarter on the web site, for the executive to note."""

    label = read_words("statistics/report_label")
    route = "information"
    after = read_words("statistics/report_after")
    is_fixed = True

    def title(self, agency: Agency, subject: UUID) -> str:
        row = _row(agency, subject)
        return f"รายงานสถิติเว็บไซต์ ไตรมาสที่ {row.quarter} ปีงบประมาณ {row.fiscal_year}"

    def url(self, agency: Agency, subject: UUID) -> str:
        row = _row(agency, subject)
        return reverse("statistics:quarter", args=[f"{row.fiscal_year}-{row.quarter}"])

    def series(self, _agency: Agency, _subject: UUID) -> str:
        return Series.MEMO.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """Of everything that it tells."""
        return _row(agency, subject).digest

    def family(self, agency: Agency, subject: UUID) -> Iterable[UUID]:
        """Every report of the quarter; none, of a report that is no more."""
        row = paper_row(agency, subject)
        if row is None:
            return []
        rows = of_quarter(agency, Quarter(row.fiscal_year, row.quarter))
        return list(rows.values_list("pk", flat=True))

    def written_by(
        self, agency: Agency, user: User, _until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The reports that a person made."""
        return QuarterPaper.objects.filter(agency=agency, by=user).values("pk")

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        return quarter_paper(office_of(agency, on), _row(agency, subject).report, signing)

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate:
        """What is known against publishing it, which somebody may do afterwards."""
        named = ForItems(KIND, _row(agency, subject).fiscal_year, (), is_signed=True)
        return before_signing(agency, subject, version, named)

    def draft(self, agency: Agency, subject: UUID, _on: date) -> Text | None:
        """Why it is only a draft, from wherever it is published: its quarter went on."""
        return None if _row(agency, subject).report.is_over else read_words("statistics/draft")

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Nothing follows: it was brought for information."""


def _row(agency: Agency, subject: UUID) -> QuarterPaper:
    row = paper_row(agency, subject)
    if row is None:
        raise Misuse("statistics/report_unknown")
    return row


register(KIND, QuarterHandler())


@knows_drafts
def draft_quarters(agency: Agency, digests: frozenset[str], _year: int | None) -> Iterator[str]:
    """The files among these that are reports made before their quarter was over."""
    rows = QuarterPaper.objects.filter(
        Q(pdf__digest__in=digests) | Q(docx__digest__in=digests), agency=agency
    )
    for row in rows.select_related("pdf", "docx"):
        if not row.report.is_over:
            yield from (file.digest for file in (row.pdf, row.docx) if file is not None)


# After a quarter there is so much time; a report that nobody made then is asked for no more.
_TO_REPORT = timedelta(days=30)


@waiting
def quarter_report(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The quarter that ended last, where readings of it were counted and nobody made a report."""
    ended = quarter_of(on).before
    due = ended.last + _TO_REPORT
    if on > due or not may(person, Right.PUBLISH):
        return ()
    if not Counting.objects.filter(agency=person.agency, began_on__lte=ended.last).exists():
        return ()
    # One that was made while the quarter went on tells not all of it.
    if of_quarter(person.agency, ended).filter(made_at__date__gt=ended.last).exists():
        return ()
    period = period_of_quarter(ended)
    return (
        Waiting(
            kind="web-quarter",
            name=period.title,
            ask=read_words("statistics/make_report"),
            url=reverse("statistics:quarter", args=[period.key]),
            since=ended.last + timedelta(days=1),
            due=due,
        ),
    )
