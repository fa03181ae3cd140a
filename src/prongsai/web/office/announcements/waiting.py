"""What waits for who publishes, or drafts: an announcement that is signed and not published.

What was sent back waits already as a submission of its drafter (approval); it is not said twice.
"""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.announcements.models import Announcement, State
from prongsai.web.office.announcements.words import KIND, full_title
from prongsai.web.signing.approval.models import Submission


@waiting
def signed(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Announcements that were signed on an earlier day and are not published."""
    if not (may(person, Right.EDIT_ANNOUNCEMENTS) or may(person, Right.PUBLISH)):
        return ()
    held = Submission.objects.filter(
        agency=person.agency, kind=KIND, objected_at__isnull=False
    ).values("subject")
    rows = Announcement.objects.filter(agency=person.agency, state=State.SIGNED, signed_on__lt=on)
    # What somebody objects to waits for them, not for who publishes.
    rows = rows.exclude(pk__in=held)
    return tuple(
        Waiting(
            kind="notice",
            name=full_title(row),
            ask=Text("ลงนามแล้ว ตรวจและเผยแพร่", "signed: check and publish it"),
            url=reverse("announcements:announcement", args=[row.fiscal_year, row.pk]),
            since=row.signed_on,
        )
        for row in rows
    )
