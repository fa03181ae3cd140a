"""The statistics papers: what each tells, its editions, and the items that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.published import (
    HALF,
    beside_published,
    complaints_of,
    first_day,
    halves_of,
    last_day,
)
from prongsai.core.desk.statistics import MONTHS
from prongsai.core.desk.ways import NewsState, WayKind
from prongsai.core.papers.desk_papers import CORRUPTION, DESK, Counted
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import Case, CaseNews, CorruptionMonth, DeskReport
from prongsai.web.citizens.desk.queries.cases import facts_of
from prongsai.web.citizens.desk.rights import kind_in, kinds_of
from prongsai.web.disclosure.disclosure.queries.works import Answered, answered


class Paper(Struct, frozen=True):
    """One of the four papers of a fiscal year; `lineages` are the subjects of the OIT's items."""

    key: str
    about: str
    months: int
    title: Text
    lineages: tuple[str, ...]


_CASES = Text("สถิติเรื่องที่แจ้งมา", "Statistics of the desk")
_COMPLAINTS = Text("สถิติเรื่องร้องเรียนการทุจริต", "Statistics of corruption complaints")
_HALF, _YEAR = Text("รอบ 6 เดือน", "six months"), Text("รอบ 12 เดือน", "twelve months")
PAPERS: Mapping[str, Paper] = {
    f"{about}-{months}": Paper(
        f"{about}-{months}", about, months,
        Text(f"{title.th} {span.th}", f"{title.en}, {span.en}"), (lineage,),
    )
    for about, title, lineage in (
        (DESK, _CASES, "service-statistics"),
        (CORRUPTION, _COMPLAINTS, "corruption-complaint-statistics"),
    )
    for months, span in ((HALF, _HALF), (MONTHS, _YEAR))
}  # fmt: skip


class Month(Struct, frozen=True):
    """A month of the complaints; `counts` None where it was not entered, which is not nought."""

    place: int
    first: date
    is_over: bool
    counts: MonthCounts | None
    version: int


def editions(agency: Agency, paper: Paper, year: int) -> QuerySet[DeskReport]:
    """The editions of a paper, the newest first."""
    return DeskReport.objects.filter(
        agency=agency, about=paper.about, months=paper.months, fiscal_year=year
    )


def answers(agency: Agency, paper: Paper, year: int) -> tuple[Answered, ...]:
    """The items of the OIT that a paper answers, by year."""
    return answered(agency, paper.lineages, year)


def months_of(agency: Agency, year: int, on: date) -> tuple[Month, ...]:
    """The twelve months of a fiscal year, with what was entered."""
    entered = CorruptionMonth.objects.filter(agency=agency, fiscal_year=year)
    rows = {row.month: row for row in entered}
    return tuple(_month(year, place, rows.get(place), on) for place in range(MONTHS))


def _month(year: int, place: int, row: CorruptionMonth | None, on: date) -> Month:
    counts = MonthCounts(convert(row.counts, dict[Class, dict[End, int]])) if row else None
    is_over = last_day(year, place) < on
    return Month(place, first_day(year, place), is_over, counts, row.version if row else 0)


def missing_of(agency: Agency, year: int, months: int) -> tuple[date, ...]:
    """The first days of those of the first months that nobody entered."""
    rows = CorruptionMonth.objects.filter(agency=agency, fiscal_year=year)
    entered = set(rows.values_list("month", flat=True))
    return tuple(first_day(year, place) for place in range(months) if place not in entered)


def figures_of(agency: Agency, paper: Paper, year: int, on: date) -> Mapping[str, Any]:
    """What a paper may show, as it is kept; of complaints no month is missing."""
    if paper.about == DESK:
        cases = halves_of(kinds_of(agency.pk), facts_of(agency, year), year, paper.months, on)
        told = Counted(year, on, cases=cases)
    else:
        entered = {
            one.place: one.counts for one in months_of(agency, year, on) if one.counts is not None
        }
        told = Counted(year, on, complaints=complaints_of(entered, paper.months))
    return to_builtins(beside_others(agency, paper, told))  # type: ignore[no-any-return]


def beside_others(agency: Agency, paper: Paper, told: Counted) -> Counted:
    """The same without what would tell of few beside the editions that were made evidence."""
    rows = DeskReport.objects.filter(agency=agency, about=paper.about, fiscal_year=told.year)
    shown = [counted_of(row) for row in rows.filter(pieces__isnull=False).distinct()]
    cases = [[half for one in shown for half in one.cases[place:][:1]] for place in (0, 1)]
    complaints = [
        [half for one in shown for half in one.complaints[place:][:1]] for place in (0, 1)
    ]
    return replace(
        told,
        cases=tuple(map(beside_published, told.cases, cases)),
        complaints=tuple(map(beside_published, told.complaints, complaints)),
    )


def counted_of(row: DeskReport) -> Counted:
    """What an edition tells."""
    return convert(row.figures, Counted)


_WITHHELD = Text(
    "ไม่แจ้งทางนี้อีก เพราะจำกัดผู้อ่านเรื่องชนิดนี้แล้ว",
    "nothing more is told this way: who reads such cases was limited since",
)


class Telling(Struct, frozen=True):
    """By what somebody is told, and what became of the last message.

    Shape:  `state` None where there was none yet; `day` when it was made or ended; `code` the
            number that the server answered, None for none; `is_withheld` where nothing goes out any
            more, because the kind became one that fewer read.
    """

    kind: Text
    state: NewsState | None = None
    day: date | None = None
    code: int | None = None
    is_withheld: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether they were not told, or nobody knows it: they must look it up."""
        return self.is_withheld or (self.state is not None and self.state.is_failed)

    @property
    def is_unsure(self) -> bool:
        """Whether the last message may have arrived all the same."""
        return self.state is NewsState.UNSURE and not self.is_withheld

    @property
    def words(self) -> Text | None:
        """What became of it."""
        if self.is_withheld:
            return _WITHHELD
        if self.state is None:
            return None
        code = f" ({self.code})" if self.is_failed and self.code else ""
        return Text(f"{self.state.label.th}{code}", f"{self.state.label.en}{code}")


def telling_of(case: Case) -> Telling | None:
    """How who brought a case is told; None where they look themselves."""
    kind = Case.objects.filter(pk=case.pk).values_list("way__kind", flat=True).first()
    if not kind:
        return None
    sort = kind_in(case.agency_id, case.kind)
    if sort is None or sort.restricted:
        return Telling(WayKind(kind).label, is_withheld=True)
    last = CaseNews.objects.filter(way__case=case).last()
    if last is None:
        return Telling(WayKind(kind).label)
    day = timezone.localdate(last.finished_at or last.made_at)
    return Telling(WayKind(kind).label, NewsState(last.state), day, last.code)
