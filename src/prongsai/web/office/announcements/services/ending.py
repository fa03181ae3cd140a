"""End an announcement that stands."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.text import Text
from prongsai.core.thai import repair, squeeze
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.models import STANDING, Announcement, State
from prongsai.web.office.announcements.services import rows
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import Publication


@transaction.atomic
def end(announcement: Announcement, *, by: Actor, reason: str) -> None:
    """End an announcement without a new one; what was published is withdrawn and says so.

    Errors: Refused without a reason, or where it does not stand.
    """
    reason = squeeze(repair(reason))
    if not reason:
        raise Refused(
            Text("ยังไม่ได้บอกเหตุผลที่เลิกใช้", "the reason is missing"),
            field="reason",
            next_step=Text("เขียนสั้น ๆ ว่าเลิกใช้เพราะอะไร", "write shortly why it ends"),
        )
    row = rows.locked(announcement)
    if row.state not in STANDING:
        raise Refused(
            Text("เลิกใช้ได้เฉพาะฉบับที่ใช้อยู่", "only the edition that stands can be ended"),
            next_step=Text("เปิดทะเบียนดูฉบับที่ใช้อยู่", "see the register for the standing one"),
        )
    row.state = State.WITHDRAWN
    row.why = reason
    row.save(update_fields=["state", "why"])
    rows.record(row, by, "notice-ended", reason=reason)
    for published in Publication.objects.filter(
        agency=row.agency, subject=row.series, withdrawn_at=None, replaced_at=None
    ):
        publishing.withdraw(published, by=by, reason=reason)
