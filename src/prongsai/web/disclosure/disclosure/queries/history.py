"""What happened to an item and its evidence, all of it, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.dates import read_calendar_text, short_date
from prongsai.core.disclosure.model import Presence, State
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.models import (
    ElementCheck,
    ItemWorkVersion,
    Piece,
    PieceAct,
    PieceChange,
)
from prongsai.web.disclosure.disclosure.queries.works import Work
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
    told = [
        *(Past(one.made_at, _change(one), one.made_by_words) for one in changes),
        *_came(agency, year, work, changes),
        *_checked(agency, year, work),
        *_saved(work),
    ]
    return tuple(sorted(told, key=lambda one: one.at, reverse=True))


def _saved(work: Work) -> Iterator[Past]:
    if work.row is None:
        return
    versions = [*ItemWorkVersion.objects.filter(work=work.row), None]
    for version, before in pairwise(versions):
        if version is not None:
            yield from _told(version, before.values if before else {})


def _told(version: ItemWorkVersion, former: Mapping[str, str]) -> Iterator[Past]:
    """What a version changed, a line each; a long text is told as it was written."""
    at, by, values = version.made_at, version.made_by_words, version.values
    if values["state"] != former.get("state", State.NOT_STARTED.value):
        state = in_language(State(values["state"]).label)
        yield Past(at, _("บันทึกงาน: %(state)s") % {"state": state}, by)
    if values["explanation"] != former.get("explanation", ""):
        yield Past(at, _("แก้คำอธิบาย"), by, values["explanation"])
    if values["remark"] != former.get("remark", ""):
        yield Past(at, _("แก้หมายเหตุ"), by, values["remark"])
    if values["due"] != former.get("due", ""):
        yield Past(at, _("กำหนดเสร็จ: %(day)s") % {"day": _day(values["due"])}, by)


def _day(text: str) -> str:
    day = read_calendar_text(text) if text else None
    return short_date(day) if day else _("ไม่มี")


def _checked(agency: Agency, year: int, work: Work) -> Iterator[Past]:
    names = {one.key: one.text for one in work.item.requirements or ()}
    for row in ElementCheck.objects.filter(
        agency=agency, fiscal_year=year, item__in=work.item.keys
    ):
        label = in_language(Presence(row.presence).label) if row.presence else _("เลิกตรวจ")
        name = in_language(names[row.element]) if row.element in names else _("ถ้อยคำเดิม")
        yield Past(row.checked_at, f"{label}: {name}", row.checked_by_words)


def _came(
    agency: Agency, year: int, work: Work, changes: tuple[PieceChange, ...]
) -> Iterator[Past]:
    """When each piece came and where it moved; also of those that serve the item no more."""
    known = {one.piece_id for one in changes}
    removed = {one.piece_id for one in changes if one.act == PieceAct.REMOVED}
    attached = {one.piece_id for one in changes if one.act == PieceAct.ATTACHED}
    rows = Piece.objects.filter(agency=agency, fiscal_year=year)
    pieces = rows.filter(items__item__in=work.item.keys) | rows.filter(pk__in=known)
    for piece in pieces.distinct():
        if piece.pk not in attached:
            words = _("เพิ่มหลักฐาน “%(title)s”") % {"title": piece.title}
            yield Past(piece.added_at, words, piece.added_by_words)
        for move in piece.moves:
            told = {"title": piece.title, "address": move["address"]}
            words = _("ย้ายหลักฐาน “%(title)s” จาก %(address)s") % told
            yield Past(datetime.fromisoformat(move["until"]), words, move["by"])
        # Before changes were kept, only the last removal was.
        if piece.removed_at and piece.pk not in removed:
            words = _("เอาหลักฐาน “%(title)s” ออก") % {"title": piece.title}
            yield Past(piece.removed_at, words, piece.removed_by_words)


def _change(row: PieceChange) -> str:
    """What was done to a piece, in a sentence."""
    sentences = {
        PieceAct.ATTACHED: _("ใช้หลักฐาน “%(title)s” กับข้อนี้ด้วย"),
        PieceAct.CHANGED: _("แก้หลักฐาน “%(title)s”"),
        PieceAct.DETACHED: _("เลิกใช้หลักฐาน “%(title)s” กับข้อนี้"),
        PieceAct.REMOVED: _("เอาหลักฐาน “%(title)s” ออก"),
        PieceAct.RESTORED: _("นำหลักฐาน “%(title)s” กลับมา"),
        PieceAct.RENEWED: _("ยืนยันว่าหลักฐาน “%(title)s” เป็นของปีนี้"),
    }
    words = sentences[PieceAct(row.act)] % {"title": row.title}
    fields = "; ".join(_field(one) for one in row.fields)
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
