"""Set a disputed result of paper aside: it is void for good, and the paper may be submitted anew.

An objection holds a paper, and nobody else takes it back. So that a forged result does not hold it
for ever, who objected (or who holds the post after them) states that it shall fall, and the holder
of another post that signs confirms that. What falls stays held: its sheet, file and code bear a
signature that nobody stands by, and never become valid again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from prongsai.core.approval.chain import NotAllowed
from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people as notifying
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.facts import stands
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Decision, Objection, Submission
from prongsai.web.signing.approval.services.common import keep, lock, refused
from prongsai.web.signing.approval.services.objecting import people_of, tell_all
from prongsai.web.signing.approval.services.on_paper import address_of, reason_of
from prongsai.web.signing.approval.services.seconds import (
    has_part,
    is_second,
    no_second,
    seconds,
    signing_now,
)


@transaction.atomic
def ask(submission: Submission, *, by: Actor, why: str) -> Submission:
    """State that a disputed result shall fall; it does once another signer has confirmed that.

    Errors: Refused for anybody but who objected and who holds their post now, and without a
            reason.
    """
    locked = lock(submission)
    mine = _askable(locked.row, by.user)
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
        statement=reason, stated_at=now(), stated_by=by.user, stated_words=by.words
    )
    record(
        locked.row.agency, by, "approval-aside-asked",
        subject=locked.row.title, code=locked.row.code, reason=reason,
    )  # fmt: skip
    said = Text(
        f"{by.words} ขอให้ยกเลิกผลบนกระดาษที่คัดค้าน ({reason}): {locked.row.title}",
        f"{by.words} asks that the disputed result be set aside ({reason}): {locked.row.title}",
    )
    asked = _asked(locked.row)
    found = seconds(locked.row, asked, _askers(asked))
    tell_all(locked.row, by, people_of(locked), said)
    seen = {user.pk for user in people_of(locked)}
    others = [user for user in found if user.pk not in seen]
    notifying.tell(locked.row.agency, others, said, address_of(locked.row))
    return locked.row


@transaction.atomic
def confirm(submission: Submission, *, by: Actor) -> Submission:
    """A second signer agrees: all results of the version are void, the paper has come to its end.

    Shape:  its drafter submits the subject anew, with another code; every objection to this one
            is settled by it and stands, so that nothing of it becomes valid or public again.
    Errors: Refused where nobody asked, and for who is no such second person.
    """
    locked = lock(submission)
    asked = _asked(locked.row)
    if not asked:
        raise Refused(
            Text("ไม่มีคำขอยกเลิกผลที่รออยู่", "nobody asks that a result be set aside"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    if not is_second(locked.row, asked, _askers(asked), by.user):
        raise no_second()
    try:
        chain = locked.chain.set_aside()
    except NotAllowed as error:
        raise refused(error) from None
    people, moment, bears = people_of(locked), now(), stands(locked.row)
    locked.row.objections.filter(lifted_at=None).update(
        settled_at=moment, settled_by=by.user, settled_words=by.words
    )
    Decision.objects.filter(submission=locked.row, voided_at=None).update(voided_at=moment)
    keep(locked, chain)
    record(
        locked.row.agency, by, "approval-set-aside",
        subject=locked.row.title, code=locked.row.code, stated=asked[0].stated_words,
        reason=asked[0].statement,
    )  # fmt: skip
    follow = getattr(handler_of(locked.row.kind), "set_aside", None)
    if follow is not None and bears:
        follow(locked.row, by=by)
    said = Text(
        f"{by.words} ยืนยันยกเลิกผลบนกระดาษที่คัดค้าน เสนอใหม่ได้: {locked.row.title}",
        f"{by.words} confirmed that the disputed result is set aside;"
        f" it may be submitted anew: {locked.row.title}",
    )
    tell_all(locked.row, by, people, said)
    return locked.row


def may_ask(submission: Submission, person: Actor) -> bool:
    """Whether a person may ask that a disputed result be set aside, and has not."""
    mine = _askable(submission, person.user)
    return any(row.stated_by_id != person.user.pk for row in mine)


def may_confirm(submission: Submission, person: Actor) -> bool:
    """Whether a person may confirm that a disputed result is set aside."""
    asked = _asked(submission)
    return bool(asked) and is_second(submission, asked, _askers(asked), person.user)


def _askable(row: Submission, user: User) -> list[Objection]:
    """The objections for which a person may speak: their own, and those of the post they hold."""
    if row.objected_at is None or row.state in (State.WITHDRAWN, State.SET_ASIDE):
        return []
    standing = list(row.objections.filter(lifted_at=None, settled_at=None))
    posts = {
        appointment.position_id
        for appointment in signing_now(row.agency)
        if appointment.user_id == user.pk
    }
    after = [one for one in standing if one.by_id != user.pk and one.position_id in posts]
    if after and has_part(row, after, user):
        after = []
    return [one for one in standing if one.by_id == user.pk] + after


def _asked(row: Submission) -> list[Objection]:
    if row.objected_at is None:
        return []
    standing = row.objections.filter(lifted_at=None, settled_at=None)
    return list(standing.exclude(stated_at=None).select_related("by", "stated_by"))


def _askers(asked: Sequence[Objection]) -> list[User]:
    """Who asks: who objected, and who stated that the result shall fall."""
    people = [user for one in asked for user in (one.by, one.stated_by)]
    return [user for user in people if user is not None]
