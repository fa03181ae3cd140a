"""What was published, changed and taken back between two days, and how links fared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime, make_aware

from prongsai.core.papers.quarter import Act, Links
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.links import broken_rows
from prongsai.web.disclosure.links.models import LinkCheck
from prongsai.web.disclosure.public_site.models import SiteEdition
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.publication.models import Publication

_THERE = [one.value for one in Verdict if one.is_there]
_BROKEN = [one.value for one in Verdict if one.is_broken]


def acts(agency: Agency, first: date, last: date) -> tuple[Act, ...]:
    """Everything that everybody could see change, in the order of its days."""
    begin, end = _moments(first, last)
    found = [
        *_editions(agency, begin, end),
        *_withdrawn_pages(agency, begin, end),
        *_papers(agency, begin, end),
    ]
    return tuple(act for _, act in sorted(found, key=lambda one: one[0]))


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
            yield at, Act(localtime(at).date(), "changed" if page in seen else "published", title)
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
        yield row.at, Act(localtime(row.at).date(), "withdrawn", row.subject, reason)


def _papers(agency: Agency, begin: datetime, end: datetime) -> Iterator[tuple[datetime, Act]]:
    rows = Publication.objects.filter(agency=agency)
    for row in rows.filter(published_at__gte=begin, published_at__lt=end):
        act = "published" if row.edition == 1 else "changed"
        yield row.published_at, Act(localtime(row.published_at).date(), act, row.title)
    for row in rows.filter(withdrawn_at__gte=begin, withdrawn_at__lt=end):
        at = row.withdrawn_at
        if at is not None:
            yield at, Act(localtime(at).date(), "withdrawn", row.title, row.reason)
