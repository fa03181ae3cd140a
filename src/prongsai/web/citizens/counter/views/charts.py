"""Charts of services and forms that citizens fill in: for officials and for everybody."""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.counter.charts import typed_steps
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.thai import skeleton, squeeze
from prongsai.documents.counter_papers import Size
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import needs, person_of, prints_address
from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.counter.forms import ChartForm, OfferForm, ReasonForm
from prongsai.web.citizens.counter.models import RequestForm, Service
from prongsai.web.citizens.counter.papers import chart_pdf
from prongsai.web.citizens.counter.services import charts as charting
from prongsai.web.disclosure.disclosure.queries.works import with_evidence
from prongsai.web.disclosure.disclosure.views.made import may_attach
from prongsai.web.disclosure.public_site.queries.public import held_file
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform import uploads
from prongsai.web.platform.address import printed_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.sending import pdf, perform, posted, sent
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import form_page, found
from prongsai.web.signing.publication.views import KEPT, is_copy, public_agency, publish_pressed

_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.SEE)
def charts(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "rows": queries.services_of(person.agency),
        "may_keep": may(person, Right.KEEP_COUNTERS),
    }
    return render(request, "counter/charts.html", context)


@require_safe
@needs(Right.SEE)
def chart(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """A service: its newest chart, its editions, what changed."""
    person = person_of(request)
    row = found(queries.service_of(person.agency, service_id))
    charts = with_evidence(row.charts.select_related("agency", "service"))
    context = {
        "service": row,
        "newest": charts[0] if charts else None,
        "candidate": next((chart for chart in charts if chart.withdrawn_at is None), None),
        "shown": next((chart for chart in charts if chart.is_in_force), None),
        "change": charts[0].change_from(charts[1]) if len(charts) > 1 else None,
        "charts": charts,
        "may_keep": may(person, Right.KEEP_COUNTERS),
        "may_publish": may(person, Right.PUBLISH),
        "attaches": may_attach(person, queries.answers(charts[0])) if charts else (),
        **_public_address("counter:service", person.agency, row.pk),
    }
    response = render(request, "counter/service.html", context)
    if any(edition.is_open for edition in charts):
        response["Refresh"] = _REFRESH_SECONDS
    return response


def _public_address(name: str, agency: Agency, key: UUID) -> dict[str, str]:
    """The page for everybody, and its code for a poster once others find the site."""
    path = reverse(name, args=[agency.pk, key])
    if address := printed_address(path):
        return {"address": address, "picture": mark_safe(qr_inline(address))}  # noqa: S308 - drawn by us
    return {"address": path}


@require_safe
@needs(Right.SEE)
@prints_address
def chart_poster(request: HttpRequest, service_chart_id: UUID, size: str) -> HttpResponse:
    """An edition as a poster: the one on A4 as it was drawn, that on A3 drawn now."""
    row = found(queries.chart_by_id(person_of(request).agency, service_chart_id))
    chosen = found(Size(size) if size in list(Size) else None)
    if chosen is Size.A4:
        return file_answer(found(row.pdf))
    return pdf(chart_pdf(row, chosen), f"chart-{row.number}-{chosen}")


@require_POST
@needs(Right.PUBLISH)
def chart_publish(request: HttpRequest, service_chart_id: UUID) -> HttpResponse:
    """Show an edition to everybody, or take it back."""
    person = person_of(request)
    row = found(queries.chart_by_id(person.agency, service_chart_id))
    back = reverse("counter:chart", args=[row.service_id])
    if request.POST.get("act") == "withdraw":
        action = partial(charting.withdraw_chart, row, by=person)
        return perform(request, action, back, _("ถอนแล้ว"))
    words = _("เผยแพร่แล้ว ประชาชนเห็นที่หน้า “บริการและแบบคำร้อง”")
    act = partial(charting.publish_chart, row, by=person)
    return publish_pressed(request, act, back, words=words)


@require_POST
@needs(Right.SEE)
def chart_evidence(request: HttpRequest, service_chart_id: UUID) -> HttpResponse:
    """Make an edition evidence of the items of this year that ask for it."""
    person = person_of(request)
    row = found(queries.chart_by_id(person.agency, service_chart_id))
    year = year_of(today())
    items = next((answer.items for answer in queries.answers(row)), ())
    message = _("ใช้เป็นหลักฐานของ %(codes)s แล้ว") % {"codes": ", ".join(item.code for item in items)}
    action = partial(charting.make_evidence, row, by=person, year=year, items=items)
    return perform(request, action, reverse("counter:chart", args=[row.service_id]), message)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def chart_write(request: HttpRequest, service_id: UUID | None = None) -> HttpResponse:
    """Write the first chart of a service, or a new edition of it."""
    person = person_of(request)
    row = found(queries.service_of(person.agency, service_id)) if service_id else None
    form = ChartForm(posted(request), initial=_initial(row))
    if row is not None:
        form.fields["name"].disabled = True

    def write_chart() -> str:
        given = form.cleaned_data
        made = charting.write_chart(
            by=person, name=given["name"], chart=form.chart, since=given["since"],
            seen=form.revision,
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ยังไม่มีใครข้างนอกเห็น จนกว่าจะเผยแพร่"))
        return reverse("counter:chart", args=[made.service_id])

    sub = _("อยากเทียบก่อนและหลังปรับปรุง เขียนแบบเดิมเป็นฉบับแรก แล้วเขียนแบบใหม่เป็นฉบับต่อไป")
    return sent(request, form, write_chart) or form_page(
        request, form, _("เขียนฉบับใหม่") if row else _("เขียนแผนผัง"), reverse("counter:charts"),
        above=_("แผนผังขั้นตอนบริการ"), sub=sub,
    )  # fmt: skip


def _initial(row: Service | None) -> dict[str, Any]:
    newest = row.charts.first() if row else None
    if row is None or newest is None:
        return {"since": today(), "name": row.name if row else ""}
    chart = newest.chart
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


@require_safe
@needs(Right.SEE)
def offers(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "rows": queries.offers_of(person.agency),
        "may_keep": may(person, Right.KEEP_COUNTERS),
    }
    return render(request, "counter/offers.html", context)


@require_safe
@needs(Right.SEE)
def offer(request: HttpRequest, request_form_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(queries.offer_of(person.agency, request_form_id))
    context = {
        "offer": row,
        "may_keep": may(person, Right.KEEP_COUNTERS),
        "may_publish": may(person, Right.PUBLISH),
        **_public_address("counter:form", person.agency, row.pk),
    }
    return render(request, "counter/offer.html", context)


@require_safe
@needs(Right.SEE)
def offer_file(request: HttpRequest, form_edition_id: UUID, part: str) -> HttpResponse:
    """A file of an edition, for officials: "file" or "example"."""
    row = found(queries.edition_of(person_of(request).agency, form_edition_id))
    return file_answer(found({"file": row.file, "example": row.example}.get(part)))


@require_POST
@needs(Right.PUBLISH)
def offer_publish(request: HttpRequest, form_edition_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(queries.edition_of(person.agency, form_edition_id))
    back = reverse("counter:offer", args=[row.form_id])
    return perform(
        request,
        lambda: charting.publish_form(row, by=person, reason=_reason(request)),
        back,
        _("เผยแพร่แล้ว ประชาชนเห็นที่หน้า “บริการและแบบคำร้อง”"),
    )


@require_POST
@needs(Right.PUBLISH)
def offer_retire(request: HttpRequest, request_form_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(queries.offer_of(person.agency, request_form_id))
    back = reverse("counter:offer", args=[row.pk])
    return perform(
        request,
        lambda: charting.retire_form(row, by=person, reason=_reason(request)),
        back,
        _("เลิกใช้แบบนี้แล้ว หน้าของแบบบอกว่าเลิกใช้"),
    )


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data.get("reason", "")) if form.is_valid() else ""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def offer_add(request: HttpRequest, request_form_id: UUID | None = None) -> HttpResponse:
    person = person_of(request)
    row = found(queries.offer_of(person.agency, request_form_id)) if request_form_id else None
    is_sent = request.method == "POST"
    form = OfferForm(
        posted(request), request.FILES if is_sent else None, initial=_initial_offer(row)
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            file = uploads.checked(given["file"])
            example = uploads.checked(given["example"]) if given["example"] else None
            look = charting.looked(person.agency, [file, *([example] if example else [])])

            def add_form() -> str:
                words = charting.FormWords(given["name"], given["service"], given["dated"])
                made = charting.add_form(
                    by=person, words=words, file=file, example=example, look=look,
                    form=row,
                )  # fmt: skip
                messages.success(request, _("บันทึกแล้ว ยังไม่มีใครข้างนอกเห็น จนกว่าจะเผยแพร่"))
                return reverse("counter:offer", args=[made.form_id])

            return done(request, answer_once(request, add_form))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    heading = _("เพิ่มฉบับใหม่") if row else _("เพิ่มแบบคำร้อง")
    return form_page(request, form, heading, reverse("counter:offers"), above=_("แบบคำร้อง"))


def _initial_offer(row: RequestForm | None) -> dict[str, object]:
    if row is None:
        return {"dated": today()}
    newest = row.newest
    service = (newest.service if newest else None) or row.service
    name = (newest.name if newest else "") or row.name
    return {"dated": today(), "name": name, "service": service.name}


_MOST_ASKED = 100


@require_safe
def services(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """The charts and forms that are offered, or those that bear some words."""
    agency = public_agency(agency_id)
    words = "" if is_copy(request) else squeeze(request.GET.get("q", ""))[:_MOST_ASKED]
    asked = [skeleton(word) for word in words.split()]
    context = {
        "words": words,
        "services": [
            row for row in queries.public_services(agency) if queries.bears(row.name, asked)
        ],
        "offers": queries.public_offers(agency, words),
    }
    return drawn(request, agency, "counter/public_services.html", context)


@require_safe
def service(request: HttpRequest, agency_id: UUID, service_id: UUID) -> HttpResponseBase:
    """A service: steps, times, documents, fees, what it was before, its forms."""
    agency = public_agency(agency_id)
    row = found(queries.service_of(agency, service_id))
    charts = queries.public_charts(row)
    context = {
        "service": row,
        "edition": found(charts[0] if charts else None),
        "change": charts[0].change_from(charts[1]) if len(charts) > 1 else None,
        "offers": queries.public_offers(agency, service=row),
    }
    return drawn(request, agency, "counter/public_service.html", context)


@require_safe
def service_chart(_request: HttpRequest, agency_id: UUID, service_id: UUID) -> HttpResponseBase:
    agency = public_agency(agency_id)
    charts = found(queries.service_of(agency, service_id)).charts.in_force()
    response = file_answer(found(found(charts.select_related("pdf").first()).pdf))
    response.headers["Cache-Control"] = KEPT
    return response


@require_safe
def form(request: HttpRequest, agency_id: UUID, request_form_id: UUID) -> HttpResponseBase:
    """A form with its example; one that is used no more says so."""
    agency = public_agency(agency_id)
    offer = found(queries.offer_of(agency, request_form_id))
    found(offer.published)
    status = HTTPStatus.OK if offer.is_offered else HTTPStatus.GONE
    return drawn(request, agency, "counter/public_form.html", {"offer": offer}, status)


@require_safe
def form_file(
    request: HttpRequest, agency_id: UUID, request_form_id: UUID, part: str
) -> HttpResponseBase:
    """The file of a form that is offered, or its example; a page where its paper fell."""
    agency = public_agency(agency_id)
    offer = found(queries.offer_of(agency, request_form_id))
    row = found(offer.published if offer.is_offered else None)
    file = found({"file": row.file, "example": row.example}.get(part))
    held = held_file(agency, file.digest)
    if held is not None:
        context = {"held": held}
        return drawn(request, agency, "public_site/file_held.html", context, HTTPStatus.NOT_FOUND)
    response = file_answer(file)
    response.headers["Cache-Control"] = KEPT
    return response
