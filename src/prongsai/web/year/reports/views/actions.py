"""What is done with a whole report: remind, write "none", lay out, submit, publish."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from prongsai.web.agency.access import fresh, needs
from prongsai.web.agency.permissions import Right
from prongsai.web.year.reports.queries import report_row
from prongsai.web.year.reports.services import reminding, submitting, writing
from prongsai.web.year.reports.views.common import after, person_and_kind


@require_POST
@needs(Right.COMPILE_REPORTS)
def remind(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Remind everybody who owes a row."""
    person, chosen = person_and_kind(request, year, kind)

    def act() -> None:
        count = reminding.remind(person.agency, by=person, year=year, kind=chosen)
        if count:
            messages.success(request, _("เตือนแล้ว %(count)s คน") % {"count": count})
        else:
            messages.info(request, _("วันนี้เตือนทุกคนแล้ว หรือไม่มีแถวว่าง"))

    return after(request, year, chosen, act)


@require_POST
@needs(Right.SEE)
def nothing(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Write "ไม่มี" where no problem and no proposal is told, in the reader's own rows."""
    person, chosen = person_and_kind(request, year, kind)

    def act() -> None:
        count = writing.write_nothing(person.agency, by=person, year=year, kind=chosen)
        messages.success(request, _("เขียน “ไม่มี” แล้ว %(count)s มาตรการ") % {"count": count})

    return after(request, year, chosen, act)


@require_POST
@needs(Right.COMPILE_REPORTS)
def layout(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Choose how the report of results is laid out."""
    person, chosen = person_and_kind(request, year, kind)

    def act() -> None:
        writing.choose_layout(
            person.agency, by=person, year=year, kind=chosen,
            layout=request.POST.get("layout", ""),
        )  # fmt: skip
        messages.success(request, _("เลือกรูปแบบแล้ว"))

    return after(request, year, chosen, act)


@require_POST
@needs(Right.SUBMIT)
def submit(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Fix what the report says, and put it before the signers."""
    person, chosen = person_and_kind(request, year, kind)

    def act() -> str:
        made = submitting.submit(person.agency, by=person, year=year, kind=chosen)
        return reverse("approval:submission", args=[made.pk])

    return after(request, year, chosen, act)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Publish the approved file, where it is not published by itself or was taken back."""
    person, chosen = person_and_kind(request, year, kind)
    report = report_row(person.agency, year, chosen)
    if report is None:
        raise Http404

    def act() -> None:
        submitting.publish(person.agency, by=person, report=report)
        messages.success(request, _("เผยแพร่แล้ว"))

    return after(request, year, chosen, act)
