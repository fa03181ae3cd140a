"""The hand-in sheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right, may
from prongsai.web.calendar.models import Purpose
from prongsai.web.calendar.queries import window_of
from prongsai.web.disclosure.queries.hand_in import hand_in as query
from prongsai.web.disclosure.views.common import person_in
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import today


@require_safe
@needs(Right.SEE)
def hand_in(request: HttpRequest, year: int) -> HttpResponse:
    """Addresses and explanations in order, to copy into the NACC's system."""
    permanent = "permanent" in request.GET
    person = person_in(request, year)
    page = query(person.agency, year, today(), permanent=permanent)
    context = {
        "window": window_of(person.agency, year, Purpose.HAND_IN),
        "purpose": Purpose.HAND_IN,
        "today": today(),
        "may_add": may(person, Right.MOVE_DATES),
        "page": page,
        "year": year,
        "permanent": permanent,
        "is_local": is_local(site_address()),
        "switch": [
            {"url": request.path, "label": _("ที่อยู่จริง"), "is_here": not permanent},
            {"url": f"{request.path}?permanent=1", "label": _("ที่อยู่ถาวร"), "is_here": permanent},
        ],
    }
    return render(request, "disclosure/hand_in.html", context)
