"""Queues, for officials and for everybody, and papers of them."""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR, year_of
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import needs, person_of, prints_address
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import open_units
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.counter.forms import CallForm, PointForm
from prongsai.web.citizens.counter.models import ServicePoint, Ticket, Window
from prongsai.web.citizens.counter.papers import poster_pdf, ticket_pdf
from prongsai.web.citizens.counter.rights import calls_at, point_by_code, point_of
from prongsai.web.citizens.counter.services import queues as services
from prongsai.web.citizens.desk.queries import answers as answers_of
from prongsai.web.citizens.desk.views.reports import editions_shown, paper_in
from prongsai.web.disclosure.disclosure.views.board import edition_file
from prongsai.web.disclosure.disclosure.views.made import evidence_made
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.address import is_found_by_others, printed_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done, is_htmx
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import asked_alone, words_of
from prongsai.web.platform.sending import pdf, posted, pressed, sent, unkept
from prongsai.web.platform.shortcuts import form_page, found
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.publication.views import is_copy, public_agency


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, kept by nothing on its way; its address is told to no other site."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return unkept(response)


# So many who wait a clerk sees at once.
_LISTED = 8
# The page stays open beside what it printed: pressed again later, the number is for somebody else.
_PRESSED_TWICE = timedelta(seconds=10)


@require_safe
@needs(Right.SEE)
def counter(request: HttpRequest) -> HttpResponse:
    """The service points, and where charts and forms are kept."""
    person, on = person_of(request), today()
    points = ServicePoint.objects.filter(agency=person.agency).select_related("unit")
    # Who calls nowhere reads the waiting times; the point itself would refuse them.
    pages = [(row, "point" if calls_at(person, row, on) else "waits") for row in points]
    context = {
        "points": [
            (row, row.is_open, reverse(f"counter:{page}", args=[row.pk])) for row, page in pages
        ],
        "may_keep": may(person, Right.KEEP_COUNTERS),
        "year": year_of(today()),
    }
    return render(request, "counter/counter.html", context)


@require_safe
@needs(Right.SEE)
def point(request: HttpRequest, counter_point_id: UUID) -> HttpResponse:
    person, row = _caller(request, counter_point_id)
    context = {
        "point": row,
        "lines": queries.lines_of(row),
        "windows": queries.windows_of(row),
        "told": queries.waits_today(row),
        "public": row.short_address,
        "picture": _code(row.short_address),
        "may_keep": may(person, Right.KEEP_COUNTERS),
    }
    return render(request, "counter/point.html", context)


@require_POST
@needs(Right.SEE)
def day(request: HttpRequest, counter_point_id: UUID) -> HttpResponse:
    """Open the day's queue, or end it."""
    person, row = _caller(request, counter_point_id)
    address = reverse("counter:point", args=[row.pk])

    def open_or_end() -> str:
        if request.POST.get("act") == "end":
            left = services.end_day(row, by=person)
            messages.success(request, _("ปิดคิวของวันแล้ว เหลือ %(left)s คิว") % {"left": left})
        else:
            services.open_day(row, by=person)
            messages.success(request, _("เปิดรับบัตรคิวแล้ว"))
        return address

    return done(request, answer_once(request, open_or_end))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def window(request: HttpRequest, counter_point_id: UUID, window_id: UUID) -> HttpResponse:
    """A window: who is there, who waits, and the buttons that call."""
    person, row = _caller(request, counter_point_id)
    windows = Window.objects.select_related("point__agency").filter(point=row, is_shown=True)
    at = found(windows.filter(pk=window_id).first())
    if request.method == "POST":
        form = CallForm(request.POST)
        if not form.is_valid():
            return done(request, request.path)
        seen = form.cleaned_data["seen"]
        return pressed(request, lambda: _perform(request, person, at, seen), request.path)
    current, waiting = queries.at_window(at), queries.waiting_for(at, row)
    context = {
        "point": row,
        "name": at,
        "seen": current.pk if current else services.NOBODY,
        "current": current,
        "count": waiting.count(),
        "waiting": waiting[:_LISTED],
        "skipped": queries.skipped_at(row)[:_LISTED],
        "is_open": row.is_open,
    }
    return render(request, "counter/window.html", context)


@require_POST
@needs(Right.SEE)
def give(request: HttpRequest, counter_point_id: UUID) -> HttpResponse:
    """A printed ticket for who has no phone."""
    _person, row = _caller(request, counter_point_id)
    key = whole_number(request.POST.get("line", "")) or 0
    line = row.lines.filter(pk=key).first()
    try:
        if line is None:
            raise Refused("counter/numbers_not_given_now")
        once = request.POST.get("once", "")
        ticket = services.take(row, line, once=once, within=_PRESSED_TWICE)
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("counter:point", args=[row.pk]))
    return pdf(ticket_pdf(found(queries.ticket_by_code(row.agency, ticket.code))), "ticket")


