"""Many rows of a register at once: opened as a list has them, saved together or not at all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import Misuse
from prongsai.core.registers.model import Register
from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.registers.forms import asked_of
from prongsai.web.disclosure.registers.grid import MORE, Grid
from prongsai.web.disclosure.registers.services.outcome import told_counts
from prongsai.web.disclosure.registers.views.common import register_url, tell_personal, writer
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def grid(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The rows that a list is narrowed to, as far as the person may write them."""
    person, register = writer(request, year, key)
    page = Grid(person, register, year, request.GET.getlist("show"))
    if request.method != "POST":
        page.open(asked_of(request.GET), request.GET.get("page", "1"))
        return _shown(request, page)
    page.take(request.POST)
    if request.POST.get("act") == "more":
        page.add_blank(MORE)
    elif request.POST.get("act") == "months" and page.is_by_month:
        page.add_months()
    else:
        return _sent(request, person, register, page)
    return _shown(request, page)


def _sent(request: HttpRequest, person: Actor, register: Register, page: Grid) -> HttpResponse:
    """What saving answers: all that is wrong at once, and then nothing is kept."""
    refusal = ""
    if page.is_sound:
        try:
            return done(request, answered(request, lambda: _saved(request, page)))
        except Misuse as error:
            refusal = words_of(error)
        # Who was faster may have changed a row after it was read above.
        page = Grid(person, register, page.year, request.GET.getlist("show"))
        page.take(request.POST)
    page.look()
    return _shown(request, page, UNPROCESSABLE, "" if page.faults else refusal)


def _saved(request: HttpRequest, page: Grid) -> str:
    """Keep it all; where to go then."""
    added, changed = page.save()
    if added or changed:
        told = {"what": told_counts(len(added), len(changed))}
        messages.success(request, _("บันทึกแล้ว: %(what)s") % told)
        tell_personal(request, page.register, page.rows())
    else:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    if "again" in request.POST:
        return request.get_full_path()
    return f"{register_url(page.year, page.register.key)}?{_asked(request)}".rstrip("?")


def _shown(request: HttpRequest, page: Grid, status: int = 200, refusal: str = "") -> HttpResponse:
    kept = [("show", one.name) for one in page.fields if "show" in request.GET]
    context = {
        "grid": page, "register": page.register, "year": page.year, "refusal": refusal,
        "asked": asked_of(request.GET).told, "list_query": _asked(request),
        "query": "&".join(filter(None, (_asked(request), urlencode(kept)))),
    }  # fmt: skip
    return render(request, "registers/grid.html", context, status=status)


def _asked(request: HttpRequest) -> str:
    """What the list is narrowed to and sorted by."""
    return urlencode(asked_of(request.GET).told)
