"""One announcement: everything about it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.announcements import queries
from prongsai.web.office.announcements.forms import EndForm
from prongsai.web.office.announcements.kinds import READ_BY, RENEWED
from prongsai.web.office.announcements.models import STANDING, Announcement
from prongsai.web.office.announcements.services import drafting, ending, sending
from prongsai.web.office.announcements.views.common import address_of, announcement_in
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found


@require_safe
@needs(Right.SEE)
def announcement(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Its text, where it stands, and what comes next."""
    person = person_of(request)
    row = announcement_in(request, year, announcement_id)
    page = found(queries.announcement_page(person.agency, year, row.pk, today()))
    kind = page.kind
    context = {
        "page": page,
        "year": year,
        "may_edit": may(person, Right.EDIT_ANNOUNCEMENTS),
        "may_submit": may(person, Right.SUBMIT),
        "may_publish": may(person, Right.PUBLISH),
        "may_circulate": may(person, Right.CIRCULATE),
        "read_by": READ_BY[kind.readers] if kind else None,
        "renewed": [RENEWED[one] for one in kind.renewal] if kind else [],
        "here": address_of(row),
    }
    return render(request, "announcements/announcement.html", context)


@require_POST
@needs(Right.SUBMIT)
def send(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Submit it for signature."""
    row = announcement_in(request, year, announcement_id)

    def act(person: Actor) -> str:
        sending.send(row, by=person)
        messages.success(request, _("เสนอลงนามแล้ว ดูว่าอยู่ที่ใครได้ในหน้านี้"))
        return address_of(row)

    return _acted(request, row, act)


@require_POST
@needs(Right.EDIT_ANNOUNCEMENTS)
def revise(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Begin a new edition of what stands."""
    row = announcement_in(request, year, announcement_id)

    def act(person: Actor) -> str:
        made = drafting.revise(row, by=person)
        messages.success(request, _("เปิดฉบับแก้ไขแล้ว ฉบับเดิมใช้อยู่จนกว่าฉบับใหม่จะลงนาม"))
        return reverse("announcements:edit", args=[year, made.pk])

    return _acted(request, row, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.EDIT_ANNOUNCEMENTS)
def discard(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Ask, then drop a draft that was never submitted."""
    row = announcement_in(request, year, announcement_id)
    if request.method != "POST":
        return render(request, "announcements/discard.html", {"row": row, "year": year})

    def act(person: Actor) -> str:
        drafting.discard(row, by=person)
        messages.success(request, _("ลบร่างแล้ว"))
        return reverse("announcements:register", args=[year])

    return _acted(request, row, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
@fresh
def end(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Ask why, then end what stands and withdraw what was published."""
    row = announcement_in(request, year, announcement_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if row.state not in STANDING:
        messages.info(request, _("เลิกใช้ได้เฉพาะฉบับที่ใช้อยู่"))
        return done(request, address_of(row))
    if form.is_bound and form.is_valid():

        def act() -> str:
            ending.end(row, by=person_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("เลิกใช้แล้ว หน้าเผยแพร่บอกเหตุผลไว้"))
            return address_of(row)

        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {"row": row, "year": year, "form": form, "back": address_of(row)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "announcements/end.html", context, status=status)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Publish the signed copy by hand, where it was not published by itself."""
    row = announcement_in(request, year, announcement_id)

    def act(person: Actor) -> str:
        sending.publish(row, by=person)
        messages.success(request, _("เผยแพร่แล้ว"))
        return address_of(row)

    return _acted(request, row, act)


@require_POST
@needs(Right.CIRCULATE)
def circulate(request: HttpRequest, year: int, announcement_id: UUID) -> HttpResponse:
    """Send it round by hand, where it was not sent round by itself."""
    row = announcement_in(request, year, announcement_id)

    def act(person: Actor) -> str:
        sending.circulate(row, by=person)
        messages.success(request, _("แจ้งเวียนแล้ว"))
        return address_of(row)

    return _acted(request, row, act)


def _acted(request: HttpRequest, row: Announcement, act: Callable[[Actor], str]) -> HttpResponse:
    """Do it once; a refusal is told on the announcement's page."""
    person = person_of(request)
    try:
        return done(request, answered(request, lambda: act(person)))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, address_of(row))
