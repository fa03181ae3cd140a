"""What the web showed on the day: kept, listed, and saved as packs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure.queries import proofs as queries
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.disclosure.services.proving import ask_proof
from prongsai.web.disclosure.disclosure.views.common import acted, person_in
from prongsai.web.platform.files import LostFile
from prongsai.web.platform.htmx import done, is_htmx
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found

_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.SEE)
def proofs(request: HttpRequest, year: int) -> HttpResponse:
    """What was kept of a year, and how far a keeping is."""
    page = queries.proofs_page(person_in(request, year), year)
    template = "disclosure/_keeping.html" if is_htmx(request) else "disclosure/proofs.html"
    response = render(request, template, {"page": page, "year": year})
    goes_on = page.progress is not None and page.progress.is_open
    if goes_on and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_POST
@needs(Right.SEE)
def keep(request: HttpRequest, year: int) -> HttpResponse:
    """Have what every address of the year shows kept; for who hands in."""
    person = person_in(request, year)
    back = reverse("disclosure:proofs", args=[year])
    if not may_hand_in(person):
        raise PermissionDenied

    def act() -> str:
        ask_proof(person.agency, by=person, year=year)
        messages.success(request, _("กำลังเก็บสิ่งที่ลิงก์แสดง"))
        return back

    return acted(request, act, back)


@require_safe
@needs(Right.SEE)
def pack(request: HttpRequest, year: int, pack_id: UUID) -> HttpResponse:
    """The pack of one item, saved; one that is not what was kept is told on the page."""
    row = found(queries.pack_of(person_in(request, year).agency, pack_id))
    try:
        return file_answer(row.file, saves=True)
    except LostFile as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("disclosure:proofs", args=[year]))
