"""Read reminders, choose mail, renew the address of one's feed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import record
from prongsai.web.year.calendar.models import Preference, Reminder


@transaction.atomic
def read(*, by: Actor, reminder: UUID | None = None) -> int:
    """Mark one reminder of one's own as read, or all; how many were unread."""
    mine = Reminder.objects.filter(agency=by.agency, user=by.user, read_at=None)
    if reminder is not None:
        mine = mine.filter(pk=reminder)
    return mine.update(read_at=now())


@transaction.atomic
def choose_mail(*, by: Actor, gets_mail: bool) -> None:
    """Get a mail a day with what is due, or none."""
    preference = preference_of(by)
    if preference.gets_mail == gets_mail:
        return
    Preference.objects.filter(pk=preference.pk).update(gets_mail=gets_mail, changed_at=now())
    record(by.agency, by, "mail-chosen" if gets_mail else "mail-declined", by.user.login)


@transaction.atomic
def renew_feed(*, by: Actor) -> None:
    """A new secret address of one's feed; the one before opens nothing any more."""
    preference = preference_of(by)
    Preference.objects.filter(pk=preference.pk).update(
        feed_number=F("feed_number") + 1, changed_at=now()
    )
    record(by.agency, by, "feed-renewed", by.user.login)


def preference_of(by: Actor) -> Preference:
    """The person's preference, made at the first asking and locked until the transaction's end."""
    Preference.objects.get_or_create(
        user=by.user, defaults={"agency": by.agency, "changed_at": now()}
    )
    return Preference.objects.select_for_update().get(user=by.user)
