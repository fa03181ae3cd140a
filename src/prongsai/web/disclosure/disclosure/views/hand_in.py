"""The hand-in sheet."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.forms.hand_in import LimitForm
from prongsai.web.disclosure.disclosure.queries.hand_in import hand_in as query
from prongsai.web.disclosure.disclosure.queries.hand_in import limit_row
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.disclosure.services.limiting import set_limit
from prongsai.web.disclosure.disclosure.views.common import person_in, sent
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.shortcuts import shown
from prongsai.web.year.calendar.models import Purpose
from prongsai.web.year.calendar.queries import window_of


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
        "may_limit": may_hand_in(person),
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


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def limit(request: HttpRequest, year: int) -> HttpResponse:
    """How long an explanation may be, with its source; for who hands in."""
    person = person_in(request, year)
    if not may_hand_in(person):
        raise PermissionDenied
    row = limit_row(person.agency, year)
    form = LimitForm.of(row, request.POST or None)

    def act() -> None:
        if set_limit(person.agency, by=person, year=year, limit=form.limit(), seen=form.revision):
            messages.success(request, _("บันทึกความยาวคำอธิบายแล้ว"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))

    back = reverse("disclosure:hand-in", args=[year])
    answer = sent(request, form, act, back)
    if answer is not None:
        return answer
    if request.method == "POST":
        form.has_been_told(limit_row(person.agency, year))
    context = {"year": year, "row": row, "back": back}
    return shown(request, "disclosure/limit.html", form, context)