@require_safe
@needs(Right.SEE)
@prints_address
def poster(request: HttpRequest, counter_point_id: UUID) -> HttpResponse:
    """The sheet whose code leads to where a number is taken."""
    _person, row = _caller(request, counter_point_id)
    return pdf(poster_pdf(row), "queue")


@require_safe
@needs(Right.SEE)
def waits(request: HttpRequest, counter_point_id: UUID) -> HttpResponse:
    """How long people waited; everybody who signs in reads it, for it names nobody."""
    row = found(point_of(person_of(request).agency, counter_point_id))
    context = queries.waits_page(row, request.GET.get("span", ""), today())
    return render(request, "counter/waits.html", context)


def _caller(request: HttpRequest, point_id: UUID) -> tuple[Actor, ServicePoint]:
    """The person and the point, where they call there."""
    person = person_of(request)
    row = found(point_of(person.agency, point_id))
    if not calls_at(person, row, today()):
        raise PermissionDenied
    return person, row


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def make(request: HttpRequest, counter_point_id: UUID | None = None) -> HttpResponse:
    """Set up a service point, or set it up otherwise."""
    person = person_of(request)
    row = found(point_of(person.agency, counter_point_id)) if counter_point_id else None
    units = open_units(person.agency)
    form = PointForm(units, posted(request), initial=_initial(row))

    def set_up() -> str:
        given = form.cleaned_data
        words = services.PointWords(
            given["name"], given["unit"], given["lines"], given["windows"],
            given["has_thai_digits"],
        )  # fmt: skip
        if row is None:
            made = services.make_point(by=person, words=words)
            messages.success(request, _("ตั้งจุดบริการแล้ว เปิดรับบัตรคิวได้เมื่อพร้อม"))
            return reverse("counter:point", args=[made.pk])
        services.change_point(row, by=person, words=words, seen=form.revision)
        messages.success(request, _("บันทึกแล้ว"))
        return reverse("counter:point", args=[row.pk])

    heading = _("แก้จุดบริการ") if row else _("ตั้งจุดบริการ")
    return sent(request, form, set_up) or form_page(
        request, form, heading, reverse("counter:counter"), above=_("จุดบริการ")
    )


def _initial(row: ServicePoint | None) -> Mapping[str, Any]:
    if row is None:
        return {"lines": "A ", "windows": "1"}
    windows = []
    for window in row.windows.filter(is_shown=True).prefetch_related("lines"):
        prefixes = " ".join(line.prefix for line in window.lines.all())
        windows.append(f"{window.name}: {prefixes}" if prefixes else window.name)
    lines = row.lines.filter(is_shown=True)
    return {
        "seen": row.version,
        "name": row.name,
        "unit": str(row.unit_id or ""),
        "has_thai_digits": row.has_thai_digits,
        "lines": "\n".join(f"{line.prefix} {line.name}" for line in lines),
        "windows": "\n".join(windows),
    }


def _perform(request: HttpRequest, person: Actor, at: Window, seen: int) -> str:
    act = request.POST.get("act", "next")
    if act == "again":
        services.call_again(at, by=person, seen=seen)
    elif act in ("end", "skip"):
        services.end(at, by=person, seen=seen, skips=act == "skip")
    elif act == "back":
        key = whole_number(request.POST.get("ticket", "")) or 0
        services.call_back(at, by=person, ticket_id=key, seen=seen)
    elif services.call_next(at, by=person, seen=seen) is None:
        messages.info(request, _("ไม่มีคิวรอ"))
    return request.path


_KEY = re.compile(r"[0-9a-f]{32}")
# A device at the counter: its page goes back to the beginning by itself.
KIOSK = "kiosk"


# No cookie tells who takes a number: another site has nothing to use in a visitor's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, agency_id: UUID, queue_code: str) -> HttpResponseBase:
    """Choose a line and take its next number; a form sent twice takes one."""
    agency, point = _point_at(request, agency_id, queue_code)
    fault = ""
    if request.method == "POST":
        key = whole_number(request.POST.get("line", "")) or 0
        line = point.lines.filter(pk=key).first()
        once = request.POST.get("once", "")
        try:
            if line is None:
                raise Refused("counter/numbers_not_given_now")
            ticket = services.take(point, line, once=once if _KEY.fullmatch(once) else "")
        except ProngsaiError as refusal:
            fault = words_of(refusal)
        else:
            address = reverse("counter:ticket", args=[agency.pk, ticket.code])
            answer = HttpResponseRedirect(f"{address}{_query(request)}")
            answer["Cache-Control"] = "no-store"
            return answer
    context = {
        "point": point,
        "lines": queries.lines_of(point),
        "once": token_hex(16),
        "fault": fault,
        "kiosk": KIOSK in request.GET,
    }
    status = UNPROCESSABLE if fault else HTTPStatus.OK
    return _unkept(drawn(request, agency, "counter/take.html", context, status))


