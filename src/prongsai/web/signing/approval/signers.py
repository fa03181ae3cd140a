"""In whose name a result of paper stands: who may annul it, who is told of it, by which terms.

Nobody loses that word by losing the post: a term can be ended on any day that is written, and by
those who would gain by the silence. Nor does anybody come to it by a term that is written later.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.position_rules import states_order
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import Decision, PaperResult, ResultState, Submission
from prongsai.web.signing.approval.positions import ACTING, NOT_LONG_AGO, position_of_step

_BEGUN = ("holding-begun", "acting-begun")
_ENDED = "holding-ended"
_FILE = "roster-taken"


class Edit(Struct, frozen=True):
    """That a term was given another last day; None is none."""

    at: datetime
    former: date | None
    last: date | None


class Term(Struct, frozen=True):
    """A term in a post: since when it is written, and how its last day was changed.

    Shape:  `written_at` None for long before; `edits` the earliest first.
    """

    appointment: Appointment
    written_at: datetime | None
    edits: tuple[Edit, ...]

    def covered(self, days: Iterable[date], at: datetime) -> bool:
        """Whether it held on one of some days, as it was written at a moment or before.

        Shape:  as far back as the edits go.
        """
        if self.written_at is not None and self.written_at > at:
            return False
        if not self.edits:
            lasts = {self.appointment.last_day}
        else:
            lasts = {self.edits[0].former} | {edit.last for edit in self.edits if edit.at <= at}
        longest = date.max if None in lasts else max(last for last in lasts if last)
        return any(self.appointment.first_day <= day <= longest for day in days)


def terms_of(agency: Agency, posts: Iterable[UUID], since: datetime) -> tuple[Term, ...]:
    """The terms of some posts by which anybody has a word, with what was written of them since.

    Shape:  who holds a post, and who acts in it by an order that is stated; two queries, however
            many there are.
    """
    rows = Appointment.objects.filter(agency=agency, position__in=posts)
    held = rows.select_related("user", "position").order_by("is_acting", "first_day")
    entries = JournalEntry.objects.filter(
        agency=agency, at__gte=since, verb__in=(*_BEGUN, _ENDED, _FILE)
    )
    acts = list(entries.order_by("number").values_list("verb", "at", "detail"))
    return tuple(
        Term(appointment, _written(appointment, acts), _edits(appointment, acts))
        for appointment in held
        if not appointment.is_acting or states_order(appointment.authority)
    )


_Told = list[tuple[str, datetime, Mapping[str, Any]]]


def _written(appointment: Appointment, acts: _Told) -> datetime | None:
    for verb, at, detail in acts:
        if verb == _FILE and str(appointment.pk) in detail.get("seated", ()):
            return at
        if verb in _BEGUN and _is_of(appointment, detail, first=appointment.first_day.isoformat()):
            return at
    return None


def _edits(appointment: Appointment, acts: _Told) -> tuple[Edit, ...]:
    last = appointment.last_day.isoformat() if appointment.last_day else ""
    ended = [(at, detail) for verb, at, detail in acts if verb == _ENDED]
    mine = [pair for pair in ended if pair[1].get("holding") == str(appointment.pk)]
    if not mine:
        # Entries of before name the person and the post: they are of the term that ends so.
        mine = [pair for pair in ended if _is_of(appointment, pair[1])]
        mine = mine if mine and mine[-1][1]["last"] == last else []
    return tuple(Edit(at, _day(detail.get("former")), _day(detail["last"])) for at, detail in mine)


def _is_of(appointment: Appointment, detail: Mapping[str, Any], *, first: str = "") -> bool:
    """Whether an entry is of a term: by its key, or in entries of before by what they tell."""
    if "holding" in detail:
        return bool(detail["holding"] == str(appointment.pk))
    position = detail.get("position", str(appointment.position_id))
    return (
        detail.get("person") == appointment.user.login
        and position == str(appointment.position_id)
        and (not first or detail.get("first") == first)
    )


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None


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
    post: UUID
    is_holder: bool


def results_of(row: Submission) -> tuple[Told, ...]:
    """The results of paper that stand or wait, the last step first."""
    entered = list(row.paper_results.filter(state__in=(ResultState.WAITING, ResultState.CONFIRMED)))
    moments = {(result.version_id, result.place): result.made_at for result in entered}
    results = [told_of(row, result) for result in entered if result.state == ResultState.WAITING]
    for made in row.decisions.filter(is_on_paper=True, voided_at=None):
        moment = moments.get((made.version_id, made.place), made.made_at)
        results.append(_result_from(row, made, day_of(made.at), moment))
    return tuple(sorted(results, key=lambda result: -result.place))


def told_of(row: Submission, made: PaperResult) -> Told:
    """A result that was entered, as it says who signed."""
    return _result_from(row, made, made.on, made.made_at)


def _result_from(
    row: Submission, made: PaperResult | Decision, on: date, entered: datetime
) -> Told:
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
    by_place: dict[int, tuple[Signer, ...]] = {}
    for result in results:
        moments = (result.entered_at, row.made_at)
        days = {result.on, *(day_of(moment) for moment in moments)}
        here = [
            Signer(
                term.appointment.user_id, term.appointment.position_id,
                not term.appointment.is_acting and term.covered({result.on}, result.entered_at),
            )
            for term in terms
            if term.appointment.position_id in result.posts
            and term.covered(days, result.entered_at)
        ]  # fmt: skip
        # Each person once: by the post they held on the day, else by the first that is told.
        ordered = sorted(here, key=lambda signer: not signer.is_holder)
        by_place[result.place] = tuple(
            {signer.user: signer for signer in reversed(ordered)}.values()
        )
    return by_place


def signer_users(row: Submission, results: Sequence[Told]) -> list[User]:
    """The people in whose name some results stand."""
    keys = {signer.user for group in signers(row, results).values() for signer in group}
    return list(User.objects.filter(pk__in=keys))
