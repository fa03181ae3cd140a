"""An agency's own answers to what is asked again and again, for each kind of case."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.desk.contacts import told_of
from prongsai.core.desk.model import CaseKind, State
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import CannedAnswer, Case, ShutKind
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.citizens.desk.services.acts import locked, not_yours, record
from prongsai.web.citizens.desk.services.news import tell_who_watch
from prongsai.web.disclosure.public_site.markdown import plain
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.staff import own_data
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.disclosure.public_site.services.writing import begin
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today

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


def may_become_faq(case: Case, person: Actor) -> bool:
    """Whether a person may write a frequent question from a case that they see."""
    kind = kind_in(case.agency_id, case.kind)
    is_answered = case.state == State.ANSWERED
    is_offered = kind is not None and kind.may_be_faq and is_answered and case.faq_id is None
    return is_offered and may(person, Right.KEEP_DESK)


@transaction.atomic
def make_faq(case: Case, *, by: Actor, question: str, answer: str, seen: int) -> SitePage:
    """Draft the page of a frequent question; who publishes submits it, as every page.

    Shape:  `question` and `answer` are what the officer wrote; nothing is taken from the case.
    Errors: Refused where the person does not keep the desk, the kind is none of questions, it is
            not answered or was made one already, something happened since it was seen, or the
            words hold something of a person: a number, or what the case's own fields say of who
            brought it.
    """
    if not may(by, Right.KEEP_DESK):
        raise not_yours()
    row = locked(case, by, seen)
    if not may_become_faq(row, by):
        raise Refused(
            Text(
                "เรื่องนี้ยังไม่ได้ตอบ ไม่ใช่คำถาม หรือทำเป็นคำถามที่พบบ่อยแล้ว",
                "it is not answered, no question, or became a frequent one already",
            ),
            next_step=Text("กลับไปที่เรื่อง", "go back to the case"),
        )
    _refuse_persons(row, "question", question)
    _refuse_persons(row, "answer", answer)
    page = begin(row.agency, by=by, kind=PageKind.FAQ, shown=Shown(question, answer))
    row.faq = page
    row.save(update_fields=["faq"])
    record(row, by, "case-made-faq")
    return page


def _refuse_persons(case: Case, field: str, text: str) -> None:
    read = f"{text}\n{plain(text)}"
    hits = personal_data(read, own_data(case.agency))
    kind = kind_in(case.agency_id, case.kind)
    own = told_of(case.values, kind.contact if kind else (), read)
    if not (hits or own):
        return
    quotes = "; ".join(dict.fromkeys([*(hit.masked for hit in hits), *own]))
    raise Refused(
        Text(
            f"มีข้อมูลของคน: {quotes}",
            f"something of a person stands in it: {quotes}",
        ),
        field=field,
        next_step=Text(
            "เขียนใหม่โดยไม่มีสิ่งที่บอกว่าใครถาม เพราะทุกคนอ่านได้",
            "write it without what tells who asked: everybody reads it",
        ),
    )


LONGEST_REASON = 200


@transaction.atomic
def shut(kind: CaseKind, *, by: Actor, reason: str) -> None:
    """Take no more cases of a kind; those that came go on, and so do their receipts.

    Shape:  `reason` is shown to everybody.
    Errors: Refused where the person does not keep cases of the kind, no reason is given, or it is
            shut already.
    """
    _refuse_others_kinds(kind, by)
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
    _refuse_others_kinds(kind, by)
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


def _refuse_others_kinds(kind: CaseKind, by: Actor) -> None:
    if not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused(
            Text("ตำแหน่งนี้ปิดรับเรื่องชนิดนี้ไม่ได้", "this position does not shut this kind"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องร้องเรียนทำ", "ask the complaint officer"),
        )
