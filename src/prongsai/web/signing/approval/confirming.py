"""Who may confirm a result of paper: a second person, not a second account of the first.

These may not confirm a result, for each may be the same person as the one who entered it:

- whoever entered or drafted it;
- whoever made, handed over or appointed the account of the one who entered it, or the other way
  round, at any time: with the password in hand they could sign in as both;
- whoever has the same name or mailbox as the one who entered or drafted it;
- whoever is linked to them by an account that was made or handed over in the thirty days before
  the paper was submitted, or later. In an agency that is itself so new this does not count, as
  all its accounts are new.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from prongsai.web.agency.models import Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import MATRIX, Right, may
from prongsai.web.agency.queries.hands import NOT_LONG_AGO, alike, circle_of, taken_since, tied_to
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.handlers import written_by
from prongsai.web.signing.approval.models import PaperResult, ResultState, Submission, Version


def waiting_to_confirm(person: Actor) -> tuple[PaperResult, ...]:
    """Results of paper that a person may compare with their scans, longest waiting first."""
    if not may(person, Right.CONFIRM_PAPER):
        return ()
    rows = PaperResult.objects.filter(agency=person.agency, state=ResultState.WAITING)
    same = Submission.objects.filter(
        agency=person.agency, kind=OuterRef("submission__kind"),
        subject=OuterRef("submission__subject"),
    )  # fmt: skip
    drafted = same.filter(Q(by=person.user) | Q(versions__by=person.user))
    others = rows.exclude(by=person.user).exclude(Exists(drafted))
    others = others.exclude(written_by(person.agency, person.user, "submission__"))
    results = list(others.select_related("agency", "submission").order_by("made_at"))
    own = set(_of_one_hand(person.user, results))
    return tuple(result for result in results if result.pk not in own)


def is_of_one_hand(result: PaperResult, user: User) -> bool:
    """Whether a person may have entered or drafted a result with another account."""
    return bool(list(_of_one_hand(user, [result])))


def nobody_else(submission: Submission, by: Actor) -> bool:
    """Whether nobody could confirm what a person enters now, as all may be the same person."""
    kinds = [key for key, rights in MATRIX.items() if Right.CONFIRM_PAPER in rights]
    there = Appointment.objects.on(today()).of_active().filter(agency=by.agency)
    held = there.filter(position__kind__in=kinds).exclude(user=by.user)
    users = set(held.values_list("user", flat=True))
    result = PaperResult(agency=by.agency, submission=submission, by=by.user)
    tied, joined = _theirs(by.user, [result])
    return bool(users) and users <= tied | joined[submission.pk]


def _of_one_hand(user: User, results: Sequence[PaperResult]) -> Iterator[UUID]:
    """The keys of results that a person may have entered or drafted, in a few queries for all."""
    if not results:
        return
    tied, joined = _theirs(user, results)
    asked = {result.submission_id for result in results}
    drafted: dict[UUID, set[UUID]] = {}
    versions = Version.objects.filter(submission__in=asked, by__isnull=False)
    for submission, by in versions.values_list("submission", "by"):
        drafted.setdefault(submission, set()).add(by)
    for result in results:
        people = {result.by_id, result.submission.by_id, *drafted.get(result.submission_id, ())}
        if result.by_id in tied or people & joined[result.submission_id]:
            yield result.pk


def _theirs(
    user: User, results: Sequence[PaperResult]
) -> tuple[frozenset[UUID], dict[UUID, frozenset[UUID]]]:
    """The accounts that may be a person's: by post or password; and by submission, by links."""
    agency = results[0].agency
    named = alike(agency, user)
    days = {result.submission_id: result.submission.made_at - NOT_LONG_AGO for result in results}
    # Where the agency itself is new, so are all its accounts.
    old = {key: since for key, since in days.items() if agency.made_at < since}
    taken = taken_since(agency, min(old.values())) if old else []
    joined = {key: named | circle_of(user.pk, taken, since) for key, since in old.items()}
    return tied_to(agency, user) | named, dict.fromkeys(days, named) | joined
