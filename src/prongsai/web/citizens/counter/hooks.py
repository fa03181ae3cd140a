"""Charts and forms that everybody sees are found by the search of the public site, others not."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localdate

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import RequestForm, Service
from prongsai.web.citizens.counter.queries.charts import (
    offer_of,
    public_charts,
    public_offers,
    public_services,
)
from prongsai.web.disclosure.public_site.models import FORM, SERVICE
from prongsai.web.disclosure.public_site.services.indexing import Offered, index_offered, offers


@offers
def found_of(agency: Agency) -> Iterator[Offered]:
    """All that an agency shows of its counter."""
    for service in public_services(agency):
        if (chart := _chart(service)) is not None:
            yield chart
    for offer in public_offers(agency):
        if (form := _form(offer)) is not None:
            yield form


def index_chart(service: Service) -> None:
    """Make the entry of a service anew. Within the transaction that changed it."""
    index_offered(service.agency, SERVICE, str(service.pk), _chart(service))


def index_form(form: RequestForm) -> None:
    """Make the entry of a form anew. Within the transaction that changed it."""
    index_offered(form.agency, FORM, str(form.pk), _form(form))


def _chart(service: Service) -> Offered | None:
    row = next(iter(public_charts(service)), None)
    if row is None:
        return None
    return Offered(
        SERVICE, str(service.pk), reverse("counter:service", args=[service.agency_id, service.pk]),
        service.name, row.chart.words, localdate(row.published_at or row.made_at),
    )  # fmt: skip


def _form(form: RequestForm) -> Offered | None:
    offer = offer_of(form.agency, form.pk)
    row = offer.shown if offer is not None and offer.is_offered else None
    if row is None:
        return None
    return Offered(
        FORM, str(form.pk), reverse("counter:form", args=[form.agency_id, form.pk]), form.name,
        form.service.name, localdate(row.published_at or row.made_at),
    )  # fmt: skip
