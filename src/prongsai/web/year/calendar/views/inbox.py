"""One's own reminders, how one wants to be told, and the feed that other programs read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import reader_language
from prongsai.web.year.calendar import inbox_queries as queries
from prongsai.web.year.calendar.feed import feed as written
from prongsai.web.year.calendar.forms import MailForm
from prongsai.web.year.calendar.services import preferences as services
from prongsai.web.year.calendar.services.mailing import server


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
    told = request.POST.get("reminder", "")
    try:
        reminder = UUID(told) if told else None
    except ValueError:
        raise Http404 from None
    services.read(by=person_of(request), reminder=reminder)
    return done(request, reverse("calendar:inbox"))


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def preferences(request: HttpRequest) -> HttpResponse:
    """Mail or none, and the address of one's feed."""
    person = person_of(request)
    content = queries.preferences_page(person)
    initial = {"gets_mail": "daily" if content.gets_mail else "none"}
    form = MailForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.choose_mail(by=person, gets_mail=form.cleaned_data["gets_mail"] == "daily")
        messages.success(request, _("บันทึกแล้ว"))
        return done(request, reverse("calendar:preferences"))
    token = queries.own_feed_token(person)
    address = request.build_absolute_uri(reverse("calendar:feed", args=[token])) if token else ""
    context = {
        "page": content,
        "form": form,
        "address": address,
        "sends_mail": server() is not None,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "calendar/preferences.html", context, status=status)


@require_POST
@needs(Right.SEE)
def renew(request: HttpRequest) -> HttpResponse:
    """A new address of one's feed."""
    person = person_of(request)

    def act() -> str:
        services.renew_feed(by=person)
        messages.success(request, _("ออกที่อยู่ปฏิทินแล้ว ที่อยู่เดิมใช้ไม่ได้อีก"))
        return reverse("calendar:preferences")

    return done(request, answered(request, act))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed that a secret address opens, without signing in; nothing private is in it."""
    person = queries.person_of_feed(token)
    if person is None:
        raise Http404
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
