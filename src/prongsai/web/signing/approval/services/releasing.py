"""End an objection whose author can no longer answer: by the true holder of the post, and another.

Only who objected takes an objection back. Where that account is closed, or its owner has left, a
word of somebody who acted for a day would else hold what the holder really signed for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.queries.hands import had_a_hand
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people as notifying
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.models import Objection, Submission
from prongsai.web.signing.approval.services.common import lock
from prongsai.web.signing.approval.services.objecting import go_on, people_of, tell_all
from prongsai.web.signing.approval.services.on_paper import address_of, reason_of
from prongsai.web.signing.approval.services.seconds import has_part, is_second, no_second, seconds
from prongsai.web.signing.approval.signers import results_of, signers


@transaction.atomic
def ask(submission: Submission, *, by: Actor, why: str) -> Submission:
    """The true holder of the post asks that an objection end that nobody can take back any more.

    Errors: Refused for anybody else, while its author can answer, and without a reason.
    """
    locked = lock(submission)
    mine = _askable(locked.row, by.user)
    if not mine:
        raise Refused(
            Text(
                "เฉพาะผู้ดำรงตำแหน่งนั้นในวันลงนามขอได้ และเฉพาะเมื่อผู้คัดค้านตอบไม่ได้แล้ว",
                "only who held the post on the day of the signature asks that, and only where who"
                " objected can no longer answer",
            ),
            next_step=Text("ขอให้ผู้ที่คัดค้านเป็นผู้ถอน", "ask who objected"),
        )
    reason = reason_of(why)
    Objection.objects.filter(pk__in=[row.pk for row in mine]).update(
        release=reason, release_at=now(), release_by=by.user, release_words=by.words
    )
    record(
        locked.row.agency, by, "approval-release-asked",
        subject=locked.row.title, code=locked.row.code, reason=reason,
    )  # fmt: skip
    said = Text(
        f"{by.words} ขอให้คำคัดค้านที่ผู้คัดค้านตอบไม่ได้แล้วสิ้นสุด ({reason}): {locked.row.title}",
        f"{by.words} asks that an objection end whose author can no longer answer"
        f" ({reason}): {locked.row.title}",
    )
    people = people_of(locked)
    tell_all(locked.row, by, people, said)
    seen = {user.pk for user in people}
    others = [user for user in seconds(locked.row, mine, [by.user]) if user.pk not in seen]
    notifying.tell(locked.row.agency, others, said, address_of(locked.row))
    return locked.row


@transaction.atomic
def confirm(submission: Submission, *, by: Actor) -> Submission:
    """A second signer agrees: the objection ends, and the paper goes on once none stands.

    Errors: Refused where nobody asked or its author can answer again, and for who is no such
            second person.
    """
    locked = lock(submission)
    asked = _asked(locked.row)
    if not asked:
        raise Refused(
            Text("ไม่มีคำขอให้คำคัดค้านสิ้นสุดที่รออยู่", "nobody asks that an objection end"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    if not _may_second(locked.row, asked, by.user):
        raise no_second()
    who = f"{asked[0].release_words} ยืนยันโดย{by.words}"
    go_on(locked, by, asked, who)
    record(
        locked.row.agency, by, "approval-released",
        subject=locked.row.title, code=locked.row.code, stated=asked[0].release_words,
        reason=asked[0].release,
    )  # fmt: skip
    said = Text(
        f"{by.words} ยืนยันให้คำคัดค้านที่ผู้คัดค้านตอบไม่ได้แล้วสิ้นสุด: {locked.row.title}",
        f"{by.words} confirmed that an objection ends whose author can no longer answer:"
        f" {locked.row.title}",
    )
    tell_all(locked.row, by, people_of(locked), said)
    return locked.row


def may_ask(submission: Submission, person: Actor) -> bool:
    """Whether a person may ask that an objection end, and has not."""
    mine = _askable(submission, person.user)
    return any(row.release_by_id != person.user.pk for row in mine)


def may_confirm(submission: Submission, person: Actor) -> bool:
    """Whether a person may confirm that an objection ends."""
    asked = _asked(submission)
    return bool(asked) and _may_second(submission, asked, person.user)


def _may_second(row: Submission, asked: Sequence[Objection], user: User) -> bool:
    """As for every second person; nor who took the voice from who objected."""
    askers = [one.release_by for one in asked if one.release_by is not None]
    authors = [one.by for one in asked if one.by is not None]
    return is_second(row, asked, askers, user) and not had_a_hand(row.agency, user, authors)


def _orphaned(row: Submission) -> list[Objection]:
    """The objections that stand and whose authors can no longer answer: shut out, or gone."""
    if row.objected_at is None or row.state in (State.WITHDRAWN, State.SET_ASIDE):
        return []
    standing = row.objections.filter(lifted_at=None, settled_at=None)
    found = list(standing.select_related("by", "release_by"))
    there = Appointment.objects.on(today()).of_active().filter(agency=row.agency)
    present = set(there.values_list("user_id", flat=True)) if found else set()
    return [one for one in found if one.by_id not in present]


def _askable(row: Submission, user: User) -> list[Objection]:
    """The objections that a person may ask to end: of the post they held on the day itself.

    Shape:  not who entered or confirmed the result or drafted the paper, for they would gain by
            it; nor who closed the account of who objected, or ended their term.
    """
    found = [one for one in _orphaned(row) if one.by_id != user.pk]
    if not found:
        return []
    told = signers(row, results_of(row))
    mine = [
        one
        for one in found
        if any(
            (signer.user, signer.post) == (user.pk, one.position_id) and signer.is_holder
            for signer in told.get(one.place, ())
        )
    ]
    authors = [one.by for one in mine if one.by is not None]
    if not mine or has_part(row, mine, user) or had_a_hand(row.agency, user, authors):
        return []
    return mine


def _asked(row: Submission) -> list[Objection]:
    return [one for one in _orphaned(row) if one.release_at is not None]
