"""Draw charts and papers in a worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import FormEdition, QueueReport, Service, ServiceChart
from prongsai.web.citizens.counter.services import charts as charting
from prongsai.web.citizens.counter.services import queues
from prongsai.web.citizens.counter.services.charts import index_chart
from prongsai.web.disclosure.public_site.models import FORM, SERVICE, SearchEntry
from prongsai.web.disclosure.public_site.services.indexing import rebuild
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.periodic import periodic_task

# As long as a site may have stood still.
_LOOKED_BACK = timedelta(days=7)


@periodic_task(timedelta(minutes=10))
def fill() -> None:
    """Agencies that show charts or forms of which the search has none."""
    own = OuterRef("pk")
    charts = ServiceChart.objects.public().filter(agency=own)
    forms = FormEdition.objects.filter(
        form__agency=own, form__retired_at=None, published_at__isnull=False
    )
    entries = SearchEntry.objects.filter(agency=own)
    lacks = Q(Exists(charts)) & ~Q(Exists(entries.filter(kind=SERVICE)))
    lacks |= Q(Exists(forms)) & ~Q(Exists(entries.filter(kind=FORM)))
    for agency in Agency.objects.filter(lacks):
        rebuild(agency)


@periodic_task(timedelta(hours=1))
def begin() -> None:
    """Let the search find the words of charts whose day has come, and ask anew what is to come."""
    coming = ServiceChart.objects.public().filter(since__gt=today())
    for row in coming.select_related("agency", "service"):
        with transaction.atomic():
            journal.hold(row.agency)
            row.refresh_from_db()
            if row.is_coming:
                charting.ask_anew(row)
    days = (today() - _LOOKED_BACK, today())
    rows = ServiceChart.objects.public().filter(since__range=days)
    for service in Service.objects.filter(pk__in=rows.values("service")).select_related("agency"):
        with transaction.atomic():
            index_chart(service)


@jobs.kind(charting.CHART_JOB)
def chart(running: jobs.Running) -> Mapping[str, Any]:
    rows = ServiceChart.objects.select_related("agency", "service")
    charting.draw_chart(rows.get(agency=running.agency, pk=running.arguments["chart"]))
    return {}


@jobs.kind(queues.JOB)
def report(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a paper of the queues."""
    rows = QueueReport.objects.select_related("agency")
    queues.draw(rows.get(agency=running.agency, pk=running.arguments["report"]))
    return {}
