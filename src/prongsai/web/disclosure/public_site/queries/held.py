"""Files and former answers: which the site still shows, which are withdrawn or objected to."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from prongsai.core.personal_data import personal_data
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownItem, ShownPiece
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.public import PublicPage, frozen_content, ita_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.approval.objections import Objected, objected_codes, objected_files
from prongsai.web.signing.publication.gate import own_data


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
