"""What every act on an announcement needs: the locked row, a version, the journal."""

from __future__ import annotations

from prongsai.core.announcements.content import Words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import put
from prongsai.web.office.announcements.models import (
    OPEN,
    Announcement,
    AnnouncementVersion,
    ChangeReason,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.versions import made


def locked(announcement: Announcement) -> Announcement:
    """The row as it stands now, changed by nobody else until the transaction ends.

    Shape:  the agency is locked before it, so that two acts on a kind come one after the other.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=announcement.agency_id)
    rows = Announcement.objects.select_for_update(no_key=True)
    return rows.select_related("agency").get(pk=announcement.pk)


def check_editable(announcement: Announcement) -> None:
    """Refuse where the text is signed; what is on its way may be edited, and is then "changed".

    Errors: Refused.
    """
    if announcement.state in OPEN:
        return
    raise Refused(
        Text(
            "ฉบับนี้ลงนามหรือเลิกใช้ไปแล้ว จึงแก้ไม่ได้",
            "this edition was signed or ended and cannot be edited",
        ),
        next_step=Text("ทำฉบับแก้ไข แล้วแก้ในฉบับใหม่", "make a revised edition and edit that one"),
    )


def write(
    announcement: Announcement, words: Words, *, by: Actor, change_reason: ChangeReason, number: int
) -> None:
    """Make words stand as version `number` and keep them."""
    put(announcement, words)
    announcement.version = number
    announcement.changed_at = now()
    announcement.save()
    AnnouncementVersion.objects.create(
        agency=announcement.agency,
        announcement=announcement,
        number=number,
        change_reason=change_reason,
        content=words.as_data(),
        **made(by, announcement.changed_at),
    )


def record(announcement: Announcement, by: Actor | None, verb: str, **detail: object) -> None:
    """Write the act into the journal."""
    journal.record(
        announcement.agency, by, verb, announcement.subject, year=announcement.fiscal_year, **detail
    )
