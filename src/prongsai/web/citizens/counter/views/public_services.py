"""Services for everybody: charts, what changed, forms with examples."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from prongsai.core.thai import skeleton, squeeze
from prongsai.web.citizens.counter.queries import charts
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found
from prongsai.web.signing.publication.views import KEPT, is_copy, public_agency

_MOST_ASKED = 100


@require_safe
def services(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """The charts and forms that are offered, or those that bear some words."""
    agency = public_agency(agency_id)
    words = "" if is_copy(request) else squeeze(request.GET.get("q", ""))[:_MOST_ASKED]
    asked = [skeleton(one) for one in words.split()]
    context = {
        "words": words,
        "services": [
            one for one in charts.public_services(agency) if charts.bears(one.name, asked)
        ],
        "offers": charts.public_offers(agency, words),
    }
    return drawn(request, agency, "counter/public_services.html", context)


@require_safe
def service(request: HttpRequest, agency_id: UUID, service_id: UUID) -> HttpResponseBase:
    """A service: steps, times, documents, fees, what it was before, its forms."""
    agency = public_agency(agency_id)
    row = found(charts.service_of(agency, service_id))
    page = found(charts.public_service(row))
    context = {"page": page, "offers": charts.public_offers(agency, service=row)}
    return drawn(request, agency, "counter/public_service.html", context)


@require_safe
def chart(_request: HttpRequest, agency_id: UUID, service_id: UUID) -> HttpResponseBase:
    """The poster of a service."""
    agency = public_agency(agency_id)
    page = found(charts.public_service(found(charts.service_of(agency, service_id))))
    response = file_answer(found(page.edition.row.pdf))
    response.headers["Cache-Control"] = KEPT
    return response


@require_safe
def form(request: HttpRequest, agency_id: UUID, request_form_id: UUID) -> HttpResponseBase:
    """A form with its example; one that is used no more says so."""
    agency = public_agency(agency_id)
    offer = found(charts.offer_of(agency, request_form_id))
    found(offer.shown)
    status = HTTPStatus.OK if offer.is_offered else HTTPStatus.GONE
    return drawn(request, agency, "counter/public_form.html", {"offer": offer}, status)


@require_safe
def form_file(
    _request: HttpRequest, agency_id: UUID, request_form_id: UUID, part: str
) -> HttpResponseBase:
    """The file of a form that is offered, or its example."""
    agency = public_agency(agency_id)
    offer = found(charts.offer_of(agency, request_form_id))
    shown = found(offer.shown if offer.is_offered else None)
    kept = found({"file": shown.file, "example": shown.example}.get(part))
    response = file_answer(kept)
    response.headers["Cache-Control"] = KEPT
    return response
