"""Counts what was sent to readers, once the answer stands; nothing of it changes the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from prongsai.web.disclosure.public_site.views.public import SEARCHED, Searched
from prongsai.web.disclosure.statistics.counted import page_of, words_to_keep
from prongsai.web.disclosure.statistics.services import count_reading, count_search
from prongsai.web.platform.clock import today

_log = logging.getLogger(__name__)


class CountReadings:
    """Stands outside of kept pages and of sessions: what is kept counts, no header changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django calls this once."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it is; a count that fails is told to the operator alone."""
        response = self.get_response(request)
        try:
            _count(request, response)
        except DatabaseError as fault:
            _log.warning("a reading was not counted: %s", type(fault).__name__)
        return response


def _count(request: HttpRequest, response: HttpResponse) -> None:
    page = page_of(request, response)
    if page is None:
        return
    (agency_id, path), day = page, today()
    count_reading(agency_id, day, path)
    searched = request.META.get(SEARCHED)
    if isinstance(searched, Searched):
        words = words_to_keep(searched.asked)
        count_search(agency_id, day, words, is_found=searched.is_found)
