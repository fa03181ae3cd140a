"""Set a disputed result of paper aside: it is void for good, and the paper may be submitted anew.

An objection holds a paper, and nobody else takes it back. So that a forged result does not hold it
for ever, who objected (or who holds the post after them) states that it shall fall, and the holder
of another post that signs confirms that. What falls stays held: its sheet, file and code bear a
signature that nobody stands by, and never become valid again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from prongsai.core.approval.chain import NotAllowed
from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import Holding, User
from prongsai.web.agency.people import Acting
from prongsai.web.agency.posts import SIGNING
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.approval.facts import stands
from prongsai.web.approval.handlers import handler_of
from prongsai.web.approval.models import Decision, Objection, PaperResult, Submission
from prongsai.web.approval.queries import drafted_by
from prongsai.web.approval.services.common import held, keep, refused
from prongsai.web.approval.services.objecting import people_of, tell_all
from prongsai.web.approval.services.on_paper import address_of, reason_of
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import JournalEntry


@transaction.atomic
def ask(submission: Submission, *, by: Acting, why: str) -> Submission:
    """State that a disputed result shall fall; it does once another signer has confirmed that.

    Errors: Refused for anybody but who objected and who holds their post now, and without a
            reason.
    """
    one = held(submission)
    mine = _askable(one.row, by.user)
    if not mine:
        raise Refused(
            Text(
                "เฉพาะผู้ที่คัดค้าน หรือผู้ดำรงตำแหน่งนั้นในวันนี้ ขอยกเลิกผลได้",
                "only who objected, or holds that post today, asks that the result be set aside",
            ),
            next_step=Text("ขอให้ผู้ที่คัดค้านเป็นผู้ขอ", "ask who objected"),
        )
    reason = reason_of(why)
    Objection.objects.filter(pk__in=[row.pk for row in mine]).update(
        statement=reason, stated_at=now(), stated_by=by.user, stated_words=by.words[:200]
    )
    record(
        one.row.agency, by, "approval-aside-asked",
        subject=one.row.title, code=one.row.code, reason=reason,
    )  # fmt: skip
    said = Text(
        f"{by.words} ขอให้ยกเลิกผลบนกระดาษที่คัดค้าน ({reason}): {one.row.title}",
        f"{by.words} asks that the disputed result be set aside ({reason}): {one.row.title}",
    )
    seconds = _seconds(one.row)
    tell_all(one.row, by, people_of(one), said)
    seen = {user.pk for user in people_of(one)}
    others = [user for user in seconds if user.pk not in seen]
    notifying.tell(one.row.agency, others, said, address_of(one.row))
    return one.row


@transaction.atomic
def confirm(submission: Submission, *, by: Acting) -> Submission:
    """A second signer agrees: all results of the version are void, the paper has come to its end.

    Shape:  its drafter submits the subject anew, with another code; every objection to this one
            is settled by it and stands, so that nothing of it becomes valid or public again.
    Errors: Refused where nobody asked, and for who is no such second person.
    """
    one = held(submission)
    asked = _asked(one.row)
    if not asked:
        raise Refused(
            Text("ไม่มีคำขอยกเลิกผลที่รออยู่", "nobody asks that a result be set aside"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    if not _is_second(one.row, asked, by.user):
        raise _no_second()
    try:
        chain = one.chain.set_aside()
    except NotAllowed as error:
        raise refused(error) from None
    people, moment, bears = people_of(one), now(), stands(one.row)
    one.row.objections.filter(lifted_at=None).update(
        settled_at=moment, settled_by=by.user, settled_words=by.words[:200]
    )
    Decision.objects.filter(submission=one.row, voided_at=None).update(voided_at=moment)
    keep(one, chain)
    record(
        one.row.agency, by, "approval-set-aside",
        subject=one.row.title, code=one.row.code, stated=asked[0].stated_words,
        reason=asked[0].statement,
    )  # fmt: skip
    follow = getattr(handler_of(one.row.kind), "set_aside", None)
    if follow is not None and bears:
        follow(one.row, by=by)
    said = Text(
        f"{by.words} ยืนยันยกเลิกผลบนกระดาษที่คัดค้าน เสนอใหม่ได้: {one.row.title}",
        f"{by.words} confirmed that the disputed result is set aside;"
        f" it may be submitted anew: {one.row.title}",
    )
    tell_all(one.row, by, people, said)
    return one.row


def may_ask(submission: Submission, person: Acting) -> bool:
    """Whether a person may ask that a disputed result be set aside, and has not."""
    mine = _askable(submission, person.user)
    return any(row.stated_by_id != person.user.pk for row in mine)


def may_confirm(submission: Submission, person: Acting) -> bool:
    """Whether a person may confirm that a disputed result is set aside."""
    asked = _asked(submission)
    return bool(asked) and _is_second(submission, asked, person.user)


def _askable(row: Submission, user: User) -> list[Objection]:
    """The objections for which a person may speak: their own, and those of the post they hold."""
    if row.objected_at is None or row.state in (State.WITHDRAWN, State.SET_ASIDE):
        return []
    standing = list(row.objections.filter(lifted_at=None, settled_at=None))
    posts = {holding.position_id for holding in _signing(row) if holding.user_id == user.pk}
    after = [one for one in standing if one.by_id != user.pk and one.position_id in posts]
    if after and _has_part(row, after, user):
        after = []
    return [one for one in standing if one.by_id == user.pk] + after


def _asked(row: Submission) -> list[Objection]:
    if row.objected_at is None:
        return []
    standing = row.objections.filter(lifted_at=None, settled_at=None)
    return list(standing.exclude(stated_at=None).select_related("stated_by"))


def _is_second(row: Submission, asked: Sequence[Objection], user: User) -> bool:
    """Whether a person is another signer who would gain nothing by it.

    Shape:  holds, not only acts in, another post that signs; neither asked nor objected; neither
            drafted the paper nor entered or confirmed the disputed result; nor put who asks into
            the post since the objection.
    """
    posts = {one.position_id for one in asked}
    held_here = {one.position_id for one in _signing(row) if one.user_id == user.pk}
    if not held_here - posts or held_here & posts:
        return False
    if any(user.pk in (one.by_id, one.stated_by_id) for one in asked):
        return False
    return not _has_part(row, asked, user) and not _has_appointed(row, asked, user)


def _has_part(row: Submission, objections: Sequence[Objection], user: User) -> bool:
    places = {one.place for one in objections}
    entered = PaperResult.objects.filter(submission=row, place__in=places, by=user)
    made = Decision.objects.filter(submission=row, place__in=places)
    confirmed = made.filter(Q(by=user) | Q(confirmed_by=user))
    return drafted_by(row, user) or entered.exists() or confirmed.exists()


def _has_appointed(row: Submission, asked: Sequence[Objection], user: User) -> bool:
    """Whether a person has put who asks into a post since the objection, on a page or by a file."""
    later = [one for one in asked if one.stated_by and one.stated_by_id != one.by_id]
    if not later:
        return False
    logins = [one.stated_by.login for one in later if one.stated_by]
    entries = JournalEntry.objects.filter(
        agency=row.agency, by=user, at__gte=min(one.made_at for one in later)
    )
    put = Q(verb="holding-begun", detail__person__in=logins) | Q(verb="roster-taken")
    return entries.filter(put).exists()


def _signing(row: Submission) -> list[Holding]:
    """Who holds a post that signs today, and can sign in."""
    rows = Holding.objects.on(today()).of_active()
    return list(
        rows.filter(
            agency=row.agency, is_acting=False, position__kind__in=SIGNING
        ).select_related("user")
    )  # fmt: skip


def _seconds(row: Submission) -> list[User]:
    """Who may confirm what is asked."""
    asked = _asked(row)
    users = {one.user_id: one.user for one in _signing(row)}
    return [user for user in users.values() if _is_second(row, asked, user)]


def _no_second() -> Refused:
    return Refused(
        Text(
            "ผู้ยืนยันต้องดำรงตำแหน่งที่ลงนามตำแหน่งอื่น และไม่ได้เสนอ บันทึก ยืนยันผลนี้ หรือแต่งตั้งผู้ขอ",
            "who confirms it holds another post that signs, and neither drafted, entered nor"
            " confirmed this, nor appointed who asks",
        ),
        next_step=Text(
            "ให้ผู้ดำรงตำแหน่งอื่นยืนยัน เช่น ปลัด หัวหน้าสำนักปลัด หรือหัวหน้าส่วนราชการ",
            "let the holder of another post confirm it: the clerk, the head, the head of a unit",
        ),
    )
