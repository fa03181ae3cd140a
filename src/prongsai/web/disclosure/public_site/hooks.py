"""Pages of the site: how they are approved, what the search hears, what waits for their staff."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.dates import long_date, short_date
from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import Misuse
from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import Document
from prongsai.core.papers.site_page import ItemLine, ita_memo, known_lines, table_lines, text_memo
from prongsai.core.text import Text, listed
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.disclosure.disclosure.items import (
    PREPARES,
    SHOWN_ADDRESSES,
    OwnPage,
    items_of,
    publishes_files,
    tells_anyway,
)
from prongsai.web.disclosure.public_site.content import (
    ItaContent,
    content_of,
    digest_of,
    shown_table,
)
from prongsai.web.disclosure.public_site.models import KIND, PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.about import (
    OWN,
    asks_both_sides,
    facts_of,
    missing_of,
)
from prongsai.web.disclosure.public_site.queries.public import (
    about_page,
    address_of,
    files_of_year,
    frozen_content,
    ita_of,
    pages_of,
)
from prongsai.web.disclosure.public_site.queries.staff import gate_of, published_anyway
from prongsai.web.disclosure.public_site.services.examining import ask_to_look
from prongsai.web.disclosure.public_site.services.indexing import index_paper, index_tables
from prongsai.web.disclosure.public_site.services.publishing import prepare, publish
from prongsai.web.disclosure.registers.services.making import register_changed
from prongsai.web.platform.clock import day_of, today
from prongsai.web.signing.approval.handlers import Handler, register
from prongsai.web.signing.approval.models import FormerFile, Submission, SubmissionState
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication.queries import answers_items
from prongsai.web.signing.publication.services import by_itself, paper_changed
from prongsai.web.year.analysis.tiles import Tile, tile


class SitePageHandler(Handler):
    label = read_words("public_site/page_label")
    route = "short"
    after = read_words("public_site/page_after")
    is_fixed = True

    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""
        row = _row(agency, subject)
        at_once = "ทันทีที่เห็นชอบ" if row.publishes_itself else ""
        return f"ขอเผยแพร่บนเว็บไซต์{at_once}: {row.title}"

    def url(self, agency: Agency, subject: UUID) -> str:
        """The page that the staff have of it."""
        return reverse("public_site:page", args=[_row(agency, subject).page_id])

    def series(self, _agency: Agency, _subject: UUID) -> str:
        return Series.MEMO.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """Of everything that the version shows, and of whether its approval publishes it."""
        row = _row(agency, subject)
        return digest_of(row.digest, "at once") if row.publishes_itself else row.digest

    def family(self, agency: Agency, subject: UUID) -> list[UUID]:
        page = SiteEdition.objects.filter(agency=agency, pk=subject).values("page")
        rows = SiteEdition.objects.filter(agency=agency, page__in=page)
        return list(rows.values_list("pk", flat=True))

    def written_by(
        self, agency: Agency, user: User, _until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The versions that a person wrote, or one before them of which nothing was published."""
        shown = Coalesce(OuterRef("page__published__number"), 0)
        own = SiteEdition.objects.filter(
            Q(number=OuterRef("number")) | Q(number__gt=shown),
            page=OuterRef("page"), made_by=user, number__lte=OuterRef("number"),
        )  # fmt: skip
        return SiteEdition.objects.filter(Exists(own), agency=agency).values("pk")

    def prepare(self, agency: Agency, subject: UUID, *, by: Actor) -> None:
        """Fix what the memo prints of what is known against the version."""
        del by
        row = _row(agency, subject)
        public = row.page.published if row.page.withdrawn_at is None else None
        former = public.anyway if public is not None else ""
        known = known_lines(office_of(agency, today()), gate_of(row, today()), former)
        SiteEdition.objects.filter(pk=row.pk).update(known_lines=list(known))

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The memo that lists all that the version shows."""
        row, office = _row(agency, subject), office_of(agency, on)
        if row.page.kind == PageKind.ITA:
            content = content_of(row.content)
            facts = tuple((fact.name.th, fact.words) for fact in facts_of(content))
            return ita_memo(
                office, content.year, tuple(_lines(content)), facts, signing,
                known=row.known_lines, at_once=row.publishes_itself,
            )  # fmt: skip
        until = long_date(row.expires_on) if row.expires_on else ""
        lines = tuple(line.strip() for line in row.text.splitlines() if line.strip())
        table = shown_table(row.content)
        if table is not None:
            lines += tuple(table_lines(office, table.title.th, table.shown))
        lines += tuple(row.known_lines)
        return text_memo(office, row.title, lines, until, signing, at_once=row.publishes_itself)

    def against(self, agency: Agency, subject: UUID, _version: Any = None) -> Gate:
        """What is known against an edition, which is frozen before it is submitted."""
        return gate_of(_row(agency, subject), today())

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Nothing yet: what publishes itself does so when the signed copy is kept."""

    def copied(self, submission: Submission) -> None:
        """Publish a version that was submitted for it; any other waits for the officer.

        Shape:  only with the first copy: one that is drawn anew with a number publishes nothing
                that was held back, and says nothing of what is published.
        """
        row = _row(submission.agency, submission.subject)
        is_first = not FormerFile.objects.filter(version__submission=submission).exists()
        if row.publishes_itself and row.published_at is None and is_first:
            by_itself(submission, lambda: publish(row, by=None))


