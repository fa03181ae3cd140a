"""Object to a result of paper: the paper is held for as long as one objection stands.

Each post objects for itself, and each objection is taken back by its own post: nobody's objection
stands in the way of another's, or falls with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import Holding, User
from prongsai.web.agency.people import Acting
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.approval.models import Decision, Objection, PaperResult, ResultState, Submission
from prongsai.web.approval.seats import has_holder, seated, was_emptied
from prongsai.web.approval.services.common import COPY, Held, held
from prongsai.web.approval.services.on_paper import address_of, reason_of, settle
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record


@transaction.atomic
def object_to(submission: Submission, *, by: Acting, why: str) -> Submission:
    """The holder of a post says that a result from paper in their name is not theirs.

    Shape:  what waits to be confirmed falls; what was confirmed stays written, and the paper is
            held: it is not published, what was is public no more, and the public check says why.
    Errors: Refused for a paper of which no result from paper stands in a post that the person
            holds today, for a post that objects already, and without a reason.
    """
    one = held(submission)
    place = _own_place(one, by)
    reason = reason_of(why)
    waiting = PaperResult.objects.filter(submission=one.row, state=ResultState.WAITING)
    for result in waiting.filter(place=place):
        settle(result, by, ResultState.OBJECTED, reason)
    if any(made.place == place and made.is_on_paper for made in _standing(one)):
        Objection.objects.create(
            agency=one.row.agency, submission=one.row, position_id=_post(one.row, place),
            why=reason, by=by.user, by_words=by.words[:200], made_at=now(),
        )  # fmt: skip
        _keep_held(one.row)
        record(
            one.row.agency, by, "approval-objected",
            subject=one.row.title, code=one.row.code, reason=reason,
        )  # fmt: skip
    _tell_all(
        one, by,
        Text(
            f"{by.words} คัดค้านผลบนกระดาษ ({reason}): {one.row.title}",
            f"{by.words} objects to the result on paper ({reason}): {one.row.title}",
        ),
    )  # fmt: skip
    return one.row


@transaction.atomic
def lift(submission: Submission, *, by: Acting) -> Submission:
    """The holder of a post takes its objection back; the paper goes on once none stands.

    Errors: Refused for anybody who holds no post that objects, for who acts in one while it has a
            holder, and where nothing is held.
    """
    one = held(submission)
    if one.row.objected_at is None:
        raise Refused(
            Text("เรื่องนี้ไม่ได้ถูกพักไว้", "this is not held"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    own = liftable(one.row, by)
    if not own:
        raise Refused(
            Text(
                "เฉพาะผู้ดำรงตำแหน่งที่คัดค้านถอนคำคัดค้านได้",
                "only the holder of the post that objected takes it back",
            ),
            next_step=Text("ขอให้ผู้ดำรงตำแหน่งเป็นผู้ถอน", "ask the holder of the post"),
        )
    moment = now()
    Objection.objects.filter(pk__in=[row.pk for row in own]).update(
        lifted_at=moment, lifted_words=by.words[:200]
    )
    _keep_held(one.row)
    record(
        one.row.agency, by, "approval-objection-lifted",
        subject=one.row.title, code=one.row.code,
    )  # fmt: skip
    still = one.row.objected_at is not None
    if not still and one.row.state in (State.APPROVED, State.REFUSED):
        # Where the copy was drawn before, this finds it and does nothing.
        jobs.ask(one.row.agency, by, COPY, {"version": str(one.version.pk)})
    _tell_all(one, by, _lifted_words(one.row, by, is_still_held=still))
    return one.row


def liftable(submission: Submission, person: Acting) -> tuple[Objection, ...]:
    """The objections to a paper that a person may take back."""
    if submission.objected_at is None:
        return ()
    rows = Objection.objects.filter(submission=submission, lifted_at=None)
    return tuple(row for row in rows if _may_lift(submission, row, person))


def objectable_place(submission: Submission, person: Acting) -> int:
    """The step of a result from paper to which a person may object as its holder; 0 for none.

    Shape:  a post that objects already has said so.
    """
    places = {row.place for row in submission.paper_results.filter(state=ResultState.WAITING)} | {
        row.place for row in submission.decisions.filter(is_on_paper=True, voided_at__isnull=True)
    }
    object_already = set(
        submission.objections.filter(lifted_at=None).values_list("position", flat=True)
    )
    for place in sorted(places, reverse=True):
        post = _post(submission, place)
        if post in object_already:
            continue
        if seated(submission.agency, person.user, post, today()) is not None:
            return place
    return 0


def _may_lift(submission: Submission, row: Objection, person: Acting) -> bool:
    """An acting officer may be appointed to do just that: where a post has a holder only they do.

    Shape:  a post that was emptied since counts as held.
    """
    agency, post = submission.agency, row.position_id
    seat = seated(agency, person.user, post, today())
    if seat is None:
        return False
    is_held = has_holder(agency, post, today()) or was_emptied(agency, post, row.made_at)
    return not seat.is_acting or not is_held


def _own_place(one: Held, by: Acting) -> int:
    place = objectable_place(one.row, by)
    if place:
        return place
    posts = one.row.objections.filter(lifted_at=None).values_list("position", flat=True)
    if any(seated(one.row.agency, by.user, post, today()) is not None for post in posts):
        raise Refused(
            Text("ตำแหน่งของท่านคัดค้านเรื่องนี้อยู่แล้ว", "your post objects to this already"),
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


def _tell_all(one: Held, by: Acting, said: Text) -> None:
    """Everybody who signs the paper, drafted it, or entered or confirmed a result of it."""
    row = one.row
    holdings = Holding.objects.on(today()).filter(
        agency=row.agency, position__in=[step["position"] for step in row.steps]
    )
    results = PaperResult.objects.filter(submission=row).select_related("by")
    people: Iterable[User] = [
        row.by,
        *(holding.user for holding in holdings.select_related("user")),
        *(result.by for result in results),
        *(made.confirmed_by for made in _standing(one) if made.confirmed_by is not None),
    ]
    others = [user for user in people if user.pk != by.user.pk]
    notifying.tell(row.agency, others, said, address_of(row))


def _lifted_words(row: Submission, by: Acting, *, is_still_held: bool) -> Text:
    if is_still_held:
        return Text(
            f"{by.words} ถอนคำคัดค้านแล้ว แต่ยังมีผู้อื่นคัดค้าน: {row.title}",
            f"{by.words} took the objection back, another still stands: {row.title}",
        )
    return Text(
        f"{by.words} ถอนคำคัดค้านแล้ว เรื่องเดินต่อได้: {row.title}",
        f"{by.words} took the objection back, the paper goes on: {row.title}",
    )


def _standing(one: Held) -> list[Decision]:
    return [made for made in one.decisions if made.voided_at is None]


def _post(row: Submission, place: int) -> UUID:
    return UUID(row.steps[place - 1]["position"])
