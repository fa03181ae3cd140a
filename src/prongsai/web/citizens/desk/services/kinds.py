"""Shut a kind of case, and take it in again; whoever watches over complaints is told."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.desk.model import CaseKind
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import ShutKind
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.citizens.desk.services.telling import tell_who_watch
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today

LONGEST_REASON = 200


@transaction.atomic
def shut(kind: CaseKind, *, by: Actor, reason: str) -> None:
    """Take no more cases of a kind; those that came go on, and so do their receipts.

    Shape:  `reason` is shown to everybody.
    Errors: Refused where the person does not keep cases of the kind, no reason is given, or it is
            shut already.
    """
    _refuse_others(kind, by)
    told = printed(reason)[:LONGEST_REASON]
    if not told:
        raise Refused(
            Text("ยังไม่ได้บอกเหตุผล", "the reason is missing"),
            field="reason",
            next_step=Text("เขียนสั้น ๆ ทุกคนจะเห็น", "write it shortly: everybody will see it"),
        )
    journal.hold(by.agency)
    if ShutKind.objects.filter(agency=by.agency, kind=kind.key).exists():
        raise _already()
    ShutKind.objects.create(
        agency=by.agency, kind=kind.key, reason=told, day=today(), by_words=by.words
    )
    journal.record(by.agency, by, "case-kind-shut", kind.title.th, reason=told)
    tell_who_watch(by.agency, Text(
        f"{by.words}ปิดรับ “{kind.title.th}”: {told}",
        f"{by.words} shut “{kind.title.en}”: {told}",
    ))  # fmt: skip


@transaction.atomic
def open_again(kind: CaseKind, *, by: Actor) -> None:
    """Take cases of a kind in again.

    Errors: Refused where the person does not keep cases of the kind, or it is not shut.
    """
    _refuse_others(kind, by)
    journal.hold(by.agency)
    if not ShutKind.objects.filter(agency=by.agency, kind=kind.key).delete()[0]:
        raise _already()
    journal.record(by.agency, by, "case-kind-opened", kind.title.th)
    tell_who_watch(by.agency, Text(
        f"{by.words}เปิดรับ “{kind.title.th}” อีกครั้ง",
        f"{by.words} takes “{kind.title.en}” in again",
    ))  # fmt: skip


def _already() -> Refused:
    return Refused(
        Text("มีผู้ทำไปก่อนแล้ว", "somebody did that meanwhile"),
        next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
    )


def _refuse_others(kind: CaseKind, by: Actor) -> None:
    if not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused(
            Text("ตำแหน่งนี้ปิดรับเรื่องชนิดนี้ไม่ได้", "this position does not shut this kind"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องร้องเรียนทำ", "ask the complaint officer"),
        )
