"""What happened to an item and its evidence, all of it, the newest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.dates import read_calendar_text, short_date
from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.fiscal import end
from prongsai.links.verdicts import Reason
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import SHOWN_ADDRESSES, items_of
from prongsai.web.disclosure.disclosure.models import (
    ElementCheck,
    ItemWorkVersion,
    Piece,
    PieceAct,
    PieceChange,
    PieceOfItem,
)
from prongsai.web.disclosure.disclosure.queries.works import Work, public_address
from prongsai.web.disclosure.links.models import reason_of, rows_of
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language

_DAYS = frozenset({"valid_from", "valid_until", "stands_in_until"})


class Past(Struct, frozen=True):
    """One thing that happened; `text` what was written then, where it is long."""

    at: datetime
    words: str
    by_words: str
    text: str = ""


def history_of(agency: Agency, year: int, work: Work) -> tuple[Past, ...]:
    """All that happened to an item, the newest first; four queries."""
    changes = tuple(
        PieceChange.objects.filter(agency=agency, fiscal_year=year, item__in=work.item.keys)
    )
    # Of one moment: whoever adds a piece begins the item with it.
    happened = [
        *(Past(change.made_at, _change(change), change.made_by_words) for change in changes),
        *_came(agency, year, work, changes),
        *_checked(agency, year, work),
        *_saved(work),
    ]
    return tuple(sorted(happened, key=lambda past: past.at, reverse=True))


def _saved(work: Work) -> Iterator[Past]:
    if work.row is None:
        return
    versions = [*ItemWorkVersion.objects.filter(work=work.row), None]
    for version, before in pairwise(versions):
        if version is not None:
            former = before.values if before else {}
            at, by, values = version.made_at, version.made_by_words, version.values
            if values["state"] != former.get("state", ItemState.NOT_STARTED.value):
                state = in_language(ItemState(values["state"]).label)
                yield Past(at, _("บันทึกงาน: %(state)s") % {"state": state}, by)
            if values["explanation"] != former.get("explanation", ""):
                yield Past(at, _("แก้คำอธิบาย"), by, values["explanation"])
            if values.get("documents", "") != former.get("documents", ""):
                yield Past(at, _("แก้แนวทางและเอกสาร"), by, values["documents"])
            if values["remark"] != former.get("remark", ""):
                yield Past(at, _("แก้หมายเหตุ"), by, values["remark"])
            if values["due"] != former.get("due", ""):
                yield Past(at, _("กำหนดแล้วเสร็จ: %(day)s") % {"day": _day(values["due"])}, by)


def _day(text: str) -> str:
    day = read_calendar_text(text) if text else None
    return short_date(day) if day else _("ไม่มี")


def _checked(agency: Agency, year: int, work: Work) -> Iterator[Past]:
    names = {requirement.key: requirement.text for requirement in work.item.requirements or ()}
    for row in ElementCheck.objects.filter(
        agency=agency, fiscal_year=year, item__in=work.item.keys
    ):
        label = in_language(Presence(row.presence).label) if row.presence else _("ถอนผลตรวจ")
        name = in_language(names[row.element]) if row.element in names else _("ถ้อยคำเดิม")
        yield Past(row.checked_at, f"{label}: {name}", row.checked_by_words)


def _came(
    agency: Agency, year: int, work: Work, changes: tuple[PieceChange, ...]
) -> Iterator[Past]:
    """When each piece came and where it moved; also of those that serve the item no more."""
    known = {change.piece_id for change in changes}
    removed = {change.piece_id for change in changes if change.act == PieceAct.REMOVED}
    attached = {change.piece_id for change in changes if change.act == PieceAct.ATTACHED}
    rows = Piece.objects.filter(agency=agency, fiscal_year=year)
    pieces = rows.filter(items__item__in=work.item.keys) | rows.filter(pk__in=known)
    for piece in pieces.distinct():
        if piece.pk not in attached:
            words = _("เพิ่มหลักฐาน “%(title)s”") % {"title": piece.title}
            yield Past(piece.added_at, words, piece.added_by_words)
        for move in piece.moves:
            details = {"title": piece.title, "address": move["address"]}
            words = _("ย้ายหลักฐาน “%(title)s” จาก %(address)s") % details
            yield Past(datetime.fromisoformat(move["until"]), words, move["by"])
        # Before changes were kept, only the last removal was.
        if piece.removed_at and piece.pk not in removed:
            words = _("นำหลักฐาน “%(title)s” ออก") % {"title": piece.title}
            yield Past(piece.removed_at, words, piece.removed_by_words)


def _change(row: PieceChange) -> str:
    """What was done to a piece, in a sentence."""
    sentences = {
        PieceAct.ATTACHED: _("ใช้หลักฐาน “%(title)s” กับข้อนี้ด้วย"),
        PieceAct.CHANGED: _("แก้หลักฐาน “%(title)s”"),
        PieceAct.DETACHED: _("เลิกใช้หลักฐาน “%(title)s” กับข้อนี้"),
        PieceAct.REMOVED: _("นำหลักฐาน “%(title)s” ออก"),
        PieceAct.RESTORED: _("นำหลักฐาน “%(title)s” กลับมา"),
        PieceAct.RENEWED: _("ยืนยันว่าหลักฐาน “%(title)s” เป็นของปีนี้"),
    }
    words = sentences[PieceAct(row.act)] % {"title": row.title}
    fields = "; ".join(_field(field) for field in row.fields)
    return f"{words}: {fields}" if fields else words


def _field(change: Mapping[str, str]) -> str:
    labels = {
        "title": _("ชื่อหลักฐาน"),
        "unit": _("ส่วนราชการที่ให้"),
        "valid_from": _("มีผลตั้งแต่"),
        "valid_until": _("มีผลถึง"),
        "stands_in_until": _("ใช้แทนของจริงถึง"),
        "stands_in_why": _("เหตุที่ใช้แทน"),
    }
    name, before, after = change["field"], change["before"], change["after"]
    if name in _DAYS:
        before, after = _day(before), _day(after)
    nothing = _("ไม่มี")
    return f"{labels[name]} {before or nothing} → {after or nothing}"


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
    handed = {item: handed_in for item, own in versions.items() if (handed_in := _handed_in(own))}
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
    for year_item in items_of(agency, year).items:
        kept = next((key for key in year_item.keys if key in own), None)
        if kept is not None:
            own |= dict.fromkeys(year_item.keys, kept)
    return own


def _since(
    versions: list[ItemWorkVersion],
    handed: ItemWorkVersion,
    served: Sequence[PieceOfItem],
    changes: Iterable[PieceChange],
) -> Since:
    at = handed.made_at
    later = [change for change in changes if change.made_at > at]
    sentences = (
        *_of_pieces(served, at),
        *_of_acts(served, later, at),
    )
    if versions[-1].values["explanation"] != handed.values["explanation"]:
        sentences += (_("แก้คำอธิบาย"),)
    return Since(at, sentences)


def _of_acts(
    rows: Iterable[PieceOfItem], later: Sequence[PieceChange], at: datetime
) -> Iterator[str]:
    """What was done to evidence that the NACC has, but for what its rows tell; each told once."""
    serving = {row.piece_id for row in rows}
    came = {change.piece_id for change in later if change.act == PieceAct.ATTACHED}
    mentioned: set[tuple[str, object]] = set()
    for change in reversed(later):
        is_new = change.piece.added_at > at or change.piece_id in came
        if is_new or (change.act, change.piece_id) in mentioned:
            continue
        mentioned.add((change.act, change.piece_id))
        title = {"title": change.title}
        if change.act == PieceAct.DETACHED and change.piece_id not in serving:
            yield _("เลิกใช้หลักฐาน “%(title)s” กับข้อนี้") % title
        elif change.act == PieceAct.CHANGED:
            yield _("แก้รายละเอียดของ “%(title)s”") % title
        elif change.act == PieceAct.RENEWED:
            yield _("ยืนยันว่า “%(title)s” เป็นของปีนี้แล้ว") % title
        elif change.act == PieceAct.RESTORED and change.piece.removed_at is None:
            yield _("นำหลักฐาน “%(title)s” กลับมา") % title


def _handed_in(versions: list[ItemWorkVersion]) -> ItemWorkVersion | None:
    """The version by which an item was handed in; None where it is not, or no more."""
    handed = None
    for version in versions:
        is_handed = version.values["state"] == ItemState.HANDED_IN.value
        handed = (handed or version) if is_handed else None
    return handed


def _of_pieces(rows: Iterable[PieceOfItem], at: datetime) -> Iterable[str]:
    for row in rows:
        piece = row.piece
        is_old = (row.added_at or piece.added_at) <= at
        if not is_old and piece.removed_at is None:
            yield _("เพิ่มหลักฐาน “%(title)s”") % {"title": piece.title}
        if is_old and piece.moved_at is not None and piece.moved_at > at:
            yield _("ย้ายที่อยู่ของ “%(title)s”") % {"title": piece.title}
        if is_old and piece.removed_at is not None and piece.removed_at > at:
            yield _("นำหลักฐาน “%(title)s” ออก") % {"title": piece.title}


def ending_pieces(agency: Agency, year: int, until: date) -> tuple[tuple[Piece, date], ...]:
    """The pieces of a year that end by a day, each with its last day, the first to end first.

    Shape:  a plan that holds beyond the fiscal year ends none of it.
    """
    rows = Piece.objects.filter(agency=agency, fiscal_year=year, removed_at=None).filter(
        Q(stands_in_until__lte=until) | Q(valid_until__lte=min(until, end(year)))
    )
    ending = [(row, day) for row in rows.prefetch_related("items") if (day := _last(row, year))]
    return tuple(sorted(ending, key=lambda pair: (pair[1], pair[0].title)))


def _last(piece: Piece, year: int) -> date | None:
    term = piece.valid_until
    days = (piece.stands_in_until, term if term and term < end(year) else None)
    return min((day for day in days if day is not None), default=None)


# What lies inside the agency, or opens it, is told to nobody outside.
_UNTOLD = frozenset({Reason.INSIDE, Reason.PASSWORD})


def permanent_page(piece_id: UUID) -> dict[str, Any] | None:
    """What a permanent address shows; None where no piece ever had it.

    Shape:  what a published page shows goes before what was changed since. `leads_to` "" where
            it was removed, where it is a file that this site does not show,
            where its link was found broken more than once, or leads inside: then a page tells
            that, with `address` and `why` as far as they may be told.
    """
    piece = Piece.objects.filter(pk=piece_id).select_related("agency", "file").first()
    if piece is None:
        return None
    on = today()
    shown = (shows(piece.agency, piece.fiscal_year, str(piece.pk), on) for shows in SHOWN_ADDRESSES)
    at = next(filter(None, shown), piece.address)
    rows = rows_of(piece.agency, [at]) if at else []
    link = rows[0] if rows else None
    is_untold = any(reason_of(row.reason) in _UNTOLD for row in rows)
    is_gone = piece.removed_at is not None or (link is not None and link.is_broken and link.is_sure)
    address = "" if is_untold or piece.removed_at else at or public_address(piece, on)
    why = None
    if link is not None and link.standing is not None:
        why = link.standing.words if is_untold else link.why
    return {
        "piece": piece,
        "link": link,
        "leads_to": "" if is_gone else address,
        "address": address,
        "why": why,
    }


def permanent_address(piece: Piece) -> str:
    return f"{site_address()}{reverse('disclosure:permanent', args=[piece.pk])}"
