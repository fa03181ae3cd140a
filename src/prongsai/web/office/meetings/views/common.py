"""Rows that an address names, of the reader's own agency and in an opened year."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.office.meetings.models import Group, Meeting, Task
from prongsai.web.office.meetings.queries.groups import group_of
from prongsai.web.office.meetings.queries.meetings import meeting_of
from prongsai.web.office.meetings.queries.tasks import task_of
from prongsai.web.year.analysis.views import check_opened


def group_or_404(agency: Agency, year: int, group_id: UUID) -> Group:
    """One working group.

    Errors: Http404.
    """
    check_opened(agency, year)
    found = group_of(agency, year, group_id)
    if found is None:
        raise Http404
    return found


def meeting_or_404(agency: Agency, year: int, meeting_id: UUID) -> Meeting:
    """One meeting.

    Errors: Http404.
    """
    check_opened(agency, year)
    found = meeting_of(agency, year, meeting_id)
    if found is None:
        raise Http404
    return found


def task_or_404(person: Actor, year: int, task_id: UUID) -> Task:
    """One task.

    Errors: Http404.
    """
    check_opened(person.agency, year)
    found = task_of(person.agency, year, task_id)
    if found is None:
        raise Http404
    return found
