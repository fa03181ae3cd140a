"""Notices to people, which wait in “My work” until they are read."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from prongsai.core.dates import long_date
from prongsai.core.roles import Told
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Appointment, Notification, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import told_of
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today


def notify(agency: Agency, people: Iterable[User], message: Text, url: str = "") -> None:
    """Write one notice to each of some people, in the caller's transaction.

    Shape:  `url` is the page of what was done, "" for none. The daily mail carries what waits, so
            who has an address there is written to as well.
    """
    notices = [
        Notification(
            agency=agency, user=user, said_th=message.th[:600], said_en=message.en[:600], url=url,
            made_at=now(),
        )
        for user in {user.pk: user for user in people}.values()
        if user.is_active
    ]  # fmt: skip
    Notification.objects.bulk_create(notices)


def watching(agency: Agency, what: Told) -> list[User]:
    """Those whose posts are told of something today, whoever did it."""
    rows = Appointment.objects.on(today()).filter(agency=agency, position__kind__in=told_of(what))
    return [row.user for row in rows.select_related("user")]


@transaction.atomic
def note(notification_id: UUID, *, by: Actor) -> Notification:
    """The person has read a notice; doing it twice changes nothing.

    Shape:  the journal tells of which day: what the notice says may be for its reader alone.
    """
    journal.hold(by.agency)
    rows = Notification.objects.select_for_update(no_key=True)
    notice = rows.filter(agency=by.agency, user=by.user, pk=notification_id).first()
    if notice is None:
        raise Refused("agency/notice_unknown")
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
        day = long_date(localdate(notice.made_at))
        journal.record(by.agency, by, "notice-read", day, notice=str(notice.pk))
    return notice
