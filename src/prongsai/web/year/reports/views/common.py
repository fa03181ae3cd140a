"""What every page of the reports begins with."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from prongsai.web.agency.access import person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import reader_language
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.reports.kinds import KINDS, Kind


def person_and_kind(request: HttpRequest, year: int, name: str) -> tuple[Actor, Kind]:
    """Who asks, and which report of an opened year.

    Errors: Http404 for a year that is not opened, and for no kind of report.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    if name not in KINDS:
        raise Http404
    return person, KINDS[name]


def report_url(year: int, kind: Kind) -> str:
    """The page of a report."""
    return reverse("reports:report", args=[year, kind.name])


def after(
    request: HttpRequest, year: int, kind: Kind, act: Callable[[], str | None]
) -> HttpResponse:
    """Do an act once and go where it leads, else to the report; say there why it was refused."""
    back = report_url(year, kind)
    try:
        address = answered(request, lambda: act() or back)
    except Refused as refusal:
        messages.error(request, refusal.words(reader_language()))
        return done(request, back)
    return done(request, address)
