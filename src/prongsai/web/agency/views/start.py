"""The first run: two pages, and the site is somebody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from prongsai.core import fiscal
from prongsai.core.errors import Misuse
from prongsai.core.roles import role_of
from prongsai.web.agency import first_run
from prongsai.web.agency.adapters import BACKEND
from prongsai.web.agency.forms.start import KeyForm, StartPersonForm, StartSiteForm
from prongsai.web.agency.models import Agency, AgencyKind
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.roles import offered_at_start
from prongsai.web.agency.services.start import FirstPerson, NewAgency, start
from prongsai.web.platform import address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import shown

P = ParamSpec("P")
_DRAFT, _HAS_KEY = "start", "has-first-run-key"


def empty_site(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page that is there only while the site has no agency."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if Agency.objects.exists():
            raise Http404
        if not request.session.get(_HAS_KEY):
            return _ask_for_key(request)
        return view(request, *args, **kwargs)

    return inner


def _ask_for_key(request: HttpRequest) -> HttpResponse:
    """Only who reads what the server prints may set it up."""
    typed = request.POST.get("key") or request.GET.get("key", "")
    form = KeyForm({"key": typed} if typed or request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        request.session.cycle_key()
        request.session[_HAS_KEY] = True
        return done(request, reverse("agency:start"))
    return shown(request, "agency/start_key.html", form, {"steps": _steps(), "now": 1})


@require_http_methods(["GET", "POST"])
@empty_site
def agency(request: HttpRequest) -> HttpResponse:
    """Name, kind and year."""
    draft = request.session.get(_DRAFT)
    usual = {
        "fiscal_year": fiscal.year_of(today()),
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    form = StartSiteForm(request.POST or None, initial=draft or usual)
    if request.method == "POST" and form.is_valid():
        request.session[_DRAFT] = form.cleaned_data
        return done(request, reverse("agency:start_person"))
    return shown(request, "agency/start.html", form, {"steps": _steps(), "now": 1})


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
@empty_site
def person(request: HttpRequest) -> HttpResponse:
    """The first person; then the dashboard, signed in."""
    draft = request.session.get(_DRAFT)
    if draft is None:
        return done(request, reverse("agency:start"))
    form = StartPersonForm(
        AgencyKind(draft["kind"]), request.POST or None, initial={"kinds": _usual()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            by = start(new=_agency_of(draft), person=_person_of(form.cleaned_data))
        except Misuse as refusal:
            refuse(form, refusal)
        else:
            request.session.pop(_DRAFT)
            request.session.pop(_HAS_KEY)
            first_run.forget()
            if draft.get("address"):
                address.keep(draft["address"])
            login(request, by.user, backend=BACKEND)
            record_authentication(request, by.user, "password", username=by.user.login)
            messages.success(
                request,
                _("ตั้งค่าเสร็จแล้ว ขั้นต่อไป: ใส่ผลคะแนนปี %(year)s") % {"year": draft["fiscal_year"] - 1},
            )
            return done(request, _last_step(by, draft["fiscal_year"]))
    context = {"steps": _steps(), "now": 2, "draft": draft}
    return shown(request, "agency/start_person.html", form, context)


def _last_step(by: Actor, year: int) -> str:
    """Last year's results are asked for, if the first person may give them."""
    if not may(by, Right.IMPORT_SCORES):
        return "/"
    return reverse("scoring:scores", args=[year])


def _steps() -> list[str]:
    return [_("หน่วยงาน"), _("ผู้ใช้คนแรก"), _("ผลคะแนนปีก่อน")]


def _usual() -> list[str]:
    """All positions but the one that asks for a second factor at once."""
    return [role.key for role in offered_at_start() if not role.second_factor]


def _agency_of(draft: dict[str, Any]) -> NewAgency:
    told = {name: value for name, value in draft.items() if name != "address"}
    return NewAgency(**told | {"kind": AgencyKind(draft["kind"])})


def _person_of(values: dict[str, Any]) -> FirstPerson:
    return FirstPerson(
        values["login"],
        values["password"],
        values["display_name"],
        frozenset(map(role_of, values["kinds"])),
    )
