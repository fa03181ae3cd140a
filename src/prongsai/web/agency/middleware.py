"""Puts the actor on the request, and the first-run wizard before an empty site."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from prongsai.web.agency import devices
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.platform.clock import today


class AgencyOfRequest:
    """`request.person`: an `Actor`, or None for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django calls this once."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is read from the database until somebody asks for the person."""
        request.person = SimpleLazyObject(lambda: _person(request))  # type: ignore[attr-defined]
        if request.path == reverse("account_login") and not Agency.objects.exists():
            return HttpResponseRedirect(reverse("agency:start"))
        response = self.get_response(request)
        devices.write(request, response)
        return response


def _person(request: HttpRequest) -> Actor | None:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return None
    return actor_on(user, today())