def _lines(content: ItaContent) -> Iterator[ItemLine]:
    for item in content.items:
        pieces = (f"{piece.title} ({piece.address or piece.name})" for piece in item.pieces)
        lines = (item.explanation, *pieces)
        yield ItemLine(item.code, item.name.th, tuple(filter(None, lines)), bool(item.own))


def _row(agency: Agency, subject: UUID) -> SiteEdition:
    rows = SiteEdition.objects.select_related("page").filter(agency=agency, pk=subject)
    row = rows.first()
    if row is None:
        raise Misuse("public_site/page_unknown")
    return row


register(KIND, SitePageHandler())


@receiver(paper_changed)
def reindex_paper(*, agency: Agency, kind: str, subject: UUID, **_said: Any) -> None:
    """Make the paper's entries anew."""
    index_paper(agency, kind, subject)


@receiver(register_changed)
def reindex_tables(*, agency: Agency, key: str, **_said: Any) -> None:
    """Make the entries of the pages anew that show a table of the register."""
    index_tables(agency, key)


def about_part(agency: Agency, subject: str, year: int, on: date) -> OwnPage:
    """The part of the page about the agency, as everybody sees it now."""
    content, part = about_page(agency, on), OWN[subject]
    title = read_words(f"public_site/about_title.{part}")
    path = f"{reverse('public_site:about', args=[agency.pk])}#{part}"
    if content is None:
        return OwnPage(title, path, read_words("public_site/no_ita_page_yet"))
    items = (item for item in items_of(agency, year).items if subject in item.keys)
    asked = [requirement for item in items for requirement in item.requirements or ()]
    both = asks_both_sides(agency, asked)
    missing = tuple(missing_of(content.about, part, both_sides=both))
    if not missing:
        return OwnPage(title, path)
    return OwnPage(title, path, read_words("public_site/about_lacks", what=listed(missing)))


answers_items("about", {"page": tuple(OWN)}, page=about_part)


def prepared(person: Actor, year: int) -> tuple[int, str]:
    """Freeze the year's ITA page, and have its files looked into."""
    page = prepare(person.agency, by=person, year=year)
    rows = SiteEdition.objects.select_related("agency", "page")
    ask_to_look(rows.get(page=page, number=page.version), by=person)
    return page.version, reverse("public_site:page", args=[page.pk])


