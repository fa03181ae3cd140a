"""What a quarter's report tells, gathered on a day; and the reports that were made."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct, convert

from prongsai.core.disclosure.model import State
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import Quarter
from prongsai.core.papers.quarter import Due, QuarterReport, Told, Week
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.works import works_of
from prongsai.web.disclosure.statistics.models import QuarterPaper
from prongsai.web.disclosure.statistics.queries.acts import acts, links
from prongsai.web.disclosure.statistics.queries.figures import Figures, PageFigure, figures
from prongsai.web.disclosure.statistics.queries.freshness import Fresh, Freshness, freshness
from prongsai.web.disclosure.statistics.words import KIND
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState, StoredFile
from prongsai.web.signing.approval.queries import ApprovalState, state_of

_MOST_PAGES = 10
_MOST_WORDS = 15
_OPEN = (JobState.WAITING, JobState.RUNNING)


class Made(Struct, frozen=True):
    """A report that was made; `files` are there once the worker drew them."""

    row: QuarterPaper
    report: QuarterReport
    approval: ApprovalState | None
    failure: ProngsaiError | None

    @property
    def job(self) -> Job | None:
        """The work, None where it was cleared away."""
        found: Job | None = self.row.job
        return found

    @property
    def files(self) -> tuple[tuple[str, StoredFile], ...]:
        """Each form with its file; () until all are drawn."""
        made = (("pdf", self.row.pdf), ("docx", self.row.docx))
        files = tuple((form, one) for form, one in made if one is not None)
        return files if len(files) == len(made) else ()

    @property
    def is_open(self) -> bool:
        """Whether its files are being made."""
        return not self.files and self.job is not None and self.job.state in _OPEN


def gathered(agency: Agency, quarter: Quarter, on: date) -> QuarterReport:
    """What the site knows of a quarter on a day, without the officer's own words.

    Shape:  of a quarter that goes on up to the day.
    """
    last = min(quarter.last, on)
    found = figures(agency, quarter.first, last, on)
    rows = freshness(agency, on)
    return QuarterReport(
        quarter.year,
        quarter.number,
        on,
        known_from=found.known_from,
        readings=found.readings,
        searches=found.searches,
        unfound=found.unfound,
        weeks=tuple(Week(one.first, one.last, one.count) for one in found.weeks),
        pages=tuple(map(_page, found.pages[:_MOST_PAGES])),
        words=_words(found),
        acts=acts(agency, quarter.first, last),
        due=tuple(_due(one) for one in rows if one.is_due),
        shown=sum(one.state is not Freshness.WITHDRAWN for one in rows),
        links=links(agency, quarter.year, quarter.first, last),
        states=_states(agency, quarter.year, on),
    )


def made_of(agency: Agency, quarter: Quarter) -> tuple[Made, ...]:
    """The reports of a quarter, newest first."""
    rows = of_quarter(agency, quarter).select_related("agency", "job", "pdf", "docx")
    return tuple(map(_made, rows))


def of_quarter(agency: Agency, quarter: Quarter) -> QuerySet[QuarterPaper]:
    """The rows of a quarter, newest first."""
    return QuarterPaper.objects.filter(
        agency=agency, fiscal_year=quarter.year, quarter=quarter.number
    )


def paper_row(agency: Agency, paper_id: UUID) -> QuarterPaper | None:
    """One report of an agency."""
    rows = QuarterPaper.objects.filter(agency=agency, pk=paper_id)
    return rows.select_related("agency", "pdf__agency", "docx__agency").first()


def report_of(row: QuarterPaper) -> QuarterReport:
    """A report from its row."""
    return convert(row.content, QuarterReport)


def _made(row: QuarterPaper) -> Made:
    failure = jobs.failure_of(row.job) if row.job else None
    return Made(row, report_of(row), state_of(row.agency, KIND, row.pk), failure)


def _page(one: PageFigure) -> Told:
    return Told(f"{one.label.th} {one.title}".strip(), one.count)


def _words(found: Figures) -> tuple[Told, ...]:
    """The words that were searched most, and those that found nothing most often."""
    told = {one.words: one for one in (*found.words[:_MOST_WORDS], *found.missed[:_MOST_WORDS])}
    return tuple(Told(one.words, one.count, one.unfound) for one in told.values())


def _due(one: Fresh) -> Due:
    return Due(one.title, one.state.label.th, one.days)


def _states(agency: Agency, year: int, on: date) -> tuple[Told, ...]:
    _, works = works_of(agency, year, on)
    counts = Counter(work.state for work in works)
    return tuple(Told(state.value, counts[state]) for state in State) if works else ()
