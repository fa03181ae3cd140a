"""What was done to a piece of evidence is kept with each item that it served then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prongsai.core.dates import calendar_text
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.models import Piece, PieceAct, PieceChange
from prongsai.web.platform.versions import made


def told(piece: Piece) -> Mapping[str, str]:
    """What is said of a piece now, as plain text, by field; its address is told by its moves."""
    days = {
        name: calendar_text(day) if (day := getattr(piece, name)) else ""
        for name in ("valid_from", "valid_until", "stands_in_until")
    }
    unit = piece.unit.name if piece.unit else ""
    return {"title": piece.title, "unit": unit, **days, "stands_in_why": piece.stands_in_why}


def keep_difference(piece: Piece, by: Actor, before: Mapping[str, str]) -> None:
    """Keep what is said of a piece otherwise than `before`, with each item that it serves."""
    fields = [
        {"field": name, "before": before[name], "after": after}
        for name, after in told(piece).items()
        if after != before[name]
    ]
    if fields:
        keep(piece, by, PieceAct.CHANGED, served(piece), fields)


def keep(
    piece: Piece,
    by: Actor,
    act: PieceAct,
    items: Iterable[str],
    fields: Iterable[Mapping[str, str]] = (),
) -> None:
    """Keep what was done, with each of some items."""
    listed, moment = list(fields), made(by)
    PieceChange.objects.bulk_create(
        PieceChange(
            agency_id=piece.agency_id, fiscal_year=piece.fiscal_year, item=item, piece=piece,
            act=act, title=piece.title, fields=listed, **moment,
        )
        for item in items
    )  # fmt: skip


def served(piece: Piece) -> list[str]:
    """The subjects of the items that a piece serves."""
    return list(piece.items.values_list("item", flat=True))
