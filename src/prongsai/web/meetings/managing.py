"""The dates of the calendar that are the meetings' own: their days, and what was resolved there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.calendar.managing import Managed, manager
from prongsai.web.meetings.models import Meeting, Task

_AT_MEETING = Text("เปลี่ยนวันที่หน้าการประชุม", "change the day on the meeting's page")
_AT_TASK = Text("เปลี่ยนวันที่หน้างานตามมติ", "change the day on the task's page")


@manager
def meetings(agency: Agency, events: Collection[UUID]) -> Mapping[UUID, Managed]:
    """The days of meetings, and which series they are of."""
    rows = Meeting.objects.filter(agency=agency, event__in=events).order_by()
    return {
        event: Managed(reverse("meetings:meeting", args=[year, pk]), _AT_MEETING, series)
        for event, year, pk, series in rows.values_list("event", "fiscal_year", "pk", "series")
        if event is not None
    }


@manager
def tasks(agency: Agency, events: Collection[UUID]) -> Mapping[UUID, Managed]:
    """The last days of the tasks that meetings gave."""
    rows = Task.objects.filter(agency=agency, event__in=events).order_by()
    return {
        event: Managed(reverse("meetings:task", args=[year, pk]), _AT_TASK)
        for event, year, pk in rows.values_list("event", "fiscal_year", "pk")
        if event is not None
    }
