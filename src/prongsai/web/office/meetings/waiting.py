"""What waits in meetings: tasks of resolutions, and meetings of which nothing was written down."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.meetings.queries.meetings import unwritten
from prongsai.web.office.meetings.queries.tasks import mine_of, open_tasks


@waiting
def tasks(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The open tasks of a person's units and positions."""
    mine = mine_of(person, on)
    rows = open_tasks(person.agency).filter(
        Q(unit__in=list(mine.units)) | Q(position__in=list(mine.positions))
    )
    return tuple(
        Waiting(
            "meeting-task",
            row.text,
            Text("งานตามมติที่ประชุม", "Task of a meeting"),
            reverse("meetings:task", args=[row.fiscal_year, row.pk]),
            since=row.meeting.day,
            due=row.due,
        )
        for row in rows
    )


@waiting
def recording(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Past meetings that were not written down, for those who keep them."""
    is_asked = any(role.writes_minutes for role in person.roles)
    if not may(person, Right.HOLD_MEETINGS) or not is_asked:
        return ()
    return tuple(
        Waiting(
            "meeting",
            row.title,
            Text("บันทึกผลการประชุม", "Write down what happened"),
            reverse("meetings:record", args=[row.fiscal_year, row.pk]),
            since=row.day,
        )
        for row in unwritten(person.agency, on)
    )
