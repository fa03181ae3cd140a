"""Files of the site that are of a paper whose result was annulled or is objected to."""

from __future__ import annotations

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownItem, ShownPiece
from prongsai.web.signing.approval.objections import Objected, objected_files


def held_file(agency: Agency, digest: str) -> Objected | None:
    """Since when and by whom a file is held: nobody opens it by any address of the site."""
    return objected_files(agency, [digest]).get(digest)


def pieces_held(agency: Agency, item: ShownItem) -> tuple[tuple[ShownPiece, Objected | None], ...]:
    """The pieces of an item, each with why nobody opens its file; None where it opens."""
    held = objected_files(agency, (piece.digest for piece in item.pieces))
    return tuple((piece, held.get(piece.digest)) for piece in item.pieces)
