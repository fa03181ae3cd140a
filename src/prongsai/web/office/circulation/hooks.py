"""What waits for a person of papers sent round, and the acknowledgements that answer an item."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import with_standing
from prongsai.web.platform.clock import day_of
from prongsai.web.signing.approval.models import FormerFile, Submission, Version
from prongsai.web.signing.approval.services.annulling import hears_of_annulment

_MOST_NAMES = 5


@hears_of_annulment
def recipients(submission: Submission) -> QuerySet[User]:
    """Whom a file of a paper was sent to, whichever of its files it was."""
    versions = Version.objects.filter(submission=submission)
    files = versions.values_list("file__digest", "signed_file__digest", "final_file__digest")
    former = FormerFile.objects.filter(version__submission=submission)
    kept = former.values_list("file__digest", flat=True)
    digests = {digest for several in (*files, kept) for digest in several if digest}
    sent = Recipient.objects.filter(agency=submission.agency, circulation__file__digest__in=digests)
    return User.objects.filter(pk__in=sent.values("user"))


@waiting
def unread(person: Actor, on: date) -> tuple[Waiting, ...]:
    """What a person sent round and somebody has not read by the last day: who is named."""
    rows = Circulation.objects.filter(
        agency=person.agency, by=person.user, closed_at=None, due__lt=on
    ).select_related("file")
    late = with_standing(person.agency, rows)
    missing = Recipient.objects.filter(circulation__in=late, acknowledged_at=None)
    names: dict[UUID, list[str]] = {}
    for recipient in missing.select_related("user").order_by("unit_name", "position", "pk"):
        names.setdefault(recipient.circulation_id, []).append(recipient.words)
    return tuple(
        Waiting("unread", row.title, _unread_by(names[row.pk]), row.url, due=row.due)
        for row in late
        if row.pk in names and row.standing.is_going
    )


def _unread_by(names: Sequence[str]) -> Text:
    more = len(names) - _MOST_NAMES
    words = ", ".join(names[:_MOST_NAMES])
    if more > 0:
        return read_words("circulation/remind_unread.and_more", names=words, more=more)
    return read_words("circulation/remind_unread", names=words)


@waiting
def acknowledgements(person: Actor, on: date) -> tuple[Waiting, ...]:
    """What a person has not acknowledged yet; nothing whose paper is held or was taken back."""
    del on
    rows = Recipient.objects.filter(
        agency=person.agency,
        user=person.user,
        acknowledged_at=None,
        circulation__closed_at=None,
    ).select_related("circulation__file")
    own = list(rows)
    with_standing(person.agency, (row.circulation for row in own))
    return tuple(
        Waiting(
            "acknowledging",
            row.circulation.title,
            read_words("circulation/acknowledge"),
            row.circulation.read_url,
            day_of(row.added_at),
            row.circulation.due,
        )
        for row in own
        if row.circulation.standing.is_going
    )
