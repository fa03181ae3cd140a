"""In whose name a result of paper stands: who may object to it, and who is told of it.

Nobody loses that word by losing the post: a term can be ended on any day that is written, and by
those who would gain by the silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from msgspec import Struct

from prongsai.web.agency.models import Agency, Holding, User, in_force
from prongsai.web.approval.models import Decision, PaperResult, ResultState, Submission
from prongsai.web.approval.seats import leavers, post_of
from prongsai.web.platform.clock import today


class Told(Struct, frozen=True):
    """A result of paper, waiting or confirmed: whose signature it says there is.

    Shape:  `posts` are that of the step and, where somebody acted, their own.
    """

    place: int
    posts: tuple[UUID, ...]
    on: date
    made_at: datetime


class Signer(Struct, frozen=True):
    """A person in whose name a result stands, by which post."""

    user: UUID
    login: str
    post: UUID


def results_of(row: Submission) -> tuple[Told, ...]:
    """The results of paper that stand or wait, the last step first."""
    made: Iterable[PaperResult | Decision] = (
        *row.paper_results.filter(state=ResultState.WAITING),
        *row.decisions.filter(is_on_paper=True, voided_at=None),
    )
    return tuple(sorted((told_of(row, one) for one in made), key=lambda one: -one.place))


def told_of(row: Submission, made: PaperResult | Decision) -> Told:
    """A result as it says who signed."""
    day = made.on if isinstance(made, PaperResult) else timezone.localtime(made.at).date()
    own = made.own_position_id
    posts = (post_of(row, made.place), *([own] if own else []))
    return Told(made.place, posts, day, made.made_at)


def signers(row: Submission, results: Sequence[Told]) -> dict[int, tuple[Signer, ...]]:
    """By its place, the people in whose name each result stands; two queries however many.

    Shape:  who holds or acts in its post on the day of the signature, when it was entered, when
            the paper was submitted or today; and whose term in it was ended since then.
    """
    posts = {post for one in results for post in one.posts}
    if not posts:
        return {}
    submitted = timezone.localtime(row.made_at).date()
    days = {one.place: {one.on, _day(one.made_at), submitted, today()} for one in results}
    held = _held(row.agency, posts, set().union(*days.values()))
    left = leavers(row.agency, posts, row.made_at)
    logins = {login for found in left.values() for login in found}
    gone = dict(
        User.objects.filter(agency=row.agency, login__in=logins).values_list("login", "pk")
    ) if logins else {}  # fmt: skip
    told: dict[int, tuple[Signer, ...]] = {}
    for one in results:
        here = [
            Signer(holding.user_id, holding.user.login, holding.position_id)
            for holding in held
            if holding.position_id in one.posts and _covers(holding, days[one.place])
        ]
        here += [
            Signer(gone[login], login, post)
            for post in one.posts
            for login in sorted(left.get(post, ()))
            if login in gone
        ]
        told[one.place] = tuple({signer.user: signer for signer in reversed(here)}.values())
    return told


def signer_users(row: Submission, results: Sequence[Told]) -> list[User]:
    """The people in whose name some results stand."""
    keys = {one.user for found in signers(row, results).values() for one in found}
    return list(User.objects.filter(pk__in=keys))


def _held(agency: Agency, posts: Iterable[UUID], days: Iterable[date]) -> list[Holding]:
    on_one = Q()
    for day in days:
        on_one |= in_force(day)
    rows = Holding.objects.filter(on_one, agency=agency, position__in=posts)
    return list(rows.select_related("user").order_by("is_acting", "first_day"))


def _covers(holding: Holding, days: Iterable[date]) -> bool:
    last = holding.last_day or date.max
    return any(holding.first_day <= day <= last for day in days)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
