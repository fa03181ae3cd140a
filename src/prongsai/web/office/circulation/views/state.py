"""One circulation for who sent it: who has read it, reminding, paper, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.office.circulation import exports, queries, services
from prongsai.web.office.circulation.forms import PaperForm, WithoutAccountForm
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries import StatePage
from prongsai.web.office.circulation.queries.report import ReportPage, report_page
from prongsai.web.office.circulation.services.starting import joined
from prongsai.web.platform.clock import now
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done, is_htmx
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.typed import row_key
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.platform.uploads import checked, keep


@require_safe
@needs(Right.CIRCULATE)
def state(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Who has read it and who has not, by unit."""
    return _page(request, circulation_id)


@require_POST
@needs(Right.CIRCULATE)
def remind(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Remind everybody who is missing."""

    def act(row: Circulation) -> None:
        count = services.remind(row, by=person_of(request))
        if count:
            said = ngettext("เตือนแล้ว %(count)s คน", "เตือนแล้ว %(count)s คน", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("วันนี้แจ้งทุกคนที่ยังไม่รับทราบไปแล้ว ไม่เตือนซ้ำในวันเดียวกัน"))

    return _acted(request, circulation_id, act)


@require_POST
@needs(Right.CIRCULATE)
def add(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Add who joined after the start."""

    def act(row: Circulation) -> None:
        count = services.add_joined(row, by=person_of(request))
        if count:
            said = ngettext("เพิ่มผู้รับ %(count)s คน", "เพิ่มผู้รับ %(count)s คน", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("ไม่มีคนใหม่ในส่วนราชการที่แจ้งเวียน"))

    return _acted(request, circulation_id, act)


@require_POST
@needs(Right.CIRCULATE)
def without_account(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Add staff who sign on paper."""
    row = _row(request, circulation_id)
    form = WithoutAccountForm(open_units(row.agency), request.POST)
    if form.is_valid():

        def act(row: Circulation) -> None:
            count = services.add_without_account(
                row,
                by=person_of(request),
                positions=form.cleaned_data["positions"].splitlines(),
                unit=form.cleaned_data["unit"],
            )
            said = ngettext("เพิ่มผู้รับ %(count)s คน", "เพิ่มผู้รับ %(count)s คน", count)
            messages.success(request, said % {"count": count})

        try:
            return _answered(request, row, act)
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return _page(request, circulation_id, without=form)


@require_POST
@needs(Right.CIRCULATE)
def on_paper(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Write down who signed the sheet."""
    row = _row(request, circulation_id)
    person = person_of(request)
    form = PaperForm(request.POST, request.FILES)
    ticked = [key for key in map(row_key, request.POST.getlist("recipient")) if key is not None]
    if form.is_valid():
        given: Any = form.cleaned_data["scan"]
        try:
            scan = checked(given) if given else None

            def act(row: Circulation) -> None:
                count = services.sign_on_paper(
                    row,
                    by=person,
                    recipients=ticked,
                    day=form.cleaned_data["day"],
                    scan=keep(row.agency, person, scan) if scan else None,
                )
                said = ngettext(
                    "บันทึกผู้ลงชื่อบนกระดาษ %(count)s คน", "บันทึกผู้ลงชื่อบนกระดาษ %(count)s คน", count
                )
                messages.success(request, said % {"count": count})

            return _answered(request, row, act)
        except UnreadableInput as error:
            error.field = "scan"  # type: ignore[attr-defined]
            refuse(form, error)
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return _page(request, circulation_id, paper=form, ticked=ticked)


@require_POST
@needs(Right.CIRCULATE)
def unsign(request: HttpRequest, circulation_id: UUID, recipient_id: UUID) -> HttpResponse:
    """Take back a signature on paper that was written down by mistake."""
    recipient = queries.recipient_row(person_of(request).agency, circulation_id, recipient_id)
    if recipient is None:
        raise Http404

    def act(row: Circulation) -> None:
        del row
        services.unsign(recipient, by=person_of(request))
        messages.success(request, _("ยกเลิกการลงชื่อบนกระดาษแล้ว"))

    return _acted(request, circulation_id, act)


@require_safe
@needs(Right.CIRCULATE)
def scan(request: HttpRequest, circulation_id: UUID, recipient_id: UUID) -> HttpResponse:
    """The signed sheet."""
    recipient = queries.recipient_row(person_of(request).agency, circulation_id, recipient_id)
    if recipient is None or recipient.scan is None:
        raise Http404
    return file_answer(recipient.scan, saves="save" in request.GET)


@require_http_methods(["GET", "POST"])
@needs(Right.CIRCULATE)
def close(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Ask, then end it for good."""
    content = queries.state_page(person_of(request).agency, circulation_id)
    if content is None:
        raise Http404
    if request.method == "GET":
        return render(request, "circulation/close.html", {"page": content})

    def act(row: Circulation) -> None:
        services.close(row, by=person_of(request))
        messages.success(request, _("ปิดเรื่องเวียนแล้ว รายงานยังอยู่"))

    return _acted(request, circulation_id, act)


def _page(
    request: HttpRequest,
    circulation_id: UUID,
    *,
    paper: PaperForm | None = None,
    without: WithoutAccountForm | None = None,
    ticked: list[UUID] | None = None,
) -> HttpResponse:
    agency = person_of(request).agency
    content = queries.state_page(agency, circulation_id)
    if content is None:
        raise Http404
    wrong: forms.Form | None = next((one for one in (paper, without) if one is not None), None)
    context = {
        "page": content,
        "paper": paper or PaperForm(),
        "without": without or WithoutAccountForm(open_units(agency)),
        "ticked": ticked or [],
        "wrong": wrong,
        "joined": 0 if content.is_closed else len(joined(content.row)),
    }
    status = UNPROCESSABLE if wrong is not None else 200
    return render(request, "circulation/state.html", context, status=status)


def _acted(
    request: HttpRequest, circulation_id: UUID, act: Callable[[Circulation], None]
) -> HttpResponse:
    """Act and come back; what is refused is told on the page."""
    row = _row(request, circulation_id)
    try:
        return _answered(request, row, act)
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("circulation:state", args=[row.pk]))


def _answered(
    request: HttpRequest, row: Circulation, act: Callable[[Circulation], None]
) -> HttpResponse:
    def acted() -> str:
        act(row)
        return reverse("circulation:state", args=[row.pk])

    return done(request, answered(request, acted))


def _row(request: HttpRequest, circulation_id: UUID) -> Circulation:
    row = queries.circulation_row(person_of(request).agency, circulation_id)
    if row is None:
        raise Http404
    return row


_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.CIRCULATE)
def printed(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The report on a sheet."""
    context = {"page": _page_report(request, circulation_id), "moment": now()}
    return render(request, "circulation/report.html", context)


@require_safe
@needs(Right.CIRCULATE)
def sheet(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The sheet that those sign who have not acknowledged yet."""
    return render(
        request, "circulation/sheet.html", {"page": _page_report(request, circulation_id)}
    )


@require_safe
@needs(Right.CIRCULATE)
def export(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The report as a workbook."""
    made = exports.report_workbook(_page_report(request, circulation_id))
    response = HttpResponse(made, content_type=MEDIA_TYPES["xlsx"])
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{_('รายงานการรับทราบ')}.xlsx"
    )
    response["Content-Disposition"] = disposition or "attachment"
    return response


@require_POST
@needs(Right.CIRCULATE)
def ask(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Have the report drawn as PDF and Word."""
    content = _files(request, circulation_id)

    def act() -> str:
        services.ask_report(content.row, by=person_of(request))
        return f"{reverse('circulation:drawing', args=[circulation_id])}?again=1"

    return done(request, answered(request, act))


@require_safe
@needs(Right.CIRCULATE)
def drawing(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """How far the drawing is, then the files; asked again by the part itself, or the browser."""
    content = _files(request, circulation_id)
    template = "circulation/_drawing.html" if is_htmx(request) else "circulation/drawing.html"
    response = render(request, template, {"page": content})
    if content.is_drawing and "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.CIRCULATE)
def file(request: HttpRequest, circulation_id: UUID, form: str) -> HttpResponse:
    """A drawn file; PDF opens in the browser, Word is saved."""
    kept = dict(_files(request, circulation_id).files).get(form)
    if kept is None:
        raise Http404
    return file_answer(kept, saves="save" in request.GET)


def _files(request: HttpRequest, circulation_id: UUID) -> ReportPage:
    content = report_page(person_of(request).agency, circulation_id)
    if content is None:
        raise Http404
    return content


def _page_report(request: HttpRequest, circulation_id: UUID) -> StatePage:
    content = queries.state_page(person_of(request).agency, circulation_id)
    if content is None:
        raise Http404
    return content
