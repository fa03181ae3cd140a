"""The year's dates: list, month, paper, one date with its move form."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core import fiscal
from prongsai.core.calendar_rules.model import Origin
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done, page
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import reader_language, words_of
from prongsai.web.platform.sending import remove_or_restore, sent, tried
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.typed import row_key
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.calendar import pages, queries
from prongsai.web.year.calendar.feed import feed as written
from prongsai.web.year.calendar.forms import MailForm, MoveForm, OwnEventForm
from prongsai.web.year.calendar.models import Purpose
from prongsai.web.year.calendar.rights import may_mark
from prongsai.web.year.calendar.services import dates as services
from prongsai.web.year.calendar.services.mailing import server
from prongsai.web.year.ownership.owners import titles_of

_DECEMBER = 12


@require_safe
@needs(Right.SEE)
def year_list(request: HttpRequest, year: int) -> HttpResponse:
    """The year as a strip and a list."""
    person = person_in(request, year)
    day = today()
    context = {
        "page": pages.list_page(person.agency, year),
        "year": year,
        "month": day.month if fiscal.year_of(day) == year else fiscal.start(year).month,
        "may_move": may(person, Right.MOVE_DATES),
    }
    return render(request, "calendar/list.html", context)


@require_safe
@needs(Right.SEE)
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    person = person_in(request, year)
    if not 1 <= month <= _DECEMBER:
        raise Http404
    context = {
        "page": pages.month_page(person.agency, year, month),
        "year": year,
        "month": month,
        "may_move": may(person, Right.MOVE_DATES),
    }
    return render(request, "calendar/month.html", context)


@require_safe
@needs(Right.SEE)
def paper(request: HttpRequest, year: int) -> HttpResponse:
    """The year to print."""
    agency = person_in(request, year).agency
    return page(request, "calendar/print.html", pages.list_page(agency, year))


@require_http_methods(["GET", "POST"])
@needs(Right.MOVE_DATES)
def add(request: HttpRequest, year: int) -> HttpResponse:
    """A date of the agency's own."""
    person = person_in(request, year)
    asked = request.GET.get("purpose", "")
    initial = {"purpose": asked, "name": Purpose(asked).label} if asked in Purpose else {}
    titles = titles_of(person.agency, today())
    form = OwnEventForm(person.agency, titles, request.POST or None, initial=initial)

    def add_event() -> str:
        made = services.add(
            person.agency,
            by=person,
            year=year,
            name=form.cleaned_data["name"],
            detail=form.cleaned_data["detail"],
            days=form.days,
            owners=form.owners,
            purpose=form.cleaned_data["purpose"],
        )
        messages.success(request, _("เพิ่ม “%(name)s” แล้ว") % {"name": made.name})
        return reverse("calendar:event", args=[year, made.pk])

    return sent(request, form, add_event) or form_page(
        request, form, _("เพิ่มกำหนดการของหน่วยงาน"), reverse("calendar:calendar", args=[year]),
        above=_("ปฏิทินปีงบประมาณ %(year)s") % {"year": year}, name=_("เพิ่มกำหนดการ"),
        sub=_("ระบบเตือนก่อนครบกำหนด และเมื่อเกินกำหนด"), save=_("เพิ่มกำหนดการ"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def event(request: HttpRequest, year: int, event_id: UUID) -> HttpResponse:
    """One date with its history."""
    return _event(request, _event_in(request, year, event_id), None)


@require_POST
@needs(Right.MOVE_DATES)
def move(request: HttpRequest, year: int, event_id: UUID) -> HttpResponse:
    """Move a date, with the reason."""
    person = person_of(request)
    dated = _event_in(request, year, event_id)
    form = MoveForm(request.POST)
    if form.is_valid():

        def move_event() -> str:
            services.move(
                person.agency,
                by=person,
                event=dated,
                days=form.days,
                seen=form.seen,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("ย้ายแล้ว การเตือนตามวันใหม่"))
            return reverse("calendar:event", args=[year, event_id])

        if answer := tried(request, form, move_event):
            return answer
        dated = _event_in(request, year, event_id)
        # What was typed comes back, and counts against the days that are shown now.
        typed = request.POST.copy()
        typed["seen_first"], typed["seen_last"] = str(dated.first), str(dated.last)
        form.data = typed
    return _event(request, dated, form)


@require_POST
@needs(Right.SEE)
def state(request: HttpRequest, year: int, event_id: UUID) -> HttpResponse:
    """Mark a date as done, or the part of it that the address names, or as not done after all."""
    person = person_of(request)
    dated = _event_in(request, year, event_id)
    part = row_key(request.GET.get("part", ""))
    if not may_mark(person, dated, today(), part):
        raise PermissionDenied
    if dated.is_removed:
        raise Http404
    try:
        if dated.is_finished:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))  # the page says why
        elif request.POST.get("state") == "open":
            services.mark_open(person.agency, by=person, event=dated, part=part)
            messages.success(request, _("บันทึกว่ายังไม่เสร็จ ระบบจะเตือนต่อ"))
        else:
            services.mark_done(person.agency, by=person, event=dated, part=part)
            messages.success(request, _("บันทึกว่าทำแล้ว ระบบเลิกเตือน"))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    return done(request, reverse("calendar:event", args=[year, event_id]))


