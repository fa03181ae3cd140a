"""Whether it is still the person who signed in: asked again before weighty acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from prongsai.web.agency import pending_form
from prongsai.web.platform.clock import now
from prongsai.web.platform.htmx import done

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are within the last five minutes.

    Shape:  a sign-in counts like a proof asked for later; in a demo folder there is nothing to
            prove.
    """
    if settings.DEMO:
        return True
    since = now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["at"] >= since for record in records)


def fresh(view: View[P]) -> View[P]:
    """Ask for the password again where the last proof is older than five minutes.

    What was posted is kept and offered again afterwards. Stands under `needs`.
    """

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = pending_form.keep(request) if request.method == "POST" else request.get_full_path()
        return done(
            request, f"{reverse('account_reauthenticate')}?{urlencode({'next': back}, safe='/')}"
        )

    update_wrapper(inner, view)
    inner.fresh = True  # type: ignore[attr-defined]  # the walk over all addresses reads it
    return inner
