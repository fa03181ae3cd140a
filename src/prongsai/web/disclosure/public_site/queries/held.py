"""Files of the site: which it sends, which are of a paper that was annulled or is objected to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownItem, ShownPiece
from prongsai.web.disclosure.public_site.queries.public import frozen_content, ita_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.approval.objections import Objected, objected_files


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
