"""What was sent to a person: the list, the paper, the button that acknowledges it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.office.circulation import queries, services
from prongsai.web.office.circulation.queries import ReadPage
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer, is_opened
from prongsai.web.year.analysis.views import check_opened


@require_safe
@needs(Right.SEE)
def circulations(request: HttpRequest, year: int) -> HttpResponse:
    """The circulations of a year."""
    person = person_of(request)
    check_opened(person.agency, year)
    content = queries.circulations_page(person, year)
    return render(request, "circulation/list.html", {"page": content, "year": year})


@require_safe
@needs(Right.SEE)
def read(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The paper as its reader sees it."""
    return render(request, "circulation/read.html", {"page": _page(request, circulation_id)})


@require_POST
@needs(Right.SEE)
def acknowledge(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Keep that this person has read it."""
    content = _page(request, circulation_id)
    person = person_of(request)

    def act() -> str:
        if services.acknowledge(content.row, by=person):
            messages.success(request, _("บันทึกการรับทราบพร้อมเวลาแล้ว"))
        else:
            messages.info(request, _("รับทราบไปก่อนแล้ว เวลาเดิมยังอยู่"))
        return reverse("circulation:read", args=[circulation_id])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("circulation:read", args=[circulation_id]))


@require_POST
@needs(Right.SEE)
def disown(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Say that a signature on paper is not one's own."""
    content = _page(request, circulation_id)
    person = person_of(request)

    def act() -> str:
        services.disown(content.row, by=person)
        messages.success(request, _("บันทึกแล้วว่าไม่ใช่ลายมือชื่อของท่าน และแจ้งผู้บันทึกแล้ว"))
        return reverse("circulation:read", args=[circulation_id])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("circulation:read", args=[circulation_id]))


@require_safe
@needs(Right.SEE)
def own_scan(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The sheet that is said to bear the reader's signature."""
    sheet = queries.own_scan(person_of(request), circulation_id)
    if sheet is None:
        raise Http404
    return file_answer(sheet, saves="save" in request.GET)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The file of a circulation; PDFs and pictures open in the browser."""
    content = _page(request, circulation_id)
    if content.file is None:
        raise Http404
    marked = content.standing.words
    answer = file_answer(content.file, saves="save" in request.GET, marked=marked)
    if is_opened(request):  # and not where the file could not be read
        services.note_opened(content.row, by=person_of(request))
    return answer


def _page(request: HttpRequest, circulation_id: UUID) -> ReadPage:
    content = queries.read_page(person_of(request), circulation_id)
    if content is None:
        raise Http404
    return content
