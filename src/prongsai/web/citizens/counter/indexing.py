"""Entries of charts and forms in the search of the public site."""

from django.urls import reverse
from django.utils.timezone import localdate

from prongsai.web.citizens.counter.models import RequestForm, Service
from prongsai.web.citizens.counter.queries import offer_of, public_charts
from prongsai.web.disclosure.public_site.models import FORM, SERVICE
from prongsai.web.disclosure.public_site.services.indexing import Offered, index_offered


def index_chart(service: Service) -> None:
    """Renew the search entry of a service, in the transaction that changed it."""
    index_offered(service.agency, SERVICE, str(service.pk), chart_entry(service))


def index_form(form: RequestForm) -> None:
    """Renew the search entry of a form, in the transaction that changed it."""
    index_offered(form.agency, FORM, str(form.pk), form_entry(form))


def chart_entry(service: Service) -> Offered | None:
    row = next(iter(public_charts(service)), None)
    if row is None:
        return None
    return Offered(
        SERVICE, str(service.pk), reverse("counter:service", args=[service.agency_id, service.pk]),
        service.name, row.chart.words, localdate(row.published_at or row.made_at),
    )  # fmt: skip


def form_entry(form: RequestForm) -> Offered | None:
    offer = offer_of(form.agency, form.pk)
    row = offer.shown if offer is not None and offer.is_offered else None
    if row is None:
        return None
    return Offered(
        FORM, str(form.pk), reverse("counter:form", args=[form.agency_id, form.pk]), form.name,
        form.service.name, localdate(row.published_at or row.made_at),
    )  # fmt: skip
