"""The days on which an agency is closed: no answer is due on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import DayOff
from prongsai.web.platform import journal


@transaction.atomic
def set_days_off(by: Actor, days: Mapping[date, str]) -> None:
    """Replace the agency's days off; cases that have come keep the day that was told.

    Errors: Refused where the person does not keep the desk.
    """
    if not may(by, Right.KEEP_DESK):
        raise Refused(
            Text("ตำแหน่งนี้กำหนดวันหยุดไม่ได้", "this position sets no days off"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องกำหนด", "ask the complaint officer"),
        )
    journal.hold(by.agency)
    DayOff.objects.filter(agency=by.agency).delete()
    DayOff.objects.bulk_create(
        DayOff(agency=by.agency, day=day, name=name) for day, name in sorted(days.items())
    )
    journal.record(by.agency, by, "days-off-set", "", count=len(days))
