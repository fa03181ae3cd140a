"""What was read and searched between two days; what was not counted is not known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR, Quarter, quarter_of
from prongsai.core.messages import read_words
from prongsai.core.papers.quarter import Act, Links, Told
from prongsai.core.text import Text
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.links import broken_rows
from prongsai.web.disclosure.links.models import LinkCheck
from prongsai.web.disclosure.public_site.content import ItaContent, content_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.public import pages_of
from prongsai.web.disclosure.statistics.models import (
    LEAST_DAYS,
    LEAST_TIMES,
    PAGES,
    Counting,
    PageReading,
    SearchCount,
)
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.publication.models import Publication

_WEEK = timedelta(days=7)
_DAYS = timedelta(days=6)  # from its first to its last


class PageFigure(Struct, frozen=True):
    """How often one page was read; `share` of the page that was read most, 0-100."""

    path: str
    label: Text
    title: str
    count: int
    share: int


class Week(Struct, frozen=True):
    """The readings of some days in succession; None where they were not counted yet.

    Shape:  `goes_on` where its last day is not over.
    """

    first: date
    last: date
    count: int | None
    share: int = 0
    goes_on: bool = False


class Figures(Struct, frozen=True):
    """The figures of a period.

    Shape:  `began` the day on which counting began, None where it did not; figures are None where
            nothing of the period was counted, and hold from `known_from` on where that is not its
            first day. `words` are those that enough searches held, the most searched first, each
            with how often, and how often nothing was found.
    """

    first: date
    last: date
    began: date | None
    readings: int | None
    searches: int | None
    unfound: int | None
    pages: tuple[PageFigure, ...]
    weeks: tuple[Week, ...]
    words: tuple[Told, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything of the period was counted."""
        return self.readings is not None

    @property
    def known_from(self) -> date | None:
        """Since when the figures hold, where that is not the first day."""
        return self.began if self.is_known and self.began and self.began > self.first else None

    @property
    def missed(self) -> tuple[Told, ...]:
        """The words that found nothing each time or sometimes, the most missed first."""
        missed = (search for search in self.words if search.more)
        return tuple(sorted(missed, key=lambda search: (-(search.more or 0), search.words)))

    @property
    def rare(self) -> int:
        """The searches whose words are not told."""
        return (self.searches or 0) - sum(search.count or 0 for search in self.words)


def figures(agency: Agency, first: date, last: date, on: date) -> Figures:
    """The figures from one day to another, both among them; a fixed number of queries."""
    began = Counting.objects.filter(agency=agency).values_list("began_on", flat=True).first()
    last_day = min(last, on)
    if began is None or began > last_day:
        return Figures(first, last, began, None, None, None, (), (), ())
    days = {"agency": agency, "day__gte": first, "day__lte": last_day}
    rows = PageReading.objects.filter(**days)
    of_page: dict[str, int] = dict(
        rows.values_list("path").annotate(times=Sum("count")).order_by("-times", "path")
    )
    of_day: dict[date, int] = dict(
        rows.values_list("day").annotate(times=Sum("count")).order_by("day")
    )
    searched = SearchCount.objects.filter(**days, words="").aggregate(
        times=Sum("count"), missed=Sum("unfound")
    )
    searches = SearchCount.objects.filter(**days).exclude(words="").values("words")
    grouped = searches.annotate(times=Sum("count"), missed=Sum("unfound"), days=Count("day"))
    common = grouped.filter(times__gte=LEAST_TIMES, days__gte=LEAST_DAYS).order_by(
        "-times", "words"
    )
    return Figures(
        first,
        last,
        began,
        sum(of_page.values()),
        searched["times"] or 0,
        searched["missed"] or 0,
        _pages(agency, of_page, on),
        _weeks(of_day, first, last_day, began, on),
        tuple(Told(row["words"], row["times"], row["missed"]) for row in common),
    )


