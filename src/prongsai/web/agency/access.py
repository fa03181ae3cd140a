"""The door of every page: signed in, of an agency, with the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency import factor, pending_form
from prongsai.web.agency.freshness import fresh, is_fresh
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.htmx import done

__all__ = ["fresh", "is_fresh", "needs", "person_of", "signed_in"]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person_of(request: HttpRequest) -> Actor:
    """The actor of a request that passed `needs`.

    Errors: PermissionDenied for anybody else, the fault being ours.
    """
    person: Actor | None = getattr(request, "person", None)
    if not person:
        raise PermissionDenied
    return person


def needs(right: Right) -> Callable[[View[P]], View[P]]:
    """Only people whose positions give `right`; strangers are sent to sign in.

    A form that a stranger sends is kept and offered again after signing in. Somebody with a
    one-time password, or without the second factor their position demands, is led there first.
    """

    def guarded(view: View[P]) -> View[P]:
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            elsewhere = _elsewhere(request)
            if elsewhere is not None:
                return elsewhere
            person: Any = getattr(request, "person", None)
            if not person or not may(person, right):
                raise PermissionDenied
            if request.method == "POST":
                pending_form.arrived(request)
            if pending_form.is_asked(request):
                messages.info(request, _("นำสิ่งที่พิมพ์ไว้กลับมาใส่ให้แล้ว ตรวจแล้วกดส่งอีกครั้ง"))
                return pending_form.filled(request, view(request, *args, **kwargs))
            return view(request, *args, **kwargs)

        update_wrapper(inner, view)
        inner.right = right  # type: ignore[attr-defined]  # the walk over all addresses reads it
        return inner

    return guarded


def signed_in(view: View[P]) -> View[P]:
    """Anybody who signed in: pages about oneself."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    update_wrapper(inner, view)
    inner.right = None  # type: ignore[attr-defined]
    return inner


def _elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Where somebody must go before any page, or None."""
    user: Any = request.user
    if not user.is_authenticated:
        return _to_sign_in(request)
    if user.one_time_until is not None:
        return _after(request, "account_change_password")
    person: Any = getattr(request, "person", None)
    if factor.is_demanded(person or None, user) and not factor.is_set_up(user):
        return _after(request, "agency:second_factor")
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if not Agency.objects.exists():
        return done(request, reverse("agency:start"))
    return _after(request, "account_login")


def _after(request: HttpRequest, name: str) -> HttpResponse:
    """Go to an address first and come back: to the page, or to the form that was kept."""
    back = pending_form.keep(request) if request.method == "POST" else request.get_full_path()
    return done(request, f"{reverse(name)}?{urlencode({'next': back}, safe='/')}")
