"""Object to a result of paper: the paper is held for as long as one objection stands.

Each person in whose name a result stands objects for themselves, and nobody else takes that back:
a post can be given to a friend. Nobody's objection bars another's, or falls with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people as notifying
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.facts import stands
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import (
    Decision,
    Objection,
    PaperResult,
    ResultState,
    Submission,
)
from prongsai.web.signing.approval.services.common import COPY, LockedSubmission, lock
from prongsai.web.signing.approval.services.on_paper import address_of, reason_of, settle
from prongsai.web.signing.approval.signers import results_of, signer_users, signers


@transaction.atomic
def object_to(submission: Submission, *, by: Actor, why: str) -> Submission:
    """Somebody in whose name a result from paper stands says that it is not theirs.

    Shape:  what waits to be confirmed falls; what was confirmed stays written, and the paper is
            held: it is not published, what was is public no more, and the public check says why.
    Errors: Refused where no result from paper stands in a post of the person (`signers.py`), for
            who objects already, and without a reason.
    """
    locked = lock(submission)
    place, post = _own_place(locked, by)
    told = people_of(locked)
    reason = reason_of(why)
    waiting = PaperResult.objects.filter(submission=locked.row, state=ResultState.WAITING)
    for result in waiting.filter(place=place):
        settle(result, by, ResultState.OBJECTED, reason)
    if any(made.place == place and made.is_on_paper for made in _standing(locked)):
        Objection.objects.create(
            agency=locked.row.agency, submission=locked.row, position_id=post, place=place,
            why=reason, by=by.user, by_words=by.words, made_at=now(),
        )  # fmt: skip
        _keep_held(locked.row)
        record(
            locked.row.agency, by, "approval-objected",
            subject=locked.row.title, code=locked.row.code, reason=reason,
        )  # fmt: skip
    tell_all(
        locked.row, by, told,
        Text(
            f"{by.words} คัดค้านผลบนกระดาษ ({reason}): {locked.row.title}",
            f"{by.words} objects to the result on paper ({reason}): {locked.row.title}",
        ),
    )  # fmt: skip
    return locked.row


@transaction.atomic
def lift(submission: Submission, *, by: Actor) -> Submission:
    """Whoever raised an objection takes it back; the paper goes on once none stands.

    Errors: Refused for anybody else, whatever post they hold by now, and where nothing is held.
    """
    locked = lock(submission)
    if locked.row.objected_at is None:
        raise Refused(
            Text("เรื่องนี้ไม่ได้ถูกพักไว้", "this is not held"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    own = liftable(locked.row, by)
    if locked.row.state == State.SET_ASIDE:
        raise Refused(
            Text("ผลที่คัดค้านถูกยกเลิกแล้ว", "the result was set aside already"),
            next_step=Text("เสนอเรื่องใหม่ ฉบับนี้ใช้ไม่ได้อีก", "submit it anew; this one is void"),
        )
    if not own:
        raise Refused(
            Text(
                "เฉพาะผู้ที่คัดค้านเองถอนคำคัดค้านได้ ผู้ดำรงตำแหน่งคนต่อมาถอนแทนไม่ได้",
                "only who objected takes that back, not who holds the post after them",
            ),
            next_step=Text("ขอให้ผู้ที่คัดค้านเป็นผู้ถอน", "ask who objected"),
        )
    # What another asked for meanwhile is not how it ended.
    Objection.objects.filter(pk__in=[row.pk for row in own]).update(release_at=None)
    go_on(locked, by, own, by.words)
    record(
        locked.row.agency, by, "approval-objection-lifted",
        subject=locked.row.title, code=locked.row.code,
    )  # fmt: skip
    still = locked.row.objected_at is not None
    tell_all(locked.row, by, people_of(locked), _lifted_words(locked.row, by, is_still_held=still))
    return locked.row


def go_on(locked: LockedSubmission, by: Actor, ended: Iterable[Objection], words: str) -> None:
    """Some objections end, by the words of who ended them; the paper goes on once none stands."""
    Objection.objects.filter(pk__in=[row.pk for row in ended]).update(
        lifted_at=now(), lifted_words=words[:200]
    )
    _keep_held(locked.row)
    if locked.row.objected_at is None and locked.row.state in (State.APPROVED, State.REFUSED):
        # Where the copy was drawn before, this finds it and does nothing.
        jobs.ask(locked.row.agency, by, COPY, {"version": str(locked.version.pk)})


def liftable(submission: Submission, person: Actor) -> tuple[Objection, ...]:
    """The objections to a paper that a person may take back: their own."""
    if submission.objected_at is None:
        return ()
    own = submission.objections.filter(lifted_at=None, settled_at=None, by=person.user)
    return tuple(own)


def objectable(submission: Submission, person: Actor) -> tuple[int, UUID] | None:
    """The step of a result from paper to which a person may object, and by which post.

    Shape:  the last such step; not one to which the person objects already.
    """
    mine = _own(submission, person)
    standing = submission.objections.filter(lifted_at=None, by=person.user)
    objected = set(standing.values_list("place", flat=True)) if mine else set()
    return next(((place, post) for place, post in mine if place not in objected), None)


def _own(submission: Submission, person: Actor) -> list[tuple[int, UUID]]:
    """The steps at which a result stands in a person's name, the last first, each by a post."""
    results = results_of(submission)
    named = signers(submission, results)
    return [
        (one.place, signer.post)
        for one in results
        for signer in named[one.place]
        if signer.user == person.user.pk
    ]


