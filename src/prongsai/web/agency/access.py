"""The door of every page: signed in, of an agency, with the right."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from msgspec.structs import replace

from prongsai.web.agency import pending_forms, signing_in
from prongsai.web.agency.freshness import P, View, fresh, is_fresh
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import FOR_UNIT, Actor, actor_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.address import is_found_by_others
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done

__all__ = ["anybody", "fresh", "is_fresh", "needs", "person_of", "prints_address", "signed_in"]


def person_of(request: HttpRequest) -> Actor:
    """The actor of a request that passed `needs`.

    Errors: PermissionDenied for anybody else, the fault being ours.
    """
    person: Actor | None = getattr(request, "person", None)
    if not person:
        raise PermissionDenied
    return person


Also = Callable[..., bool]


def needs(right: Right, *, also: Also | None = None) -> Callable[[View[P]], View[P]]:
    """Only people whose positions give `right`; strangers are sent to sign in.

    `also` lets a person of an agency in without the right: it is asked with the person and what
    stands in the address. A form that a stranger sends is kept and offered again after signing in.
    Somebody with a one-time password, or without the second factor their position demands, is led
    there first.
    """

    def guarded(view: View[P]) -> View[P]:
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            elsewhere = _elsewhere(request)
            if elsewhere is not None:
                return elsewhere
            person: Any = getattr(request, "person", None)
            if not person or not (may(person, right) or (also and also(person, **kwargs))):
                raise PermissionDenied
            if request.method == "POST":
                pending_forms.discard_sent(request)
            if pending_forms.is_asked(request):
                messages.info(request, _("นำสิ่งที่พิมพ์ไว้กลับมาใส่ให้แล้ว ตรวจแล้วกดส่งอีกครั้ง"))
                return pending_forms.fill_page(request, view(request, *args, **kwargs))
            return view(request, *args, **kwargs)

        update_wrapper(inner, view)
        inner.right = right  # type: ignore[attr-defined]  # the walk over all addresses reads it
        return inner

    return guarded


def prints_address(view: View[P]) -> View[P]:
    """A poster or card waits until others find the site at the address that it would bear."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_found_by_others():
            return view(request, *args, **kwargs)
        context = {"may_set": may(person_of(request), Right.EDIT_AGENCY)}
        return render(request, "agency/address_missing.html", context, status=UNPROCESSABLE)

    return update_wrapper(inner, view)


def anybody(person: Actor, **_: object) -> bool:
    """For `also`: whoever belongs to an agency; the view itself asks what is theirs."""
    return bool(person)


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
    if signing_in.is_demanded(person or None, user) and not signing_in.is_set_up(user):
        return _after(request, "agency:second_factor")
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if not Agency.objects.exists():
        return done(request, reverse("agency:start"))
    return _after(request, "account_login")


def _after(request: HttpRequest, name: str) -> HttpResponse:
    """Go to an address first and come back: to the page, or to the form that was kept."""
    back = pending_forms.save_form(request) if request.method == "POST" else request.get_full_path()
    return done(request, f"{reverse(name)}?{urlencode({'next': back}, safe='/')}")


class AgencyOfRequest:
    """`request.person`: an `Actor`, or None for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is read from the database until somebody asks for the person."""
        request.person = SimpleLazyObject(lambda: _person(request))  # type: ignore[attr-defined]
        if request.path == reverse("account_login") and not Agency.objects.exists():
            return HttpResponseRedirect(reverse("agency:start"))
        response = self.get_response(request)
        signing_in.write(request, response)
        return response


def _person(request: HttpRequest) -> Actor | None:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    person = actor_on(user, today())
    chosen = request.POST.get(FOR_UNIT, "") if request.method == "POST" else ""
    return replace(person, for_unit=chosen) if person is not None and chosen else person
