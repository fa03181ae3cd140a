"""The dates of the calendar that are the meetings' own: their days, and what was resolved there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import UUIDField, Value
from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.office.meetings.models import Meeting, Task
from prongsai.web.year.calendar.managing import Managed, manager

_CHANGE = {
    "meeting": Text("เปลี่ยนวันที่หน้าการประชุม", "change the day on the meeting's page"),
    "task": Text("เปลี่ยนวันที่หน้างานตามมติ", "change the day on the task's page"),
}


@manager
def dates(agency: Agency, events: Collection[UUID]) -> Mapping[UUID, Managed]:
    """The days of meetings, with the series they are of, and the last days of tasks given there."""
    held = Meeting.objects.filter(agency=agency, event__in=events).order_by()
    given = Task.objects.filter(agency=agency, event__in=events).order_by()
    none = Value(None, output_field=UUIDField())
    rows = held.values_list("event", "fiscal_year", "pk", "series", Value("meeting")).union(
        given.values_list("event", "fiscal_year", "pk", none, Value("task")), all=True
    )
    return {
        event: Managed(reverse(f"meetings:{kind}", args=[year, pk]), _CHANGE[kind], series)
        for event, year, pk, series, kind in rows
    }
