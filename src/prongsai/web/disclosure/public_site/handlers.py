"""What approval must know of pages of the site: the subject is one version, which never changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from prongsai.core.dates import long_date
from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import SignedStep, Signing
from prongsai.core.papers.document import Document, Mark
from prongsai.core.papers.site_page import ItemLine, ita_memo, table_lines, text_memo
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.public_site.content import (
    ItaContent,
    ShownPiece,
    content_of,
    shown_table,
)
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.words import KIND
from prongsai.web.signing.approval.handlers import register
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.numbering.models import Series


class SitePageHandler:
    """A version of a page of the public site."""

    label = Text("หน้าเว็บสาธารณะ", "page of the public site")
    route = "short"
    after = Text(
        "เจ้าหน้าที่ประชาสัมพันธ์กดเผยแพร่ฉบับที่เห็นชอบ ระบบไม่เผยแพร่เอง",
        "the publication officer publishes the version that was agreed to; nothing is published"
        " by itself",
    )
    is_fixed = True

    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""
        return f"ขอเผยแพร่บนเว็บไซต์: {_row(agency, subject).title}"

    def url(self, agency: Agency, subject: UUID) -> str:
        """The page that the staff have of it."""
        return reverse("public_site:page", args=[_row(agency, subject).page_id])

    def series(self, _agency: Agency, _subject: UUID) -> str:
        """Its memo is numbered."""
        return Series.MEMO.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """Of everything that the version shows."""
        return _row(agency, subject).digest

    def family(self, agency: Agency, subject: UUID) -> list[UUID]:
        """Every version of the page."""
        page = SiteEdition.objects.filter(agency=agency, pk=subject).values("page")
        rows = SiteEdition.objects.filter(agency=agency, page__in=page)
        return list(rows.values_list("pk", flat=True))

    def written_by(self, agency: Agency, user: User) -> QuerySet[Any, Any]:
        """The versions that a person wrote, or one before them of which nothing was published."""
        shown = Coalesce(OuterRef("page__published__number"), 0)
        own = SiteEdition.objects.filter(
            Q(number=OuterRef("number")) | Q(number__gt=shown),
            page=OuterRef("page"), made_by=user, number__lte=OuterRef("number"),
        )  # fmt: skip
        return SiteEdition.objects.filter(Exists(own), agency=agency).values("pk")

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
        """The memo that lists all that the version shows."""
        row, office = _row(agency, subject), office_of(agency, on)
        signing = Signing(number=number, day=on, steps=steps, mark=mark)
        if row.page.kind == PageKind.ITA:
            content = content_of(row.content)
            return ita_memo(office, content.year, tuple(_lines(content)), signing)
        until = long_date(row.expires_on) if row.expires_on else ""
        lines = tuple(line.strip() for line in row.text.splitlines() if line.strip())
        table = shown_table(row.content)
        if table is not None:
            lines += tuple(table_lines(office, table.title.th, table.shown))
        return text_memo(office, row.title, lines, until, signing)

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Nothing is published by itself: the publication officer does it."""


def _lines(content: ItaContent) -> Iterator[ItemLine]:
    for item in content.items:
        told = (item.explanation, *map(_piece, item.pieces))
        yield ItemLine(item.code, item.name.th, tuple(filter(None, told)), bool(item.own))


def _piece(piece: ShownPiece) -> str:
    return f"{piece.title} ({piece.address or piece.name})"


def _row(agency: Agency, subject: UUID) -> SiteEdition:
    rows = SiteEdition.objects.select_related("page").filter(agency=agency, pk=subject)
    row = rows.first()
    if row is None:
        raise Misuse(
            Text("ไม่มีหน้านี้", "there is no such page"),
            next_step=Text("เปิดหน้าเว็บสาธารณะ", "see the pages of the public site"),
        )
    return row


register(KIND, SitePageHandler())
