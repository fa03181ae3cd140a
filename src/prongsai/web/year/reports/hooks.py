"""Reports: how they are approved, what they answer, the next one due, rows that are owed."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core import fiscal
from prongsai.core.approval.model import State
from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import Misuse
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import Document
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import record
from prongsai.web.platform.language import in_language
from prongsai.web.signing.approval.handlers import Handler, register
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.signing.approval.services.numbering import lacks_number
from prongsai.web.signing.evidence.kinds import printing
from prongsai.web.signing.evidence.models import EvidenceKind, EvidenceRow
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication.gate import ForItems, before_signing
from prongsai.web.signing.publication.queries import ItemAnswer, answers_items, report_answer
from prongsai.web.signing.publication.services import by_itself
from prongsai.web.year.analysis.tiles import Tile, figure, tile
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.reports.kinds import (
    KINDS,
    LINEAGE,
    RESULTS,
    Mine,
    ReportKind,
    asking,
    items_of,
)
from prongsai.web.year.reports.models import Report, RowVersion
from prongsai.web.year.reports.queries import Sources, report_from, sources_of
from prongsai.web.year.reports.queries.pages import cards
from prongsai.web.year.reports.queries.states import ReportState, publication_of, state_in
from prongsai.web.year.reports.services import draft_words, fix, publish
from prongsai.web.year.reports.tasks import paper_of
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import NOTE


class ReportHandler(Handler):
    """One kind of report on its way to who decides: the memo with the report as its enclosure."""

    route = "usual"
    is_fixed = True
    after = read_words("reports/after_signing")

    def __init__(self, kind: ReportKind) -> None:
        self._kind = kind
        self.label = kind.label

    def title(self, agency: Agency, subject: UUID) -> str:
        return self._kind.title(_report(agency, subject).fiscal_year).th

    def url(self, agency: Agency, subject: UUID) -> str:
        """Where its rows are written."""
        return self._kind.url(_report(agency, subject).fiscal_year)

    def prepare(self, agency: Agency, subject: UUID, *, by: Actor) -> None:
        """Fix what the report says, each time it is put before the signers."""
        fix(_report(agency, subject), by=by)

    def series(self, _agency: Agency, _subject: UUID) -> str:
        return Series.MEMO.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """The digest of what was fixed; rows cannot change while it is on its way."""
        return _report(agency, subject).digest

    def written_by(
        self, agency: Agency, user: User, until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The reports that print what a person made: a row, or an earlier note or photo of one."""
        rows, notes = Q(made_by=user), Q(by=user, recorded_at__lte=OuterRef("frozen_at"))
        fixed = OuterRef("frozen_at")
        files = Q(by=user, kind=EvidenceKind.PHOTO, uploaded_at__lte=fixed)
        files &= Q(removed_at=None) | Q(removed_at__gt=fixed)
        if until is not None:
            rows &= Q(made_at__lte=until)
            notes &= Q(recorded_at__lte=until)
            files &= Q(uploaded_at__lte=until)
        wrote = RowVersion.objects.filter(rows, report=OuterRef("pk"))
        noted = ProgressNote.objects.filter(
            notes, agency=agency, measure__plan__fiscal_year=OuterRef("fiscal_year")
        )
        threads = ProgressNote.objects.filter(
            agency=agency, measure__plan__fiscal_year=OuterRef(OuterRef("fiscal_year"))
        )
        sent_in = EvidenceRow.objects.filter(
            files, agency=agency, subject_kind=NOTE, subject__in=threads.values("thread")
        )
        made = Exists(wrote) | Exists(noted) | Exists(sent_in)
        return Report.objects.filter(made, agency=agency).values("pk")

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The memo and the report, of what was fixed when it was submitted."""
        report = _report(agency, subject)
        return paper_of(agency, report.values or {}, on, signing)

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate:
        """What is known against publishing it, which it does by itself."""
        row = _report(agency, subject)
        named = ForItems(row.kind, row.fiscal_year, items_of(agency, row), is_signed=True)
        return before_signing(agency, subject, version, named)

    def draft(self, agency: Agency, subject: UUID, on: date) -> Text | None:
        """Why it is only a draft as it was submitted on a day, from wherever it is published."""
        return draft_words(_report(agency, subject), on)

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
    report = Report.objects.filter(agency=agency, pk=subject).first()
    if report is None:
        raise Misuse("reports/report_gone")
    return report


for _kind in KINDS.values():
    register(_kind.name, ReportHandler(_kind))


def results_for(
    agency: Agency, subjects: Collection[str], year: int, _on: date
) -> Iterator[tuple[UUID, ItemAnswer]]:
    asked = [asks for _code, asks in asking(agency, year)] or [()]
    rows = Report.objects.filter(agency=agency, kind=RESULTS)
    for key, of_year in rows.values_list("pk", "fiscal_year"):
        answers = (report_answer(requirements, year, of_year) for requirements in asked)
        answer = next((answer for answer in answers if answer.is_asked), ItemAnswer(is_asked=False))
        yield key, answer if LINEAGE in subjects else ItemAnswer(is_asked=False)


answers_items("reports", {RESULTS: (LINEAGE,)}, published=results_for)


@printing
def prints(agency: Agency, evidence: UUID) -> bool:
    """Whether a report that was submitted and is not published yet prints a photo."""
    rows = Report.objects.filter(agency=agency, values__isnull=False)
    return any(_shows(row, str(evidence)) and _is_on_its_way(agency, row) for row in rows)


def _shows(row: Report, evidence: str) -> bool:
    lines = (row.values or {}).get("rows", ())
    return any(photo["id"] == evidence for line in lines for photo in line["photos"])


def _is_on_its_way(agency: Agency, row: Report) -> bool:
    state = state_of(agency, row.kind, row.pk)
    if state is None:
        return False
    return state.is_open or (state.is_signed and publication_of(row) is None)


_ENDED = (ReportState.WAITING, ReportState.APPROVED, ReportState.PUBLISHED, ReportState.HELD)


@figure
@tile
def next_report(agency: Agency, year: int) -> Tile | None:
    """Days to the next report, and how many of its rows are filled; None without a plan."""
    waiting = next(
        (card for card in cards(agency, year, today()) if card.state not in _ENDED), None
    )
    if waiting is not None and waiting.state is ReportState.NO_PLAN:
        return None
    if waiting is None:
        return Tile(
            heading=_("รายงานของปี"),
            figure=str(len(KINDS)),
            unit=_("ฉบับ เสนอครบแล้ว"),
            note=_("รอบ 6 เดือน รอบ 12 เดือน และรายงานผล"),
            url=reverse("reports:reports", args=[year]),
            link=_("เปิดรายงาน"),
        )
    days = waiting.days_left
    counts = {"done": waiting.filled, "all": waiting.count}
    return Tile(
        heading=in_language(waiting.kind.label),
        figure=str(abs(days)),
        unit=_("วันก่อนครบกำหนด") if days >= 0 else _("วันเกินกำหนด"),
        note=_("เขียนแล้ว %(done)s จาก %(all)s แถว") % counts,
        url=waiting.kind.url(year),
        link=_("เปิดรายงาน"),
    )


@waiting
def rows_owed(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The empty rows that a person owes in each open round, one line for each round."""
    owed: list[Waiting] = []
    for year in years(person.agency):
        if abs(year - fiscal.year_of(on)) > 1 or not _open_kinds(person.agency, year, on):
            continue
        sources = sources_of(person.agency, year, on)
        if sources is not None:
            owed += _of_year(person, year, on, sources)
    return tuple(owed)


def _open_kinds(agency: Agency, year: int, on: date) -> tuple[ReportKind, ...]:
    """The rounds in which units write; results are compiled of them and ask nobody twice."""
    rounds = (KINDS["report-6"], KINDS["report-12"])
    return tuple(kind for kind in rounds if kind.opens_on(year, kind.due_on(agency, year)) <= on)


def _of_year(person: Actor, year: int, on: date, sources: Sources) -> Iterator[Waiting]:
    mine = Mine(person, on)
    for kind in _open_kinds(person.agency, year, on):
        compiled = report_from(person.agency, year, kind, sources)
        owed = [line for line in compiled.lines if line.is_empty and mine(line.row, line.owners)]
        if not owed or not state_in(compiled, on).may_write:
            continue
        yield Waiting(
            kind="report",
            name=kind.title(year).th,
            ask=read_words("reports/write_rows", n=len(owed)),
            url=kind.url(year),
            since=compiled.opens,
            due=kind.due_on(person.agency, year),
        )
