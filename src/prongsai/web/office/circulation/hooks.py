"""What waits for a person: papers that they have not acknowledged yet."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.circulation.models import Recipient
from prongsai.web.office.circulation.papers import with_standing
from prongsai.web.signing.approval.models import FormerFile, Submission, Version
from prongsai.web.signing.approval.services.annulling import hears_of_annulment

_ASK = Text("รับทราบ", "Acknowledge")


@hears_of_annulment
def recipients(submission: Submission) -> QuerySet[User]:
    """Whom a file of a paper was sent to, whichever of its files it was."""
    versions = Version.objects.filter(submission=submission)
    files = versions.values_list("file__digest", "signed_file__digest", "final_file__digest")
    former = FormerFile.objects.filter(version__submission=submission)
    kept = former.values_list("file__digest", flat=True)
    digests = {digest for told in (*files, kept) for digest in told if digest}
    sent = Recipient.objects.filter(agency=submission.agency, circulation__file__digest__in=digests)
    return User.objects.filter(pk__in=sent.values("user"))


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
            _ASK,
            reverse("circulation:read", args=[row.circulation_id]),
            timezone.localtime(row.added_at).date(),
            row.circulation.due,
        )
        for row in own
        if row.circulation.standing.is_going
    )
