"""What is known against a version: asked when it is prepared, agreed to and published."""

from collections.abc import Iterator
from datetime import date

import msgspec

from prongsai.core.disclosure.gate import Gate, ShownWork, gate
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import PublishedAnyway
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.public_site.content import (
    ItaContent,
    ShownItem,
    content_of,
    digest_of,
    shown_table,
)
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.staff import Look, files_of, look_of
from prongsai.web.disclosure.registers.models import LASTING
from prongsai.web.platform.language import in_language
from prongsai.web.signing.publication.gate import digests_at, drafts_among, keys_in


def gate_of(edition: SiteEdition, on: date, look: Look | None = None) -> Gate:
    """What is known against a version on a day; a fixed number of queries, however many items."""
    look = look or look_of(edition)
    is_ita = edition.page.kind == PageKind.ITA
    works = _works(edition.agency, content_of(edition.content), on) if is_ita else ()
    unread = [name for name, _why in look.unread]
    draft = None if is_ita else _draft_in(edition)
    return gate(works, personal=len(look.hits), unread=unread, waiting=look.waiting, draft=draft)


def _draft_in(edition: SiteEdition) -> Text | None:
    """What a page shows or links to that is only a draft, in its text and in its table."""
    agency, table, names = edition.agency, shown_table(edition.content), files_of(edition)
    cells = (cell for row in table.shown.rows for cell in row) if table else ()
    words = " ".join((edition.text, *cells))
    if not names and not keys_in(words):
        return None
    year = None if table is None or table.year == LASTING else table.year
    drafts = drafts_among(agency, digests_at(agency, words).union(names), year)
    named = sorted({names.get(digest, "") for digest in drafts} - {""})
    pieces = Piece.objects.filter(agency=agency, pk__in=keys_in(words), is_draft=True)
    if not drafts and not pieces.filter(removed_at=None).exists():
        return None
    return read_words("public_site/drafts_included", what=", ".join(named) or edition.title)


def mark_of(known: Gate, look: Look) -> str:
    """A mark of all that asks for a reason: it is given for this and nothing else."""
    return digest_of(msgspec.to_builtins(known.red), look.mark) if known.red else ""


def _works(agency: Agency, content: ItaContent, on: date) -> Iterator[ShownWork]:
    """The items of which a version shows something, as the board has them now."""
    _items, works = works_of(agency, content.year, on)
    by_code = {work.item.code: work for work in works}
    for item in content.given_items:
        work = by_code.get(item.code)
        if work is None:
            yield ShownWork(item.code, is_same=False)
        else:
            yield ShownWork(item.code, work.readiness.lacks, is_same=_is_same(item, work))


def _is_same(item: ShownItem, work: Work) -> bool:
    """Whether a version shows the very evidence that was looked through on the board."""
    shown = {(piece.id, piece.address, piece.digest) for piece in item.pieces}
    return shown == {
        (str(piece.pk), piece.address, piece.file.digest if piece.file else "")
        for piece in work.pieces
    }


def published_anyway(agency: Agency, year: int, code: str) -> PublishedAnyway | None:
    """Why an item of the version that everybody reads was published in spite of what was known."""
    rows = SitePage.objects.filter(
        agency=agency, kind=PageKind.ITA, fiscal_year=year, withdrawn_at=None
    )
    page = rows.select_related("published").defer("published__content").first()
    edition = page.published if page is not None else None
    if edition is None or edition.published_at is None:
        return None
    messages = tuple(concern.message for concern in edition.known_against if concern.code == code)
    if not messages:
        return None
    return PublishedAnyway(
        edition.number, edition.published_at, edition.published_by_words, edition.anyway,
        tuple(map(in_language, messages)),
    )  # fmt: skip