def _weeks(
    of_day: Mapping[date, int], first: date, last: date, began: date, on: date
) -> tuple[Week, ...]:
    """Weeks from Monday to Sunday, the first and last as far as the days go.

    Shape:  one in which counting began holds what was counted.
    """
    monday = first - timedelta(days=first.weekday())
    begins = [monday + number * _WEEK for number in range((last - monday) // _WEEK + 1)]
    counts = []
    for begin in begins:
        end = begin + _WEEK
        own = sum(count for day, count in of_day.items() if begin <= day < end)
        counts.append(None if end <= began else own)
    most = max((count for count in counts if count), default=1)
    return tuple(
        Week(
            max(begin, first),
            min(begin + _DAYS, last),
            count,
            _share(count, most),
            begin <= on <= begin + _DAYS,
        )
        for begin, count in zip(begins, counts, strict=True)
    )


def _share(count: int | None, most: int) -> int:
    return round(100 * (count or 0) / most)


def _pages(agency: Agency, counts: Mapping[str, int], on: date) -> tuple[PageFigure, ...]:
    matches = {}
    for path in counts:
        with suppress(Resolver404):
            matches[path] = resolve(path)
    titles = _Titles(agency, matches.values(), on)
    most = max(counts.values(), default=1)
    made = []
    for path, count in counts.items():
        match = matches.get(path)
        view = match.view_name if match and match.view_name in PAGES else "gone"
        label = read_words(f"statistics/page.{view}")
        title = titles.title_of(match) if match else ""
        made.append(PageFigure(path, label, title, count, _share(count, most)))
    return tuple(made)


class _Titles:
    """What the pages are called now; "" for one that is no more, or whose kind says it all."""

    def __init__(self, agency: Agency, matches: Iterable[ResolverMatch], on: date) -> None:
        self._pages = {page.page.pk: page for page in pages_of(agency, on)}
        self._contents: dict[int, ItaContent] = {
            page.page.fiscal_year or 0: content_of(page.edition.content)
            for page in self._pages.values()
            if page.page.kind == PageKind.ITA
        }
        papers = {
            match.kwargs["publication_id"] for match in matches if "publication_id" in match.kwargs
        }
        rows = Publication.objects.filter(agency=agency, pk__in=papers)
        self._papers: dict[Any, str] = dict(rows.values_list("pk", "title"))

    def title_of(self, match: ResolverMatch) -> str:
        arguments = match.kwargs
        if "publication_id" in arguments:
            return self._papers.get(arguments["publication_id"], "")
        if "page_id" in arguments:
            page = self._pages.get(arguments["page_id"])
            return page.edition.title if page else ""
        if "year" not in arguments:
            return ""
        return f"{arguments['year']} {self._in_year(arguments)}".strip()

    def _in_year(self, arguments: Mapping[str, Any]) -> str:
        content = self._contents.get(arguments["year"])
        if content is None:
            return ""
        if "code" in arguments:
            item = content.item(arguments["code"])
            return f"{arguments['code']} {in_language(item.name) if item else ''}".strip()
        if "piece_id" in arguments:
            piece = content.piece(str(arguments["piece_id"]))
            return piece.title if piece else ""
        return ""


_THERE = [verdict.value for verdict in Verdict if verdict.is_there]
_BROKEN = [verdict.value for verdict in Verdict if verdict.is_broken]


def acts(agency: Agency, first: date, last: date) -> tuple[Act, ...]:
    """Everything that everybody could see change, in the order of its days."""
    begin, end = _moments(first, last)
    dated = [
        *_editions(agency, begin, end),
        *_withdrawn_pages(agency, begin, end),
        *_papers(agency, begin, end),
    ]
    return tuple(act for _, act in sorted(dated, key=lambda pair: pair[0]))


def links(agency: Agency, year: int, first: date, last: date) -> Links:
    """The looks of some days: what was found broken, what came back; what is broken now."""
    begin, end = _moments(first, last)
    looks = LinkCheck.objects.filter(agency=agency, checked_at__gte=begin, checked_at__lt=end)
    count = looks.count()
    if not count:
        return Links(0)
    # What tells neither way changes nothing of what is known.
    sure = LinkCheck.objects.filter(
        link=OuterRef("link"), checked_at__lt=OuterRef("checked_at"),
        verdict__in=[*_THERE, *_BROKEN],
    )  # fmt: skip
    former = Subquery(sure.order_by("-checked_at").values("verdict")[:1])
    mended = looks.filter(verdict__in=_THERE).annotate(former=former).filter(former__in=_BROKEN)
    broken = looks.filter(verdict__in=_BROKEN)
    return Links(count, _addresses(broken), _addresses(mended), len(broken_rows(agency, year)))


def _addresses(looks: QuerySet[LinkCheck]) -> int:
    return len(set(looks.values_list("link", flat=True)))


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of a day to the end of another."""
    begin = make_aware(datetime.combine(first, time.min))
    return begin, make_aware(datetime.combine(last + timedelta(days=1), time.min))


def _editions(agency: Agency, begin: datetime, end: datetime) -> Iterator[tuple[datetime, Act]]:
    rows = SiteEdition.objects.filter(agency=agency, published_at__lt=end).order_by("published_at")
    seen = set()
    for page, title, at in rows.values_list("page", "title", "published_at"):
        if at is not None and at >= begin:
            yield at, Act(day_of(at), "changed" if page in seen else "published", title)
        seen.add(page)


def _withdrawn_pages(
    agency: Agency, begin: datetime, end: datetime
) -> Iterator[tuple[datetime, Act]]:
    """From the journal: a page that came back later keeps no word of it."""
    rows = JournalEntry.objects.filter(
        agency=agency, verb="site-page-withdrawn", at__gte=begin, at__lt=end
    )
    for row in rows:
        reason = str(row.detail.get("reason", ""))
        yield row.at, Act(day_of(row.at), "withdrawn", row.subject, reason)


def _papers(agency: Agency, begin: datetime, end: datetime) -> Iterator[tuple[datetime, Act]]:
    rows = Publication.objects.filter(agency=agency)
    for row in rows.filter(published_at__gte=begin, published_at__lt=end):
        act = "published" if row.edition == 1 else "changed"
        yield row.published_at, Act(day_of(row.published_at), act, row.title)
    for row in rows.filter(withdrawn_at__gte=begin, withdrawn_at__lt=end):
        at = row.withdrawn_at
        if at is not None:
            yield at, Act(day_of(at), "withdrawn", row.title, row.reason)


_WEEKS = 12
_QUARTERS = 5  # the one that is under way, and a year before it
_TYPED = re.compile(r"(25[5-9][0-9]|26[0-4][0-9])-([1-4])")


class Period(Struct, frozen=True):
    """Some days, both ends among them; `key` as an address has it, "" for the weeks."""

    key: str
    title: str
    short: str
    first: date
    last: date


def weeks(on: date) -> Period:
    """The twelve weeks that end with this one."""
    monday = on - timedelta(days=on.weekday())
    first = monday - timedelta(weeks=_WEEKS - 1)
    title = _("12 สัปดาห์ล่าสุด")
    return Period("", title, title, first, on)


def of_quarter(quarter: Quarter) -> Period:
    """A quarter of a fiscal year."""
    numbers = {"number": quarter.number, "year": quarter.year}
    title = _("ไตรมาสที่ %(number)s ปีงบประมาณ %(year)s") % numbers
    short = _("ไตรมาส %(number)s/%(year)s") % numbers
    return Period(f"{quarter.year}-{quarter.number}", title, short, quarter.first, quarter.last)


def offered(on: date) -> tuple[Period, ...]:
    """The weeks, then the quarters, the newest first."""
    quarters = [quarter_of(on)]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].before)
    return (weeks(on), *map(of_quarter, quarters))


def quarter_typed(text: str) -> Quarter | None:
    """The quarter that an address names; None where it names none."""
    match = _TYPED.fullmatch(text)
    if match is None or not FIRST_YEAR < int(match[1]) <= LAST_YEAR:
        return None
    return Quarter(int(match[1]), int(match[2]))


def period_of(typed: str, on: date) -> Period:
    """The period that an address names; the weeks where it names none."""
    quarter = quarter_typed(typed)
    return of_quarter(quarter) if quarter else weeks(on)
