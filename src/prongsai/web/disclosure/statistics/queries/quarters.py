"""What a quarter's report tells, gathered on a day; and the reports that were made."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core.disclosure.model import ItemState
from prongsai.core.fiscal import Quarter
from prongsai.core.messages import read_words
from prongsai.core.papers.quarter import Due, QuarterReport, Told, Week
from prongsai.core.text import Labelled, Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.works import works_of
from prongsai.web.disclosure.public_site.content import content_of
from prongsai.web.disclosure.public_site.models import PageKind
from prongsai.web.disclosure.public_site.queries.public import (
    PublicPage,
    Standing,
    ita_content,
    pages_of,
)
from prongsai.web.disclosure.statistics.models import KIND, SOON_DAYS, STALE_DAYS, QuarterPaper
from prongsai.web.disclosure.statistics.queries.figures import acts, figures, links
from prongsai.web.platform.clock import day_of
from prongsai.web.signing.approval.queries import ApprovalState, state_of
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.models import CURRENT


class Freshness(Labelled):
    """What is to be said of a page."""

    EXPIRED = "expired", "เลยวันสุดท้ายแล้ว", "past its last day"
    HELD = "held", "มีผู้คัดค้าน", "objected to"
    CHANGED = "changed", "หน้าข้อ OIT เปลี่ยนหลังเผยแพร่", "the OIT items changed since"
    ENDS_SOON = "ends-soon", "ใกล้วันสุดท้าย", "its last day is near"
    STALE = "stale", "ไม่ได้ปรับเกินหนึ่งปี", "not updated for over a year"
    FRESH = "fresh", "ไม่มีสิ่งที่ต้องทำ", "nothing to do"
    WITHDRAWN = "withdrawn", "ถอนแล้ว", "withdrawn"

    @property
    def kind(self) -> str:
        if self is Freshness.FRESH:
            return "ok"
        if self is Freshness.WITHDRAWN:
            return "todo"
        return "late" if self in (Freshness.EXPIRED, Freshness.HELD) else "wait"


class Fresh(Struct, frozen=True):
    """One page or paper; `days` since what is shown was published, `ends` its last day."""

    label: Text
    title: str
    address: str
    published: date
    days: int
    state: Freshness
    ends: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether somebody should look at it."""
        return self.state not in (Freshness.FRESH, Freshness.WITHDRAWN)


_ORDER = list(Freshness)


def freshness(agency: Agency, on: date) -> tuple[Fresh, ...]:
    """Every page that was published and every paper that stands; what is to be done first."""
    rows = [*_pages(agency, on), *_papers(agency, on)]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.state), -row.days, row.title)))


def _pages(agency: Agency, on: date) -> Iterator[Fresh]:
    pages = pages_of(agency, on)
    years = [page.page.fiscal_year or 0 for page in pages if page.is_current]
    for page in pages:
        row, edition = page.page, page.edition
        published = day_of(edition.published_at or edition.made_at)
        kind, address = read_words(f"public_site/kind.{row.kind}"), row.get_absolute_url()
        state = _state(page, (on - published).days, max(years, default=0), on)
        yield Fresh(
            kind, edition.title, address, published,
            (on - published).days, state, edition.expires_on,
        )  # fmt: skip


def _state(page: PublicPage, days: int, newest: int, on: date) -> Freshness:
    row, ends = page.page, page.edition.expires_on
    if page.standing is not Standing.CURRENT:
        return Freshness(page.standing.value)
    if ends is not None and ends <= on + timedelta(days=SOON_DAYS):
        return Freshness.ENDS_SOON
    if row.kind == PageKind.ITA:
        # The page of a former year is as it was assessed; only the newest grows old.
        if row.fiscal_year != newest:
            return Freshness.FRESH
        content = content_of(page.edition.content)
        now = ita_content(row.agency, content.year, on)
        if now is not None and now != content:
            return Freshness.CHANGED
    # News are of their day.
    is_old = days > STALE_DAYS and row.kind != PageKind.NEWS
    return Freshness.STALE if is_old else Freshness.FRESH


def _papers(agency: Agency, on: date) -> Iterator[Fresh]:
    """Papers have days of their own and do not grow old here."""
    for paper in papers.in_force(agency):
        if paper.state == CURRENT:
            label = read_words("statistics/page.publication:paper")
            published = day_of(paper.published_at)
            address = reverse("publication:paper", args=[agency.pk, paper.id])
            days = (on - published).days
            yield Fresh(label, paper.title, address, published, days, Freshness.FRESH)


_MOST_PAGES = 10
_MOST_WORDS = 15


def gathered(agency: Agency, quarter: Quarter, on: date) -> QuarterReport:
    """What the site knows of a quarter on a day, without the officer's own words.

    Shape:  of a quarter that goes on up to the day.
    """
    last = min(quarter.last, on)
    quarter_figures = figures(agency, quarter.first, last, on)
    rows = freshness(agency, on)
    _, works = works_of(agency, quarter.year, on)
    counts = Counter(work.state for work in works)
    by_words = {
        search.words: search
        for search in (*quarter_figures.words[:_MOST_WORDS], *quarter_figures.missed[:_MOST_WORDS])
    }
    return QuarterReport(
        quarter.year,
        quarter.number,
        on,
        known_from=quarter_figures.known_from,
        readings=quarter_figures.readings,
        searches=quarter_figures.searches,
        unfound=quarter_figures.unfound,
        weeks=tuple(Week(week.first, week.last, week.count) for week in quarter_figures.weeks),
        pages=tuple(
            Told(f"{page.label.th} {page.title}".strip(), page.count)
            for page in quarter_figures.pages[:_MOST_PAGES]
        ),
        words=tuple(by_words.values()),
        acts=acts(agency, quarter.first, last),
        due=tuple(Due(row.title, row.state.label.th, row.days) for row in rows if row.is_due),
        shown=sum(row.state is not Freshness.WITHDRAWN for row in rows),
        links=links(agency, quarter.year, quarter.first, last),
        states=tuple(Told(state.value, counts[state]) for state in ItemState) if works else (),
    )


def made_of(
    agency: Agency, quarter: Quarter
) -> tuple[tuple[QuarterPaper, ApprovalState | None], ...]:
    """The reports of a quarter, newest first, each with its approval; None where nobody sent it."""
    rows = of_quarter(agency, quarter).select_related("agency", "job", "pdf", "docx")
    return tuple((row, state_of(agency, KIND, row.pk)) for row in rows)


def of_quarter(agency: Agency, quarter: Quarter) -> QuerySet[QuarterPaper]:
    """The rows of a quarter, newest first."""
    return QuarterPaper.objects.filter(
        agency=agency, fiscal_year=quarter.year, quarter=quarter.number
    )


def paper_row(agency: Agency, paper_id: UUID) -> QuarterPaper | None:
    rows = QuarterPaper.objects.filter(agency=agency, pk=paper_id)
    return rows.select_related("agency", "pdf__agency", "docx__agency").first()
