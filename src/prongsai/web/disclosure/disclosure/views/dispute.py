"""Dispute the result of an item."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.forms.hand_in import DisputeForm
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.queries.disputes import dispute_of, dispute_page
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.disclosure.services.disputing import ask_dispute
from prongsai.web.disclosure.disclosure.views.common import person_in, sent, tell_personal
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.calendar.models import Purpose
from prongsai.web.year.calendar.queries import window_of

_REFRESH_SECONDS = "3"
_TO = "เลขาธิการคณะกรรมการ ป.ป.ช."


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def dispute(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The disputes of an item; who hands in writes another."""
    person = _who_hands_in(request, year)
    item = found(items_of(person.agency, year).item(code))
    page = dispute_page(person.agency, year, item)
    initial = {"to": _TO, "pack": page.packs[0].pk if page.packs else None}
    form = DisputeForm(page.packs, request.POST or None, initial=initial)

    def act() -> None:
        said = form.cleaned_data
        ask_dispute(
            person.agency, by=person, year=year, item=item, pack=said["pack"], to=said["to"],
            told=said["told"], answer=said["answer"],
        )  # fmt: skip
        messages.success(request, _("กำลังทำหนังสือและชุดหลักฐาน"))
        tell_personal(request, said["told"], said["answer"])

    if request.method == "POST":
        answer = sent(request, form, act, reverse("disclosure:dispute", args=[year, code]))
        if answer is not None:
            return answer
    context = {
        "page": page,
        "year": year,
        "form": form,
        "window": window_of(person.agency, year, Purpose.DISPUTE),
        "purpose": Purpose.DISPUTE,
        "today": today(),
        "may_add": may(person, Right.MOVE_DATES),
    }
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, "disclosure/dispute.html", context, status=status)
    if page.is_open and "again" in request.GET:
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, dispute_id: UUID, form: str) -> HttpResponse:
    """The pack of a dispute ("zip") or its letter to edit ("docx"), saved."""
    row = found(dispute_of(_who_hands_in(request, year).agency, dispute_id))
    kept = {"zip": row.file, "docx": row.letter}.get(form)
    if kept is None:
        raise Http404
    return file_answer(kept, saves=True)


def _who_hands_in(request: HttpRequest, year: int) -> Actor:
    """The person of a request.

    Errors: Http404 where the year is not open; PermissionDenied for who does not hand in.
    """
    person = person_in(request, year)
    if not may_hand_in(person):
        raise PermissionDenied
    return person
