"""Pages that belong to no app: forms that grew stale, the year switch, health, the parts."""

import os
import tempfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from prongsai.web.platform.kit import page as kit_page
from prongsai.web.platform.typed import whole_number

_SECRET_WORDS = ("password", "token", "secret", "credential")
_SECRET_NAMES = frozenset({"csrfmiddlewaretoken", "code"})  # "code" is the second factor's
_MOST_KEPT = 400_000

# A few pages of the database and its journal.
_ENOUGH = 64 * 1024


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: most often a page left open overnight.

    What was typed comes back as a form with a fresh token, but only where the browser says that
    the form was ours: a foreign page must never have its text sent by a tired click.
    """
    del reason
    return render(request, "platform/stale_form.html", typed(request), status=403)


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed into a form of ours, for a page that gives it back: fields, files, address."""
    fields = tuple(_typed_fields(request)) if _came_from_here(request) else ()
    return {
        "fields": fields,
        "files": tuple(str(file.name) for files in request.FILES.lists() for file in files[1]),
        "address": request.get_full_path(),
    }


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """The header's year switch: the same page of another year, else that year's first page."""
    chosen = whole_number(request.GET.get("year", ""))
    if chosen is None:
        return HttpResponseRedirect("/")
    address = f"/{chosen}/"
    page = request.GET.get("page", "")
    try:
        resolve(f"{address}{page}/")
    except Resolver404:
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(f"{address}{page}/" if page else address)


def health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers, its database does and it can write: 200 or 503 for who watches."""
    del request
    fault = _fault()
    status = 503 if fault else 200
    response = HttpResponse(f"{fault or 'ok'}\n", content_type="text/plain", status=status)
    add_never_cache_headers(response)
    return response


def _fault() -> str:
    """What keeps the site from serving: its database, or a disk on which nothing can be written."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database"
    try:
        with tempfile.TemporaryFile(dir=settings.DATA) as file:
            file.write(bytes(_ENOUGH))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return "disk"
    return ""


def kit(request: HttpRequest) -> HttpResponse:
    """Every part on one page, for those who build pages; in the demo only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "platform/kit.html", kit_page())


def _came_from_here(request: HttpRequest) -> bool:
    origin = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return origin.scheme == request.scheme and origin.netloc == request.get_host()


def _typed_fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed, without the old token and without anything that must not be shown."""
    total = 0
    for name, values in request.POST.lists():
        if name in _SECRET_NAMES or any(word in name.lower() for word in _SECRET_WORDS):
            continue
        for value in values:
            total += len(name) + len(str(value))
            if total > _MOST_KEPT:
                return
            yield name, str(value)
