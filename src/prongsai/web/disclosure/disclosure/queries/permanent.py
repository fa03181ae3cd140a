"""What the permanent address of a piece of evidence leads to."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.links.reasons import Reason
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.links.queries.standing import LinkState, reason_of, rows_of, state_of
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import now

# What lies inside the agency, or opens it, is told to nobody outside.
_UNTOLD = frozenset({Reason.INSIDE, Reason.PASSWORD})


class PermanentPage(Struct, frozen=True):
    """A piece as everybody may know it.

    Shape:  `leads_to` "" where it was removed, where it is a file without an address, where its
            link was found broken more than once, or leads inside: then a page tells that, with
            `address` and `why` as far as they may be told.
    """

    piece: Piece
    link: LinkState | None
    leads_to: str
    address: str
    why: Text | None


def permanent_page(piece_id: UUID) -> PermanentPage | None:
    """What a permanent address shows; None where no piece ever had it."""
    piece = Piece.objects.filter(pk=piece_id).select_related("agency").first()
    if piece is None:
        return None
    rows = rows_of(piece.agency, [piece.address]) if piece.address else []
    link = state_of(rows[0], now()) if rows else None
    is_untold = any(reason_of(row.reason) in _UNTOLD for row in rows)
    is_gone = piece.removed_at is not None or (link is not None and link.is_broken and link.is_sure)
    address = "" if is_untold or piece.removed_at is not None else piece.address
    return PermanentPage(
        piece, link, "" if is_gone else address, address, _why(link, is_untold=is_untold)
    )


def _why(link: LinkState | None, *, is_untold: bool) -> Text | None:
    if link is None or link.verdict is None:
        return None
    return link.verdict.words if is_untold else link.why


def permanent_address(piece: Piece) -> str:
    """The whole permanent address of a piece."""
    return f"{site_address()}{reverse('disclosure:permanent', args=[piece.pk])}"
