"""What changed of an item after it was handed in: the NACC has what stood then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.disclosure.model import State
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import (
    ItemWorkVersion,
    PieceAct,
    PieceChange,
    PieceOfItem,
)


class Since(Struct, frozen=True):
    """When an item was handed in last, and what changed after."""

    at: datetime
    changes: tuple[str, ...]


def since_hand_in(agency: Agency, year: int) -> Mapping[str, Since]:
    """Of each item that is handed in, by its subject; three queries however many."""
    versions: dict[str, list[ItemWorkVersion]] = {}
    rows = ItemWorkVersion.objects.filter(agency=agency, work__fiscal_year=year)
    for version in rows.select_related("work").order_by("number"):
        versions.setdefault(version.work.item, []).append(version)
    handed = {item: found for item, own in versions.items() if (found := _handed_in(own))}
    if not handed:
        return {}
    of_key = _handed_by_key(agency, year, handed)
    pieces: dict[str, list[PieceOfItem]] = {}
    for row in PieceOfItem.objects.filter(
        agency=agency, piece__fiscal_year=year, item__in=of_key
    ).select_related("piece"):
        pieces.setdefault(of_key[row.item], []).append(row)
    changes: dict[str, list[PieceChange]] = {}
    for change in PieceChange.objects.filter(
        agency=agency, fiscal_year=year, item__in=of_key
    ).select_related("piece"):
        changes.setdefault(of_key[change.item], []).append(change)
    return {
        item: _since(versions[item], version, pieces.get(item, ()), changes.get(item, ()))
        for item, version in handed.items()
    }


def _handed_by_key(agency: Agency, year: int, handed: Iterable[str]) -> Mapping[str, str]:
    """Each key that an item goes on from, with the one its work is kept under."""
    own = {item: item for item in handed}
    for one in items_of(agency, year).items:
        kept = next((key for key in one.keys if key in own), None)
        if kept is not None:
            own |= dict.fromkeys(one.keys, kept)
    return own


def _since(
    versions: list[ItemWorkVersion],
    handed: ItemWorkVersion,
    rows: Iterable[PieceOfItem],
    changes: Iterable[PieceChange],
) -> Since:
    at = handed.made_at
    served = list(rows)
    later = [one for one in changes if one.made_at > at]
    told = (*_of_pieces(served, at), *_of_acts(served, later, at), *_of_words(versions, handed))
    return Since(at, told)


def _of_acts(
    rows: Iterable[PieceOfItem], later: Iterable[PieceChange], at: datetime
) -> Iterator[str]:
    """What was done to evidence that the NACC has, but for what its rows tell; each told once."""
    done = list(later)
    serving = {row.piece_id for row in rows}
    came = {one.piece_id for one in done if one.act == PieceAct.ATTACHED}
    told: set[tuple[str, object]] = set()
    for one in reversed(done):
        is_new = one.piece.added_at > at or one.piece_id in came
        if is_new or (one.act, one.piece_id) in told:
            continue
        told.add((one.act, one.piece_id))
        title = {"title": one.title}
        if one.act == PieceAct.DETACHED and one.piece_id not in serving:
            yield _("เลิกใช้หลักฐาน “%(title)s” กับข้อนี้") % title
        elif one.act == PieceAct.CHANGED:
            yield _("แก้รายละเอียดของ “%(title)s”") % title
        elif one.act == PieceAct.RENEWED:
            yield _("บอกว่า “%(title)s” เป็นของปีนี้แล้ว") % title
        elif one.act == PieceAct.RESTORED and one.piece.removed_at is None:
            yield _("นำหลักฐาน “%(title)s” กลับมา") % title


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
