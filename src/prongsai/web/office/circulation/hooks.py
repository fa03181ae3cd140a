"""What waits for a person: papers that they have not acknowledged yet."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.circulation.models import Recipient
from prongsai.web.office.circulation.papers import with_standing

_ASK = Text("รับทราบ", "Acknowledge")


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