@require_safe
def ticket(request: HttpRequest, agency_id: UUID, ticket_code: str) -> HttpResponseBase:
    """A number's state: how many are before it, to which window it is called."""
    agency = public_agency(agency_id)
    row = _ticket(request, agency, ticket_code)
    path = reverse("counter:ticket", args=[agency.pk, ticket_code])
    address = printed_address(f"{path}{asked_alone()}")
    is_kiosk = KIOSK in request.GET
    beginning = reverse("counter:take", args=[agency.pk, row.point.code])
    context: dict[str, Any] = {
        "ticket": row,
        "ahead": queries.ahead_of(row),
        "kiosk": is_kiosk,
        "again": f"{beginning}{_query(request)}" if is_kiosk else "",
        "address": address,
        "picture": _code(address),
    }
    template = "counter/_ticket.html" if is_htmx(request) else "counter/ticket.html"
    return _unkept(drawn(request, agency, template, context))


@require_safe
def paper(request: HttpRequest, agency_id: UUID, ticket_code: str) -> HttpResponseBase:
    agency = public_agency(agency_id)
    return pdf(ticket_pdf(_ticket(request, agency, ticket_code)), "ticket")


@require_safe
def screen(request: HttpRequest, agency_id: UUID, queue_code: str) -> HttpResponseBase:
    """The call screen: its part alone where the page on the wall asks for it."""
    agency, point = _point_at(request, agency_id, queue_code)
    context = {
        "point": point,
        "called": queries.called_at(point),
        "lines": queries.lines_of(point),
        "picture": _code(point.short_address),
        "day": today(),
    }
    template = "counter/_screen.html" if is_htmx(request) else "counter/screen.html"
    return _unkept(drawn(request, agency, template, context))


@require_safe
def short(request: HttpRequest, queue_code: str) -> HttpResponseBase:
    """The way from the short address of a poster to where a number is taken."""
    point = found(ServicePoint.objects.filter(code=queue_code).first())
    address = reverse("counter:take", args=[point.agency_id, point.code])
    return _unkept(HttpResponseRedirect(f"{address}{_query(request)}"))


def _code(address: str) -> str:
    """The code of an address on a page; "" until others find the site there."""
    if not is_found_by_others():
        return ""
    return mark_safe(qr_inline(address, mask=0))  # noqa: S308 - drawn by us


def _point_at(request: HttpRequest, agency_id: UUID, code: str) -> tuple[Agency, ServicePoint]:
    """The point; a copy as files has none, for no server stands behind it."""
    agency = public_agency(agency_id)
    if is_copy(request):
        raise Http404
    return agency, found(point_by_code(agency, code))


def _ticket(request: HttpRequest, agency: Agency, code: str) -> Ticket:
    """A ticket; a copy as files has none."""
    return found(None if is_copy(request) else queries.ticket_by_code(agency, code))


def _query(request: HttpRequest) -> str:
    """What the address of a device at the counter keeps."""
    asked = request.GET.get("language", "")
    parts = [KIOSK] if KIOSK in request.GET else []
    parts += [f"language={asked}"] if asked in ("th", "en") else []
    return f"?{'&'.join(parts)}" if parts else ""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, year: int, months: str) -> HttpResponse:
    """The editions of a paper; who keeps the counters makes one more."""
    person, paper = person_of(request), paper_in(queries.PAPERS, year, months)
    return editions_shown(
        request,
        "counter/report.html",
        paper,
        year,
        rows=queries.editions(person.agency, paper, year),
        may_make=may(person, Right.KEEP_COUNTERS),
        make=lambda: services.make(person, paper, year),
        papers=queries.PAPERS.values(),
        years=[
            other_year
            for other_year in (year - 1, year + 1)
            if FIRST_YEAR <= other_year <= LAST_YEAR
        ],
    )


@require_safe
@needs(Right.SEE)
def report_file(
    request: HttpRequest, year: int, months: str, queue_report_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    rows = queries.editions(person_of(request).agency, paper_in(queries.PAPERS, year, months), year)
    row = rows.select_related("pdf", "docx", "xlsx").filter(pk=queue_report_id).first()
    return edition_file(row, form)


@require_POST
@needs(Right.SEE)
def report_evidence(
    request: HttpRequest, year: int, months: str, queue_report_id: UUID
) -> HttpResponse:
    """Make an edition's files evidence of the items that it answers."""
    person, paper = person_of(request), paper_in(queries.PAPERS, year, months)
    rows = queries.editions(person.agency, paper, year)
    row = found(rows.select_related("agency", "pdf", "xlsx").filter(pk=queue_report_id).first())
    return evidence_made(
        request,
        answers_of(person.agency, paper, year),
        year,
        reverse("counter:report", args=[year, months]),
        partial(services.make_evidence, row, by=person),
    )
