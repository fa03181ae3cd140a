"""What changed of an item after it was handed in: the NACC has what stood then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.disclosure.model import State
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.models import ItemWorkVersion, PieceOfItem


class Since(Struct, frozen=True):
    """When an item was handed in last, and what changed after."""

    at: datetime
    changes: tuple[str, ...]


def since_hand_in(agency: Agency, year: int) -> Mapping[str, Since]:
    """Of each item that is handed in, by its subject; two queries however many."""
    versions: dict[str, list[ItemWorkVersion]] = {}
    rows = ItemWorkVersion.objects.filter(agency=agency, work__fiscal_year=year)
    for version in rows.select_related("work").order_by("number"):
        versions.setdefault(version.work.item, []).append(version)
    handed = {item: found for item, own in versions.items() if (found := _handed_in(own))}
    pieces: dict[str, list[PieceOfItem]] = {}
    for row in PieceOfItem.objects.filter(
        agency=agency, piece__fiscal_year=year, item__in=handed
    ).select_related("piece"):
        pieces.setdefault(row.item, []).append(row)
    return {
        item: _since(versions[item], version, pieces.get(item, ()))
        for item, version in handed.items()
    }


def _since(
    versions: list[ItemWorkVersion], handed: ItemWorkVersion, rows: Iterable[PieceOfItem]
) -> Since:
    at = handed.made_at
    return Since(at, (*_of_pieces(rows, at), *_of_words(versions, handed)))


def _handed_in(versions: list[ItemWorkVersion]) -> ItemWorkVersion | None:
    """The version by which an item was handed in; None where it is not, or no more."""
    found = None
    for version in versions:
        is_handed = version.values["state"] == State.HANDED_IN.value
        found = (found or version) if is_handed else None
    return found


def _of_pieces(rows: Iterable[PieceOfItem], at: datetime) -> Iterable[str]:
    for row in rows:
        piece = row.piece
        is_old = (row.added_at or piece.added_at) <= at
        if not is_old and piece.removed_at is None:
            yield _("เพิ่มหลักฐาน “%(title)s”") % {"title": piece.title}
        if is_old and piece.moved_at is not None and piece.moved_at > at:
            yield _("ย้ายที่อยู่ของ “%(title)s”") % {"title": piece.title}
        if is_old and piece.removed_at is not None and piece.removed_at > at:
            yield _("เอาหลักฐาน “%(title)s” ออก") % {"title": piece.title}


def _of_words(versions: list[ItemWorkVersion], handed: ItemWorkVersion) -> Iterable[str]:
    last = versions[-1].values
    if last["explanation"] != handed.values["explanation"]:
        yield _("แก้คำอธิบาย")
