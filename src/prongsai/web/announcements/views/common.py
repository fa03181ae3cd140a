"""What the views of announcements share."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from prongsai.web.agency.access import person_of
from prongsai.web.agency.views.common import found
from prongsai.web.analysis.views import check_opened
from prongsai.web.announcements.models import Notice
from prongsai.web.announcements.queries import notice_row


def notice_in(request: HttpRequest, year: int, notice_id: UUID) -> Notice:
    """One announcement of the reader's agency.

    Errors: Http404 for what belongs to another agency or year.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    return found(notice_row(person.agency, year, notice_id))


def address_of(row: Notice) -> str:
    """Its page."""
    return reverse("announcements:notice", args=[row.fiscal_year, row.pk])
