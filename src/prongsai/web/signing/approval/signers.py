"""In whose name a result of paper stands: who may annul it, and who is told of it.

Nobody loses that word by losing the post: a term can be ended on any day that is written, and by
those who would gain by the silence. Nor does anybody come to it by a term that is written later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from msgspec import Struct

from prongsai.web.agency.models import User
from prongsai.web.signing.approval.models import Decision, PaperResult, ResultState, Submission
from prongsai.web.signing.approval.positions import ACTING, NOT_LONG_AGO, position_of_step
from prongsai.web.signing.approval.terms import terms_of


class Told(Struct, frozen=True):
    """A result of paper, waiting or confirmed: whose signature it says there is.

    Shape:  `posts` are that of the step and, where somebody acted, their own, with their `titles`
            as they were called then; `entered_at` when it was entered, also where it was confirmed
            since; `key` of the very result, another one once it is confirmed.
    """

    key: UUID
    place: int
    posts: tuple[UUID, ...]
    titles: tuple[str, ...]
    on: date
    entered_at: datetime


class Signer(Struct, frozen=True):
    """A person in whose name a result stands, by which post.

    Shape:  `is_holder` where they held it, not only acted in it, on the day of the signature.
    """

    user: UUID
    login: str
    post: UUID
    is_holder: bool


def results_of(row: Submission) -> tuple[Told, ...]:
    """The results of paper that stand or wait, the last step first."""
    entered = list(row.paper_results.filter(state__in=(ResultState.WAITING, ResultState.CONFIRMED)))
    moments = {(one.version_id, one.place): one.made_at for one in entered}
    told = [told_of(row, one) for one in entered if one.state == ResultState.WAITING]
    for made in row.decisions.filter(is_on_paper=True, voided_at=None):
        moment = moments.get((made.version_id, made.place), made.made_at)
        told.append(_told(row, made, timezone.localtime(made.at).date(), moment))
    return tuple(sorted(told, key=lambda one: -one.place))


def told_of(row: Submission, made: PaperResult) -> Told:
    """A result that was entered, as it says who signed."""
    return _told(row, made, made.on, made.made_at)


def _told(row: Submission, made: PaperResult | Decision, on: date, entered: datetime) -> Told:
    own = made.own_position_id
    posts = (position_of_step(row, made.place), *([own] if own else []))
    titles = (row.steps[made.place - 1]["title"], made.position.split(f" {ACTING}")[0])
    return Told(made.pk, made.place, posts, titles[: len(posts)], on, entered)


def signers(row: Submission, results: Sequence[Told]) -> dict[int, tuple[Signer, ...]]:
    """By its place, the people in whose name each result stands; two queries however many.

    Shape:  who held its post, or acted in it by an order that is stated, on the day of the
            signature, when it was entered or when the paper was submitted: as it was written when
            it was entered, or at any time in the 30 days before the paper was submitted or since.
    """
    posts = {post for result in results for post in result.posts}
    if not posts:
        return {}
    terms = terms_of(row.agency, posts, row.made_at - NOT_LONG_AGO)
    told: dict[int, tuple[Signer, ...]] = {}
    for result in results:
        days = {result.on, _day(result.entered_at), _day(row.made_at)}
        here = [
            Signer(
                term.appointment.user_id, term.appointment.user.login, term.appointment.position_id,
                not term.appointment.is_acting and term.covered({result.on}, result.entered_at),
            )
            for term in terms
            if term.appointment.position_id in result.posts
            and term.covered(days, result.entered_at)
        ]  # fmt: skip
        told[result.place] = _once(here)
    return told


def _once(found: Iterable[Signer]) -> tuple[Signer, ...]:
    """Each person once: by the post they held on the day, else by the first that is told."""
    ordered = sorted(found, key=lambda one: not one.is_holder)
    return tuple({one.user: one for one in reversed(ordered)}.values())


def signer_users(row: Submission, results: Sequence[Told]) -> list[User]:
    """The people in whose name some results stand."""
    keys = {one.user for found in signers(row, results).values() for one in found}
    return list(User.objects.filter(pk__in=keys))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
