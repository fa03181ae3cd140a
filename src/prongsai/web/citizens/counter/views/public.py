"""Queues for everybody: take a number, its state, the call screen; nothing of anybody is kept."""

from __future__ import annotations

import re
from http import HTTPStatus
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.addresses import short_address
from prongsai.web.citizens.counter.models import ServicePoint
from prongsai.web.citizens.counter.papers import ticket_pdf
from prongsai.web.citizens.counter.queries import queues as queries
from prongsai.web.citizens.counter.rights import point_by_code
from prongsai.web.citizens.counter.services import taking
from prongsai.web.citizens.counter.views.common import pdf, unkept
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.language import asked_alone, words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.publication.views.drawn import is_copy, public_agency

_KEY = re.compile(r"[0-9a-f]{32}")
# A device at the counter: its page goes back to the beginning by itself.
KIOSK = "kiosk"


# No cookie tells who takes a number: another site has nothing to use in a visitor's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, agency_id: UUID, queue_code: str) -> HttpResponseBase:
    """Choose a line and take its next number; a form sent twice takes one."""
    agency, point = _of(request, agency_id, queue_code)
    fault = ""
    if request.method == "POST":
        key = whole_number(request.POST.get("line", "")) or 0
        line = point.lines.filter(pk=key).first()
        once = request.POST.get("once", "")
        try:
            if line is None:
                raise taking.shut()
            ticket = taking.take(point, line, once=once if _KEY.fullmatch(once) else "")
        except ProngsaiError as refusal:
            fault = words_of(refusal)
        else:
            address = reverse("counter:ticket", args=[agency.pk, ticket.code])
            answer = HttpResponseRedirect(f"{address}{_query(request)}")
            answer["Cache-Control"] = "no-store"
            return answer
    context = {
        "point": point,
        "screen": queries.screen_of(point, today()),
        "once": token_hex(16),
        "fault": fault,
        "kiosk": KIOSK in request.GET,
    }
    status = UNPROCESSABLE if fault else HTTPStatus.OK
    return unkept(drawn(request, agency, "counter/take.html", context, status))


@require_safe
def ticket(request: HttpRequest, agency_id: UUID, ticket_code: str) -> HttpResponseBase:
    """A number's state: how many are before it, to which window it is called."""
    agency = public_agency(agency_id)
    page = found(None if is_copy(request) else queries.ticket_page(agency, ticket_code, today()))
    path = reverse("counter:ticket", args=[agency.pk, ticket_code])
    address = f"{site_address()}{path}{asked_alone()}"
    is_kiosk = KIOSK in request.GET
    beginning = reverse("counter:take", args=[agency.pk, page.ticket.point.code])
    context: dict[str, Any] = {
        "page": page,
        "kiosk": is_kiosk,
        "again": f"{beginning}{_query(request)}" if is_kiosk else "",
        "beginning": beginning,
        "picture": mark_safe(qr_inline(address, mask=0)),  # noqa: S308
    }
    template = "counter/_ticket.html" if _is_part(request) else "counter/ticket.html"
    return unkept(drawn(request, agency, template, context))


@require_safe
def paper(request: HttpRequest, agency_id: UUID, ticket_code: str) -> HttpResponseBase:
    """A number on a small paper."""
    agency = public_agency(agency_id)
    page = found(None if is_copy(request) else queries.ticket_page(agency, ticket_code, today()))
    return pdf(ticket_pdf(page), "ticket")


@require_safe
def screen(request: HttpRequest, agency_id: UUID, queue_code: str) -> HttpResponseBase:
    """The call screen: its part alone where the page on the wall asks for it."""
    agency, point = _of(request, agency_id, queue_code)
    context = {
        "point": point,
        "screen": queries.screen_of(point, today()),
        "picture": mark_safe(qr_inline(short_address(point), mask=0)),  # noqa: S308 - drawn by us
        "day": today(),
    }
    template = "counter/_screen.html" if _is_part(request) else "counter/screen.html"
    return unkept(drawn(request, agency, template, context))


@require_safe
def short(request: HttpRequest, queue_code: str) -> HttpResponseBase:
    """The way from the short address of a poster to where a number is taken."""
    point = found(ServicePoint.objects.filter(code=queue_code).first())
    address = reverse("counter:take", args=[point.agency_id, point.code])
    return unkept(HttpResponseRedirect(f"{address}{_query(request)}"))


def _of(request: HttpRequest, agency_id: UUID, code: str) -> tuple[Agency, ServicePoint]:
    """The point; a copy as files has none, for no server stands behind it.

    Errors: Http404.
    """
    agency = public_agency(agency_id)
    if is_copy(request):
        raise Http404
    return agency, found(point_by_code(agency, code))


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _query(request: HttpRequest) -> str:
    """What the address of a device at the counter keeps."""
    asked = request.GET.get("language", "")
    told = [KIOSK] if KIOSK in request.GET else []
    told += [f"language={asked}"] if asked in ("th", "en") else []
    return f"?{'&'.join(told)}" if told else ""