@require_POST
@needs(Right.MOVE_DATES)
def presence(request: HttpRequest, year: int, event_id: UUID) -> HttpResponse:
    """Take a date of the agency's own out of the calendar, or bring it back."""
    person = person_of(request)
    dated = _event_in(request, year, event_id)
    if dated.origin is not Origin.OWN:
        raise Http404
    change = partial(services.remove, person.agency, by=person, year=year, event=event_id)
    address = reverse("calendar:event", args=[year, event_id])
    words = _("นำ “%(name)s” ออกแล้ว") % {"name": dated.name.th}
    return remove_or_restore(request, change, address, words)


def _event(request: HttpRequest, dated: queries.Dated, form: MoveForm | None) -> HttpResponse:
    person = person_of(request)
    may_move = may(person, Right.MOVE_DATES)
    markable = {part for part in dated.parts if may_mark(person, dated, today(), part)}
    content = pages.event_page(person.agency, dated, markable)
    is_managed = content["managed"] is not None or dated.origin is Origin.TASK
    if form is None:
        first = dated.first if dated.first != dated.last else None
        form = MoveForm(
            initial={
                "first": first,
                "last": dated.last,
                "seen_first": dated.first,
                "seen_last": dated.last,
            }
        )
    context = {
        "page": content,
        "year": dated.year,
        "is_movable": may_move and not dated.is_removed and not is_managed,
        "may_move": may_move,
        "acts": pages.acts_of(
            dated,
            may_remove=may_move and dated.origin is Origin.OWN and not is_managed,
            may_mark=content["managed"] is None and may_mark(person, dated, today()),
        ),
    }
    return shown(request, "calendar/event.html", form, context)


def _event_in(request: HttpRequest, year: int, event_id: UUID) -> queries.Dated:
    return found(queries.event_of(person_in(request, year).agency, year, event_id))


@require_safe
@needs(Right.SEE)
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own reminders."""
    content = queries.inbox(person_of(request), request.GET.get("page", ""))
    return render(request, "calendar/inbox.html", {"page": content})


@require_POST
@needs(Right.SEE)
def read(request: HttpRequest) -> HttpResponse:
    """Mark one reminder as read, or all."""
    typed = request.POST.get("reminder", "")
    try:
        reminder = UUID(typed) if typed else None
    except ValueError:
        raise Http404 from None
    services.read(by=person_of(request), reminder=reminder)
    return done(request, reverse("calendar:inbox"))


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def preferences(request: HttpRequest) -> HttpResponse:
    """Mail or none, and the address of one's feed."""
    person = person_of(request)
    preference = queries.preference_of(person)
    initial = {"gets_mail": "daily" if preference.gets_mail else "none"}
    form = MailForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.choose_mail(by=person, gets_mail=form.cleaned_data["gets_mail"] == "daily")
        messages.success(request, _("บันทึกแล้ว"))
        return done(request, reverse("calendar:preferences"))
    address = ""
    if preference.feed_number:
        token = queries.feed_token(person.user, preference.feed_number)
        address = request.build_absolute_uri(reverse("calendar:feed", args=[token]))
    context = {
        "email": person.user.email,
        "mail": queries.last_mail(person),
        "address": address,
        "sends_mail": server() is not None,
    }
    return shown(request, "calendar/preferences.html", form, context)


@require_POST
@needs(Right.SEE)
def renew(request: HttpRequest) -> HttpResponse:
    """A new address of one's feed."""
    person = person_of(request)

    def renew_address() -> str:
        services.renew_feed(by=person)
        messages.success(request, _("ออกที่อยู่ปฏิทินแล้ว ที่อยู่เดิมใช้ไม่ได้อีก"))
        return reverse("calendar:preferences")

    return done(request, answer_once(request, renew_address))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed that a secret address opens, without signing in; nothing private is in it."""
    person = found(queries.person_of_feed(token))
    language = reader_language()
    stamps = queries.stamps_of(person.agency)
    entries = (
        queries.feed_entry(
            person.agency,
            event,
            stamps,
            language,
            request.build_absolute_uri(reverse("calendar:event", args=[event.year, event.id])),
        )
        for event in queries.feed_events(person.agency)
    )
    name = f"ITA {person.agency.name}"
    response = HttpResponse(written(name, entries), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="prongsai.ics"'
    return response
