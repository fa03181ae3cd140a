"""Charts of services for those who write and publish them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.counter.charts import typed_steps
from prongsai.core.errors import ProngsaiError
from prongsai.documents.counter_papers import Size
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.counter.forms import ChartForm
from prongsai.web.citizens.counter.models import Service
from prongsai.web.citizens.counter.papers import chart_pdf
from prongsai.web.citizens.counter.queries import charts as queries
from prongsai.web.citizens.counter.services import charting
from prongsai.web.citizens.counter.views.queues import pdf
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, shown

_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.SEE)
def charts(request: HttpRequest) -> HttpResponse:
    """The services with their charts."""
    person = person_of(request)
    context = {
        "rows": queries.services_of(person.agency),
        "may_keep": may(person, Right.KEEP_COUNTERS),
    }
    return render(request, "counter/charts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def write(request: HttpRequest) -> HttpResponse:
    """Write the first chart of a service."""
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def rewrite(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Write a new edition of a service's chart."""
    return _written(request, found(queries.service_of(person_of(request).agency, service_id)))


@require_safe
@needs(Right.SEE)
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """A service: its newest chart, its editions, what changed."""
    person = person_of(request)
    row = found(queries.service_of(person.agency, service_id))
    page = queries.service_page(row)
    address = f"{site_address()}{reverse('counter:service', args=[person.agency.pk, row.pk])}"
    context = {
        "page": page,
        "address": address,
        "picture": mark_safe(qr_inline(address)),  # noqa: S308 - drawn by us
        "may_keep": may(person, Right.KEEP_COUNTERS),
        "may_publish": may(person, Right.PUBLISH),
        "attaches": [
            one for one in page.answered if may_work_on(person, one.year, one.items, today())
        ],
    }
    response = render(request, "counter/service.html", context)
    if any(made.is_open for made in page.made):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def poster(request: HttpRequest, service_chart_id: UUID, size: str) -> HttpResponse:
    """An edition as a poster: the one on A4 as it was drawn, that on A3 drawn now."""
    row = found(queries.chart_by_id(person_of(request).agency, service_chart_id))
    chosen = found(Size(size) if size in list(Size) else None)
    if chosen is Size.A4:
        return file_answer(found(row.pdf))
    return pdf(chart_pdf(row, chosen), f"chart-{row.number}-{chosen}")


@require_POST
@needs(Right.PUBLISH)
def publish(request: HttpRequest, service_chart_id: UUID) -> HttpResponse:
    """Show an edition to everybody, or take it back."""
    person = person_of(request)
    row = found(queries.chart_by_id(person.agency, service_chart_id))
    if request.POST.get("act") == "withdraw":
        return _tried(request, row.service, lambda: charting.withdraw(row, by=person), _("ถอนแล้ว"))
    return _tried(
        request, row.service, lambda: charting.publish(row, by=person),
        _("เผยแพร่แล้ว ประชาชนเห็นที่หน้า “บริการและแบบคำร้อง”"),
    )  # fmt: skip


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, service_chart_id: UUID) -> HttpResponse:
    """Make an edition evidence of the items of this year that ask for it."""
    person = person_of(request)
    row = found(queries.chart_by_id(person.agency, service_chart_id))
    year = queries.fiscal_year()
    items = next((one.items for one in queries.answers(row) if one.year == year), ())
    codes = ", ".join(item.code for item in items)
    return _tried(
        request, row.service,
        lambda: charting.make_evidence(row, by=person, year=year, items=items),
        _("ใช้เป็นหลักฐานของ %(codes)s แล้ว") % {"codes": codes},
    )  # fmt: skip


def _tried(
    request: HttpRequest, row: Service, act: Callable[[], object], told: str
) -> HttpResponse:
    back = reverse("counter:chart", args=[row.pk])

    def acted() -> str:
        act()
        messages.success(request, told)
        return back

    try:
        return done(request, answered(request, acted))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, back)


def _written(request: HttpRequest, row: Service | None) -> HttpResponse:
    person = person_of(request)
    posted = request.POST if request.method == "POST" else None
    form = ChartForm(posted, initial=_initial(row))
    if row is not None:
        form.fields["name"].disabled = True

    def act() -> str:
        given = form.cleaned_data
        made = charting.write(
            by=person, name=given["name"], chart=form.chart, since=given["since"],
            seen=form.revision,
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ยังไม่มีใครข้างนอกเห็น จนกว่าจะเผยแพร่"))
        return reverse("counter:chart", args=[made.service_id])

    if posted is not None and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return shown(request, "counter/chart_form.html", form, {"service": row})


def _initial(row: Service | None) -> dict[str, Any]:
    newest = queries.charts_of(row).first() if row else None
    if row is None or newest is None:
        return {"since": today(), "name": row.name if row else ""}
    chart = queries.chart_of(newest)
    return {
        "seen": newest.number,
        "name": row.name,
        "steps": typed_steps(chart.steps),
        "documents": "\n".join(chart.documents),
        "fees": "\n".join(chart.fees),
        "is_free": chart.is_free,
        "place": chart.place,
        "laws": "\n".join(chart.laws),
        "since": today(),
    }
