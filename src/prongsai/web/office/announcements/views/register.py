"""The register, and a kind before it is drafted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.announcements import queries
from prongsai.web.office.announcements.kinds import READ_BY, RENEWED
from prongsai.web.office.announcements.services import drafting
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.analysis.views import check_opened


@require_safe
@needs(Right.SEE)
def register(request: HttpRequest, year: int) -> HttpResponse:
    """Every kind of the year and where it stands."""
    person = person_of(request)
    check_opened(person.agency, year)
    context = {
        "page": queries.register_page(person.agency, year, today()),
        "year": year,
        "may_edit": may(person, Right.EDIT_ANNOUNCEMENTS),
    }
    return render(request, "announcements/register.html", context)


@require_safe
@needs(Right.SEE)
def kind(request: HttpRequest, year: int, announcement_kind: str) -> HttpResponse:
    """What a kind is, its legal basis, and how it would read."""
    person = person_of(request)
    check_opened(person.agency, year)
    page = found(queries.kind_page(person.agency, year, announcement_kind))
    context = {
        "page": page,
        "year": year,
        "may_edit": may(person, Right.EDIT_ANNOUNCEMENTS),
        "read_by": READ_BY[page.kind.readers],
        "renewed": [RENEWED[one] for one in page.kind.renewal],
    }
    return render(request, "announcements/kind.html", context)


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def draft(request: HttpRequest, year: int, announcement_kind: str) -> HttpResponse:
    """Begin an announcement, from its kind or from the newest one of an earlier year."""
    person = person_of(request)
    check_opened(person.agency, year)
    page = found(queries.kind_page(person.agency, year, announcement_kind))
    earlier = page.former if request.POST.get("from") == "former" else None

    def act() -> str:
        made = drafting.draft(
            person.agency, by=person, year=year, key=announcement_kind, earlier=earlier
        )
        messages.success(request, _("สร้างร่างแล้ว ตรวจข้อความ แล้วเสนอลงนาม"))
        return reverse("announcements:edit", args=[year, made.pk])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("announcements:kind", args=[year, announcement_kind]))
