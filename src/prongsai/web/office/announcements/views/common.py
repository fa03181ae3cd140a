"""What the views of announcements share."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from prongsai.web.agency.access import person_of
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.queries import announcement_row
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.analysis.views import check_opened


def announcement_in(request: HttpRequest, year: int, announcement_id: UUID) -> Announcement:
    """One announcement of the reader's agency.

    Errors: Http404 for what belongs to another agency or year.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    return found(announcement_row(person.agency, year, announcement_id))


def address_of(row: Announcement) -> str:
    """Its page."""
    return reverse("announcements:announcement", args=[row.fiscal_year, row.pk])
