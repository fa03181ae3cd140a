"""Pages around signing in: the second factor, a kept form, the doors of the demo."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.web.agency import factor, pending_form
from prongsai.web.agency.access import signed_in
from prongsai.web.agency.adapters import BACKEND
from prongsai.web.agency.queries.demo import door_user, is_open_to
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done


@require_http_methods(["GET"])
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a position needs a second factor, and the two ways to one."""
    user: Any = request.user
    person: Any = getattr(request, "person", None)
    if factor.is_set_up(user) or not factor.is_demanded(person or None, user):
        return done(request, _next(request))
    demanding = factor.demanding(person or None)
    titles = [held.words for held in person.positions if held.role in demanding] if person else []
    request.session["after_second_factor"] = _next(request)
    return render(request, "agency/second_factor.html", {"titles": titles})


@require_http_methods(["GET", "POST"])
@signed_in
def show_pending_form(request: HttpRequest) -> HttpResponse:
    """What was typed before the session ended: open the form filled, send it, or drop it."""
    form = pending_form.pending_form_of(request)
    if request.method == "POST":
        pending_form.forget(request)
        return done(request, "/")
    if form is None:
        return done(request, "/")
    context = {
        "fields": [(name, value) for name, values in form.fields.items() for value in values],
        "address": form.address,
        "filled": _with_mark(form.page),
        "page": form.page,
        "is_gone": pending_form.GONE in request.GET,
    }
    return render(request, "agency/pending_form.html", context)


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in by a position, without a password: in a demo data folder and nowhere else."""
    if not is_open_to(request):
        raise Http404
    user = door_user(request.POST.get("position", ""), today())
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return done(request, _next(request))


def _with_mark(page: str) -> str:
    mark = "&" if urlsplit(page).query else "?"
    return f"{page}{mark}{pending_form.ASKED}=1"


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, if that is ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if wanted and is_ours else "/"
