"""Annul a result of paper: a person in whose name it stands says that it is not theirs.

One person is enough, and at once: nothing is held, and nobody has to agree. It makes no paper
valid, so nobody gains a signature by it; whoever made the result, or wrote the paper, cannot do it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from msgspec import Struct

from prongsai.core.approval.chain import Chain, NotAllowed
from prongsai.core.approval.model import State
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Appointment, Notification, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.facts import stands
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Decision, PaperResult, ResultState, Submission
from prongsai.web.signing.approval.queries import drafted_by, newest_version
from prongsai.web.signing.approval.services.common import (
    LockedSubmission,
    lock,
    refused,
    save_state,
)
from prongsai.web.signing.approval.services.on_paper import reason_of, settle
from prongsai.web.signing.approval.signers import results_of, signer_users, signers

# Sent with the `submission` once a paper fell, and what followed its approval is undone.
paper_fell = Signal()

Hearing = Callable[[Submission], Iterable[User]]
_HEARING: list[Hearing] = []


def hears_of_annulment(maker: Hearing) -> Hearing:
    """Name a function that knows who else was told of a paper: they hear that it fell."""
    _HEARING.append(maker)
    return maker


class Named(Struct, frozen=True):
    """A result from paper in a person's name: which one, its step, and the post they held there.

    Shape:  `title` is the post as it was called in the result, `on` the day under the signature.
    """

    key: UUID
    place: int
    post: UUID
    title: str
    on: date


@transaction.atomic
def annul(submission: Submission, *, by: Actor, why: str, seen: UUID | None = None) -> Submission:
    """Annul a result from paper that stands in a person's name; nobody can take that back.

    Shape:  a result that waits to be confirmed falls alone. With a confirmed one the paper falls:
            every result of its version is void, what followed its approval is undone, its files
            and its code stay out of the public, and its drafter submits the subject anew. `seen`
            is the key of the result that the page showed: nobody fells another one with it.
    Errors: Refused where another result took the place of what was `seen`, where no result from
            paper stands in the person's name (`signers.py`), for who drafted the paper or entered
            or confirmed the result, for a paper that was withdrawn or annulled before, and without
            a reason.
    """
    locked = lock(submission)
    try:
        chain = locked.chain.set_aside()
    except NotAllowed as error:
        raise refused(error) from None
    named = _named(locked.row, by)
    if seen is not None and seen != named.key:
        raise Refused("approval/result_replaced_meanwhile")
    words, reason, people = _words_of(named, by), reason_of(why), _people_of(locked)
    rows = PaperResult.objects.filter(submission=locked.row, state=ResultState.WAITING)
    waiting = rows.filter(place=named.place).first()
    if waiting is not None:
        settle(waiting, by, ResultState.OBJECTED, reason, words=words)
    else:
        _let_fall(locked, chain, by, named=named, words=words, reason=reason)
    what, title = "alone" if waiting else "paper", locked.row.title
    sentence = read_words(f"approval/result_annulled.{what}", by=words, reason=reason, title=title)
    others = [user for user in people if user.pk != by.user.pk]
    notifying.notify(locked.row.agency, others, sentence, locked.row.url)
    return locked.row


def annullable(submission: Submission, person: Actor) -> Named | None:
    """The result from paper that a person may annul, the one of the last step."""
    if submission.state in (State.WITHDRAWN, State.SET_ASIDE):
        return None
    own = _own(submission, person)
    return next((step for step in own if not _has_part(submission, step.place, person.user)), None)


def _own(submission: Submission, person: Actor) -> list[Named]:
    """The results that stand in a person's name, the last first, each by the post.

    Shape:  of who held the post on the day of the signature, also where they were removed since;
            not who only acted in it, nor who holds it by now: they hear of it.
    """
    results = results_of(submission)
    named = signers(submission, results)
    return [
        Named(
            result.key,
            result.place,
            signer.post,
            result.titles[result.posts.index(signer.post)],
            result.on,
        )
        for result in results
        for signer in named[result.place]
        if signer.user == person.user.pk and signer.is_holder
    ]


def _words_of(named: Named, by: Actor) -> str:
    """Who annuls, as the public reads it: the post of the result, never a login.

    Shape:  who holds no post any more is named too, where they gave a name.
    """
    name = "" if by.positions else by.user.display_name
    return f"{name} {named.title}".strip()[:200]


def _named(row: Submission, by: Actor) -> Named:
    named = annullable(row, by)
    if named is not None:
        return named
    if _own(row, by):
        raise Refused("approval/annulled_by_involved_person")
    raise Refused("approval/no_paper_result_of_yours")


def _has_part(row: Submission, place: int, user: User) -> bool:
    """Whether a person drafted what a result decided, or entered or confirmed it, at a step.

    Shape:  results that stand or wait are all of the newest version; what is written of its
            subject since takes no word away, nor does its approval give one.
    """
    decisions = Decision.objects.filter(submission=row, place=place, voided_at=None)
    entered = row.paper_results.filter(place=place, state=ResultState.WAITING, by=user)
    return (
        drafted_by(row, user, newest_version(row).made_at)
        or entered.exists()
        or decisions.filter(Q(by=user) | Q(confirmed_by=user)).exists()
    )


def _let_fall(
    locked: LockedSubmission, chain: Chain, by: Actor, *, named: Named, words: str, reason: str
) -> None:
    """The paper is void for good; an objection of before 0.3 that held it is settled by that."""
    row, moment, bears = locked.row, now(), stands(locked.row)
    # Whoever held it by an objection before keeps that one row.
    row.objections.get_or_create(
        place=named.place, by=by.user, lifted_at=None,
        defaults={
            "agency": row.agency, "position_id": named.post, "why": reason, "by_words": words,
            "made_at": moment,
        },
    )  # fmt: skip
    row.objections.filter(lifted_at=None).update(
        settled_at=moment, settled_by=by.user, settled_words=words
    )
    Decision.objects.filter(submission=row, voided_at=None).update(voided_at=moment)
    row.objected_at = row.objected_at or moment
    save_state(locked, chain)
    record(row.agency, by, "approval-annulled", subject=row.title, code=row.code, reason=reason)
    if bears:
        handler_of(row.kind).set_aside(row, by=by)
    paper_fell.send(Submission, submission=row)


def _people_of(locked: LockedSubmission) -> list[User]:
    """Everybody with a part in the paper, and everybody who was told of a result of it.

    Shape:  who signs it or in whose name it was signed; who holds such a post by now; who drafted
            it, entered or confirmed a result of it, or objected; who had a notice of it, whatever
            post they hold by now; and whom other apps told of it.
    """
    row, results = locked.row, results_of(locked.row)
    posts = {UUID(step["position"]) for step in row.steps}
    posts |= {post for result in results for post in result.posts}
    holders = Appointment.objects.on(today()).filter(agency=row.agency, position__in=posts)
    notified = Notification.objects.filter(agency=row.agency, url=row.url).values("user")
    people: Iterable[User | None] = [
        row.by,
        locked.version.by,
        *(holder.user for holder in holders.select_related("user")),
        *signer_users(row, results),
        *User.objects.filter(pk__in=notified),
        *(user for maker in _HEARING for user in maker(row)),
        *(result.by for result in row.paper_results.select_related("by")),
        *(made.confirmed_by for made in locked.decisions if made.voided_at is None),
        *(objection.by for objection in row.objections.select_related("by")),
    ]
    return [user for user in people if user is not None]
