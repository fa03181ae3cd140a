"""What everybody sees: the version that is published or why there is none, and its files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from msgspec import Struct

from prongsai.core.ids import Level, sort_key
from prongsai.core.personal_data import personal_data
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ItemWorkVersion, Piece
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.public_site.content import (
    About,
    ItaContent,
    ShownItem,
    ShownPart,
    ShownPiece,
    ShownScore,
    ShownScores,
    content_of,
)
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.about import (
    OWN,
    about_of,
    asks_both_sides,
    given_photos,
    missing_of,
)
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.approval.objections import Objected, objected_codes, objected_files
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.gate import own_data
from prongsai.web.signing.publication.models import CURRENT, Publication
from prongsai.web.year.scoring.queries import current_scores, history

MOST_ON_HOME = 5


class Standing(StrEnum):
    """What becomes of a page that is asked for."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    HELD = "held"


class PublicPage(Struct, frozen=True):
    """One page that was published once, with the version that everybody reads, or read."""

    page: SitePage
    edition: SiteEdition
    standing: Standing
    objected: Objected | None = None

    @property
    def is_current(self) -> bool:
        """Whether its content may be shown."""
        return self.standing is Standing.CURRENT

    @property
    def title_stays(self) -> bool:
        """Whether its title is still told: that of a year is no secret, words may be the reason."""
        return self.standing is not Standing.WITHDRAWN or self.page.kind == PageKind.ITA