PREPARES.append(prepared)
publishes_files(files_of_year)
SHOWN_ADDRESSES.append(address_of)
tells_anyway(published_anyway)


def news(agency: Agency, _subject: str, year: int, on: date) -> OwnPage:
    """The list of news, where one was published in the year."""
    rows = (page for page in pages_of(agency, on, (PageKind.NEWS,)) if page.is_current)
    published = (page.edition.published_at or page.edition.made_at for page in rows)
    is_shown = any(year_of(day_of(moment)) == year for moment in published)
    path = reverse("public_site:news", args=[agency.pk])
    why_not = None if is_shown else read_words("public_site/no_news_yet")
    return OwnPage(read_words("public_site/news"), path, why_not)


answers_items("news", {"page": ("public-relations-news",)}, page=news)


@tile
def public_site(agency: Agency, year: int) -> Tile | None:
    """How much of the year's ITA page everybody can read; None before it was ever published."""
    shown = ita_of(agency, year, today())
    if shown is None:
        return None
    content, at = frozen_content(shown.edition), shown.edition.published_at
    day = short_date(day_of(at)) if at else ""
    return Tile(
        heading=_("เว็บสาธารณะ"),
        figure=str(content.given) if shown.is_current else "0",
        unit=_("ข้อที่ประชาชนเห็น จาก %(all)s ข้อ") % {"all": len(content.items)},
        note=_("เผยแพร่เมื่อ %(day)s") % {"day": day} if shown.is_current else _("ไม่แสดงอยู่ตอนนี้"),
        url=reverse("public_site:page", args=[shown.page.pk]),
        link=_("เปิดหน้า ITA"),
    )


# So long before its last day a page is remembered, and so long after.
BEFORE, AFTER = timedelta(days=14), timedelta(days=30)


@waiting
def agreed(person: Actor, _on: date) -> tuple[Waiting, ...]:
    """Versions that the executive agreed to and nobody has published."""
    if not may(person, Right.PUBLISH):
        return ()
    approved = Submission.objects.filter(
        agency=person.agency, kind=KIND, state=SubmissionState.APPROVED, objected_at=None
    )
    rows = SiteEdition.objects.filter(
        agency=person.agency, pk__in=approved.values("subject"), published_at=None,
        number=F("page__version"),
    ).exclude(page__withdrawn_at__gt=F("made_at"))  # fmt: skip
    ask = read_words("public_site/publish_agreed")
    return tuple(_waiting_page(edition, ask) for edition in rows)


@waiting
def questions(person: Actor, _on: date) -> tuple[Waiting, ...]:
    """Frequent questions that somebody wrote and nobody has submitted."""
    if not may(person, Right.PUBLISH):
        return ()
    submitted = Submission.objects.filter(agency=person.agency, kind=KIND).values("subject")
    rows = SiteEdition.objects.filter(
        agency=person.agency, page__kind=PageKind.FAQ, page__published=None,
        page__removed_at=None, number=F("page__version"),
    ).exclude(pk__in=submitted)  # fmt: skip
    ask = read_words("public_site/submit_question")
    return tuple(_waiting_page(edition, ask) for edition in rows)


@waiting
def expiring(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Published pages whose last day is near or has just passed."""
    if not may(person, Right.PUBLISH):
        return ()
    rows = SiteEdition.objects.filter(
        agency=person.agency, pk=F("page__published"), page__withdrawn_at=None,
        expires_on__range=(on - AFTER, on + BEFORE),
    ).order_by("-page__made_at")  # fmt: skip
    ask = read_words("public_site/renew_or_withdraw")
    return tuple(_waiting_page(edition, ask, due=edition.expires_on) for edition in rows)


def _waiting_page(edition: SiteEdition, ask: Text, due: date | None = None) -> Waiting:
    address = reverse("public_site:page", args=[edition.page_id])
    return Waiting(kind="site-page", name=edition.title, ask=ask, url=address, due=due)
