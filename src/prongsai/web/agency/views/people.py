"""People: the list, one person, and passwords that are handed over."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.web.agency import factor
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.forms.people import PersonEditForm, PersonForm
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries import people as queries
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people as services
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found, shown


@require_GET
@needs(Right.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, a page at a time."""
    search = request.GET.get("q", "")
    content = queries.people(
        person_of(request).agency,
        on=today(),
        at=now(),
        search=search,
        page=request.GET.get("page", 1),
    )
    query = urlencode({"q": search}) if search else ""
    return render(request, "agency/people.html", {"page": content, "query": query})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def person_add(request: HttpRequest) -> HttpResponse:
    """A new person; their password is shown once."""
    by = person_of(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handed = services.add_person(agency=by.agency, by=by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _handed_over(request, [handed])
    return shown(request, "agency/person_add.html", form)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One person: how they are shown, what they hold, how they sign in."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    start = {"display_name": user.display_name, "email": user.email}
    form = PersonEditForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        services.edit_person(user=user, by=by, **form.cleaned_data)
        messages.success(request, _("บันทึกแล้ว"))
        return done(request, reverse("agency:person", args=[user.pk]))
    context = {
        "user_shown": user,
        "appointments": queries.appointments_of_person(by.agency, user, today()),
        "password": queries.password_state(user, now()),
        "has_second_factor": factor.is_set_up(user),
        "is_me": user.pk == by.user.pk,
    }
    return shown(request, "agency/person.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def person_deactivate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask, then sign a person out for good."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    if request.method == "POST":
        try:
            services.deactivate_person(user=user, by=by)
        except Refused as refusal:
            messages.error(request, refusal.words(request.LANGUAGE_CODE))
        else:
            messages.success(request, _("ปิดบัญชี %(login)s แล้ว") % {"login": user.login})
        return done(request, reverse("agency:person", args=[user.pk]))
    context = {
        "user_shown": user,
        "appointments": queries.appointments_of_person(by.agency, user, today()),
    }
    return render(request, "agency/person_deactivate.html", context)


@require_POST
@needs(Right.MANAGE_PEOPLE)
def person_activate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Let a person sign in again."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    services.activate_person(user=user, by=by)
    messages.success(request, _("เปิดบัญชี %(login)s อีกครั้งแล้ว") % {"login": user.login})
    return done(request, reverse("agency:person", args=[user.pk]))


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def person_password(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask, then make a one-time password and show it once."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    if request.method == "POST":
        return _handed_over(request, [services.hand_over_password(user=user, by=by)])
    return render(request, "agency/person_password.html", {"user_shown": user})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def person_factor(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask, then forget the second factor of somebody who lost it."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    if request.method == "POST":
        services.remove_second_factor(user=user, by=by)
        messages.success(request, _("ล้างการยืนยันสองขั้นแล้ว เจ้าตัวตั้งใหม่ได้เมื่อเข้าสู่ระบบ"))
        return done(request, reverse("agency:person", args=[user.pk]))
    return render(request, "agency/person_factor.html", {"user_shown": user})


@require_POST
@needs(Right.MANAGE_PEOPLE)
@fresh
def passwords_missing(request: HttpRequest) -> HttpResponse:
    """One-time passwords for those who came from a file, some at a time."""
    by = person_of(request)
    handed = services.hand_over_missing(agency=by.agency, by=by)
    if not handed:
        messages.info(request, _("ทุกคนมีรหัสผ่านแล้ว"))
        return done(request, reverse("agency:people"))
    return _handed_over(request, handed)


def _handed_over(request: HttpRequest, handed: Sequence[services.HandedOver]) -> HttpResponse:
    """The only page that ever shows these passwords."""
    left = len(services.without_password(person_of(request).agency))
    context = {"handed": handed, "left": left, "until": handed[0].user.one_time_until}
    return render(request, "agency/handed_over.html", context)
