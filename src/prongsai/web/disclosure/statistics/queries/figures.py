"""What was read and searched between two days; what was not counted is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.urls import Resolver404, ResolverMatch, resolve
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ItaContent, content_of
from prongsai.web.disclosure.public_site.models import PageKind
from prongsai.web.disclosure.public_site.queries.public import pages_of
from prongsai.web.disclosure.statistics.counted import PAGES
from prongsai.web.disclosure.statistics.models import Counting, PageReading, SearchCount
from prongsai.web.disclosure.statistics.words import LEAST_DAYS, LEAST_TIMES
from prongsai.web.platform.language import in_language
from prongsai.web.signing.publication.models import Publication

_WEEK = timedelta(days=7)
_DAYS = timedelta(days=6)  # from its first to its last
_GONE = Text("หน้าที่ไม่มีแล้ว", "a page that is no more")


class PageFigure(Struct, frozen=True):
    """How often one page was read; `share` of the page that was read most, 0-100."""

    path: str
    label: Text
    title: str
    count: int
    share: int


class WordFigure(Struct, frozen=True):
    """How often some words were searched, and how often nothing was found."""

    words: str
    count: int
    unfound: int


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
            first day. `words` are those that enough searches held, the most searched first.
    """

    first: date
    last: date
    began: date | None
    readings: int | None
    searches: int | None
    unfound: int | None
    pages: tuple[PageFigure, ...]
    weeks: tuple[Week, ...]
    words: tuple[WordFigure, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything of the period was counted."""
        return self.readings is not None

    @property
    def known_from(self) -> date | None:
        """Since when the figures hold, where that is not the first day."""
        return self.began if self.is_known and self.began and self.began > self.first else None

    @property
    def missed(self) -> tuple[WordFigure, ...]:
        """The words that found nothing each time or sometimes, the most missed first."""
        missed = (one for one in self.words if one.unfound)
        return tuple(sorted(missed, key=lambda one: (-one.unfound, one.words)))

    @property
    def rare(self) -> int:
        """The searches whose words are not told."""
        return (self.searches or 0) - sum(one.count for one in self.words)


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
    return Figures(
        first,
        last,
        began,
        sum(of_page.values()),
        searched["times"] or 0,
        searched["missed"] or 0,
        _pages(agency, of_page, on),
        _weeks(of_day, first, last_day, began, on),
        _words(days),
    )


def _words(days: Mapping[str, Any]) -> tuple[WordFigure, ...]:
    rows = SearchCount.objects.filter(**days).exclude(words="").values("words")
    told = rows.annotate(times=Sum("count"), missed=Sum("unfound"), days=Count("day"))
    common = told.filter(times__gte=LEAST_TIMES, days__gte=LEAST_DAYS).order_by("-times", "words")
    return tuple(WordFigure(one["words"], one["times"], one["missed"]) for one in common)


def _weeks(
    of_day: Mapping[date, int], first: date, last: date, began: date, on: date
) -> tuple[Week, ...]:
    """Weeks from the first day on; one in which counting began holds what was counted."""
    begins = [first + number * _WEEK for number in range((last - first) // _WEEK + 1)]
    counts = []
    for begin in begins:
        end = begin + _WEEK
        own = sum(count for day, count in of_day.items() if begin <= day < end)
        counts.append(None if end <= began else own)
    most = max((count for count in counts if count), default=1)
    return tuple(
        Week(
            begin,
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
    found = {path: _match(path) for path in counts}
    titles = _Titles(agency, (one for one in found.values() if one), on)
    most = max(counts.values(), default=1)
    made = []
    for path, count in counts.items():
        match = found[path]
        label = PAGES.get(match.view_name, _GONE) if match else _GONE
        title = titles.of(match) if match else ""
        made.append(PageFigure(path, label, title, count, _share(count, most)))
    return tuple(made)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


class _Titles:
    """What the pages are called now; "" for one that is no more, or whose kind says it all."""

    def __init__(self, agency: Agency, matches: Iterable[ResolverMatch], on: date) -> None:
        self._pages = {one.page.pk: one for one in pages_of(agency, on)}
        self._contents: dict[int, ItaContent] = {
            one.page.fiscal_year or 0: content_of(one.edition.content)
            for one in self._pages.values()
            if one.page.kind == PageKind.ITA
        }
        papers = {one.kwargs["publication_id"] for one in matches if "publication_id" in one.kwargs}
        rows = Publication.objects.filter(agency=agency, pk__in=papers)
        self._papers: dict[Any, str] = dict(rows.values_list("pk", "title"))

    def of(self, match: ResolverMatch) -> str:
        """The title of one page."""
        told = match.kwargs
        if "publication_id" in told:
            return self._papers.get(told["publication_id"], "")
        if "page_id" in told:
            page = self._pages.get(told["page_id"])
            return page.edition.title if page else ""
        if "year" not in told:
            return ""
        return f"{told['year']} {self._in_year(told)}".strip()

    def _in_year(self, told: Mapping[str, Any]) -> str:
        content = self._contents.get(told["year"])
        if content is None:
            return ""
        if "code" in told:
            item = content.item(told["code"])
            return f"{told['code']} {in_language(item.name) if item else ''}".strip()
        if "piece_id" in told:
            piece = content.piece(str(told["piece_id"]))
            return piece.title if piece else ""
        return ""