class ItaPage(Struct, frozen=True):
    """The ITA page of a year with what was published on paper in that year, by kind."""

    shown: PublicPage
    content: ItaContent
    papers: tuple[tuple[Text, tuple[Publication, ...]], ...]
    years: tuple[int, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which its table can be had."""
        return ("csv", "xlsx", "json")


@cached_for_request
def pages_of(agency: Agency, on: date, kinds: Sequence[str] = ()) -> tuple[PublicPage, ...]:
    """Every page that was ever published, newest first; two queries.

    Shape:  what a page shows is read when it is asked for: a site of many years has much of it.
    """
    rows = SitePage.objects.filter(agency=agency, published__isnull=False)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    shown = rows.select_related("published").defer("published__content", "published__text")
    pages = list(shown.order_by("-published__published_at", "pk"))
    return _standing(agency, pages, on)


def page_of(agency: Agency, page_id: UUID, on: date) -> PublicPage | None:
    """One page that was ever published."""
    rows = SitePage.objects.filter(agency=agency, pk=page_id, published__isnull=False)
    return next(iter(_standing(agency, list(rows.select_related("published")), on)), None)


@cached_for_request
def ita_of(agency: Agency, year: int, on: date) -> PublicPage | None:
    rows = SitePage.objects.filter(
        agency=agency, kind=PageKind.ITA, fiscal_year=year, published__isnull=False
    )
    return next(iter(_standing(agency, list(rows.select_related("published", "agency")), on)), None)


def ita_page(agency: Agency, year: int, on: date) -> ItaPage | None:
    """The ITA page of a year, with the years there are; None where none was ever published."""
    pages = pages_of(agency, on, (PageKind.ITA,))
    shown = next((page for page in pages if page.page.fiscal_year == year), None)
    if shown is None:
        return None
    published = papers.in_force(agency, year) if shown.is_current else ()
    groups: dict[str, list[Publication]] = {}
    for paper in published:
        if paper.state == CURRENT:
            groups.setdefault(paper.kind, []).append(paper)
    by_kind = tuple((rows[0].label, tuple(rows)) for rows in groups.values())
    return ItaPage(shown, frozen_content(shown.edition), by_kind, _years(pages))


def item_page(agency: Agency, year: int, code: str, on: date) -> dict[str, Any] | None:
    """One item of a published year; None where there is no such."""
    shown = ita_of(agency, year, on)
    if shown is None:
        return None
    content = frozen_content(shown.edition)
    item = content.item(code)
    if item is None:
        return None
    place = content.items.index(item)
    part = next(
        (shown_part.name for shown_part in content.parts if shown_part.code == item.part), item.name
    )
    return {
        "shown": shown,
        "content": content,
        "item": item,
        "part": part,
        "papers": tuple(_answering(agency, year, code, on)) if shown.is_current else (),
        "before": content.items[place - 1] if place else None,
        "after": content.items[place + 1] if place + 1 < len(content.items) else None,
    }


def _answering(agency: Agency, year: int, code: str, on: date) -> Iterator[Publication]:
    """What stands and answers an item whole, newest first; no candidates."""
    item = items_of(agency, year).item(code)
    subjects, asked = (item.keys, item.requirements or ()) if item is not None else ((), ())
    for paper, answer in papers.answering(agency, year, code, subjects, on, asked):
        if answer.lacks is None and answer.caution is None and paper.state == CURRENT:
            yield paper


def frozen_content(edition: SiteEdition) -> ItaContent:
    """What a version of the page of a year shows; a query where a list left it in the database."""
    return content_of(edition.content)


def piece_of(agency: Agency, year: int, piece_id: str, on: date) -> ShownPiece | None:
    """A piece whose file this site shows; None where its page is not shown."""
    shown = ita_of(agency, year, on)
    if shown is None or not shown.is_current:
        return None
    content = frozen_content(shown.edition)
    piece = content.piece(piece_id)
    is_photo = piece in content.photos
    if is_photo and piece_id not in given_photos(agency):
        return None
    return piece if piece is not None and piece.file else None


def address_of(agency: Agency, year: int, piece_id: str, on: date) -> str:
    """The address that the page of a year shows for a piece; "" where it shows none."""
    shown = ita_of(agency, year, on)
    if shown is None or not shown.is_current:
        return ""
    piece = frozen_content(shown.edition).piece(piece_id)
    return piece.address if piece is not None else ""


def about_page(agency: Agency, on: date) -> ItaContent | None:
    """The newest published ITA page, which says what the agency is; None where none is shown."""
    shown = _newest_ita(pages_of(agency, on, (PageKind.ITA,)))
    return frozen_content(shown.edition) if shown else None


def home_page(agency: Agency, on: date) -> dict[str, Any]:
    """The first page: the newest ITA page, the newest news, pages, and papers of that year.

    Shape:  `questions` counts the frequent ones.
    """
    pages = tuple(page for page in pages_of(agency, on) if page.is_current)
    ita = _newest_ita(pages)
    news = [page for page in pages if page.page.kind == PageKind.NEWS]
    published = [page for page in papers.in_force(agency) if page.state == CURRENT]
    return {
        "content": frozen_content(ita.edition) if ita else None,
        "years": _years(pages),
        "news": news[:MOST_ON_HOME],
        "pages": [page for page in pages if page.page.kind == PageKind.PAGE],
        "papers": published[:MOST_ON_HOME],
        "questions": sum(page.page.kind == PageKind.FAQ for page in pages),
    }


def texts_of(pages: Iterable[PublicPage]) -> Mapping[UUID, str]:
    """The text that each of some pages shows, by its version: one query."""
    keys = [page.edition.pk for page in pages]
    return dict(SiteEdition.objects.filter(pk__in=keys).values_list("pk", "text"))


def _newest_ita(pages: Sequence[PublicPage]) -> PublicPage | None:
    own = [page for page in pages if page.is_current and page.page.kind == PageKind.ITA]
    return max(own, key=lambda page: page.page.fiscal_year or 0, default=None)


def _years(pages: Sequence[PublicPage]) -> tuple[int, ...]:
    years = {page.page.fiscal_year for page in pages if page.is_current}
    return tuple(sorted((year for year in years if year is not None), reverse=True))


def _standing(agency: Agency, rows: Sequence[SitePage], on: date) -> tuple[PublicPage, ...]:
    pairs = [(row, row.published) for row in rows if row.published is not None]
    held = objected_codes(agency, (edition.check_code for _row, edition in pairs))
    return tuple(_public_page(row, edition, held, on) for row, edition in pairs)


def _public_page(
    row: SitePage, edition: SiteEdition, held: Mapping[str, Objected], on: date
) -> PublicPage:
    objected = held.get(edition.check_code)
    if row.withdrawn_at is not None:
        standing = Standing.WITHDRAWN
    elif objected is not None:
        standing = Standing.HELD
    elif edition.expires_on is not None and edition.expires_on < on:
        standing = Standing.EXPIRED
    else:
        standing = Standing.CURRENT
    return PublicPage(row, edition, standing, objected)


def ita_content(agency: Agency, year: int, on: date) -> ItaContent | None:
    """What the page of a year would show today; None where no items of the year are known."""
    items, works = works_of(agency, year, on)
    if not items.items:
        return None
    about = about_of(agency, on)
    rows = ItemWorkVersion.objects.filter(agency=agency, work__fiscal_year=year).order_by()
    saved = dict(rows.values_list("work__item").annotate(Max("made_at")))
    return ItaContent(
        year=year,
        of_year=items.of_year,
        about=about,
        parts=tuple(ShownPart(code, name) for code, name in items.parts),
        items=tuple(_item(agency, work, about, saved) for work in works),
        scores=scores_of(agency, year),
    )


def scores_of(agency: Agency, year: int) -> ShownScores | None:
    """The newest result as published, of the year or of one before; None where none is known."""
    cards = history(agency, year)
    known = [card for card in cards if card.total.published is not None]
    if not known:
        return None
    card = known[-1]
    former = tuple((card.fiscal_year, str(card.total.published)) for card in reversed(known[:-1]))
    current = current_scores(agency, card.fiscal_year)
    computed = card.total.recomputed if card.total.computed is not None else None
    return ShownScores(
        year=card.fiscal_year,
        total=str(card.total.published),
        rating=card.rating.code if card.rating and not card.rating.provisional else "",
        rating_label=card.rating.label if card.rating and not card.rating.provisional else None,
        made="" if computed is None else str(computed),
        instruments=_figures(card, Level.INSTRUMENT),
        indicators=_figures(card, Level.INDICATOR),
        source=current.revision.source if current else "",
        former=former,
    )


def _figures(card: ScoreCard, level: Level) -> tuple[ShownScore, ...]:
    shares = {part.code: part.share for part in card.total.parts}
    rows = [score for score in card.of_level(level) if score.published is not None]
    return tuple(_figure(score, shares) for score in sorted(rows, key=lambda s: sort_key(s.code)))


def _figure(score: Score, shares: Mapping[str, Fraction]) -> ShownScore:
    share = shares.get(score.code)
    return ShownScore(
        score.code,
        score.name,
        str(score.published),
        "" if share is None else f"{half_up(share * 100):f}".rstrip("0").rstrip("."),
        score.verdict.label if score.verdict else None,
    )


def _item(agency: Agency, work: Work, about: About, saved: Mapping[str, datetime]) -> ShownItem:
    item = work.item
    days = [piece.added_at for piece in work.pieces]
    if not days and work.explanation and item.key in saved:
        days = [saved[item.key]]
    parts = [OWN[key] for key in item.keys if key in OWN]
    both = asks_both_sides(agency, item.requirements or ())
    missing = [what for part in parts for what in missing_of(about, part, both_sides=both)]
    return ShownItem(
        code=item.code,
        name=item.name,
        part=item.part,
        explanation="\n".join(filter(None, map(printed, work.explanation.splitlines()))),
        day=day_of(max(days)) if days else None,
        pieces=tuple(_piece(piece) for piece in work.pieces),
        own=parts[0] if parts and not missing else "",
        keys=item.keys,
    )


def _piece(piece: Piece) -> ShownPiece:
    file = piece.file
    return ShownPiece(
        id=str(piece.pk),
        title=piece.title,
        day=day_of(piece.added_at),
        unit=piece.unit.name if piece.unit else "",
        address=piece.address,
        file=str(file.pk) if file else "",
        name=file.name if file else "",
        media_type=file.media_type if file else "",
        size=file.size if file else 0,
        digest=file.digest if file else "",
        of_year=piece.of_year,
        stands_in_until=piece.stands_in_until,
        stands_in_why=piece.stands_in_why,
    )


@cached_for_request
def files_of_year(agency: Agency, year: int, on: date) -> Mapping[tuple[str, str], str]:
    """Where everybody opens the files of a year's ITA page, by the item's subject and the digest.

    Shape:  exactly those that the site sends now: none of a page that was withdrawn, has expired
            or is objected to, and none of a paper that fell.
    """
    shown = ita_of(agency, year, on)
    if shown is None or not shown.is_current:
        return {}
    content = frozen_content(shown.edition)
    held = objected_files(agency, [piece.digest for piece in content.pieces])
    return {
        (key, piece.digest): reverse("public_site:file", args=[agency.pk, year, piece.id])
        for item in content.items
        for key in item.keys
        for piece in item.pieces
        if piece.file and piece.digest not in held
    }


def held_file(agency: Agency, digest: str) -> Objected | None:
    """Since when and by whom a file is held: nobody opens it by any address of the site."""
    return objected_files(agency, [digest]).get(digest)


def pieces_held(agency: Agency, item: ShownItem) -> tuple[tuple[ShownPiece, Objected | None], ...]:
    """The pieces of an item, each with why nobody opens its file; None where it opens."""
    held = objected_files(agency, (piece.digest for piece in item.pieces))
    return tuple((piece, held.get(piece.digest)) for piece in item.pieces)


def former_answers(shown: PublicPage) -> tuple[SiteEdition, ...]:
    """The answers to a frequent question that stood before the one now, the newest first.

    Shape:  none of before a withdrawal, whose reason may be their words, and none that is objected
            to or holds something of persons.
    """
    page, current = shown.page, shown.edition
    if page.kind != PageKind.FAQ or page.kept_since is None:
        return ()
    rows = SiteEdition.objects.filter(
        page=page, number__lt=current.number, published_at__gte=page.kept_since
    )
    held = objected_codes(page.agency, (row.check_code for row in rows))
    own = own_data(page.agency)
    free = (row for row in rows if row.check_code not in held)
    return tuple(row for row in free if not personal_data(f"{row.title}\n{row.text}", own))