def _own_place(locked: LockedSubmission, by: Actor) -> tuple[int, UUID]:
    found = objectable(locked.row, by)
    if found is not None:
        return found
    if _own(locked.row, by):
        raise Refused(
            Text("ท่านคัดค้านเรื่องนี้อยู่แล้ว", "you object to this already"),
            next_step=Text("ถอนคำคัดค้านก่อน หากจะเขียนใหม่", "take the objection back to write anew"),
        )
    raise Refused(
        Text(
            "ไม่มีผลบนกระดาษในนามตำแหน่งของท่าน",
            "there is no result from paper in the name of your post",
        ),
        next_step=Text("ดูสายการลงนามของเรื่องนี้", "see the chain of this paper"),
    )


def _keep_held(row: Submission) -> None:
    """Write since when the paper is held, so that no list asks every paper for its objections."""
    first = row.objections.filter(lifted_at=None).order_by("made_at").first()
    row.objected_at = first.made_at if first else None
    row.save(update_fields=["objected_at"])
    follow = getattr(KINDS.get(row.kind), "held", None)
    if follow is not None and stands(row):
        follow(row)


def people_of(locked: LockedSubmission) -> list[User]:
    """Everybody with a part in the paper.

    Shape:  who signs it or in whose name it was signed; who drafted it, entered or confirmed a
            result of it, or objected.
    """
    row = locked.row
    appointments = Appointment.objects.on(today()).filter(
        agency=row.agency, position__in=[step["position"] for step in row.steps]
    )
    results = PaperResult.objects.filter(submission=row).select_related("by")
    people: Iterable[User | None] = [
        row.by,
        *(appointment.user for appointment in appointments.select_related("user")),
        *signer_users(row, results_of(row)),
        *(result.by for result in results),
        *(made.confirmed_by for made in _standing(locked)),
        *(objection.by for objection in row.objections.select_related("by")),
    ]
    return [user for user in people if user is not None]


def tell_all(row: Submission, by: Actor, people: Iterable[User], said: Text) -> None:
    """Tell people, but not who did it."""
    others = [user for user in people if user.pk != by.user.pk]
    notifying.tell(row.agency, others, said, address_of(row))


def _lifted_words(row: Submission, by: Actor, *, is_still_held: bool) -> Text:
    if is_still_held:
        return Text(
            f"{by.words} ถอนคำคัดค้านแล้ว แต่ยังมีผู้อื่นคัดค้าน: {row.title}",
            f"{by.words} took the objection back, another still stands: {row.title}",
        )
    return Text(
        f"{by.words} ถอนคำคัดค้านแล้ว เรื่องเดินต่อได้: {row.title}",
        f"{by.words} took the objection back, the paper goes on: {row.title}",
    )


def _standing(locked: LockedSubmission) -> list[Decision]:
    return [made for made in locked.decisions if made.voided_at is None]
