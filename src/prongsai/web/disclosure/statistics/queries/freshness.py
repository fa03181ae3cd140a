"""How long ago each public page was published, and which of them somebody should look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from django.urls import reverse
from django.utils.timezone import localtime
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import content_of
from prongsai.web.disclosure.public_site.models import PageKind
from prongsai.web.disclosure.public_site.queries.ita import ita_content
from prongsai.web.disclosure.public_site.queries.public import PublicPage, Standing, pages_of
from prongsai.web.disclosure.public_site.words import KIND_WORDS
from prongsai.web.disclosure.statistics.words import SOON_DAYS, STALE_DAYS
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.queries import CURRENT

_PAPER = Text("เอกสาร", "paper")


class Freshness(StrEnum):
    """What is to be said of a page."""

    EXPIRED = "expired"
    HELD = "held"
    CHANGED = "changed"
    ENDS_SOON = "ends-soon"
    STALE = "stale"
    FRESH = "fresh"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Text:
        """The word for people."""
        return {
            Freshness.EXPIRED: Text("เลยวันสุดท้ายแล้ว", "past its last day"),
            Freshness.HELD: Text("มีผู้คัดค้าน", "objected to"),
            Freshness.CHANGED: Text("ข้อมูลในกระดานเปลี่ยนหลังเผยแพร่", "the board changed since"),
            Freshness.ENDS_SOON: Text("ใกล้วันสุดท้าย", "its last day is near"),
            Freshness.STALE: Text("ไม่ได้ปรับเกินหนึ่งปี", "not renewed for over a year"),
            Freshness.FRESH: Text("ไม่มีสิ่งที่ต้องทำ", "nothing to do"),
            Freshness.WITHDRAWN: Text("ถอนแล้ว", "withdrawn"),
        }[self]

    @property
    def kind(self) -> str:
        """The kind of its tag."""
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
    return tuple(sorted(rows, key=lambda one: (_ORDER.index(one.state), -one.days, one.title)))


def _pages(agency: Agency, on: date) -> Iterator[Fresh]:
    found = pages_of(agency, on)
    years = [one.page.fiscal_year or 0 for one in found if one.is_current]
    for one in found:
        row, edition = one.page, one.edition
        published = localtime(edition.published_at or edition.made_at).date()
        is_ita = row.kind == PageKind.ITA
        own = (
            reverse("public_site:ita", args=[agency.pk, row.fiscal_year])
            if is_ita
            else reverse("public_site:read", args=[agency.pk, row.pk])
        )
        state = _state(one, (on - published).days, max(years, default=0), on)
        yield Fresh(
            KIND_WORDS[row.kind], edition.title, own, published, (on - published).days, state,
            edition.expires_on,
        )  # fmt: skip


def _state(one: PublicPage, days: int, newest: int, on: date) -> Freshness:
    row, ends = one.page, one.edition.expires_on
    if one.standing is not Standing.CURRENT:
        return Freshness(one.standing.value)
    if ends is not None and ends <= on + timedelta(days=SOON_DAYS):
        return Freshness.ENDS_SOON
    if row.kind == PageKind.ITA:
        # The page of a former year is as it was assessed; only the newest grows old.
        if row.fiscal_year != newest:
            return Freshness.FRESH
        content = content_of(one.edition.content)
        now = ita_content(row.agency, content.year, on)
        if now is not None and now != content:
            return Freshness.CHANGED
    # News are of their day.
    is_old = days > STALE_DAYS and row.kind != PageKind.NEWS
    return Freshness.STALE if is_old else Freshness.FRESH


def _papers(agency: Agency, on: date) -> Iterator[Fresh]:
    """Papers have days of their own and do not grow old here."""
    for one in papers.in_force(agency):
        if one.state == CURRENT:
            published = localtime(one.published_at).date()
            address = reverse("publication:paper", args=[agency.pk, one.id])
            days = (on - published).days
            yield Fresh(_PAPER, one.title, address, published, days, Freshness.FRESH)
