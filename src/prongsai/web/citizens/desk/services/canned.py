"""An agency's own answers to what is asked again and again, for each kind of case."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.desk.model import CaseKind
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import CannedAnswer
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.platform import journal

MOST_OF_A_KIND = 100


@transaction.atomic
def add(kind: CaseKind, *, by: Actor, name: str, text: str) -> CannedAnswer:
    """Keep a new one.

    Errors: Refused where the person does not keep the desk for this kind, the name is taken, or
            there are too many to choose from.
    """
    _refuse_others(by, kind)
    journal.hold(by.agency)
    rows = CannedAnswer.objects.filter(agency=by.agency, kind=kind.key)
    if rows.count() >= MOST_OF_A_KIND:
        raise Refused(
            Text(f"ชนิดนี้มี {MOST_OF_A_KIND} คำตอบแล้ว", f"there are {MOST_OF_A_KIND} already"),
            next_step=Text("ลบคำตอบที่ไม่ใช้ก่อน", "remove what nobody uses"),
        )
    _refuse_taken(by, kind, name)
    row = CannedAnswer.objects.create(agency=by.agency, kind=kind.key, name=name, text=text)
    journal.record(by.agency, by, "canned-answer-saved", name, kind=kind.title.th)
    return row


@transaction.atomic
def change(canned: CannedAnswer, *, by: Actor, name: str, text: str, seen: int) -> None:
    """Save another name or text.

    Errors: Refused as `add` does, and where somebody changed it since it was seen.
    """
    row, kind = _locked(canned, by)
    if row.version != seen:
        raise Refused(
            Text("มีผู้แก้คำตอบนี้ไปก่อนแล้ว", "somebody changed this answer meanwhile"),
            next_step=Text(
                "เปิดหน้านี้ใหม่ในอีกแท็บเพื่อเทียบ แล้วกดบันทึกอีกครั้ง",
                "open the page in another tab to compare, then save again",
            ),
        )
    if name != row.name:
        _refuse_taken(by, kind, name)
    row.name, row.text, row.version = name, text, row.version + 1
    row.save()
    journal.record(by.agency, by, "canned-answer-saved", name, kind=kind.title.th)


@transaction.atomic
def remove(canned: CannedAnswer, *, by: Actor) -> None:
    """Delete one; answers that were given with it stay.

    Errors: Refused where the person does not keep the desk for this kind.
    """
    row, kind = _locked(canned, by)
    journal.record(by.agency, by, "canned-answer-removed", row.name, kind=kind.title.th)
    row.delete()


def _locked(canned: CannedAnswer, by: Actor) -> tuple[CannedAnswer, CaseKind]:
    kind = kind_in(canned.agency_id, canned.kind)
    if kind is None or canned.agency_id != by.agency.pk:
        raise _not_yours()
    _refuse_others(by, kind)
    journal.hold(by.agency)
    row = CannedAnswer.objects.filter(pk=canned.pk).first()
    if row is None:
        raise Refused(
            Text("คำตอบนี้ถูกลบไปแล้ว", "this answer was removed already"),
            next_step=Text("กลับไปที่รายการ", "go back to the list"),
        )
    return row, kind


def _refuse_others(by: Actor, kind: CaseKind) -> None:
    if not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise _not_yours()


def _refuse_taken(by: Actor, kind: CaseKind, name: str) -> None:
    if CannedAnswer.objects.filter(agency=by.agency, kind=kind.key, name=name).exists():
        raise Refused(
            Text("มีคำตอบชื่อนี้แล้ว", "there is one of this name"),
            field="name",
            next_step=Text("ตั้งชื่ออื่น", "choose another name"),
        )


def _not_yours() -> Refused:
    return Refused(
        Text("ตำแหน่งนี้แก้คำตอบสำเร็จของชนิดนี้ไม่ได้", "this position keeps no answers of this kind"),
        next_step=Text("ให้เจ้าหน้าที่รับเรื่องแก้", "ask the complaint officer"),
    )
